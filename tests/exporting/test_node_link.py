from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx

from factory_graph import ANA, COMPANY, HOSTILE, MISSION, TALKS, graph_of, small_graph
from newsgraph.exporting import export
from newsgraph.settings import StoreText
from newsgraph.vocabulary import builtin


def written(tmp_path: Path, **options: object) -> dict[str, Any]:
    path = tmp_path / "graph.json"
    export(small_graph(), path, format="json", vocabulary=builtin(), **options)
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def test_networkx_reads_all_facts(tmp_path: Path) -> None:
    network = nx.node_link_graph(written(tmp_path), edges="edges")
    assert isinstance(network, nx.MultiDiGraph)
    graph = small_graph()
    assert {key for _, _, key in network.edges(keys=True)} == set(graph.facts)
    assert set(graph.entities) < set(network.nodes)
    assert network.nodes[COMPANY]["name"] == HOSTILE
    (praise,) = network[ANA][MISSION].values()
    assert praise["relation"] == "praises" and praise["articles"] == 2


def test_facts_that_do_not_hold_are_marked(tmp_path: Path) -> None:
    edges = {edge["relation"]: edge for edge in written(tmp_path)["edges"]}
    assert edges["withdrawsFrom"]["asserted"] is False
    assert edges["criticises"]["asserted"] is True
    assert edges["criticises"]["disputed"] is True
    assert edges["criticises"]["denials"] == 1


def test_value_is_a_node_of_its_own_kind(tmp_path: Path) -> None:
    data = written(tmp_path)
    (edge,) = [e for e in data["edges"] if e["relation"] == "occursOn"]
    (value,) = [n for n in data["nodes"] if n["id"] == edge["target"]]
    assert edge["source"] == TALKS
    assert (value["kind"], value["lexical"], value["datatype"]) == ("value", "2025-03-09", "date")


def test_every_statement_has_its_quote_and_qualifiers(tmp_path: Path) -> None:
    graph = small_graph()
    data = written(tmp_path)
    assert [d["id"] for d in data["graph"]["documents"]] == list(graph.documents)
    for edge in data["edges"]:
        for statement in edge["statements"]:
            text = graph.documents[statement["document"]].text
            assert text[statement["start"] : statement["end"]] == statement["quote"]
    (aid,) = [e["statements"][0] for e in data["edges"] if e["relation"] == "aids"]
    amount, place = aid["qualifiers"]
    assert (amount["lexical"], amount["unit"]) == ("5000000", "EUR")
    assert place == {"property": "place", "entity": "port-of-kelm-4d5e6f7a2b3c"}


def test_words_of_the_article_can_be_left_out(tmp_path: Path) -> None:
    text = json.dumps(written(tmp_path, store_text=StoreText.NONE))
    assert "would not leave" not in text and "works closely" not in text


def test_empty_graph_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    export(graph_of([], {}), path, format="json", vocabulary=builtin())
    network = nx.node_link_graph(json.loads(path.read_bytes()), edges="edges")
    assert len(network) == 0
