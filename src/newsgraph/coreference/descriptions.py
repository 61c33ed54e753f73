"""Definite descriptions and what they take up: an earlier description, or a name that fits.

``the attack`` takes up ``an attack in Banjska``; ``the Alliance`` takes up NATO; ``the mission`` a
mission just named. A description that says more than the earlier one is something new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.gazetteer.keys import name_key
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Vocabulary

#: Sentences that a description reaches back to an equal head word, and to a name.
_REACH_HEAD = 30
_REACH_NAME = 6
_REACH_PERSON = 2
_REACH_WIDE = 1
#: Names and head words looked at; keeps long articles linear.
_MOST = 60

_GENERAL_WORDS = """
Thing Agent Person Group Place Event Document Product Topic Condition Money Substance Position
Organization GovernmentBody Facility Region
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())
#: Classes whose bare nouns ("the organisation") fit anything of that kind: taken up only where
#: nothing else of that kind is named nearby.
_WIDE = {"Organization", "Event", "Facility", "Document", "Product", "GovernmentBody"}


def link_descriptions(items: Sequence[Item], chains: Chains, vocabulary: Vocabulary) -> None:
    """Link definite descriptions to antecedents before them, in text order."""
    earlier: dict[str, list[Item]] = defaultdict(list)
    names: list[Item] = []
    described: list[Item] = []
    called = {item.key: item for item in items if item.kind is MentionKind.NAME}
    for item in items:
        if item.kind is MentionKind.NAME:
            _link_short_name(item, names, chains, vocabulary)
            names.append(item)
        elif item.kind is MentionKind.NOMINAL:
            name = called.get(name_key(item.mention.text))
            linked = name is not None and chains.link(name, item)
            linked = linked or _link_same_head(item, earlier[item.lemma], chains)
            if not linked and _is_bare(item):
                fits = partial(_fits, item, vocabulary.lexicon.nominal_class(item.lemma))
                fitting = [n for n in names[-_MOST:] if fits(n, vocabulary)]
                linked = _link_latest(item, fitting, chains)
                linked = linked or _link_only(item, names[-_MOST:], chains, vocabulary)
            if not linked and _is_bare(item) and item.mention.entity_class not in _GENERAL:
                same = [d for d in described[-_MOST:] if _same_class(item, d)]
                _link_latest(item, same, chains)
            earlier[item.lemma].append(item)
            described.append(item)


def _link_short_name(
    item: Item, names: Sequence[Item], chains: Chains, vocabulary: Vocabulary
) -> None:
    """Link ``the Alliance``, ``the Commission``: a common noun, spelled as a name, with ``the``."""
    denoted = vocabulary.lexicon.nominal_class(item.lemma)
    common = item.end - item.start == 1 and item.definite and item.entry is None
    if common and denoted is not None and item.mention.entity_class != "Person":
        fits = partial(_fits, item, denoted)
        _link_latest(item, [n for n in names[-_MOST:] if fits(n, vocabulary)], chains, names=True)


def _is_bare(item: Item) -> bool:
    """Tell whether a description is ``the mission`` and nothing more."""
    alone = not item.modifiers and item.possessor is None
    return alone and ((item.definite and not item.plural) or "bare" in item.lists)


def _same_class(item: Item, other: Item) -> bool:
    """Tell whether ``the firm`` can take up ``a company``."""
    return other.mention.entity_class == item.mention.entity_class and not other.plural


def _link_same_head(item: Item, candidates: Sequence[Item], chains: Chains) -> bool:
    """Link to the latest description with the same head that has all of this one's words."""
    if item.indefinite or not (item.definite or item.possessor is not None or item.modifiers):
        return False
    for other in reversed(candidates[-_MOST:]):
        if item.sentence - other.sentence > _REACH_HEAD:
            return False
        if other.plural != item.plural or not item.modifiers <= other.modifiers:
            continue
        if not _same_possessor(item, other):
            continue
        exact = item.modifiers == other.modifiers
        if (exact or item.definite) and chains.link(other, item):
            return True
    return False


def _same_possessor(item: Item, other: Item) -> bool:
    """Refuse ``his wife`` and ``her wife``; a name as possessor is among the modifiers.

    ``Google's headquarters`` takes up ``Google headquarters``.
    """
    if item.possessor is None:
        return True
    return bool(item.modifiers) and item.modifiers == other.modifiers


def _link_latest(
    item: Item, fitting: Sequence[Item], chains: Chains, *, names: bool = False
) -> bool:
    """Link to what fits and stands nearest; if that leaves a choice, to what prevails.

    Of several in the nearest sentence a subject is chosen; failing that, what the article mentions
    at least twice as often as any other.
    """
    reach = _REACH_PERSON if "humans" in item.lists else _REACH_NAME
    near = [f for f in fitting if item.sentence - f.sentence <= reach and f.end <= item.start]
    if not near:
        return False
    nearest = [f for f in near if f.sentence == near[-1].sentence]
    for choice in (nearest, [f for f in nearest if f.relation.startswith("nsubj")]):
        if choice and all(chains.same(choice[0], other) for other in choice):
            return chains.link(choice[-1], item, names=names)
    prevailing = sorted(near, key=lambda f: -len(chains.of(f).items))
    most = len(chains.of(prevailing[0]).items)
    others = [len(chains.of(f).items) for f in near if not chains.same(f, prevailing[0])]
    return most >= 2 * max(others) and chains.link(prevailing[0], item, names=names)


def _link_only(item: Item, names: Sequence[Item], chains: Chains, vocabulary: Vocabulary) -> bool:
    """Link ``the organisation`` to the only named thing of that kind in the sentences before."""
    denoted = vocabulary.lexicon.nominal_class(item.lemma)
    if denoted == "Group" and "kinds_of_bodies" in item.lists:
        denoted = "Organization"  # the group, the movement
    if denoted not in _WIDE:
        return False
    near = [
        n
        for n in names
        if item.sentence - n.sentence <= _REACH_WIDE
        and n.end <= item.start
        and vocabulary.is_a(n.mention.entity_class, denoted)
    ]
    return bool(near) and all(chains.same(near[0], n) for n in near) and chains.link(near[-1], item)


def _fits(item: Item, denoted: str | None, name: Item, vocabulary: Vocabulary) -> bool:
    """Tell whether a bare description, whose head denotes that class, can mean this name."""
    person = name.mention.entity_class == "Person"
    if "humans" in item.lists or person:
        return person and "humans" in item.lists and name.gender in {None, item.gender}
    if item.lemma == "capital":
        return name.entry is not None and name.entry.capital_of is not None
    if name.entry is not None and item.lemma in name.entry.descriptions:
        return True
    words = name_key(name.mention.text).split()
    if item.lemma in words[-1:] or (len(words) > 1 and item.lemma == words[0]):
        return True
    if denoted is None or denoted in _GENERAL:
        return False
    return vocabulary.is_a(name.mention.entity_class, denoted)
