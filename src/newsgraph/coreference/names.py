"""Names of one thing: equal, shortened, abbreviated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.coreference.persons import link_persons
from newsgraph.gazetteer import Gazetteer
from newsgraph.gazetteer.keys import abbreviates, name_key
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Lexicon

_BODIES = {
    "Organization",
    "Company",
    "SportsClub",
    "NGO",
    "MediaOutlet",
    "PoliticalParty",
    "EducationalInstitution",
}
#: Bodies that are called by their kind, spelled as a name: “Parliament”, “the Tribunal”.
_OFFICIAL = {"Parliament", "Court", "GovernmentBody"}
_UNSHORTENED = {"Person", "Country", "City", "Group"}


def link_names(
    doc: Doc, items: Sequence[Item], chains: Chains, gazetteer: Gazetteer, lexicon: Lexicon
) -> None:
    """Link names that denote one thing; a short form only if exactly one full form fits."""
    names = [item for item in items if item.kind is MentionKind.NAME and item.key]
    others = [item for item in names if item.mention.entity_class != "Person"]
    link_persons(doc, items, chains, lexicon)
    _link_equal(others, chains)
    _link_defined(doc, others, chains)
    _link_shortened(others, chains, gazetteer, lexicon)
    _link_acronyms(others, chains)


def _link_equal(names: Sequence[Item], chains: Chains) -> None:
    first: dict[tuple[str, bool], Item] = {}
    for item in names:
        # "Serbian" the country and "Serbs" the group never meet, nor does a place its people.
        known = first.setdefault((item.key, item.mention.entity_class == "Group"), item)
        chains.link(known, item, forced=True)


def _link_defined(doc: Doc, names: Sequence[Item], chains: Chains) -> None:
    """Link a name with the acronym in parentheses after it: ``Kosovo Force (KFOR)``."""
    by_start = {item.start: item for item in names}
    for item in names:
        at = item.end + 1
        short = by_start.get(at)
        if short is None or short.end >= len(doc):
            continue
        if doc[item.end].text != "(" or doc[short.end].text != ")":
            continue
        texts = (item.mention.text, short.mention.text)
        either = abbreviates(texts[1], texts[0]) or abbreviates(texts[0], texts[1])
        foreign = texts[1].isupper() and " " in texts[0] and not (item.entry and short.entry)
        if either or foreign:
            chains.link(item, short, names=True)


def _link_shortened(
    names: Sequence[Item], chains: Chains, gazetteer: Gazetteer, lexicon: Lexicon
) -> None:
    """Link ``Supreme Court`` to ``Supreme Court of Kosovo`` if there is one such name."""
    first: dict[str, Item] = {}
    fuller: dict[str, set[str]] = defaultdict(set)
    for item in names:
        if item.key not in first:
            first[item.key] = item
            for short in _shortened(item, gazetteer, lexicon):
                fuller[short].add(item.key)
    for key in first:
        if len(words := key.split()) > 1 and words[-1] in fuller:
            fuller[words[-1]].add(key)  # "the Union" may be the European one as well
    for key, item in first.items():
        candidates = sorted(fuller.get(key, set()) - {key})
        if len(candidates) == 1 and not (item.entry and first[candidates[0]].entry):
            chains.link(first[candidates[0]], item, names=True)


def _shortened(item: Item, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[str]:
    words = item.key.split()
    if len(words) < 2:
        return
    if item.entry is None and item.mention.entity_class not in _UNSHORTENED:
        yield from _beginnings(words)
    if "droppable" in lexicon.lists_with(words[-1]) or (len(words) > 2 and _is_year(words[-1])):
        yield " ".join(words[:-1])
    if len(words) > 2 and _is_year(words[0]):  # 2031 Lake Games: Lake Games
        yield " ".join(words[1:])
    if item.entry is None and item.mention.entity_class not in _UNSHORTENED:
        yield from _kind_of_body(words[-1], lexicon)
    if item.mention.entity_class == "Product":  # Mozilla Firefox: Firefox
        yield words[-1]
    yield from _told_apart(item, words, gazetteer)
    for at in (1, 2):  # United Kingdom Home Office: Home Office
        owner = " ".join(words[:at])
        if len(words) > at + 1 and (gazetteer.demonym(owner) or gazetteer.find(owner)):
            yield " ".join(words[at:])
    for preposition in ("of", "in", "for"):
        if preposition in words[1:-1]:
            at = words.index(preposition, 1)
            head, rest = words[:at], [w for w in words[at + 1 :] if w != "the"]
            if gazetteer.find(" ".join(rest)) and len(head) > 1:
                yield " ".join(head)
            yield " ".join([*rest, *head])  # Ministry of Defence: Defence Ministry


def _told_apart(item: Item, words: Sequence[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the word that tells a body from its like: ``Orsenne (Avionics)``, ``(Real) Zumal``.

    Before a preposition it is the first one: ``Church (of Scientology)``.
    """
    if item.entry is not None or item.mention.entity_class in _UNSHORTENED:
        return
    if len(words) > 2 and words[1] in {"of", "for"}:
        yield words[0]
    elif len(words) == 2 and item.mention.entity_class in _BODIES:
        for word in words:
            if len(word) > 3 and not (gazetteer.find(word) or gazetteer.demonym(word)):
                yield word


def _kind_of_body(word: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the last word if it alone names the kind of body: ``(Petitions) Tribunal``."""
    if lexicon.nominal_class(word) in _OFFICIAL:
        yield word


def _beginnings(words: Sequence[str]) -> Iterator[str]:
    """Yield what stands before a preposition or a year: ``Andy Warhol Foundation (for …)``."""
    for at in range(2, len(words)):
        if words[at] in {"for", "of", "at", "on", "against"} or _is_year(words[at]):
            yield " ".join(words[:at])
            break


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit()


def _link_acronyms(names: Sequence[Item], chains: Chains) -> None:
    """Link an acronym to the one full name whose letters it has."""
    full: dict[str, Item] = {}
    short: dict[str, Item] = {}
    for item in names:
        text = item.mention.text
        if " " not in text and text.replace(".", "").isupper():
            short.setdefault(item.key, item)
        elif " " in text:
            full.setdefault(name_key(text), item)
    by_letter: dict[str, list[Item]] = defaultdict(list)
    for key, item in full.items():
        by_letter[key[0]].append(item)
    for key, item in short.items():
        if item.entry is not None:
            continue
        found = [f for f in by_letter[key[0]] if abbreviates(item.mention.text, f.mention.text)]
        if len({id(chains.of(f)) for f in found}) == 1:
            chains.link(found[0], item, names=True)
