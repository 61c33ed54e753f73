"""Which reader reads what: by the first bytes where they tell, else by the ending of the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from newsgraph.errors import ReadError
from newsgraph.reading.content import Content, Part, Reader
from newsgraph.reading.streams import unpacked_head
from newsgraph.settings import Settings

_HEAD = 4096
_TAR_MAGIC = 257
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE(?:[^>\[]*(?:\[.*?\])?\s*>)\s*)*"
    rb"<(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file."""

    name: str
    label: str  #: as in "is no PDF"
    suffixes: tuple[str, ...]
    reader: str  #: ``module:function`` below ``newsgraph.reading``; imported when it is needed
    isolated: bool = False  #: read in a process of its own, within limits of time and memory

    def read(self, content: Content, settings: Settings) -> Iterator[Part]:
        """Read content in this process; errors as for any ``Reader``."""
        module, _, function = self.reader.partition(":")
        reader: Reader = getattr(import_module(f"newsgraph.reading.{module}"), function)
        return reader(content, settings)


FORMATS = {
    form.name: form
    for form in (
        Format(name="text", label="text", suffixes=(".txt",), reader="plain:read_text"),
        Format(
            name="markdown",
            label="Markdown",
            suffixes=(".md", ".markdown"),
            reader="plain:read_markdown",
        ),
        Format(
            name="html",
            label="HTML page",
            suffixes=(".html", ".htm", ".xhtml"),
            reader="webpages:read",
            isolated=True,
        ),
        Format(name="pdf", label="PDF", suffixes=(".pdf",), reader="pdf:read", isolated=True),
        Format(
            name="docx",
            label="DOCX file",
            suffixes=(".docx",),
            reader="word:read",
            isolated=True,
        ),
        Format(name="epub", label="EPUB", suffixes=(".epub",), reader="epub:read", isolated=True),
        Format(
            name="mail",
            label="e-mail",
            suffixes=(".eml", ".mht", ".mhtml"),
            reader="mail:read",
            isolated=True,
        ),
        Format(
            name="feed",
            label="RSS or Atom feed",
            suffixes=(".rss", ".atom", ".xml"),
            reader="feeds:read",
            isolated=True,
        ),
        Format(
            name="jsonl",
            label="JSON Lines file",
            suffixes=(".jsonl", ".ndjson"),
            reader="rows:read_json_lines",
        ),
        Format(name="csv", label="table", suffixes=(".csv", ".tsv"), reader="rows:read_table"),
        Format(name="warc", label="WARC file", suffixes=(".warc", ".warc.gz"), reader="warc:read"),
        Format(name="zip", label="ZIP archive", suffixes=(".zip",), reader="archives:read_zip"),
        Format(
            name="tar",
            label="tar archive",
            suffixes=(".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"),
            reader="archives:read_tar",
        ),
        Format(
            name="packed",
            label="packed file",
            suffixes=(".gz", ".bz2", ".xz"),
            reader="archives:read_packed",
        ),
    )
}
_BY_SUFFIX = {suffix: form for form in FORMATS.values() for suffix in form.suffixes}
#: Formats that nothing in the first bytes tells: the name is believed.
_PLAIN = frozenset({"text", "markdown", "mail", "jsonl", "csv"})


def by_name(name: str) -> Format | None:
    """Return the format that a file's name promises, ``None`` if none is known by that ending."""
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    return _BY_SUFFIX.get("".join(suffixes[-2:])) or _BY_SUFFIX.get("".join(suffixes[-1:]))


def is_readable(name: str) -> bool:
    """Tell whether a file of a folder or an archive is taken for an article or for several."""
    packed = by_name(name)
    if packed is FORMATS["packed"]:
        return is_readable(PurePath(name).stem)
    return packed is not None


def recognise(content: Content, *, fallback: str | None = None) -> tuple[Format, str | None]:
    """Return the format of content and, if its name promises another, a warning.

    Args:
        content: What is to be read; only its beginning is looked at.
        fallback: Name of the format if neither bytes nor name tell.

    Raises:
        ReadError: It is of no format that is read, or not of that which its name promises.
        OSError: The system refuses.
    """
    with content.open() as stream:
        head = stream.read(_HEAD)
    promised = FORMATS[content.form] if content.form else by_name(content.name)
    found = _by_content(content, head)
    if found is None:
        if promised is None and fallback is None:
            raise ReadError(
                f"files of kind {PurePath(content.name).suffix or '(no suffix)'} are not read",
                hint=f"these are: {' '.join(sorted(_BY_SUFFIX))}",
            )
        chosen = promised or FORMATS[fallback or "text"]
        if chosen.name in _PLAIN or not head:
            return chosen if head else FORMATS["text"], None
        if chosen.name == "html" or (chosen.name == "feed" and head.lstrip()[:1] == b"<"):
            return chosen, None
        raise ReadError(
            f"is no {chosen.label}, though its name or server says so: damaged, or of another kind",
            hint="get it anew, or give it the ending of what it is",
        )
    if promised is None or content.form or not _contradicts(promised, found):
        return found, None
    suffix = PurePath(content.name).suffix
    return found, f"its name ends in {suffix}, but it is read as what it is: {found.label}"


def _contradicts(promised: Format, found: Format) -> bool:
    return promised is not found and {promised.name, found.name} not in (
        {"packed", "tar"},
        {"packed", "warc"},
    )


def _by_content(content: Content, head: bytes) -> Format | None:
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ReadError("is of an old Microsoft Office", hint="save it as .docx")
    if head.startswith(b"{\\rtf"):
        raise ReadError("is rich text (RTF)", hint="save it as .docx or .txt")
    if b"%PDF-" in head[:1024]:
        return FORMATS["pdf"]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    if head.startswith(_PACKED):
        inner = unpacked_head(content, 512)
        return _kind_of_stream(inner) or FORMATS["packed"]
    if stream := _kind_of_stream(head):
        return stream
    if _HTML.match(head):
        return FORMATS["html"]
    return FORMATS["feed"] if _FEED.match(head) else None


def _kind_of_stream(head: bytes) -> Format | None:
    if head.startswith(b"WARC/"):
        return FORMATS["warc"]
    return FORMATS["tar"] if head[_TAR_MAGIC : _TAR_MAGIC + 5] == b"ustar" else None


def _kind_of_zip(content: Content) -> Format:
    """Tell DOCX and EPUB, which are ZIP archives too, from archives of articles."""
    try:
        with content.open() as stream:
            seekable = stream if content.path else BytesIO(stream.read(1 << 26))
            with ZipFile(seekable) as archive:
                names = set(archive.namelist())
                kind = archive.open("mimetype").read(80) if "mimetype" in names else b""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        promised = by_name(content.name)
        form = promised if promised and promised.name in {"docx", "epub"} else FORMATS["zip"]
        raise ReadError(f"is a damaged {form.label}: {error}", hint="get it anew") from error
    if "word/document.xml" in names:
        return FORMATS["docx"]
    if kind.startswith(b"application/epub+zip") or "META-INF/container.xml" in names:
        return FORMATS["epub"]
    if "[Content_Types].xml" in names or kind.startswith(b"application/vnd.oasis"):
        raise ReadError(
            "is an Office file other than a Word text", hint="save it as .docx, .csv or .txt"
        )
    return FORMATS["zip"]
