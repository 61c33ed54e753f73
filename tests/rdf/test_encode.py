from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from factory_graph import (
    ANA,
    COUNCIL,
    ENTITIES,
    HOSTILE,
    KELM,
    MISSION,
    VEDRA,
    generated_graph,
    graph_of,
    small_articles,
    small_graph,
)
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Polarity, Qualifier, Value
from newsgraph.rdf import to_quads
from newsgraph.rdf.encode import Run, direct_triples
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.serialisation import serialise
from newsgraph.rdf.terms import TYPE, integer, ng, nif, plain, prov, rdf, rdfs, schema, skos, xsd
from newsgraph.settings import DEFAULT_BASE, StoreText
from newsgraph.vocabulary import builtin

IRIS = Iris()
FIRST, SECOND = "doc-0123456789abcdef", "doc-fedcba9876543210"
BUILD_GRAPHS = {IRIS.build_graph(name) for name in ("meta", "registry", "vocab")}


def quads(graph: KnowledgeGraph | None = None, **options: object) -> list[Quad]:
    return list(to_quads(graph or small_graph(), builtin(), **options))  # type: ignore[arg-type]


def article_quads(graph: KnowledgeGraph | None = None) -> list[Quad]:
    return [q for q in quads(graph) if q.graph_name not in BUILD_GRAPHS]


