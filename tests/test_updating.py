"""Articles come to a graph on the command line, change, and go."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import newsgraph
from articles import DENIAL, PIER, TALKS, write_articles
from command_line import run
from newsgraph.database.layout import Place
from newsgraph.database.snapshots import open_latest
from newsgraph.errors import GraphError
from newsgraph.rdf import to_quads
from newsgraph.rdf.store import load_store
from newsgraph.vocabulary import builtin

pytestmark = pytest.mark.model
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "news")


def dataset(graph: Path) -> set[object]:
    return set(open_latest(Place(graph)).store)


def built(news: Path) -> set[object]:
    return set(to_quads(newsgraph.build([news]).graph, builtin()))


def test_added_graph_is_the_built_one_and_what_is_unchanged_is_not_read_again(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    graph = tmp_path / "graph"
    assert run("add", graph, news / "pier.txt") == 0
    assert run("add", graph, news) == 0
    assert run("add", graph, news) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 added, 0 replaced, 0 unchanged, 0 removed",
        "2 added, 0 replaced, 1 unchanged, 0 removed",
        "0 added, 0 replaced, 3 unchanged, 0 removed",
    ]
    assert dataset(graph) == built(news)
    assert {path.name for path in graph.iterdir()} == {"store"}


def test_update_follows_edited_and_missing_files(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    graph = tmp_path / "graph"
    assert run("add", graph, news, "--quiet") == 0
    (news / "talks.txt").write_text(TALKS.replace("praised", "criticised"))
    (news / "pier.txt").write_text(PIER.replace("Tuesday", "Wednesday"))
    (news / "denial.md").unlink()
    assert run("update", graph, news) == 0
    # The pier has an address and so keeps its id; the talks are another article.
    assert capsys.readouterr().out == "1 added, 1 replaced, 0 unchanged, 1 removed\n"
    assert run("update", graph, news, "--prune") == 0
    assert dataset(graph) == built(news)


def test_remove_takes_files_and_ids_and_refuses_what_is_not_there(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    graph = tmp_path / "graph"
    assert run("add", graph, news, "--quiet") == 0
    assert run("remove", graph, "talks.txt", "nothing.txt") == 1
    assert "no article 'nothing.txt'" in capsys.readouterr().err
    assert run("remove", graph, "talks.txt") == 0
    (news / "talks.txt").unlink()
    assert dataset(graph) == built(news)


def test_unusable_input_is_told_and_the_rest_goes_on(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    (news / "empty.txt").write_text("")
    assert run("add", tmp_path / "graph", news) == 3
    seen = capsys.readouterr()
    assert "empty.txt: holds no text" in seen.err
    assert seen.out.startswith("3 added")


def test_built_folder_becomes_a_database_and_its_files_follow(news: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    (news / "denial.md").unlink()
    assert run("build", news, "-o", graph, "--quiet") == 0
    (news / "denial.md").write_text(DENIAL)
    assert run("add", graph, news, "--quiet") == 0
    assert dataset(graph) == set(load_store(graph / "graph.trig")) == built(news)
    report = json.loads((graph / "report.json").read_text(encoding="utf-8"))
    assert report["counts"]["articles"] == 3
    assert "Nova denies funding" in (graph / "view.html").read_text(encoding="utf-8")
    assert run("build", news, "-o", graph, "--quiet") == 1


def test_judgements_and_names_of_a_build_hold_for_what_is_added(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    graph, names, judgements = (tmp_path / n for n in ("graph", "names.csv", "judgements.jsonl"))
    names.write_text("name,class,aliases\nHarbour Party,PoliticalParty,Nova Party\n", "utf-8")
    words = ["--names", names, "--judgements", judgements]
    judgements.write_text("", "utf-8")
    (news / "denial.md").unlink()
    assert run("build", news, "-o", graph, "--quiet", *words) == 0
    (news / "denial.md").write_text(DENIAL)
    assert run("add", graph, news, "--quiet") == 0
    assert run("build", news, "-o", tmp_path / "other", "--quiet", *words) == 0
    assert dataset(graph) == set(load_store(tmp_path / "other" / "graph.trig"))
    assert (graph / "names.csv").read_bytes() == (tmp_path / "other" / "names.csv").read_bytes()
    judgements.write_text('{"judgement": "reject", "one": "st-that-is-not-there"}\n', "utf-8")
    capsys.readouterr()
    assert run("add", graph, news, "--judgements", judgements) == 0
    seen = capsys.readouterr()
    assert "0 added, 0 replaced, 3 unchanged" in seen.out
    assert "no such statement is here" in seen.err
    judgements.write_text("no judgement\n", "utf-8")
    assert run("update", graph, news, "--judgements", judgements) == 1
    assert "judgements.jsonl" in capsys.readouterr().err


def test_questions_and_exports_read_the_database(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    graph = tmp_path / "graph"
    assert run("add", graph, news, "--quiet", "--base", "https://b.example/") == 0
    assert run("query", graph, "@says_about", "speaker=Ivo Brandt", "-f", "csv") == 0
    assert "praised" in capsys.readouterr().out
    assert run("query", graph, "@about_entity", "entity=a", "-f", "csv") == 1
    assert "choose one by its id" in capsys.readouterr().err
    assert run("export", graph, "-f", "nquads", "-o", tmp_path / "g.nq") == 0
    assert set(load_store(tmp_path / "g.nq")) == dataset(graph)
    assert "https://b.example/e/" in (tmp_path / "g.nq").read_text(encoding="utf-8")


def test_wrong_folder_is_told(news: Path, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "holiday").mkdir()
    (tmp_path / "holiday" / "photo.jpg").write_bytes(b"x")
    assert run("add", tmp_path / "holiday", news) == 1
    assert "is not empty, and no graph" in capsys.readouterr().err
    assert run("remove", tmp_path / "absent", "x") == 1
    assert "no graph at absent" in capsys.readouterr().err
    assert run("update", tmp_path / "absent", "--rebuild") == 1
    assert not (tmp_path / "absent").exists()
    with pytest.raises(GraphError):
        newsgraph.rebuild(tmp_path / "absent")


def test_copied_folder_is_a_graph_like_the_first(news: Path, tmp_path: Path) -> None:
    graph, copy = tmp_path / "graph", tmp_path / "copy"
    assert run("add", graph, news / "pier.txt", "--quiet") == 0
    shutil.copytree(graph, copy)
    assert run("add", copy, news, "--quiet") == 0
    assert dataset(copy) == built(news)
