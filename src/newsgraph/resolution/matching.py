"""How much speaks for two persons of different articles being one, and why.

Only for names that do not decide by themselves: a surname, or a slightly different spelling. The
weights and the threshold were set on the annotated development articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from newsgraph.gazetteer.roles import exclude
from newsgraph.resolution.nodes import Node

#: Scores from 0 to 1; two are one from here on.
THRESHOLD = 0.7
#: What comes second must be so much worse.
MARGIN = 0.15
#: From here on a pair that stays apart is worth telling.
NEAR = 0.4

_NAME = 0.4
_ROLE = 0.2
_COMPANION = 0.15
_MOST_COMPANIONS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A score from 0 to 1 and what it is made of."""

    score: float
    reasons: tuple[str, ...]


def compare(one: Sequence[Node], other: Sequence[Node], name: str) -> Match:
    """Compare two groups of nodes whose names are alike.

    Args:
        one: Nodes known to be one person.
        other: Nodes known to be one person.
        name: What about the names is alike; the first reason.

    Returns:
        A match of score 0 if they cannot be one: they stand in one article, or have roles that one
        person does not hold.
    """
    apart = _conflict(one, other)
    if apart:
        return Match(score=0.0, reasons=(apart,))
    roles = _union(n.roles for n in one) & _union(n.roles for n in other)
    shared = _union(n.companions for n in one) & _union(n.companions for n in other)
    score = _NAME
    reasons = [name]
    if roles:
        score += _ROLE
        reasons.append(f"same role: {', '.join(sorted(roles))}")
    if shared:
        told = sorted(shared)[:_MOST_COMPANIONS]
        score += _COMPANION * len(told)
        reasons.append(f"named beside the same: {', '.join(told)}")
    return Match(score=round(min(score, 1.0), 2), reasons=tuple(reasons))


def _conflict(one: Sequence[Node], other: Sequence[Node]) -> str:
    if {n.document_id for n in one} & {n.document_id for n in other}:
        return "both stand in one article that tells them apart"
    first, second = (_union(n.families for n in group) for group in (one, other))
    if exclude(first, second):
        return f"roles of two people: {', '.join(sorted(first))}; {', '.join(sorted(second))}"
    return ""


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(word for words in sets for word in words)


def spelled_alike(one: str, other: str) -> bool:
    """Tell whether two keys of full names may be spellings of one: a letter or two a word.

    First letters must agree; a word of up to four letters must be the same.
    """
    first, second = one.split(), other.split()
    if len(first) != len(second) or one == other:
        return False
    return all(_alike(a, b) for a, b in zip(first, second, strict=True))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter = min(len(one), len(other))
    if shorter < 5 or one[0] != other[0]:
        return False
    allowed = 1 if shorter < 8 else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed
