"""Names of persons: a surname, a given name or initials and the full name that they fit.

Newspapers give the full name first, so a surname means someone introduced before it. Where several
persons of an article share it, a title or a form of address may tell them apart; else it is left
alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.gazetteer.roles import exclude, families
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Lexicon

_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_PARTICLES_WORDS = """
van von de der den del della di da dos el al bin ben ter la le
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())

Families = Mapping[int, frozenset[str]]  #: of items, by index


def link_persons(doc: Doc, items: Sequence[Item], chains: Chains, lexicon: Lexicon) -> None:
    """Link the names of persons; full names are equal, short ones fit one full name only."""
    persons = [i for i in items if i.mention.entity_class == "Person" and i.key]
    persons = [i for i in persons if i.kind is MentionKind.NAME]
    first: dict[str, Item] = {}
    for item in persons:
        known = first.setdefault(item.key, item)
        if len(_words(item.key)) > 1:
            chains.link(known, item, forced=True)
    full = _full_names(first)
    for key in sorted(first, key=lambda key: -len(_words(key))):
        candidates = full.get(" ".join(_words(key)), set()) - {key}
        if len(_words(key)) > 1:
            _link_longer(first[key], [first[c] for c in sorted(candidates)], chains)
    titles = _titles(doc, persons, items)
    known_as = _by_chain(persons, titles, chains)
    relatives = _relatives(doc, persons, lexicon)
    contested = _contested(persons, titles)
    left: list[Item] = []
    for item in persons:
        if len(_words(item.key)) == 1:
            if item.key in contested and titles[item.index] and not any(known_as.values()):
                left.append(item)
                continue
            keys = sorted(full.get(item.key, ()))
            if not titles[item.index]:  # a given name may well be that of a relative
                keys = [k for k in keys if k not in relatives or k.startswith(item.key)] or keys
            fitting = [first[key] for key in keys]
            if not _link_short(item, fitting, titles, known_as, chains):
                left.append(item)
    _link_left(left, titles, chains)


def _relatives(doc: Doc, persons: Sequence[Item], lexicon: Lexicon) -> set[str]:
    """Keys of the full names that a word of kinship introduces: "his brother Jon Vik"."""
    found: dict[str, bool] = {}
    for item in persons:
        if len(_words(item.key)) > 1 and item.key not in found:
            before = [t.lemma_.lower() for t in doc[max(item.start - 2, 0) : item.start]]
            if before[-1:] == [","]:  # "his brother, Jon Vik"
                before.pop()
            found[item.key] = bool(before) and "kin" in lexicon.lists_with(before[-1])
    return {key for key, kin in found.items() if kin}


def _words(key: str) -> tuple[str, ...]:
    return tuple(word for word in key.split() if word not in _SUFFIXES)


def _full_names(first: Mapping[str, Item]) -> dict[str, set[str]]:
    """Map a short form to the keys of the full names that it may stand for."""
    shorter: dict[str, set[str]] = defaultdict(set)
    for key in first:
        words = _words(key)
        if len(words) > 1:
            for short in _short_forms(words):
                shorter[short].add(key)
    return shorter


def _short_forms(words: tuple[str, ...]) -> Iterator[str]:
    """Yield ``tramp``, ``donald``, ``d tramp``, ``donald tramp`` for ``donald john tramp``."""
    surname = len(words) - 1
    while surname > 1 and words[surname - 1] in _PARTICLES:
        surname -= 1
    last = " ".join(words[surname:])
    yield last
    yield words[-1]
    yield words[0]
    yield f"{words[0]} {last}"
    yield f"{words[0][0]} {last}"
    if len(words) > 2:
        yield " ".join(words[1:])


def _link_longer(item: Item, fitting: Sequence[Item], chains: Chains) -> None:
    """Link ``M. Lind`` to ``Mara Lind`` if she is the only one; before "Lind" looks for hers."""
    agreeing = [other for other in fitting if chains.agree(item, other)]
    if len({id(chains.of(other)) for other in agreeing}) == 1:
        chains.link(agreeing[0], item, names=True)


def _titles(doc: Doc, persons: Sequence[Item], items: Sequence[Item]) -> Families:
    """Read the families of the titles right before each name, and of an apposition after it."""
    before: dict[int, list[str]] = defaultdict(list)
    after: dict[int, list[str]] = defaultdict(list)
    for item in items:
        if item.kind is MentionKind.NOMINAL and item.mention.entity_class == "Person":
            before[item.end].append(item.mention.text)
            after[item.start].append(item.mention.text)
    found: dict[int, frozenset[str]] = {}
    for item in persons:
        told = [doc[item.start - 1].text] if item.start else []
        told += before[item.start]
        if item.end < len(doc) and doc[item.end].text == ",":
            told += [text for gap in (1, 2) for text in after[item.end + gap]]
        found[item.index] = families(told)
    return found


def _by_chain(
    persons: Sequence[Item], titles: Families, chains: Chains
) -> dict[int, frozenset[str]]:
    """Collect the families of each chain of full names, by the index of its first item."""
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for item in persons:
        if len(_words(item.key)) > 1:
            found[chains.of(item).first] |= titles[item.index]
    return found


def _contested(persons: Sequence[Item], titles: Families) -> set[str]:
    """Return the names that are used with titles of two people: Colonel and Minister Vukašević."""
    seen: dict[str, set[frozenset[str]]] = defaultdict(set)
    for item in persons:
        seen[item.key].add(titles[item.index])
    return {
        key
        for key, families_seen in seen.items()
        if any(exclude(one, other) for one in families_seen for other in families_seen)
    }


def _link_short(
    item: Item,
    fitting: Sequence[Item],
    titles: Families,
    known_as: Mapping[int, frozenset[str]],
    chains: Chains,
) -> bool:
    """Link one surname or given name to the person that it must mean; else tell that it is left."""
    chosen = {chains.of(f).first: f for f in fitting if chains.agree(item, f)}
    introduced = {k: f for k, f in chosen.items() if chains.of(f).first < item.index}
    chosen = introduced or chosen
    title = titles[item.index]
    if len(chosen) > 1 and title:
        chosen = {k: f for k, f in chosen.items() if known_as.get(k, title) & title}
    if len(chosen) != 1:
        return False
    [(key, person)] = chosen.items()
    if exclude(title, known_as.get(key, frozenset())):
        return False
    return chains.link(person, item, names=True)


def _link_left(left: Sequence[Item], titles: Families, chains: Chains) -> None:
    """Join what is left of one surname, unless titles tell two persons apart."""
    first: dict[str, Item] = {}
    for item in left:
        known = first.setdefault(item.key, item)
        if not exclude(titles[known.index], titles[item.index]):
            chains.link(known, item, names=True)
