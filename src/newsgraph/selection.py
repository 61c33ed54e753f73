"""Facts chosen by what they say, who says it, and when; each opens to the sentences behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from newsgraph.errors import QueryError, UnknownEntity
from newsgraph.gazetteer.keys import name_key
from newsgraph.graph import KnowledgeGraph, is_within
from newsgraph.model import (
    Document,
    Entity,
    Fact,
    Modality,
    Polarity,
    ResolvedStatement,
    Span,
    Value,
)
from newsgraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a fact must meet; ``None`` asks for nothing. See ``BuildResult.facts``."""

    subject: str | None = None
    relation: str | None = None
    object: str | None = None
    about: str | None = None
    speaker: str | None = None
    asserted: bool | None = None
    disputed: bool | None = None
    polarity: Polarity | str | None = None
    modality: Modality | str | None = None
    since: date | str | None = None
    until: date | str | None = None
    publisher: str | None = None
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A statement beside the article that makes it. Printed, it is the sentence and its source."""

    statement: ResolvedStatement
    document: Document
    speaker: Entity | None  #: whose words they are; ``None`` if the article says it itself

    @property
    def text(self) -> str:
        """The sentence on one line; empty if the graph keeps no text."""
        return sentence_of(self.document, self.statement.statement.evidence.sentence)

    @property
    def predicate(self) -> str:
        """What says the fact, as written: ``had bought``."""
        return self.statement.statement.predicate

    @property
    def polarity(self) -> Polarity:
        """Whether the sentence affirms or denies the fact."""
        return self.statement.statement.polarity

    @property
    def modality(self) -> Modality:
        """Whether it speaks of the fact as actual, planned, possible, and so on."""
        return self.statement.statement.modality

    @property
    def confidence(self) -> float:
        """The probability that the sentence was read right."""
        return self.statement.statement.evidence.confidence

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules it was read by."""
        return self.statement.statement.evidence.rules

    def __str__(self) -> str:
        source = self.document.publisher or self.document.title or self.document.source
        told = [part for part in (source, str(self.document.published or "")) if part]
        return f"“{self.text}”" + (f" ({', '.join(told)})" if told else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedFact:
    """A fact with its ends and quotes. Printed, it is one line that says whether it is only said.

    ``quotes`` are the statements that met the conditions, by document and position; all of them
    are in ``fact.statements``.
    """

    fact: Fact
    subject: Entity
    label: str  #: of the relation: ``head of``
    object: Entity | Value
    quotes: tuple[Quote, ...]

    @property
    def relation(self) -> str:
        """Name of the relation in the vocabulary: ``headOf``."""
        return self.fact.relation

    @property
    def asserted(self) -> bool:
        """Whether any statement affirms the fact as actual."""
        return self.fact.asserted

    @property
    def disputed(self) -> bool:
        """Whether one statement affirms it and another denies it."""
        return self.fact.disputed

    @property
    def confidence(self) -> float:
        """Best confidence of the statements behind it."""
        return self.fact.confidence

    def __str__(self) -> str:
        target = self.object.name if isinstance(self.object, Entity) else self.object.text
        line = f"{self.subject.name} · {self.label} · {target}"
        return line if self.asserted else f"{line} [{', '.join(self._status())}]"

    def _status(self) -> list[str]:
        said = [s.statement for s in self.fact.statements]
        denied = any(s.polarity is Polarity.NEGATIVE for s in said)
        unreal = {s.modality.value for s in said if s.modality is not Modality.ACTUAL}
        return ["denied"] * denied + sorted(unreal)


def select_facts(
    graph: KnowledgeGraph, vocabulary: Vocabulary, conditions: Conditions
) -> list[SelectedFact]:
    """Return the facts that meet all conditions, the best supported first.

    Raises:
        UnknownEntity: A name leads to no entity, or to several.
        QueryError: The vocabulary has no such relation.
        ValueError: No such polarity or modality, or a date that is not written as 2026-03-01.
    """
    chooser = _Chooser(graph, vocabulary, conditions)
    chosen = ((fact, chooser.quotes(fact)) for fact in chooser.facts())
    return [
        SelectedFact(
            fact=fact,
            subject=graph.entities[fact.subject],
            label=vocabulary.label_of(fact.relation),
            object=graph.entities[fact.object] if isinstance(fact.object, str) else fact.object,
            quotes=quotes,
        )
        for fact, quotes in sorted(chosen, key=lambda item: support(graph, item[0]))
        if quotes
    ]


class _Chooser:
    """Conditions with names looked up once."""

    def __init__(
        self, graph: KnowledgeGraph, vocabulary: Vocabulary, conditions: Conditions
    ) -> None:
        self._graph = graph
        self._vocabulary = vocabulary
        self._wanted = wanted = conditions
        self._subject = find_entity(graph, wanted.subject).id if wanted.subject else None
        self._about = find_entity(graph, wanted.about).id if wanted.about else None
        self._speaker = find_entity(graph, wanted.speaker).id if wanted.speaker else None
        self._value = name_key(wanted.object) if wanted.object else ""
        self._object = self._target(wanted.object) if wanted.object else None
        self._relation = self._named(wanted.relation) if wanted.relation else None
        self._polarity = Polarity(wanted.polarity) if wanted.polarity else None
        self._modality = Modality(wanted.modality) if wanted.modality else None
        self._since, self._until = _day(wanted.since), _day(wanted.until)

    def facts(self) -> Iterator[Fact]:
        """Yield the facts whose ends and relation fit; who says so is not looked at."""
        wanted = self._wanted
        for fact in self._graph.facts.values():
            if (
                self._subject in (None, fact.subject)
                and self._about in (None, fact.subject, fact.object)
                and (wanted.object is None or self._is_object(fact.object))
                and (
                    self._relation is None
                    or self._relation in self._vocabulary.lineage(fact.relation)
                )
                and wanted.asserted in (None, fact.asserted)
                and wanted.disputed in (None, fact.disputed)
            ):
                yield fact

    def quotes(self, fact: Fact) -> tuple[Quote, ...]:
        """Return what fits of the statements behind a fact."""
        return tuple(
            Quote(
                statement=said,
                document=self._graph.documents[said.document_id],
                speaker=self._graph.entities[said.speaker] if said.speaker else None,
            )
            for said in fact.statements
            if self._fits(said)
        )

    def _fits(self, said: ResolvedStatement) -> bool:
        document, statement = self._graph.documents[said.document_id], said.statement
        return (
            self._speaker in (None, said.speaker)
            and self._polarity in (None, statement.polarity)
            and self._modality in (None, statement.modality)
            and self._wanted.publisher in (None, document.publisher)
            and statement.evidence.confidence >= self._wanted.min_confidence
            and is_within(document.published, self._since, self._until)
        )

    def _target(self, text: str) -> str | None:
        """Return the entity that is meant; ``None`` if the text is that of a value only."""
        try:
            return find_entity(self._graph, text).id
        except UnknownEntity:
            if any(self._is_value(fact.object) for fact in self._graph.facts.values()):
                return None
            raise

    def _is_object(self, end: str | Value) -> bool:
        return end == self._object if isinstance(end, str) else self._is_value(end)

    def _is_value(self, end: str | Value) -> bool:
        return isinstance(end, Value) and self._value in (name_key(end.text), name_key(end.lexical))

    def _named(self, text: str) -> str:
        relations = self._vocabulary.relations
        bare = text.removeprefix("ng:")
        if bare in relations:
            return bare
        for name, relation in relations.items():
            if relation.label.casefold() == text.casefold():
                return name
        near = get_close_matches(bare, relations, n=3)
        raise QueryError(
            f"no relation {text!r} in the vocabulary",
            hint=f"did you mean: {', '.join(near)}" if near else "see: newsgraph vocabulary list",
        )


def find_entity(graph: KnowledgeGraph, reference: str) -> Entity:
    """Return the entity of this id, or the one of this name or alias in any spelling.

    Raises:
        UnknownEntity: There is none, or several have the name; the hint lists them, or the
            nearest names.
    """
    if reference in graph.entities:
        return graph.entities[reference]
    key = name_key(reference)
    called = [e for e in graph.entities.values() if name_key(e.name) == key]
    called = called or [
        e for e in graph.entities.values() if key in {name_key(alias) for alias in e.aliases}
    ]
    if len(called) == 1:
        return called[0]
    if called:
        listed = ", ".join(f"{entity.id} ({entity.entity_class})" for entity in called[:8])
        raise UnknownEntity(f"{len(called)} entities are called {reference!r}", hint=listed)
    names = [entity.name for entity in graph.entities.values() if entity.named]
    near = ", ".join(get_close_matches(reference, names, n=3))
    hint = (
        f"did you mean: {near}"
        if near
        else "list entities with: newsgraph query GRAPH @find_entity"
    )
    raise UnknownEntity(f"no entity {reference!r} in the graph", hint=hint)


def support(graph: KnowledgeGraph, fact: Fact) -> tuple[bool, int, int, float, str]:
    """Return a key that sorts the best supported facts first.

    Facts between two named entities come before all others, then those of more articles, of more
    statements, of more confidence.
    """
    ends = [fact.subject] + ([fact.object] if isinstance(fact.object, str) else [])
    named = len(ends) == 2 and all(graph.entities[end].named for end in ends)
    return (not named, -len(fact.documents), -len(fact.statements), -fact.confidence, fact.id)


def sentence_of(document: Document, span: Span) -> str:
    """Return a passage of an article on one line; empty if no text is stored."""
    return " ".join(document.text[span.start : span.end].split())


def _day(day: date | str | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
