"""The graph as the viewer needs it: plain lists and dicts, everything sorted, every text once.

Rows refer to each other by position in their table. Sentences are stored once and carry the
highlights as offsets from the start of the sentence, in code points.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from newsgraph.exporting.layout import place, spread
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import (
    Document,
    Entity,
    Fact,
    Mention,
    Modality,
    Polarity,
    Qualifier,
    ResolvedStatement,
    Sentence,
    Span,
    Value,
)
from newsgraph.vocabulary import Vocabulary

Row = dict[str, Any]

COARSE_LABELS = {
    "person": "People",
    "organization": "Organisations",
    "place": "Places",
    "group": "Groups",
    "event": "Events",
    "document": "Documents",
    "product": "Things",
    "position": "Offices",
    "other": "Other",
}

#: Above this many characters of news the page carries the quoted sentences only.
WHOLE_ARTICLES_UP_TO = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page draws and shows."""

    nodes: list[Row]  #: dots of the map; ids are entity ids
    edges: list[Row]  #: lines of the map, one for each fact between entities; ids are fact ids
    tables: Row  #: meta, kinds, relations, documents, sentences, entities, facts, statements


def build(graph: KnowledgeGraph, vocabulary: Vocabulary, *, title: str | None = None) -> View:
    """Turn a graph into what the viewer draws and shows.

    Entities that are an end of no fact between two entities get no dot; they are in the tables.
    """
    return _Builder(graph, vocabulary).view(title or "News graph")


