"""Which clusters of different articles are one entity.

1. Equal primary keys: the same full name, the same body, or the same entry of the gazetteer.
   Persons meet persons only; of anything else the article's guess of the class does not matter.
   Persons of one name whose roles exclude each other stay apart.
2. A one-word name that some article uses beside a full name (an acronym with its expansion) leads
   to that entity from the articles that have only the word, if it leads to one entity only.
3. A surname alone, or a name spelled a little differently, leads to the one person who scores well
   and clearly better than any other (``matching``).

Every step looks at the whole corpus at once and decides on the groups as they are before any of
its pairs is joined, so that the order of the articles does not matter and nobody is joined through
a third. Candidates come from keys only, so that the work grows with the number of nodes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from newsgraph.gazetteer.roles import exclude
from newsgraph.resolution.matching import (
    MARGIN,
    NEAR,
    THRESHOLD,
    Match,
    compare,
    spelled_alike,
)
from newsgraph.resolution.nodes import Node

Key = tuple[bool, str]  #: whether a person, key

#: Persons of one block that are compared by spelling; more share too common a beginning.
_MOST_IN_BLOCK = 50
#: Letters of the first name and of the surname that spellings of one name have in common.
BLOCK_LETTERS = (1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Two groups that were compared and stayed apart."""

    one: int  #: index of the group
    other: int
    match: Match


@dataclass(slots=True)
class Grouping:
    """Groups of nodes, each one entity, and why."""

    groups: list[list[Node]]
    reasons: list[list[str]]  #: of each group, in the order they were found
    near: list[Near] = field(default_factory=list)


def link(nodes: Sequence[Node]) -> Grouping:
    """Group nodes into entities; every node is in exactly one group."""
    links = _Links(nodes)
    owners: dict[Key, list[int]] = defaultdict(list)
    for index, node in enumerate(nodes):
        for key in node.primary:
            owners[node.person, key].append(index)
    for (person, _), members in sorted(owners.items()):
        parts = _persons_apart(nodes, members) if person else [members]
        for part in parts:
            for member in part[1:]:
                links.join(part[0], member)
            if part is not parts[0]:
                links.keep_apart(parts[0], part)
    by_word = [*_by_short_name(nodes, owners, links)]
    for one, other, reason in by_word:
        links.join(one, other, reason)
    _join_persons(nodes, links)
    return links.result()


def _persons_apart(nodes: Sequence[Node], members: Sequence[int]) -> list[list[int]]:
    """Divide namesakes whose roles exclude each other; who has no known role goes with the most.

    Complete linkage: no two of one part exclude each other.
    """
    known: dict[frozenset[str], list[int]] = defaultdict(list)
    for index in members:
        known[nodes[index].families].append(index)
    unknown = known.pop(frozenset(), [])
    parts: list[tuple[list[frozenset[str]], list[int]]] = []
    for roles in sorted(known, key=lambda roles: (-len(known[roles]), sorted(roles))):
        fitting = [p for p in parts if not any(exclude(roles, other) for other in p[0])]
        if fitting:
            fitting[0][0].append(roles)
            fitting[0][1].extend(known[roles])
        else:
            parts.append(([roles], list(known[roles])))
    if not parts:
        return [unknown]
    for index in unknown:
        shared = [len(_company(nodes, part) & nodes[index].companions) for _, part in parts]
        parts[max(range(len(parts)), key=lambda n: (shared[n], -n))][1].append(index)
    return [sorted(part) for _, part in parts]


def _company(nodes: Sequence[Node], members: Sequence[int]) -> frozenset[str]:
    return frozenset().union(*(nodes[i].companions for i in members))


def _by_short_name(
    nodes: Sequence[Node], owners: dict[Key, list[int]], links: _Links
) -> Iterator[tuple[int, int, str]]:
    """Yield pairs to join, all decided on the groups as they are before any of them is joined."""
    targets: dict[str, set[int]] = defaultdict(set)
    for index, node in enumerate(nodes):
        for word in () if node.person else node.secondary:
            targets[word].add(links.root(index))
    for word, roots in sorted(targets.items()):
        owner = owners.get((False, word))
        if owner is None or len(roots) != 1 or nodes[owner[0]].entry is not None:
            continue
        yield next(iter(roots)), owner[0], f"an article uses {word!r} for it"


