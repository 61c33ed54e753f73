"""Small files in many formats, made here: articles of our own, and traps."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage

#: Invented, like all persons and outlets in it.
PARAGRAPHS = (
    "The harbour office of Brenna said on Friday that the ferry Skua would sail again on Monday, "
    "after engineers had replaced the engine which failed in May.",
    "Captain Ida Odegard, who has steered the ferry for eleven years, thanked the shipyard in "
    "Vedra for its work and said that the passengers had been patient with the replacement bus.",
    "The mayor, Tomas Hale, criticised the owner of the line, Nordbahn, and asked it to keep a "
    "second ship ready before the winter, when the bridge is often closed for days.",
)
TITLE = "Ferry to Brenna runs again"
TEXT = "\n\n".join(PARAGRAPHS)


def html_page(
    paragraphs: Sequence[str] = PARAGRAPHS, *, title: str = TITLE, head: str = "", lang: str = "en"
) -> bytes:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
{head}</head><body><nav><ul><li><a href="/">Home</a></li>
<li><a href="/sport">Sport</a></li></ul></nav>
<main><article><h1>{title}</h1>
<figure><img src="skua.jpg" alt="the ferry">
<figcaption>The ferry Skua. Photo: A. Nyberg</figcaption></figure>
{body}</article></main><footer><p>Copyright Brenna Post. All rights reserved.</p></footer>
<script>alert("x")</script></body></html>""".encode()


def news_page() -> bytes:
    """Return a page with metadata as outlets write it, and a heading inside the text."""
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2026-03-12T08:30:00+01:00",
        "author": {"@type": "Person", "name": "Mila Nyberg"},
        "publisher": {"@type": "Organization", "name": "Brenna Post"},
        "inLanguage": "en-GB",
    }
    head = (
        '<link rel="canonical" href="https://post.example/ferry?utm_source=x">'
        '<meta property="og:site_name" content="Brenna Post">'
        f'<script type="application/ld+json">{json.dumps(about)}</script>'
    )
    page = html_page(head=head).decode()
    return page.replace("<p>The mayor,", "<h2>Mayor wants a second ship</h2><p>The mayor,").encode()


def pdf(
    pages: Sequence[Sequence[tuple[float, float, str]]],
    *,
    title: str = "",
    stream: bytes | None = None,
    filters: str = "",
    trailer: str = "",
) -> bytes:
    """Write a PDF; each page is a list of (font size, height on the page, line)."""
    objects: list[bytes] = []

    def add(data: bytes) -> int:
        objects.append(data)
        return len(objects)

    catalog, tree = add(b"<< /Type /Catalog /Pages 2 0 R >>"), add(b"")
    font = add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for lines in pages:
        drawn = "\n".join(
            f"BT /F1 {size} Tf 60 {height} Td ({_escaped(line)}) Tj ET"
            for size, height, line in lines
        ).encode("latin-1")
        data = drawn if stream is None else stream
        content = add(
            f"<< /Length {len(data)} {filters} >>\nstream\n".encode() + data + b"\nendstream"
        )
        kids.append(
            add(
                f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R"
                f" /Resources << /Font << /F1 {font} 0 R >> >> >>".encode()
            )
        )
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    objects[tree - 1] = f"<< /Type /Pages /Kids [{refs}] /Count {len(kids)} >>".encode()
    info = add(f"<< /Title ({_escaped(title)}) /Author (Mila Nyberg) >>".encode())
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, data in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + data + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out.write(
        f"trailer << /Size {len(objects) + 1} /Root {catalog} 0 R /Info {info} 0 R {trailer} >>\n"
        f"startxref\n{start}\n%%EOF\n".encode()
    )
    return out.getvalue()


def news_pdf() -> bytes:
    """Return three pages with a headline, running heads, page numbers and a broken word."""
    first, second, third = (_wrapped(paragraph) for paragraph in PARAGRAPHS)
    first[-1] = first[-1].replace("replaced", "re-\nplaced")
    first = "\n".join(first).split("\n")
    pages = []
    for number, lines in enumerate((first, second, third), start=1):
        page = [(8.0, 810.0, f"Brenna Post, edition {number}"), (8.0, 30.0, str(number))]
        if number == 1:
            page.append((22.0, 760.0, TITLE))
        page += [(11.0, 720.0 - 13 * n, line) for n, line in enumerate(lines)]
        pages.append(page)
    return pdf(pages, title=TITLE)


