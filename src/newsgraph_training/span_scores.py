"""Precision, recall and F1 of names, in the four classes that public test data use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsgraph_training.samples import Allowed, Sample

#: Our name types in the four classes; others are "MISC".
COARSE = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}

#: First word, word after the last, class.
Span = tuple[int, int, str]


@dataclass(slots=True)
class Score:
    """Precision, recall and F1 of spans."""

    hits: int = 0
    found: int = 0
    gold: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean, in per cent; 0 if nothing was found."""
        return 200 * self.hits / max(1, self.found + self.gold)


def count(scores: dict[str, Score], found: set[Span], gold: set[Span], *, misc: bool) -> None:
    """Add the spans of one sentence to ``scores``, by class; ``misc``: that class counts."""
    if not misc:
        found = {s for s in found if s[2] != "MISC"}
        gold = {s for s in gold if s[2] != "MISC"}
    for label in {s[2] for s in found | gold}:
        score = scores.setdefault(label, Score())
        score.hits += sum(s[2] == label for s in found & gold)
        score.found += sum(s[2] == label for s in found)
        score.gold += sum(s[2] == label for s in gold)


def summary(scores: Mapping[str, Score]) -> dict[str, float]:
    """F1 over all classes, then of each."""
    total = Score(*(sum(getattr(s, a) for s in scores.values()) for a in ("hits", "found", "gold")))
    return {"F1": total.f1} | {f"F1 {k}": s.f1 for k, s in sorted(scores.items())}


def gold_spans(sample: Sample) -> set[Span]:
    """Spans of allowed tags."""
    spans: list[Span] = []
    for i, allowed in enumerate(sample.names or []):
        starts = sorted(t[2:] for t in allowed if t.startswith("B-"))
        if starts and "O" not in allowed:
            spans.append((i, i + 1, COARSE.get(starts[0], "MISC")))
        elif spans and spans[-1][1] == i and "O" not in allowed and _goes_on(allowed):
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return set(spans)


def tag_spans(tags: Iterable[str]) -> set[Span]:
    """Spans of BIO tags; an ``I-`` that goes on nothing begins a span."""
    spans: list[Span] = []
    label = ""
    for i, tag in enumerate(tags):
        begins, kind = tag[:2], tag[2:]
        if begins == "I-" and kind == label:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
        elif kind:
            spans.append((i, i + 1, COARSE.get(kind, "MISC")))
        label = kind
    return set(spans)


def _goes_on(allowed: Allowed) -> bool:
    return any(tag.startswith("I-") for tag in allowed)
