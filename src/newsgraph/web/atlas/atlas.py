"""All that is known of the whole graph, and the choice of what to show of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, Store

from newsgraph.model import make_id
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.terms import ng, nif
from newsgraph.web.atlas.columns import Columns, read
from newsgraph.web.atlas.communities import Regions, find_regions
from newsgraph.web.atlas.names import Names
from newsgraph.web.atlas.network import Network

MOST_ENTITIES = 300  #: dots of one answer, those asked for by name aside
MOST_STATEMENTS = 900  #: statements of one answer
MOST_OF_A_FACT = 500  #: statements of a fact that is asked for
_SAID = 20  #: statements of a speaker that come with their ego network
_READ = 300  #: statements of an article that are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What somebody wants to see."""

    centres: Sequence[int] = ()  #: entities whose ego networks are wanted
    region: int | None = None  #: a region of the overview
    path: Sequence[int] = ()  #: entities along a path
    keep: Sequence[int] = ()  #: entities that are wanted in any case
    article: str | None = None  #: id of an article to read
    fact: int | None = None  #: a fact whose statements are all wanted
    depth: int = 1  #: steps from the centres
    limit: int = MOST_ENTITIES  #: further entities at most
    offset: int = 0  #: how many of them were seen before


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What of the graph is shown; numbers are those of the atlas."""

    dots: list[int]  #: entities on the map
    statements: list[str]  #: ids
    left_out: dict[int, int] = field(default_factory=dict)  #: fact → statements not among them
    total: int = 0  #: entities that could be on the map


class Atlas:
    """Columns, ties, regions and names of one state of a dataset."""

    def __init__(
        self,
        store: Store,
        base: str,
        columns: Columns,
        network: Network,
        names: Names,
        regions: Regions,
    ) -> None:
        """Put together what ``survey`` has made, or what was kept of it.

        Args:
            store: The state of a dataset that the columns were read from; it must not change.
            base: IRI that its names begin with.
            columns: What the dataset holds.
            network: Who is tied to whom.
            names: How everybody is called.
            regions: Who belongs together.
        """
        self._store, self.iris = store, Iris(base)
        self.columns, self.network, self.names, self.regions = columns, network, names, regions
        self.tied = int((network.strength > 0).sum())
        #: Whether any article is stored as a whole.
        self.has_texts = self._holds(nif("isString"))

    def number(self, entity: str) -> int | None:
        """Return the number of an entity; ``None`` if there is no such entity."""
        return self.columns.numbers.get(entity)

    def region_of(self, entity: int) -> int | None:
        """Return the region that an entity is in; ``None`` if it is in none."""
        region = int(self.regions.of[entity])
        return None if region < 0 else region

    def leader(self, region: int) -> str:
        """Return the id of the best-supported entity of a region, which names it."""
        return self.columns.entities[int(self.regions.members[region][0])]

    def fact_number(self, fact: str) -> int | None:
        """Return the number of a fact between two entities; ``None`` if there is none."""
        marks, order = self._fact_marks
        mark = _mark(fact)
        at = int(np.searchsorted(marks, mark)) if mark is not None else len(marks)
        return int(order[at]) if at < len(marks) and marks[at] == mark else None

    def choose(self, scene: Scene) -> Choice:
        """Decide what is shown of the graph."""
        network = self.network
        dots = dict.fromkeys([*scene.path, *scene.keep, *scene.centres])
        reached = self._reached(scene)
        seen = dict.fromkeys(e for e in _in_turn(self._sources(scene)) if e not in dots)
        dots |= dict.fromkeys(islice(seen, scene.offset, scene.offset + scene.limit))
        said = [row for centre in scene.centres for row in self._said_by(centre)]
        dots |= dict.fromkeys(end for row in said for end in self._ends(row))
        reached[list(dots)] = True
        facts = network.facts_among(dots)
        order = np.lexsort((facts, -network.support[facts]))
        rows, left_out = network.statements_of(facts[order].tolist(), MOST_STATEMENTS)
        left_out.pop(-1 if scene.fact is None else scene.fact, None)
        chosen = dict.fromkeys([*self._asked_for(scene), *said, *rows])
        return Choice(
            dots=list(dots),
            statements=[self.columns.statements.ids[row].decode() for row in chosen],
            left_out=left_out,
            total=int(reached.sum()),
        )

    def _sources(self, scene: Scene) -> list[Iterator[int]]:
        sources: list[Iterator[int]]
        sources = [islice(self.network.ego(c, scene.depth), 1, None) for c in scene.centres]
        if scene.region is not None:
            sources.append(self._region(scene.region))
        if _is_everything(scene):
            sources.append(self.network.top())
        return [islice(source, scene.offset + scene.limit) for source in sources]

    def _reached(self, scene: Scene) -> NDArray[np.bool_]:
        """Mark all that could be shown."""
        if _is_everything(scene):
            return self.network.strength > 0
        found = self.network.within(scene.centres, scene.depth)
        return found if scene.region is None else found | (self.regions.of == scene.region)

    def _region(self, region: int) -> Iterator[int]:
        """Yield the ends of the best facts within a region, then its other members."""
        yield from self.network.top(self.regions.of == region)
        yield from self.regions.members[region].tolist()

    def _asked_for(self, scene: Scene) -> list[int]:
        """Return the rows of a fact and of an article that are wanted as a whole."""
        rows: list[int] = []
        if scene.fact is not None:
            first, end = self.network.starts[scene.fact : scene.fact + 2].tolist()
            rows += range(first, min(end, first + MOST_OF_A_FACT))
        if scene.article is not None:
            document = self.iris.document(scene.article)
            rows += islice(self._rows_with(ng("document"), document), _READ)
        return rows

    def _said_by(self, entity: int) -> list[int]:
        speaker = self.iris.entity(self.columns.entities[entity])
        return list(islice(self._rows_with(ng("speaker"), speaker), _SAID))

    def _rows_with(self, property_: NamedNode, value: NamedNode) -> Iterator[int]:
        for quad in self._store.quads_for_pattern(None, property_, value, None):
            node = quad.subject
            resource = self.iris.parse(node.value) if isinstance(node, NamedNode) else None
            row = self._row(resource.id) if resource is not None else None
            if row is not None:
                yield row

    def _row(self, statement: str) -> int | None:
        ids, order = self.columns.statements.ids, self._order
        at = int(np.searchsorted(ids, statement.encode(), sorter=order))
        return int(order[at]) if at < len(order) and ids[order[at]] == statement.encode() else None

    def _ends(self, row: int) -> list[int]:
        rows = self.columns.statements
        return [int(end) for end in (rows.subject[row], rows.object[row]) if end >= 0]

    def _holds(self, property_: NamedNode) -> bool:
        return next(self._store.quads_for_pattern(None, property_, None, None), None) is not None

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        return np.argsort(self.columns.statements.ids, kind="stable")

    @cached_property
    def _fact_marks(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Marks of the ids of facts between entities, sorted, and the facts they belong to."""
        network, ids, names = self.network, self.columns.entities, self.columns.relations
        between = np.flatnonzero(network.object >= 0)
        marks = [
            _mark(make_id("fact", ids[s], names[r], ids[o])) or 0
            for s, r, o in zip(
                network.subject[between].tolist(),
                network.relation[between].tolist(),
                network.object[between].tolist(),
                strict=True,
            )
        ]
        found = np.array(marks, dtype=np.uint64)
        order = np.argsort(found, kind="stable")
        return found[order], between[order]


