"""An article that makes the work on all of them fail costs itself alone.

Faults are planted in the program itself: a function of it raises when it meets one article.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import newsgraph
from articles import write_articles
from factory_graph import generated_graph
from newsgraph.blame import spared
from newsgraph.errors import GraphError
from newsgraph.model import Extraction

ARTICLES = [*generated_graph(300).extractions.values()]


def failing(unfit: Callable[[set[str]], bool]) -> Callable[[Sequence[Extraction]], set[str]]:
    def work(articles: Sequence[Extraction]) -> set[str]:
        ids = {x.document.id for x in articles}
        if unfit(ids):
            raise ValueError("too much")
        return ids

    return work


def ids_of(positions: Sequence[int]) -> list[str]:
    return [sorted(x.document.id for x in ARTICLES)[n] for n in positions]


@pytest.mark.parametrize("positions", [(0,), (-1,), (3, 4), (0, 7, 11, -1)], ids=str)
def test_articles_to_blame_are_left_out_and_reported(positions: tuple[int, ...]) -> None:
    bad = set(ids_of(positions))
    done, failures = spared(ARTICLES, failing(lambda ids: bool(ids & bad)), "export")
    assert done == {x.document.id for x in ARTICLES} - bad
    assert len(failures) == len(bad)
    assert {(f.stage, f.message, f.fatal) for f in failures} == {
        ("export", "ValueError: too much", True)
    }


def test_of_articles_that_fail_together_one_is_left_out() -> None:
    pair = set(ids_of((2, -2)))
    done, failures = spared(ARTICLES, failing(lambda ids: pair <= ids), "export")
    assert len(done) == len(ARTICLES) - 1
    assert len(failures) == 1


def test_fault_that_needs_no_article_or_has_too_many_is_raised() -> None:
    for unfit in (lambda _: True, lambda ids: len(ids) > 0):
        with pytest.raises(ValueError, match="too much"):
            spared(ARTICLES, failing(unfit), "export")


def test_errors_raised_on_purpose_are_nobodys_fault() -> None:
    def work(articles: Sequence[Extraction]) -> None:
        raise GraphError("damaged")

    with pytest.raises(GraphError):
        spared(ARTICLES, work, "export")


# In the program

#: Loaded by every Python that finds it on its path: a function fails when it meets ``trap.txt``.
TRAP = """
import importlib, os
home, _, name = os.environ["TRAP"].partition(":")
owner = importlib.import_module(home)
*parts, last = name.split(".")
for part in parts:
    owner = getattr(owner, part)
before = getattr(owner, last)
def trapped(*given, **options):
    for thing in given:
        document = getattr(thing, "document", thing)
        if str(getattr(document, "source", "")).endswith("trap.txt"):
            raise RecursionError("planted")
    return before(*given, **options)
setattr(owner, last, trapped)
"""
TEXT = "Ella Norland met Zora Trapp in Brenna. She praised Ivo Brandt."
#: Stage that is told → where the fault is planted.
FAULTS = (
    ("resolution", "newsgraph.extractions:redact"),
    ("resolution", "newsgraph.resolution:to_nodes"),
    ("export", "newsgraph.rdf.encode:Encoder._support"),
    ("export", "newsgraph.extractions:to_json"),
)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_articles(tmp_path_factory.mktemp("blame") / "news")


def run(trap: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    (folder / "sitecustomize.py").write_text(TRAP, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "newsgraph", *words],
        env={**os.environ, "TRAP": trap, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != "report.json"}


@pytest.mark.model
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(("stage", "fault"), FAULTS, ids=str)
def test_build_goes_on_without_the_article_that_would_end_it(
    stage: str, fault: str, workers: str, news: Path, tmp_path: Path
) -> None:
    (tmp_path / "trap.txt").write_text(TEXT, encoding="utf-8")
    inputs = (str(tmp_path / "trap.txt"), str(news))
    graph = tmp_path / "graph"
    done = run(fault, tmp_path, "build", *inputs, "-o", str(graph), "--workers", workers)
    assert done.returncode == 3, done.stderr
    told = "error: trap.txt: RecursionError: planted (a fault of newsgraph: report it)"
    assert told in done.stderr.splitlines()
    failures = json.loads((graph / "report.json").read_text())["failures"]
    assert [(f["source"], f["stage"]) for f in failures] == [("trap.txt", stage)]
    newsgraph.save(newsgraph.build([news]), tmp_path / "without")
    assert contents(graph) == contents(tmp_path / "without")


@pytest.mark.model
@pytest.mark.parametrize(
    "fault",
    [
        "newsgraph.extractions:redact",
        "newsgraph.resolution.blocks:to_nodes",
        "newsgraph.rdf.encode:Encoder._support",
        "newsgraph.extractions:to_json",
    ],
)
def test_database_goes_on_without_the_article_that_would_end_it(
    fault: str, news: Path, tmp_path: Path
) -> None:
    (tmp_path / "trap.txt").write_text(TEXT, encoding="utf-8")
    graph = tmp_path / "graph"
    done = run(fault, tmp_path, "add", str(graph), str(tmp_path / "trap.txt"), str(news))
    assert done.returncode == 3, done.stderr
    assert "error: trap.txt: RecursionError: planted" in done.stderr
    assert len(newsgraph.load(graph).graph.documents) == len(list(news.iterdir()))
    newsgraph.add(graph, [tmp_path / "trap.txt"])
    assert newsgraph.query(graph, "ASK { ?who skos:prefLabel 'Zora Trapp'@en }")


@pytest.mark.model
def test_rebuild_goes_on_without_the_article_that_would_end_it(news: Path, tmp_path: Path) -> None:
    (tmp_path / "trap.txt").write_text(TEXT, encoding="utf-8")
    graph = tmp_path / "graph"
    newsgraph.add(graph, [news, tmp_path / "trap.txt"])
    fault = "newsgraph.resolution.blocks:to_nodes"
    done = run(fault, tmp_path, "update", str(graph), "--rebuild")
    assert done.returncode == 3, done.stderr
    assert "error: trap.txt: RecursionError: planted" in done.stderr
    assert len(newsgraph.load(graph).graph.documents) == len(list(news.iterdir()))
    assert not newsgraph.query(graph, "ASK { ?who skos:prefLabel 'Zora Trapp'@en }")
    assert newsgraph.query(graph, "ASK { ?who skos:prefLabel 'Ella Norland'@en }")


@pytest.mark.model
def test_update_that_the_store_does_not_understand_costs_its_article(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "graph"
    newsgraph.add(graph, [news])
    (tmp_path / "trap.txt").write_text(TEXT, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("newsgraph.database.changes._data", lambda _: "no SPARQL at all")
        changes = newsgraph.add(graph, [tmp_path / "trap.txt"])
    assert [(f.source, f.stage) for f in changes.failures] == [("trap.txt", "resolution")]
    again = newsgraph.add(graph, [news, tmp_path / "trap.txt"])
    assert len(again.unchanged) == len(list(news.iterdir()))
    assert len(again.added) == 1
    assert newsgraph.query(graph, "ASK { ?who skos:prefLabel 'Zora Trapp'@en }")
