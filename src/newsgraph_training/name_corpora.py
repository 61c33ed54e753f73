"""Reads corpora that annotate names, each with what its labels can mean in our inventory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy

from newsgraph.analysis.labels import HEAD_TAGS
from newsgraph_training.knowledge import is_no_name, names_people, other_types, place_types
from newsgraph_training.samples import NOTHING, Allowed, Sample, begin, inside, outside

Types = frozenset[str]
Meaning = Callable[[str, str], Types]
_REST = ("NORP", "EVENT", "LAW", "PRODUCT", "MISC")


def _four_classes(label: str, name: str) -> Types:
    """PER, ORG, LOC, MISC as in CoNLL-2003."""
    match label:
        case "PER":
            return frozenset({"PERSON"})
        case "ORG":
            return frozenset({"ORG"})
        case "LOC":
            return place_types(name)
        case "MISC":
            return other_types(name)
    return frozenset()


_CROSSNER: dict[str, Types] = {
    "country": frozenset({"GPE"}),
    "election": frozenset({"EVENT"}),
    "event": frozenset({"EVENT"}),
    "conference": frozenset({"EVENT"}),
    "academicjournal": frozenset({"MISC", "ORG"}),
    "organisation": frozenset({"ORG"}),
    "politicalparty": frozenset({"ORG"}),
    "band": frozenset({"ORG"}),
    "university": frozenset({"ORG"}),
    "person": frozenset({"PERSON"}),
    "politician": frozenset({"PERSON"}),
    "scientist": frozenset({"PERSON"}),
    "researcher": frozenset({"PERSON"}),
    "writer": frozenset({"PERSON"}),
    "musicalartist": frozenset({"PERSON"}),
    "product": frozenset({"PRODUCT", "MISC"}),
    "book": frozenset({"MISC"}),
    "song": frozenset({"MISC"}),
    "album": frozenset({"MISC"}),
    "award": frozenset({"MISC"}),
    "magazine": frozenset({"ORG", "MISC"}),
    "programlang": frozenset({"PRODUCT", "MISC"}),
}
_CROSSNER_ANY: Types = frozenset({"O", "MISC", "PRODUCT", "LAW", "NORP", "EVENT"})


def _crossner(label: str, name: str) -> Types:
    if label == "location":
        return place_types(name)
    if label == "misc":
        return other_types(name)
    return _CROSSNER.get(label, _CROSSNER_ANY)


def _columns(path: Path, word: int, tag: int) -> Iterator[tuple[list[str], list[str]]]:
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        columns = line.split()
        if line.startswith("# ") and len(columns) > 3:
            continue
        if len(columns) > max(word, tag):
            words.append(columns[word])
            tags.append(columns[tag])
        elif not columns and words:
            yield words, tags
            words, tags = [], []


def bio_spans(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield ``(first, end, label)`` of BIO tags; an ``I-`` without ``B-`` begins a span."""
    start = -1
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            yield start, i, tags[start][2:]
            start = -1
        if start < 0 and tag != "O":
            start = i


def mark(
    words: list[str], spans: list[tuple[int, int, str]], meaning: Meaning, silent: Allowed
) -> list[Allowed]:
    """Turn labelled spans into allowed tags; ``silent`` is what holds outside of them."""
    allowed = [silent] * len(words)
    for first, end, label in spans:
        types = meaning(label, " ".join(words[first:end]))
        if types:
            for i in range(first, end):
                allowed[i] = begin(types) if i == first else inside(types)
    return allowed


def _column_corpus(
    path: Path, source: str, meaning: Meaning, silent: Allowed, *, word: int = 0, tag: int = 1
) -> list[Sample]:
    return [
        Sample(
            words=words, source=source, names=mark(words, list(bio_spans(tags)), meaning, silent)
        )
        for words, tags in _columns(path, word, tag)
    ]


def read_wikigold(path: Path) -> list[Sample]:
    """WikiGold: four classes, all marked."""
    return _column_corpus(path, "wikigold", _four_classes, NOTHING, word=1, tag=2)


def read_uner(path: Path) -> list[Sample]:
    """Universal NER over EWT: three classes."""
    return _column_corpus(path, "uner", _four_classes, outside(_REST), word=1, tag=2)


def read_broad_twitter(path: Path) -> list[Sample]:
    """Broad Twitter Corpus: three classes; posts without any letter are dropped."""
    samples = _column_corpus(path, "btc", _four_classes, outside(_REST))
    return [s for s in samples if any(w.isalpha() for w in s.words)]


def read_crossner(path: Path) -> list[Sample]:
    """CrossNER: classes by domain."""
    return _column_corpus(path, "crossner", _crossner, NOTHING)


def read_redocred(path: Path) -> list[Sample]:
    """Re-DocRED: the entity layer of Wikipedia introductions; times and numbers are not names."""
    samples = []
    for document in json.loads(path.read_text("utf-8")):
        spans: list[list[tuple[int, int, str]]] = [[] for _ in document["sents"]]
        for entity in document["vertexSet"]:
            for mention in entity:
                if mention["type"] in ("PER", "ORG", "LOC", "MISC"):
                    first, end = mention["pos"]
                    spans[mention["sent_id"]].append((first, end, mention["type"]))
        for words, found in zip(document["sents"], spans, strict=True):
            if words:
                tags = mark(list(words), found, _redocred, NOTHING)
                samples.append(Sample(words=list(words), source="redocred", names=tags))
    return samples