def outlet(document: Document) -> str:
    """Name who published an article: the publisher, else the host of its address, else ``""``."""
    if document.publisher:
        return document.publisher
    try:
        host = urlsplit(document.url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def status(resolved: ResolvedStatement) -> str:
    """Sort a statement into one of three: ``asserted``, ``denied``, ``planned`` (or possible)."""
    if resolved.statement.polarity is Polarity.NEGATIVE:
        return "denied"
    return "asserted" if resolved.statement.modality is Modality.ACTUAL else "planned"


class _Builder:
    """One pass over a graph; holds the numbering of its tables."""

    def __init__(self, graph: KnowledgeGraph, vocabulary: Vocabulary) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.entity_number = {key: i for i, key in enumerate(graph.entities)}
        self.document_number = {key: i for i, key in enumerate(graph.documents)}
        self.sentence_texts: list[str] = []
        self.sentence_number: dict[tuple[str, Span], int] = {}

    def view(self, title: str) -> View:
        documents = self._documents()
        statements = self._statements()
        tables: Row = {
            "meta": self._meta(title, documents),
            "kinds": self._kinds(),
            "relations": self._relations(),
            "documents": documents,
            "sentences": self.sentence_texts,
            "entities": [self._entity(e) for e in self.graph.entities.values()],
            "facts": self._facts(),
            "statements": statements,
        }
        return View(nodes=self._nodes(), edges=self._edges(), tables=tables)

    @cached_property
    def _drawn(self) -> list[Fact]:
        ends = self.graph.entities
        return [
            fact
            for fact in self.graph.facts.values()
            if isinstance(fact.object, str) and fact.subject in ends and fact.object in ends
        ]

    # -- tables ----------------------------------------------------------------------------------

    def _meta(self, title: str, documents: Sequence[Row]) -> Row:
        dates = sorted(d["date"] for d in documents if "date" in d)
        return {
            "title": title,
            "period": [dates[0], dates[-1]] if dates else None,
            "whole": self._whole,
            "spread": round(spread(len(self._ranked)), 4),
            "sentences": sum(len(s) for s in self.graph.sentences.values()),
        }

    def _kinds(self) -> list[Row]:
        present = Counter(self._coarse(e) for e in self.graph.entities.values())
        return [
            {"name": name, "label": label, "count": present[name]}
            for name, label in COARSE_LABELS.items()
            if present[name]
        ]

    def _relations(self) -> list[Row]:
        """List the relations that occur, in the order of the vocabulary."""
        counts = Counter(fact.relation for fact in self.graph.facts.values())
        order = {name: i for i, name in enumerate(self.vocabulary.relations)}
        names = sorted(counts, key=lambda name: (order.get(name, len(order)), name))
        return [self._relation(name, counts[name]) for name in names]

    def _relation(self, name: str, count: int) -> Row:
        relation = self.vocabulary.relations.get(name)
        if relation is None:
            return {"name": name, "label": name, "group": "other", "count": count}
        return _without_empty(
            name=name,
            label=relation.label,
            group=self.vocabulary.groups.get(relation.group, relation.group),
            definition=relation.definition,
            inverse=relation.inverse,
            symmetric=relation.symmetric,
            hidden=relation.hidden,
            quad=relation.quad,
            count=count,
        )

    @cached_property
    def _whole(self) -> bool:
        return sum(len(d.text) for d in self.graph.documents.values()) <= WHOLE_ARTICLES_UP_TO

    def _documents(self) -> list[Row]:
        return [self._document(document) for document in self.graph.documents.values()]

    def _document(self, document: Document) -> Row:
        sentences = self.graph.sentences[document.id] if self._whole else ()
        return _without_empty(
            id=document.id,
            title=document.title or document.source or document.id,
            url=document.url,
            date=document.published.isoformat() if document.published else None,
            outlet=outlet(document),
            paragraphs=self._paragraphs(document, sentences),
        )

    def _paragraphs(self, document: Document, sentences: Sequence[Sentence]) -> list[list[int]]:
        paragraphs: list[list[int]] = []
        end = 0
        for sentence in sentences:
            if not paragraphs or "\n" in document.text[end : sentence.span.start]:
                paragraphs.append([])
            paragraphs[-1].append(self._sentence(document, sentence.span))
            end = sentence.span.end
        return paragraphs

    def _sentence(self, document: Document, span: Span) -> int:
        key = (document.id, span)
        if key not in self.sentence_number:
            self.sentence_number[key] = len(self.sentence_texts)
            self.sentence_texts.append(document.text[span.start : span.end])
        return self.sentence_number[key]

    def _entity(self, entity: Entity) -> Row:
        entity_class = self.vocabulary.classes.get(entity.entity_class)
        return _without_empty(
            id=entity.id,
            name=entity.name,
            label=entity_class.label if entity_class else entity.entity_class,
            kind=self._coarse(entity),
            described=not entity.named,
            aliases=[alias for alias in entity.aliases if alias != entity.name],
            identifiers=list(entity.identifiers),
            articles=len({key.document_id for key in entity.mentions}),
        )

    def _coarse(self, entity: Entity) -> str:
        entity_class = self.vocabulary.classes.get(entity.entity_class)
        coarse = entity_class.coarse if entity_class else "other"
        return coarse if coarse in COARSE_LABELS else "other"

    def _facts(self) -> list[Row]:
        number = 0
        rows: list[Row] = []
        for fact in self.graph.facts.values():
            numbers = list(range(number, number + len(fact.statements)))
            number += len(numbers)
            value = None if isinstance(fact.object, str) else _value_words(fact.object)
            rows.append(
                {
                    "id": fact.id,
                    "subject": self.entity_number.get(fact.subject),
                    "relation": fact.relation,
                    **({"value": value} if value is not None else {"object": self._end(fact)}),
                    "statements": numbers,
                }
            )
        return rows

    def _end(self, fact: Fact) -> int | None:
        return self.entity_number.get(fact.object) if isinstance(fact.object, str) else None

    def _statements(self) -> list[Row]:
        return [
            self._statement(resolved, number)
            for number, fact in enumerate(self.graph.facts.values())
            for resolved in fact.statements
        ]

    def _statement(self, resolved: ResolvedStatement, fact_number: int) -> Row:
        statement, evidence = resolved.statement, resolved.statement.evidence
        document = self.graph.documents[resolved.document_id]
        home = evidence.sentence
        said = statement.attribution
        return _without_empty(
            id=resolved.id,
            fact=fact_number,
            document=self.document_number[document.id],
            sentence=self._sentence(document, home),
            marks=_without_empty(
                subject=_within(home, evidence.subject),
                trigger=_within(home, evidence.trigger),
                object=_within(home, evidence.object),
                speaker=_within(home, said.source.span if said and said.source else None),
                cue=_within(home, said.cue if said else None),
            ),
            status=status(resolved),
            modality=None if statement.modality is Modality.ACTUAL else str(statement.modality),
            confidence=round(evidence.confidence, 3),
            rules=list(evidence.rules),
            speaker=self.entity_number.get(resolved.speaker) if resolved.speaker else None,
            said_by=said.source_text if said else None,
            stance=str(said.stance) if said else None,
            details=[self._qualifier(q) for q in statement.qualifiers],
        )

    def _qualifier(self, qualifier: Qualifier) -> Row:
        value = qualifier.value
        if isinstance(value, Value):
            return {"name": qualifier.property, "text": _value_words(value)}
        return _without_empty(
            name=qualifier.property, text=value.text, entity=self._entity_of(value)
        )

    def _entity_of(self, mention: Mention) -> int | None:
        entity_id = self.graph.entity_of(mention)
        return None if entity_id is None else self.entity_number.get(entity_id)

    # -- map -------------------------------------------------------------------------------------

    @cached_property
    def _ranked(self) -> dict[str, set[str]]:
        """Entities with a dot → the articles behind it, ends of the best-supported facts first."""
        articles: dict[str, set[str]] = {}
        for fact in sorted(self._drawn, key=_best_first):
            for end in (fact.subject, str(fact.object)):
                articles.setdefault(end, set()).update(fact.documents)
        return articles

    def _nodes(self) -> list[Row]:
        articles = self._ranked
        ids = list(articles)
        places = self._places(ids)
        return [
            {
                "id": entity_id,
                "label": self.graph.entities[entity_id].name,
                "group": self._coarse(self.graph.entities[entity_id]),
                "size": _dot_size(len(articles[entity_id]), len(self.graph.facts_of(entity_id))),
                "x": x,
                "y": y,
            }
            for entity_id, (x, y) in zip(ids, places, strict=True)
        ]

    def _places(self, ids: Sequence[str]) -> list[tuple[float, float]]:
        """Place the dots; relations that connect everything to everything pull nobody."""
        number = {entity_id: i for i, entity_id in enumerate(ids)}
        springs = [
            (number[fact.subject], number[str(fact.object)], float(len(fact.documents)))
            for fact in self._drawn
            if not self._is_hidden(fact.relation)
        ]
        return place(len(ids), springs)

    def _is_hidden(self, name: str) -> bool:
        relation = self.vocabulary.relations.get(name)
        return relation is not None and relation.hidden

    def _edges(self) -> list[Row]:
        relations = self.vocabulary.relations
        return [
            {
                "id": fact.id,
                "from": fact.subject,
                "to": fact.object,
                "label": relations[fact.relation].label
                if fact.relation in relations
                else fact.relation,
                "width": round(1.2 + 1.1 * math.log2(len(fact.documents)), 2),
            }
            for fact in self._drawn
        ]


def _best_first(fact: Fact) -> tuple[int, int, float, str]:
    """Order facts by support, as the page does: articles, statements, confidence."""
    return -len(fact.documents), -len(fact.statements), -fact.confidence, fact.id


def _dot_size(articles: int, facts: int) -> float:
    return round(min(26.0, 5.0 + 2.2 * math.sqrt(articles) + 1.0 * math.sqrt(facts)), 1)


def _within(home: Span, span: Span | None) -> list[int] | None:
    """Return a span as offsets from the start of its sentence; ``None`` if it is elsewhere."""
    if span is None or not home.contains(span):
        return None
    return [span.start - home.start, span.end - home.start]


def _value_words(value: Value) -> str:
    """Word a value: as written, with the normalised form behind it where that says more."""
    plain = " ".join(value.text.split())
    if value.lexical.casefold() == plain.casefold():
        return plain
    normal = f"{value.lexical} {value.unit}" if value.unit else value.lexical
    return f"{plain} ({normal})" if normal.casefold() not in plain.casefold() else plain


def _without_empty(**fields: object) -> Row:
    """Keep the fields that say something (0 does), so that the page stays small."""
    return {key: field for key, field in fields.items() if field or _is_number(field)}


def _is_number(field: object) -> bool:
    return isinstance(field, int | float) and not isinstance(field, bool)
