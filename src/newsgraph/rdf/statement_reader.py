"""One node becomes one resolved statement again: the way back from ``statements``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from newsgraph.model import (
    Attribution,
    Evidence,
    Mention,
    MentionKey,
    MentionKind,
    Modality,
    Polarity,
    Qualifier,
    ResolvedStatement,
    Span,
    Statement,
    Value,
)
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.statements import DATES, MODALITIES, POLARITIES, STANCES
from newsgraph.rdf.terms import NG, XSD, ng, nif, rdf

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Fields: TypeAlias = dict[str, list[Term]]  #: IRI of a property → its values

_QUALIFIERS = (
    "eventDate",
    "startDate",
    "endDate",
    "place",
    "of",
    "amount",
    "role",
    "recipient",
    "tenure",
)
_POLARITY = {term.value: name for name, term in POLARITIES.items()}
_MODALITY = {term.value: name for name, term in MODALITIES.items()}
_STANCE = {term.value: name for name, term in STANCES.items()}


class StatementReader:
    """Reads statements; the links and passages that they point at gather in it."""

    def __init__(self, iris: Iris, passages: Mapping[str, Fields]) -> None:
        self._iris = iris
        self._passages = passages
        self.links: dict[MentionKey, str] = {}
        self.sentences: dict[str, dict[Span, str]] = {}
        self.mentions: dict[str, dict[Span, Mention]] = {}

    def statement(self, iri: str, fields: Fields) -> ResolvedStatement | None:
        """Read a statement; ``None`` if something is missing without which it says nothing."""
        own = self._iris.parse(iri)
        subject = self._id(fields, rdf("subject"), "entity")
        document = self._id(fields, ng("document"), "document")
        target = next(iter(fields.get(rdf("object").value, ())), None)
        sentence = self._span(fields, ng("evidence"))
        if own is None or subject is None or document is None or target is None or not sentence:
            return None
        trigger = self._span(fields, ng("trigger")) or sentence
        ends = [self._span(fields, ng(name)) or trigger for name in ("subjectSpan", "objectSpan")]
        entity = self._id(fields, rdf("object"), "entity")
        self._quote(document, sentence)
        value = self._value(document, target, ends[1], text_of(fields, ng("unit")))
        statement = Statement(
            relation=text_of(fields, rdf("predicate")).removeprefix(NG),
            predicate=text_of(fields, ng("predicateText")),
            subject=self._mention(document, ends[0], subject),
            object=self._mention(document, ends[1], entity) if entity else value,
            polarity=_POLARITY.get(text_of(fields, ng("polarity")), Polarity.POSITIVE),
            modality=_MODALITY.get(text_of(fields, ng("modality")), Modality.ACTUAL),
            evidence=Evidence(
                sentence=sentence,
                trigger=trigger,
                subject=ends[0],
                object=ends[1],
                rules=tuple(sorted(texts_of(fields, ng("rule")))),
                confidence=float(text_of(fields, ng("confidence")) or 0),
            ),
            attribution=self._attribution(document, fields),
            qualifiers=tuple(self._qualifiers(document, fields)),
        )
        return ResolvedStatement(
            id=own.id,
            document_id=document,
            statement=statement,
            subject=subject,
            object=entity or value,
            speaker=self._id(fields, ng("speaker"), "entity"),
            confirmed=text_of(fields, ng("status")) == ng("Confirmed").value,
        )

    def _attribution(self, document: str, fields: Fields) -> Attribution | None:
        stance = _STANCE.get(text_of(fields, ng("speakerStance")))
        if stance is None:
            return None
        span, speaker = (
            self._span(fields, ng("speakerSpan")),
            self._id(fields, ng("speaker"), "entity"),
        )
        source = self._mention(document, span, speaker) if span else None
        return Attribution(
            source=source,
            source_text=text_of(fields, ng("speakerText")),
            cue=self._span(fields, ng("cue")),
            stance=stance,
        )

    def _qualifiers(self, document: str, fields: Fields) -> Iterator[Qualifier]:
        """Yield the qualifiers, each with the words that it was read from if they can be told.

        The dataset does not say which passage belongs to which: a passage that refers to the same
        entity does, and one that is left over belongs to the one value that is left over.
        """
        spans = [
            (resource.span, term.value)
            for term in fields.get(ng("qualifierSpan").value, ())
            if isinstance(term, NamedNode)
            and (resource := self._iris.parse(term.value)) is not None
            and resource.span is not None
        ]
        values: list[tuple[str, Literal]] = []
        for name in _QUALIFIERS:
            property_ = DATES.get(name) or ng(name)
            for term in fields.get(property_.value, ()):
                if isinstance(term, Literal):
                    values.append((name, term))
                    continue
                entity = self._entity(term)
                fitting = [s for s in spans if entity and self._refers(s[1]) == entity]
                if entity and fitting:
                    spans.remove(fitting[0])
                    mention = self._mention(document, fitting[0][0], entity, fitting[0][1])
                    yield Qualifier(property=name, value=mention)
            for term in fields.get(ng(f"{name}Text").value, ()):
                yield Qualifier(property=name, value=_plain(term.value, spans))  # type: ignore[union-attr]
        for name, literal in values:
            exact = [s for s in spans if self._anchor(s[1]).casefold() == literal.value.casefold()]
            own = exact[0] if exact else spans[0] if len(spans) == len(values) == 1 else None
            words = self._anchor(own[1]) if own else ""
            unit = text_of(fields, ng(f"{name}Unit"))
            span = own[0] if own else Span(start=0, end=1)
            yield Qualifier(property=name, value=_as_value(literal, words, span, unit))

    def _value(self, document: str, term: Term, span: Span, unit: str) -> Value:
        words = self._anchor(self._iris.span(document, span).value)
        if isinstance(term, Literal):
            return _as_value(term, words, span, unit)
        return Value(span=span, text=words or str(term), lexical=str(term))

    def _mention(
        self, document: str, span: Span, entity: str | None, passage: str | None = None
    ) -> Mention:
        iri = passage or self._iris.span(document, span).value
        kind = text_of(self._passages.get(iri, {}), ng("mentionKind"))
        entity = self._refers(iri) or entity
        if entity:
            self.links[MentionKey(document_id=document, start=span.start, end=span.end)] = entity
        mention = Mention(
            span=span,
            head=span,
            text=self._anchor(iri),
            kind=MentionKind(kind) if kind in set(MentionKind) else MentionKind.NAME,
            entity_class="Thing",
            document_id=document,
        )
        return self.mentions.setdefault(document, {}).setdefault(span, mention)

    def _quote(self, document: str, span: Span) -> None:
        text = self._anchor(self._iris.span(document, span).value)
        self.sentences.setdefault(document, {})[span] = text

    def _anchor(self, passage: str) -> str:
        return text_of(self._passages.get(passage, {}), nif("anchorOf"))

    def _refers(self, passage: str) -> str | None:
        return self._id(self._passages.get(passage, {}), ng("refersTo"), "entity")

    def _entity(self, term: Term) -> str | None:
        resource = self._iris.parse(term.value) if isinstance(term, NamedNode) else None
        return resource.id if resource is not None and resource.kind == "entity" else None

    def _id(self, fields: Fields, property_: NamedNode, kind: str) -> str | None:
        for term in fields.get(property_.value, ()):
            resource = self._iris.parse(term.value) if isinstance(term, NamedNode) else None
            if resource is not None and resource.kind == kind and resource.span is None:
                return resource.id
        return None

    def _span(self, fields: Fields, property_: NamedNode) -> Span | None:
        for term in fields.get(property_.value, ()):
            resource = self._iris.parse(term.value) if isinstance(term, NamedNode) else None
            if resource is not None and resource.span is not None:
                return resource.span
        return None


def passages_of(statements: Iterable[Fields]) -> Iterator[NamedNode]:
    """Yield the passages whose words or kind say more than their offsets."""
    for fields in statements:
        target = next(iter(fields.get(rdf("object").value, ())), None)
        names = ["evidence", "qualifierSpan", "speakerSpan"]
        # The ends of a statement are cut from its sentence; a value's own words are not there.
        names += ["objectSpan"] if isinstance(target, Literal) else []
        for name in names:
            for term in fields.get(ng(name).value, ()):
                if isinstance(term, NamedNode):
                    yield term


def _plain(words: str, spans: Sequence[tuple[Span, str]]) -> Value:
    span = spans[0][0] if spans else Span(start=0, end=1)
    return Value(span=span, text=words, lexical=words)


def _as_value(literal: Literal, words: str, span: Span, unit: str) -> Value:
    datatype = literal.datatype.value.removeprefix(XSD)
    return Value(
        span=span,
        text=words or literal.value,
        lexical=literal.value,
        datatype=datatype,
        unit=unit or None,
    )


def texts_of(fields: Fields, property_: NamedNode) -> list[str]:
    """Return the values of a property as text, IRIs as they are; empty if there is none."""
    return [t.value for t in fields.get(property_.value, ()) if isinstance(t, NamedNode | Literal)]


def text_of(fields: Fields, property_: NamedNode) -> str:
    """Return the first value of a property as text; empty if there is none."""
    return next(iter(texts_of(fields, property_)), "")
