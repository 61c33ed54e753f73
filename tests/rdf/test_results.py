from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)
from rdflib.plugins.sparql.results.jsonresults import JSONResult

from factory_graph import HOSTILE
from newsgraph.rdf.results import (
    Answer,
    AnswerKind,
    to_cells,
    to_csv,
    to_json,
    to_markdown,
    to_tsv,
    to_turtle,
    to_xml,
)
from newsgraph.rdf.terms import XSD, integer, ng, plain

TABLE = Answer(
    kind=AnswerKind.TABLE,
    columns=("who", "what"),
    rows=(
        (NamedNode("https://newsgraph.invalid/e/ana-1"), Literal("a|b\n\\c", language="en")),
        (ng("praises"), integer(3)),
        (None, plain(HOSTILE)),
        (BlankNode("b"), plain("x")),
        (Triple(NamedNode("urn:a"), ng("p"), plain("o")), plain("")),
    ),
)
YES = Answer(kind=AnswerKind.BOOLEAN, columns=("answer",), rows=((Literal(True),),))
GRAPH = Answer(
    kind=AnswerKind.GRAPH,
    columns=("subject", "predicate", "object"),
    rows=((ng("a"), ng("b"), plain(HOSTILE)),),
)


def test_cells_are_short_and_bare() -> None:
    assert to_cells(TABLE)[:3] == [["e:ana-1", "a|b\n\\c"], ["ng:praises", "3"], ["", HOSTILE]]
    assert to_cells(TABLE, "urn:other:")[0][0] == "https://newsgraph.invalid/e/ana-1"


def test_csv_reads_back() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(TABLE), newline="")))
    assert rows[0] == ["who", "what"]
    assert rows[1] == ["https://newsgraph.invalid/e/ana-1", "a|b\n\\c"]
    assert rows[3] == ["", HOSTILE]
    assert rows[4][0] == "_:b"


def test_json_is_understood_by_rdflib() -> None:
    plain_rows = Answer(kind=TABLE.kind, columns=TABLE.columns, rows=TABLE.rows[:3])
    result = JSONResult(json.loads(to_json(plain_rows)))
    assert [str(name) for name in result.vars or []] == ["who", "what"]
    bindings = list(result.bindings)
    assert bindings[0][rdflib.Variable("what")] == rdflib.Literal("a|b\n\\c", lang="en")
    assert bindings[1][rdflib.Variable("what")] == rdflib.Literal(3)
    assert rdflib.Variable("who") not in bindings[2]


def test_json_knows_every_kind_of_term() -> None:
    rows = json.loads(to_json(TABLE))["results"]["bindings"]
    assert rows[1]["what"] == {"type": "literal", "value": "3", "datatype": f"{XSD}integer"}
    assert rows[3]["who"] == {"type": "bnode", "value": "b"}
    assert rows[4]["who"]["value"]["object"] == {"type": "literal", "value": "o"}


def test_markdown_keeps_each_row_on_its_line() -> None:
    lines = to_markdown(TABLE).splitlines()
    assert len(lines) == 2 + len(TABLE.rows)
    assert lines[2] == "| e:ana-1 | a\\|b \\\\c |"


def test_boolean_is_shown_in_every_form() -> None:
    assert bool(YES)
    assert json.loads(to_json(YES)) == {"head": {}, "boolean": True}
    assert to_csv(YES) == "answer\r\ntrue\r\n"
    assert "| true |" in to_markdown(YES)


def test_empty_table_is_false_and_has_a_header() -> None:
    empty = Answer(kind=AnswerKind.TABLE, columns=("a",), rows=())
    assert not empty
    assert to_csv(empty) == "a\r\n"
    assert json.loads(to_json(empty))["results"]["bindings"] == []


def test_graph_is_turtle() -> None:
    graph = rdflib.Graph().parse(data=to_turtle(GRAPH), format="turtle")
    assert [str(o) for o in graph.objects()] == [HOSTILE]
    with pytest.raises(ValueError, match="not a graph"):
        to_turtle(TABLE)


@pytest.mark.parametrize(
    ("write", "form"),
    [(to_xml, QueryResultsFormat.XML), (to_tsv, QueryResultsFormat.TSV)],
    ids=["xml", "tsv"],
)
def test_xml_and_tsv_read_back_the_same_terms(
    write: Callable[[Answer], str], form: QueryResultsFormat
) -> None:
    rows = (*TABLE.rows[:4], (plain("tab\there \r\n 'Łódź' \"q\" \\"), integer(-7)))
    answer = Answer(kind=TABLE.kind, columns=TABLE.columns, rows=rows)
    found = parse_query_results(write(answer).encode(), format=form)
    assert isinstance(found, QuerySolutions)
    read = [[row["who"], row["what"]] for row in found]
    blank = read.pop(3)
    assert isinstance(blank[0], BlankNode)
    assert read == [list(row) for n, row in enumerate(rows) if n != 3]


def test_xml_of_a_truth_and_of_what_xml_cannot_hold() -> None:
    found = parse_query_results(to_xml(YES).encode(), format=QueryResultsFormat.XML)
    assert isinstance(found, QueryBoolean) and bool(found)
    bad = Answer(kind=AnswerKind.TABLE, columns=("x",), rows=((Literal("a\x00\x1bb"),),))
    (row,) = parse_query_results(to_xml(bad).encode(), format=QueryResultsFormat.XML)  # type: ignore[misc]
    assert row["x"] == Literal("a\ufffd\ufffdb")
