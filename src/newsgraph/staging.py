"""The files of a folder change together, whatever stops the program that writes them.

New files are written to a hidden folder inside; when all are there it is given the name that says
so, and only then do they take the places of the old ones. A program that is killed before leaves
the old files, one that is killed after leaves the new ones: whoever opens the folder next puts them
in their places.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_WRITING: Final = ".newsgraph-writing-"
_WRITTEN: Final = ".newsgraph-written"
_GONE: Final = ".gone.json"  #: in the hidden folder: names of files that the new state lacks


@contextmanager
def replacing(folder: Path, *, gone: Sequence[str] = ()) -> Iterator[Path]:
    """Give a folder to write files to; on leaving they replace those of the same names.

    Args:
        folder: Must be there.
        gone: Names of files that are removed at the same moment.

    Raises:
        OSError: The files cannot be written or put in place; before that, nothing has changed.
    """
    settle(folder)
    _clear(folder)
    writing = Path(tempfile.mkdtemp(prefix=_WRITING, dir=folder))
    lock = os.open(writing, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # while it is held, nobody else clears the folder away
    try:
        yield writing
        (writing / _GONE).write_text(json.dumps(list(gone)), encoding="utf-8")
        writing.rename(folder / _WRITTEN)
        settle(folder)
    finally:
        shutil.rmtree(writing, ignore_errors=True)
        os.close(lock)


def settle(folder: Path) -> None:
    """Put files in place that a program had written in full when it was stopped.

    Raises:
        OSError: They cannot be put in place.
    """
    written = folder / _WRITTEN
    if not written.is_dir():
        return
    with suppress(FileNotFoundError):  # another program is doing the same
        gone = json.loads((written / _GONE).read_text(encoding="utf-8"))
        for path in sorted(written.iterdir()):
            if path.name != _GONE:
                path.replace(folder / path.name)
        for name in gone:
            (folder / name).unlink(missing_ok=True)
    shutil.rmtree(written, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Remove what programs that were killed had begun to write."""
    for path in folder.glob(f"{_WRITING}*"):
        with suppress(OSError):
            lock = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(lock)
