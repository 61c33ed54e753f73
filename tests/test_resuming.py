"""A build that is stopped, however rudely, leaves a sound folder; the next one goes on from it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import newsgraph
from articles import ARTICLES
from newsgraph import journal, staging
from newsgraph.errors import GraphBusy, GraphError
from newsgraph.journal import Journal
from newsgraph.model import Document
from newsgraph.reading import make_document
from newsgraph.settings import Settings

pytestmark = pytest.mark.model

COPIES = 8
WORKERS = ("--workers", "2")
TEXTS = {name: text.split("---\n")[-1].strip() for name, text in sorted(ARTICLES.items())}
SETTINGS = Settings()


def documents() -> list[Document]:
    return [
        make_document(f"{text}\n\nMayor Tomas Hale praised Hall Number {n}.", source=f"{name}{n}")
        for n in range(COPIES)
        for name, text in TEXTS.items()
    ]


@pytest.fixture(scope="module", autouse=True)
def interruptible() -> Iterator[None]:
    """Let children be interrupted although this process may be one that a shell put aside."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    for document in documents():
        (folder / f"{document.source}.txt").write_text(document.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(news: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build at one go writes."""
    folder = tmp_path_factory.mktemp("whole") / "graph"
    newsgraph.save(newsgraph.build([news], settings=SETTINGS), folder)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def start(news: Path, graph: Path, *options: str) -> subprocess.Popen[str]:
    words = ["build", str(news), "-o", str(graph), "--verbose", *options]
    return subprocess.Popen(
        [sys.executable, "-m", "newsgraph", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not condition():
        assert process.poll() is None, "it was done before it could be stopped"
        time.sleep(0.005)


def stop(process: subprocess.Popen[str], kind: signal.Signals) -> tuple[int, str]:
    process.send_signal(kind)
    _, told = process.communicate(timeout=60)
    return process.returncode, told


def entries(graph: Path) -> int:
    path = graph / journal.NAME
    return path.read_bytes().count(b"\n") - 1 if path.is_file() else -1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "code", "options"),
    [
        (signal.SIGKILL, -9, ()),
        (signal.SIGINT, 130, ()),
        (signal.SIGKILL, -9, WORKERS),
        (signal.SIGINT, 130, WORKERS),
        (signal.SIGTERM, -15, WORKERS),
    ],
)
def test_stopped_build_goes_on_and_writes_what_one_at_one_go_writes(
    kind: signal.Signals,
    code: int,
    options: tuple[str, ...],
    news: Path,
    whole: dict[str, bytes],
    tmp_path: Path,
) -> None:
    graph = tmp_path / "graph"
    first = start(news, graph, *options)
    wait_for(lambda: entries(graph) >= 3, first)
    stopped, told = stop(first, kind)
    assert stopped == code
    assert "Traceback" not in told
    if kind is signal.SIGINT:
        assert "the same command goes on from it" in told
    assert [path.name for path in graph.iterdir()] == [journal.NAME]
    before = entries(graph)
    second = start(news, graph, *options)
    _, told = second.communicate(timeout=120)
    assert second.returncode == 0
    assert "interrupted" in told.split("\n")[0]
    assert told.count("(read before)") >= before
    assert contents(graph) == whole


def test_build_that_is_killed_as_it_writes_leaves_the_graph_that_was_there(
    news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    (tmp_path / "a.txt").write_text("Lena Novak visited Rijeka on Monday.", encoding="utf-8")
    newsgraph.save(newsgraph.build([tmp_path / "a.txt"], settings=SETTINGS), graph)
    old = contents(graph)
    process = start(news, graph)
    wait_for(lambda: any(graph.glob(".newsgraph-writing-*/*")), process)
    assert stop(process, signal.SIGKILL)[0] == -9
    assert {n: c for n, c in contents_of_files(graph).items() if not n.startswith(".")} == old
    assert len(newsgraph.load(graph).graph.documents) == 1
    newsgraph.save(newsgraph.build([news], settings=SETTINGS, resume=graph), graph)
    assert contents(graph) == whole  # and no hidden folder is left


def contents_of_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("moved", [0, 1, 3])
def test_graph_that_was_written_in_full_is_put_in_place_by_who_opens_it(
    moved: int, news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    newsgraph.save(newsgraph.build(documents()[:1], settings=SETTINGS), graph)
    (graph / "names.csv").write_text("of a build before", encoding="utf-8")
    written = graph / ".newsgraph-written"
    written.mkdir()
    (written / ".gone.json").write_text('["names.csv"]', encoding="utf-8")
    for number, (name, content) in enumerate(sorted(whole.items())):
        place = graph if number < moved else written
        (place / name).write_bytes(content)
    assert newsgraph.query(graph, "ASK { ?s ?p ?o }").rows
    assert contents(graph) == whole


def test_half_written_files_of_a_live_program_are_left_alone(tmp_path: Path) -> None:
    with staging.replacing(tmp_path) as slow:
        (slow / "a").write_text("slow", encoding="utf-8")
        with staging.replacing(tmp_path) as quick:
            (quick / "b").write_text("quick", encoding="utf-8")
        assert (slow / "a").is_file()
    assert contents(tmp_path) == {"a": b"slow", "b": b"quick"}


def test_folder_that_cannot_be_mended_is_told(tmp_path: Path) -> None:
    newsgraph.save(newsgraph.build(documents()[:1], settings=SETTINGS), tmp_path)
    written = tmp_path / ".newsgraph-written"
    written.mkdir()
    (written / ".gone.json").write_text("[]", encoding="utf-8")
    (written / "graph.ttl").write_text("new", encoding="utf-8")
    (tmp_path / "graph.ttl").unlink()
    (tmp_path / "graph.ttl").mkdir()  # nothing can take its place
    with pytest.raises(GraphError, match="half replaced"):
        newsgraph.load(tmp_path)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A folder with the journal of a build that was interrupted after four articles."""
    with Journal(tmp_path, SETTINGS) as kept:
        for document in documents()[:4]:
            kept.put(document, newsgraph.extract(document))
    return tmp_path


def known(folder: Path, settings: Settings = SETTINGS) -> list[int]:
    with Journal(folder, settings) as kept:
        return [n for n, document in enumerate(documents()[:6]) if kept.get(document)]


def test_journal_gives_back_what_was_read_without_the_text(begun: Path) -> None:
    with Journal(begun, SETTINGS) as kept:
        for document in documents()[:4]:
            assert kept.get(document) == newsgraph.extract(document)
    assert b"Mayor Tomas Hale praised Hall" not in (begun / journal.NAME).read_bytes()


def test_journal_counts_for_the_same_settings_only(begun: Path, tmp_path: Path) -> None:
    assert known(begun) == [0, 1, 2, 3]
    assert known(begun, Settings(base="https://data.example.org/")) == [0, 1, 2, 3]
    assert known(begun, Settings(rules_only=True)) == []
    assert known(begun) == []  # a build with other settings has begun anew


def test_journal_counts_for_the_same_names_file_only(tmp_path: Path) -> None:
    names = tmp_path / "names.csv"
    names.write_text("name,class\nFrobnia Works,Company\n", encoding="utf-8")
    settings = Settings(names=str(names))
    with Journal(tmp_path / "graph", settings) as kept:
        kept.put(documents()[0], newsgraph.extract(documents()[0]))
    assert known(tmp_path / "graph", settings) == [0]
    names.write_text("name,class\nFrobnia Works,City\n", encoding="utf-8")
    assert known(tmp_path / "graph", settings) == []


def test_changed_article_is_read_again(begun: Path) -> None:
    changed = make_document(documents()[0].text + " He left.", source=documents()[0].source)
    with Journal(begun, SETTINGS) as kept:
        assert kept.get(changed) is None


@pytest.mark.parametrize("cut", [1, 40, 2000])
def test_journal_cut_short_counts_as_far_as_it_is_whole(begun: Path, cut: int) -> None:
    path = begun / journal.NAME
    os.truncate(path, path.stat().st_size - cut)
    assert known(begun) == [0, 1, 2]
    with Journal(begun, SETTINGS) as kept:
        kept.put(documents()[5], newsgraph.extract(documents()[5]))
    assert known(begun) == [0, 1, 2, 5]


def test_journal_full_of_noise_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / journal.NAME).write_bytes(bytes(range(256)) * 20)
    assert known(tmp_path) == []
    assert newsgraph.build(documents()[:1], settings=SETTINGS, resume=tmp_path).graph.facts


def test_second_build_of_a_folder_is_refused_while_one_is_running(begun: Path) -> None:
    with Journal(begun, SETTINGS), pytest.raises(GraphBusy, match="another build"):
        newsgraph.build(documents()[:1], settings=SETTINGS, resume=begun)


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_stopped_add_goes_on_with_the_articles_that_are_missing(
    kind: signal.Signals, news: Path, tmp_path: Path
) -> None:
    graph, command = tmp_path / "kg", [sys.executable, "-m", "newsgraph", "add"]
    words = [str(graph), str(news), "--workers", "2", "--verbose"]
    first = subprocess.Popen([*command, *words], stderr=subprocess.PIPE, text=True)
    assert first.stderr is not None
    for _ in range(4):
        first.stderr.readline()
    _, told = stop(first, kind)
    assert first.returncode == {signal.SIGKILL: -9, signal.SIGINT: 130}[kind]
    assert "Traceback" not in told
    second = subprocess.run([*command, *words], capture_output=True, text=True, check=True)
    added, unchanged = (int(part.split()[0]) for part in second.stdout.split(", ")[:4:2])
    assert unchanged >= 3
    assert added + unchanged == COPIES * len(TEXTS)
    assert newsgraph.query(graph, "ASK { ?s ng:visits ?o }").rows
