"""What readers open: the dataset as it was after some change, in files that nobody touches."""

from __future__ import annotations

import fcntl
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import Store

from newsgraph.database.layout import Place, disk_errors
from newsgraph.errors import GraphError

#: Snapshots that stay although nobody reads them: a reader may be about to open the last but one.
_KEPT = 2
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A dataset open for reading; it stays as it is while writers go on."""

    store: Store
    path: Path
    number: int
    _lock: IO[bytes] | None  # shared while it is open, so that it is not cleared away

    def close(self) -> None:
        """Let it be cleared away."""
        if self._lock:
            self._lock.close()


def latest(place: Place) -> int | None:
    """Return the number of the newest snapshot; ``None`` if there is none."""
    return max(_numbers(place.snapshots), default=None)


def open_latest(place: Place) -> Snapshot:
    """Open the newest snapshot.

    Raises:
        GraphError: There is no database, or the snapshot is damaged.
    """
    place.settings()
    for _ in range(_ATTEMPTS):
        number = latest(place)
        if number is None:
            break
        lock = share(place.snapshots / f"{number}.lock")
        path = place.snapshots / str(number)
        if not path.is_dir():  # cleared away before the lock was taken
            continue
        with disk_errors(f"opening {place.graph.name}"):
            return Snapshot(Store.read_only(str(path)), path, number, lock)
    raise GraphError(
        f"{place.graph.name} has nothing to read yet",
        hint="a writer is beginning it, or was stopped: newsgraph add GRAPH ARTICLES",
    )


def publish(place: Place, live: Store) -> int:
    """Show the present state of the live store to readers that open it from now on.

    Returns:
        Number of the snapshot.

    Raises:
        OSError: The disk is full or may not be written to.
    """
    place.snapshots.mkdir(exist_ok=True)
    number = (latest(place) or 0) + 1
    draft = place.snapshots / f"draft-{number}"
    shutil.rmtree(draft, ignore_errors=True)
    live.backup(str(draft))
    (place.snapshots / f"{number}.lock").touch()
    draft.rename(place.snapshots / str(number))
    _clear(place.snapshots)
    return number


def _clear(folder: Path) -> None:
    """Remove old snapshots that nobody reads, and drafts of writers that were killed."""
    for number in sorted(_numbers(folder))[:-_KEPT]:
        discard(folder / str(number))
    for draft in folder.glob("draft-*"):
        shutil.rmtree(draft, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove a folder and the lock file beside it, unless somebody shares that lock."""
    lock = folder.with_name(f"{folder.name}.lock")
    lock.touch()
    with lock.open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        shutil.rmtree(folder, ignore_errors=True)
        lock.unlink(missing_ok=True)


def share(path: Path) -> IO[bytes] | None:
    """Hold a shared lock for as long as the file is open; ``None`` where none can be had."""
    try:
        handle = path.open("rb")
        fcntl.flock(handle, fcntl.LOCK_SH)
    except OSError:
        return None
    return handle


def _numbers(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