def value(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


def only_node(terms: set[object]) -> NamedNode:
    """The one term of a set, which names something."""
    (term,) = terms
    assert isinstance(term, NamedNode)
    return term


def direct(found: list[Quad]) -> set[tuple[object, object, object, object]]:
    """All plain triples of relations, with their graphs."""
    relations = {ng(name) for name in builtin().relations}
    return {
        (q.subject, q.predicate, q.object, q.graph_name) for q in found if q.predicate in relations
    }


def node_of(found: list[Quad], relation: str, document: str) -> dict[str, set[object]]:
    """The one statement of a relation in an article: local name of property → objects."""
    graph = IRIS.graph(document)
    (node,) = {
        q.subject
        for q in found
        if q.graph_name == graph and q.predicate == rdf("predicate") and q.object == ng(relation)
    }
    properties: dict[str, set[object]] = {}
    for q in found:
        if q.subject == node and q.graph_name == graph:
            name = q.predicate.value.rpartition("#")[2].rpartition("/")[2]
            properties.setdefault(name, set()).add(q.object)
    return properties


def test_asserted_statements_are_plain_triples_in_the_graph_of_their_article() -> None:
    found = direct(article_quads())
    ana, mission = IRIS.entity(ANA), IRIS.entity(MISSION)
    assert {g for s, p, o, g in found if (s, p, o) == (ana, ng("praises"), mission)} == {
        IRIS.graph(FIRST),
        IRIS.graph(SECOND),
    }
    assert (ana, ng("holdsPosition"), plain("deputy chair"), IRIS.graph(FIRST)) in found


def test_denied_and_planned_statements_are_never_plain_triples() -> None:
    properties = {p for _, p, _, _ in direct(article_quads())}
    assert not properties & {ng("withdrawsFrom"), ng("deploysTo")}


def test_disputed_fact_is_a_plain_triple_only_where_it_is_affirmed() -> None:
    graphs = {g for _, p, _, g in direct(article_quads()) if p == ng("criticises")}
    assert graphs == {IRIS.graph(FIRST)}


@pytest.mark.parametrize("graph", [small_graph(), generated_graph(60)], ids=["small", "generated"])
def test_every_plain_triple_has_an_asserting_statement_in_its_graph(graph: KnowledgeGraph) -> None:
    found = article_quads(graph)
    objects: dict[tuple[object, object], dict[NamedNode, object]] = {}
    for q in found:
        objects.setdefault((q.subject, q.graph_name), {})[q.predicate] = q.object
    asserting = {
        (o[rdf("subject")], o[rdf("predicate")], o[rdf("object")], g)
        for (_, g), o in objects.items()
        if o.get(ng("polarity")) == ng("Positive") and o.get(ng("modality")) == ng("Actual")
    }
    assert direct(found) == asserting


def test_nothing_is_a_blank_node_or_in_the_default_graph() -> None:
    for q in quads():
        assert isinstance(q.graph_name, NamedNode)
        assert not isinstance(q.subject, BlankNode)
        assert isinstance(q.object, NamedNode | Literal)


def test_quads_are_unique_and_independent_of_article_order() -> None:
    found = quads()
    assert len(found) == len(set(found))
    assert found == quads(small_graph(reverse=True))


def test_spans_quote_the_text_at_their_code_points() -> None:
    graph = small_graph()
    found = article_quads(graph)
    begin = {q.subject: int(value(q.object)) for q in found if q.predicate == nif("beginIndex")}
    end = {q.subject: int(value(q.object)) for q in found if q.predicate == nif("endIndex")}
    quotes = {q.subject: value(q.object) for q in found if q.predicate == nif("anchorOf")}
    assert len(quotes) > 20
    for node, quote in quotes.items():
        resource = IRIS.parse(value(node))
        assert resource is not None and resource.span is not None
        assert (begin[node], end[node]) == (resource.span.start, resource.span.end)
        assert graph.documents[resource.id].text[begin[node] : end[node]] == quote


def test_statement_says_where_it_stands_and_how_it_was_read() -> None:
    found = quads()
    node = node_of(found, "praises", FIRST)
    assert node["type"] == {ng("Statement")}
    assert node["subject"] == {IRIS.entity(ANA)} and node["object"] == {IRIS.entity(MISSION)}
    assert node["document"] == {IRIS.document(FIRST)}
    assert node["polarity"] == {ng("Positive")} and node["modality"] == {ng("Actual")}
    assert node["confidence"] == {Literal("0.91", datatype=xsd("decimal"))}
    assert node["rule"] == {plain("subject_of_active_verb"), plain("object_of_verb")}
    assert node["plover"] == {plain("SUPPORT")}
    assert node["status"] == {ng("Auto")}
    assert "speaker" not in node
    trigger = only_node(node["trigger"])
    assert Quad(trigger, nif("anchorOf"), plain("praised"), IRIS.graph(FIRST)) in found
    sentence = only_node(node["evidence"])
    assert Quad(sentence, TYPE, nif("Sentence"), IRIS.graph(FIRST)) in found
    assert Quad(trigger, nif("sentence"), sentence, IRIS.graph(FIRST)) in found


def test_mention_spans_refer_to_their_entities() -> None:
    found = set(quads())
    span = only_node(node_of(list(found), "withdrawsFrom", FIRST)["speakerSpan"])
    graph = IRIS.graph(FIRST)
    assert Quad(span, nif("anchorOf"), plain("She"), graph) in found
    assert Quad(span, ng("refersTo"), IRIS.entity(ANA), graph) in found
    assert Quad(span, ng("mentionKind"), plain("pronoun"), graph) in found


def test_attribution_is_kept() -> None:
    found = quads()
    node = node_of(found, "withdrawsFrom", FIRST)
    assert node["polarity"] == {ng("Negative")} and node["modality"] == {ng("Future")}
    assert node["speaker"] == {IRIS.entity(ANA)}
    assert node["speakerStance"] == {ng("Asserting")}
    assert node["speakerText"] == {plain("She")}
    node = node_of(found, "criticises", SECOND)
    assert "speaker" not in node
    assert node["speakerStance"] == {ng("Denying")}
    assert node["speakerText"] == {plain("the port authority")}


def test_dates_are_typed_with_their_precision() -> None:
    found = quads()
    node = node_of(found, "praises", FIRST)
    assert node["eventDate"] == {Literal("2025-03-03", datatype=xsd("date"))}
    assert node["datePrecision"] == {plain("day")}
    node = node_of(found, "deploysTo", FIRST)
    assert node["eventDate"] == {Literal("2025-05", datatype=xsd("gYearMonth"))}
    assert node["datePrecision"] == {plain("month")}
    node = node_of(found, "holdsPosition", FIRST)
    assert node["startDate"] == {Literal("2021", datatype=xsd("gYear"))}


def test_qualifiers_name_entities_and_units() -> None:
    found = quads()
    assert node_of(found, "holdsPosition", FIRST)["of"] == {IRIS.entity(COUNCIL)}
    node = node_of(found, "aids", SECOND)
    assert node["amount"] == {Literal("5000000", datatype=xsd("decimal"))}
    assert node["amountUnit"] == {plain("EUR")}
    assert node["place"] == {IRIS.entity(KELM)}


def test_impossible_date_stays_a_string() -> None:
    article = small_articles()[0]
    statement = article.statements[0]
    day = statement.qualifiers[0].value
    assert isinstance(day, Value)
    article.statements[0] = replace(
        statement,
        qualifiers=(Qualifier(property="eventDate", value=replace(day, lexical="2025-02-30")),),
    )
    graph = graph_of([article], ENTITIES)
    node = node_of(quads(graph), "praises", FIRST)
    assert node["eventDate"] == {plain("2025-02-30")}
    assert node["datePrecision"] == {plain("text")}


def test_article_metadata_survives_hostile_text() -> None:
    found = set(quads())
    node, graph = IRIS.document(FIRST), IRIS.graph(FIRST)
    publisher = IRIS.publisher(f"Daily {HOSTILE}")
    assert Quad(node, schema("headline"), Literal(HOSTILE, language="en"), graph) in found
    assert Quad(node, schema("publisher"), publisher, graph) in found
    assert Quad(publisher, schema("name"), plain(f"Daily {HOSTILE}"), graph) in found
    url = NamedNode("https://news.example/kelm?q=1&r=%3Cb%3E%22y%22%3C/b%3E%27")
    assert Quad(node, schema("url"), url, graph) in found
    day = Literal("2025-03-04", datatype=xsd("date"))
    assert Quad(node, schema("datePublished"), day, graph) in found
    assert not [
        q for q in found if q.subject == IRIS.document(SECOND) and q.predicate == schema("url")
    ]


def test_entities_are_described_as_each_article_sees_them() -> None:
    found = set(quads())
    first, second = IRIS.graph(FIRST), IRIS.graph(SECOND)
    council = IRIS.entity(COUNCIL)
    assert (
        Quad(council, rdfs("label"), Literal("Northern River Council", language="en"), first)
        in found
    )
    assert Quad(council, rdfs("label"), Literal("NRC", language="en"), second) in found
    labels = Counter((q.subject, q.graph_name) for q in found if q.predicate == rdfs("label"))
    assert set(labels.values()) == {1}
    assert Quad(council, TYPE, ng("IntergovernmentalOrganization"), second) in found
    assert Quad(IRIS.document(SECOND), schema("mentions"), council, second) in found


def test_registry_holds_what_was_decided_across_articles() -> None:
    found = set(quads())
    registry = IRIS.build_graph("registry")
    ana, vedra = IRIS.entity(ANA), IRIS.entity(VEDRA)
    assert Quad(ana, skos("prefLabel"), Literal("Ana Đorđević", language="en"), registry) in found
    assert Quad(ana, skos("altLabel"), Literal("Ana Dordevic", language="en"), registry) in found
    assert Quad(ana, ng("chosenType"), ng("Person"), registry) in found
    wikidata = NamedNode("http://www.wikidata.org/entity/Q0")
    assert Quad(ana, skos("exactMatch"), wikidata, registry) in found
    assert Quad(vedra, schema("identifier"), plain("not an IRI <x>"), registry) in found


def test_meta_traces_each_graph_to_its_text_and_run() -> None:
    graph = small_graph()
    found = quads(graph)
    meta = [q for q in found if q.graph_name == IRIS.build_graph("meta")]
    digest = hashlib.sha256(graph.documents[FIRST].text.encode()).hexdigest()
    expected = Quad(
        IRIS.graph(FIRST), ng("contentHash"), plain(f"sha256:{digest}"), IRIS.build_graph("meta")
    )
    assert expected in meta
    (run,) = {q.object for q in meta if q.predicate == prov("wasGeneratedBy")}
    assert {q.object for q in found if q.predicate == prov("wasGeneratedBy")} == {run}
    assert not [q for q in meta if q.predicate == prov("endedAtTime")]


def test_time_and_model_are_recorded_when_given() -> None:
    run = Run(model="analyser 1", time=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    objects = {q.predicate: q.object for q in quads(run=run)}
    assert objects[ng("model")] == plain("analyser 1")
    moment = Literal("2026-01-02T03:04:05+00:00", datatype=xsd("dateTime"))
    assert objects[prov("endedAtTime")] == moment


@pytest.mark.parametrize("store_text", StoreText)
def test_store_text_decides_how_much_of_the_article_goes_along(store_text: StoreText) -> None:
    graph = small_graph()
    found = quads(graph, store_text=store_text)
    properties = {q.predicate for q in found}
    assert (nif("anchorOf") in properties) == (store_text is not StoreText.NONE)
    assert (nif("isString") in properties) == (store_text is StoreText.FULL)
    assert nif("beginIndex") in properties
    if store_text is StoreText.NONE:
        written = " ".join(q.object.value for q in found if isinstance(q.object, Literal))
        assert "would not leave" not in written and "works closely" not in written
    end = Quad(
        IRIS.text(FIRST),
        nif("endIndex"),
        integer(len(graph.documents[FIRST].text)),
        IRIS.graph(FIRST),
    )
    assert end in found


def test_base_names_everything_of_the_build() -> None:
    written = serialise(to_quads(small_graph(), builtin(), "urn:mine:"), "nquads", "urn:mine:")
    assert DEFAULT_BASE.encode() not in written
    assert b"<urn:mine:e/" in written


def test_empty_graph_is_its_vocabulary_and_its_run() -> None:
    graphs = {q.graph_name for q in quads(graph_of([], {}))}
    assert graphs == {IRIS.build_graph("meta"), IRIS.build_graph("vocab")}


def test_direct_triples_are_asserted_facts_and_entities_only() -> None:
    triples = list(direct_triples(small_graph()))
    assert {t.subject for t in triples} == {IRIS.entity(e) for e in ENTITIES}
    properties = {t.predicate for t in triples}
    assert not properties & {ng("withdrawsFrom"), ng("deploysTo"), ng("evidence")}
    relations = {p for p in properties if p.value.startswith(ng("").value)}
    assert relations == {
        ng(name)
        for name in ("aids", "cooperatesWith", "criticises", "holdsPosition", "occursOn", "praises")
    }
    assert list(direct_triples(small_graph(reverse=True))) == triples


def test_denied_twin_of_an_asserted_statement_keeps_its_node_only() -> None:
    article = small_articles()[0]
    article.statements = [
        replace(s, polarity=Polarity.NEGATIVE) for s in article.statements if s.relation
    ]
    found = article_quads(graph_of([article], ENTITIES))
    assert direct(found) == set()
    assert sum(q.object == ng("Statement") for q in found) == len(article.statements)


def test_quads_of_one_subject_stand_together() -> None:
    """What is written in groups must not name a subject twice."""
    seen: set[object] = set()
    last: object = None
    for q in quads(generated_graph(40)):
        if (q.graph_name, q.subject) != last:
            last = (q.graph_name, q.subject)
            assert last not in seen
            seen.add(last)
