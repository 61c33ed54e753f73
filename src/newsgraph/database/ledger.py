"""The ledger: what was read in each article, and which mention belongs to which entity.

SQLite beside the dataset. A change is written here first, with the text of the update that the
dataset needs; until a snapshot shows it, that text stays in the log. So a program that was killed
between the two finds the log when it starts again, and finishes the change.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from newsgraph.database import copies
from newsgraph.database.shapes import places_of, read_places, read_shape, shape_of
from newsgraph.errors import GraphError
from newsgraph.extractions import from_json, to_json
from newsgraph.model import Entity, Extraction, Span
from newsgraph.resolution.blocks import keys_of
from newsgraph.resolution.nodes import Node

Position = tuple[str, int]  #: document id, number of the node in it

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, content_hash TEXT NOT NULL, language TEXT NOT NULL,
  title TEXT NOT NULL,
  sketch TEXT NOT NULL, extraction BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS node (
  document TEXT NOT NULL, number INTEGER NOT NULL, entity TEXT, claim TEXT,
  shape TEXT NOT NULL, places TEXT NOT NULL,
  PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS node_of_entity ON node (entity, document);
CREATE INDEX IF NOT EXISTS node_of_claim ON node (claim);
CREATE INDEX IF NOT EXISTS node_of_shape ON node (shape);
CREATE TABLE IF NOT EXISTS shape (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS block (
  key TEXT NOT NULL, document TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (key, document, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS block_of_document ON block (document);
CREATE TABLE IF NOT EXISTS entity (
  id TEXT PRIMARY KEY, body TEXT NOT NULL, kept INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS use (
  document TEXT NOT NULL, entity TEXT NOT NULL, PRIMARY KEY (document, entity)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS use_of_entity ON use (entity);
CREATE TABLE IF NOT EXISTS change (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS fact_of_store (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

#: Version of the tables that are derived from what was read, and which those are.
LAYOUT = 2
#: What to do if this file is damaged or gone: all else can be written anew from it.
LOST = "what was read is lost: restore a copy of the folder, or build the graph again"
_MOST_SHAPES = 100_000  #: that are held in memory
_DERIVED = ("node", "shape", "block", "band", "alike")


@cache
def _entity_codec() -> TypeAdapter[Entity]:
    return TypeAdapter(Entity)


class Stored(NamedTuple):
    """A node as it is kept."""

    document: str
    number: int
    shape: str  #: digest
    places: str  #: see ``shapes.places_of``
    entity: str | None  #: which it belongs to
    claim: str | None  #: the id that this entity wants


class Ledger:
    """One open ledger. What is written between two commits is written wholly or not at all."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        """Open the ledger; a writer makes it if it is not there.

        Raises:
            GraphError: It is missing or damaged.
        """
        with _errors(path):
            self._sql = _connect(path, "ro" if readonly else "rwc")
            if not readonly:
                self._sql.execute("PRAGMA journal_mode = WAL")
                self._sql.execute("PRAGMA synchronous = FULL")
                self._make_tables()
            try:
                self._sql.execute("SELECT COUNT(*) FROM change").fetchone()
            except sqlite3.OperationalError:
                if not readonly:
                    raise
                # A folder that may not be written to: nobody else writes there either.
                self._sql.close()
                self._sql = _connect(path, "ro&immutable=1")
                self._sql.execute("SELECT COUNT(*) FROM change").fetchone()
        self._path = path
        self._shapes: dict[str, Node] = {}
        self.copies = copies.Copies(self._sql)

    def _make_tables(self) -> None:
        """Make what is missing; tables of another layout are emptied, and filled by a rebuild."""
        ((layout,),) = self._all("PRAGMA user_version")
        if layout != LAYOUT:
            for table in _DERIVED:
                self._sql.execute(f"DROP TABLE IF EXISTS {table}")
            self._sql.execute(f"PRAGMA user_version = {LAYOUT}")
        self._sql.executescript(_SCHEMA + copies.SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._sql.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that the block writes, or nothing if it raises."""
        with _errors(self._path):
            self._sql.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._sql.in_transaction:  # SQLite has rolled back itself if the disk is full
                    self._sql.execute("ROLLBACK")
                raise
            self._sql.execute("COMMIT")

    # Articles

    def hashes(self) -> dict[str, str]:
        """Return document id → hash of what it was read from."""
        return dict(self._all("SELECT id, content_hash FROM document"))

    def sources(self) -> dict[str, str]:
        """Return document id → source, sorted by id."""
        return dict(self._all("SELECT id, source FROM document ORDER BY id"))

    def titles(self) -> dict[str, str]:
        """Return document id → title, sorted by id."""
        return dict(self._all("SELECT id, title FROM document ORDER BY id"))

    def sketches(self) -> dict[str, str]:
        """Return document id → what tells copies of it."""
        return dict(self._all("SELECT id, sketch FROM document"))

    def extraction(self, document: str) -> Extraction:
        """Return what was read in an article."""
        ((blob,),) = self._all("SELECT extraction FROM document WHERE id = ?", document)
        return self._decoded(document, blob)

    def extractions(self) -> Iterator[Extraction]:
        """Yield all extractions by document id, one at a time."""
        for document, blob in self._sql.execute("SELECT id, extraction FROM document ORDER BY id"):
            yield self._decoded(document, blob)

    def add_document(self, extraction: Extraction, content_hash: str, nodes: list[Node]) -> None:
        """Write down an article that is not there; its nodes belong to no entity yet."""
        document = extraction.document
        blob = zlib.compress(to_json(extraction).encode("utf-8", "surrogatepass"))
        self._sql.execute(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                _text(document.id),
                _text(document.source),
                content_hash,
                _text(document.language),
                _text(document.title),
                extraction.sketch,
                blob,
            ),
        )
        self._put_nodes(document.id, nodes)

    def _put_nodes(self, document: str, nodes: list[Node]) -> None:
        shapes = [shape_of(node) for node in nodes]
        self._sql.executemany("INSERT OR IGNORE INTO shape VALUES (?, ?)", shapes)
        self._sql.executemany(
            "INSERT INTO node VALUES (?, ?, NULL, NULL, ?, ?)",
            (
                (document, number, shape, places_of(node.cluster))
                for number, (node, (shape, _)) in enumerate(zip(nodes, shapes, strict=True))
            ),
        )
        self._sql.executemany(
            "INSERT INTO block VALUES (?, ?, ?)",
            ((key, document, n) for n, node in enumerate(nodes) for key in keys_of(node)),
        )

    def remove_document(self, document: str) -> None:
        """Forget an article, its nodes, their keys, and what it uses."""
        self._sql.execute("DELETE FROM document WHERE id = ?", (document,))
        self._sql.execute("DELETE FROM use WHERE document = ?", (document,))
        self._remove_nodes(document)

    def _remove_nodes(self, document: str) -> None:
        shapes = self._all("SELECT DISTINCT shape FROM node WHERE document = ?", document)
        self._sql.execute("DELETE FROM node WHERE document = ?", (document,))
        self._sql.execute("DELETE FROM block WHERE document = ?", (document,))
        self._sql.executemany(  # it holds words of the article
            "DELETE FROM shape WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM node WHERE shape = ?1)",
            shapes,
        )

    def forget_decisions(self) -> None:
        """Forget who is who; what was read stays."""
        for table in ("use", "entity", "change"):
            self._sql.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours
        self._sql.execute("UPDATE node SET entity = NULL, claim = NULL")

    def renew_nodes(self, document: str, nodes: list[Node]) -> None:
        """Write the nodes of an article anew: another version may describe it otherwise."""
        self._remove_nodes(document)
        self._put_nodes(document, nodes)

    # Nodes

    def keys_of_document(self, document: str) -> set[str]:
        """Return the keys of all nodes of an article."""
        return {k for (k,) in self._all("SELECT key FROM block WHERE document = ?", document)}

    def entities_of_document(self, document: str) -> set[str]:
        """Return the entities that an article mentions."""
        rows = self._all("SELECT DISTINCT entity FROM node WHERE document = ?", document)
        return {entity for (entity,) in rows if entity is not None}

    def claims_of_document(self, document: str) -> set[str]:
        """Return the ids that the entities of an article want."""
        rows = self._all("SELECT DISTINCT claim FROM node WHERE document = ?", document)
        return {claim for (claim,) in rows if claim is not None}

    def nodes_with(self, keys: Iterable[str], claims: Iterable[str]) -> list[Stored]:
        """Return the nodes that have one of the keys, or whose entity has one of the claims."""
        query = (
            "SELECT n.document, n.number, n.shape, n.places, n.entity, n.claim FROM ("
            " SELECT b.document, b.number FROM json_each(?) k CROSS JOIN block b ON b.key = k.value"
            " UNION SELECT c.document, c.number FROM json_each(?) k"
            " CROSS JOIN node c ON c.claim = k.value) found"
            " CROSS JOIN node n ON n.document = found.document AND n.number = found.number"
        )
        rows = self._all(query, json.dumps([*keys]), json.dumps([*claims]))
        return [Stored._make(row) for row in rows]

    def nodes_of_document(self, document: str) -> list[Stored]:
        """Return the nodes of an article in order."""
        query = (
            "SELECT document, number, shape, places, entity, claim FROM node "
            "WHERE document = ? ORDER BY number"
        )
        return [Stored._make(row) for row in self._all(query, document)]

    def shapes(self, digests: Iterable[str]) -> dict[str, Node]:
        """Return the nodes of shapes; those of the same article share what is in them."""
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes.clear()
        missing = [digest for digest in digests if digest not in self._shapes]
        query = "SELECT s.id, s.body FROM json_each(?) k CROSS JOIN shape s ON s.id = k.value"
        for digest, body in self._all(query, json.dumps(missing)):
            self._shapes[digest] = read_shape(body)
        return self._shapes

    def places_of_entities(self, document: str) -> list[tuple[str, list[Span]]]:
        """Return, for each node of an article, its entity and where its mentions are."""
        rows = self._all("SELECT entity, places FROM node WHERE document = ?", document)
        return [(entity or "", [*read_places(places)]) for entity, places in rows]

    def documents_of_entity(self, entity: str) -> list[str]:
        """Return the articles that mention an entity, sorted."""
        query = "SELECT DISTINCT document FROM node WHERE entity = ? ORDER BY document"
        return [document for (document,) in self._all(query, entity)]

    def assign(self, decided: Iterable[tuple[Position, str, str]]) -> None:
        """Let nodes belong to entities: the place of each, the entity, and the id that it wants."""
        self._sql.executemany(
            "UPDATE node SET entity = ?, claim = ? WHERE document = ? AND number = ?",
            ((entity, claim, *position) for position, entity, claim in decided),
        )

    # Entities

    def entity(self, id_: str) -> tuple[Entity, bool] | None:
        """Return an entity without its mentions, and whether it is in the graph."""
        rows = self._all("SELECT body, kept FROM entity WHERE id = ?", id_)
        return (_entity_codec().validate_json(rows[0][0]), bool(rows[0][1])) if rows else None

    def put_entity(self, entity: Entity, *, kept: bool) -> None:
        """Write down an entity without its mentions."""
        body = _entity_codec().dump_json(replace(entity, mentions=()))
        self._sql.execute("INSERT OR REPLACE INTO entity VALUES (?, ?, ?)", (entity.id, body, kept))

    def remove_entity(self, id_: str) -> None:
        """Forget an entity."""
        self._sql.execute("DELETE FROM entity WHERE id = ?", (id_,))

    def language_of(self, entity: str) -> str:
        """Return the language of the first article that mentions an entity."""
        query = (
            "SELECT language FROM document WHERE id = "
            "(SELECT MIN(document) FROM node WHERE entity = ?)"
        )
        ((language,),) = self._all(query, entity)
        return str(language)

    def used_by(self, document: str) -> set[str]:
        """Return the entities that are an end or a speaker in an article."""
        return {e for (e,) in self._all("SELECT entity FROM use WHERE document = ?", document)}

    def is_used(self, entity: str) -> bool:
        """Tell whether an entity is an end or a speaker anywhere."""
        return bool(self._all("SELECT 1 FROM use WHERE entity = ? LIMIT 1", entity))

    def set_used(self, document: str, entities: Iterable[str]) -> None:
        """Write down which entities an article uses."""
        self._sql.execute("DELETE FROM use WHERE document = ?", (document,))
        self._sql.executemany("INSERT INTO use VALUES (?, ?)", ((document, e) for e in entities))

    # The log, and facts about the store

    def log(self, text: str) -> int:
        """Remember an update of the dataset until it is shown; return its number."""
        return self._sql.execute("INSERT INTO change (text) VALUES (?)", (text,)).lastrowid or 0

    def unlog(self, number: int) -> None:
        """Forget one update, which was not made."""
        self._sql.execute("DELETE FROM change WHERE number = ?", (number,))

    def pending(self) -> list[str]:
        """Return the updates that no snapshot shows yet, in order."""
        return [text for (text,) in self._all("SELECT text FROM change ORDER BY number")]

    def forget_log(self) -> None:
        """Forget the updates: a snapshot shows them."""
        self._sql.execute("DELETE FROM change")

    def note(self, facts: Mapping[str, str]) -> None:
        """Write down facts about the store, such as its vocabulary."""
        self._sql.executemany("INSERT OR REPLACE INTO fact_of_store VALUES (?, ?)", facts.items())

    def noted(self, name: str) -> str | None:
        """Return a fact about the store."""
        rows = self._all("SELECT value FROM fact_of_store WHERE name = ?", name)
        return rows[0][0] if rows else None

    def _all(self, query: str, *values: object) -> list[Any]:
        return self._sql.execute(query, values).fetchall()

    def _decoded(self, document: str, blob: bytes) -> Extraction:
        try:
            return from_json(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
        except (zlib.error, ValueError, KeyError, TypeError, IndexError) as error:
            raise GraphError(
                f"what was read in {document} is damaged ({type(error).__name__}: {error})",
                hint=f"remove the article and add it again: newsgraph remove GRAPH {document}",
            ) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    # Threads of the server take turns, never together.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )


def _text(text: str) -> str:
    """Replace lone surrogates, which SQLite cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        hint = "look at the disk, and whether you may write to the folder"
        if "full" in str(error):
            hint = "make room on the disk and run the command again; what was done is kept"
        elif any(sign in str(error) for sign in ("malformed", "not a database")):
            hint = LOST
        raise GraphError(f"{path.name}: {error}", hint=hint) from error


def as_json(value: object) -> str:
    """Return a value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
