"""KnowledgeGraph → RDF dataset.

One named graph per article holds everything that article supports, so that dropping the graph
forgets the article. ``g/meta`` says where each graph comes from, ``g/registry`` holds what was
decided across articles, ``g/vocab`` the vocabulary. Nothing is in the default graph: read the
dataset with the union of all graphs as default graph.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib import metadata

from pyoxigraph import Literal, NamedNode, Quad, Triple

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Cluster, Document, Entity, ResolvedStatement, make_id
from newsgraph.rdf.iris import META, REGISTRY, VOCABULARY, Iris
from newsgraph.rdf.ontology import describe_vocabulary
from newsgraph.rdf.spans import Spans
from newsgraph.rdf.statements import StatementEncoder, object_term
from newsgraph.rdf.terms import (
    FALSE,
    TRUE,
    TYPE,
    in_language,
    ng,
    plain,
    prov,
    rdfs,
    schema,
    skos,
    typed,
    web_address,
    xsd,
)
from newsgraph.settings import DEFAULT_BASE, StoreText
from newsgraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The making of a dataset: what only its maker knows."""

    model: str = ""  #: name of the analyser
    time: datetime | None = None  #: when it ended; without it the same input gives the same dataset


def to_quads(
    graph: KnowledgeGraph,
    vocabulary: Vocabulary,
    base: str = DEFAULT_BASE,
    *,
    store_text: StoreText = StoreText.QUOTES,
    run: Run = Run(),
) -> Iterator[Quad]:
    """Encode a graph, its evidence and its vocabulary as a dataset without blank nodes.

    Args:
        graph: What to encode.
        vocabulary: What its relations and classes mean.
        base: IRI under which everything is named.
        store_text: How much of the articles goes along.
        run: What to record about the making of the dataset.

    Returns:
        Quads sorted by graph and subject, in one fixed order; none twice.

    Raises:
        SettingsError: ``base`` is not usable.
    """
    encoder = _Encoder(graph, vocabulary, Iris(base), store_text, run)
    return iter(sorted(set(encoder.quads()), key=_quad_order))


def direct_triples(graph: KnowledgeGraph, base: str = DEFAULT_BASE) -> Iterator[Triple]:
    """Encode what the articles assert and who is who, without evidence.

    Each asserted fact is one triple; each entity has its chosen class, names and identifiers.

    Returns:
        Sorted triples, none twice.

    Raises:
        SettingsError: ``base`` is not usable.
    """
    iris = Iris(base)
    triples: set[Triple] = set()
    for fact in graph.facts.values():
        if fact.asserted:
            target = object_term(fact.object, iris)
            triples.add(Triple(iris.entity(fact.subject), ng(fact.relation), target))
    for entity in graph.entities.values():
        node, language = iris.entity(entity.id), _language(graph, entity)
        triples.add(Triple(node, TYPE, ng(entity.entity_class)))
        triples.add(Triple(node, rdfs("label"), in_language(entity.name, language)))
        triples.update(_other_names(node, entity, language))
    return iter(sorted(triples, key=_triple_order))


