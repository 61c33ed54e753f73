"""The graph as the viewer needs it: plain lists and dicts, everything sorted, every text once.

Rows refer to each other by position in their table. Sentences are stored once and carry the
highlights as offsets from the start of the sentence, in code points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from newsgraph.exporting.dots import COARSE_LABELS, Dots, coarse_class
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
from newsgraph.rdf.statements import value_term
from newsgraph.rdf.terms import NG
from newsgraph.settings import DEFAULT_BASE
from newsgraph.vocabulary import Vocabulary

Row = dict[str, Any]

#: Above this many characters of news the page carries the quoted sentences only.
WHOLE_ARTICLES_UP_TO = 4_000_000
UNTITLED = "News graph"  #: heading of a page whose graph was given no title


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page draws and shows."""

    nodes: list[Row]  #: dots of the map; ids are entity ids
    edges: list[Row]  #: lines of the map, one for each fact between entities; ids are fact ids
    tables: Row  #: meta, kinds, relations, documents, sentences, entities, facts, statements


def build(  # noqa: PLR0913 - a page has many sides
    graph: KnowledgeGraph,
    vocabulary: Vocabulary,
    *,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    earlier: Mapping[str, tuple[float, float]] | None = None,
    whole: Collection[str] | None = None,
    arranged: bool = True,
) -> View:
    """Turn a graph into what the viewer draws and shows.

    Entities that are an end of no fact between two entities get no dot; they are in the tables.

    Args:
        graph: What to show.
        vocabulary: Labels, groups and colours of relations and classes come from here.
        title: Heading of the page.
        base: IRI that names of the graph's things begin with in RDF.
        earlier: Entity id → where its dot stood on a map before this one; see ``dots.places``.
        whole: Ids of articles that go along as a whole; by default all, if they are few.
        arranged: Give the dots their places; else all stand on one spot.
    """
    dots = Dots(graph, vocabulary, earlier or {}, arranged=arranged)
    return _Builder(graph, vocabulary, dots, whole).view(title or UNTITLED, base)


def empty(title: str) -> View:
    """Return what the viewer shows before it has anything; no vocabulary is needed for it."""
    names = ("kinds", "relations", "documents", "sentences", "mentions", "classes")
    tables: Row = {name: [] for name in (*names, "entities", "facts", "statements")}
    meta = {"base": DEFAULT_BASE, "namespace": NG, "period": None, "whole": True, "spread": 1.0}
    return View(
        nodes=[], edges=[], tables={"meta": {"title": title, "sentences": 0} | meta} | tables
    )


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

    def __init__(
        self,
        graph: KnowledgeGraph,
        vocabulary: Vocabulary,
        dots: Dots,
        whole: Collection[str] | None,
    ) -> None:
        self.graph = graph
        self.vocabulary = vocabulary
        self.dots = dots
        self.chosen = whole
        self.entity_number = {key: i for i, key in enumerate(graph.entities)}
        self.document_number = {key: i for i, key in enumerate(graph.documents)}
        self.sentence_texts: list[str] = []
        self.sentence_number: dict[tuple[str, Span], int] = {}

    def view(self, title: str, base: str) -> View:
        documents = self._documents()
        statements = self._statements()
        tables: Row = {
            "meta": self._meta(title, base, documents),
            "kinds": self._kinds(),
            "relations": self._relations(),
            "documents": documents,
            "sentences": self.sentence_texts,
            "mentions": self._mentions(),
            "classes": [
                {"name": c.name, "label": c.label} for c in self.vocabulary.classes.values()
            ],
            "entities": [self._entity(e) for e in self.graph.entities.values()],
            "facts": self._facts(),
            "statements": statements,
        }
        return View(nodes=self.dots.nodes(), edges=self.dots.edges(), tables=tables)

    # -- tables ----------------------------------------------------------------------------------

    def _meta(self, title: str, base: str, documents: Sequence[Row]) -> Row:
        dates = sorted(d["date"] for d in documents if "date" in d)
        return {
            "title": title,
            "base": base,
            "namespace": NG,
            "period": [dates[0], dates[-1]] if dates else None,
            "whole": self._whole,
            "spread": round(self.dots.spread, 4),
            "sentences": sum(len(s) for s in self.graph.sentences.values()),
        }

    def _kinds(self) -> list[Row]:
        present = Counter(coarse_class(self.vocabulary, e) for e in self.graph.entities.values())
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
        length = sum(len(d.text) for d in self.graph.documents.values())
        return self.chosen is not None or length <= WHOLE_ARTICLES_UP_TO

    def _documents(self) -> list[Row]:
        return [self._document(document) for document in self.graph.documents.values()]

    def _document(self, document: Document) -> Row:
        whole = self._whole if self.chosen is None else document.id in self.chosen
        sentences = self.graph.sentences[document.id] if whole else ()
        return _without_empty(
            id=document.id,
            title=document.title or document.source or document.id,
            url=document.url,
            date=document.published.isoformat() if document.published else None,
            outlet=outlet(document),
            copy_of=self._original(document),
            paragraphs=self._paragraphs(document, sentences),
        )

    def _original(self, document: Document) -> int | None:
        """Return which article this is a copy of; ``None`` if it is the first of its kind."""
        first = self.graph.sources[document.id]
        return None if first == document.id else self.document_number[first]

    def _mentions(self) -> list[list[list[int]]]:
        """List, for each sentence, the stretches that name an entity: start, end, entity."""
        if not self._whole:
            return []
        found: list[list[list[int]]] = [[] for _ in self.sentence_texts]
        for document_id, extraction in self.graph.extractions.items():
            homes = [sentence.span for sentence in self.graph.sentences[document_id]]
            starts = [home.start for home in homes]
            for mention in extraction.mentions if homes else ():
                entity = self._entity_of(mention)
                home = homes[max(0, bisect_right(starts, mention.span.start) - 1)]
                inside = _within(home, mention.span)
                number = self.sentence_number.get((document_id, home))
                if entity is not None and inside and number is not None:
                    found[number].append([*inside, entity])
        return [sorted(row) for row in found]

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
            kind=coarse_class(self.vocabulary, entity),
            described=not entity.named,
            aliases=[alias for alias in entity.aliases if alias != entity.name],
            identifiers=list(entity.identifiers),
            articles=len({key.document_id for key in entity.mentions}),
            home=self.document_number.get(entity.mentions[0].document_id)
            if entity.mentions
            else None,
            reasons=list(entity.reasons),
        )

    def _facts(self) -> list[Row]:
        number = 0
        rows: list[Row] = []
        for fact in self.graph.facts.values():
            numbers = list(range(number, number + len(fact.statements)))
            number += len(numbers)
            rows.append(
                {
                    "id": fact.id,
                    "subject": self.entity_number.get(fact.subject),
                    "relation": fact.relation,
                    **self._end(fact),
                    "statements": numbers,
                }
            )
        return rows

    def _end(self, fact: Fact) -> Row:
        if isinstance(fact.object, str):
            return {"object": self.entity_number.get(fact.object)}
        term = value_term(fact.object)
        datatype = term.datatype.value.rpartition("#")[2]
        return {"value": _value_words(fact.object), "literal": [term.value, datatype]}

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
            confirmed=resolved.confirmed,
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
