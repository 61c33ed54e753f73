"""Which files an input stands for, and their bytes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newsgraph.errors import ReadError
from newsgraph.reading.content import Budget, Content
from newsgraph.reading.formats import is_readable
from newsgraph.settings import Settings

#: Given as an input: read standard input.
STANDARD_INPUT = Path("-")

#: Folders in folders.
_DEEPEST = 100
_LONGEST_NAME = 120  #: characters of a name in a report


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """One file to read; ``name`` is relative to the folder the user gave."""

    name: str
    path: Path


def find_sources(given: Path, notes: list[tuple[str, ReadError]]) -> Iterator[Source]:
    """Yield the files that one input stands for, folders recursively; hidden files are passed over.

    Links to folders are followed unless they lead in a circle; that, and links that lead nowhere,
    are added to ``notes`` with the name of the link.

    Raises:
        ReadError: There is no such file, or a folder holds nothing to read.
    """
    if given.is_dir():
        found = sorted(_Walk(given, notes).files(Path(), frozenset()))
        if not found and not notes:
            raise ReadError(
                "holds no .txt or .md file, nor any other that is read",
                hint="give a folder of articles",
            )
        yield from (Source(name=printable(p.as_posix()), path=given / p) for p in found)
    elif not given.exists():
        if given.is_symlink():
            raise _dangling()
        if given.parts[:1] in {("http:",), ("https:",)}:
            raise ReadError("is an address, but given as a path", hint="give it as text")
        raise ReadError("no such file or folder", hint="check the path")
    elif not given.is_file():
        raise ReadError("neither a file nor a folder", hint="save the article as a file")
    else:
        yield Source(name=printable(given.name), path=given)


def open_source(source: Source, settings: Settings) -> Content:
    """Return a file as content; nothing is read yet."""
    return Content(
        name=source.name,
        open=lambda: source.path.open("rb"),
        budget=Budget(settings.max_expanded),
        path=source.path,
    )


def save_standard_input(folder: Path, settings: Settings) -> Content:
    """Copy standard input to a file in ``folder``, so that a reader can go back in it."""
    path = folder / "stdin"
    with path.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    budget = Budget(settings.max_expanded)
    return Content(name="stdin", open=lambda: path.open("rb"), budget=budget)


def printable(name: str) -> str:
    """Return a file's name as text that can be written, also where its bytes are no UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(slots=True)
class _Walk:
    """A way through a folder; each real folder is read once, whatever links lead to it."""

    root: Path
    notes: list[tuple[str, ReadError]]
    seen: set[tuple[int, int]] = field(default_factory=set)

    def files(self, below: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
        """Yield what is readable, relative to the root; ``above`` tells which folders lie above."""
        here = _identity(self.root / below)
        self.seen.add(here)
        try:
            names = sorted(path.name for path in (self.root / below).iterdir())
        except OSError as error:
            told = f"cannot be read: {error.strerror}"
            self._note(below, ReadError(told, hint="check the folder's permissions"))
            return
        for name in names:
            relative, path = below / name, self.root / below / name
            if name.startswith(".") or _belongs_to_page(name, names):
                continue
            if path.is_dir():
                yield from self._folder(relative, above | {here})
            elif is_readable(name):
                if path.is_file():
                    yield relative
                elif path.is_symlink():
                    self._note(relative, _dangling())

    def _folder(self, relative: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
        identity = _identity(self.root / relative)
        if identity in above:
            self._note(relative, _circle())
        elif len(above) > _DEEPEST:
            self._note(relative, _too_deep())
        elif identity not in self.seen:
            yield from self.files(relative, above)

    def _note(self, place: Path, error: ReadError) -> None:
        name = printable(place.as_posix())
        self.notes.append(
            (name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…", error)
        )


def _belongs_to_page(name: str, names: list[str]) -> bool:
    """Tell whether a folder holds the pictures and frames of a page that a browser saved."""
    page = name.removesuffix("_files")
    return page != name and any(f"{page}{suffix}" in names for suffix in (".html", ".htm"))


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _too_deep() -> ReadError:
    return ReadError(f"folders lie more than {_DEEPEST} deep", hint="give the inner folder itself")


def _circle() -> ReadError:
    return ReadError("a link that leads back to a folder above it; not followed", hint="remove it")


def _dangling() -> ReadError:
    return ReadError("a link that leads nowhere, or in a circle", hint="mend or remove it")
