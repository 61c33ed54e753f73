"""Views, centrality, communities, and paths with the sentences they rest on."""

from __future__ import annotations

from datetime import date

import pytest

from command_line import run
from documentation import SAMPLE
from factory_graph import ANA, COMPANY, COUNCIL, MISSION, VEDRA, generated_graph, small_graph
from newsgraph import centrality, communities, paths
from newsgraph.errors import UnknownEntity
from newsgraph.vocabulary import builtin

GRAPH = small_graph()


def relations_of(**conditions: object) -> set[str]:
    network = GRAPH.to_networkx(vocabulary=builtin(), **conditions)  # type: ignore[arg-type]
    return {edge["relation"] for _, _, edge in network.edges(data=True)}


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, {"praises", "cooperatesWith", "aids", "criticises"}),
        ({"relations": ["praises", "aids"]}, {"praises", "aids"}),
        ({"classes": ["Agent"]}, {"praises", "cooperatesWith", "aids", "criticises"}),
        ({"classes": ["Organization"]}, {"cooperatesWith"}),
        ({"since": date(2025, 3, 5)}, {"praises", "aids"}),
        ({"until": date(2025, 3, 5)}, {"praises", "cooperatesWith", "criticises"}),
        ({"min_confidence": 0.905}, {"praises"}),
    ],
)
def test_view_keeps_what_fits(conditions: dict[str, object], expected: set[str]) -> None:
    assert relations_of(**conditions) == expected


def test_view_counts_only_the_articles_that_fit() -> None:
    whole, late = GRAPH.to_networkx(), GRAPH.to_networkx(since=date(2025, 3, 5))
    (key,) = whole[ANA][MISSION]
    assert whole[ANA][MISSION][key]["articles"] == 2
    assert late[ANA][MISSION][key]["articles"] == 1
    assert COMPANY in whole and COMPANY not in late


def test_relations_below_one_count_as_it() -> None:
    vocabulary = builtin()
    below = next(r for r in vocabulary.relations.values() if r.parent)
    network = generated_graph(50).to_networkx(relations=["memberOf"], vocabulary=vocabulary)
    assert network.size()
    assert below.parent in vocabulary.relations


def test_centrality_ranks_the_one_in_the_middle_first() -> None:
    ranked = {item.entity: item for item in centrality(GRAPH.to_networkx())}
    assert sum(item.pagerank for item in ranked.values()) == pytest.approx(1, abs=1e-4)
    assert ranked[COUNCIL].betweenness == max(item.betweenness for item in ranked.values())
    assert (ranked[MISSION].degree, ranked[MISSION].articles) == (2, 3)
    assert centrality(GRAPH.to_networkx(relations=["nothing"])) == []


def test_communities_hold_every_entity_once_and_are_the_same_every_time() -> None:
    network = generated_graph(200).to_networkx()
    groups = communities(network)
    assert sorted(id_ for group in groups for id_ in group) == sorted(network)
    assert len(groups) > 1
    assert groups == communities(generated_graph(200).to_networkx())


def test_path_quotes_a_sentence_for_each_step() -> None:
    (path,) = paths(GRAPH, GRAPH.to_networkx(), ANA, VEDRA)
    assert [(hop.start, hop.end) for hop in path] == [
        (ANA, MISSION),
        (MISSION, COUNCIL),
        (COUNCIL, VEDRA),
    ]
    assert [hop.facts[0].relation for hop in path] == ["praises", "cooperatesWith", "aids"]
    assert "praised the Brenn Mission" in path[0].quotes[0]


def test_shorter_paths_come_first_and_unknown_ends_are_told() -> None:
    graph = generated_graph(60)
    network = graph.to_networkx()
    ids = sorted(network)
    found = paths(graph, network, ids[1], ids[40], k=4)
    assert len(found) == 4
    assert [len(path) for path in found] == sorted(len(path) for path in found)
    with pytest.raises(UnknownEntity, match="nobody"):
        paths(graph, network, ids[0], "nobody")
    assert paths(GRAPH, GRAPH.to_networkx(), ANA, "talks-7a2b3c4d5e6f") == []


def test_commands_say_it_with_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("network", "central", SAMPLE, "--limit", "3") == 0
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert run("network", "communities", SAMPLE, "--class", "Agent") == 0
    assert capsys.readouterr().out
    assert run("network", "paths", SAMPLE, "Kosovo", "European Union", "-k", "1") == 0
    out = capsys.readouterr().out
    assert out.startswith("1. Kosovo – ") and "“" in out
