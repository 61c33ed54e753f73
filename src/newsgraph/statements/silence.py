"""Predicates that gave no plain edge, and why: the other half of every explanation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsgraph.model import Polarity, Span, Statement, Value
from newsgraph.statements.ends import Ends, span_of
from newsgraph.statements.predicates import Predicate
from newsgraph.statements.relations import Filled, RelationReader
from newsgraph.vocabulary import Lexicon, RelationType, Trigger, Vocabulary

_LONGEST = 4  #: reasons told of one predicate


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A word that says something, without an edge of its own."""

    trigger: Span
    text: str
    lemma: str
    kind: str  #: ``verb``, ``noun`` or ``adjective``
    reasons: tuple[str, ...]  #: never empty


def find_silences(
    predicates: Iterable[Predicate],
    statements: Iterable[Statement],
    vocabulary: Vocabulary,
    ends: Ends,
) -> list[Silence]:
    """Return the predicates that no asserted typed statement rests on, in text order."""
    of_trigger: dict[Span, list[Statement]] = {}
    for statement in statements:
        if statement.relation is not None:
            of_trigger.setdefault(statement.evidence.trigger, []).append(statement)
    refusals = _Refusals(vocabulary, ends)
    found: list[Silence] = []
    for predicate in sorted(predicates, key=lambda p: p.token.i):
        token = predicate.token
        typed = of_trigger.get(span_of([token]), [])
        attribute = predicate.kind == "adjective" and not predicate.copular
        if any(s.asserted for s in typed) or (attribute and not refusals.entries(predicate)):
            continue
        reasons = [_held_back(s) for s in typed] or _reasons(predicate, refusals, of_trigger)
        found.append(
            Silence(
                trigger=span_of([token]),
                text=token.text,
                lemma=(predicate.lemmas or (token.lemma_.lower(),))[0],
                kind=predicate.kind,
                reasons=tuple(dict.fromkeys(reasons))[:_LONGEST],
            )
        )
    return found


def _held_back(statement: Statement) -> str:
    marks = ["denied"] if statement.polarity is Polarity.NEGATIVE else []
    if statement.modality != "actual":
        marks.append(statement.modality.value)
    return f"{statement.relation} is a statement, not an edge: {', '.join(marks)}"


def _reasons(
    predicate: Predicate, refusals: _Refusals, told: Mapping[Span, list[Statement]]
) -> list[str]:
    carried = _carried(predicate, refusals.lexicon)
    if carried:
        return [f"it only carries “{carried}”, which says what happens"]
    if predicate.has("clause") and refusals.reports(predicate):
        return ["it names the speaker of what its clause says"]
    entries = refusals.entries(predicate)
    if not entries:
        return [_without_entry(predicate, refusals.lexicon)]
    reasons = [reason for entry in entries for reason in refusals.of(predicate, *entry)]
    if reasons:
        return reasons
    others = sorted({s.relation or "" for found in told.values() for s in found})
    return [
        f"the same is told by another word: {', '.join(others)}" if others else "told elsewhere"
    ]


def _carried(predicate: Predicate, lexicon: Lexicon) -> str:
    """The noun that a light verb lends its arguments to; empty if there is none."""
    nouns = (a.token for a in predicate.arguments if predicate.kind == "verb")
    return next(
        (
            noun.text
            for noun in nouns
            if any(lexicon.light_verb(form, noun.lemma_.lower()) for form in predicate.lemmas)
        ),
        "",
    )


def _without_entry(predicate: Predicate, lexicon: Lexicon) -> str:
    token, lemma = predicate.token, predicate.token.lemma_.lower()
    names = " or ".join(f"“{form}”" for form in (predicate.lemmas or (lemma,)))
    unknown = f"no trigger {predicate.kind} {names} in the vocabulary"
    if lexicon.modality_entry(predicate.kind, lemma) is not None:
        return f"{unknown}; it tells how far its complement is real"
    if predicate.copular and token.pos_ in ("NOUN", "PROPN"):
        return f"{unknown}; it only describes its subject"
    return unknown


class _Refusals(RelationReader):
    """Applies triggers as the reader of relations does, and tells where each one stopped."""

    def __init__(self, vocabulary: Vocabulary, ends: Ends) -> None:
        super().__init__(vocabulary, ends)
        self.lexicon = vocabulary.lexicon

    def reports(self, predicate: Predicate) -> bool:
        forms = (*predicate.lemmas, predicate.token.lemma_.lower())
        return any(self.lexicon.reporting_verb(form) is not None for form in forms)

    def entries(self, predicate: Predicate) -> list[tuple[RelationType, Trigger]]:
        return [
            entry
            for lemma in predicate.lemmas
            for entry in self._vocabulary.triggers(predicate.kind, lemma)
        ]

    def of(self, predicate: Predicate, relation: RelationType, trigger: Trigger) -> Iterator[str]:
        missing = [role for role in trigger.requires if not predicate.has(role)]
        if missing:
            yield f"{relation.name}: needs {', '.join(missing)}"
            return
        subjects = self._fill(predicate, trigger.subject) or self._fill_intransitive(
            predicate, trigger
        )
        objects = self._fill(predicate, trigger.object)
        for role, filled in ((trigger.subject, subjects), (trigger.object, objects)):
            if not filled:
                yield f"{relation.name}: nothing stands as {role}"
                return
        for subject in subjects:
            for target in objects:
                reason = self._refused(relation, trigger, subject, target)
                if reason:
                    yield f"{relation.name}: {reason}"

    def _refused(
        self, relation: RelationType, trigger: Trigger, subject: Filled, target: Filled
    ) -> str:
        if self._ends.same(subject[1], target[1]):
            return "both ends are the same thing"
        if not self._object_fits(trigger, target[0]):
            return f"“{target[0].lemma_}” is not among its object words"
        if isinstance(subject[1], Value):
            return f"“{subject[1].text}” is no thing that could be its subject"
        for role, filled, wanted in (
            ("subject", subject, trigger.subject_classes or relation.domain),
            ("object", target, trigger.object_classes or relation.range),
        ):
            name = self._ends.class_of(filled[1])
            if not self._vocabulary.admits(name, wanted):
                return (
                    f"“{filled[1].text}” is of class {name}, its {role} must be {_any_of(wanted)}"
                )
            if self._vague(trigger, filled[1], name, role):
                return f"“{filled[1].text}” says too little of what it is"
        return ""


def _any_of(names: Iterable[str]) -> str:
    return " or ".join(names)