def survey(
    store: Store,
    base: str,
    hidden: Collection[str],
    tell: Callable[[str], None] = lambda _: None,
) -> Atlas:
    """Read a dataset, which takes about a minute for a million statements.

    Args:
        store: One state of a dataset; it must not change.
        base: IRI that its names begin with.
        hidden: Relations that tie nobody.
        tell: Is told in words what is being done.
    """
    tell("reading statements and names")
    columns = read(store, base)
    tell("counting ties")
    network = Network(columns, hidden)
    tell("sorting names")
    names = Names(columns.names, columns.aliases, network.strength + columns.articles)
    tell("finding what belongs together")
    return Atlas(store, base, columns, network, names, find_regions(network))


def _is_everything(scene: Scene) -> bool:
    """Tell whether nothing in particular is wanted."""
    asked = (*scene.centres, *scene.path, *scene.keep)
    return not asked and scene.region is None and scene.article is None and scene.fact is None


def _in_turn(sources: Iterable[Iterator[int]]) -> Iterator[int]:
    """Take one from each, again and again, until all are empty."""
    waiting = list(sources)
    while waiting:
        later = []
        for source in waiting:
            for item in source:
                yield item
                later.append(source)
                break
        waiting = later


def _mark(fact: str) -> int | None:
    """Return the number in the id of a fact; ``None`` if it is no such id."""
    _, _, digits = fact.partition("fact-")
    return int(digits, 16) if len(digits) == 16 and set(digits) <= set("0123456789abcdef") else None
