"""Which files an input stands for, and their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsgraph.errors import ReadError

SUFFIXES = (".txt", ".md")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """One file to read; ``name`` is relative to the folder the user gave."""

    name: str
    path: Path


def find_sources(given: Path) -> Iterator[Source]:
    """Yield the files that one input stands for, folders recursively; hidden files are passed over.

    Raises:
        ReadError: There is no such file, its kind is not read, or a folder holds nothing to read.
    """
    if given.is_dir():
        found = [
            Source(name=relative.as_posix(), path=given / relative)
            for relative in sorted(p.relative_to(given) for p in given.rglob("*"))
            if _is_article(relative) and (given / relative).is_file()
        ]
        if not found:
            raise ReadError("holds no .txt or .md file", hint="give a folder of articles")
        yield from found
    elif not given.exists():
        raise ReadError("no such file or folder", hint="check the path")
    elif not given.is_file():
        raise ReadError("neither a file nor a folder", hint="save the article as a file")
    elif given.suffix.lower() not in SUFFIXES:
        raise ReadError(
            f"files of kind {given.suffix or '(no suffix)'} are not read",
            hint="save the article as plain text (.txt) or Markdown (.md)",
        )
    else:
        yield Source(name=given.name, path=given)


def read_bytes(path: Path, *, max_bytes: int) -> bytes:
    """Return the content of a file.

    Raises:
        ReadError: The file is larger than ``max_bytes`` or the system refuses it.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise ReadError(
                f"too large: {size:,} bytes, the limit is {max_bytes:,}",
                hint="split it into one file per article, or raise the setting max_bytes",
            )
        return path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"cannot be read: {error.strerror}", hint="check the file's permissions"
        ) from error


def _is_article(relative: Path) -> bool:
    hidden = any(part.startswith(".") for part in relative.parts)
    return relative.suffix.lower() in SUFFIXES and not hidden
