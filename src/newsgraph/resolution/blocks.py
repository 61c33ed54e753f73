"""Resolution in blocks: what of the corpus a decision can depend on.

Two nodes can only become one entity, or keep others from it, if a chain of common keys joins them.
So a database need not decide the whole corpus anew when an article comes or goes: the nodes that
its keys lead to are enough, and give what deciding everything would give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from newsgraph import gazetteer
from newsgraph.model import Entity, Extraction
from newsgraph.resolution.linking import link
from newsgraph.resolution.nodes import Node, to_nodes
from newsgraph.resolution.portraits import portray
from newsgraph.vocabulary import Vocabulary

Group = tuple[Entity, list[Node]]


def describe(extraction: Extraction) -> list[Node]:
    """Return the nodes of an article, in the order of its clusters; depends on it alone."""
    return list(to_nodes(extraction, gazetteer.builtin()))


def keys_of(node: Node) -> frozenset[str]:
    """Return the keys under which a node may meet others; empty if it meets nobody."""
    return frozenset((*node.primary, *node.secondary))


def decide(nodes: Sequence[Node], vocabulary: Vocabulary) -> list[Group]:
    """Group nodes into entities, sorted by id; no two have the same id.

    Args:
        nodes: Sorted by article and position. With a node, all that its keys lead to must be there.
        vocabulary: Says which classes are of one coarse kind.
    """
    groups = [(portray(group, vocabulary), group) for group in link(nodes)]
    while True:
        by_id: dict[str, list[Node]] = defaultdict(list)
        for entity, group in groups:
            by_id[entity.id] += group
        if len(by_id) == len(groups):
            return sorted(groups, key=lambda group: group[0].id)
        # What bears one name and kind cannot be told apart by an id.
        groups = [(portray(group, vocabulary), group) for group in by_id.values()]
