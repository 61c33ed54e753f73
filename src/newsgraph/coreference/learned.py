"""Links that the analyser's coreference head proposes, where the rules allow them.

The head gives each mention a probability for every antecedent; here they are summed over the
chains, so that five mentions of one person speak with one voice. The chains still refuse what can't
be: another gender, number or kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Doc

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.model import MentionKind

#: Least probability of a description's link. Chosen on annotated articles of sets that the head had
#: not been trained on: ``tests/benchmarks/coreference.py``.
LEAST: Final = 0.85

_LINKS: Final = "coref_links"


class Proposals:
    """What the coreference head says of one article; nothing if the pipeline has no such head."""

    def __init__(self, doc: Doc, items: Sequence[Item]) -> None:
        """Read the links off ``doc.spans["coref_links"]``."""
        self._by_head: dict[int, Item] = {}
        for item in items:
            self._by_head.setdefault(item.head, item)
        self._links: dict[int, list[tuple[int, float]]] = defaultdict(list)
        #: Whether the pipeline has such a head at all.
        self.given = _LINKS in doc.spans
        links = doc.spans[_LINKS].attrs.get("links", ()) if self.given else ()
        for anaphor, antecedent, probability in links:
            self._links[anaphor].append((antecedent, probability))

    def likely(self, item: Item, chains: Chains) -> dict[int, float]:
        """How likely each chain is, by ``id``; empty if the head is silent about this mention."""
        likely: dict[int, float] = defaultdict(float)
        for other, probability in self._antecedents(item):
            likely[id(chains.of(other))] += probability
        return likely

    def best(self, item: Item, chains: Chains) -> tuple[Item, float] | None:
        """The likeliest antecedent: the nearest item of the likeliest chain, and how likely it is.

        Returns:
            ``None`` if the head is silent about this mention.
        """
        likely = self.likely(item, chains)
        found = [(likely[id(chains.of(other))], other) for other, _ in self._antecedents(item)]
        if not found:
            return None
        probability, nearest = max(found, key=lambda pair: (pair[0], pair[1].index))
        return nearest, probability

    def _antecedents(self, item: Item) -> Iterator[tuple[Item, float]]:
        for token, probability in self._links.get(item.head, ()):
            other = self._by_head.get(token)
            if other is not None and other.index != item.index:
                yield other, probability

    def link(self, item: Item, chains: Chains) -> bool:
        """Link a description to its likeliest antecedent, if that is likely enough."""
        found = self.best(item, chains)
        if found is None or found[1] < LEAST:
            return False
        return chains.link(found[0], item)


def link_remaining(items: Sequence[Item], chains: Chains, proposals: Proposals) -> None:
    """Link the descriptions that no rule has linked to a name, in text order."""
    for item in items:
        if item.kind is MentionKind.NOMINAL and not chains.of(item).names:
            proposals.link(item, chains)
