"""Names known beforehand: states, places, organisations, with their other names and demonyms.

The tables in ``data/`` hold facts that do not change with the news. ``Country`` means here "what
the news write about as a country"; nothing is said about the status of a territory. An article
always has the last word: the gazetteer helps to recognise a name, it adds no statement.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsgraph.gazetteer.keys import name_key, spelling_keys

_TABLES = ("countries.csv", "organizations.csv", "places.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One known name; the tuples hold what the columns of the tables separate by ``|``."""

    name: str
    entity_class: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()  #: adjectives: Serbian
    people: tuple[str, ...] = ()  #: nouns in the singular: Serbian, Pole
    capital_of: str | None = None  #: name of another entry
    country: str | None = None  #: of a place: name of the entry of its country
    descriptions: tuple[str, ...] = ()  #: what follows "the" when the news speak of it: alliance
    identifiers: tuple[str, ...] = ()  #: IRIs of the same thing elsewhere


class Gazetteer:
    """Looks up names, demonyms and peoples by any of their spellings."""

    def __init__(
        self, entries: tuple[Entry, ...], genders: Mapping[str, str] | None = None
    ) -> None:
        """Index the entries; of two with the same name the earlier wins.

        Args:
            entries: Known names.
            genders: Given name → ``female`` or ``male``.
        """
        self.entries = entries
        self._genders = {name_key(name): gender for name, gender in (genders or {}).items()}
        self._names: dict[str, Entry] = {}
        self._demonyms: dict[str, Entry] = {}
        self._people: dict[str, Entry] = {}
        self._surfaces: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        for name in (entry.name, *entry.aliases):
            for key in spelling_keys(name):
                self._names.setdefault(key, entry)
            words = tuple(name.replace("-", " - ").split())
            self._surfaces[words[0]].append(words)
        for demonym in entry.demonyms:
            self._demonyms.setdefault(name_key(demonym), entry)
        for person in (*entry.people, *entry.demonyms):
            key = name_key(person)
            for form in (key, f"{key}s", key.replace("man", "men")):
                self._people.setdefault(form, entry)

    def find(self, name: str) -> Entry | None:
        """Return the entry that has this name or alias in any spelling."""
        return self._names.get(name_key(name))

    def demonym(self, word: str) -> Entry | None:
        """Return the place that an adjective such as ``Serbian`` belongs to."""
        return self._demonyms.get(name_key(word))

    def people(self, word: str) -> Entry | None:
        """Return the place whose people a noun denotes, in singular or plural: ``Poles``."""
        return self._people.get(name_key(word))

    def gender(self, given_name: str) -> str | None:
        """Return ``female`` or ``male`` for a given name that is only borne by one of them."""
        return self._genders.get(name_key(given_name))

    def surfaces(self, first_word: str) -> list[tuple[str, ...]]:
        """Return the names that begin with exactly this word, as words; hyphens are words."""
        return self._surfaces.get(first_word, [])


@cache
def builtin() -> Gazetteer:
    """Return the gazetteer that comes with newsgraph."""
    folder = files(__name__).joinpath("data")
    entries: list[Entry] = []
    for table in _TABLES:
        lines = folder.joinpath(table).read_text(encoding="utf-8").splitlines()
        entries += [_entry(row) for row in csv.DictReader(lines)]
    lines = folder.joinpath("given_names.csv").read_text(encoding="utf-8").splitlines()
    return Gazetteer(tuple(entries), {row["name"]: row["gender"] for row in csv.DictReader(lines)})


def _entry(row: dict[str, str]) -> Entry:
    identifiers = []
    if row["iso"]:
        identifiers.append(f"https://www.iso.org/obp/ui/#iso:code:3166:{row['iso']}")
    if row["wikidata"]:
        identifiers.append(f"https://www.wikidata.org/entity/{row['wikidata']}")
    return Entry(
        name=row["name"],
        entity_class=row["class"],
        aliases=_parts(row["aliases"]),
        demonyms=_parts(row["demonyms"]),
        people=_parts(row["people"]),
        capital_of=row["capital_of"] or None,
        country=row.get("country") or row["capital_of"] or None,
        descriptions=_parts(row["descriptions"]),
        identifiers=tuple(identifiers),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
