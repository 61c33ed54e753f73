"""WARC files of web crawlers (ISO 28500): each page in them is an article."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from gzip import GzipFile
from typing import Any, BinaryIO, cast

from newsgraph.errors import ReadError
from newsgraph.reading.content import Content, Part, Unread
from newsgraph.reading.streams import Counted
from newsgraph.settings import Settings

_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
}
_FOUND = "200"


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the pages that were found, as content; pictures, scripts and errors are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with content.open() as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        plain = cast(BinaryIO, GzipFile(fileobj=raw)) if packed else raw
        stream, pages = Counted(plain, content.budget), 0
        try:
            for number, record in enumerate(_quietly(ArchiveIterator(stream)), 1):
                kind = _kind(record)
                if kind is None:
                    continue
                pages += 1
                url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
                name = f"{number:06}{kind}"
                data = record.content_stream().read(settings.max_bytes + 1)
                try:
                    if len(data) > settings.max_bytes:
                        raise ReadError(
                            f"the page {url} is larger than {settings.max_bytes:,} bytes",
                            hint="raise the setting max_bytes",
                        )
                    yield content.inside(name, data, {"url": url})
                except ReadError as error:
                    yield Unread(name=f"{content.name}/{name}", error=error)
            if stream.damage is not None:
                raise stream.damage
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            raise ReadError(
                f"is a damaged WARC file, read up to its page {pages}: {error}", hint="get it anew"
            ) from error
    if not pages:
        raise ReadError("holds no page", hint="give a WARC file with responses")


def _quietly(records: Iterator[object]) -> Iterator[Any]:
    """Yield records without what the library writes to stderr about bytes of strangers."""
    while True:
        with redirect_stderr(io.StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _kind(record: object) -> str | None:
    """Return the ending that fits a record, ``None`` if it is no page that was found."""
    kind = getattr(record, "rec_type", "")
    http = getattr(record, "http_headers", None)
    if kind == "response" and http is not None and http.get_statuscode() == _FOUND:
        media = http.get_header("Content-Type") or ""
    elif kind == "resource":
        media = getattr(record, "content_type", "") or ""
    else:
        return None
    return _KINDS.get(media.partition(";")[0].strip().lower())
