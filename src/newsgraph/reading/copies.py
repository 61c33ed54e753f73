"""Articles that are copies of each other: agency copy, reprints, edited versions.

An article's sketch is the MinHash (Broder 1997) of its runs of three words: enough to compare it
with others when its text is no longer there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from operator import eq

from rensa import RMinHash

#: Share of common three-word runs from which on two articles are copies. Independent reports of one
#: event share a few in a hundred, edited agency copy about half.
THRESHOLD = 0.35
_RUN = 3  #: words
_HASHES = 64
_SEED = 1
_DIGITS = 8  #: of one hash, hexadecimal
#: Hashes that must agree for two sketches to be compared: of copies one pair of 32 nearly always
#: does, of others hardly ever.
_BAND = 2
#: Shorter texts have no sketch: a headline and a sentence may well be written twice.
_LEAST_RUNS = 20

_WORD = re.compile(r"\w+")


def sketch(text: str) -> str:
    """Return the sketch of a text as hexadecimal digits; empty if the text is too short."""
    words = [word.casefold() for word in _WORD.findall(text)]
    runs = {" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1)}
    if len(runs) < _LEAST_RUNS:
        return ""
    hashes = RMinHash(num_perm=_HASHES, seed=_SEED)
    hashes.update(sorted(runs))
    return "".join(f"{value:0{_DIGITS}x}" for value in hashes.digest())


def originals(sketches: Mapping[str, str]) -> dict[str, str]:
    """Map each article to the first, by id, of those that are copies of each other.

    Args:
        sketches: Article id → its sketch; one without a sketch is nobody's copy.

    Returns:
        Every article, sorted; one without copies maps to itself.
    """
    parents = {article: article for article in sorted(sketches)}

    def root(article: str) -> str:
        while parents[article] != article:
            article = parents[article]
        return article

    for _, one, other in compared(sketches):
        first, second = sorted((root(one), root(other)))
        if first != second:
            parents[second] = first
    return {article: root(article) for article in parents}


def bands(sketch: str) -> list[str]:
    """Return the bands of a sketch: articles that have one in common are compared."""
    width = _BAND * _DIGITS
    return [f"{start}:{sketch[start : start + width]}" for start in range(0, len(sketch), width)]


def compared(sketches: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield a band, the first article that has it, and another one that is a copy of that."""
    firsts: dict[str, str] = {}
    for article, digits in sorted(sketches.items()):
        known: dict[str, bool] = {}
        for band in bands(digits):
            first = firsts.setdefault(band, article)
            if first == article:
                continue
            if first not in known:
                known[first] = similar(sketches[first], digits)
            if known[first]:
                yield band, first, article


def similar(one: str, other: str) -> bool:
    """Tell whether two articles are copies, by their sketches."""
    return similarity(one, other) >= THRESHOLD


def similarity(one: str, other: str) -> float:
    """Estimate the share of common runs, 0–1, from two sketches that are not empty."""
    equal: int = sum(map(eq, _hashes(one), _hashes(other)))
    return equal / _HASHES


def _hashes(sketch: str) -> list[str]:
    return [sketch[n : n + _DIGITS] for n in range(0, len(sketch), _DIGITS)]
