"""DOCX files of Word and other word processors."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from newsgraph.errors import ReadError
from newsgraph.reading.content import PICTURES, Article, Content, Part
from newsgraph.settings import Settings

_PASSED_OVER = ("caption", "toc", "header", "footer", "table of")


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the one article: headings and paragraphs; captions and tables are left out."""
    import docx

    data = content.read(settings.max_bytes * PICTURES)
    with ZipFile(BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels")) and part.file_size > settings.max_bytes:
                raise ReadError(
                    f"its part {part.filename} unpacks to {part.file_size:,} bytes, the limit is "
                    f"{settings.max_bytes:,}",
                    hint="split it into one file per article, or raise the setting max_bytes",
                )
            if part.filename.endswith(".xml") and b"<!ENTITY" in archive.read(part):
                raise ReadError(
                    f"its part {part.filename} defines XML entities, which can grow without end",
                    hint="open it in a word processor and save it anew",
                )
    document = docx.Document(BytesIO(data))
    blocks = []
    for paragraph in document.paragraphs:
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        if not style.lower().startswith(_PASSED_OVER):
            blocks.append(" ".join(paragraph.text.split()))
    about = document.core_properties
    # when the file was made or printed is not when the article was published
    fields = {"title": about.title, "author": about.author, "language": about.language}
    if fields["author"] == "python-docx":
        del fields["author"]
    yield Article(
        name=content.name,
        text="\n\n".join(filter(None, blocks)),
        fields={**content.fields, **{key: value for key, value in fields.items() if value}},
        declared=False,
    )
