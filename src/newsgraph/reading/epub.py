"""EPUB books and magazines: one document for each chapter, in the order of the spine (EPUB 3)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote
from zipfile import ZipFile

from newsgraph.errors import ReadError
from newsgraph.reading.blocks import paragraphs, parse_xml
from newsgraph.reading.content import PICTURES, Article, Content, Part, Unread
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_DC = "{http://purl.org/dc/elements/1.1/}"
_OPF = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_FIELDS = {"creator": "author", "publisher": "publisher", "date": "date", "language": "language"}


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the chapters that hold text; covers and tables of contents are passed over."""
    with ZipFile(BytesIO(content.read(settings.max_bytes * PICTURES))) as archive:
        package_name = _package_name(archive, settings)
        package = parse_xml(_member(archive, package_name, settings), "its package document")
        known = {**content.fields, **_metadata(package)}
        for href in _spine(package):
            inside = posixpath.normpath(posixpath.join(posixpath.dirname(package_name), href))
            name = f"{content.name}/{inside}"
            try:
                content.budget.take_member()
                chapter = _chapter(_member(archive, inside, settings), name, known)
            except ReadError as error:
                yield Unread(name=name, error=error)
            else:
                if chapter is not None:
                    yield chapter


def _member(archive: ZipFile, name: str, settings: Settings) -> bytes:
    try:
        with archive.open(name) as stream:
            data = stream.read(settings.max_bytes + 1)
    except KeyError as error:
        raise ReadError(f"its part {name} is missing", hint="get the book anew") from error
    if len(data) > settings.max_bytes:
        raise ReadError(
            f"its part {name} is larger than {settings.max_bytes:,} bytes",
            hint="raise the setting max_bytes",
        )
    return data


def _package_name(archive: ZipFile, settings: Settings) -> str:
    data = _member(archive, "META-INF/container.xml", settings)
    root = next(parse_xml(data, "its container").iter(f"{_CONTAINER}rootfile"), None)
    if root is None:
        raise ReadError("its container names no package", hint="get the book anew")
    return str(root.get("full-path") or "")


def _metadata(package: _Element) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, key in _FIELDS.items():
        texts = [e.text.strip() for e in package.iter(f"{_DC}{name}") if e.text and e.text.strip()]
        if texts:
            fields[key] = "; ".join(texts) if key == "author" else texts[0]
    return fields


def _spine(package: _Element) -> list[str]:
    """Return the addresses of the chapters in reading order, each once; no table of contents."""
    items = {e.get("id"): e for e in package.iter(f"{_OPF}item")}
    chosen = [items.get(e.get("idref")) for e in package.iter(f"{_OPF}itemref")]
    hrefs = [
        unquote(str(e.get("href") or ""))
        for e in chosen
        if e is not None and "nav" not in str(e.get("properties") or "").split()
    ]
    return list(dict.fromkeys(filter(None, hrefs)))


def _chapter(data: bytes, name: str, known: dict[str, object]) -> Article | None:
    from lxml import html

    if not data.strip():
        return None
    tree = html.document_fromstring(data.replace(b"\0", b""))
    body = tree.find("body")
    text = paragraphs(body) if body is not None else ""
    if not text:
        return None
    heading = next(iter(tree.iter("h1", "h2")), None)
    title = paragraphs(heading) if heading is not None else ""
    title = title or " ".join((tree.findtext(".//title") or "").split())
    first, blank, rest = text.partition("\n\n")
    return Article(
        name=name,
        text=rest if blank and first == title else text,
        fields={**known, **({"title": title} if title else {})},
        declared=False,
    )
