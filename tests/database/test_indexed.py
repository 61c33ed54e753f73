"""A large dataset of a built graph is indexed on disk, once for each content."""

from __future__ import annotations

from pathlib import Path

import pytest

from factory_graph import small_graph
from newsgraph.database import indexed
from newsgraph.database.indexed import FOLDER, open_indexed
from newsgraph.errors import GraphError
from newsgraph.exporting import export
from newsgraph.rdf.store import load_store
from newsgraph.vocabulary import builtin


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(indexed, "ABOVE", 1000)
    export(small_graph(), tmp_path / "graph.trig", format="trig", vocabulary=builtin())
    return tmp_path


def test_index_holds_the_dataset_and_is_made_once(graph: Path) -> None:
    told: list[str] = []
    sizes = []
    for _ in range(2):
        with open_indexed(graph, told.append) as path:
            sizes.append(len(load_store(path)))
    assert sizes == [len(load_store(graph))] * 2
    assert len(told) == 1


def test_another_content_is_indexed_anew_and_the_old_index_goes(graph: Path) -> None:
    with open_indexed(graph, lambda _: None) as first:
        pass
    file = graph / "graph.trig"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Port of Kelm", "Port of Kalm"), encoding="utf-8")
    assert file.stat().st_size == len(text.encode())
    with open_indexed(graph, lambda _: None) as second:
        labels = {str(quad.object) for quad in load_store(second)}
    assert any("Kalm" in label for label in labels)
    assert not any("Port of Kelm" in label for label in labels)
    assert not first.exists()


def test_index_that_is_read_stays(graph: Path) -> None:
    with open_indexed(graph, lambda _: None) as first:
        (graph / "graph.trig").write_text("# nothing\n" * 200, encoding="utf-8")
        with open_indexed(graph, lambda _: None) as second:
            assert len(load_store(second)) == 0
        assert len(load_store(first)) > 100
    assert len([path for path in (graph / FOLDER).iterdir() if path.is_dir()]) == 2


def test_small_dataset_and_single_file_are_read_as_they_are(
    graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_indexed(graph / "graph.trig", lambda _: None) as path:
        assert path == graph / "graph.trig"
    monkeypatch.setattr(indexed, "ABOVE", 10**9)
    with open_indexed(graph, lambda _: None) as path:
        assert path == graph
    assert not (graph / FOLDER).exists()


def test_damaged_dataset_is_named_when_it_is_read(graph: Path) -> None:
    (graph / "graph.trig").write_text("<" * 2000, encoding="utf-8")
    with (
        open_indexed(graph, lambda _: None) as path,
        pytest.raises(GraphError, match="cannot read"),
    ):
        load_store(path)
    assert not [p for p in (graph / FOLDER).iterdir() if p.is_dir()]


def test_folder_that_may_not_be_written_to_is_served_from_memory(graph: Path) -> None:
    (graph / FOLDER).write_text("in the way", encoding="utf-8")
    with open_indexed(graph, lambda _: None) as path:
        assert path == graph
