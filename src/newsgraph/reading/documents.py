"""What is found in files becomes documents, with headlines; all of them become a sorted list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from newsgraph.errors import ReadError
from newsgraph.model import Document, Failure, make_id
from newsgraph.reading.cleaning import clean
from newsgraph.reading.content import Article, Content, Unread
from newsgraph.reading.damage import as_read_error
from newsgraph.reading.files import (
    STANDARD_INPUT,
    Source,
    find_sources,
    open_source,
    printable,
    save_standard_input,
)
from newsgraph.reading.formats import recognise
from newsgraph.reading.isolation import ReaderProcess
from newsgraph.reading.language import is_english, is_too_short_to_tell
from newsgraph.reading.metadata import Metadata, canonical_url, parse_metadata
from newsgraph.settings import Settings

_STAGE = "reading"
_NAMES_OF_ENGLISH = frozenset({"en", "eng", "english"})
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LONGEST_HEADLINE = 150
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def read_all(
    inputs: Sequence[Path | str], *, settings: Settings | None = None
) -> tuple[list[Document], list[Failure]]:
    """Read every file that the inputs stand for; one bad file never stops the others.

    A text that comes twice, or a second text of one web address, is read once and noted. The input
    ``-`` is standard input. Web addresses are fetched if the setting ``fetch`` says so.

    Returns:
        Documents sorted by source and text, whatever the order of ``inputs``; and the problems,
        sorted by source. A problem with ``fatal=False`` is a note: its article is among the
        documents, or stands there under another name.
    """
    settings = settings or Settings()
    documents: list[Document] = []
    failures: list[Failure] = []
    with ExitStack() as stack:
        process = stack.enter_context(ReaderProcess(settings))
        for content in _contents(inputs, settings, failures, stack):
            for found in _everything(content, settings, process):
                if isinstance(found, Unread):
                    failures.append(_failure(found.name, found.error, fatal=found.fatal))
                    continue
                try:
                    document, warnings = as_document(found, settings)
                except ReadError as error:
                    failures.append(_failure(found.name, error))
                    continue
                documents.append(document)
                failures.extend(_note(found.name, warning) for warning in warnings)
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
        author=metadata.author,
        source=source,
    )


def headline(text: str) -> str:
    """Return the first line if it looks like a headline: short, unfinished, with text below it."""
    first, newline, rest = text.partition("\n")
    looks = newline and rest.strip() and len(first) <= _LONGEST_HEADLINE
    return first.strip() if looks and not _SENTENCE_END.search(first) else ""


def _contents(
    inputs: Sequence[Path | str], settings: Settings, failures: list[Failure], stack: ExitStack
) -> Iterator[Content]:
    """Yield what the inputs stand for, each file once, sorted by name; standard input last."""
    addresses = sorted({item for item in inputs if isinstance(item, str) and _ADDRESS.match(item)})
    given = sorted({Path(item) for item in inputs} - {Path(item) for item in addresses})
    sources: set[Source] = set()
    for item in given:
        notes: list[tuple[str, ReadError]] = []
        try:
            if item != STANDARD_INPUT:
                sources.update(find_sources(item, notes))
        except Exception as error:  # folders of strangers: links in circles, endless nesting
            failures.append(
                _failure(printable(item.name or str(item)), as_read_error(error, "folder"))
            )
        failures.extend(_failure(name, error) for name, error in notes)
    for source in sorted(sources):
        yield open_source(source, settings)
    if addresses:
        yield from _fetched(addresses, settings, failures, stack)
    if STANDARD_INPUT in given:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        yield save_standard_input(folder, settings)


def _fetched(
    addresses: Sequence[str], settings: Settings, failures: list[Failure], stack: ExitStack
) -> Iterator[Content]:
    """Yield what stands at addresses, one after the other, if it was asked for."""
    try:
        if not settings.fetch:
            raise ReadError(
                "is an address, and nothing is fetched unless it is asked for",
                hint="add --fetch; or save the page, give the file",
            )
        try:
            from newsgraph.reading.fetching import Fetcher
        except ImportError as error:
            raise ReadError(
                "fetching needs further packages", hint="pip install 'newsgraph[web]'"
            ) from error
    except ReadError as error:
        failures.extend(_failure(printable(address), error) for address in addresses)
        return
    fetcher = stack.enter_context(closing(Fetcher(settings)))
    for address in addresses:
        try:
            yield fetcher.fetch(address)
        except ReadError as error:
            failures.append(_failure(printable(address), error))


def _everything(
    content: Content, settings: Settings, process: ReaderProcess
) -> Iterator[Article | Unread]:
    """Yield the articles in content, also in what is packed in it, and what could not be read."""
    label = "file"
    try:
        form, warning = recognise(content, fallback=None if content.path else "text")
        label = form.label
        if warning:
            yield Unread(name=content.name, error=ReadError(warning), fatal=False)
        read = process.read(form, content) if form.isolated else form.read(content, settings)
        for part in read:
            if isinstance(part, Content):
                yield from _everything(part, settings, process)
            else:
                yield part
    except Exception as error:  # a stranger's bytes: one input's fault must not stop the others
        yield Unread(name=content.name, error=as_read_error(error, label))


def as_document(article: Article, settings: Settings) -> tuple[Document, list[str]]:
    """Return what a reader found as a document, and what is to be said about it.

    Raises:
        ReadError: It is too long, is empty, or is not English.
    """
    warnings = list(article.warnings)
    metadata = parse_metadata(article.fields, warnings)
    if len(article.text) > settings.max_bytes:
        raise ReadError(
            f"too large: a text of {len(article.text):,} characters, the limit is "
            f"{settings.max_bytes:,}",
            hint="split it, or raise the setting max_bytes",
        )
    document = make_document(article.text, metadata=metadata, source=article.name)
    _check_language(document.text, metadata, declared=article.declared)
    if all(not _SENTENCE_END.search(line) for line in document.text.split("\n") if line):
        warnings.append("holds headlines only: no line ends like a sentence")
    if not document.title:
        stem = PurePath(article.name).stem
        document = replace(document, title=re.sub("[-_ ]+", " ", stem))
    return document, warnings


def _check_language(text: str, metadata: Metadata, *, declared: bool) -> None:
    """Refuse other languages; a page's own word counts only if its text is too short to tell."""
    language = metadata.language.lower() if metadata.language else None
    other = language is not None and re.split("[-_]", language)[0] not in _NAMES_OF_ENGLISH
    trusted = language is not None and (declared or is_too_short_to_tell(text))
    if other and (trusted or not is_english(text)):
        raise ReadError(
            f"its language is {language!r}; only English is read",
            hint="translate it, or correct the field 'language'",
        )
    if not trusted and not is_english(text):
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


def _failure(source: str, error: ReadError, *, fatal: bool = True) -> Failure:
    return Failure(source=source, stage=_STAGE, message=str(error), hint=error.hint, fatal=fatal)
