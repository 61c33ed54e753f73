"""Who is tied to whom, how well supported: ego networks, paths, and the best of everything.

The support of a fact is its articles times the confidence of its best statement. Facts of relations
that connect everything to everything are shown, but nobody is found by them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from newsgraph.web.atlas.columns import Columns, Numbers

#: A tie further away counts for so much less.
_FADING = 0.25


@dataclass(frozen=True, slots=True)
class Ties:
    """Rows of neighbours, those of an entity beside each other, its strongest ties first."""

    starts: NDArray[np.int64]  #: where the rows of each entity begin; one more than entities
    others: Numbers
    support: NDArray[np.float32]

    def of(self, entity: int) -> slice:
        """Return which rows are those of an entity."""
        return slice(int(self.starts[entity]), int(self.starts[entity + 1]))


class Network:
    """Facts as columns, and ties between entities; facts are numbered from 0."""

    def __init__(self, columns: Columns, hidden: Collection[str]) -> None:
        """Group the statements into facts.

        Args:
            columns: What the dataset holds.
            hidden: Relations that tie nobody.
        """
        rows = columns.statements
        keys = np.stack([rows.subject, rows.relation, rows.object, rows.value])
        fresh = np.ones(len(rows.ids), dtype=np.bool_)
        fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
        firsts = np.flatnonzero(fresh)
        self.count = len(columns.entities)
        self.starts = np.append(firsts, len(rows.ids))  #: rows of statements of each fact
        self.subject: Numbers = rows.subject[firsts]
        self.object: Numbers = rows.object[firsts]
        self.relation: Numbers = rows.relation[firsts]
        fact_of = np.cumsum(fresh) - 1
        self.articles = _distinct(fact_of, rows.document, len(firsts))
        self.confidence = np.zeros(len(firsts), dtype=np.float32)
        np.maximum.at(self.confidence, fact_of, rows.confidence)
        self.support: NDArray[np.float32] = self.articles * self.confidence
        off = np.array([name in hidden for name in columns.relations], dtype=np.bool_)
        self._tying = (self.object >= 0) & (self.object != self.subject)
        if len(off):
            self._tying &= ~off[self.relation]

    @cached_property
    def ties(self) -> Ties:
        """Ties between entities, whatever the direction of the facts."""
        return self._tied(self._tying)

    @cached_property
    def strength(self) -> NDArray[np.float64]:
        """Support of all that ties an entity; 0 for one that nothing ties."""
        facts = np.flatnonzero(self._tying)
        ends = np.concatenate([self.subject[facts], self.object[facts]])
        weights = np.concatenate([self.support[facts], self.support[facts]])
        return np.bincount(ends, weights=weights, minlength=self.count).astype(np.float64)

    @cached_property
    def best(self) -> Numbers:
        """Facts that tie, the best supported first."""
        facts = np.flatnonzero(self._tying).astype(np.int32)
        found: Numbers = facts[np.lexsort((facts, -self.support[facts]))]
        return found

    @cached_property
    def _by_entity(self) -> tuple[NDArray[np.int64], Numbers]:
        between = np.flatnonzero((self.object >= 0) & (self.object != self.subject))
        ends = np.concatenate([self.subject, self.object[between]])
        facts = np.concatenate([np.arange(len(self.subject)), between])
        order = np.lexsort((facts, ends))
        starts = np.searchsorted(ends[order], np.arange(self.count + 1))
        return starts, facts[order].astype(np.int32)

    def facts_of(self, entity: int) -> Numbers:
        """Return the facts that an entity is an end of."""
        starts, facts = self._by_entity
        return facts[starts[entity] : starts[entity + 1]]

    def facts_among(self, entities: Collection[int]) -> Numbers:
        """Return the facts whose ends are among these, and those that give them a value."""
        among = np.zeros(self.count + 1, dtype=np.bool_)
        among[list(entities)] = True
        among[-1] = True  # a value
        candidates = [self.facts_of(entity) for entity in sorted(set(entities))]
        facts = np.unique(np.concatenate(candidates)) if candidates else np.zeros(0, np.int32)
        found: Numbers = facts[among[self.subject[facts]] & among[self.object[facts]]]
        return found

    def ego(self, centre: int, depth: int) -> Iterator[int]:
        """Yield the centre, then who is near, each tied to one before; the strongest ties first."""
        seen = {centre}
        yield centre
        # One entry for each entity that was reached: its strongest tie that was not looked at yet.
        waiting: list[tuple[float, int, int, int]] = []
        self._wait(waiting, centre, self.ties.of(centre).start, 1, depth)
        while waiting:
            _, row, far, parent = heapq.heappop(waiting)
            self._wait(waiting, parent, row + 1, far, depth)
            other = int(self.ties.others[row])
            if other not in seen:
                seen.add(other)
                yield other
                self._wait(waiting, other, self.ties.of(other).start, far + 1, depth)

    def _wait(
        self,
        waiting: list[tuple[float, int, int, int]],
        parent: int,
        row: int,
        far: int,
        depth: int,
    ) -> None:
        if far <= depth and row < self.ties.of(parent).stop:
            worth = float(self.ties.support[row]) * _FADING ** (far - 1)
            heapq.heappush(waiting, (-worth, row, far, parent))

    def within(self, centres: Iterable[int], depth: int) -> NDArray[np.bool_]:
        """Mark the entities within so many steps of any of these, themselves among them."""
        seen = np.zeros(self.count, dtype=np.bool_)
        front = np.array(sorted(set(centres)), dtype=np.int64)
        seen[front] = True
        for _ in range(depth):
            near = self._next(self.ties, front)
            front = np.unique(near[~seen[near]])
            seen[front] = True
        return seen

    def top(self, among: NDArray[np.bool_] | None = None) -> Iterator[int]:
        """Yield the ends of the best-supported facts, each entity once.

        Args:
            among: Marks the entities to choose from; by default all.
        """
        facts = self.best
        if among is not None:
            facts = facts[among[self.subject[facts]] & among[self.object[facts]]]
        seen: set[int] = set()
        for fact in facts.tolist():
            for end in (int(self.subject[fact]), int(self.object[fact])):
                if end not in seen:
                    seen.add(end)
                    yield end

    def path(
        self, one: int, other: int, usable: Callable[[Numbers], NDArray[np.bool_]] | None = None
    ) -> list[int] | None:
        """Return the entities of a shortest path, in either direction of the facts.

        Of equally short ones, one over well-supported ties.

        Args:
            one: Where it begins.
            other: Where it ends.
            usable: Says of facts whether the path may use them.

        Returns:
            ``None`` if there is no path.
        """
        ties = self.ties
        if usable is not None:
            facts = np.flatnonzero(self._tying).astype(np.int32)
            allowed = np.zeros(len(self.subject), dtype=np.bool_)
            allowed[facts] = usable(facts)
            ties = self._tied(allowed)
        distance = np.full(self.count, -1, dtype=np.int32)
        distance[one] = 0
        front, far = np.array([one], dtype=np.int64), 0
        while len(front) and distance[other] < 0:
            near, far = self._next(ties, front), far + 1
            front = np.unique(near[distance[near] < 0])
            distance[front] = far
        if distance[other] < 0:
            return None
        path = [other]
        while path[-1] != one:
            rows = ties.of(path[-1])
            nearer = ties.others[rows][distance[ties.others[rows]] == distance[path[-1]] - 1]
            path.append(int(nearer[0]))  # the strongest tie
        return path[::-1]

    def statements_of(self, facts: Sequence[int], limit: int) -> tuple[list[int], dict[int, int]]:
        """Share out so many statements among facts, every fact in its turn.

        Args:
            facts: The first ones first, if there are more than statements.
            limit: Statements at most.

        Returns:
            Rows of statements, and how many of each fact are left out; no fact with all its rows.
        """
        rows: list[int] = []
        waiting = [(fact, 0) for fact in facts]
        while waiting and len(rows) < limit:
            later = []
            for fact, given in waiting:
                first, end = int(self.starts[fact]), int(self.starts[fact + 1])
                taken = int(len(rows) < limit)
                rows += [first + given][:taken]
                if first + given + taken < end:
                    later.append((fact, given + taken))
            waiting = later
        sizes = np.diff(self.starts)
        return rows, {fact: int(sizes[fact]) - given for fact, given in waiting}

    def _tied(self, mask: NDArray[np.bool_]) -> Ties:
        facts = np.flatnonzero(mask)
        ends = np.stack([self.subject[facts], self.object[facts]]).astype(np.int64)
        pairs = ends.min(axis=0) * self.count + ends.max(axis=0)
        pairs, which = np.unique(pairs, return_inverse=True)
        support = np.bincount(which, weights=self.support[facts], minlength=len(pairs))
        one, other = pairs // max(1, self.count), pairs % max(1, self.count)
        here, there = np.concatenate([one, other]), np.concatenate([other, one])
        worth = np.concatenate([support, support]).astype(np.float32)
        order = np.lexsort((there, -worth, here))
        starts = np.searchsorted(here[order], np.arange(self.count + 1))
        return Ties(starts, there[order].astype(np.int32), worth[order])

    @staticmethod
    def _next(ties: Ties, front: NDArray[np.int64]) -> Numbers:
        """Return all neighbours of some entities, with repetition."""
        firsts, counts = ties.starts[front], ties.starts[front + 1] - ties.starts[front]
        total = int(counts.sum())
        offsets = np.repeat(firsts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        found: Numbers = ties.others[offsets + np.arange(total)] if total else ties.others[:0]
        return found


def _distinct(groups: NDArray[np.int64], items: Numbers, count: int) -> Numbers:
    """Count the different items of each group; groups are sorted."""
    order = np.lexsort((items, groups))
    groups, items = groups[order], items[order]
    fresh = np.ones(len(groups), dtype=np.bool_)
    fresh[1:] = (groups[1:] != groups[:-1]) | (items[1:] != items[:-1])
    return np.bincount(groups[fresh], minlength=count).astype(np.int32)
