"""Annotated articles → pairs of mentions with the relations that the annotation gives them.

A mention is aligned with an annotated entity where both have the same head word in the same
sentence. A fact makes a positive of each pair of its ends in one of its sentences.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph.analysis.repairs import repaired
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.mentions.values import find_values
from newsgraph.model import Cluster, Document, Mention, Value
from newsgraph.statements.ends import Ends
from newsgraph.statements.pairs import Arrays, Describer, Pair, find_pairs
from newsgraph.vocabulary import Vocabulary

NONE: Final = "none"
#: Relations whose two ends may change places.
SYMMETRIC: Final = frozenset(
    "cooperates_with agrees_with meets_with negotiates_with family_of associated_with".split()
)
#: How much a pair counts that the annotation does not link: it is told apart by what we know.
_UNLINKED, _ELSEWHERE, _UNKNOWN_END = 1.0, 0.3, 0.3
_STEM: Final = 5  #: letters by which inflected and derived forms are recognised

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article and what the stages before statements make of it."""

    group: str  #: name of its folder
    annotation: Mapping[str, Any]
    document: Document
    doc: Doc
    mentions: Sequence[Mention]
    clusters: Sequence[Cluster]
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Examples:
    """The pairs of one article; rows of all arrays correspond."""

    inputs: Arrays
    accepted: npt.NDArray[np.float32]  #: pairs × labels
    weight: npt.NDArray[np.float32]
    triggers: npt.NDArray[np.float32]  #: pairs × path; 1 where a word is the annotated predicate


def read_articles(
    folder: Path, groups: Sequence[str], nlp: Language, vocabulary: Vocabulary
) -> Iterator[Article]:
    """Yield the annotated articles of ``folder/GROUP/*.json``, groups and files sorted."""
    for group in sorted(groups):
        for path in sorted((folder / group).glob("*.json")):
            annotation = json.loads(path.read_text("utf-8"))
            document = Document(
                id=f"doc-{path.stem}", source=f"{path.stem}.txt",
                text=path.with_suffix(".txt").read_text("utf-8").replace("\r", ""),
                published=_published(annotation["meta"]),
            )  # fmt: skip
            doc = repaired(nlp(document.text))
            mentions = find_mentions(doc, document.id, vocabulary)
            clusters = corefer(doc, mentions, vocabulary)
            values = find_values(doc, document)
            yield Article(group, annotation, document, doc, mentions, clusters, values)


