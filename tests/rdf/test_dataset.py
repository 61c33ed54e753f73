from __future__ import annotations

from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Namespace

from factory_graph import small_graph
from newsgraph.rdf import to_quads
from newsgraph.rdf.dataset import to_dataset
from newsgraph.vocabulary import builtin

NG = Namespace("https://w3id.org/newsgraph/ns#")


def test_dataset_holds_every_quad() -> None:
    graph = small_graph()
    quads = list(to_quads(graph, builtin()))
    assert len(to_dataset(graph)) == len({q.triple for q in quads})


def test_dataset_answers_sparql_over_all_articles() -> None:
    dataset = to_dataset(small_graph())
    rows = dataset.query("SELECT DISTINCT ?s WHERE { ?s a ng:Statement }").bindings
    assert rows
    statements = {str(s) for s in dataset.subjects(RDF.type, NG.Statement)}
    assert statements == {str(next(iter(row.values()))) for row in rows}


def test_dataset_serialises_again() -> None:
    dataset = to_dataset(small_graph())
    written = dataset.serialize(format="nquads")
    assert len(list(parse(written.encode(), format=RdfFormat.N_QUADS))) == len(
        list(to_quads(small_graph(), builtin()))
    )
