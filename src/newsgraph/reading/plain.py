"""Plain text and Markdown, each with YAML front matter if there is any."""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.reading.content import Article, Content, Part
from newsgraph.reading.decoding import decode
from newsgraph.reading.markdown import to_plain_text
from newsgraph.reading.metadata import read_sidecar, split_front_matter
from newsgraph.settings import Settings


def read_text(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the one article of a text file; a file of metadata beside it is read too."""
    warnings: list[str] = []
    body, fields = _split(content, settings, warnings)
    yield Article(name=content.name, text=body, fields=fields, warnings=tuple(warnings))


def read_markdown(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the one article of a Markdown file, without its marks."""
    warnings: list[str] = []
    body, fields = _split(content, settings, warnings)
    yield Article(
        name=content.name, text=to_plain_text(body), fields=fields, warnings=tuple(warnings)
    )


def _split(
    content: Content, settings: Settings, warnings: list[str]
) -> tuple[str, dict[str, object]]:
    text, encoding = decode(content.read(settings.max_bytes))
    if encoding:
        warnings.append(f"not UTF-8; read as {encoding}, check its accented letters")
    front, body = split_front_matter(text, warnings)
    beside = read_sidecar(content.path, warnings) if content.path else {}
    return body, {**content.fields, **beside, **front}
