"""Which clusters of different articles are one entity.

1. Equal primary keys: the same full name, or the same entry of the gazetteer. Persons meet persons
   only; of anything else the article's guess of the class does not matter.
2. A one-word name that some article uses beside a full name (an acronym with its expansion) leads
   to that entity from the articles that have only the word, if it leads to one entity only.

Both look at the whole corpus at once, so that the order of the articles does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from newsgraph.resolution.nodes import Node

Key = tuple[bool, str]  #: whether a person, key


def link(nodes: Sequence[Node]) -> list[list[Node]]:
    """Group nodes into entities; every node is in exactly one group."""
    groups = _Groups(len(nodes))
    owners: dict[Key, int] = {}
    for index, node in enumerate(nodes):
        for key in node.primary:
            groups.join(owners.setdefault((node.person, key), index), index)
    for one, other in _by_short_name(nodes, owners, groups):
        groups.join(one, other)
    return [[nodes[i] for i in members] for members in groups.members()]


def _by_short_name(
    nodes: Sequence[Node], owners: dict[Key, int], groups: _Groups
) -> Iterable[tuple[int, int]]:
    """Return pairs to join, all decided on the groups as they are before any of them is joined."""
    targets: dict[str, set[int]] = defaultdict(set)
    for index, node in enumerate(nodes):
        for word in node.secondary:
            targets[word].add(groups.root(index))
    pairs: list[tuple[int, int]] = []
    for word, roots in sorted(targets.items()):
        owner = owners.get((False, word))
        if owner is None or len(roots) != 1 or nodes[owner].entry is not None:
            continue
        pairs.append((next(iter(roots)), owner))
    return pairs


class _Groups:
    """Union-find over indices."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, index: int) -> int:
        parents = self._parents
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first

    def members(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parents)):
            found[self.root(index)].append(index)
        return list(found.values())
