from __future__ import annotations

import io

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from factory_article import graph_of
from factory_graph import COMPANY, ENTITIES, HOSTILE, small_articles, small_graph
from newsgraph.exporting.linked_json import JsonLd
from newsgraph.rdf import to_quads
from newsgraph.rdf.encode import direct_triples
from newsgraph.rdf.serialisation import serialise
from newsgraph.settings import StoreText
from newsgraph.vocabulary import builtin

FORMATS = {
    "trig": (RdfFormat.TRIG, "trig"),
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_dataset_reads_back_the_same_in_both_libraries(name: str) -> None:
    found = list(to_quads(small_graph(), builtin()))
    written = _written(found, name)
    ours, theirs = FORMATS[name]
    assert set(parse(written, format=ours)) == set(found)
    assert _through_rdflib(written, theirs) == set(found)


@pytest.mark.parametrize(("name", "theirs"), [("turtle", "turtle"), ("ntriples", "nt")])
def test_triples_read_back_the_same_in_both_libraries(name: str, theirs: str) -> None:
    found = list(direct_triples(small_graph()))
    written = serialise(found, name)
    ours = RdfFormat.TURTLE if name == "turtle" else RdfFormat.N_TRIPLES
    assert {q.triple for q in parse(written, format=ours)} == set(found)
    graph = rdflib.Graph().parse(data=written, format=theirs)
    again = parse(graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
    assert {q.triple for q in again} == set(found)


hostile = st.text(st.characters(), min_size=1, max_size=30) | st.sampled_from(
    [
        HOSTILE,
        '"""',
        "'''\\",
        "\n\r\t",
        "> .\n<a> <b> <c> .",
        "\x00",
        "\ud800",
        "@en",
        "{}",
        "\ufeff",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=hostile, title=hostile, url=hostile, publisher=hostile, words=hostile, alias=hostile)
def test_no_text_breaks_out_of_its_literal(
    name: str, title: str, url: str, publisher: str, words: str, alias: str
) -> None:
    article = small_articles()[1]
    article.title, article.url, article.publisher = title, f"https://x.example/{url}", publisher
    article.sentences = (*article.sentences, words)
    entities = {**ENTITIES, COMPANY: ("Company", name, (alias,), (url, f"http://{url}"))}
    graph = graph_of([article], entities)
    found = list(to_quads(graph, builtin(), store_text=StoreText.FULL))
    for format_name, (ours, theirs) in FORMATS.items():
        written = _written(found, format_name)
        assert set(parse(written, format=ours)) == set(found)
        if format_name != "jsonld":
            assert _through_rdflib(written, theirs) == set(found)


def _written(quads: list[Quad], format_name: str) -> bytes:
    if format_name != "jsonld":
        return serialise(quads, format_name)
    buffer = io.BytesIO()
    JsonLd(builtin()).write(quads, buffer)
    return buffer.getvalue()


def _through_rdflib(written: bytes, format_name: str) -> set[Quad]:
    dataset = rdflib.Dataset()
    dataset.parse(data=written, format=format_name)
    again = dataset.serialize(format="nquads", encoding="utf-8")
    return set(parse(again, format=RdfFormat.N_QUADS))
