from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from factory_graph import ANA, generated_graph, small_graph
from newsgraph.errors import (
    GraphError,
    NewsgraphError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
)
from newsgraph.exporting import export
from newsgraph.rdf import to_quads
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.processes import QueryProcess, Request
from newsgraph.rdf.query import select
from newsgraph.rdf.results import AnswerKind
from newsgraph.vocabulary import builtin

PEOPLE = "SELECT ?e { ?e ng:chosenType ng:Person }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph")
    export(small_graph(), path / "graph.trig", format="trig", vocabulary=builtin())
    return path


def test_select_reads_the_union_of_all_graphs_with_our_prefixes(store: Store) -> None:
    answer = select(store, PEOPLE)
    assert answer.kind is AnswerKind.TABLE
    assert answer.columns == ("e",)
    assert answer.rows == ((Iris().entity(ANA),),)
    assert not answer.truncated


def test_one_article_can_be_looked_into(store: Store) -> None:
    answer = select(store, "SELECT ?o { GRAPH g:doc-fedcba9876543210 { ?s ng:occursOn ?o } }")
    assert len(answer.rows) == 1


@pytest.mark.parametrize(("name", "holds"), [("praises", True), ("withdrawsFrom", False)])
def test_ask_tells_what_is_asserted(store: Store, name: str, holds: bool) -> None:
    answer = select(store, f"ASK {{ ?s ng:{name} ?o }}")
    assert answer.kind is AnswerKind.BOOLEAN
    assert bool(answer) is holds


def test_construct_and_describe_give_triples(store: Store) -> None:
    answer = select(store, "CONSTRUCT { ?s skos:related ?o } { ?s ng:praises ?o }")
    assert answer.kind is AnswerKind.GRAPH
    assert [row[1] for row in answer.rows] == [
        NamedNode("http://www.w3.org/2004/02/skos/core#related")
    ]
    assert select(store, f"DESCRIBE e:{ANA}").rows


def test_rows_beyond_the_limit_are_cut_and_said_so(store: Store) -> None:
    answer = select(store, "SELECT * { ?s ?p ?o }", row_limit=5)
    assert len(answer.rows) == 5 and answer.truncated
    answer = select(store, "CONSTRUCT WHERE { ?s ?p ?o }", row_limit=5)
    assert len(answer.rows) <= 5 and answer.truncated


def test_unbound_variable_is_none(store: Store) -> None:
    answer = select(store, "SELECT ?x ?y { BIND(1 AS ?x) }")
    assert answer.rows[0][1] is None


def test_base_of_the_graph_sets_the_prefixes() -> None:
    filled = Store()
    filled.bulk_extend(to_quads(small_graph(), builtin(), "https://b.example/"))
    query = f"ASK {{ e:{ANA} a ng:Person }}"
    assert select(filled, query, base="https://b.example/")
    assert not select(filled, query)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * { ?s ?p ?o", "line 1, column 20"),
        ("SELECT *\n{ ?s ?p }", "line 2, column 10"),
        ("# note\nSELECT * WHERE\n  { ?s ?p ?o } LIMT 3", "line 3, column 22"),
        ("", "line 1, column 1"),
    ],
)
def test_syntax_error_names_its_place(store: Store, query: str, place: str) -> None:
    with pytest.raises(QuerySyntaxError, match=place):
        select(store, query)


def test_unknown_prefix_is_a_syntax_error(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match=r"(?i)prefix"):
        select(store, "SELECT * { ?s nowhere:p ?o }")


def test_missing_graph_is_reported(tmp_path: Path) -> None:
    with pytest.raises(GraphError):
        select(tmp_path, PEOPLE)


@pytest.mark.parametrize("query", [PEOPLE, "ASK { ?s ng:praises ?o }", "DESCRIBE ng:praises"])
def test_answer_with_a_time_limit_is_the_same(store: Store, folder: Path, query: str) -> None:
    expected = select(store, query)
    assert select(folder, query) == expected
    assert select(folder, query, timeout=60) == expected
    assert select(store, query, timeout=60) == expected


@pytest.mark.parametrize(
    ("query", "error"),
    [("SELECT * {", QuerySyntaxError), ("SELECT * { SERVICE <urn:x> {} }", QueryRefused)],
)
def test_errors_come_through_the_process(
    folder: Path, query: str, error: type[NewsgraphError]
) -> None:
    with pytest.raises(error) as caught:
        select(folder, query, timeout=60)
    assert caught.value.hint


def test_missing_graph_comes_through_the_process(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="missing"):
        select(tmp_path, PEOPLE, timeout=60)


def test_endless_query_is_stopped_and_its_process_ended(tmp_path: Path) -> None:
    export(generated_graph(200), tmp_path / "graph.trig", format="trig", vocabulary=builtin())
    with pytest.raises(QueryTimeout, match="longer than 2 seconds"):
        select(tmp_path, ENDLESS, timeout=2)
    assert not [line for line in _command_lines() if str(os.getpid()) in line]


def test_query_that_takes_all_memory_is_ended(tmp_path: Path) -> None:
    export(generated_graph(200), tmp_path / "graph.trig", format="trig", vocabulary=builtin())
    process = QueryProcess(tmp_path, memory=200 * 1024**2)
    bomb = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    with pytest.raises(QueryError, match="200 MB of memory"):
        process.answer(Request(query=bomb, row_limit=10), 60)
    assert not process.alive


def test_one_process_answers_again_and_again_also_after_an_error(folder: Path) -> None:
    process = QueryProcess(folder)
    for _ in range(3):
        assert process.answer(Request(query=PEOPLE, row_limit=10), 60).rows
        with pytest.raises(QuerySyntaxError):
            process.answer(Request(query="SELECT", row_limit=10), 60)
    graph = Iris().graph("doc-fedcba9876543210").value
    praise = Request(query="SELECT * { ?s ng:praises ?o }", row_limit=9, default_graphs=(graph,))
    assert len(process.answer(praise, 60).rows) == 1
    process.close()
    assert not process.alive


def _command_lines() -> list[str]:
    """Parent and command of every query process that runs on this machine."""
    listing = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True, check=True)
    return [line for line in listing.stdout.splitlines() if "newsgraph.rdf.worker" in line]


def test_query_error_is_the_common_root() -> None:
    assert issubclass(QueryTimeout, QueryError) and issubclass(QuerySyntaxError, QueryError)
