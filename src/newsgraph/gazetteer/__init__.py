"""Names known beforehand: states, places, organisations, with their other names and demonyms.

The tables in ``data/`` hold facts that do not change with the news. ``Country`` means here "what
the news write about as a country"; nothing is said about the status of a territory. An article
always has the last word: the gazetteer helps to recognise a name, it adds no statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache, cached_property

from newsgraph.gazetteer.entries import Entry
from newsgraph.gazetteer.keys import name_key, spelling_keys
from newsgraph.gazetteer.tables import builtin_entries, builtin_rows, dump_names, read_names, towns

__all__ = ["Entry", "Gazetteer", "builtin", "dump_names", "extended", "read_names"]


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

    def namesake(self, name: str, countries: Set[str]) -> Entry | None:
        """Return the lesser place of a name that lies in one of these countries, if there is one.

        Such places have an addition in brackets: ``Georgia (U.S. state)``.
        """
        return next(
            (e for e in self._namesakes.get(name_key(name), ()) if e.country in countries), None
        )

    @cached_property
    def _namesakes(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if " (" in entry.name and entry.country:
                found[name_key(entry.name.split(" (")[0])].append(entry)
        return dict(found)

    def town(self, name: str) -> Entry | None:
        """Return the lesser town of this name: for what an article already takes for a place."""
        return self._towns.get(name_key(name))

    @cached_property
    def _towns(self) -> dict[str, Entry]:
        return {name_key(town.name): town for town in towns(builtin_rows("towns.csv"))}

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
    genders = {row["name"]: row["gender"] for row in builtin_rows("given_names.csv")}
    return Gazetteer(builtin_entries(), genders)


@cache
def extended(entries: tuple[Entry, ...]) -> Gazetteer:
    """Return a user's names before those that come with newsgraph; of equal names theirs win."""
    if not entries:
        return builtin()
    genders = {row["name"]: row["gender"] for row in builtin_rows("given_names.csv")}
    return Gazetteer((*entries, *builtin_entries()), genders)
