"""The map stands still: same input, same places, whatever the hash seed."""

from __future__ import annotations

import os
import subprocess
import sys

import networkx as nx
import pytest

from newsgraph.exporting.layout import CORE, SPACING, place, spread


def edges_of(nx_graph: nx.Graph[int]) -> list[tuple[int, int, float]]:
    return [(a, b, 1.0) for a, b in sorted(nx_graph.edges)]


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def closest(places: list[tuple[float, float]]) -> float:
    return min(distance(a, b) for i, a in enumerate(places) for b in places[:i])


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_place_serves_the_smallest_graphs(count: int) -> None:
    places = place(count, [(0, 1, 1.0)] if count > 1 else [])
    assert len(places) == len(set(places)) == count


def test_place_puts_no_dot_on_another() -> None:
    nx_graph = nx.barabasi_albert_graph(300, 2, seed=1)
    assert closest(place(300, edges_of(nx_graph))) > SPACING / 4


def test_place_stands_neighbours_closer_than_strangers() -> None:
    nx_graph = nx.caveman_graph(6, 8)
    nx_graph.add_edges_from((i * 8, (i * 8 + 9) % 48) for i in range(6))
    places = place(48, edges_of(nx_graph))
    near = [distance(places[a], places[b]) for a, b in nx_graph.edges]
    far = [distance(places[i], places[j]) for i in range(48) for j in range(i)]
    assert sum(near) / len(near) < 0.6 * sum(far) / len(far)


def test_place_keeps_parts_that_do_not_touch_apart() -> None:
    nx_graph = nx.disjoint_union_all([nx.star_graph(20)] + [nx.path_graph(2) for _ in range(30)])
    places = place(len(nx_graph), edges_of(nx_graph))
    assert closest(places) > SPACING / 4


def test_place_ignores_order_direction_and_loops_of_edges() -> None:
    edges = edges_of(nx.barabasi_albert_graph(120, 2, seed=3))
    turned = [(b, a, w) for a, b, w in reversed(edges)] + [(5, 5, 1.0)]
    assert place(120, edges) == place(120, turned)


def test_place_leaves_the_first_dots_where_they_are_when_more_come() -> None:
    more = 3 * CORE
    edges = edges_of(nx.barabasi_albert_graph(more, 2, seed=2))
    few = place(CORE, [edge for edge in edges if max(edge[:2]) < CORE])
    many = place(more, edges)[:CORE]
    pulled = spread(more)
    assert spread(CORE) < 1.2 < pulled
    for (x, y), (far_x, far_y) in zip(few, many, strict=True):
        assert far_x * spread(CORE) / pulled == pytest.approx(x, abs=0.3)
        assert far_y * spread(CORE) / pulled == pytest.approx(y, abs=0.3)


def test_place_fits_further_dots_in_without_overlap() -> None:
    count = CORE + 500
    nx_graph = nx.barabasi_albert_graph(count, 1, seed=2)
    nx_graph.remove_edges_from([(a, b) for a, b in nx_graph.edges if max(a, b) >= count - 40])
    nx_graph.add_edges_from((i, i + 1) for i in range(count - 40, count - 1, 2))
    assert closest(place(count, edges_of(nx_graph))) > SPACING / 4


def test_place_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "import networkx as nx; from newsgraph.exporting.layout import place\n"
        "edges = nx.barabasi_albert_graph(500, 2, seed=1).edges\n"
        "print(place(500, [(a, b, 1.0) for a, b in edges]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
