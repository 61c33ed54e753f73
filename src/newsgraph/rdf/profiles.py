"""The dataset in the forms of others: RDF 1.2 reifiers, Web Annotations, nanopublications."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, Triple

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import ResolvedStatement
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.ordering import triple_order
from newsgraph.rdf.statements import MODALITIES, POLARITIES, object_term
from newsgraph.rdf.terms import (
    TYPE,
    decimal,
    integer,
    namespace,
    ng,
    plain,
    prov,
    rdf,
    schema,
    web_address,
)
from newsgraph.settings import StoreText

oa = namespace("http://www.w3.org/ns/oa#")
np = namespace("http://www.nanopub.org/nschema#")

#: Code points of context on either side of a quotation, so that it is found in an edited text.
_CONTEXT = 32
_REIFICATION = {rdf("subject"): 0, rdf("predicate"): 1, rdf("object"): 2}


def reified(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Turn statement nodes into reifiers of RDF 1.2: ``?st rdf:reifies <<( s p o )>>``.

    Args:
        quads: All quads of a subject side by side, as in the order of ``to_quads``.
    """
    for (subject, graph), group in groupby(quads, key=lambda q: (q.subject, q.graph_name)):
        ends: list[NamedNode | Literal | None] = [None, None, None]
        kept = []
        for quad in group:
            place = _REIFICATION.get(quad.predicate)
            if place is None:
                kept.append(quad)
            else:
                ends[place] = cast(NamedNode | Literal, quad.object)
        if all(ends):
            triple = Triple(*ends)  # type: ignore[arg-type]  # none is None here
            kept.append(Quad(subject, rdf("reifies"), triple, graph))
        yield from kept


def web_annotations(graph: KnowledgeGraph, base: str, store_text: StoreText) -> Iterator[Triple]:
    """Turn every statement into a Web Annotation on the sentence that makes it.

    The body is the statement, the target a passage of the article, selected both by its place and
    by its words.
    """
    iris = Iris(base)
    for item in sorted(graph.statements(), key=lambda s: s.id):
        yield from sorted(set(_annotation(graph, item, iris, store_text)), key=triple_order)


def _annotation(
    graph: KnowledgeGraph, item: ResolvedStatement, iris: Iris, store_text: StoreText
) -> Iterator[Triple]:
    body = iris.statement(item.id)
    name = f"{body.value}#"
    annotation, target = NamedNode(f"{name}annotation"), NamedNode(f"{name}target")
    document = graph.documents[item.document_id]
    sentence = item.statement.evidence.sentence
    source = web_address(document.url or "") or iris.document(document.id)
    yield Triple(annotation, TYPE, oa("Annotation"))
    yield Triple(annotation, oa("motivatedBy"), oa("classifying"))
    yield Triple(annotation, oa("hasBody"), body)
    yield Triple(annotation, oa("hasTarget"), target)
    yield from _body(item, iris)
    yield Triple(target, TYPE, oa("SpecificResource"))
    yield Triple(target, oa("hasSource"), source)
    place = NamedNode(f"{name}position")
    yield Triple(target, oa("hasSelector"), place)
    yield Triple(place, TYPE, oa("TextPositionSelector"))
    yield Triple(place, oa("start"), integer(sentence.start))
    yield Triple(place, oa("end"), integer(sentence.end))
    if store_text is StoreText.NONE:
        return
    quote, text = NamedNode(f"{name}quote"), document.text
    yield Triple(target, oa("hasSelector"), quote)
    yield Triple(quote, TYPE, oa("TextQuoteSelector"))
    yield Triple(quote, oa("exact"), plain(text[sentence.start : sentence.end]))
    before = text[max(0, sentence.start - _CONTEXT) : sentence.start]
    after = text[sentence.end : sentence.end + _CONTEXT]
    if before.strip():
        yield Triple(quote, oa("prefix"), plain(before))
    if after.strip():
        yield Triple(quote, oa("suffix"), plain(after))


def _body(item: ResolvedStatement, iris: Iris) -> Iterator[Triple]:
    node, statement = iris.statement(item.id), item.statement
    yield Triple(node, TYPE, ng("Statement"))
    yield Triple(node, rdf("subject"), iris.entity(item.subject))
    yield Triple(node, rdf("predicate"), ng(statement.relation or ""))
    yield Triple(node, rdf("object"), object_term(item.object, iris))
    yield Triple(node, ng("polarity"), POLARITIES[statement.polarity])
    yield Triple(node, ng("modality"), MODALITIES[statement.modality])
    if item.speaker:
        yield Triple(node, ng("speaker"), iris.entity(item.speaker))


def nanopublications(
    graph: KnowledgeGraph, base: str, store_text: StoreText, software: str
) -> Iterator[Quad]:
    """Turn every statement that asserts a fact into a nanopublication: four graphs each.

    What is denied, planned or possible asserts no triple and is left out.
    """
    iris = Iris(base)
    for item in sorted(graph.statements(), key=lambda s: s.id):
        if item.statement.asserted:
            yield from _nanopublication(graph, item, iris, store_text, software)


def _nanopublication(
    graph: KnowledgeGraph, item: ResolvedStatement, iris: Iris, text: StoreText, software: str
) -> Iterator[Quad]:
    publication = NamedNode(f"{iris.base}np/{item.id}")
    head, assertion, provenance, about = (
        NamedNode(f"{publication.value}#{part}")
        for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    statement = item.statement
    subject, target = iris.entity(item.subject), object_term(item.object, iris)
    yield Quad(publication, TYPE, np("Nanopublication"), head)
    yield Quad(publication, np("hasAssertion"), assertion, head)
    yield Quad(publication, np("hasProvenance"), provenance, head)
    yield Quad(publication, np("hasPublicationInfo"), about, head)
    yield Quad(subject, ng(statement.relation or ""), target, assertion)
    document, sentence = graph.documents[item.document_id], statement.evidence.sentence
    yield Quad(assertion, ng("confidence"), decimal(statement.evidence.confidence), provenance)
    if text is not StoreText.NONE:
        quote = plain(document.text[sentence.start : sentence.end])
        yield Quad(assertion, prov("value"), quote, provenance)
    if item.speaker:
        yield Quad(assertion, prov("wasAttributedTo"), iris.entity(item.speaker), provenance)
    yield Quad(assertion, prov("wasDerivedFrom"), iris.document(document.id), provenance)
    yield Quad(assertion, prov("wasQuotedFrom"), iris.span(document.id, sentence), provenance)
    address = web_address(document.url or "")
    if address:
        yield Quad(iris.document(document.id), schema("url"), address, provenance)
    yield Quad(publication, prov("wasAttributedTo"), NamedNode(software), about)
    yield Quad(publication, prov("wasDerivedFrom"), iris.statement(item.id), about)
