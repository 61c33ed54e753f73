"""Finding entities by their names: without accents, by the beginnings of words, and misspelt."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from newsgraph.gazetteer.keys import name_key
from newsgraph.web.atlas.columns import Numbers

#: Letters that have no accent to take off but that people type without their stroke.
_STROKES = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
_MISSPELT = 75.0  #: similarity, of 100, from which a word may stand for another
_SIMILAR_WORDS = 40
_SHORTEST = 3  #: letters of a word that may be misspelt
_LONGEST = 200  #: letters of a question that are looked at
_AFTER = "\U0010ffff"  #: sorts after whatever goes on with the same letters


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that was found, by which of its names."""

    entity: int
    alias: str  #: the other name that was found; empty if it was the chief one


def fold(text: str) -> str:
    """Make two spellings comparable: no case, no accents, single blanks."""
    bare = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in bare if not unicodedata.combining(c)).translate(_STROKES)
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class Index:
    """All ways to write a name, and their words, each sorted."""

    keys: list[str]  #: folded names
    named: Numbers  #: which name each key is of: chief names first, then aliases
    words: list[str]
    rows: Numbers  #: keys that hold a word, word after word
    starts: NDArray[np.int64]  #: where the rows of each word begin; one more than words


def index_of(names: list[str]) -> Index:
    """Index names, chief and other ones."""
    keys = sorted(
        (key, number)
        for number, name in enumerate(names)
        for key in {fold(name), name_key(name)} - {""}
    )
    pairs = sorted({(word, row) for row, (key, _) in enumerate(keys) for word in key.split()})
    words: list[str] = []
    firsts = []
    for position, (word, _) in enumerate(pairs):
        if not words or words[-1] != word:
            words.append(word)
            firsts.append(position)
    return Index(
        keys=[key for key, _ in keys],
        named=np.array([number for _, number in keys], dtype=np.int32),
        words=words,
        rows=np.array([row for _, row in pairs], dtype=np.int32),
        starts=np.array([*firsts, len(pairs)], dtype=np.int64),
    )


class Names:
    """Finds entities by their names; whole names and words are found by bisection."""

    def __init__(
        self,
        names: list[str],
        aliases: list[tuple[int, str]],
        weight: NDArray[np.float64],
        index: Index | None = None,
    ) -> None:
        """Index names.

        Args:
            names: The chief name of each entity.
            aliases: Further names, each with the number of its entity.
            weight: How important each entity is; of equally fitting ones the heavier comes first.
            index: What was made of the same names before.
        """
        self._weight = weight
        self._alias = [alias for _, alias in aliases]
        self._chief = len(names)
        self._entity: Numbers = np.array(
            [*range(len(names)), *(entity for entity, _ in aliases)], dtype=np.int32
        )
        self.index = index or index_of([*names, *self._alias])

    def find(self, text: str, limit: int) -> list[Hit]:
        """Find entities; names that begin so, then words that begin so, then similar words.

        Args:
            text: What somebody typed; empty finds nothing.
            limit: Hits at most.
        """
        wanted = fold(text[:_LONGEST])
        hits: dict[int, Hit] = {}
        for rows in self._tiers(wanted) if wanted else ():
            for number in self._ranked(rows, limit):
                entity = int(self._entity[number])
                alias = "" if number < self._chief else self._alias[number - self._chief]
                hits.setdefault(entity, Hit(entity, alias))
                if len(hits) == limit:
                    return list(hits.values())
        return list(hits.values())

    def _tiers(self, wanted: str) -> Iterator[Numbers]:
        first = bisect_left(self.index.keys, wanted)
        yield np.arange(first, bisect_left(self.index.keys, f"{wanted}\0"), dtype=np.int32)
        yield np.arange(first, bisect_left(self.index.keys, wanted + _AFTER), dtype=np.int32)
        words = wanted.split()[:8]
        begun = [self._begun(word) for word in words]
        yield self._holding(begun)
        similar = [self._similar(word) for word in words]
        for position, rows in enumerate(similar):  # one word is misspelt
            yield self._holding([rows, *begun[:position], *begun[position + 1 :]])
        yield self._holding(np.union1d(*both) for both in zip(begun, similar, strict=True))

    def _begun(self, word: str) -> Numbers:
        """Return the rows with a word that begins so."""
        first, end = (
            bisect_left(self.index.words, word),
            bisect_left(self.index.words, word + _AFTER),
        )
        found: Numbers = np.unique(
            self.index.rows[self.index.starts[first] : self.index.starts[end]]
        )
        return found

    def _similar(self, word: str) -> Numbers:
        if len(word) < _SHORTEST:
            return self.index.rows[:0]
        similar = process.extract(
            word, self.index.words, scorer=fuzz.ratio, score_cutoff=_MISSPELT, limit=_SIMILAR_WORDS
        )
        parts = [
            self.index.rows[self.index.starts[i] : self.index.starts[i + 1]] for _, _, i in similar
        ]
        return np.unique(np.concatenate(parts)) if parts else self.index.rows[:0]

    def _holding(self, each: Iterable[Numbers]) -> Numbers:
        """Return the rows that all of these have."""
        found: Numbers | None = None
        for rows in each:
            found = rows if found is None else np.intersect1d(found, rows, assume_unique=True)
            if not len(found):
                break
        return self.index.rows[:0] if found is None else found

    def _ranked(self, rows: Numbers, limit: int) -> list[int]:
        """Return names by the weight of their entities, at most a few times the limit."""
        numbers = self.index.named[rows]
        weights = self._weight[self._entity[numbers]]
        most = 8 * limit  # an entity may be found by several of its names
        if len(numbers) > most:
            chosen = np.argpartition(-weights, most)[:most]
            numbers, weights = numbers[chosen], weights[chosen]
        found: list[int] = numbers[np.lexsort((numbers, -weights))].tolist()
        return found
