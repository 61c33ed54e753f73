"""Judgements applied to groups of nodes: what is judged one is joined, what is not is divided.

References are looked up in the groups that the rules made, so that a judgement taken back leaves
no trace. A judgement that finds nothing, or contradicts one before it, is reported and changes
nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newsgraph.gazetteer.keys import name_key
from newsgraph.judgements import OF_STATEMENTS, Judgement, Verdict, in_force
from newsgraph.resolution.nodes import Node

Position = tuple[str, int, int]


@dataclass(slots=True)
class Group:
    """Nodes that are one entity, with what was decided about it."""

    id: str  #: as the rules alone would call it
    nodes: list[Node]
    names: frozenset[str] = frozenset()  #: keys by which a judgement may call it
    reasons: list[str] = field(default_factory=list)
    name: str = ""  #: judged; empty: not judged
    entity_class: str = ""  #: judged; empty: not judged
    part: str = ""  #: what keeps its id apart from that of the group it was divided from

    @property
    def first(self) -> Position:
        """Where it begins in the corpus."""
        return min(node.position for node in self.nodes)


def apply(
    groups: Sequence[Group], judgements: Sequence[Judgement], own_ids: dict[Position, str]
) -> tuple[list[Group], list[str]]:
    """Divide and join groups as judged.

    Args:
        groups: What the rules made; left as they are.
        judgements: In the order of their file.
        own_ids: Position of a node → the id that it would have alone.

    Returns:
        The groups as judged, and the judgements that could not be applied, in words.
    """
    valid = [j for j in in_force(judgements) if j.judgement not in OF_STATEMENTS]
    court = _Court(groups, own_ids)
    for verdict in (Verdict.NOT_SAME, Verdict.SAME, Verdict.NAME, Verdict.CLASS):
        for judgement in valid:
            if judgement.judgement is verdict:
                court.apply(judgement)
    return court.groups(), court.problems


class _Court:
    def __init__(self, groups: Sequence[Group], own_ids: dict[Position, str]) -> None:
        self._nodes = {node.position: node for group in groups for node in group.nodes}
        self._parts = {
            n: Group(id=g.id, nodes=list(g.nodes), names=g.names, reasons=list(g.reasons))
            for n, g in enumerate(groups)
        }
        self._part_of = {node.position: n for n, g in enumerate(groups) for node in g.nodes}
        self._apart: list[tuple[set[Position], set[Position]]] = []
        self.problems: list[str] = []
        self._by_id: dict[str, list[Position]] = {}
        self._by_article: dict[str, list[Position]] = defaultdict(list)
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for number, group in enumerate(groups):
            self._by_id[group.id] = [node.position for node in group.nodes]
            for node in group.nodes:
                own = f"{own_ids[node.position]}@{node.document_id}"
                auto = f"{group.id}@{node.document_id}"
                for reference in {own, auto}:
                    self._by_article[reference].append(node.position)
            for name in group.names:
                self._by_name[name].add(number)

    def groups(self) -> list[Group]:
        return [self._parts[n] for n in sorted(self._parts)]

    def apply(self, judgement: Judgement) -> None:
        one = self._find(judgement.one)
        pair = judgement.judgement in {Verdict.SAME, Verdict.NOT_SAME}
        other = self._find(judgement.other) if pair else []
        missing = judgement.one if not one else judgement.other if pair and not other else ""
        if missing:
            self.problems.append(f"{judgement.told} — no single entity {missing!r} is here")
        elif pair and set(one) & set(other):
            self.problems.append(f"{judgement.told} — both are the same mentions")
        elif judgement.judgement is Verdict.SAME:
            self._join(one, other, judgement)
        elif judgement.judgement is Verdict.NOT_SAME:
            self._divide(set(one), set(other), judgement)
        else:
            group = self._parts[self._part_of[one[0]]]
            if judgement.judgement is Verdict.NAME:
                group.name = judgement.other
            else:
                group.entity_class = judgement.other
            group.reasons.append(judgement.told)

    def _find(self, reference: str) -> list[Position]:
        found = self._by_id.get(reference) or self._by_article.get(reference)
        if found:
            return found
        named = self._by_name.get(name_key(reference), set())
        if len(named) != 1:
            return []
        return [node.position for node in self._parts[next(iter(named))].nodes]

    def _join(self, one: list[Position], other: list[Position], judgement: Judgement) -> None:
        first, second = self._part_of[one[0]], self._part_of[other[0]]
        if first == second:
            self._parts[first].reasons.append(judgement.told)
            return
        keep, drop = sorted((first, second), key=lambda n: self._rank(self._parts[n]))
        members = {n.position for p in (keep, drop) for n in self._parts[p].nodes}
        for side, opposite in self._apart:
            if side & members and opposite & members:
                self.problems.append(f"{judgement.told} — contradicts a judgement 'not_same'")
                return
        group, gone = self._parts[keep], self._parts.pop(drop)
        group.nodes += gone.nodes
        group.names |= gone.names
        group.reasons += [*gone.reasons, judgement.told]
        for node in gone.nodes:
            self._part_of[node.position] = keep

    @staticmethod
    def _rank(group: Group) -> tuple[bool, int, bool, str]:
        """Rank what lends its id: what a gazetteer knows, then the more often named."""
        known = any(node.entry for node in group.nodes)
        return not known, -len(group.nodes), bool(group.part), group.id

    def _divide(self, one: set[Position], other: set[Position], judgement: Judgement) -> None:
        self._apart.append((one, other))
        shared = {self._part_of[p] for p in one} & {self._part_of[p] for p in other}
        for number in sorted(shared):
            group = self._parts[number]
            first = [n for n in group.nodes if n.position in one]
            second = [n for n in group.nodes if n.position in other]
            for node in sorted(group.nodes, key=lambda n: n.position):
                if node.position not in one and node.position not in other:
                    (first if _nearer(node, first, second) else second).append(node)
            kept, gone = sorted((first, second), key=lambda side: (-len(side), _first(side)))
            group.nodes = kept
            group.reasons.append(judgement.told)
            new = max(self._parts) + 1
            self._parts[new] = Group(
                id=group.id,
                nodes=gone,
                names=group.names,
                reasons=[judgement.told],
                part="\x1f".join(map(str, _first(gone))),
            )
            for node in gone:
                self._part_of[node.position] = new


def _first(nodes: Iterable[Node]) -> Position:
    return min(node.position for node in nodes)


def _nearer(node: Node, one: Sequence[Node], other: Sequence[Node]) -> bool:
    """Tell whether a node goes with the first side: by its roles, then by its company."""
    return _closeness(node, one) >= _closeness(node, other)


def _closeness(node: Node, side: Sequence[Node]) -> tuple[int, int]:
    roles = max(len(node.roles & other.roles) for other in side)
    return roles, max(len(node.companions & other.companions) for other in side)
