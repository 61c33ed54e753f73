"""Articles that are copies of each other: agency copy, reprints, edited versions.

An article's sketch is the MinHash (Broder 1997) of its runs of three words: enough to compare it
with others when its text is no longer there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

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

    for one, other in _candidates(sketches):
        first, second = sorted((root(one), root(other)))
        if first != second and similarity(sketches[one], sketches[other]) >= THRESHOLD:
            parents[second] = first
    return {article: root(article) for article in parents}


def similarity(one: str, other: str) -> float:
    """Estimate the share of common runs, 0–1, from two sketches that are not empty."""
    equal = sum(one[n : n + _DIGITS] == other[n : n + _DIGITS] for n in range(0, len(one), _DIGITS))
    return equal / _HASHES


def _candidates(sketches: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield pairs that agree in a band, each article with the first one of its band."""
    bands: dict[tuple[int, str], str] = {}
    width = _BAND * _DIGITS
    for article, digits in sorted(sketches.items()):
        for start in range(0, len(digits), width):
            first = bands.setdefault((start, digits[start : start + width]), article)
            if first != article:
                yield first, article