def _redocred(label: str, name: str) -> Types:
    if names_people(name):
        return frozenset({"NORP"})
    return _four_classes(label, name)


_ARTICLE_TYPES: dict[str, Types] = {
    "Person": frozenset({"PERSON"}),
    "Organization": frozenset({"ORG"}),
    "Government body": frozenset({"ORG"}),
    "MilitaryForce": frozenset({"ORG"}),
    "Country": frozenset({"GPE"}),
    "City": frozenset({"GPE"}),
    "Group": frozenset({"NORP", "ORG"}),
    "Event": frozenset({"EVENT"}),
    "Law/Document": frozenset({"LAW", "MISC"}),
    "Facility": frozenset({"FAC"}),
    "Product/Vessel": frozenset({"PRODUCT"}),
}


def _article(label: str, name: str) -> Types:
    if names_people(name):
        return frozenset({"NORP"})
    if label == "Place":
        return place_types(name) - {"FAC"} or frozenset({"LOC"})
    return _ARTICLE_TYPES.get(label, frozenset({"MISC", "EVENT", "LAW", "PRODUCT"}))


_ARTICLE_KINDS: dict[str, Types] = {
    "Person": frozenset({"PERSON"}),
    "Organization": frozenset({"ORG"}),
    "Government body": frozenset({"ORG"}),
    "MilitaryForce": frozenset({"ORG"}),
    "Country": frozenset({"PLACE"}),
    "City": frozenset({"PLACE"}),
    "Place": frozenset({"PLACE"}),
    "Group": frozenset({"GROUP"}),
    "Event": frozenset({"EVENT"}),
    "Law/Document": frozenset({"DOCUMENT"}),
    "Facility": frozenset({"PLACE", "OBJECT"}),
    "Product/Vessel": frozenset({"OBJECT"}),
    "Other": frozenset({"ABSTRACT", "OTHER", "DOCUMENT", "OBJECT", "EVENT"}),
}
#: A description's head word is the last before one of these.
_AFTER_HEAD = re.compile(
    r"\s(?:of|in|on|for|to|from|by|with|at|that|who|which|between|against|over|about|under|into|"
    r"than|where|as|after|since|near|it|he|she|they|was|is|were|had|has)\s.*|,.*| [–—-] .*"
)


def read_articles(folder: Path) -> list[Sample]:
    """Annotated news articles; what they leave unmarked may still be a name if capitalised."""
    tokenizer = spacy.blank("en").tokenizer
    samples = []
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        named: dict[int, list[tuple[str, str]]] = {}
        described: dict[int, list[tuple[str, str]]] = {}
        for entity in article["entities"]:
            for index, surface, kind in entity["mentions"]:
                if kind in ("nam", "nom"):
                    target = named if kind == "nam" else described
                    target.setdefault(index, []).append((surface, entity["type"]))
        for sentence in article["sentences"]:
            index = sentence["idx"]
            sample = _article_sample(tokenizer, sentence, named.get(index, []))
            _mark_heads(sample, described.get(index, []))
            samples.append(sample)
    return samples


def _mark_heads(sample: Sample, described: list[tuple[str, str]]) -> None:
    """Mark the head words of descriptions; every other word may be anything."""
    anything = frozenset(HEAD_TAGS)
    kinds = [anything] * len(sample.words)
    for surface, kind in described:
        words = _AFTER_HEAD.sub("", surface).split()
        places = [i for i, w in enumerate(sample.words) if words and w == words[-1]]
        if len(places) == 1 and kind in _ARTICLE_KINDS and words[-1].isalpha():
            kinds[places[0]] = _ARTICLE_KINDS[kind]
    if any(k is not anything for k in kinds):
        sample.kinds = kinds


def _article_sample(
    tokenizer: Callable[[str], spacy.tokens.Doc],
    sentence: dict[str, str],
    named: list[tuple[str, str]],
) -> Sample:
    doc = tokenizer(sentence["text"])
    spans: list[tuple[int, int, str]] = []
    used: set[int] = set()
    for surface, kind in sorted(named, key=lambda n: -len(n[0])):
        name = re.sub(r"^(?:the|a|an) |['’]s?$", "", surface, flags=re.IGNORECASE)
        if not name[:1].isupper():
            continue
        for m in re.finditer(re.escape(name), doc.text):
            span = doc.char_span(m.start(), m.end())
            if span is not None and not used & set(range(span.start, span.end)):
                used |= set(range(span.start, span.end))
                spans.append((span.start, span.end, kind))
    words = [t.text for t in doc]
    tags = mark(words, spans, _article, NOTHING)
    any_name = outside(["PERSON", "ORG", "GPE", "LOC", "FAC", *_REST])
    for i, word in enumerate(words):
        if i not in used and i > 0 and word[:1].isupper() and not is_no_name(word):
            tags[i] = any_name
    keep = [i for i, t in enumerate(doc) if not t.is_space]
    return Sample(words=[words[i] for i in keep], source="articles", names=[tags[i] for i in keep])
