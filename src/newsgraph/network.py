"""The graph as a network: who is central, who belongs together, how two entities are linked.

All of it runs on networkx. What is found is said with names, and every hop of a path with the
sentences it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from newsgraph.errors import UnknownEntity
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Fact

_SEED = 7
#: Above so many entities, betweenness is estimated from so many of them.
_SAMPLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Central:
    """How central an entity is; all but ``degree`` and ``articles`` from 0 to 1."""

    entity: str
    name: str
    degree: int  #: facts it is an end of
    articles: int  #: articles behind those facts, each counted once for each fact
    pagerank: float  #: Brin and Page 1998, by articles
    betweenness: float  #: Freeman 1977; the share of shortest paths that pass through it


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a path: the facts between two entities, in either direction."""

    start: str  #: entity id
    end: str  #: entity id
    facts: tuple[Fact, ...]  #: the best supported first
    quotes: tuple[str, ...]  #: a sentence for each fact; empty if no text is stored


def centrality(network: nx.MultiDiGraph[str]) -> list[Central]:
    """Rank the entities of ``KnowledgeGraph.to_networkx``, by PageRank; empty if it is."""
    simple = _simple(network)
    if not len(simple):
        return []
    ranks = _pagerank(simple)
    sample = _SAMPLE if len(simple) > _SAMPLE else None
    between = nx.betweenness_centrality(simple, k=sample, seed=_SEED)
    ranked = [
        Central(
            entity=id_,
            name=network.nodes[id_]["name"],
            degree=network.degree(id_),
            articles=sum(e["articles"] for _, _, e in _edges_at(network, id_)),
            pagerank=round(ranks[id_], 6),
            betweenness=round(between[id_], 6),
        )
        for id_ in network
    ]
    return sorted(ranked, key=lambda c: (-c.pagerank, -c.degree, c.entity))


def communities(network: nx.MultiDiGraph[str]) -> list[list[str]]:
    """Group the entities of ``KnowledgeGraph.to_networkx`` by facts: many within, few without.

    Louvain (Blondel et al. 2008), weighted by articles; the same for the same network.

    Returns:
        Entity ids, in each group the one with most facts first; the largest group first.
    """
    simple = _simple(network)
    found = nx.community.louvain_communities(simple, weight="weight", seed=_SEED)
    groups = [sorted(group, key=lambda id_: (-network.degree(id_), id_)) for group in found]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def paths(
    graph: KnowledgeGraph, network: nx.MultiDiGraph[str], one: str, other: str, *, k: int = 3
) -> list[list[Hop]]:
    """Return the ``k`` shortest paths between two entities, whatever the direction of facts.

    Of equally long paths the one whose facts more articles support comes first (Yen 1971).

    Args:
        graph: Where the sentences are.
        network: A view of it (``KnowledgeGraph.to_networkx``): only its facts are walked.
        one: Entity id.
        other: Entity id.
        k: Paths at most.

    Raises:
        UnknownEntity: One of the two is not in the network.
    """
    for id_ in (one, other):
        if id_ not in network:
            raise UnknownEntity(
                f"{id_!r} takes part in no such fact", hint="loosen the conditions, or look it up"
            )
    simple = _simple(network)
    if not nx.has_path(simple, one, other):
        return []
    found = islice(nx.shortest_simple_paths(simple, one, other, weight="length"), k)
    return [[_hop(graph, network, a, b) for a, b in pairwise(path)] for path in found]


def _hop(graph: KnowledgeGraph, network: nx.MultiDiGraph[str], a: str, b: str) -> Hop:
    keys = [
        key
        for start, end in ((a, b), (b, a))
        if network.has_edge(start, end)
        for key in network[start][end]
    ]
    facts = sorted(
        (graph.facts[key] for key in keys), key=lambda f: (-len(f.documents), -f.confidence, f.id)
    )
    quotes = [_quote(graph, fact) for fact in facts]
    return Hop(start=a, end=b, facts=tuple(facts), quotes=tuple(q for q in quotes if q))


def _quote(graph: KnowledgeGraph, fact: Fact) -> str:
    first = next(s for s in fact.statements if s.statement.asserted)
    span = first.statement.evidence.sentence
    return " ".join(graph.documents[first.document_id].text[span.start : span.end].split())


def _simple(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return one edge for each pair: ``weight`` in articles, ``length`` just above 1."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(network))
    for a, b, edge in sorted(network.edges(data=True), key=lambda e: (e[0], e[1])):
        weight = edge["articles"] + (simple[a][b]["weight"] if simple.has_edge(a, b) else 0)
        # Fewer hops always win; of as many, the better supported ones.
        simple.add_edge(a, b, weight=weight, length=1 + 1e-6 / weight)
    return simple


def _pagerank(simple: nx.Graph[str], damping: float = 0.85, rounds: int = 100) -> dict[str, float]:
    """Iterate by hand: networkx's own needs SciPy, which nothing else here does."""
    count = len(simple)
    rank = dict.fromkeys(simple, 1 / count)
    strength = {id_: sum(e["weight"] for e in simple[id_].values()) for id_ in simple}
    for _ in range(rounds):
        lost = sum(rank[id_] for id_ in simple if not strength[id_])
        base = (1 - damping + damping * lost) / count
        following = {
            id_: base
            + damping
            * sum(rank[near] * e["weight"] / strength[near] for near, e in simple[id_].items())
            for id_ in simple
        }
        change = sum(abs(following[id_] - rank[id_]) for id_ in simple)
        rank = following
        if change < 1e-9:
            break
    return rank


def _edges_at(network: nx.MultiDiGraph[str], id_: str) -> Iterable[tuple[str, str, dict[str, int]]]:
    yield from network.out_edges(id_, data=True)
    yield from ((a, b, e) for a, b, e in network.in_edges(id_, data=True) if a != b)
