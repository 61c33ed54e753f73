"""Pairs of mentions in a sentence, as arrays that the learned reader scores.

A pair is ordered, and is described by the path between its ends in the dependency tree: the states
of the analyser along it, the labels of its steps, prepositions, and the relations that its words
evoke in the vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

from newsgraph.model import Mention, MentionKind
from newsgraph.statements.ends import Ends
from newsgraph.statements.quotation import quoted_tokens
from newsgraph.statements.syntax import particle
from newsgraph.vocabulary import Vocabulary

LONGEST_PATH: Final = 9  #: tokens, ends included
PAIRS_PER_SENTENCE: Final = 60  #: the nearest are kept
_PAIRS: Final = PAIRS_PER_SENTENCE // 2  #: unordered
_FARTHEST: Final = 200  #: ends in between beyond which no pair is looked for
_KINDS: Final = (MentionKind.NAME, MentionKind.NOMINAL, MentionKind.PRONOUN)
#: Part of speech → kind of trigger in the vocabulary.
TRIGGER_KINDS: Final = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adjective"}
_CLAUSES: Final = frozenset({"ccomp", "advcl", "acl:relcl", "acl", "parataxis", "xcomp", "conj"})
_DISTANCES: Final = (2, 4, 7, 11, 17)
_GAP: Final = 0.15  #: how much a word between the ends counts against a step of the path

_Ranked = tuple[float, int, int, Mention, Mention, tuple[tuple[int, ...], int]]
Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions of one sentence in the order subject, object; ``path`` runs between them."""

    subject: Mention
    object: Mention
    path: tuple[int, ...]  #: token indices, from the subject's head to the object's
    top: int  #: position in ``path`` of the word that governs both


@dataclass(frozen=True, slots=True, kw_only=True)
class Inventories:
    """The orders in which the network knows labels; 0 stands for all that is not listed."""

    dependencies: tuple[str, ...]
    prepositions: tuple[str, ...]
    tags: tuple[str, ...]
    classes: tuple[str, ...]  #: of ends, the narrowest first
    evoked: tuple[str, ...]  #: relation names

    @property
    def width(self) -> int:
        """Length of the vector that describes a pair beyond its words."""
        return 2 * (len(self.classes) + 1 + len(_KINDS)) + 2 * len(_DISTANCES) + 4 + len(_CLAUSES)


def find_pairs(doc: Doc, ends: Ends) -> list[Pair]:
    """Return the ordered pairs of different things, sentence by sentence, in text order."""
    heads = [t.head.i for t in doc]
    found: list[Pair] = []
    for sentence in doc.sents:
        inside = [
            (i, ends.headed[i]) for i in range(sentence.start, sentence.end) if i in ends.headed
        ]
        for _, _, _, first, second, (path, top) in sorted(
            _nearest(inside, heads, ends), key=lambda r: r[1:3]
        ):
            found.append(Pair(first, second, path, top))
            found.append(Pair(second, first, path[::-1], len(path) - 1 - top))
    return found


def _nearest(
    inside: Sequence[tuple[int, Mention]], heads: Sequence[int], ends: Ends
) -> list[_Ranked]:
    """Return the nearest pairs of a sentence, the nearest first.

    Neighbours are looked at first, then ends with one between them, and so on until no pair can be
    nearer than those that are found: a sentence may be a list of thousands of names.
    """
    ranked: list[_Ranked] = []
    for apart in range(1, min(len(inside), _FARTHEST)):
        if len(ranked) == _PAIRS and ranked[-1][0] < 2 + _GAP * apart:
            break
        for (i, first), (j, second) in zip(inside, inside[apart:], strict=False):
            walk = _path(i, j, heads)
            if walk is not None and not ends.same(first, second):
                ranked.append((len(walk[0]) + _GAP * (j - i), i, j, first, second, walk))
        ranked = sorted(ranked, key=lambda r: r[:3])[:_PAIRS]
    return ranked


def _path(i: int, j: int, heads: Sequence[int]) -> tuple[tuple[int, ...], int] | None:
    """Words from ``i`` to ``j`` and where the top is; ``None`` if they are too far apart."""
    up = [i]
    while heads[up[-1]] != up[-1] and len(up) < LONGEST_PATH:
        up.append(heads[up[-1]])
    place = {token: k for k, token in enumerate(up)}
    down: list[int] = []
    while j not in place:
        down.append(j)
        if heads[j] == j or len(down) >= LONGEST_PATH:
            return None
        j = heads[j]
    top = place[j]
    if top + 1 + len(down) > LONGEST_PATH:
        return None
    return tuple(up[: top + 1] + down[::-1]), top


