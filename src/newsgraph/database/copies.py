"""Which articles are copies of each other, kept up to date as they come and go.

What ``reading.copies`` decides for a whole corpus is decided here for those that one article can
touch: the articles that share a band of their sketch with it, and the copies of these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import partial

from newsgraph.reading.copies import bands, compared, similar

SCHEMA = """
CREATE TABLE IF NOT EXISTS band (
  band TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (band, document)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS band_of_document ON band (document);
CREATE TABLE IF NOT EXISTS alike (
  band TEXT NOT NULL, first TEXT NOT NULL, other TEXT NOT NULL,
  PRIMARY KEY (band, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alike_first ON alike (first, other);
CREATE INDEX IF NOT EXISTS alike_other ON alike (other, first);
"""


class Copies:
    """The bands of all sketches, and the pairs found alike in each: the first one, and another."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Use an open ledger."""
        self._sql = sql

    def rebuild(self, sketches: Mapping[str, str]) -> None:
        """Write down all articles anew."""
        self._sql.execute("DELETE FROM band")
        self._sql.execute("DELETE FROM alike")
        rows = ((band, article) for article, sketch in sketches.items() for band in bands(sketch))
        self._sql.executemany("INSERT INTO band VALUES (?, ?)", rows)
        self._sql.executemany("INSERT INTO alike VALUES (?, ?, ?)", compared(sketches))

    def add(self, document: str, sketch: str) -> set[str]:
        """Write down an article that has come.

        Returns:
            Articles that are now alike with others than before, and this one.
        """
        touched = {document}
        for band in bands(sketch):
            first = self._first(band)
            self._sql.execute("INSERT INTO band VALUES (?, ?)", (band, document))
            if first is not None and first < document:
                self._compare(band, first, [document])
            elif first is not None:
                touched |= self._star(band)
        return touched

    def remove(self, document: str) -> set[str]:
        """Forget an article; returns articles that are now alike with others than before."""
        touched: set[str] = set()
        query = "SELECT band FROM band WHERE document = ?"
        for (band,) in self._sql.execute(query, (document,)).fetchall():
            was_first = self._first(band) == document
            self._sql.execute("DELETE FROM band WHERE band = ? AND document = ?", (band, document))
            if was_first:
                touched |= self._star(band)
            else:
                touched |= self._forget("band = ? AND other = ?", band, document)
        return touched - {document}

    def sources(self, documents: Iterable[str]) -> dict[str, str]:
        """Return, for articles and all that are copies of them, the first of the copies."""
        found: dict[str, str] = {}
        query = (
            "SELECT other FROM alike WHERE first = ?1 "
            "UNION SELECT first FROM alike WHERE other = ?1"
        )
        for start in documents:
            if start in found:
                continue
            members, waiting = {start}, [start]
            while waiting:
                near = {other for (other,) in self._sql.execute(query, (waiting.pop(),))}
                waiting += near - members
                members |= near
            found |= dict.fromkeys(members, min(members))
        return found

    def _first(self, band: str) -> str | None:
        query = "SELECT MIN(document) FROM band WHERE band = ?"
        ((first,),) = self._sql.execute(query, (band,)).fetchall()
        return None if first is None else str(first)

    def _star(self, band: str) -> set[str]:
        """Compare the first one of a band anew with all others; returns whom that may touch."""
        touched = self._forget("band = ?", band)
        query = "SELECT document FROM band WHERE band = ? ORDER BY document"
        members = [document for (document,) in self._sql.execute(query, (band,))]
        if members:
            self._compare(band, members[0], members[1:])
            touched |= set(members)
        return touched

    def _forget(self, which: str, *values: str) -> set[str]:
        query = f"SELECT first, other FROM alike WHERE {which}"  # noqa: S608  # words of ours
        found = {article for pair in self._sql.execute(query, values) for article in pair}
        self._sql.execute(f"DELETE FROM alike WHERE {which}", values)  # noqa: S608  # words of ours
        return found

    def _compare(self, band: str, first: str, others: list[str]) -> None:
        alike = partial(similar, self._sketch(first))
        rows = [(band, first, other) for other in others if alike(self._sketch(other))]
        self._sql.executemany("INSERT INTO alike VALUES (?, ?, ?)", rows)

    def _sketch(self, document: str) -> str:
        query = "SELECT sketch FROM document WHERE id = ?"
        ((sketch,),) = self._sql.execute(query, (document,)).fetchall()
        return str(sketch)
