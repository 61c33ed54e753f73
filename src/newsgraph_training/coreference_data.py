"""Documents with coreference: GUM's entity layer, the annotated articles, parsed by our analyser.

The head is trained on the analyser's own output (tags, trees, names and states), since that is
what it meets at run time; only tokens, sentences and the clusters are the corpora's.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc, Token

from newsgraph.analysis.antecedents import Candidates, FloatArray, candidates
from newsgraph.analysis.component import Analyser
from newsgraph_training.universal_dependencies import Mention, MentionReader, sentences

_LOG = logging.getLogger(__name__)
_ENGLISH = spacy.blank("en")


@dataclass(slots=True)
class Discourse:
    """One document as the head sees it, and what it should say."""

    name: str
    source: str
    candidates: Candidates
    states: FloatArray  #: heads × width
    clusters: dict[int, int]  #: token of a mention's head → cluster; mentions only
    complete: bool  #: whether every mention is marked, so that others are none


@dataclass(slots=True)
class _Text:
    name: str
    sentences: list[list[str]]
    mentions: list[tuple[int, str]]  #: token of the head, cluster


def read_gum(
    path: Path, analyser: Analyser, *, without: frozenset[str] = frozenset()
) -> list[Discourse]:
    """Read a GUM file; the documents named in ``without`` are left out.

    Mentions without a second one are kept as clusters of one.
    """
    return [
        _discourse(text, _parsed(text.sentences, analyser), "gum", complete=True)
        for text in _gum_texts(path, without)
    ]


def gum_documents(path: Path, analyser: Analyser) -> Iterator[tuple[Doc, list[frozenset[int]]]]:
    """Yield the analysed documents of a GUM file and their clusters of head tokens."""
    for text in _gum_texts(path, frozenset()):
        clusters: dict[str, set[int]] = {}
        for token, group in text.mentions:
            clusters.setdefault(group, set()).add(token)
        yield _parsed(text.sentences, analyser), [frozenset(c) for c in clusters.values()]


def _gum_texts(path: Path, without: frozenset[str]) -> Iterator[_Text]:
    reader = MentionReader()
    text, offset = _Text("", [], []), 0
    for document, rows in sentences(path):
        if document != text.name:
            if text.sentences:
                yield text
            text, offset = _Text(document, [], []), 0
        if document in without:
            continue
        heads = [int(row[6]) - 1 for row in rows]
        for mention in reader.mentions(rows):
            head = _head(heads, mention)
            if head is not None:
                text.mentions.append((offset + head, mention.group))
        text.sentences.append([row[1] for row in rows])
        offset += len(rows)
    if text.sentences:
        yield text


def _head(heads: list[int], mention: Mention) -> int | None:
    for i in range(mention.first, mention.last + 1):
        if not mention.first <= heads[i] <= mention.last:
            return i
    return None


def _parsed(texts: list[list[str]], analyser: Analyser) -> Doc:
    words = [word for sentence in texts for word in sentence]
    starts = [i == 0 for sentence in texts for i in range(len(sentence))]
    doc = Doc(_ENGLISH.vocab, words=words, sent_starts=starts)  # type: ignore[arg-type]
    return analyser(doc)


def read_articles(folder: Path, analyser: Analyser) -> list[Discourse]:
    """Read annotated articles; descriptions may be missing, so silence is no counterexample."""
    found = []
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        texts = [
            [t.text for t in _ENGLISH.tokenizer(s["text"]) if not t.is_space]
            for s in article["sentences"]
        ]
        doc = _parsed(texts, analyser)
        spans = list(doc.sents)
        places = {s["idx"]: span for s, span in zip(article["sentences"], spans, strict=True)}
        text = _Text(article["doc_id"], texts, [])
        for entity in article["entities"]:
            for index, surface, _ in entity["mentions"]:
                words = [t.text for t in _ENGLISH.tokenizer(surface)]
                sentence = places[index]
                for start in range(sentence.start, sentence.end - len(words) + 1):
                    if [t.text for t in doc[start : start + len(words)]] == words:
                        head = _root(doc, start, start + len(words))
                        text.mentions.append((head.i, entity["id"]))
        found.append(_discourse(text, doc, folder.name, complete=False))
    return found


def _root(doc: Doc, start: int, end: int) -> Token:
    for token in doc[start:end]:
        if not start <= token.head.i < end or token.head.i == token.i:
            return token
    return doc[start]


def _discourse(text: _Text, doc: Doc, source: str, *, complete: bool) -> Discourse:
    found = candidates(doc)
    numbers: dict[str, int] = {}
    clusters: dict[int, int] = {}
    for token, group in text.mentions:
        clusters.setdefault(token, numbers.setdefault(group, len(numbers)))
    states = np.asarray(doc.tensor, np.float32)[found.tokens]
    return Discourse(text.name, source, found, states, clusters, complete)


def read_all(corpora: Path, articles: Path, analyser: Analyser) -> dict[str, list[Discourse]]:
    """Read everything there is: GUM's training and development files, each set of articles."""
    news = frozenset(p.stem for p in (articles / "dev").glob("*.json"))
    sets = {
        "gum": read_gum(corpora / "ud" / "en_gum-train.conllu", analyser, without=news),
        "gum-dev": read_gum(corpora / "ud" / "en_gum-dev.conllu", analyser),
    }
    for folder in sorted(p for p in articles.iterdir() if p.is_dir()):
        sets[folder.name] = read_articles(folder, analyser)
    for name, documents in sets.items():
        _LOG.info("%s: %d documents", name, len(documents))
    return sets
