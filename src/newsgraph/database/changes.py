"""What one article's coming or going changes: in the ledger, and quad by quad in the dataset.

Only what the article can influence is decided and encoded anew: the nodes that its keys lead to,
the articles whose mentions thereby move to another entity, and the entities on either side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, Store

from newsgraph.database.ledger import Ledger, Position
from newsgraph.graph import KnowledgeGraph, assemble
from newsgraph.model import Entity, Extraction, MentionKey, Resolution
from newsgraph.rdf.encode import Encoder
from newsgraph.rdf.iris import META, REGISTRY
from newsgraph.resolution import resolve_nodes
from newsgraph.resolution.blocks import claim_of, describe, keys_of
from newsgraph.resolution.nodes import Node
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
    touched, keys = _Touched(), set[str]()
    if removed is not None:
        keys |= ledger.keys_of_document(removed)
        touched.entities |= ledger.entities_of_document(removed) | ledger.used_by(removed)
        ledger.remove_document(removed)
    if added is not None:
        extraction, content_hash = added
        nodes = describe(extraction)
        ledger.add_document(extraction, content_hash, nodes)
        keys |= {key for node in nodes for key in keys_of(node)}
        touched.documents.add(extraction.document.id)
    new = ledger.positions_of_document(added[0].document.id) if added else []
    named = _decide_anew(ledger, vocabulary, keys, new, touched)
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
    return quads.update()


def _decide_anew(
    ledger: Ledger,
    vocabulary: Vocabulary,
    keys: Set[str],
    new: Iterable[Position],
    touched: _Touched,
) -> dict[str, Entity]:
    """Decide the nodes that the keys lead to; note where that moves a mention.

    Returns:
        The entities of those nodes.
    """
    nodes: dict[Position, tuple[Node, str | None]] = {}
    frontier, seen, waiting = set(keys), set[str](), set(new)
    while True:
        while frontier or waiting:
            if frontier:
                key = frontier.pop()
                seen.add(key)
                waiting |= ledger.nodes_with_key(key) - nodes.keys()
            for position in waiting:
                nodes[position] = ledger.node(position)
                frontier |= ledger.keys_of_node(position) - seen
            waiting = set()
        ordered = sorted(nodes)
        groups = resolve_nodes([nodes[position][0] for position in ordered], vocabulary)
        claims = [claim_of(group, vocabulary) for _, group in groups]
        # Namesakes elsewhere, by name and kind: which of them gets the id is decided together.
        waiting = {p for claim in claims for p in ledger.nodes_with_key(claim) if p not in nodes}
        if not waiting:
            break
    where = {id(nodes[position][0]): position for position in ordered}
    for (entity, group), claim in zip(groups, claims, strict=True):
        touched.entities.add(entity.id)
        for node in group:
            position = where[id(node)]
            before = nodes[position][1]
            ledger.claim(position, claim)
            if before != entity.id:
                ledger.assign(position, entity.id)
                touched.documents.add(position[0])
                touched.entities |= {before} if before else set()
    return {entity.id: entity for entity, _ in groups}


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
    links: dict[MentionKey, str] = {}
    for position in ledger.positions_of_document(document):
        node, entity = ledger.node(position)
        for mention in node.cluster.mentions:
            span = mention.span
            key = MentionKey(document_id=document, start=span.start, end=span.end)
            links[key] = entity or ""
    return links


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
        claim = claim_of(group, vocabulary)
        for node in group:
            ledger.assign(positions[id(node)], entity.id)
            ledger.claim(positions[id(node)], claim)
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
    yield from encoder.frame()
