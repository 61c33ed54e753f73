"""What readers take and give: content goes in, articles and further content come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from newsgraph.errors import ReadError
from newsgraph.settings import Settings

#: Archives in archives: an article lies at most this many deep.
DEEPEST = 4
#: Files unpacked from one input, all archives in it together.
MOST_MEMBERS = 100_000
#: How much larger than ``max_bytes`` a file may be that carries pictures or is a whole table.
PICTURES = 10


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one input; shared by all archives inside it."""

    bytes_left: int
    members_left: int = MOST_MEMBERS

    def take(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            ReadError: There are more than the setting ``max_expanded`` allows.
        """
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise ReadError(
                "unpacks to more than is allowed; reading it ends here",
                hint="if it is no trap, unpack it yourself or raise the setting max_expanded",
            )

    def take_member(self) -> None:
        """Count one more file inside.

        Raises:
            ReadError: There are more than ``MOST_MEMBERS``.
        """
        self.members_left -= 1
        if self.members_left < 0:
            raise ReadError(
                f"holds more than {MOST_MEMBERS:,} files; reading it ends here",
                hint="if it is no trap, unpack it and give the folder",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Bytes with a name: a file, or one inside another (``news.zip/a.html``)."""

    name: str
    open: Callable[[], BinaryIO]
    budget: Budget
    path: Path | None = None  #: only of a file on disk: its sidecar stands beside it
    depth: int = 0
    fields: Mapping[str, object] = field(default_factory=dict)  #: what is known from outside
    form: str | None = None  #: name of its format if a server has told it; else its name tells

    def read(self, max_bytes: int) -> bytes:
        """Return all bytes.

        Raises:
            ReadError: There are more than ``max_bytes``.
            OSError: The system refuses.
        """
        with self.open() as stream:
            data = stream.read(max_bytes + 1)
            if len(data) <= max_bytes:
                return data
            size = self.path.stat().st_size if self.path else None
        told = f"{size:,} bytes" if size else f"more than {max_bytes:,} bytes"
        raise ReadError(
            f"too large: {told}, the limit is {max_bytes:,}",
            hint="split it into one file per article, or raise the setting max_bytes",
        )

    def inside(self, name: str, data: bytes, fields: Mapping[str, object] | None = None) -> Content:
        """Return content that was found in this one.

        Raises:
            ReadError: It lies too deep, or there is too much of it.
        """
        self.budget.take_member()
        self.budget.take(len(data))
        return replace(self.descend(name), open=lambda: BytesIO(data), fields=fields or {})

    def descend(self, name: str) -> Content:
        """Return this content under the name of something inside it.

        Raises:
            ReadError: It lies deeper than ``DEEPEST``.
        """
        if self.depth >= DEEPEST:
            raise ReadError(
                f"archives lie more than {DEEPEST} deep in each other", hint="unpack the outer ones"
            )
        inner = f"{self.name}/{name}"
        return replace(self, name=inner, path=None, depth=self.depth + 1, form=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Text as a reader found it, before cleaning; paragraphs are apart by a blank line."""

    name: str
    text: str
    #: Under the names of front matter: title, author, date, publisher, url, language.
    fields: Mapping[str, object] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    #: Whether ``language`` was written by who gave the file; templates of pages are often wrong.
    declared: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something inside an input that could not be used; ``fatal`` as in ``Failure``."""

    name: str
    error: ReadError
    fatal: bool = True


Part = Article | Content | Unread
#: A reader yields the articles in a content, what must be read by another reader, and what failed;
#: it raises if nothing more can be read.
Reader = Callable[[Content, Settings], Iterator[Part]]


def in_memory(
    name: str, data: bytes, settings: Settings, fields: Mapping[str, object] | None = None
) -> Content:
    """Return content that is already there, with a budget of its own."""
    budget = Budget(settings.max_expanded)
    return Content(name=name, open=lambda: BytesIO(data), budget=budget, fields=fields or {})
