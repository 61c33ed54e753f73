"""HTML pages, as they come from a web server or from a browser's "save as"."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from newsgraph.errors import ReadError
from newsgraph.reading.blocks import paragraphs
from newsgraph.reading.cleaning import clean
from newsgraph.reading.content import Article, Content, Part
from newsgraph.reading.decoding import decode
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_IN_LANGUAGE = re.compile(r'"inLanguage"\s*:\s*"([A-Za-z-]{2,12})"')
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$", re.MULTILINE)
#: Characters below which trafilatura gives up telling text from what surrounds it.
_SHORT = 250
#: No date is guessed from running text, and none depends on the day of reading.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the one article of a page."""
    yield read_page(content.name, content.read(settings.max_bytes), content.fields)


def read_page(
    name: str,
    data: bytes,
    fields: Mapping[str, object],
    charset: str | None = None,
) -> Article:
    """Return main text and metadata of a page; ``fields`` say what it does not say itself.

    Raises:
        ReadError: The page has no main text, or is no HTML.
    """
    from trafilatura import bare_extraction, load_html

    text, warnings = _decode(data, charset)
    tree = load_html(text)
    if tree is None:
        raise ReadError("holds no HTML that can be read", hint="open it in a browser, save it anew")
    language = _language(tree, text)
    page = bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=_DATES,
    )
    if page is None or isinstance(page, dict):
        raise _no_article()
    body = clean(paragraphs(page.body))
    if len(body) < _SHORT:
        body = clean(_short_text(tree))
    if not _SENTENCE_END.search(body):
        raise _no_article()
    known = {
        "title": page.title,
        "author": page.author,
        "date": page.date,
        "publisher": page.sitename,
        "url": page.url or _canonical(tree, str(fields.get("url") or "")),
        "language": language,
    }
    return Article(
        name=name,
        text=_below_title(body, page.title),
        fields={**fields, **{key: value for key, value in known.items() if value}},
        warnings=tuple(warnings),
        declared=False,
    )


def _short_text(tree: _Element) -> str:
    """Return the paragraphs of a page with so little text that trafilatura takes all of it."""
    places = (tree.find(path) for path in (".//article", ".//main", ".//body"))
    place = next((place for place in places if place is not None), tree)
    return paragraphs(place)


def _no_article() -> ReadError:
    return ReadError(
        "no article is found in the page",
        hint="a page of links, or one that a script fills: save its text as .txt",
    )


def _decode(data: bytes, charset: str | None) -> tuple[str, list[str]]:
    """Decode by byte order mark, header or ``meta`` element, as browsers do; else by guessing."""
    found = _CHARSET.search(data, 0, 4096)
    named = charset or (found[1].decode("ascii") if found else None)
    if named and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        try:
            return data.decode(named).replace("\0", ""), []
        except (LookupError, ValueError):
            pass  # a wrong declaration
    text, encoding = decode(data.replace(b"\0", b"") if not _utf16(data) else data)
    warning = f"names no encoding; read as {encoding}, check its accented letters"
    return text, [warning] if encoding and not _utf16(data) else []


def _utf16(data: bytes) -> bool:
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _language(tree: _Element, text: str) -> str | None:
    """Return what the page says of its language: ``lang``, a ``meta`` element, or its JSON-LD."""
    root = tree.getroottree().getroot()
    stated = [root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang")]
    metas = tree.xpath(
        "//meta[@http-equiv='content-language' or @name='language' or @property='og:locale']"
        "/@content"
    )
    if isinstance(metas, list):
        stated += [str(value) for value in metas]
    in_json = _IN_LANGUAGE.search(text)
    stated += [in_json[1]] if in_json else []
    return next((s.replace("_", "-") for s in stated if s and re.match(r"[A-Za-z]{2}", s)), None)


def _canonical(tree: _Element, found_at: str) -> str | None:
    """Return the canonical address that a page states in relation to where it was found."""
    stated = tree.xpath("//link[@rel='canonical']/@href")
    return (
        urljoin(found_at, str(stated[0]))
        if found_at and isinstance(stated, list) and stated
        else None
    )


def _below_title(body: str, title: str | None) -> str:
    """Leave out the headline above the text: it stands in the metadata."""
    first, blank, rest = body.partition("\n\n")
    same = title and first.casefold() == " ".join(title.split()).casefold()
    return rest if same and blank else body
