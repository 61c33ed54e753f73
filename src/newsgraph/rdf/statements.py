"""One resolved statement becomes one node: its ends, its evidence, and how it is meant."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import (
    Attribution,
    Mention,
    Modality,
    Polarity,
    Qualifier,
    ResolvedStatement,
    Stance,
    Value,
)
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.spans import Spans
from newsgraph.rdf.terms import TYPE, decimal, ng, plain, prov, rdf, schema, typed
from newsgraph.settings import StoreText

POLARITIES = {
    Polarity.POSITIVE: ng("Positive"),
    Polarity.NEGATIVE: ng("Negative"),
}
MODALITIES = {
    Modality.ACTUAL: ng("Actual"),
    Modality.FUTURE: ng("Future"),
    Modality.POSSIBLE: ng("Possible"),
    Modality.HYPOTHETICAL: ng("Hypothetical"),
    Modality.OBLIGED: ng("Obliged"),
}
STANCES = {
    Stance.ASSERTS: ng("Asserting"),
    Stance.DENIES: ng("Denying"),
    Stance.ASKS: ng("Asking"),
    Stance.WARNS: ng("Warning"),
}

#: How exactly a date is known, by its datatype.
_PRECISION = {
    "date": "day",
    "week": "week",
    "gYearMonth": "month",
    "quarter": "quarter",
    "gYear": "year",
}
#: Dates that XSD has no datatype for: written as strings.
_WITHOUT_XSD = ("week", "quarter")
DATES = {
    "eventDate": ng("eventDate"),
    "startDate": schema("startDate"),
    "endDate": schema("endDate"),
}


def object_term(end: str | Value, iris: Iris) -> NamedNode | Literal:
    """Return the RDF object of a fact: an entity, or a literal."""
    return iris.entity(end) if isinstance(end, str) else value_term(end)


def value_term(value: Value) -> Literal:
    """Return the literal of a value; its unit is not part of it."""
    return typed(value.lexical, value.datatype)


class StatementEncoder:
    """Encodes the statements of one article; the spans they point at gather in ``spans``."""

    def __init__(
        self, graph: KnowledgeGraph, iris: Iris, run: NamedNode, spans: Spans, text: StoreText
    ) -> None:
        self._graph = graph
        self._iris = iris
        self._run = run
        self._spans = spans
        self._quotes = text is not StoreText.NONE

    def encode(
        self, relation: str, resolved: ResolvedStatement, plover: str | None
    ) -> Iterator[Triple]:
        """Yield the triples of a statement node and, if it is asserted, the plain triple.

        A symmetric relation is stored once, in the order of the text.
        """
        statement = resolved.statement
        subject = self._iris.entity(resolved.subject)
        target = object_term(resolved.object, self._iris)
        if statement.asserted:
            yield Triple(subject, ng(relation), target)
        node = self._iris.statement(resolved.id)
        yield Triple(node, TYPE, ng("Statement"))
        yield Triple(node, rdf("subject"), subject)
        yield Triple(node, rdf("predicate"), ng(relation))
        yield Triple(node, rdf("object"), target)
        yield Triple(node, ng("document"), self._iris.document(resolved.document_id))
        yield Triple(node, ng("polarity"), POLARITIES[statement.polarity])
        yield Triple(node, ng("modality"), MODALITIES[statement.modality])
        yield Triple(node, ng("confidence"), decimal(statement.evidence.confidence))
        yield Triple(node, ng("status"), ng("Confirmed" if resolved.confirmed else "Auto"))
        yield Triple(node, prov("wasGeneratedBy"), self._run)
        if plover:
            yield Triple(node, ng("plover"), plain(plover))
        if self._quotes and statement.predicate:
            yield Triple(node, ng("predicateText"), plain(statement.predicate))
        if isinstance(resolved.object, Value) and resolved.object.unit:
            yield Triple(node, ng("unit"), plain(resolved.object.unit))
        yield from self._evidence(node, resolved)
        if statement.attribution:
            yield from self._attribution(node, statement.attribution, resolved.speaker)
        for qualifier in statement.qualifiers:
            yield from self._qualifier(node, qualifier)

    def _evidence(self, node: NamedNode, resolved: ResolvedStatement) -> Iterator[Triple]:
        statement, evidence = resolved.statement, resolved.statement.evidence
        yield Triple(node, ng("evidence"), self._spans.sentence(evidence.sentence))
        yield Triple(node, ng("trigger"), self._spans.phrase(evidence.trigger))
        yield Triple(node, ng("subjectSpan"), self._span(statement.subject))
        yield Triple(node, ng("objectSpan"), self._span(statement.object))
        for rule in evidence.rules:
            yield Triple(node, ng("rule"), plain(rule))

    def _attribution(
        self, node: NamedNode, attribution: Attribution, speaker: str | None
    ) -> Iterator[Triple]:
        yield Triple(node, ng("speakerStance"), STANCES[attribution.stance])
        if speaker:
            yield Triple(node, ng("speaker"), self._iris.entity(speaker))
        if attribution.source:
            yield Triple(node, ng("speakerSpan"), self._spans.mention(attribution.source))
        if attribution.source_text and self._quotes:
            yield Triple(node, ng("speakerText"), plain(attribution.source_text))
        if attribution.cue:
            yield Triple(node, ng("cue"), self._spans.phrase(attribution.cue))

    def _qualifier(self, node: NamedNode, qualifier: Qualifier) -> Iterator[Triple]:
        name, value = qualifier.property, qualifier.value
        yield Triple(node, ng("qualifierSpan"), self._span(value))
        if isinstance(value, Mention):
            entity = self._graph.entity_of(value)
            if entity is not None:
                yield Triple(node, ng(name), self._iris.entity(entity))
            elif self._quotes:
                yield Triple(node, ng(f"{name}Text"), plain(value.text))
            return
        literal = value_term(value)
        yield Triple(node, DATES.get(name) or ng(name), literal)
        if name == "eventDate":
            precision = _PRECISION.get(value.datatype, "text")
            if value.datatype not in _WITHOUT_XSD and literal == plain(value.lexical):
                precision = "text"  # an impossible date
            yield Triple(node, ng("datePrecision"), plain(precision))
        if value.unit:
            yield Triple(node, ng(f"{name}Unit"), plain(value.unit))

    def _span(self, end: Mention | Value) -> NamedNode:
        if isinstance(end, Mention):
            return self._spans.mention(end)
        return self._spans.phrase(end.span)
