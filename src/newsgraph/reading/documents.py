"""One file becomes one document, with its headline; all files become a sorted list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newsgraph.errors import ReadError
from newsgraph.model import Document, Failure, make_id
from newsgraph.reading.cleaning import clean
from newsgraph.reading.decoding import decode
from newsgraph.reading.files import Source, find_sources, read_bytes
from newsgraph.reading.language import is_english
from newsgraph.reading.markdown import to_plain_text
from newsgraph.reading.metadata import (
    Metadata,
    canonical_url,
    parse_metadata,
    read_sidecar,
    split_front_matter,
)
from newsgraph.settings import Settings

_STAGE = "reading"
_LONGEST_HEADLINE = 150
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def read_all(
    inputs: Sequence[Path | str], *, settings: Settings | None = None
) -> tuple[list[Document], list[Failure]]:
    """Read every file that the inputs stand for; one bad file never stops the others.

    A text that comes twice, or a second text of one web address, is read once and noted.

    Returns:
        Documents sorted by source and text, whatever the order of ``inputs``; and the problems,
        sorted by source. A problem with ``fatal=False`` is a note: its article is among the
        documents, or stands there under another name.
    """
    settings = settings or Settings()
    documents: list[Document] = []
    failures: list[Failure] = []
    sources: set[Source] = set()
    for given in sorted({Path(item) for item in inputs}):
        try:
            sources.update(find_sources(given))
        except (ReadError, OSError) as error:
            failures.append(_failure(given.name or str(given), error))
    for source in sorted(sources):
        try:
            document, warnings = _read(source, settings)
        except ReadError as error:
            failures.append(_failure(source.name, error))
            continue
        documents.append(document)
        failures.extend(_note(source.name, warning) for warning in warnings)
    documents.sort(key=lambda d: (d.source, d.text))
    documents, notes = _once(documents)
    return documents, sorted(failures + notes, key=lambda f: (f.source, f.message))


def make_document(text: str, *, metadata: Metadata | None = None, source: str = "") -> Document:
    """Make a document of text that is already in memory; the text is cleaned first.

    Raises:
        ReadError: Nothing is left after cleaning.
    """
    metadata = metadata or Metadata()
    text = clean(text)
    if not text:
        raise ReadError("holds no text", hint="an article needs at least one sentence")
    url = canonical_url(metadata.url) if metadata.url else None
    return Document(
        id=make_id("doc", url or text),
        text=text,
        title=metadata.title or headline(text),
        url=url,
        published=metadata.date,
        publisher=metadata.publisher,
        source=source,
    )


def headline(text: str) -> str:
    """Return the first line if it looks like a headline: short, unfinished, with text below it."""
    first, newline, rest = text.partition("\n")
    looks = newline and rest.strip() and len(first) <= _LONGEST_HEADLINE
    return first.strip() if looks and not _SENTENCE_END.search(first) else ""


def _read(source: Source, settings: Settings) -> tuple[Document, list[str]]:
    warnings: list[str] = []
    text, encoding = decode(read_bytes(source.path, max_bytes=settings.max_bytes))
    if encoding:
        warnings.append(f"not UTF-8; read as {encoding}, check its accented letters")
    front, body = split_front_matter(text, warnings)
    metadata = parse_metadata({**read_sidecar(source.path, warnings), **front}, warnings)
    if source.path.suffix.lower() == ".md":
        body = to_plain_text(body)
    document = make_document(body, metadata=metadata, source=source.name)
    _check_language(document.text, metadata, settings)
    if all(not _SENTENCE_END.search(line) for line in document.text.split("\n") if line):
        warnings.append("holds headlines only: no line ends like a sentence")
    if not document.title:
        document = replace(document, title=re.sub("[-_ ]+", " ", source.path.stem))
    return document, warnings


def _check_language(text: str, metadata: Metadata, settings: Settings) -> None:
    declared = metadata.language.lower() if metadata.language else None
    if declared and declared.split("-")[0] != settings.language:
        raise ReadError(
            f"its language is {declared!r}; only English is read",
            hint="translate it, or correct the field 'language'",
        )
    if not declared and not is_english(text):
        raise ReadError(
            "does not look like English; only English is read",
            hint="translate it, or write 'language: en' above it if this is wrong",
        )


def _once(documents: Sequence[Document]) -> tuple[list[Document], list[Failure]]:
    """Keep the first of documents with one text or one address; expects them sorted."""
    kept: list[Document] = []
    notes: list[Failure] = []
    by_text: dict[str, Document] = {}
    by_id: dict[str, Document] = {}
    for document in documents:
        words = " ".join(document.text.split())
        if twin := by_text.get(words):
            notes.append(_note(document.source, f"same text as {twin.source}; read once"))
        elif twin := by_id.get(document.id):
            message = f"same web address as {twin.source}; left out"
            notes.append(_failure(document.source, ReadError(message, hint="keep one version")))
        else:
            by_text[words] = by_id[document.id] = document
            kept.append(document)
    return kept, notes


def _note(source: str, message: str) -> Failure:
    return Failure(source=source, stage=_STAGE, message=message, fatal=False)


def _failure(source: str, error: ReadError | OSError) -> Failure:
    hint = error.hint if isinstance(error, ReadError) else "check the file's permissions"
    return Failure(source=source, stage=_STAGE, message=str(error), hint=hint)
