"""Who wins where spans cross: one named policy per function. All keep text order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from newsgraph.model import Mention, MentionKind

_RANK = {MentionKind.NAME: 0, MentionKind.PRONOUN: 1, MentionKind.NOMINAL: 2}


class Ranged(Protocol):
    """Anything that covers tokens ``[start, end)``."""

    @property
    def start(self) -> int:
        """First token."""

    @property
    def end(self) -> int:
        """One past the last token."""


R = TypeVar("R", bound=Ranged)


def longest_first(candidates: Iterable[R]) -> list[R]:
    """Keep spans that do not cross: the longer wins; of two equally long, the earlier given."""
    ranked = sorted(enumerate(candidates), key=lambda item: (item[1].start - item[1].end, item[0]))
    return _without_crossings([candidate for _, candidate in ranked])


def first_given(candidates: Iterable[R]) -> list[R]:
    """Keep spans that do not cross: the earlier given wins, whatever its length."""
    return _without_crossings(list(candidates))


def one_per_span(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep one mention per span: a name before a pronoun before a description."""
    best: dict[tuple[int, int], Mention] = {}
    for mention in mentions:
        key = (mention.span.start, -mention.span.end)
        rival = best.get(key)
        if rival is None or _RANK[mention.kind] < _RANK[rival.kind]:
            best[key] = mention
    return [best[key] for key in sorted(best)]


def _without_crossings(ranked: list[R]) -> list[R]:
    taken: set[int] = set()
    kept: list[R] = []
    for candidate in ranked:
        indices = range(candidate.start, candidate.end)
        if taken.isdisjoint(indices):
            taken.update(indices)
            kept.append(candidate)
    return sorted(kept, key=lambda candidate: candidate.start)