def _wrapped(text: str, width: int = 70) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def flood(block: bytes, times: int) -> bytes:
    """Return zlib data of ``block``, ``times`` over, without ever holding what it expands to."""
    packer = zlib.compressobj(9)
    header = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    repeated = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return header + repeated * times + b"\x03\0"


def docx() -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = "Mila Nyberg"
    document.add_heading(TITLE, level=1)
    document.add_paragraph(PARAGRAPHS[0])
    document.add_paragraph("The ferry Skua. Photo: A. Nyberg", style="Caption")
    document.add_heading("Mayor wants a second ship", level=2)
    document.add_paragraph(PARAGRAPHS[2])
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Departures 07:00 09:00"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(members: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items() if isinstance(members, Mapping) else members:
            archive.writestr(name, data)
    return out.getvalue()


def epub(chapters: Mapping[str, bytes] | None = None, *, package: bytes | None = None) -> bytes:
    chapters = chapters or {
        "one.xhtml": b"<html><body><h1>The ferry</h1><p>"
        + PARAGRAPHS[0].encode()
        + b"</p></body></html>",
        "two.xhtml": b"<html><body><h1>The mayor</h1><p>"
        + PARAGRAPHS[2].encode()
        + b"</p></body></html>",
    }
    items = "".join(f'<item id="i{n}" href="{name}"/>' for n, name in enumerate(chapters))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    container = (
        b'<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        b'<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    opf = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Ferries</dc:title>'
        "<dc:creator>Mila Nyberg</dc:creator><dc:publisher>Brenna Post</dc:publisher>"
        "<dc:date>2026-03-12</dc:date><dc:language>en</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    ).encode()
    return zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/book.opf": package or opf,
            **{f"OPS/{name}": data for name, data in chapters.items()},
        }
    )


def mail(*, attachments: Mapping[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "Mila Nyberg <mila@post.example>"
    message["Subject"] = TITLE
    message["Date"] = "Thu, 12 Mar 2026 08:30:00 +0100"
    message.set_content(f"{TEXT}\n\n> An older message is quoted here.\n\n-- \nBrenna Post\n")
    message.add_alternative(f"<p>{PARAGRAPHS[0]}</p>", subtype="html")
    for name, data in (attachments or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def saved_page() -> bytes:
    """Return a page as browsers save it in one file (MHTML)."""
    page = EmailMessage()
    page["From"] = "<Saved by a browser>"
    page["Snapshot-Content-Location"] = "https://post.example/ferry"
    page["Subject"] = TITLE
    page.set_content(html_page().decode(), subtype="html")
    page["Content-Location"] = "https://post.example/ferry"
    page.make_related()
    return page.as_bytes()


def rss() -> bytes:
    return f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Brenna Post</title>
<language>en</language><link>https://post.example/</link><description>News</description>
<item><title>{TITLE}</title><link>https://post.example/1</link>
<pubDate>Thu, 12 Mar 2026 08:30:00 +0100</pubDate>
<description>&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;&lt;p&gt;{PARAGRAPHS[1]}&lt;/p&gt;</description></item>
<item><title>Only a link</title><link>https://post.example/2</link></item>
</channel></rss>""".encode()


def atom() -> bytes:
    return f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Brenna Post</title>
<id>urn:x</id><updated>2026-03-12T08:30:00Z</updated><entry><title>{TITLE}</title><id>urn:y</id>
<link href="https://post.example/1"/><author><name>Mila Nyberg</name></author>
<published>2026-03-12T08:30:00Z</published><summary>Short.</summary>
<content type="html">&lt;p&gt;{PARAGRAPHS[0]}&lt;/p&gt;</content></entry></feed>""".encode()


def json_lines(*records: Mapping[str, object]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def table(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def warc(pages: Mapping[str, tuple[str, str, bytes]], *, packed: bool = True) -> bytes:
    """Write a crawl; each address has a status line, a media type and a body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    for url, (status, media, body) in pages.items():
        headers = StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.0")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers
            )
        )
    return out.getvalue()


def tarred(members: Iterable[tuple[tarfile.TarInfo | str, bytes]], *, packed: bool = True) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for member, data in members:
            info = tarfile.TarInfo(member) if isinstance(member, str) else member
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0) if packed else out.getvalue()
