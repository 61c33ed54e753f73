"""KnowledgeGraph → RDF dataset.

One named graph per article holds everything that article supports, so that dropping the graph
forgets the article. ``g/meta`` says where each graph comes from, ``g/registry`` holds what was
decided across articles, ``g/vocab`` the vocabulary. Nothing is in the default graph: read the
dataset with the union of all graphs as default graph.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib import metadata

from pyoxigraph import Literal, NamedNode, Quad, Triple

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Cluster, Document, Entity, ResolvedStatement, make_id
from newsgraph.rdf.iris import META, REGISTRY, VOCABULARY, Iris
from newsgraph.rdf.ontology import describe_vocabulary
from newsgraph.rdf.ordering import in_order, triple_order
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
    return Encoder(vocabulary, base, store_text=store_text, run=run).dataset(graph)


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
    return iter(sorted(triples, key=triple_order))


class Encoder:
    """Encodes graphs, or parts of them, that share vocabulary, base and run.

    Every part is a pure function of what it is given, so that a store can be changed article by
    article and entity by entity and still be what a build from scratch writes.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        base: str = DEFAULT_BASE,
        *,
        store_text: StoreText = StoreText.QUOTES,
        run: Run = Run(),
    ) -> None:
        """Describe the vocabulary once and name the run after it.

        Raises:
            SettingsError: ``base`` is not usable.
        """
        self.iris = Iris(base)
        self._vocabulary = vocabulary
        self._store_text = store_text
        self._record = run
        self._ontology = sorted(describe_vocabulary(vocabulary), key=triple_order)
        lines = "\n".join(map(str, self._ontology))
        self.vocabulary_hash = hashlib.sha256(lines.encode()).hexdigest()
        self.software = _version()
        parts = (self.software, self.vocabulary_hash, run.model)
        self._run = self.iris.run(make_id("run", *parts))

    def dataset(self, graph: KnowledgeGraph) -> Iterator[Quad]:
        """Yield all quads of a graph in order; no more than one named graph is held at a time."""
        parts: dict[NamedNode, Callable[[], Iterable[Triple]]] = {
            self.iris.graph(document.id): partial(self._support, graph, document)
            for document in graph.documents.values()
        }
        parts[self.iris.build_graph(META)] = partial(self._making, graph)
        parts[self.iris.build_graph(REGISTRY)] = partial(self._identities, graph)
        parts[self.iris.build_graph(VOCABULARY)] = lambda: self._ontology
        for name in sorted(parts, key=str):
            yield from _in(name, in_order(parts[name]()))

    def frame(self) -> Iterator[Quad]:
        """Yield what depends on no article: the run, the program, the vocabulary."""
        yield from _in(self.iris.build_graph(META), self._describe_run())
        yield from _in(self.iris.build_graph(VOCABULARY), self._ontology)

    def article(self, graph: KnowledgeGraph, document: Document) -> Iterator[Quad]:
        """Yield the graph of one article, and what ``g/meta`` says of that graph.

        ``graph`` need not hold more than the article, its facts and the entities it mentions.
        """
        name = self.iris.graph(document.id)
        yield from _in(name, self._support(graph, document))
        yield from _in(self.iris.build_graph(META), self._origin(name, document))

    def registry(self, entity: Entity, language: str) -> Iterator[Quad]:
        """Yield what was decided about an entity across articles."""
        yield from _in(self.iris.build_graph(REGISTRY), self._decisions(entity, language))

    def copies(self, sources: Mapping[str, str]) -> Iterator[Quad]:
        """Yield which articles are copies of each other.

        Args:
            sources: Document id → the first of those that are copies of it.
        """
        yield from _in(self.iris.build_graph(REGISTRY), self._copies(sources))

    def _making(self, graph: KnowledgeGraph) -> Iterator[Triple]:
        """Say how the dataset was made, and from what."""
        yield from self._describe_run()
        for document in graph.documents.values():
            yield from self._origin(self.iris.graph(document.id), document)

    def _identities(self, graph: KnowledgeGraph) -> Iterator[Triple]:
        """Say what was decided across articles."""
        for entity in graph.entities.values():
            yield from self._decisions(entity, _language(graph, entity))
        yield from self._copies(graph.sources)

    def _support(self, graph: KnowledgeGraph, document: Document) -> Iterator[Triple]:
        spans = Spans(graph, document, self.iris, self._store_text)
        encoder = StatementEncoder(graph, self.iris, self._run, spans, self._store_text)
        yield from self._metadata(document)
        for resolved in graph.statements_in(document.id):
            relation = resolved.statement.relation or ""
            yield from encoder.encode(relation, resolved, self._plover(relation, resolved))
        for entity, clusters in _seen_in(graph, document).items():
            yield from self._sighting(document, entity, clusters)
        yield from spans.describe()

    def _plover(self, relation: str, resolved: ResolvedStatement) -> str | None:
        known = self._vocabulary.relations.get(relation)
        return resolved.statement.event_class or (known.plover if known else None)

    def _metadata(self, document: Document) -> Iterator[Triple]:
        node = self.iris.document(document.id)
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
            publisher = self.iris.publisher(document.publisher)
            yield Triple(node, schema("publisher"), publisher)
            yield Triple(publisher, TYPE, schema("Organization"))
            yield Triple(publisher, schema("name"), plain(document.publisher))

    def _sighting(
        self, document: Document, entity: str, clusters: list[Cluster]
    ) -> Iterator[Triple]:
        """Say what one article calls an entity, and what it takes it for."""
        node = self.iris.entity(entity)
        yield Triple(self.iris.document(document.id), schema("mentions"), node)
        first, *others = sorted(clusters, key=lambda c: not c.named)
        yield Triple(node, rdfs("label"), in_language(first.name, document.language))
        for cluster in clusters:
            yield Triple(node, TYPE, ng(cluster.entity_class))
        # One label per article and language; a second name there is an alternative.
        for name in {c.name for c in others} - {first.name}:
            yield Triple(node, skos("altLabel"), in_language(name, document.language))

    def _describe_run(self) -> Iterator[Triple]:
        software = NamedNode(f"https://w3id.org/newsgraph/software/{self.software}")
        yield Triple(software, TYPE, prov("SoftwareAgent"))
        yield Triple(software, schema("softwareVersion"), plain(self.software))
        yield Triple(self._run, TYPE, prov("Activity"))
        yield Triple(self._run, prov("wasAssociatedWith"), software)
        yield Triple(self._run, ng("vocabularyHash"), plain(f"sha256:{self.vocabulary_hash}"))
        if self._record.model:
            yield Triple(self._run, ng("model"), plain(self._record.model))
        if self._record.time:
            moment = Literal(self._record.time.isoformat(), datatype=xsd("dateTime"))
            yield Triple(self._run, prov("endedAtTime"), moment)

    def _origin(self, name: NamedNode, document: Document) -> Iterator[Triple]:
        digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
        yield Triple(name, TYPE, ng("DocumentGraph"))
        yield Triple(name, prov("wasDerivedFrom"), self.iris.document(document.id))
        yield Triple(name, prov("wasGeneratedBy"), self._run)
        yield Triple(name, ng("contentHash"), plain(f"sha256:{digest}"))

    def _decisions(self, entity: Entity, language: str) -> Iterator[Triple]:
        node = self.iris.entity(entity.id)
        yield Triple(node, skos("prefLabel"), in_language(entity.name, language))
        yield Triple(node, ng("chosenType"), ng(entity.entity_class))
        yield Triple(node, ng("named"), TRUE if entity.named else FALSE)
        yield from _other_names(node, entity, language)
        for reason in entity.reasons:
            yield Triple(node, ng("identityReason"), plain(reason))

    def _copies(self, sources: Mapping[str, str]) -> Iterator[Triple]:
        for document, first in sources.items():
            one, other = self.iris.document(document), self.iris.document(first)
            yield Triple(one, ng("source"), other)
            if document != first:
                yield Triple(one, ng("copyOf"), other)


def _seen_in(graph: KnowledgeGraph, document: Document) -> dict[str, list[Cluster]]:
    """Return the entities of an article and the clusters that refer to each, in text order."""
    seen: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in graph.extractions[document.id].clusters:
        entity = graph.entity_of(cluster.mentions[0])
        if entity in graph.entities:
            seen[entity].append(cluster)
    return seen


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
