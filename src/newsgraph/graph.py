"""Statements and resolved entities become facts: the knowledge graph.

The graph is read-only once assembled. networkx holds it for analysis; everything else reads the
mappings, which are sorted, so that whatever is written from them is the same byte for byte.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from functools import cached_property
from importlib import import_module

import networkx as nx

from newsgraph.gazetteer import Gazetteer
from newsgraph.judgements import OF_STATEMENTS, Judgement, Verdict, in_force
from newsgraph.model import (
    Document,
    Entity,
    Extraction,
    Fact,
    Mention,
    MentionKey,
    NearMiss,
    Resolution,
    ResolvedStatement,
    Sentence,
    Statement,
    Value,
    make_id,
    object_key,
)
from newsgraph.reading.copies import originals
from newsgraph.resolution import resolve
from newsgraph.vocabulary import Vocabulary


class KnowledgeGraph:
    """Entities, facts and the articles they come from.

    Attributes:
        entities: Entity id → entity, sorted by id. Holds every entity that takes part in a fact or
            has a name.
        facts: Fact id → fact, sorted by id. Includes facts that are only denied, planned or
            possible; see ``Fact.asserted``.
        documents: Document id → article, sorted by id.
        sentences: Document id → its sentences in text order.
        extractions: Document id → what was read from it.
        near: Entities that were compared and stayed apart, the nearest first.
    """

    def __init__(
        self,
        *,
        entities: Iterable[Entity],
        facts: Iterable[Fact],
        extractions: Iterable[Extraction],
        links: Mapping[MentionKey, str],
        near: Sequence[NearMiss] = (),
    ) -> None:
        self.entities: dict[str, Entity] = {e.id: e for e in sorted(entities, key=lambda e: e.id)}
        self.facts: dict[str, Fact] = {f.id: f for f in sorted(facts, key=lambda f: f.id)}
        self.extractions: dict[str, Extraction] = {
            x.document.id: x for x in sorted(extractions, key=lambda x: x.document.id)
        }
        self.documents: dict[str, Document] = {i: x.document for i, x in self.extractions.items()}
        self.sentences: dict[str, tuple[Sentence, ...]] = {
            i: x.sentences for i, x in self.extractions.items()
        }
        self.near = tuple(near)
        self._links = links

    def __repr__(self) -> str:
        sizes = f"{len(self.documents)} articles, {len(self.entities)} entities"
        return f"<newsgraph: {sizes}, {len(self.facts)} facts>"

    def _repr_html_(self, vocabulary: Vocabulary | None = None) -> str:
        """Return what a notebook shows: the viewer."""
        # By name, as exporters are: what shows a graph stands above it.
        return str(import_module("newsgraph.exporting.notebook").frame(self, vocabulary))

    def entity_of(self, mention: Mention) -> str | None:
        """Return the id of the entity a mention refers to; ``None`` if it was left unresolved."""
        return self._links.get(mention_key(mention))

    def statements(self) -> Iterator[ResolvedStatement]:
        """Yield every resolved statement of every fact, by fact id, then document and position."""
        for fact in self.facts.values():
            yield from fact.statements

    def statements_in(self, document_id: str) -> list[ResolvedStatement]:
        """Return the resolved statements of an article, by fact id, then position."""
        return self._statements_by_document.get(document_id, [])

    @cached_property
    def _statements_by_document(self) -> dict[str, list[ResolvedStatement]]:
        index: dict[str, list[ResolvedStatement]] = defaultdict(list)
        for statement in self.statements():
            index[statement.document_id].append(statement)
        return dict(index)

    def facts_of(self, entity_id: str) -> list[Fact]:
        """Return the facts that an entity is an end of, sorted by id; empty if there is none."""
        return self._facts_by_entity.get(entity_id, [])

    def outlets(self, fact: Fact) -> tuple[str, ...]:
        """Return the publishers of the articles that speak of a fact, sorted; unnamed ones not."""
        documents = (self.documents[i] for i in fact.documents)
        return tuple(sorted({d.publisher for d in documents if d.publisher}))

    def independent_sources(self, fact: Fact) -> int:
        """Count the sources of a fact: copies of one article, and one outlet, are one source."""
        groups: list[set[str]] = []
        for identifier in fact.documents:
            marks = {f"copy {self.sources[identifier]}"}
            publisher = self.documents[identifier].publisher
            marks |= {f"outlet {publisher}"} if publisher else set()
            joined = [group for group in groups if group & marks]
            groups = [group for group in groups if not group & marks]
            groups.append(marks.union(*joined))
        return len(groups)

    @cached_property
    def sources(self) -> dict[str, str]:
        """Document id → the first document, by id, of those that are copies of each other."""
        return originals({i: x.sketch for i, x in self.extractions.items()})

    @cached_property
    def copies(self) -> tuple[tuple[str, ...], ...]:
        """Groups of articles, two or more, that are copies of each other; ids, sorted."""
        groups: dict[str, list[str]] = defaultdict(list)
        for article, first in self.sources.items():
            groups[first].append(article)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)

    @cached_property
    def _facts_by_entity(self) -> dict[str, list[Fact]]:
        index: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts.values():
            index[fact.subject].append(fact)
            if isinstance(fact.object, str) and fact.object != fact.subject:
                index[fact.object].append(fact)
        return dict(index)

    @cached_property
    def networkx(self) -> nx.MultiDiGraph[str]:
        """The graph of asserted facts between entities, keyed by fact id.

        Node attributes: ``name``, ``entity_class``. Edge attributes: ``relation``, ``articles``
        (number of articles), ``confidence``. Facts whose object is a value are not edges.
        """
        nx_graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for entity in self.entities.values():
            nx_graph.add_node(entity.id, name=entity.name, entity_class=entity.entity_class)
        for fact in self.facts.values():
            if fact.asserted and isinstance(fact.object, str):
                nx_graph.add_edge(
                    fact.subject,
                    fact.object,
                    key=fact.id,
                    relation=fact.relation,
                    articles=len(fact.documents),
                    confidence=fact.confidence,
                )
        return nx_graph

    def to_networkx(
        self,
        *,
        relations: Collection[str] | None = None,
        classes: Collection[str] | None = None,
        since: date | None = None,
        until: date | None = None,
        min_confidence: float = 0.0,
        vocabulary: Vocabulary | None = None,
    ) -> nx.MultiDiGraph[str]:
        """Return the asserted facts between entities that fit all conditions, as a network.

        Args:
            relations: Names of relations; with ``vocabulary``, those below them count too.
            classes: Names of classes that both ends are of; with ``vocabulary``, subclasses too.
            since: Only what an article of that day or later asserts; undated articles do not count.
            until: Only what an article of that day or earlier asserts.
            min_confidence: Only what is read with this confidence or more, 0–1.
            vocabulary: Knows which relations and classes are below others.

        Returns:
            Nodes: entity ids with ``name`` and ``entity_class``. Edges: keyed by fact id, with
            ``relation``, ``articles`` (those that fit) and ``confidence``. Entities without an edge
            are left out if there is any condition.
        """
        network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        free = relations is None and classes is None and since is None and until is None
        for entity in self.entities.values():
            if _is_any(entity.entity_class, classes, vocabulary):
                network.add_node(entity.id, name=entity.name, entity_class=entity.entity_class)
        for fact in self.facts.values():
            if not isinstance(fact.object, str) or not _relates(
                fact.relation, relations, vocabulary
            ):
                continue
            if fact.subject not in network or fact.object not in network:
                continue
            fitting = [
                s
                for s in fact.statements
                if s.statement.asserted
                and s.statement.evidence.confidence >= min_confidence
                and is_within(self.documents[s.document_id].published, since, until)
            ]
            if fitting:
                network.add_edge(
                    fact.subject,
                    fact.object,
                    key=fact.id,
                    relation=fact.relation,
                    articles=len({s.document_id for s in fitting}),
                    confidence=max(s.statement.evidence.confidence for s in fitting),
                )
        if not free or min_confidence > 0:
            network.remove_nodes_from(list(nx.isolates(network)))
        return network


def mention_key(mention: Mention) -> MentionKey:
    """Return the corpus-wide key of a mention."""
    return MentionKey(
        document_id=mention.document_id, start=mention.span.start, end=mention.span.end
    )


def assemble(
    extractions: Iterable[Extraction],
    resolution: Resolution,
    rejected: Set[tuple[str, Statement]] = frozenset(),
    confirmed: Set[tuple[str, Statement]] = frozenset(),
) -> KnowledgeGraph:
    """Group the statements of all articles into facts between resolved entities.

    Open statements (``relation`` is ``None``) stay in the extractions and make no fact. A statement
    whose ends resolve to one and the same entity is dropped, as is one with an unresolved end.

    Args:
        extractions: In any order.
        resolution: Who is who in them.
        rejected: Statements that are left out, each with the id of its article.
        confirmed: Statements that a person has checked, likewise.

    Returns:
        A graph that does not depend on the order of ``extractions``.
    """
    articles = list(extractions)
    groups: dict[tuple[str, str, str], list[ResolvedStatement]] = defaultdict(list)
    for extraction in articles:
        for statement in extraction.statements:
            if (extraction.document.id, statement) in rejected:
                continue
            resolved = _resolve(statement, extraction.document.id, resolution.links)
            if resolved is not None and statement.relation is not None:
                if (extraction.document.id, statement) in confirmed:
                    resolved = replace(resolved, confirmed=True)
                key = (resolved.subject, statement.relation, object_key(resolved.object))
                groups[key].append(resolved)
    facts = [_fact(key, members) for key, members in groups.items()]
    used = {end for f in facts for end in (f.subject, f.object) if isinstance(end, str)}
    used |= {s.speaker for f in facts for s in f.statements if s.speaker}
    kept = [e for e in resolution.entities if e.named or e.id in used]
    return KnowledgeGraph(
        entities=kept,
        facts=facts,
        extractions=articles,
        links=dict(resolution.links),
        near=resolution.near,
    )


def decide(
    extractions: Sequence[Extraction],
    vocabulary: Vocabulary,
    judgements: Sequence[Judgement] = (),
    known: Gazetteer | None = None,
) -> tuple[KnowledgeGraph, tuple[str, ...]]:
    """Resolve and assemble articles as people have judged.

    Args:
        extractions: In any order.
        vocabulary: Says which classes are of one coarse kind.
        judgements: In the order of their file.
        known: Names known beforehand; the ones that come with newsgraph if left out.

    Returns:
        The graph, and the judgements that could not be applied, in words.
    """
    resolution = resolve(extractions, vocabulary, judgements, known)
    judged = {j.one: j for j in in_force(judgements) if j.judgement in OF_STATEMENTS}
    if not judged:
        return assemble(extractions, resolution), resolution.problems
    marked: dict[Verdict, set[tuple[str, Statement]]] = {
        verdict: set() for verdict in OF_STATEMENTS
    }
    found: set[str] = set()
    # Ids of statements hold those of entities: one that was judged before its ends were judged the
    # same is known by the id it had then.
    for links in (resolution.links, resolve(extractions, vocabulary, known=known).links):
        for extraction in extractions:
            for statement in extraction.statements:
                resolved = _resolve(statement, extraction.document.id, links)
                if resolved is not None and resolved.id in judged:
                    verdict = judged[resolved.id].judgement
                    marked[verdict].add((extraction.document.id, statement))
                    found.add(resolved.id)
    missing = [f"{j.told} — no such statement is here" for i, j in judged.items() if i not in found]
    graph = assemble(extractions, resolution, marked[Verdict.REJECT], marked[Verdict.CONFIRM])
    return graph, (*resolution.problems, *missing)


def _resolve(
    statement: Statement, document_id: str, links: Mapping[MentionKey, str]
) -> ResolvedStatement | None:
    subject = links.get(mention_key(statement.subject))
    target: str | Value | None = (
        links.get(mention_key(statement.object))
        if isinstance(statement.object, Mention)
        else statement.object
    )
    if subject is None or target is None or subject == target:
        return None
    source = statement.attribution.source if statement.attribution else None
    speaker = links.get(mention_key(source)) if source else None
    trigger = statement.evidence.trigger
    identifier = make_id(
        "st",
        document_id,
        subject,
        statement.relation or statement.predicate,
        object_key(target),
        f"{trigger.start}-{trigger.end}",
        statement.polarity,
        statement.modality,
        speaker or "",
    )
    return ResolvedStatement(
        id=identifier,
        document_id=document_id,
        statement=statement,
        subject=subject,
        object=target,
        speaker=speaker,
    )


def _fact(key: tuple[str, str, str], members: list[ResolvedStatement]) -> Fact:
    unique: dict[str, ResolvedStatement] = {}
    for member in sorted(members, key=_position):
        unique.setdefault(member.id, member)
    first = next(iter(unique.values()))
    return Fact(
        id=make_id("fact", *key),
        subject=first.subject,
        relation=key[1],
        object=first.object,
        statements=tuple(unique.values()),
    )


def _position(member: ResolvedStatement) -> tuple[str, int, int, int, int, float, str]:
    evidence = member.statement.evidence
    return (
        member.document_id,
        evidence.sentence.start,
        evidence.trigger.start,
        evidence.subject.start,
        evidence.object.start,
        -evidence.confidence,
        member.id,
    )


def _is_any(name: str, wanted: Collection[str] | None, vocabulary: Vocabulary | None) -> bool:
    if wanted is None or name in wanted:
        return True
    return vocabulary is not None and any(
        name in vocabulary.classes and vocabulary.is_a(name, ancestor) for ancestor in wanted
    )


def _relates(name: str, wanted: Collection[str] | None, vocabulary: Vocabulary | None) -> bool:
    lineage = vocabulary.lineage(name) if vocabulary else (name,)
    return wanted is None or not set(lineage).isdisjoint(wanted)


def is_within(day: date | None, since: date | None, until: date | None) -> bool:
    """Tell whether a day lies in a span, ends included; an unknown day lies in none with an end."""
    if since is None and until is None:
        return True
    return day is not None and (since is None or day >= since) and (until is None or day <= until)
