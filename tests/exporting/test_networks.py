from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from factory_graph import ANA, COMPANY, HOSTILE, MISSION, graph_of, small_articles, small_graph
from newsgraph.exporting import export
from newsgraph.vocabulary import builtin

READERS: dict[str, Callable[[Path], Any]] = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}


def read(name: str, tmp_path: Path, **options: object) -> nx.MultiDiGraph[str]:
    path = tmp_path / "out"
    export(small_graph(), path, format=name, vocabulary=builtin(), **options)
    network: nx.MultiDiGraph[str] = READERS[name](path)
    return network


@pytest.mark.parametrize("name", READERS)
def test_only_asserted_facts_between_entities_are_edges(name: str, tmp_path: Path) -> None:
    network = read(name, tmp_path)
    assert set(network.nodes) == set(small_graph().entities)
    assert sorted(e["relation"] for _, _, e in network.edges(data=True)) == [
        "aids",
        "cooperatesWith",
        "criticises",
        "praises",
    ]


@pytest.mark.parametrize("name", READERS)
def test_nodes_and_edges_carry_labels_classes_and_dates(name: str, tmp_path: Path) -> None:
    network = read(name, tmp_path)
    assert network.nodes[COMPANY]["label"] == HOSTILE
    assert network.nodes[ANA]["entity_class"] == "Person"
    assert network.nodes[ANA]["first_date"] == "2025-03-04"
    (edge,) = [e for a, b, e in network.edges(data=True) if (a, b) == (ANA, MISSION)]
    assert (edge["first_date"], edge["last_date"]) == ("2025-03-04", "2025-03-10")
    assert float(edge["weight"]) == 2


def test_gexf_has_no_date_of_writing_and_gephi_s_namespace(tmp_path: Path) -> None:
    read("gexf", tmp_path)
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert "lastmodifieddate" not in text and "NetworkX" not in text
    assert "<gexf" in text


def test_gexf_places_what_has_a_place(tmp_path: Path) -> None:
    network = read("gexf", tmp_path, positions={ANA: (1.5, -2.0)})
    assert network.nodes[ANA]["viz"]["position"] == {"x": 1.5, "y": -2.0, "z": 0.0}
    assert "position" not in network.nodes[MISSION]["viz"]


@pytest.mark.parametrize("name", READERS)
def test_control_characters_do_not_break_the_file(name: str, tmp_path: Path) -> None:
    article = small_articles()[0]
    entities = {
        e.id: (e.entity_class, f"{e.name}\x00\x0b\ufffe", e.aliases, e.identifiers)
        for e in small_graph().entities.values()
    }
    path = tmp_path / "out"
    export(graph_of([article], entities), path, format=name, vocabulary=builtin())
    assert ET.parse(path).getroot() is not None
    assert "Ana Đorđević\ufffd\ufffd\ufffd" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", READERS)
def test_empty_graph_is_readable(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(graph_of([], {}), path, format=name, vocabulary=builtin())
    assert len(READERS[name](path)) == 0
