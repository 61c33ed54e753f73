"""PDF files that hold text; pictures of text are not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from newsgraph.errors import ReadError
from newsgraph.reading.content import PICTURES, Article, Content, Part
from newsgraph.settings import Settings

if TYPE_CHECKING:
    from pdfminer.layout import LTPage, LTTextLine

_MOST_PAGES = 2000
#: Lines of one box are of one paragraph if their letters differ less in size.
_SAME_SIZE = 0.12
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—\d ]+(?:\s*(?:of|/)\s*\d+)?", re.IGNORECASE)
_HYPHENATED = re.compile(r"(?<=[a-z])[-\u00ad\u2010]\n(?=[a-z])")
_UNFINISHED = re.compile(r"[\w,;–-]$")


@dataclass(frozen=True, slots=True)
class _Block:
    page: int
    text: str
    size: float  #: of its letters, in points


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the one article: blocks in reading order, without running heads and page numbers."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    data = content.read(settings.max_bytes * PICTURES)
    try:
        fields, blocks = _information(data), _blocks(data)
    except PDFPasswordIncorrect as error:
        raise ReadError(
            "is encrypted with a password", hint="open it with the password, save it without"
        ) from error
    except (PDFException, PSException) as error:
        raise ReadError(
            f"is a damaged PDF: {error or type(error).__name__}",
            hint="get it anew, or print it to a new PDF",
        ) from error
    text = "\n\n".join(_joined(_without_running_heads(blocks)))
    if not text:
        raise ReadError(
            "is a PDF without text, perhaps a scan", hint="let a program for OCR add the text"
        )
    yield Article(name=content.name, text=text, fields={**content.fields, **fields}, declared=False)


def _information(data: bytes) -> dict[str, object]:
    """Return title and author; when a PDF was made says not when its article was published."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    fields: dict[str, object] = {}
    for info in PDFDocument(PDFParser(BytesIO(data))).info:
        for key, name in (("Title", "title"), ("Author", "author")):
            value = resolve1(info.get(key))
            if isinstance(value, bytes) and decode_text(value).strip():
                fields[name] = decode_text(value).strip()
    return fields


def _blocks(data: bytes) -> list[_Block]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams

    blocks = []
    pages = extract_pages(BytesIO(data), maxpages=_MOST_PAGES, laparams=LAParams())
    for number, page in enumerate(pages):
        blocks += list(_page_blocks(page, number))
    return blocks


def _page_blocks(page: LTPage, number: int) -> Iterator[_Block]:
    from pdfminer.layout import LTTextBox, LTTextLine

    for box in page:
        if not isinstance(box, LTTextBox):
            continue
        lines = [line for line in box if isinstance(line, LTTextLine) and line.get_text().strip()]
        group: list[LTTextLine] = []
        for line in lines:
            if group and abs(_size(line) - _size(group[-1])) > _SAME_SIZE * _size(group[-1]):
                yield _block(group, number)
                group = []
            group.append(line)
        if group:
            yield _block(group, number)


def _size(line: LTTextLine) -> float:
    from pdfminer.layout import LTChar

    sizes = [character.size for character in line if isinstance(character, LTChar)]
    return median(sizes) if sizes else line.height


def _block(lines: list[LTTextLine], number: int) -> _Block:
    text = "\n".join(line.get_text().strip() for line in lines)
    text = " ".join(_HYPHENATED.sub("", text).split())
    return _Block(page=number, text=text, size=median(map(_size, lines)))


def _without_running_heads(blocks: list[_Block]) -> list[_Block]:
    """Leave out page numbers and what stands on most pages of three or more."""
    pages = {block.page for block in blocks}
    on_pages = Counter(text for text, _ in {(_nameless(b.text), b.page) for b in blocks})
    return [
        block
        for block in blocks
        if not _PAGE_NUMBER.fullmatch(block.text)
        and not (len(pages) > 2 and on_pages[_nameless(block.text)] * 2 > len(pages))
    ]


def _nameless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _joined(blocks: list[_Block]) -> Iterator[str]:
    """Yield the paragraphs; one that goes on in the next column or on the next page is whole."""
    text = ""
    for block, following in pairwise([*blocks, None]):
        assert block is not None  # noqa: S101  # only the last is
        text += block.text
        goes_on = (
            following is not None
            and abs(following.size - block.size) <= _SAME_SIZE * block.size
            and _UNFINISHED.search(block.text)
            and following.text[:1].islower()
        )
        if goes_on:
            text = text[:-1] if re.search(r"[a-z][-\u00ad\u2010]$", text) else f"{text} "
        else:
            yield text
            text = ""