def _published(meta: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat((meta.get("published") or meta.get("dateCreated") or "")[:10])
    except ValueError:
        return None


def examples_of(article: Article, describer: Describer, labels: Sequence[str]) -> Examples | None:
    """Return the labelled pairs of an article; ``None`` if it has no pairs."""
    ends = Ends(
        article.doc, article.mentions, article.clusters, article.values, article.document.id
    )
    pairs = find_pairs(article.doc, ends)
    if not pairs:
        return None
    inputs = describer.describe(article.doc, ends, pairs)
    marked = _Marked(article, ends, labels)
    accepted = np.zeros((len(pairs), len(labels)), np.float32)
    weight = np.zeros(len(pairs), np.float32)
    triggers = np.zeros(inputs["mask"].shape, np.float32)
    for row, pair in enumerate(pairs):
        weight[row] = marked.mark(pair, accepted[row], triggers[row])
    return Examples(inputs, accepted, weight, triggers)


class _Marked:
    """The annotation of one article, indexed by head words and pairs of entities."""

    def __init__(self, article: Article, ends: Ends, labels: Sequence[str]) -> None:
        self._doc = article.doc
        self._labels = {label: k for k, label in enumerate(labels)}
        self.sentence_of, self.entities = _align(article, ends)
        self._facts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in article.annotation["facts"]:
            for subject, target in _ends_of(fact):
                self._facts[subject, target].append(fact)

    def mark(
        self, pair: Pair, accepted: npt.NDArray[np.float32], triggers: npt.NDArray[np.float32]
    ) -> float:
        """Fill the rows of a pair and return its weight."""
        first, last = pair.path[0], pair.path[-1]
        subjects, objects = self.entities.get(first, ()), self.entities.get(last, ())
        linked = False
        for subject in subjects:
            for target in objects:
                linked |= bool(self._facts.get((target, subject)))
                for fact in self._facts.get((subject, target), ()):
                    linked = True
                    if self.sentence_of.get(first) in fact["sentences"]:
                        self._accept(fact, pair, accepted, triggers)
        if accepted.any():
            return 1.0
        accepted[self._labels[NONE]] = 1
        if not subjects or not objects:
            return _UNKNOWN_END
        return _ELSEWHERE if linked else _UNLINKED

    def _accept(
        self,
        fact: Fact,
        pair: Pair,
        accepted: npt.NDArray[np.float32],
        triggers: npt.NDArray[np.float32],
    ) -> None:
        for relation in (fact["relation"], *fact.get("alt_relations", ())):
            accepted[self._labels[relation]] = 1
        words = [w for w in fact["predicate"].lower().split() if len(w) > 2]
        for k, i in enumerate(pair.path):
            lemma = self._doc[i].lemma_.lower()
            if any(lemma == w or (len(w) >= _STEM and lemma[:_STEM] == w[:_STEM]) for w in words):
                triggers[k] = 1


def _ends_of(fact: Fact) -> Iterator[tuple[str, str]]:
    """Subject and object of a fact, alternatives and admitted inversions included."""
    objects = list(fact.get("alt_objects", ()))
    if not fact["object_is_literal"]:
        objects.append(fact["object"])
    if fact["relation"] == "holds_position":
        objects += fact.get("of", ())
    either = fact.get("inverse_ok") or fact["relation"] in SYMMETRIC
    for subject in (fact["subject"], *fact.get("alt_subjects", ())):
        for target in objects:
            yield subject, target
            if either:
                yield target, subject


def _align(article: Article, ends: Ends) -> tuple[dict[int, int], dict[int, tuple[str, ...]]]:
    """Token → number of its annotated sentence; head word → annotated entities."""
    doc = article.doc
    starts = {t.idx: t.i for t in doc}
    sentence_of: dict[int, int] = {}
    entities: dict[int, set[str]] = defaultdict(set)
    stretches = _sentences(article)
    for number, (start, end) in stretches.items():
        for token in doc:
            if start <= token.idx < end:
                sentence_of[token.i] = number
    for entity in article.annotation["entities"]:
        for number, surface, _ in entity["mentions"]:
            for start in _occurrences(doc.text, surface, stretches.get(number)):
                if start in starts:
                    root = _root(doc, starts[start], start + len(surface))
                    entities[root].add(entity["id"])
    _spread(article, ends, entities)
    return sentence_of, {i: tuple(sorted(found)) for i, found in entities.items()}


def _spread(article: Article, ends: Ends, entities: dict[int, set[str]]) -> None:
    """Give mentions that are not annotated the entity of most of their cluster."""
    votes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    number = {id(c): k for k, c in enumerate(article.clusters)}
    cluster_of = {i: number.get(id(ends.cluster(m)), -1) for i, m in ends.headed.items()}
    for i, cluster in cluster_of.items():
        for entity in entities.get(i, ()):
            votes[cluster][entity] += 1
    for i, cluster in cluster_of.items():
        found = votes.get(cluster)
        if i not in entities and found:
            entities[i] = {min(found, key=lambda e: (-found[e], e))}


def _sentences(article: Article) -> dict[int, tuple[int, int]]:
    """Where each annotated sentence stands in the text; blank space may differ."""
    text, at = article.document.text, 0
    found: dict[int, tuple[int, int]] = {}
    for sentence in article.annotation["sentences"]:
        words = sentence["text"].split()
        start = end = text.find(words[0], at) if words else -1
        for word in words:
            place = text.find(word, end)
            if place < 0:
                break
            end = place + len(word)
        if 0 <= start < end:
            found[sentence["idx"]] = (start, end)
            at = end
    return found


def _occurrences(text: str, surface: str, within: tuple[int, int] | None) -> Iterator[int]:
    """Starts of a surface form that is not part of longer words."""
    if within is None or not surface:
        return
    start = text.find(surface, within[0], within[1])
    while start >= 0:
        end = start + len(surface)
        if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            yield start
        start = text.find(surface, start + 1, within[1])


def _root(doc: Doc, first: int, end: int) -> int:
    """The word of a phrase that hangs on a word outside it."""
    last = first
    while last + 1 < len(doc) and doc[last + 1].idx < end:
        last += 1
    inside = range(first, last + 1)
    return next((i for i in inside if doc[i].head.i not in inside or doc[i].head.i == i), last)
