"""The dataset of a built graph as the engine keeps it on disk: made once, for large ones.

Read into memory, a dataset takes eight times its size, in each process, and a minute for 500 MB.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from newsgraph.database.snapshots import discard, share
from newsgraph.errors import GraphError
from newsgraph.rdf.store import dataset_file, is_oxigraph, read_into

FOLDER = "served"  #: in the folder of the graph
ABOVE = 16_000_000  #: bytes; a smaller dataset is read within two seconds


@contextmanager
def open_indexed(folder: Path, tell: Callable[[str], None]) -> Iterator[Path]:
    """Give an Oxigraph folder with what the dataset of a graph's folder holds now.

    It stays in the folder until the dataset is another and nobody reads it any more.

    Args:
        folder: A graph's folder that is no database, or an RDF file.
        tell: Is told in words what is being done, if that takes long.

    Returns:
        ``folder`` itself if its dataset is small, or where nothing can be written.

    Raises:
        GraphError: There is no dataset, or it is damaged.
    """
    file, _ = dataset_file(folder)
    if not folder.is_dir() or file.stat().st_size < ABOVE:
        yield folder
        return
    with file.open("rb") as content:
        mark = hashlib.file_digest(content, "sha256").hexdigest()[:32]
    index = folder / FOLDER / mark
    try:
        index.parent.mkdir(exist_ok=True)
        lock_file = index.with_suffix(".lock")
        lock_file.touch()
        lock = share(lock_file)
        if not is_oxigraph(index):
            tell(f"indexing {file.name} of {folder.name}, once")
            _make(index, file)
    except OSError:
        yield folder
        return
    try:
        for path in index.parent.iterdir():
            if path.name not in {index.name, lock_file.name} and path.suffix != ".lock":
                discard(path)
        yield index
    finally:
        if lock:
            lock.close()


def _make(index: Path, file: Path) -> None:
    """Make an index of a file.

    Raises:
        OSError: It cannot be written, or the file has changed meanwhile.
    """
    draft = index.with_name(f"draft-{os.getpid()}")
    draft_lock = draft.with_name(f"{draft.name}.lock")
    draft_lock.touch()
    lock = share(draft_lock)
    seen = file.stat()
    try:
        store = Store(str(draft))
        read_into(store, file)
        store.flush()
        del store
        if _other(seen, file.stat()):
            raise OSError("the dataset has changed")
        draft.rename(index)
    except (RuntimeError, GraphError) as error:  # what is damaged is told when it is read again
        raise OSError(str(error)) from error
    finally:
        if lock:
            lock.close()
        discard(draft)


def _other(one: os.stat_result, two: os.stat_result) -> bool:
    return (one.st_ino, one.st_size, one.st_mtime_ns) != (two.st_ino, two.st_size, two.st_mtime_ns)
