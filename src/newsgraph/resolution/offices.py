"""Whom a description by office means on the day of the article: ``the NATO secretary general``.

The table of office-holders gives the days for which it is sure, handover days left out. A
description in an article without a date, or of a day outside, stays a description.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.gazetteer.keys import name_key
from newsgraph.gazetteer.tables import builtin_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody in an office, from one day to another, both included."""

    person: str
    since: date
    until: date


def holder_of(descriptions: Iterable[str], day: date | None, gazetteer: Gazetteer) -> str | None:
    """Return who holds the office that one of the descriptions names, on that day; else ``None``.

    ``None`` too if the descriptions lead to two people.
    """
    if day is None:
        return None
    known = _offices(gazetteer)
    found = {
        holder.person
        for text in descriptions
        for holder in known.get(_key(text), ())
        if holder.since <= day <= holder.until
    }
    return next(iter(found)) if len(found) == 1 else None


@lru_cache(maxsize=4)
def _offices(gazetteer: Gazetteer) -> dict[str, list[Holder]]:
    """Map every way to put an office and its body to those who have held it."""
    found: dict[str, list[Holder]] = defaultdict(list)
    for row in builtin_rows("offices.csv"):
        body = gazetteer.find(row["body"])
        holder = Holder(
            person=row["person"],
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]),
        )
        for office in row["office"].split("|") if body is not None else ():
            for form in _forms(body) if body else ():
                for words in (f"{form} {office}", f"{office} of {form}", f"{office} of the {form}"):
                    found[_key(words)].append(holder)
    return dict(found)


def _forms(body: Entry) -> Iterator[str]:
    yield from (body.name, *body.aliases, *body.demonyms)


def _key(words: str) -> str:
    return name_key(words).replace(" of the ", " of ")
