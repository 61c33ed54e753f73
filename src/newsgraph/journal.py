"""What a build has read so far, kept in its folder until the graph is written.

A build that is killed goes on from it. An entry counts only for the very same article, read by the
very same program with the same settings and data, so that the graph is the one that a build at one
go would have written. The texts of the articles are not kept.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from newsgraph.database.working import content_hash
from newsgraph.errors import GraphBusy
from newsgraph.extractions import from_json, to_json
from newsgraph.model import Document, Extraction
from newsgraph.settings import Settings

_log = logging.getLogger(__name__)

NAME: Final = ".newsgraph-journal"
_PACKAGE: Final = Path(__file__).parent
#: Files of the package that decide what is read; the networks are vouched for by checksums.json.
_DECIDING: Final = (".py", ".yaml", ".json", ".csv")
_LIBRARIES: Final = ("numpy", "onnxruntime", "spacy", "tokenizers", "dateparser")
_SIGN: Final = 16  #: hexadecimal digits that tell whether a line is whole


class Journal:
    """Extractions of an unfinished build, by the content of their articles; a context manager.

    It helps, and is no condition: if it can't be written, the build goes on without it.
    """

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Open the journal of a graph's folder, if there is one; nothing is written yet.

        Raises:
            GraphBusy: Another build is writing to the folder.
        """
        self._path = folder / NAME
        self._settings = settings
        self._file: IO[bytes] | None = None
        self._places: dict[str, tuple[int, int]] = {}  # content hash → offset, length of the JSON
        self._broken = False
        if self._path.is_file():
            self._open()

    def __enter__(self) -> Self:
        """Return the journal."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file; it stays until the graph is written."""
        if self._file:
            self._file.close()
            self._file = None

    def __contains__(self, document: Document) -> bool:
        """Tell whether an article was read."""
        return content_hash(document) in self._places

    def __len__(self) -> int:
        """Count the articles that were read."""
        return len(self._places)

    def get(self, document: Document) -> Extraction | None:
        """Return what was read from an article; ``None`` if it was not, or the entry is damaged."""
        place = self._places.get(content_hash(document))
        if place is None or self._file is None:
            return None
        try:
            self._file.seek(place[0])
            return from_json(self._file.read(place[1]).decode("utf-8"), document)
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None

    def put(self, document: Document, extraction: Extraction) -> None:
        """Keep what was read from an article.

        Raises:
            GraphBusy: Another build is writing to the folder.
        """
        if self._broken:
            return
        blank = replace(extraction, document=replace(extraction.document, text=""))
        text = to_json(blank).encode("utf-8", "surrogatepass")
        key = content_hash(document)
        try:
            file = self._file or self._open()
            file.seek(0, os.SEEK_END)
            start = file.tell() + _SIGN + 1 + len(key) + 1
            file.write(_line(key, text))
            file.flush()
        except OSError as error:  # a full disk: what is there already stays of use
            _log.warning("what was read is not kept for another run: %s", error.strerror)
            self._broken = True
            return
        self._places[key] = (start, len(text))

    def _open(self) -> IO[bytes]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = self._file = _locked(self._path)
        header = hashlib.sha256(fingerprint(self._settings).encode()).hexdigest().encode() + b"\n"
        file.seek(0)
        if file.readline() != header:
            file.seek(0)
            file.truncate()
            file.write(header)
            file.flush()
        else:
            self._places = dict(_entries(file))
        return file


def _line(key: str, text: bytes) -> bytes:
    content = key.encode() + b" " + text
    return hashlib.sha256(content).hexdigest()[:_SIGN].encode() + b" " + content + b"\n"


def _entries(file: IO[bytes]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the entries that are whole, and cut off what a killed program left behind them."""
    end = start = file.tell()
    for line in file:
        key, space, text = line[_SIGN + 1 :].removesuffix(b"\n").partition(b" ")
        if not space or _line(key.decode("ascii", "replace"), text) != line:
            break
        yield key.decode("ascii"), (start + _SIGN + 1 + len(key) + 1, len(text))
        start = end = start + len(line)
    file.seek(end)
    file.truncate()


def _locked(path: Path) -> IO[bytes]:
    """Open the file for this program alone; made if it is not there.

    Raises:
        GraphBusy: Another program has it.
    """
    while True:
        file = path.open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.close()
            raise GraphBusy(
                f"another build is writing to {path.parent.name}",
                hint="wait until it is done, or name another folder",
            ) from error
        if os.fstat(file.fileno()).st_nlink:  # else its owner finished it meanwhile
            return file
        file.close()


def remove(folder: Path) -> None:
    """Forget what was read; the graph has been written."""
    (folder / NAME).unlink(missing_ok=True)


def is_unfinished(folder: Path) -> bool:
    """Tell whether a build of this folder was interrupted, or is running."""
    return (folder / NAME).is_file()


def fingerprint(settings: Settings) -> str:
    """Return a text that is the same if an article would be read the same: program and settings."""
    digest = hashlib.sha256()
    for path in sorted(p for p in _PACKAGE.rglob("*") if p.suffix in _DECIDING):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode())
        digest.update(path.read_bytes())
    parts = [digest.hexdigest(), *(f"{name} {version(name)}" for name in _LIBRARIES)]
    parts += [str(settings.rules_only), settings.model or ""]
    for name in (settings.model, settings.vocabulary, settings.names):
        parts.append(_content(Path(name)) if name else "")
    return "\n".join(parts)


def _content(path: Path) -> str:
    """Return the hash of a file, or of the files of a folder; empty if there is no such place."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        with suppress(OSError):
            digest.update(file.name.encode("utf-8", "surrogateescape"))
            digest.update(file.read_bytes())
    return digest.hexdigest()
