"""Several processes give what one gives; one that dies or is too slow costs an article."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

import newsgraph
from articles import ARTICLES, write_articles
from newsgraph.errors import ModelNotFound
from newsgraph.model import Document, Extraction, Failure
from newsgraph.processes import ExtractionPool, beside
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


def copies(times: int) -> list[Document]:
    return [
        make_document(f"{text} This is copy {n}.", source=f"{n}")
        for n, text in enumerate(list(ARTICLES.values()) * times)
    ]


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
    documents = copies(2)
    with ExtractionPool(SETTINGS, 1) as pool:
        found = pool.extract(documents)
        results = [next(found)]
        (child,) = children()
        os.kill(child, signal.SIGKILL)
        results += list(found)
    lost = [r for r in results if isinstance(r, Failure)]
    read = [r.document.source for r in results if isinstance(r, Extraction)]
    assert len(lost) <= 1
    assert sorted([*read, *(f.source for f in lost)], key=int) == [d.source for d in documents]
    assert all("died (exit code -9)" in f.message and f.hint for f in lost)
    assert children() == []


def test_nothing_is_left_running_if_the_rest_is_not_wanted() -> None:
    with ExtractionPool(SETTINGS, 1) as pool:
        assert isinstance(next(pool.extract(copies(2))), Extraction)
    assert children() == []


def test_article_that_needs_too_long_is_left_out_and_the_others_are_read() -> None:
    one, other = copies(1)[:2]
    long = make_document("\n\n".join(f"{one.text} Part {n}." for n in range(2000)), source="long")
    result = newsgraph.build([one, long, other], settings=SETTINGS, timeout=3)
    (failure,) = result.failures
    assert failure.source == "long"
    assert failure.message == "reading it took more than 3 seconds and was stopped"
    assert "--timeout" in failure.hint
    assert set(result.graph.documents) == {one.id, other.id}
    assert children() == []


def test_what_is_wrong_with_all_articles_is_told_once() -> None:
    settings = Settings(model="no_such_pipeline")
    with pytest.raises(ModelNotFound, match="no_such_pipeline"):
        newsgraph.build(copies(1), settings=settings, workers=2)
    assert children() == []


def test_copy_of_the_process_works_beside_it_and_its_faults_are_raised(tmp_path: Path) -> None:
    with beside(lambda: (tmp_path / "a").write_text("copy", encoding="utf-8")):
        (tmp_path / "b").write_text("here", encoding="utf-8")
    assert sorted(path.read_text("utf-8") for path in tmp_path.iterdir()) == ["copy", "here"]
    with (
        pytest.raises(FileNotFoundError),
        beside(lambda: (tmp_path / "no" / "a").write_text("lost", encoding="utf-8")),
    ):
        pass
    with pytest.raises(OSError, match="died"), beside(lambda: os.kill(os.getpid(), signal.SIGKILL)):
        pass


def test_graph_saved_by_two_processes_is_the_same_bytes(tmp_path: Path) -> None:
    result = newsgraph.build(copies(1), settings=SETTINGS)
    for workers in (1, 2):
        newsgraph.save(result, tmp_path / f"{workers}", workers=workers)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in "12")
    assert one == two
