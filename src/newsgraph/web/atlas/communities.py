"""Which entities belong together: the regions of the overview map.

Louvain (Blondel et al. 2008) on the entities with the best support; everybody else joins the region
that they are tied to most, step by step.
"""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from newsgraph.web.atlas.columns import Numbers
from newsgraph.web.atlas.network import Network, Ties

_CORE = 3000  #: entities that Louvain sees
_SEED = 7
_REGIONS = 60  #: regions of the map at most
_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions; what is in none is -1: small ones beyond the last, and what nothing ties."""

    of: Numbers  #: region of each entity
    members: list[Numbers]  #: of each region, the best supported first; the largest region first
    between: NDArray[np.int64]  #: facts between each two regions; within, on the diagonal
    others: int  #: entities that something ties and that are in none of them


def find_regions(network: Network) -> Regions:
    """Divide the entities that something ties into regions; the same for the same network."""
    ties, strength = network.ties, network.strength
    tied = np.flatnonzero(strength > 0)
    core = tied[np.lexsort((tied, -strength[tied]))][:_CORE]
    label = np.full(network.count, -1, dtype=np.int32)
    for number, community in enumerate(_louvain(ties, core)):
        label[community] = number
    _spread(ties, label)
    _number_the_rest(ties, label, tied)
    sizes = np.bincount(label[tied]) if len(tied) else np.zeros(0, dtype=np.int64)
    largest = np.lexsort((np.arange(len(sizes)), -sizes))[:_REGIONS]
    renumbered = np.full(len(sizes) + 1, -1, dtype=np.int32)
    renumbered[largest] = np.arange(len(largest))
    of: Numbers = renumbered[label]
    order = np.lexsort((np.arange(network.count), -strength))
    members = [order[of[order] == i].astype(np.int32) for i in range(len(largest))]
    return Regions(of, members, _between(network, of, len(largest)), int((of[tied] < 0).sum()))


def _louvain(ties: Ties, core: NDArray[np.int64]) -> list[list[int]]:
    inside = {int(entity) for entity in core}
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(sorted(inside))
    for entity in sorted(inside):
        rows = ties.of(entity)
        for other, support in zip(
            ties.others[rows].tolist(), ties.support[rows].tolist(), strict=True
        ):
            if other > entity and other in inside:
                graph.add_edge(entity, other, weight=support)
    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    return sorted((sorted(c) for c in found), key=lambda c: (-len(c), c[0]))


def _spread(ties: Ties, label: Numbers) -> None:
    """Let entities without a label take that of the region they are tied to most."""
    here = np.repeat(np.arange(len(label)), np.diff(ties.starts))
    for _ in range(_ROUNDS):
        rows = np.flatnonzero((label[here] < 0) & (label[ties.others] >= 0))
        if not len(rows):
            return
        entity, near = here[rows], label[ties.others[rows]].astype(np.int64)
        wide = int(label.max()) + 1
        pairs, which = np.unique(entity * wide + near, return_inverse=True)
        votes = np.bincount(which, weights=ties.support[rows])
        # The last one written stays: sort so that it is the region with most votes.
        order = np.lexsort((-pairs, votes))
        label[pairs[order] // wide] = pairs[order] % wide


def _number_the_rest(ties: Ties, label: Numbers, tied: NDArray[np.int64]) -> None:
    """Give parts that touch no region labels of their own: the same for what hangs together."""
    rest = tied[label[tied] < 0]
    graph: nx.Graph[int] = nx.Graph()
    for entity in rest.tolist():
        graph.add_edges_from((entity, other) for other in ties.others[ties.of(entity)].tolist())
    fresh = int(label.max(initial=-1)) + 1
    for part in sorted(min(part) for part in nx.connected_components(graph)):
        label[list(nx.node_connected_component(graph, part))] = fresh
        fresh += 1


def _between(network: Network, of: Numbers, count: int) -> NDArray[np.int64]:
    facts = network.best
    one, other = of[network.subject[facts]], of[network.object[facts]]
    kept = (one >= 0) & (other >= 0)
    low, high = np.minimum(one, other)[kept], np.maximum(one, other)[kept]
    pairs = np.bincount(low.astype(np.int64) * count + high, minlength=count * count)
    return pairs.reshape(count, count)
