"""Coreference scores: MUC (Vilain et al. 1995), B³ (Bagga and Baldwin 1998), CEAF-e (Luo 2005).

Their mean is the CoNLL score (Pradhan et al. 2012). A mention is told by the token of its head, as
in the head-match scores of CorefUD. Clusters of one are left out on both sides, as in OntoNotes.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

Clusters = Sequence[frozenset[Hashable]]


@dataclass(slots=True)
class Ratio:
    """Sums over documents of what precision and recall are made of."""

    right_found: float = 0.0
    found: float = 0.0
    right_wanted: float = 0.0
    wanted: float = 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        precision = self.right_found / self.found if self.found else 0.0
        recall = self.right_wanted / self.wanted if self.wanted else 0.0
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(slots=True)
class Scores:
    """The three scores and mention detection over some documents."""

    muc: Ratio = field(default_factory=Ratio)
    b3: Ratio = field(default_factory=Ratio)
    ceaf: Ratio = field(default_factory=Ratio)
    mentions: Ratio = field(default_factory=Ratio)

    @property
    def conll(self) -> float:
        """Mean of the three F1."""
        return (self.muc.f1 + self.b3.f1 + self.ceaf.f1) / 3

    def add(self, found: Clusters, wanted: Clusters) -> None:
        """Count one document."""
        found = [c for c in found if len(c) > 1]
        wanted = [c for c in wanted if len(c) > 1]
        of_found = {m: c for c in found for m in c}
        of_wanted = {m: c for c in wanted for m in c}
        both = len(of_found.keys() & of_wanted.keys())
        _count(self.mentions, both, len(of_found), both, len(of_wanted))
        _count(self.muc, *_links(found, of_wanted), *_links(wanted, of_found))
        _count(
            self.b3,
            _overlap(of_found, of_wanted), len(of_found),
            _overlap(of_wanted, of_found), len(of_wanted),
        )  # fmt: skip
        similarity = _best_assignment(found, wanted)
        _count(self.ceaf, similarity, len(found), similarity, len(wanted))


def _count(
    ratio: Ratio, right_found: float, found: float, right_wanted: float, wanted: float
) -> None:
    ratio.right_found += right_found
    ratio.found += found
    ratio.right_wanted += right_wanted
    ratio.wanted += wanted


def _links(
    clusters: Iterable[frozenset[Hashable]], other: Mapping[Hashable, frozenset[Hashable]]
) -> tuple[int, int]:
    right = total = 0
    for cluster in clusters:
        parts = {id(other[m]) for m in cluster if m in other}
        right += len(cluster) - len(parts) - sum(m not in other for m in cluster)
        total += len(cluster) - 1
    return right, total


def _overlap(
    one: Mapping[Hashable, frozenset[Hashable]], other: Mapping[Hashable, frozenset[Hashable]]
) -> float:
    return sum(len(c & other[m]) / len(c) for m, c in one.items() if m in other)


def _best_assignment(found: Clusters, wanted: Clusters) -> float:
    from scipy.optimize import linear_sum_assignment

    if not found or not wanted:
        return 0.0
    table = np.array([[2 * len(f & w) / (len(f) + len(w)) for w in wanted] for f in found])
    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum())
