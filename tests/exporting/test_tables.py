from __future__ import annotations

import csv
import io
from pathlib import Path

from factory_graph import COMPANY, HOSTILE, graph_of, small_graph
from newsgraph.exporting import export
from newsgraph.graph import KnowledgeGraph
from newsgraph.settings import StoreText
from newsgraph.vocabulary import builtin


def table(
    name: str, tmp_path: Path, graph: KnowledgeGraph | None = None, **options: object
) -> list[dict[str, str]]:
    path = tmp_path / "table.csv"
    export(graph or small_graph(), path, format=name, vocabulary=builtin(), **options)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_statements_have_their_sentence_and_article(tmp_path: Path) -> None:
    graph = small_graph()
    rows = table("csv", tmp_path)
    assert len(rows) == sum(1 for _ in graph.statements())
    for row in rows:
        text = graph.documents[row["document"]].text
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    (denied,) = [row for row in rows if row["relation"] == "withdrawsFrom"]
    assert denied["subject_name"] == "Northern River Council"
    assert (denied["polarity"], denied["modality"]) == ("negative", "future")
    assert denied["speaker_text"] == "She"
    assert denied["article_published"] == "2025-03-04"


def test_words_of_the_article_can_be_left_out(tmp_path: Path) -> None:
    rows = table("csv", tmp_path, store_text=StoreText.NONE)
    assert {row["quote"] for row in rows} == {""}
    assert {row["predicate"] for row in rows} == {""}
    assert all(int(row["end"]) > 0 for row in rows)


def test_facts_say_whether_they_hold(tmp_path: Path) -> None:
    rows = {row["relation"]: row for row in table("csv-facts", tmp_path)}
    assert len(rows) == 8
    assert rows["praises"]["asserted"] == "true"
    assert rows["praises"]["articles"] == "2"
    assert rows["criticises"]["disputed"] == "true"
    assert rows["deploysTo"]["asserted"] == "false"
    assert rows["occursOn"]["object"] == ""
    assert (rows["occursOn"]["object_name"], rows["occursOn"]["object_datatype"]) == (
        "2025-03-09",
        "date",
    )


def test_entities_are_listed_with_their_aliases(tmp_path: Path) -> None:
    rows = {row["id"]: row for row in table("csv-entities", tmp_path)}
    assert len(rows) == 7
    assert rows[COMPANY]["name"] == HOSTILE
    assert rows[COMPANY]["coarse_class"] == "organization"


def test_formula_is_disarmed(tmp_path: Path) -> None:
    rows = {row["id"]: row for row in table("csv-entities", tmp_path)}
    assert rows[COMPANY]["aliases"] == '\'=HYPERLINK("http://evil.example")'


def test_empty_graph_is_an_empty_table(tmp_path: Path) -> None:
    assert table("csv", tmp_path, graph_of([], {})) == []
