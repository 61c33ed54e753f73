"""What one article's coming or going changes: in the ledger, and quad by quad in the dataset.

Only what the article can influence is decided and encoded anew: the nodes that its keys lead to,
the articles whose mentions thereby move to another entity, and the entities on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, Store

from newsgraph.database.given import Given
from newsgraph.database.ledger import Ledger, Position, Stored
from newsgraph.database.shapes import first_place, placed, shape_of, stands_for_all
from newsgraph.gazetteer import extended
from newsgraph.graph import KnowledgeGraph, assemble, decide
from newsgraph.model import Entity, Extraction, MentionKey, Resolution
from newsgraph.rdf.encode import Encoder
from newsgraph.rdf.iris import META, REGISTRY
from newsgraph.rdf.terms import ng
from newsgraph.resolution import resolve_nodes
from newsgraph.resolution.blocks import describe, keys_of
from newsgraph.resolution.nodes import Node
from newsgraph.resolution.portraits import derived_id
from newsgraph.vocabulary import Vocabulary


@dataclass(slots=True)
class _Touched:
    """What has to be encoded anew."""

    documents: set[str] = field(default_factory=set)
    entities: set[str] = field(default_factory=set)


def change(
    ledger: Ledger,
    store: Store,
    encoder: Encoder,
    vocabulary: Vocabulary,
    removed: str | None,
    added: tuple[Extraction, str] | None,
) -> str:
    """Write one article's going, coming or both to the ledger; the caller commits.

    Args:
        ledger: Inside a transaction.
        store: The dataset as the ledger had it before.
        encoder: Encodes as the dataset was encoded.
        vocabulary: Decides classes.
        removed: Id of an article that goes.
        added: What was read in an article that comes, and the hash of what it was read from.

    Returns:
        A SPARQL update that gives the dataset the change; empty if it has none.
    """
    touched, keys, claims, alike = _Touched(), set[str](), set[str](), set[str]()
    if removed is not None:
        keys |= ledger.keys_of_document(removed)
        claims |= ledger.claims_of_document(removed)
        alike |= ledger.copies.remove(removed)
        touched.entities |= ledger.entities_of_document(removed) | ledger.used_by(removed)
        ledger.remove_document(removed)
    if added is not None:
        extraction, content_hash = added
        nodes = describe(extraction)
        ledger.add_document(extraction, content_hash, nodes)
        keys |= {key for node in nodes for key in keys_of(node)}
        touched.documents.add(extraction.document.id)
        alike |= ledger.copies.add(extraction.document.id, extraction.sketch)
    new = ledger.nodes_of_document(added[0].document.id) if added else []
    named = _decide_anew(ledger, vocabulary, _Reach(keys, claims, new), touched)
    graphs = {document: _assembled(ledger, document) for document in touched.documents}
    for document, graph in graphs.items():
        used = _used(graph)
        touched.entities |= used ^ ledger.used_by(document)
        ledger.set_used(document, used)
    for document in _settle(ledger, touched.entities, named) - graphs.keys():
        graphs[document] = _assembled(ledger, document)
    quads = _Difference(store, encoder)
    gone = {removed} if removed is not None else set()
    for document in sorted(graphs.keys() | gone):
        quads.of_article(ledger, document, graphs.get(document))
    for entity in sorted(touched.entities):
        quads.of_entity(ledger, entity)
    quads.of_copies(gone, ledger.copies.sources(alike))
    return quads.update()


@dataclass(slots=True)
class _Reach:
    """What leads to the nodes that are decided anew."""

    keys: set[str]
    claims: set[str]
    nodes: list[Stored]


def exchange(ledger: Ledger, removed: str | None, added: tuple[Extraction, str] | None) -> None:
    """Write one article's going, coming or both to the ledger alone."""
    if removed is not None:
        ledger.remove_document(removed)
    if added is not None:
        ledger.add_document(*added, describe(added[0]))


