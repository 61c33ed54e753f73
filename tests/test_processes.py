"""Several processes give what one gives, and the death of one costs an article."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

import newsgraph
from articles import ARTICLES, write_articles
from newsgraph.model import Extraction, Failure
from newsgraph.processes import extract_in_processes
from newsgraph.reading import make_document
from newsgraph.settings import Settings

pytestmark = pytest.mark.model

SETTINGS = Settings()


def children() -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = listed.stdout.splitlines()
    return [int(line.split()[0]) for line in lines if "newsgraph.extracting" in line]


def test_graph_is_the_same_bytes_whatever_the_number_of_workers(tmp_path: Path) -> None:
    news = write_articles(tmp_path / "news")
    for workers in (1, 2):
        result = newsgraph.build([news], settings=SETTINGS, workers=workers)
        newsgraph.save(result, tmp_path / f"graph{workers}", title="Sample")
    one, two = tmp_path / "graph1", tmp_path / "graph2"
    names = sorted(path.name for path in one.iterdir())
    assert len(names) == 6
    assert [(one / n).read_bytes() for n in names] == [(two / n).read_bytes() for n in names]
    assert children() == []


def test_death_of_a_process_costs_one_article() -> None:
    documents = [
        make_document(f"{text} This is copy {n}.", source=f"{n}")
        for n, text in enumerate(list(ARTICLES.values()) * 2)
    ]
    found = extract_in_processes(documents, SETTINGS, 1)
    results = [next(found)]
    (child,) = children()
    os.kill(child, signal.SIGKILL)
    results += list(found)
    lost = [r for r in results if isinstance(r, Failure)]
    read = [r.document.source for r in results if isinstance(r, Extraction)]
    assert len(lost) <= 1
    assert sorted([*read, *(f.source for f in lost)]) == [d.source for d in documents]
    assert all("died (exit code -9)" in f.message and f.hint for f in lost)
    assert children() == []


def test_nothing_is_left_running_if_the_rest_is_not_wanted() -> None:
    documents = [make_document(f"{ARTICLES['pier.txt']} Copy {n}.") for n in range(6)]
    found = extract_in_processes(documents, SETTINGS, 1)
    assert isinstance(next(found), Extraction)
    found.close()  # type: ignore[attr-defined]
    assert children() == []
