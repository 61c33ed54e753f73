"""Growing chains of mentions that corefer, and whether two of them may be one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsgraph.coreference.items import Item
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Vocabulary

_UNDECIDED = {"Thing", "Agent"}
#: Coarse kinds that one thing may be seen as.
_KINDRED = {frozenset(("group", "organization")), frozenset(("organization", "other"))}
_TELLING = {MentionKind.NAME: 2, MentionKind.NOMINAL: 1, MentionKind.PRONOUN: 0}


@dataclass(slots=True)
class Chain:
    """What is known of one chain."""

    items: list[Item]
    entity_class: str
    telling: int  #: how telling the mention is that gave the class
    depth: int  #: how many classes are above the class
    first: int  #: index of the first item
    gender: str | None = None
    plural: bool | None = None
    names: set[str] = field(default_factory=set)  #: keys


class Chains:
    """Union-find over the items of one article; every link is checked unless it is forced."""

    def __init__(self, items: Sequence[Item], vocabulary: Vocabulary) -> None:
        """Begin with one chain per item."""
        self._vocabulary = vocabulary
        self._depths: dict[str, int] = {}
        self._parents = list(range(len(items)))
        self._chains = {item.index: self._single(item) for item in items}

    def of(self, item: Item) -> Chain:
        """Return the chain that an item belongs to."""
        return self._chains[self._root(item.index)]

    def all(self) -> list[Chain]:
        """Return all chains, by their first mention."""
        chains = list(self._chains.values())
        for chain in chains:
            chain.items.sort(key=lambda item: item.index)
        return sorted(chains, key=lambda chain: chain.first)

    def same(self, one: Item, other: Item) -> bool:
        """Tell whether two items are in one chain."""
        return self._root(one.index) == self._root(other.index)

    def agree(self, one: Item, other: Item) -> bool:
        """Tell whether the chains of two items may be one: gender, number, kind."""
        first, second = self.of(one), self.of(other)
        if first.gender and second.gender and first.gender != second.gender:
            return False
        if not self.kinds_agree(first.entity_class, second.entity_class):
            return False
        if first.plural is None or second.plural is None or first.plural == second.plural:
            return True
        kinds = {self._vocabulary.coarse(c.entity_class) for c in (first, second)}
        return bool(kinds & {"organization", "group"}) and "person" not in kinds

    def kinds_agree(self, one: str, other: str) -> bool:
        """Tell whether one thing may be of both classes."""
        if one in _UNDECIDED or other in _UNDECIDED:
            return True
        kinds = frozenset((self._vocabulary.coarse(one), self._vocabulary.coarse(other)))
        return len(kinds) == 1 or kinds in _KINDRED

    def link(self, one: Item, other: Item, *, forced: bool = False, names: bool = False) -> bool:
        """Join the chains of two items if they agree, or always when forced.

        Two chains that both hold a name are joined on the strength of the names only: no
        description leads from one name to another.

        Args:
            one: An item of the first chain.
            other: An item of the second.
            forced: Whether to skip all checks.
            names: Whether the names themselves say that the two are one.

        Returns:
            Whether the two are in one chain now.
        """
        first, second = self._root(one.index), self._root(other.index)
        if first == second:
            return True
        if not forced and not self.agree(one, other):
            return False
        if not (names or forced) and self._chains[first].names and self._chains[second].names:
            return False
        if len(self._chains[first].items) < len(self._chains[second].items):
            first, second = second, first
        self._parents[second] = first
        self._absorb(self._chains[first], self._chains.pop(second))
        return True

    def _root(self, index: int) -> int:
        parents = self._parents
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    def _absorb(self, chain: Chain, other: Chain) -> None:
        if self._rank(other) > self._rank(chain):
            chain.entity_class, chain.telling = other.entity_class, other.telling
            chain.depth = other.depth
            chain.plural = other.plural if other.plural is not None else chain.plural
        elif chain.plural is None:
            chain.plural = other.plural
        chain.items += other.items
        chain.first = min(chain.first, other.first)
        chain.gender = chain.gender or other.gender
        chain.names |= other.names

    @staticmethod
    def _rank(chain: Chain) -> tuple[bool, int, int, int]:
        """Rank the class of a chain: decided, from a name, specific, early in the text."""
        return chain.entity_class not in _UNDECIDED, chain.telling, chain.depth, -chain.first

    def _single(self, item: Item) -> Chain:
        name = item.mention.entity_class
        return Chain(
            items=[item],
            first=item.index,
            entity_class=name,
            telling=_TELLING[item.kind],
            depth=self._depth(name),
            gender=item.gender,
            plural=item.plural,
            names={item.key} if item.kind is MentionKind.NAME else set(),
        )

    def _depth(self, name: str) -> int:
        if name not in self._depths:
            above = (self._vocabulary.is_a(name, other) for other in self._vocabulary.classes)
            self._depths[name] = sum(above)
        return self._depths[name]