def _decide_anew(
    ledger: Ledger, vocabulary: Vocabulary, reach: _Reach, touched: _Touched
) -> dict[str, Entity]:
    """Decide the nodes that the keys lead to; note where that moves a mention.

    Returns:
        The entities of those nodes.
    """
    found: set[Stored] = set()
    keys: set[str] = set()  # of what is in ``found``; likewise the claims
    claims: set[str] = set()
    while True:
        _follow(ledger, reach, found, keys, claims)
        nodes = _nodes(ledger, found)
        groups = resolve_nodes([node for node, _ in nodes], vocabulary)
        wanted = [derived_id(group, vocabulary) for _, group in groups]
        # Namesakes elsewhere, by name and kind: which of them gets the id is decided together.
        others = set(wanted) - claims
        claims |= others
        news = [stored for stored in ledger.nodes_with((), others) if stored not in found]
        if not news:
            break
        reach = _Reach(set(), set(), news)
    kept = {id(node): members for node, members in nodes}
    decided: list[tuple[Stored, str, str]] = []
    for (entity, group), claim in zip(groups, wanted, strict=True):
        before = ledger.entity(entity.id)
        if before is None or before[0] != entity:
            touched.entities.add(entity.id)
        for stored in (stored for node in group for stored in kept[id(node)]):
            if stored.entity != entity.id:
                touched.documents.add(stored.document)
                touched.entities |= {entity.id, *([stored.entity] if stored.entity else [])}
            if stored.entity != entity.id or stored.claim != claim:
                decided.append((stored, entity.id, claim))
    ledger.assign(((s.document, s.number), entity, claim) for s, entity, claim in decided)
    return {entity.id: entity for entity, _ in groups}


def _follow(
    ledger: Ledger, reach: _Reach, found: set[Stored], keys: set[str], claims: set[str]
) -> None:
    """Gather all nodes that a chain of common keys and claims leads to."""
    news, more, others = reach.nodes, reach.keys, reach.claims
    while news or more or others:
        keys |= more
        claims |= others
        news = [*news, *ledger.nodes_with(more, others)]
        found.update(news)
        shapes = ledger.shapes({stored.shape for stored in news})
        more = {k for shape in {s.shape for s in news} for k in keys_of(shapes[shape])} - keys
        others = {stored.claim for stored in news if stored.claim} - claims
        news = []


def _nodes(ledger: Ledger, found: Iterable[Stored]) -> list[tuple[Node, list[Stored]]]:
    """Return what stands for the nodes found, by position, and which of them each stands for."""
    by_shape: dict[str, list[Stored]] = defaultdict(list)
    for stored in found:
        by_shape[stored.shape].append(stored)
    shapes = ledger.shapes(by_shape)
    nodes: list[tuple[Node, list[Stored]]] = []
    for digest, members in by_shape.items():
        shape = shapes[digest]
        for part in [members] if stands_for_all(shape) else [[member] for member in members]:
            first = min(s.document for s in part)
            place = min(first_place(s.places) for s in part if s.document == first)
            articles = tuple(s.document for s in part) if len(part) > 1 else ()
            nodes.append((placed(shape, first, place, articles), part))
    return sorted(nodes, key=lambda pair: pair[0].position)


def _settle(ledger: Ledger, entities: Iterable[str], decided: dict[str, Entity]) -> set[str]:
    """Bring the entities of the ledger up to date.

    Returns:
        Articles that mention one which has come into the graph, or left it.
    """
    documents: set[str] = set()
    for id_ in entities:
        before = ledger.entity(id_)
        entity = decided.get(id_) or (before[0] if before else None)
        mentioned = ledger.documents_of_entity(id_)
        if entity is None or not mentioned:
            ledger.remove_entity(id_)
            continue
        kept = entity.named or ledger.is_used(id_)
        ledger.put_entity(entity, kept=kept)
        if before is not None and before[1] != kept:
            documents |= set(mentioned)
    return documents


def _assembled(ledger: Ledger, document: str) -> KnowledgeGraph:
    """Return the graph of one article, without its entities."""
    extraction = ledger.extraction(document)
    return assemble([extraction], Resolution(entities=(), links=links_of(ledger, document)))


def links_of(ledger: Ledger, document: str) -> dict[MentionKey, str]:
    """Return which entity each mention of an article belongs to."""
    return {
        MentionKey(document_id=document, start=span.start, end=span.end): entity
        for entity, places in ledger.places_of_entities(document)
        for span in places
    }


def _used(graph: KnowledgeGraph) -> set[str]:
    """Return the entities that are an end or a speaker."""
    statements = list(graph.statements())
    ends = [end for s in statements for end in (s.subject, s.object, s.speaker)]
    return {end for end in ends if isinstance(end, str)}


