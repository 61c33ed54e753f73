"""A graph's RDF, to be queried."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from newsgraph.errors import GraphError

#: The file of a graph folder that holds the dataset.
DATASET_FILE = "graph.trig"
#: Files of an Oxigraph folder that name all others.
_SMALL = ("CURRENT", "IDENTITY", "MANIFEST-*")
_REPAIR = "newsgraph update GRAPH --rebuild writes the dataset anew from what was read"


def is_oxigraph(path: Path) -> bool:
    """Tell whether a folder is an Oxigraph store."""
    return (path / "CURRENT").is_file()


def content_mark(path: Path) -> str:
    """Return what changes with the content of an Oxigraph folder.

    The engine never changes a table that it has written, and its manifest names all of them by
    marks of their own, so gigabytes need not be read.

    Raises:
        OSError: The folder cannot be read.
    """
    told = hashlib.sha256()
    for file in sorted(file for pattern in _SMALL for file in path.glob(pattern)):
        told.update(file.read_bytes())
    for table in sorted([*path.glob("*.sst"), *path.glob("*.log")]):
        told.update(f"{table.name} {table.stat().st_size}\0".encode())
    return told.hexdigest()


@contextmanager
def put_if_possible(target: Path) -> Iterator[Path]:
    """Give a draft to be written, which becomes ``target`` whole, or nothing does.

    A full disk, or a folder of somebody else, is no error: what is kept beside a dataset can be
    made anew.
    """
    draft = target.with_name(f"draft-{os.getpid()}-{os.urandom(4).hex()}")
    try:
        yield draft
        draft.replace(target)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def dataset_file(path: Path) -> tuple[Path, RdfFormat]:
    """Find the dataset of a graph folder, or take ``path`` itself if it is an RDF file.

    Raises:
        GraphError: There is no such file, or its ending is not that of an RDF format.
    """
    file = path / DATASET_FILE if path.is_dir() else path
    if not file.is_file():
        raise GraphError(
            f"no graph at {path}: {file.name} is missing",
            hint="build it first, or name the folder that a build wrote",
        )
    rdf_format = RdfFormat.from_extension(file.suffix.lstrip("."))
    if rdf_format is None:
        raise GraphError(
            f"not an RDF file: {file.name}",
            hint="endings understood: .trig .nq .ttl .nt .jsonld .rdf",
        )
    return file, rdf_format


def load_store(path: Path) -> Store:
    """Read a graph folder, or an RDF file, into memory; open an Oxigraph folder for reading.

    Raises:
        GraphError: The file is missing, unreadable or damaged; the message says where.
    """
    if is_oxigraph(path):
        try:
            return Store.read_only(str(path))
        except (OSError, RuntimeError) as error:
            raise GraphError(f"the store is damaged: {error}", hint=_REPAIR) from error
    store = Store()
    read_into(store, path)
    return store


def read_into(store: Store, path: Path) -> None:
    """Read a graph folder, or an RDF file, into an empty store.

    Raises:
        GraphError: The file is missing, unreadable or damaged; the message says where.
    """
    file, rdf_format = dataset_file(path)
    try:
        store.bulk_load(path=str(file), format=rdf_format)
    except (SyntaxError, ValueError, OSError) as error:
        raise GraphError(
            f"cannot read {file.name}: {error}", hint="the file is damaged: build the graph anew"
        ) from error


def make_store(quads: Iterable[Quad]) -> Store:
    """Return a store in memory that holds these quads."""
    store = Store()
    store.bulk_extend(quads)
    return store
