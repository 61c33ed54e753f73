"""Names of public bodies: whose body it is, and which one, however the name is put.

``Serbian Foreign Ministry``, ``Foreign Ministry of Serbia`` and ``Ministry of Foreign Affairs`` in
an article about Serbia are one body. A name made of words that many states use (Constitutional
Court, Interior Ministry) says nothing without its country.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.gazetteer.keys import name_key
from newsgraph.gazetteer.tables import builtin_rows
from newsgraph.model import Cluster

_ROWS = builtin_rows("body_words.csv")
#: Words that the bodies of many states are called by.
_COMMON = frozenset(row["word"] for row in _ROWS if row["common"])
_LINKS = frozenset({"of", "the", "for", "and", "in", "on", "s"})
#: Words of one meaning in the names of ministries.
_SAME_WORD = {row["word"]: row["same_as"] for row in _ROWS if row["same_as"]}
_EMPTY = _LINKS | {"affairs", "relations"}
_LONGEST_PLACE = 4  #: words
_PLACES = frozenset({"Country", "City", "Region", "Place", "Municipality"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A name taken apart."""

    core: str  #: what kind of body; equal for all ways to put it
    place: str  #: key of the place whose body it is; empty if the name does not say
    generic: bool  #: whether the core alone does not tell which body it is


def read_body(name: str, gazetteer: Gazetteer) -> Body:
    """Take the name of a body apart; a name of any other kind is its own core."""
    words = name_key(name).split()
    place, rest = _without_place(words, gazetteer)
    core = _core(rest)
    generic = all(word in _COMMON for word in rest if word not in _LINKS)
    return Body(core=core, place=name_key(place.name) if place else "", generic=generic)


def _without_place(words: list[str], gazetteer: Gazetteer) -> tuple[Entry | None, list[str]]:
    """Return the place that a name begins or ends with, and the other words."""
    for size in range(min(_LONGEST_PLACE, len(words) - 1), 0, -1):
        start = " ".join(words[:size])
        entry = _place(start, gazetteer) or (gazetteer.demonym(start) if size == 1 else None)
        if entry is not None:
            return entry, words[size:]
    for at in range(1, len(words) - 1):
        if words[at] in {"of", "in"}:
            entry = _place(" ".join(w for w in words[at + 1 :] if w != "the"), gazetteer)
            if entry is not None:
                return entry, words[:at]
    return None, words


def _place(name: str, gazetteer: Gazetteer) -> Entry | None:
    entry = gazetteer.find(name)
    return entry if entry is not None and entry.entity_class in _PLACES else None


def _core(words: list[str]) -> str:
    if "ministry" in words:
        fields = {_SAME_WORD.get(word, word) for word in words if word not in _EMPTY}
        return " ".join(sorted(fields))
    return " ".join(words)


def located_in(clusters: Iterable[Cluster], gazetteer: Gazetteer) -> frozenset[str]:
    """Return the countries that the lesser places named in an article lie in; capitals not."""
    found = set()
    for cluster in clusters:
        if cluster.named and cluster.entity_class in _PLACES:
            entry = gazetteer.find(cluster.name) or gazetteer.town(cluster.name)
            if entry is not None and entry.country and not entry.capital_of:
                found.add(entry.country)
    return frozenset(found)


def country_of(clusters: Iterable[Cluster], gazetteer: Gazetteer) -> str | None:
    """Return the key of the country that an article mentions most, by its places and people too.

    ``None`` if none prevails.
    """
    counts: Counter[str] = Counter()
    for cluster in clusters:
        if not cluster.named or cluster.entity_class == "Person":
            continue
        entry = gazetteer.find(cluster.name) or gazetteer.demonym(cluster.name)
        if entry is None and cluster.entity_class in _PLACES:
            entry = gazetteer.town(cluster.name)
        if entry is not None and entry.entity_class == "Country":
            counts[name_key(entry.name)] += len(cluster.mentions)
        elif entry is not None and entry.country:
            counts[name_key(entry.country)] += len(cluster.mentions)
        elif cluster.entity_class == "Country":
            counts[name_key(cluster.name)] += len(cluster.mentions)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