class Describer:
    """Turns the pairs of documents into arrays."""

    def __init__(self, inventories: Inventories, vocabulary: Vocabulary) -> None:
        self._inventories = inventories
        self._vocabulary = vocabulary
        self._dependency = _numbered(inventories.dependencies)
        self._preposition = _numbered(inventories.prepositions)
        self._tag = _numbered(inventories.tags)
        self._evocable = {name: k for k, name in enumerate(inventories.evoked)}
        self._known: dict[tuple[str, str], list[int]] = {}
        self._class: dict[str, int] = {}

    def describe(self, doc: Doc, ends: Ends, pairs: Sequence[Pair]) -> Arrays:
        """Return the network's inputs by name, a row for each pair; ``pairs`` is not empty."""
        n, longest = len(pairs), LONGEST_PATH
        path = np.zeros((n, longest), np.int64)
        mask = np.zeros((n, longest), np.float32)
        steps = np.zeros((n, longest), np.int64)
        labels = [self._dependency.get(t.dep_, 0) for t in doc]
        size = len(self._dependency) + 1
        for row, pair in enumerate(pairs):
            length = len(pair.path)
            path[row, :length] = pair.path
            mask[row, :length] = 1
            steps[row, :length] = [
                labels[i] + size * ((k > pair.top) + 2 * (k == pair.top))
                for k, i in enumerate(pair.path)
            ]
        return {
            "states": np.asarray(doc.tensor, np.float32),
            "tags": np.array([self._tag.get(t.pos_, 0) for t in doc], np.int64),
            "prepositions": self._prepositions(doc),
            "evoked": self._evoked(doc),
            "path": path,
            "mask": mask,
            "steps": steps,
            "ends": np.array([(p.path[0], p.path[-1]) for p in pairs], np.int64),
            "traits": self._traits(doc, ends, pairs),
        }

    def _prepositions(self, doc: Doc) -> npt.NDArray[np.int64]:
        found = np.zeros(len(doc), np.int64)
        for token in doc:
            if token.dep_ == "case" and not found[token.head.i]:
                found[token.head.i] = self._preposition.get(token.lower_, 0)
        return found

    def _evoked(self, doc: Doc) -> npt.NDArray[np.float32]:
        table = np.zeros((len(doc), len(self._evocable)), np.float32)
        for token in doc:
            kind = TRIGGER_KINDS.get(token.pos_)
            if kind is not None:
                table[token.i, self._relations_of(kind, token)] = 1
        return table

    def _relations_of(self, kind: str, token: Token) -> list[int]:
        part = particle(token) if kind == "verb" else ""
        key = (kind, f"{token.lemma_.lower()} {part}" if part else token.lemma_.lower())
        known = self._known.get(key)
        if known is None:
            names = {r.name for r, _ in self._vocabulary.triggers(*key)}
            known = sorted(self._evocable[name] for name in names if name in self._evocable)
            self._known[key] = known
        return known

    def _traits(self, doc: Doc, ends: Ends, pairs: Sequence[Pair]) -> npt.NDArray[np.float32]:
        quoted = quoted_tokens(doc)
        block = len(self._inventories.classes) + 1 + len(_KINDS)
        rest, marks = 2 * block, 2 * block + 2 * len(_DISTANCES)
        clauses = [_CLAUSE_ORDER.get(t.dep_) for t in doc]
        of_end: dict[int, list[int]] = {}
        rows: list[int] = []
        columns: list[int] = []
        for row, pair in enumerate(pairs):
            path = pair.path
            first, last = path[0], path[-1]
            found: list[int] = []
            for side, mention, at in ((0, pair.subject, first), (block, pair.object, last)):
                if at not in of_end:
                    of_end[at] = self._of_mention(mention, ends)
                found += [side + k for k in of_end[at]]
            gap = abs(first - last)
            for k, limit in enumerate(_DISTANCES):
                if gap >= limit:
                    found.append(rest + k)
                if len(path) >= k + 3:
                    found.append(rest + len(_DISTANCES) + k)
            signs = (
                first < last,
                pair.top == 0,
                pair.top == len(path) - 1,
                quoted[first] != quoted[last],
            )
            found += [marks + k for k, sign in enumerate(signs) if sign]
            for k, i in enumerate(path):
                boundary = clauses[i]
                if boundary is not None and k != pair.top:
                    found.append(marks + len(signs) + boundary)
            rows += [row] * len(found)
            columns += found
        table = np.zeros((len(pairs), self._inventories.width), np.float32)
        table[rows, columns] = 1
        return table

    def _of_mention(self, mention: Mention, ends: Ends) -> list[int]:
        name = ends.class_of(mention)
        if name not in self._class:
            self._class[name] = next(
                (
                    k
                    for k, c in enumerate(self._inventories.classes, start=1)
                    if name in self._vocabulary.classes and self._vocabulary.is_a(name, c)
                ),
                0,
            )
        kinds = len(self._inventories.classes) + 1
        return [self._class[name], kinds + _KINDS.index(mention.kind)]


_CLAUSE_ORDER: Final = {name: k for k, name in enumerate(sorted(_CLAUSES))}


def _numbered(labels: Sequence[str]) -> Mapping[str, int]:
    return {label: k for k, label in enumerate(labels, start=1)}
