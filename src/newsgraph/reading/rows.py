"""JSON Lines and CSV: one document for each row; a map of columns says what is what."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from newsgraph.errors import ReadError
from newsgraph.reading.content import PICTURES, Article, Content, Part, Unread
from newsgraph.reading.decoding import decode
from newsgraph.settings import Settings

#: Field of an article → the names under which it is looked for, if no map is given.
_USUAL: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "maintext", "fulltext"),
    "title": ("title", "headline"),
    "author": ("author", "authors", "byline", "creator"),
    "date": ("date", "published", "publication_date", "date_publish", "datetime", "pubdate"),
    "publisher": ("publisher", "source", "outlet", "newspaper", "publication", "source_domain"),
    "url": ("url", "link", "address"),
    "language": ("language", "lang"),
}
_DELIMITERS = (",", "\t", ";", "|")


def read_json_lines(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield an article for each line that holds a JSON object; a bad line costs itself only."""
    columns = settings.column_map
    with content.open() as stream:
        for number, line in enumerate(_lines(stream, settings.max_bytes), start=1):
            name = f"{content.name}:{number}"
            try:
                if isinstance(line, ReadError):
                    raise line
                if line.strip():
                    yield _article(name, _parse(line), columns, content.fields)
            except ReadError as error:
                yield Unread(name=name, error=error)


def read_table(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield an article for each row of a CSV or TSV file, whose first row names the columns.

    A table is read as a whole; JSON Lines may be of any length.

    Raises:
        ReadError: There is no column of texts, or the rows cannot be told apart.
    """
    columns = settings.column_map
    text, encoding = decode(content.read(settings.max_bytes * PICTURES))
    warning = (f"not UTF-8; read as {encoding}, check its accented letters",) if encoding else ()
    header = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=header.count)
    known_limit = csv.field_size_limit(settings.max_bytes)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        if not _column("text", list(rows.fieldnames or ()), columns):
            raise ReadError(
                f"has no column of texts; its columns are: {_shown(rows.fieldnames or ())}",
                hint="say which it is: --columns text=NAME",
            )
        for row in rows:
            name = f"{content.name}:{rows.line_num}"
            try:
                article = _article(name, row, columns, content.fields)
            except ReadError as error:
                yield Unread(name=name, error=error)
            else:
                yield Article(name=name, text=article.text, fields=article.fields, warnings=warning)
                warning = ()
    except csv.Error as error:
        raise ReadError(
            f"its rows cannot be read on from line {rows.line_num}: {error}",
            hint="check the quotation marks there; a text may have at most max_bytes characters",
        ) from error
    finally:
        csv.field_size_limit(known_limit)


def _lines(stream: BinaryIO, max_bytes: int) -> Iterator[bytes | ReadError]:
    """Yield the lines; of one that is too long only the error, without holding it in memory."""
    while line := stream.readline(max_bytes + 1):
        if len(line) <= max_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (line := stream.readline(1 << 20)) and not line.endswith(b"\n"):
            pass
        yield ReadError(
            f"the line is longer than {max_bytes:,} bytes",
            hint="write one article on each line, or raise the setting max_bytes",
        )


def _parse(line: bytes) -> Mapping[str, object]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"the line is no JSON: {error}", hint="write one object a line") from error
    if not isinstance(record, dict):
        raise ReadError("the line holds no JSON object", hint='write {"text": …}')
    return record


def _article(
    name: str,
    record: Mapping[str, object],
    columns: Mapping[str, str],
    known: Mapping[str, object],
) -> Article:
    names = [key for key in record if isinstance(key, str)]
    fields = dict(known)
    for field in _USUAL:
        column = _column(field, names, columns)
        value = record.get(column) if column else None
        if field == "author" and isinstance(value, list):
            value = "; ".join(str(item) for item in value)
        if value is not None and value != "":
            fields[field] = value
    text = fields.pop("text", None)
    if not isinstance(text, str):
        raise ReadError(
            f"has no field of texts; its fields are: {_shown(names)}",
            hint="say which it is: --columns text=NAME",
        )
    return Article(name=name, text=text, fields=fields)


def _column(field: str, names: list[str], columns: Mapping[str, str]) -> str | None:
    wanted = [columns[field]] if field in columns else list(_USUAL[field])
    by_key = {name.strip().casefold(): name for name in reversed(names)}
    return next((by_key[w.casefold()] for w in wanted if w.casefold() in by_key), None)


def _shown(names: object) -> str:
    return ", ".join(map(str, list(names)[:20]))[:200] or "none"  # type: ignore[call-overload]