class _Difference:
    """Quads that go and quads that come."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._goes: list[Quad] = []
        self._comes: list[Quad] = []
        self._empty: list[NamedNode] = []

    def of_article(self, ledger: Ledger, document: str, graph: KnowledgeGraph | None) -> None:
        """Compare an article's graph, and what is said of it, with what is stored."""
        name, meta = self._encoder.iris.graph(document), self._encoder.iris.build_graph(META)
        before = set(self._store.quads_for_pattern(None, None, None, name))
        before |= set(self._store.quads_for_pattern(name, None, None, meta))
        after: set[Quad] = set()
        if graph is None:
            self._empty.append(name)  # the engine keeps the names of empty graphs
        else:
            # Whether an entity is in the graph is known to the ledger alone.
            for id_ in ledger.entities_of_document(document):
                known = ledger.entity(id_)
                if known is not None and known[1]:
                    graph.entities[id_] = known[0]
            after = set(self._encoder.article(graph, graph.documents[document]))
        self._take(before, after)

    def of_entity(self, ledger: Ledger, id_: str) -> None:
        """Compare what was decided about an entity with what is stored."""
        registry = self._encoder.iris.build_graph(REGISTRY)
        node = self._encoder.iris.entity(id_)
        known = ledger.entity(id_)
        after: set[Quad] = set()
        if known is not None and known[1]:
            after = set(self._encoder.registry(known[0], ledger.language_of(id_)))
        self._take(set(self._store.quads_for_pattern(node, None, None, registry)), after)

    def of_copies(self, gone: Set[str], sources: dict[str, str]) -> None:
        """Compare whose copies some articles are with what is stored; some have gone."""
        registry = self._encoder.iris.build_graph(REGISTRY)
        before: set[Quad] = set()
        for document in sources.keys() | gone:
            node = self._encoder.iris.document(document)
            for name in ("source", "copyOf"):
                before |= set(self._store.quads_for_pattern(node, ng(name), None, registry))
        self._take(before, set(self._encoder.copies(sources)))

    def update(self) -> str:
        """Return the SPARQL update that makes the difference."""
        parts = [f"DELETE DATA {{\n{_data(self._goes)}}}"] if self._goes else []
        parts += [f"DROP SILENT GRAPH {name}" for name in self._empty]
        parts += [f"INSERT DATA {{\n{_data(self._comes)}}}"] if self._comes else []
        return " ;\n".join(parts)

    def _take(self, before: set[Quad], after: set[Quad]) -> None:
        self._goes += before - after
        self._comes += after - before


def _data(quads: Iterable[Quad]) -> str:
    graphs: dict[NamedNode, list[str]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs[quad.graph_name].append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
    return "".join(_block(graph, lines) for graph, lines in graphs.items())


def _block(graph: NamedNode, lines: list[str]) -> str:
    return f"GRAPH {graph} {{\n{''.join(sorted(lines))}}}\n"


def encoded(
    articles: Sequence[Extraction], encoder: Encoder, vocabulary: Vocabulary, given: Given
) -> None:
    """Decide and encode articles as ``judged`` and ``whole`` do, to see whether that works."""
    for extraction in articles:
        for node in describe(extraction):
            shape_of(node)
    graph, _ = decide(articles, vocabulary, given.judgements, extended(given.names))
    for _ in encoder.dataset(graph):
        pass


def judged(
    ledger: Ledger, encoder: Encoder, vocabulary: Vocabulary, given: Given
) -> tuple[Iterator[Quad], tuple[str, ...]]:
    """Decide and encode everything by what people have judged and know.

    A judgement can reach any article, so nothing is written to the ledger: the next change decides
    everything again.

    Returns:
        The dataset in order, and the judgements that could not be applied, in words.
    """
    articles = list(ledger.extractions())
    graph, problems = decide(articles, vocabulary, given.judgements, extended(given.names))
    return encoder.dataset(graph), problems


def whole(ledger: Ledger, encoder: Encoder, vocabulary: Vocabulary) -> Iterator[Quad]:
    """Decide and encode everything from what was read; writes who is who to the ledger.

    Yields:
        The dataset, unsorted; a quad may come twice.
    """
    nodes: list[Node] = []
    positions: dict[int, Position] = {}
    described: dict[str, list[Node]] = {}
    for extraction in ledger.extractions():
        described[extraction.document.id] = describe(extraction)
    for document, found in described.items():
        ledger.renew_nodes(document, found)
        for number, node in enumerate(found):
            nodes.append(node)
            positions[id(node)] = (document, number)
    groups = resolve_nodes(nodes, vocabulary)
    for entity, group in groups:
        claim = derived_id(group, vocabulary)
        ledger.assign((positions[id(node)], entity.id, claim) for node in group)
    for document in ledger.hashes():
        ledger.set_used(document, _used(_assembled(ledger, document)))
    for entity, _ in groups:
        kept = entity.named or ledger.is_used(entity.id)
        ledger.put_entity(entity, kept=kept)
        if kept:
            yield from encoder.registry(entity, ledger.language_of(entity.id))
    for document in sorted(ledger.hashes()):
        graph = _assembled(ledger, document)
        for id_ in ledger.entities_of_document(document):
            known = ledger.entity(id_)
            if known is not None and known[1]:
                graph.entities[id_] = known[0]
        yield from encoder.article(graph, graph.documents[document])
    sketches = ledger.sketches()
    ledger.copies.rebuild(sketches)
    yield from encoder.copies(ledger.copies.sources(sketches))
    yield from encoder.frame()
