"""Where the dots of the map stand: worked out beforehand, so that the page need not shake.

The best-supported dots come first and get a layout of two levels: communities (Louvain) are laid
out one by one with springs, their discs are laid out with springs again, and connected parts that
do not touch are packed around the largest one. That is the map at first sight. Whatever comes after
them is fitted into the free places nearest to its neighbours, so that showing more adds to the map
and moves nothing about.

Points are complex numbers, which makes a force a division. Nothing is random but Louvain, whose
seed is fixed, and nodes are numbers, so that the map does not depend on ``PYTHONHASHSEED``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.complex128]
Cell = tuple[int, int]

SPACING = 92.0  #: pixels between neighbouring dots at full zoom
ASPECT = 1.2  #: width to height: screens and names are wider than high
CORE = 400  #: so many dots are laid out with springs: as many as the map shows at first
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
SEED = 7


@dataclass(frozen=True, slots=True)
class Layout:
    """Where dots stand, and which belong together."""

    places: list[tuple[float, float]]  #: one ``(x, y)`` in pixels for each node
    communities: list[int]  #: one number for each node, from 0, in the order of their first nodes


def place(count: int, edges: Iterable[tuple[int, int, float]]) -> list[tuple[float, float]]:
    """Give every node its place on the map; see ``lay_out``."""
    return lay_out(count, edges).places


def lay_out(
    count: int,
    edges: Iterable[tuple[int, int, float]],
    earlier: Mapping[int, tuple[float, float]] | None = None,
) -> Layout:
    """Give every node its place on the map and its community.

    Args:
        count: Number of nodes; they are numbered from 0, the most important first.
        edges: Pairs of node numbers with a weight above 0; heavier pairs stand closer. Direction
            and repetition do not matter, weights of repeated pairs add up.
        earlier: Where some of the nodes stood on another map, divided by its ``spread``. They stay
            there, and the others come near their neighbours.

    Returns:
        Places rounded to a tenth of a pixel, and communities; the same for the same input.
        The first ``CORE`` nodes alone, divided by ``spread(count)``, stand as they would if there
        were no others. Communities are those that Louvain finds among the first ``CORE`` nodes;
        a later node joins the one that most of its neighbours are in.
    """
    nx_graph = _weighted(count, edges)
    core = _induced(nx_graph, range(min(count, CORE)))
    points, communities = _place_core(core)
    placed = dict(enumerate((_frame(points) * spread(count)).tolist()))
    if earlier:
        placed = {
            node: complex(*at) * spread(count) / SPACING
            for node, at in earlier.items()
            if node < count
        }
    points = _fill_in(nx_graph, placed) * SPACING
    # Adding zero turns -0.0 into 0.0.
    places = [(round(z.real, 1) + 0.0, round(z.imag, 1) + 0.0) for z in points.tolist()]
    return Layout(places, _spread_communities(nx_graph, communities))


def spread(count: int) -> float:
    """Tell how far the first ``CORE`` of so many nodes are pulled apart to make room; 1 or more."""
    return max(1.0, 1.1 * math.sqrt(count / CORE))


def _place_core(nx_graph: nx.Graph[int]) -> tuple[Points, list[int]]:
    parts = sorted((sorted(p) for p in nx.connected_components(nx_graph)), key=_largest_first)
    drawn = [_place_part(_induced(nx_graph, part)) for part in parts]
    points = np.zeros(len(nx_graph), dtype=np.complex128)
    communities = [0] * len(nx_graph)
    centres = _pack([_radius(local) for local, _ in drawn])
    number = 0
    for part, (local, members), centre in zip(parts, drawn, centres, strict=True):
        points[part] = local + centre
        for community in members:
            for node in community:
                communities[part[node]] = number
            number += 1
    return points, communities


def _spread_communities(nx_graph: nx.Graph[int], core: Sequence[int]) -> list[int]:
    """Let every further node join the community of most neighbours; number them by first node."""
    joined = dict(enumerate(core))
    fresh = max(core, default=-1) + 1
    for node in range(len(core), len(nx_graph)):
        votes: Counter[int] = Counter()
        for other in sorted(nx_graph.adj[node]):
            if other in joined:
                votes[joined[other]] += nx_graph.adj[node][other]["weight"]
        if votes:
            joined[node] = min(votes, key=lambda number: (-votes[number], number))
        else:
            joined[node], fresh = fresh, fresh + 1
    order: dict[int, int] = {}
    return [order.setdefault(joined[node], len(order)) for node in range(len(nx_graph))]


def _fill_in(nx_graph: nx.Graph[int], known: Mapping[int, complex]) -> Points:
    """Put every further node into the free cell nearest to its neighbours that have a place."""
    points = np.zeros(len(nx_graph), dtype=np.complex128)
    points[list(known)] = list(known.values())
    cells = _Cells(points[sorted(known)])
    placed = set(known)
    rim = float(np.abs(points).max(initial=1.0))
    waiting = [node for node in range(len(nx_graph)) if node not in placed]
    while waiting:
        later = []
        for node in waiting:
            near = sorted(placed.intersection(nx_graph.adj[node]))
            if near:
                points[node] = cells.take(complex(points[near].mean()), node)
                placed.add(node)
            else:
                later.append(node)
        if len(later) == len(waiting):
            # Nothing here touches the map: one of them starts a place of its own at the rim.
            node = later.pop(0)
            points[node] = cells.take(complex(rim * np.exp(1j * GOLDEN_ANGLE * node)), node)
            placed.add(node)
        waiting = later
    return points


class _Cells:
    """Which cells of a grid of unit squares hold a dot."""

    def __init__(self, points: Points) -> None:
        self._full: set[Cell] = {(round(z.real), round(z.imag)) for z in points.tolist()}
        self._searched: dict[Cell, int] = {}  #: around this cell, all is full up to that distance

    def take(self, wish: complex, node: int) -> complex:
        """Take the free cell nearest to a point, and return a point in it.

        The point is off the middle by a distance that depends on ``node``, so that no grid shows.
        """
        middle = (round(wish.real), round(wish.imag))
        ring = self._searched.get(middle, 0)
        while True:
            free = [c for c in _ring(middle, ring) if c not in self._full]
            if free:
                break
            ring += 1
        self._searched[middle] = ring
        x, y = min(free, key=lambda cell: (abs(complex(*cell) - wish), cell))
        self._full.add((x, y))
        turn = GOLDEN_ANGLE * node
        return complex(x + 0.22 * math.cos(turn), y + 0.22 * math.sin(turn))


def _ring(middle: Cell, distance: int) -> Iterable[Cell]:
    """Yield the cells of the square at that distance around a cell."""
    x, y = middle
    if distance == 0:
        yield middle
    for step in range(-distance, distance):
        yield x + step, y - distance
        yield x + distance, y + step
        yield x - step, y + distance
        yield x - distance, y - step


def _frame(points: Points) -> Points:
    """Stretch one way and press the other, within reason, towards the shape of a screen."""
    wide, high = (float(np.ptp(points.real)), float(np.ptp(points.imag))) if len(points) else (0, 0)
    factor = math.sqrt(ASPECT * high / wide) if wide > 0 and high > 0 else 1.0
    factor = min(1.4, max(0.72, factor))
    framed: Points = points.real * factor + 1j * points.imag / factor
    return framed


def _weighted(count: int, edges: Iterable[tuple[int, int, float]]) -> nx.Graph[int]:
    totals: dict[tuple[int, int], float] = {}
    for a, b, weight in edges:
        if a != b:
            pair = (min(a, b), max(a, b))
            totals[pair] = totals.get(pair, 0.0) + weight
    nx_graph: nx.Graph[int] = nx.Graph()
    nx_graph.add_nodes_from(range(count))
    nx_graph.add_weighted_edges_from((a, b, totals[a, b]) for a, b in sorted(totals))
    return nx_graph


def _induced(nx_graph: nx.Graph[int], nodes: Sequence[int]) -> nx.Graph[int]:
    """Return the subgraph on ``nodes`` renumbered from 0 in their order."""
    number = {node: i for i, node in enumerate(nodes)}
    part: nx.Graph[int] = nx.Graph()
    part.add_nodes_from(range(len(nodes)))
    for node in nodes:
        for other, data in nx_graph.adj[node].items():
            if other in number and node < other:
                part.add_edge(number[node], number[other], weight=data["weight"])
    return part


def _largest_first(nodes: Sequence[int]) -> tuple[int, int]:
    return -len(nodes), nodes[0]


def _place_part(nx_graph: nx.Graph[int]) -> tuple[Points, list[list[int]]]:
    """Lay out one connected graph around 0, and its communities; neighbours are about 1 apart."""
    communities = _communities(nx_graph)
    discs = [_settle(_induced(nx_graph, nodes)) for nodes in communities]
    centres = _place_discs(nx_graph, communities, [_radius(d) for d in discs])
    points = np.zeros(len(nx_graph), dtype=np.complex128)
    for nodes, disc, centre in zip(communities, discs, centres, strict=True):
        points[nodes] = disc + centre
    if len(communities) > 1:
        pairs, weights = _arrays(nx_graph)
        points = _spring(points, pairs, weights, iterations=60, heat=1.2)
        points = _heap_dots(points)
    return _lie_down(points - points.mean()), communities


def _heap(points: Points, radii: NDArray[np.float64], *, fill: float) -> Points:
    """Scale points so that discs around them fill that share of the area, and part overlaps."""
    points = points - points.mean()
    needed = math.sqrt(float((radii**2).sum()) / fill / 2)
    found = math.sqrt(float((np.abs(points) ** 2).mean()))
    return _separate(points * (needed / max(found, 1e-9)), radii, rounds=200)


def _heap_dots(points: Points) -> Points:
    return _heap(_even_out(points), np.full(len(points), 0.45), fill=0.42)


def _even_out(points: Points) -> Points:
    """Pull far dots in and push crowded ones out, along the ray from the middle on which they lie.

    Springs leave hubs in a crowd and loose ends far away. Here a dot moves most of the way to the
    distance that it would have if all dots, in their order from the middle, filled a disc evenly.
    """
    points = points - points.mean()
    far = np.abs(points)
    even = np.empty(len(points))
    even[np.argsort(far, kind="stable")] = np.sqrt((np.arange(len(points)) + 0.5) / len(points))
    largest = max(1e-9, float(far.max()))
    wanted = 0.7 * even + 0.3 * far / largest
    moved: Points = points * (wanted * largest / np.maximum(far, 1e-9))
    return moved


def _lie_down(points: Points) -> Points:
    """Turn points around 0 so that they are wider than high."""
    tilt = np.angle((points**2).sum()) / 2  # direction of the longest axis, in closed form
    turned: Points = points * np.exp(-1j * tilt)
    return turned


def _communities(nx_graph: nx.Graph[int]) -> list[list[int]]:
    if len(nx_graph) <= 12:
        return [sorted(nx_graph)]
    found = nx.community.louvain_communities(nx_graph, seed=SEED)
    return sorted((sorted(community) for community in found), key=_largest_first)


def _settle(nx_graph: nx.Graph[int]) -> Points:
    """Lay out one community from a sunflower, its best connected node in the middle."""
    strength = dict(nx_graph.degree(weight="weight"))
    order = sorted(nx_graph, key=lambda node: (-strength[node], node))
    points = np.zeros(len(nx_graph), dtype=np.complex128)
    points[order] = _sunflower(len(order))
    pairs, weights = _arrays(nx_graph)
    points = _spring(points, pairs, weights, iterations=80, heat=0.35 * math.sqrt(len(points)))
    return _heap_dots(points)


def _place_discs(
    nx_graph: nx.Graph[int], communities: Sequence[Sequence[int]], radii: Sequence[float]
) -> Points:
    if len(communities) == 1:
        return np.zeros(1, dtype=np.complex128)
    home = {node: i for i, nodes in enumerate(communities) for node in nodes}
    between = _weighted(
        len(communities), ((home[a], home[b], weight) for a, b, weight in _pairs(nx_graph))
    )
    pairs, weights = _arrays(between)
    start = _sunflower(len(communities))
    points = _spring(start, pairs, np.sqrt(weights), iterations=120, heat=1.0)
    return _heap(points, np.asarray(radii), fill=0.8)


def _sunflower(count: int) -> Points:
    """Spread points evenly over a disc, from the middle outwards, about 1 apart."""
    steps = np.arange(count)
    spiral: Points = 0.6 * np.sqrt(steps) * np.exp(1j * GOLDEN_ANGLE * steps)
    return spiral


def _pairs(nx_graph: nx.Graph[int]) -> list[tuple[int, int, float]]:
    edges: Iterable[tuple[int, int, float]] = nx_graph.edges(data="weight")
    return sorted((min(a, b), max(a, b), weight) for a, b, weight in edges)


def _arrays(nx_graph: nx.Graph[int]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    rows = _pairs(nx_graph)
    pairs = np.array([row[:2] for row in rows], dtype=np.intp).reshape(-1, 2)
    return pairs, np.array([row[2] for row in rows], dtype=np.float64)


def _spring(
    points: Points,
    pairs: NDArray[np.intp],
    weights: NDArray[np.float64],
    *,
    iterations: int,
    heat: float,
) -> Points:
    """Let edges pull and all points push, cooling down from steps of length ``heat``.

    Push is ``1/d``; pull grows with distance, gently with weight, and is shared out among the edges
    of a busy node, so that hubs do not swallow their neighbourhood.
    """
    points = points.copy()
    if len(points) < 2:
        return points
    busy = np.maximum(1, np.bincount(pairs.ravel(), minlength=len(points)))
    pull = (1 + 0.25 * np.log(weights)).clip(0.3, 2.0)
    pull = pull / np.sqrt(np.minimum(busy[pairs[:, 0]], busy[pairs[:, 1]]))
    own = np.eye(len(points))
    for step in range(iterations):
        apart = points[:, None] - points[None, :] + own
        # 1/conj(z) points along z with length 1/|z|; the added 1 on the diagonal is taken out.
        move = (1 / np.conj(np.where(apart == 0, 1e-3, apart)) - own).sum(axis=1)
        stretch = points[pairs[:, 0]] - points[pairs[:, 1]]
        force = stretch * np.abs(stretch) * pull
        np.subtract.at(move, pairs[:, 0], force)
        np.add.at(move, pairs[:, 1], force)
        move -= 0.05 * (points - points.mean())
        length = np.maximum(np.abs(move), 1e-9)
        limit = heat * (1 - step / iterations)
        points += move * (np.minimum(length, limit) / length)
    return points


def _separate(points: Points, radii: NDArray[np.float64], *, rounds: int) -> Points:
    """Push discs that overlap apart until none does, or ``rounds`` are over."""
    points = points.copy()
    wanted = radii[:, None] + radii[None, :]
    np.fill_diagonal(wanted, 0)
    for _ in range(rounds):
        apart = points[:, None] - points[None, :]
        distance = np.abs(apart)
        overlap = np.maximum(wanted - distance, 0)
        if overlap.max(initial=0) < 1e-3:
            break
        # Two points on one spot part along a direction that only their numbers decide.
        twins = (distance < 1e-9) & (wanted > 0)
        if twins.any():
            step = np.subtract.outer(np.arange(len(points)), np.arange(len(points)))
            apart = np.where(twins, np.sign(step) * np.exp(1j * np.abs(step)), apart)
        direction = apart / np.maximum(np.abs(apart), 1e-9)
        points += (direction * overlap).sum(axis=1) * 0.3
    return points


def _radius(points: Points) -> float:
    return float(np.abs(points).max(initial=0)) + 0.7


def _pack(radii: Sequence[float]) -> list[complex]:
    """Stand discs of falling size around the first one, along a spiral, none overlapping."""
    centres: list[complex] = []
    angle = 0.0
    for index, radius in enumerate(radii):
        if index == 0:
            centres.append(0j)
            continue
        placed, sizes = np.array(centres), np.array(radii[:index])
        while True:
            # Archimedean spiral that starts at the rim of the first disc.
            spot = complex(np.exp(1j * angle)) * (radii[0] + radius + 0.28 * angle)
            if (np.abs(placed - spot) >= sizes + radius).all():
                break
            angle += 0.6 / max(1.0, abs(spot))
        centres.append(spot)
    return centres
