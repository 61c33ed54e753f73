from __future__ import annotations

from pathlib import Path

import pytest

from factory_graph import small_graph
from newsgraph.errors import GraphError
from newsgraph.exporting import export
from newsgraph.rdf import to_quads
from newsgraph.rdf.store import load_store
from newsgraph.vocabulary import builtin


def test_graph_folder_loads_as_a_whole(tmp_path: Path) -> None:
    export(small_graph(), tmp_path / "graph.trig", format="trig", vocabulary=builtin())
    assert set(load_store(tmp_path)) == set(to_quads(small_graph(), builtin()))


@pytest.mark.parametrize(("name", "format_name"), [("a.nq", "nquads"), ("b.jsonld", "jsonld")])
def test_single_file_loads_by_its_ending(tmp_path: Path, name: str, format_name: str) -> None:
    export(small_graph(), tmp_path / name, format=format_name, vocabulary=builtin())
    assert len(load_store(tmp_path / name)) == len(list(to_quads(small_graph(), builtin())))


def test_folder_without_a_graph_is_reported_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"graph\.trig is missing") as caught:
        load_store(tmp_path)
    assert "build" in caught.value.hint


def test_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="no graph"):
        load_store(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"g:x { <a> ", b"\xff\xfe\x00", b'<urn:a> <urn:b> "\xc3" .'])
def test_damaged_file_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "graph.trig").write_bytes(content)
    with pytest.raises(GraphError, match=r"cannot read graph\.trig"):
        load_store(tmp_path)


def test_file_of_another_kind_is_reported(tmp_path: Path) -> None:
    (tmp_path / "notes.docx").write_bytes(b"x")
    with pytest.raises(GraphError, match="not an RDF file"):
        load_store(tmp_path / "notes.docx")
