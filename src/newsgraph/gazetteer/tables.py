"""Reads the tables of known names: those that come with newsgraph, and a user's own.

``data/SOURCES.md`` says where each table is from.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from io import StringIO
from pathlib import Path

from newsgraph.errors import ReadError
from newsgraph.gazetteer.entries import Entry
from newsgraph.gazetteer.keys import name_key

#: Columns of a table that must be there; the others may.
REQUIRED = ("name", "class")
COLUMNS = frozenset(
    "name class aliases demonyms people capital_of country stands_for descriptions iso wikidata "
    "geonames identifiers".split()
)
_TABLES = ("countries.csv", "organizations.csv", "places.csv")
_WRITTEN = (
    *("name", "class", "capital_of", "country", "stands_for"),
    *("aliases", "demonyms", "people", "descriptions", "identifiers"),
)
_ISO = "https://www.iso.org/obp/ui/#iso:code:3166:"
_WIKIDATA = "https://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"

Row = Mapping[str, str]


def builtin_entries() -> tuple[Entry, ...]:
    """Return the entries that come with newsgraph; of places also where they lie, if it is sure."""
    states = {row["name"]: row for row in builtin_rows("state_names.csv")}
    towns = {name_key(row["name"]): row for row in builtin_rows("towns.csv")}
    entries = [_entry(row) for table in _TABLES for row in builtin_rows(table)]
    found = []
    for entry in entries:
        if entry.name in states and entry.entity_class == "Country":
            found.append(_with_forms(entry, states[entry.name]))
        elif entry.entity_class == "City":
            keys = map(name_key, (entry.name, *entry.aliases))
            row = next((towns[key] for key in keys if key in towns), None)
            found.append(_located(entry, row))
        else:
            found.append(entry)
    return tuple(found)


def towns(rows: Iterable[Row]) -> Iterator[Entry]:
    """Yield the lesser towns: they identify what an article takes for a place already."""
    for row in rows:
        entry = Entry(name=row["name"], entity_class="City", country=row["country"] or None)
        yield replace(entry, identifiers=(f"{_GEONAMES}{row['geonames']}/",))


def builtin_rows(table: str) -> list[dict[str, str]]:
    """Return the rows of a table that comes with newsgraph."""
    text = files("newsgraph.gazetteer").joinpath("data", table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.split("\n")))


def read_names(path: Path) -> tuple[Entry, ...]:
    """Read a user's table: CSV in UTF-8 with the columns ``name`` and ``class``, perhaps others.

    Several aliases, demonyms or ``identifiers`` (IRIs) in one cell are separated by ``|``.

    Raises:
        ReadError: The file cannot be read, a column is missing or unknown, or a line has no name or
            class; the message has the file and the line.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or ()
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"names {path.name} cannot be read", hint="give a CSV in UTF-8") from error
    wrong = [c for c in REQUIRED if c not in columns] or sorted(set(columns) - COLUMNS)
    if wrong:
        raise ReadError(
            f"{path.name}, line 1: column {wrong[0]!r} is missing or unknown",
            hint=f"columns are: {', '.join(sorted(COLUMNS))}",
        )
    return tuple(_user_entry(row, n, path.name) for n, row in enumerate(rows, start=2))


def dump_names(entries: Iterable[Entry]) -> str:
    """Return entries as a table that ``read_names`` reads."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_WRITTEN)
    for entry in entries:
        lists = (entry.aliases, entry.demonyms, entry.people, entry.descriptions, entry.identifiers)
        one = (entry.capital_of, entry.country, entry.stands_for)
        cells = [entry.name, entry.entity_class, *(cell or "" for cell in one)]
        writer.writerow([*cells, *("|".join(cell) for cell in lists)])
    return out.getvalue()


def _user_entry(row: Row, number: int, file: str) -> Entry:
    if any(not isinstance(row.get(column), str | None) for column in row) or None in row:
        raise ReadError(f"{file}, line {number}: too many cells", hint="quote cells with commas")
    for column in REQUIRED:
        if not (row.get(column) or "").strip():
            raise ReadError(f"{file}, line {number}: no {column}", hint="fill the cell")
    return _entry(row)


def _entry(row: Row) -> Entry:
    def cell(column: str) -> str:
        return (row.get(column) or "").strip()

    identifiers = [f"{_ISO}{cell('iso')}"] if cell("iso") else []
    identifiers += [f"{_WIKIDATA}{cell('wikidata')}"] if cell("wikidata") else []
    identifiers += [f"{_GEONAMES}{cell('geonames')}/"] if cell("geonames") else []
    return Entry(
        name=cell("name"),
        entity_class=cell("class"),
        aliases=_parts(cell("aliases")),
        demonyms=_parts(cell("demonyms")),
        people=_parts(cell("people")),
        capital_of=cell("capital_of") or None,
        country=cell("country") or cell("capital_of") or None,
        stands_for=cell("stands_for") or None,
        descriptions=_parts(cell("descriptions")),
        identifiers=(*identifiers, *_parts(cell("identifiers"))),
    )


def _with_forms(entry: Entry, row: Row) -> Entry:
    return replace(
        entry,
        aliases=(*entry.aliases, *_parts(row["forms"])),
        identifiers=(*entry.identifiers, f"{_GEONAMES}{row['geonames']}/"),
    )


def _located(entry: Entry, row: Row | None) -> Entry:
    """Add where a city lies, unless the tables disagree about its state."""
    if row is None or (entry.country and row["country"] and entry.country != row["country"]):
        return entry
    return replace(
        entry,
        country=entry.country or row["country"] or None,
        identifiers=(*entry.identifiers, f"{_GEONAMES}{row['geonames']}/"),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
