"""Headlines: they have no articles, and speak of what the first sentences introduce.

“Irish soldier killed” takes up nothing; “an Irish soldier, Declan Moy,” below tells who is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.model import MentionKind

#: Sentences after a headline that introduce what it speaks of; one if it says nothing but the kind.
_REACH = 3


def link_headlines(items: Sequence[Item], chains: Chains) -> None:
    """Link descriptions of the headline with those of the sentences after it, if one fits."""
    nominals = [i for i in items if i.kind is MentionKind.NOMINAL and i.sentence <= _REACH]
    for item in nominals:
        if _is_of_headline(item) and not chains.of(item).names:
            fitting = [other for other in nominals if _fits(item, other)]
            named = [other for other in fitting if chains.of(other).names]
            if named and not all(chains.same(named[0], other) for other in named):
                continue
            if fitting:
                chains.link((named or fitting)[0], item)


def _is_of_headline(item: Item) -> bool:
    return item.sentence == 0 and not (item.definite or item.indefinite or item.plural)


def _fits(item: Item, other: Item) -> bool:
    """Tell whether a later description is as the headline's: it says the same and maybe more.

    A person's post may be told once with the place, once with the field: “Danish minister quits”.
    """
    reach = _REACH if item.modifiers else 1
    if other.lemma != item.lemma or other.plural or not 0 < other.sentence <= reach:
        return False
    if item.possessor is None and item.modifiers <= other.modifiers:
        return True
    person = item.mention.entity_class == other.mention.entity_class == "Person"
    return person and bool(item.modifiers & other.modifiers)
