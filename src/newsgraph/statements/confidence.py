"""How sure a statement is: a probability, from what is known about its reading.

The rules give a first guess (``Claim.confidence``); how often readings of a kind were right on
annotated articles makes a probability of it. Three logistic models, for what rules read, what the
trained reader adds, and open facts; their weights are a table beside this module, which
``python -m tests.benchmarks.confidence --fit`` writes anew.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from newsgraph.errors import ModelNotFound
from newsgraph.model import Mention, Span, Statement, Value
from newsgraph.vocabulary import Vocabulary

TABLE: Final = Path(__file__).with_name("confidence.json")
FAMILIES: Final = ("rules", "reader", "open")
#: What holds of all statements in a row of features; its weight is the family's intercept.
ALWAYS: Final = "always"
_LEAST, _MOST = 0.02, 0.99
_REPAIR = "reinstall newsgraph: pip install --force-reinstall --no-deps newsgraph"
#: Classes that say next to nothing of a thing.
_VAGUE = frozenset({"Thing", "Agent"})


def family_of(statement: Statement) -> str:
    """Return which of ``FAMILIES`` a statement belongs to."""
    if statement.relation is None:
        return "open"
    return "reader" if "reader" in statement.evidence.rules else "rules"


def features_of(statement: Statement, text: str, vocabulary: Vocabulary) -> dict[str, float]:
    """Describe how a statement was read, by feature name; an absent feature is 0.

    Args:
        statement: With the first guess of its rules as confidence.
        text: Of the article.
        vocabulary: Says what group a relation belongs to.
    """
    evidence = statement.evidence
    found = {ALWAYS: 1.0, "guess": _logit(evidence.confidence)}
    if statement.relation is None:
        # what else is known of an open fact tells whether annotators of typed facts care for it,
        # not whether it is right
        return found
    for rule in evidence.rules:
        found[f"rule:{rule}"] = 1.0
    found[f"relation:{statement.relation}"] = 1.0
    known = vocabulary.relations.get(statement.relation)
    if known is not None:
        found[f"group:{known.group}"] = 1.0
    for side, end in (("subject", statement.subject), ("object", statement.object)):
        found[f"{side}:{_kind(end)}"] = 1.0
        if isinstance(end, Mention) and end.entity_class in _VAGUE:
            found[f"{side}:vague"] = 1.0
    found[f"modality:{statement.modality}"] = 1.0
    found[f"polarity:{statement.polarity}"] = 1.0
    if statement.attribution is not None:
        found["attributed"] = 1.0
    found["sentence"] = math.log(1 + _words(text, evidence.sentence))
    trigger = evidence.trigger
    found["subject_gap"] = math.log(1 + _between(text, statement.subject.span, trigger))
    found["object_gap"] = math.log(1 + _between(text, statement.object.span, trigger))
    return found


def _logit(chance: float) -> float:
    bounded = min(max(chance, _LEAST), _MOST)
    return math.log(bounded / (1 - bounded))


def _kind(end: Mention | Value) -> str:
    return end.kind.value if isinstance(end, Mention) else "value"


def _words(text: str, span: Span) -> int:
    return text.count(" ", span.start, span.end) + 1


def _between(text: str, one: Span, other: Span) -> int:
    first, second = sorted((one, other))
    return text.count(" ", first.end, second.start) if first.end < second.start else 0


@dataclass(frozen=True, slots=True)
class Confidence:
    """The table: family → feature → weight. A feature that it does not hold has no weight."""

    weights: Mapping[str, Mapping[str, float]]

    def of(self, statement: Statement, text: str, vocabulary: Vocabulary) -> float:
        """Return the probability that a statement is right, from .02 to .99."""
        parts = self.parts(statement, text, vocabulary)
        return probability(math.fsum(weight for _, weight in parts))

    def parts(
        self, statement: Statement, text: str, vocabulary: Vocabulary
    ) -> Iterator[tuple[str, float]]:
        """Yield what each feature adds to the logarithm of the odds, in a fixed order."""
        weights = self.weights[family_of(statement)]
        for name, value in features_of(statement, text, vocabulary).items():
            weight = weights.get(name)
            if weight is not None:
                yield name, weight * value

    def settled(self, statement: Statement, text: str, vocabulary: Vocabulary) -> Statement:
        """Return the statement with the probability in place of its first guess."""
        chance = round(self.of(statement, text, vocabulary), 3)
        return replace(statement, evidence=replace(statement.evidence, confidence=chance))


def probability(log_odds: float) -> float:
    """Return the probability of log odds, never quite 0 or 1."""
    chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
    return min(max(chance, _LEAST), _MOST)


def read_table(contents: str, *, name: str) -> Confidence:
    """Read and check a table of weights.

    Raises:
        ModelNotFound: It is no such table; the message says what is wrong with it.
    """
    try:
        record = json.loads(contents)
    except ValueError as error:
        raise ModelNotFound(f"{name} is damaged: {error}", hint=_REPAIR) from error
    families = record.get("weights") if isinstance(record, dict) else None
    if not isinstance(families, dict) or set(families) != set(FAMILIES):
        raise ModelNotFound(
            f"{name} is damaged: it must hold weights for {', '.join(FAMILIES)}", hint=_REPAIR
        )
    return Confidence({family: _weights(families[family], name, family) for family in FAMILIES})


def _weights(entries: Any, name: str, family: str) -> dict[str, float]:  # noqa: ANN401 - JSON
    if not isinstance(entries, dict) or ALWAYS not in entries:
        raise ModelNotFound(f"{name} is damaged: {family} has no {ALWAYS!r}", hint=_REPAIR)
    for feature, weight in entries.items():
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not number or not math.isfinite(weight):
            raise ModelNotFound(
                f"{name} is damaged: {family}, {feature}: {weight!r} is no number", hint=_REPAIR
            )
    return {feature: float(weight) for feature, weight in entries.items()}


@cache
def shipped_confidence() -> Confidence:
    """Return the table that comes with the package, read once per process.

    Raises:
        ModelNotFound: The file is missing or damaged.
    """
    try:
        contents = TABLE.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelNotFound(f"{TABLE.name} cannot be read", hint=_REPAIR) from error
    return read_table(contents, name=TABLE.name)