def _join_persons(nodes: Sequence[Node], links: _Links) -> None:
    """Join surnames and spellings to full names, each to one at most."""
    members = links.members()
    persons = {links.root(i) for i, n in enumerate(nodes) if n.person and n.primary}
    groups = {root: [nodes[i] for i in members[root]] for root in persons}
    by_surname: dict[str, list[int]] = defaultdict(list)
    for root in sorted(groups):
        for surname in {n.surname for n in groups[root]}:
            by_surname[surname].append(root)
    found: list[tuple[int, int, Match]] = []
    for index, node in enumerate(nodes):
        if node.short:
            reason = f"surname {node.cluster.name!r}"
            rivals = by_surname.get(node.surname, ())
            scored = [(r, compare(groups[r], [node], reason)) for r in rivals]
            found += links.choose(index, scored)
    found = _one_per_article(nodes, found)
    for one, other in _alike(groups):
        match = compare(groups[one], groups[other], "names spelled alike")
        found += links.choose(one, [(other, match)])
    for one, other, match in found:
        links.join(one, other, "; ".join(match.reasons), match.score)


def _one_per_article(
    nodes: Sequence[Node], found: Sequence[tuple[int, int, Match]]
) -> list[tuple[int, int, Match]]:
    """Drop what an article tells apart: two surnames of it that would be one person."""
    rivals: Counter[tuple[int, str]] = Counter()
    for index, root, _ in found:
        rivals[root, nodes[index].document_id] += 1
    return [f for f in found if rivals[f[1], nodes[f[0]].document_id] == 1]


def _alike(groups: dict[int, list[Node]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of groups whose full names are spelled alike, each group once at most."""
    blocks: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    given, last = BLOCK_LETTERS
    for root in sorted(groups):
        for key in sorted({key for node in groups[root] for key in node.primary}):
            words = key.split()
            blocks[words[0][:given], words[-1][:last]].append((key, root))
    partners: dict[int, set[int]] = defaultdict(set)
    for members in blocks.values():
        for position, (key, root) in enumerate(members[:_MOST_IN_BLOCK]):
            for other_key, other in members[position + 1 : _MOST_IN_BLOCK]:
                if root != other and spelled_alike(key, other_key):
                    partners[root].add(other)
                    partners[other].add(root)
    for root, others in sorted(partners.items()):
        if len(others) == 1:
            [other] = others
            if len(partners[other]) == 1 and root < other:
                yield root, other


class _Links:
    """Union-find over nodes that keeps why they were joined."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._parents = list(range(len(nodes)))
        self._reasons: list[tuple[int, str]] = []
        self._near: list[tuple[int, int, Match]] = []

    def root(self, index: int) -> int:
        parents = self._parents
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def join(self, one: int, other: int, reason: str = "", score: float | None = None) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._parents[second] = first
        if reason:
            told = reason if score is None else f"{reason} (score {score:.2f})"
            self._reasons.append((one, told))

    def keep_apart(self, one: Sequence[int], other: Sequence[int]) -> None:
        """Note that two groups of one name were told apart by their roles."""
        told = [sorted({r for i in side for r in self._nodes[i].roles}) for side in (one, other)]
        reason = f"one name, roles of two people: {', '.join(told[0])}; {', '.join(told[1])}"
        self._near.append((one[0], other[0], Match(score=0.0, reasons=(reason,))))

    def choose(
        self, index: int, scored: Sequence[tuple[int, Match]]
    ) -> Iterable[tuple[int, int, Match]]:
        """Return the one candidate that is good enough and clearly the best, if there is one."""
        ranked = sorted(scored, key=lambda pair: (-pair[1].score, pair[0]))
        clear = len(ranked) < 2 or ranked[0][1].score - ranked[1][1].score >= MARGIN
        taken = ranked[:1] if ranked and clear and ranked[0][1].score >= THRESHOLD else []
        for root, match in ranked[len(taken) :]:
            if match.score >= NEAR or not match.score:
                self._near.append((index, root, match))
        return [(index, root, match) for root, match in taken]

    def result(self) -> Grouping:
        members = self.members()
        number = {root: n for n, root in enumerate(members)}
        reasons: list[list[str]] = [[] for _ in members]
        for index, reason in self._reasons:
            reasons[number[self.root(index)]].append(reason)
        near = [
            Near(one=one, other=other, match=match)
            for index, root, match in self._near
            if (one := number[self.root(index)]) != (other := number[self.root(root)])
        ]
        groups = [[self._nodes[i] for i in found] for found in members.values()]
        return Grouping(groups=groups, reasons=reasons, near=near)

    def members(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parents)):
            found[self.root(index)].append(index)
        return dict(found)