class _Encoder:
    """One encoding: what every part of it needs to know."""

    def __init__(
        self,
        graph: KnowledgeGraph,
        vocabulary: Vocabulary,
        iris: Iris,
        store_text: StoreText,
        run: Run,
    ) -> None:
        self._graph = graph
        self._vocabulary = vocabulary
        self._iris = iris
        self._store_text = store_text
        self._record = run
        self._ontology = sorted(describe_vocabulary(vocabulary), key=_triple_order)
        lines = "\n".join(map(str, self._ontology))
        self._vocabulary_hash = hashlib.sha256(lines.encode()).hexdigest()
        self._software = _version()
        parts = (self._software, self._vocabulary_hash, run.model)
        self._run = iris.run(make_id("run", *parts))

    def quads(self) -> Iterator[Quad]:
        """Yield all quads, unsorted."""
        for document in self._graph.documents.values():
            yield from _in(self._iris.graph(document.id), self._article(document))
        yield from _in(self._iris.build_graph(META), self._meta())
        yield from _in(self._iris.build_graph(REGISTRY), self._registry())
        yield from _in(self._iris.build_graph(VOCABULARY), self._ontology)

    def _article(self, document: Document) -> Iterator[Triple]:
        spans = Spans(self._graph, document, self._iris, self._store_text)
        encoder = StatementEncoder(self._graph, self._iris, self._run, spans, self._store_text)
        yield from self._metadata(document)
        for relation, resolved in self._statements.get(document.id, ()):
            yield from encoder.encode(relation, resolved, self._plover(relation, resolved))
        for entity, clusters in self._seen_in(document).items():
            yield from self._sighting(document, entity, clusters)
        yield from spans.describe()

    @cached_property
    def _statements(self) -> dict[str, list[tuple[str, ResolvedStatement]]]:
        """Document id → its statements with their relations."""
        found: dict[str, list[tuple[str, ResolvedStatement]]] = defaultdict(list)
        for fact in self._graph.facts.values():
            for resolved in fact.statements:
                found[resolved.document_id].append((fact.relation, resolved))
        return found

    def _plover(self, relation: str, resolved: ResolvedStatement) -> str | None:
        known = self._vocabulary.relations.get(relation)
        return resolved.statement.event_class or (known.plover if known else None)

    def _metadata(self, document: Document) -> Iterator[Triple]:
        node = self._iris.document(document.id)
        yield Triple(node, TYPE, ng("Document"))
        yield Triple(node, TYPE, schema("NewsArticle"))
        yield Triple(node, schema("inLanguage"), plain(document.language))
        if document.title:
            yield Triple(node, schema("headline"), in_language(document.title, document.language))
        if document.published:
            day = typed(document.published.isoformat(), "date")
            yield Triple(node, schema("datePublished"), day)
        if document.url:
            yield Triple(node, schema("url"), web_address(document.url) or plain(document.url))
        if document.author:
            yield Triple(node, schema("author"), plain(document.author))
        if document.publisher:
            publisher = self._iris.publisher(document.publisher)
            yield Triple(node, schema("publisher"), publisher)
            yield Triple(publisher, TYPE, schema("Organization"))
            yield Triple(publisher, schema("name"), plain(document.publisher))

    def _seen_in(self, document: Document) -> dict[str, list[Cluster]]:
        """Return the entities of an article and the clusters that refer to each, in text order."""
        seen: dict[str, list[Cluster]] = defaultdict(list)
        for cluster in self._graph.extractions[document.id].clusters:
            entity = self._graph.entity_of(cluster.mentions[0])
            if entity in self._graph.entities:
                seen[entity].append(cluster)
        return seen

    def _sighting(
        self, document: Document, entity: str, clusters: list[Cluster]
    ) -> Iterator[Triple]:
        """Say what one article calls an entity, and what it takes it for."""
        node = self._iris.entity(entity)
        yield Triple(self._iris.document(document.id), schema("mentions"), node)
        first, *others = sorted(clusters, key=lambda c: not c.named)
        yield Triple(node, rdfs("label"), in_language(first.name, document.language))
        for cluster in clusters:
            yield Triple(node, TYPE, ng(cluster.entity_class))
        # One label per article and language; a second name there is an alternative.
        for name in {c.name for c in others} - {first.name}:
            yield Triple(node, skos("altLabel"), in_language(name, document.language))

    def _meta(self) -> Iterator[Triple]:
        software = NamedNode(f"https://w3id.org/newsgraph/software/{self._software}")
        yield Triple(software, TYPE, prov("SoftwareAgent"))
        yield Triple(software, schema("softwareVersion"), plain(self._software))
        yield Triple(self._run, TYPE, prov("Activity"))
        yield Triple(self._run, prov("wasAssociatedWith"), software)
        yield Triple(self._run, ng("vocabularyHash"), plain(f"sha256:{self._vocabulary_hash}"))
        if self._record.model:
            yield Triple(self._run, ng("model"), plain(self._record.model))
        if self._record.time:
            moment = Literal(self._record.time.isoformat(), datatype=xsd("dateTime"))
            yield Triple(self._run, prov("endedAtTime"), moment)
        for document in self._graph.documents.values():
            node = self._iris.graph(document.id)
            digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
            yield Triple(node, TYPE, ng("DocumentGraph"))
            yield Triple(node, prov("wasDerivedFrom"), self._iris.document(document.id))
            yield Triple(node, prov("wasGeneratedBy"), self._run)
            yield Triple(node, ng("contentHash"), plain(f"sha256:{digest}"))

    def _registry(self) -> Iterator[Triple]:
        for entity in self._graph.entities.values():
            node, language = self._iris.entity(entity.id), _language(self._graph, entity)
            yield Triple(node, skos("prefLabel"), in_language(entity.name, language))
            yield Triple(node, ng("chosenType"), ng(entity.entity_class))
            yield Triple(node, ng("named"), TRUE if entity.named else FALSE)
            yield from _other_names(node, entity, language)


def _other_names(node: NamedNode, entity: Entity, language: str) -> Iterator[Triple]:
    for alias in entity.aliases:
        yield Triple(node, skos("altLabel"), in_language(alias, language))
    for identifier in entity.identifiers:
        address = web_address(identifier)
        if address:
            yield Triple(node, skos("exactMatch"), address)
        else:
            yield Triple(node, schema("identifier"), plain(identifier))


def _language(graph: KnowledgeGraph, entity: Entity) -> str:
    """Return the language of the first article that mentions the entity."""
    documents = (graph.documents.get(m.document_id) for m in entity.mentions)
    return next((d.language for d in documents if d), "en")


def _version() -> str:
    try:
        return metadata.version("newsgraph")
    except metadata.PackageNotFoundError:
        return "uninstalled"


def _in(graph: NamedNode, triples: Iterable[Triple]) -> Iterator[Quad]:
    return (Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def _triple_order(triple: Triple) -> tuple[str, int, str, bool, str, str]:
    """Order as people read: things before spans, spans as in the text, the type first."""
    subject, predicate = str(triple.subject)[1:-1], triple.predicate
    name, _, span = subject.partition("#char=")
    start = int(span.partition(",")[0]) if span else -1
    shelf = f"~{name}" if span else name
    return (shelf, start, subject, predicate != TYPE, str(predicate), str(triple.object))


def _quad_order(quad: Quad) -> tuple[str, tuple[str, int, str, bool, str, str]]:
    return (str(quad.graph_name), _triple_order(quad.triple))
