"""Explanations and silences as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import newsgraph

if TYPE_CHECKING:
    from newsgraph.statements.explanation import EndExplanation, Explanation
    from newsgraph.statements.silence import Silence

#: Parts of the confidence that are told; the rest hardly matters.
_TOLD = 5


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """Yield the lines of ``show --why`` for one statement."""
    statement = explanation.statement
    ends = (explanation.subject.stands_for, explanation.object.stands_for)
    yield f"{ends[0]}  —{statement.relation}→  {ends[1]}"
    yield f"  sentence: “{explanation.sentence}”" if explanation.sentence else "  (no text kept)"
    yield f"  trigger: {explanation.trigger}" + (
        f"   ({explanation.entry})" if explanation.entry else ""
    )
    for role, end in (("subject", explanation.subject), ("object", explanation.object)):
        yield from (f"  {line}" for line in _end_lines(role, end))
    yield "  rules:"
    for name, words in explanation.rules:
        yield f"    {name}: {words}" if words else f"    {name}"
    denied = "denied, " if statement.polarity is newsgraph.Polarity.NEGATIVE else ""
    yield f"  read as: {denied}{statement.modality.value}"
    if statement.attribution is not None:
        speaker = statement.attribution.source_text or "unnamed"
        yield f"  by the word of: {speaker} ({statement.attribution.stance.value})"
    for qualifier in statement.qualifiers:
        yield f"  {qualifier.property}: {qualifier.value.text}"
    parts = ", ".join(f"{name} {weight:+.2f}" for name, weight in explanation.confidence[:_TOLD])
    yield f"  confidence {statement.evidence.confidence:.2f}: {parts}, …"


def _end_lines(role: str, end: EndExplanation) -> Iterator[str]:
    named = "" if end.stands_for == end.text else f"   stands for “{end.stands_for}”"
    yield f"{role}: {end.text}{named}"
    if end.path:
        yield f"  path: {', '.join(end.path)}"
    if end.coreference:
        yield f"  also called: {' · '.join(end.coreference)}"
    if end.admitted:
        verdict = "fits" if end.fits else "does not fit"
        yield f"  class: {end.entity_class} {verdict} {' or '.join(end.admitted)}"


def silence_lines(silent: Sequence[Silence]) -> Iterator[str]:
    """Yield the lines that tell which predicates gave no plain edge, and why."""
    yield ""
    yield f"Predicates without an edge ({len(silent)})"
    for silence in silent:
        first, *others = silence.reasons
        yield f"  {silence.text:<16} {first}"
        yield from (f"  {'':<16} {reason}" for reason in others)
