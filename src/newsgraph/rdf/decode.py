"""RDF dataset → a part of a KnowledgeGraph: chosen statements with all that they stand on.

The way back from ``encode``, for who wants a small part of a large store. What the dataset does not
hold is not there: the text of an article is blank but for the passages that are stored, and the
mentions of an entity are those that the statements point at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from pyoxigraph import NamedNode, Store

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import (
    Document,
    Entity,
    Extraction,
    Fact,
    Mention,
    MentionKey,
    ResolvedStatement,
    Sentence,
    Span,
    make_id,
    object_key,
)
from newsgraph.rdf.iris import REGISTRY, Iris
from newsgraph.rdf.statement_reader import (
    Fields,
    StatementReader,
    Term,
    passages_of,
    text_of,
    texts_of,
)
from newsgraph.rdf.terms import NG, ng, nif, schema, skos
from newsgraph.settings import DEFAULT_BASE

#: Descriptions that are remembered; one takes about two kilobytes.
_REMEMBERED = 10_000


class Decoder:
    """Reads parts of one dataset, which must not change; several threads may ask it."""

    def __init__(self, store: Store, base: str = DEFAULT_BASE) -> None:
        """Look into the store.

        Args:
            store: A dataset of newsgraph, in named graphs or not.
            base: IRI that its names begin with.

        Raises:
            SettingsError: ``base`` is not usable.
        """
        self.iris = Iris(base)
        self._store = store
        registry = self.iris.build_graph(REGISTRY)
        self._registry = registry if store.contains_named_graph(registry) else None
        self._described = lru_cache(_REMEMBERED)(self._look_up)

    def graph(
        self, statements: Iterable[str], entities: Iterable[str] = (), whole: Iterable[str] = ()
    ) -> KnowledgeGraph:
        """Read statements by their ids, with their ends, speakers, articles and sentences.

        Args:
            statements: Ids; one that the dataset does not hold, or holds in part, is left out.
            entities: Ids of entities that are wanted beside.
            whole: Ids of articles that are wanted beside, with their whole text if it is stored.
        """
        nodes = [self.iris.statement(id_) for id_ in statements]
        described = self.describe(nodes)
        passages = self.describe(passages_of(described.values()), _OF_PASSAGES)
        reader = StatementReader(self.iris, passages)
        resolved = [
            found
            for iri, fields in described.items()
            if (found := reader.statement(iri, fields)) is not None
        ]
        wanted = {end for s in resolved for end in (s.subject, s.object) if isinstance(end, str)}
        wanted |= {s.speaker for s in resolved if s.speaker} | set(reader.links.values())
        articles = self.documents({s.document_id for s in resolved}, whole)
        part = _Part(
            entities=self.entities({*wanted, *entities}, reader.links),
            facts=_facts(resolved),
            extractions=[
                _extraction(d, reader.sentences.get(d.id, {}), reader.mentions.get(d.id, {}))
                for d in articles
            ],
            links=reader.links,
        )
        part.originals = self._originals(part.documents)
        return part

    def entities(self, ids: Iterable[str], links: Mapping[MentionKey, str] = {}) -> list[Entity]:
        """Read entities as the registry has them; ids that it does not hold are left out."""
        mentions: dict[str, list[MentionKey]] = defaultdict(list)
        for key, id_ in links.items():
            mentions[id_].append(key)
        # What articles say of an entity may be long; what was decided about it is short.
        nodes = [self.iris.entity(id_) for id_ in ids]
        described = self.describe(nodes, _OF_ENTITIES, self._registry)
        found = []
        for iri, fields in described.items():
            resource = self.iris.parse(iri)
            name = text_of(fields, skos("prefLabel"))
            if resource is None or not name:
                continue
            same = (*texts_of(fields, skos("exactMatch")), *texts_of(fields, schema("identifier")))
            found.append(
                Entity(
                    id=resource.id,
                    entity_class=text_of(fields, ng("chosenType")).removeprefix(NG) or "Thing",
                    name=name,
                    named=text_of(fields, ng("named")) != "false",
                    aliases=tuple(sorted({*texts_of(fields, skos("altLabel"))} - {name})),
                    identifiers=tuple(sorted(same)),
                    mentions=tuple(sorted(mentions[resource.id])),
                    reasons=tuple(sorted(texts_of(fields, ng("identityReason")))),
                )
            )
        return found

    def documents(self, ids: Iterable[str], whole: Iterable[str] = ()) -> list[Document]:
        """Read articles; ids that the dataset does not hold are left out.

        Args:
            ids: Articles whose text is blank.
            whole: Articles with their text, if it is stored.
        """
        whole = set(whole)
        ids = sorted({*ids, *whole})
        described = self.describe([self.iris.document(id_) for id_ in ids], _OF_DOCUMENTS)
        texts = self.describe([self.iris.text(id_) for id_ in whole], _OF_TEXTS)
        publishers = {
            term
            for fields in described.values()
            for term in fields.get(schema("publisher").value, ())
            if isinstance(term, NamedNode)
        }
        names = self.describe(publishers, (schema("name"),))
        found = []
        for id_ in ids:
            fields = described.get(self.iris.document(id_).value)
            if fields is None:
                continue
            text = texts.get(self.iris.text(id_).value, {})
            publisher = text_of(fields, schema("publisher"))
            found.append(
                Document(
                    id=id_,
                    text=text_of(text, nif("isString")),
                    title=text_of(fields, schema("headline")),
                    url=text_of(fields, schema("url")) or None,
                    published=_day(text_of(fields, schema("datePublished"))),
                    publisher=text_of(names.get(publisher, {}), schema("name")) or None,
                    author=text_of(fields, schema("author")) or None,
                    language=text_of(fields, schema("inLanguage")) or "en",
                )
            )
        return found

    def _originals(self, documents: Iterable[str]) -> dict[str, str]:
        """Return, for each article, the first of these that are copies of each other."""
        groups: dict[str, list[str]] = defaultdict(list)
        described = self.describe([self.iris.document(id_) for id_ in documents], _OF_DOCUMENTS)
        for id_ in sorted(documents):
            node = self.iris.document(id_).value
            groups[text_of(described.get(node, {}), ng("source")) or node].append(id_)
        return {id_: group[0] for group in groups.values() for id_ in group}

    def describe(
        self,
        nodes: Iterable[NamedNode],
        properties: tuple[NamedNode, ...] = (),
        graph: NamedNode | None = None,
    ) -> dict[str, Fields]:
        """Return what the dataset says of things, by their IRIs, in the order of the IRIs.

        Args:
            nodes: The things; one of which nothing is said is left out.
            properties: Only these; by default all.
            graph: Only what this graph says, all of it.
        """
        found = {
            iri: self._described(iri, properties, graph)
            for iri in sorted({node.value for node in nodes})
        }
        return {iri: fields for iri, fields in found.items() if fields}

    def _look_up(
        self, iri: str, properties: tuple[NamedNode, ...], graph: NamedNode | None
    ) -> Fields:
        """Look one thing up; the fewer terms are read, the faster."""
        node, found = NamedNode(iri), defaultdict[str, dict[Term, None]](dict)
        if graph is not None:
            for quad in self._store.quads_for_pattern(node, None, None, graph):
                found[quad.predicate.value][quad.object] = None
        elif properties:
            for property_ in properties:
                for quad in self._store.quads_for_pattern(node, property_, None, None):
                    found[property_.value][quad.object] = None
        else:
            query = f"SELECT ?p ?o {{ {node} ?p ?o }}"
            for name, value in self._store.query(query, use_default_graph_as_union=True):  # type: ignore[union-attr]
                found[name.value][value] = None
        return {name: list(values) for name, values in found.items()}


_OF_ENTITIES = (
    skos("prefLabel"),
    ng("chosenType"),
    ng("named"),
    skos("altLabel"),
    skos("exactMatch"),
    schema("identifier"),
    ng("identityReason"),
)
_OF_DOCUMENTS = (
    *(schema(name) for name in ("headline", "datePublished", "url", "publisher", "author")),
    schema("inLanguage"),
    ng("source"),
)
_OF_TEXTS = (nif("isString"),)
_OF_PASSAGES = (nif("anchorOf"), ng("refersTo"), ng("mentionKind"))


class _Part(KnowledgeGraph):
    """A part of a graph, which cannot tell by itself which articles are copies."""

    originals: dict[str, str]

    @property
    def sources(self) -> dict[str, str]:
        return self.originals


def _facts(resolved: Sequence[ResolvedStatement]) -> list[Fact]:
    groups: dict[tuple[str, str, str], list[ResolvedStatement]] = defaultdict(list)
    for one in resolved:
        key = (one.subject, one.statement.relation or "", object_key(one.object))
        groups[key].append(one)
    return [
        Fact(
            id=make_id("fact", *key),
            subject=members[0].subject,
            relation=key[1],
            object=members[0].object,
            statements=tuple(sorted(members, key=_position)),
        )
        for key, members in groups.items()
    ]


def _position(one: ResolvedStatement) -> tuple[str, Span, Span, str]:
    evidence = one.statement.evidence
    return one.document_id, evidence.sentence, evidence.trigger, one.id


def _extraction(
    document: Document, quotes: Mapping[Span, str], mentions: Mapping[Span, Mention]
) -> Extraction:
    """Put the passages into the blank text, and divide a whole one at them."""
    whole = bool(document.text.strip())
    if whole:
        spans = list(_divided(document.text, sorted(quotes)))
    else:
        spans = sorted(quotes)
        document = replace(document, text=_canvas(quotes))
    sentences = tuple(Sentence(span=span, index=i) for i, span in enumerate(spans))
    return Extraction(
        document=document,
        sentences=sentences,
        mentions=tuple(mentions[span] for span in sorted(mentions)),
        clusters=(),
        statements=(),
    )


def _canvas(quotes: Mapping[Span, str]) -> str:
    """Return a blank text with passages in their places."""
    letters = [" "] * max((span.end for span in quotes), default=0)
    for span, words in quotes.items():
        room = span.end - span.start
        letters[span.start : span.end] = (words or "…").ljust(room)[:room]
    return "".join(letters)


def _divided(text: str, quotes: Sequence[Span]) -> Iterator[Span]:
    """Yield the passages, and what is between them line by line; blank lines are left out."""
    end = 0
    for quote in (*quotes, None):
        upto = quote.start if quote else len(text)
        while end < upto:
            stop = text.find("\n", end, upto)
            stop = upto if stop < 0 else stop
            if text[end:stop].strip():
                yield Span(start=end, end=stop)
            end = stop + 1
        if quote and quote.start >= end - 1:
            yield quote
            end = quote.end


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
