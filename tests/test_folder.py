"""A graph's folder: written whole, opened again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import newsgraph
from factory_graph import small_articles
from newsgraph.errors import ExportError, GraphError, PluginError, QueryError
from newsgraph.extractions import redact
from newsgraph.folder import ask, export, load, query, questions
from newsgraph.graph import assemble
from newsgraph.model import Failure
from newsgraph.report import BuildResult, make_report, summarise
from newsgraph.resolution import resolve
from newsgraph.saving import save
from newsgraph.settings import Settings, StoreText
from newsgraph.vocabulary import builtin

FILES = {
    "extractions.jsonl",
    "graph.json",
    "graph.trig",
    "graph.ttl",
    "report.json",
    "view.html",
}
SETTINGS = Settings(base="https://graphs.example/", vocabulary="/home/someone/words")
NOTE = Failure(source="b.txt", stage="reading", message="holds headlines only", fatal=False)


def small_result(settings: Settings = SETTINGS) -> BuildResult:
    extractions = [redact(a.extraction(), settings.store_text) for a in small_articles()]
    return BuildResult(
        graph=assemble(extractions, resolve(extractions, builtin())),
        failures=(NOTE,),
        settings=settings,
        vocabulary=builtin(),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(small_result(), tmp_path / "graphs" / "small", title="Small")
    return tmp_path / "graphs" / "small"


def test_save_writes_all_files_and_nothing_else(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES


def test_save_twice_gives_the_same_bytes_and_keeps_other_files(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "notes.txt").write_text("mine")
    save(small_result(), folder, title="Small")
    assert {n: (folder / n).read_bytes() for n in FILES} == before
    assert (folder / "notes.txt").read_text() == "mine"


def test_save_writes_nothing_if_one_file_fails(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    monkeypatch.setattr(newsgraph.saving, "make_report", lambda result: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save(small_result(Settings()), folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_save_refuses_a_file_as_folder(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    path.write_text("not a folder")
    with pytest.raises(ExportError, match="graph"):
        save(small_result(), path)


def test_report_has_counts_and_no_path(folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["articles"] == 2
    assert report["counts"]["facts"] == sum(report["facts_by_relation"].values())
    assert report["counts"]["entities"] == sum(report["entities_by_class"].values())
    assert report["settings"]["vocabulary"] == "words"
    assert report["failures"][0]["message"] == NOTE.message
    assert report["versions"]["newsgraph"] == newsgraph.__version__


def test_load_gives_the_graph_that_was_saved(folder: Path) -> None:
    loaded, saved = load(folder), small_result()
    assert loaded.graph.facts == saved.graph.facts
    assert loaded.graph.entities == saved.graph.entities
    assert loaded.failures == saved.failures
    assert loaded.settings.base == SETTINGS.base


@pytest.mark.parametrize("name", ["extractions.jsonl", "report.json"])
@pytest.mark.parametrize("content", [None, "{", "[]", '{"settings": 1}'])
def test_load_names_the_damaged_file(folder: Path, name: str, content: str | None) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content)
    with pytest.raises(GraphError, match=name) as caught:
        load(folder)
    assert caught.value.hint


def test_load_refuses_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="absent"):
        load(tmp_path / "absent")


@pytest.mark.parametrize("format_name", ["turtle", "trig", "nquads", "jsonld", "ntriples"])
def test_export_names_things_under_the_base(tmp_path: Path, format_name: str) -> None:
    export(small_result(), tmp_path / "graph", format=format_name)
    assert "https://graphs.example/" in (tmp_path / "graph").read_text(encoding="utf-8")


@pytest.mark.parametrize("format_name", ["graphml", "gexf", "json", "csv", "html"])
def test_export_writes_other_formats(tmp_path: Path, format_name: str) -> None:
    export(small_result(), tmp_path / "graph", format=format_name)
    assert "Brenn Mission" in (tmp_path / "graph").read_text(encoding="utf-8")


def test_export_refuses_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="turtel") as caught:
        export(small_result(), tmp_path / "graph", format="turtel")
    assert "turtle" in str(caught.value)


@pytest.mark.parametrize(("store_text", "quoted"), [("none", False), ("quotes", True)])
def test_saved_files_hold_as_much_text_as_wanted(
    tmp_path: Path, store_text: str, quoted: bool
) -> None:
    save(small_result(Settings(store_text=StoreText(store_text))), tmp_path)
    words = "praised the Brenn Mission again"
    for name in ("graph.trig", "extractions.jsonl"):
        assert (words in (tmp_path / name).read_text(encoding="utf-8")) is quoted


def test_query_answers_over_a_folder(folder: Path) -> None:
    answer = query(folder, "SELECT DISTINCT ?s { ?s ng:praises ?o }", timeout=60)
    assert len(answer.rows) == 1
    assert "https://graphs.example/" in str(answer.rows[0][0])


def test_ask_answers_every_question(folder: Path) -> None:
    for question in questions():
        assert ask(folder, question.name).columns
    with pytest.raises(QueryError, match="no_such"):
        ask(folder, "no_such")


def test_summarise_shows_facts_with_their_sentences() -> None:
    result = small_result()
    text = summarise(result, facts=3)
    assert text.startswith("2 articles, ")
    assert "Best supported facts" in text
    assert text.count("“") == 3
    assert make_report(result) == make_report(result)
