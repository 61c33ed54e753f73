"""Where a graph's database lies, and whether this program can read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from newsgraph.errors import GraphError
from newsgraph.settings import Settings

#: Version of the layout; a program reads its own and older ones.
FORMAT = 1
FOLDER = "store"
#: Settings that a database is begun with and keeps.
KEPT = ("base", "store_text", "min_confidence", "rules_only", "language")


@dataclass(frozen=True, slots=True)
class Place:
    """The paths of one database."""

    graph: Path  #: the graph folder

    @property
    def root(self) -> Path:
        """The folder of the database."""
        return self.graph / FOLDER

    @property
    def format(self) -> Path:
        """The file that makes the folder a database."""
        return self.root / "format.json"

    @property
    def ledger(self) -> Path:
        """The SQLite file."""
        return self.root / "ledger.sqlite"

    @property
    def live(self) -> Path:
        """The store that is written to."""
        return self.root / "live"

    @property
    def snapshots(self) -> Path:
        """The folder of what readers open."""
        return self.root / "snapshots"

    @property
    def judgements(self) -> Path:
        """The copy of the judgements."""
        return self.root / "judgements.jsonl"

    @property
    def names(self) -> Path:
        """The copy of the names known beforehand."""
        return self.root / "names.csv"

    def settings(self) -> Settings:
        """Return the settings that the database was begun with.

        Raises:
            GraphError: There is no database, its format is newer, or its description is damaged.
        """
        try:
            written = json.loads(self.format.read_text(encoding="utf-8"))
            version, chosen = written["format"], written["settings"]
        except FileNotFoundError as error:
            raise GraphError(
                f"no database in {self.graph.name}", hint="begin one: newsgraph add GRAPH ARTICLES"
            ) from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise GraphError(
                f"{FOLDER}/{self.format.name} of {self.graph.name} is damaged",
                hint="take that file from a copy of the folder, or build the graph again",
            ) from error
        if not isinstance(version, int) or version > FORMAT:
            raise GraphError(
                f"{self.graph.name} was written by a newer newsgraph (format {version}, this one "
                f"reads up to {FORMAT})",
                hint="install that version",
            )
        return Settings.load(environ={}, **chosen)

    def describe(self, settings: Settings) -> None:
        """Write the description; from then on the folder is a database."""
        kept = {name: value for name, value in asdict(settings).items() if name in KEPT}
        draft = self.format.with_suffix(".draft")
        record: Mapping[str, object] = {"format": FORMAT, "settings": kept}
        draft.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        draft.replace(self.format)


def is_database(graph: Path) -> bool:
    """Tell whether a graph folder holds a database."""
    return Place(graph).format.is_file()


REPAIR = "newsgraph update GRAPH --rebuild writes the dataset anew from what was read"


@contextmanager
def disk_errors(what: str) -> Iterator[None]:
    """Turn errors of the disk and of the store's files into one that says what to do."""
    try:
        yield
    except RecursionError:  # no fault of the disk
        raise
    except (OSError, RuntimeError) as error:
        text = str(error)
        full = any(sign in text for sign in ("No space left", "ENOSPC", "disk full"))
        damaged = any(sign in text for sign in ("Corruption", "corrupt", "No such file"))
        hint = "look at the disk, and whether you may write to the folder"
        if full:
            hint = "make room on the disk and run the command again; what was done is kept"
        elif damaged:
            hint = REPAIR
        raise GraphError(f"{what} failed: {text}", hint=hint) from error
