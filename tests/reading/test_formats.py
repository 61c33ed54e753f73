"""What is read in each kind of file: text, paragraphs, metadata, and what is left out."""

from __future__ import annotations

import gzip
import io
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import SettingsError
from newsgraph.model import Document, Failure
from newsgraph.reading import read_all
from newsgraph.reading.formats import FORMATS, by_name
from newsgraph.settings import Settings
from reading import files_made as made

DAY = date(2026, 3, 12)
HEADING = "Mayor wants a second ship"


def read(
    folder: Path, files: dict[str, bytes], *, columns: str | None = None
) -> tuple[list[Document], list[Failure]]:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return read_all([folder], settings=Settings(columns=columns))


def read_one(folder: Path, name: str, data: bytes) -> Document:
    documents, failures = read(folder, {name: data})
    assert failures == []
    (document,) = documents
    assert document.source == name
    return document


def test_page_gives_main_text_and_metadata(tmp_path: Path) -> None:
    document = read_one(tmp_path, "ferry.html", made.news_page())
    first, second, third = made.PARAGRAPHS
    assert document.text.split("\n\n") == [first, second, HEADING, third]
    assert document.title == made.TITLE
    assert document.author == "Mila Nyberg"
    assert document.publisher == "Brenna Post"
    assert document.published == DAY
    assert document.url == "https://post.example/ferry"


def test_page_of_another_encoding_is_read_by_its_declaration(tmp_path: Path) -> None:
    page = made.html_page([p.replace("Odegard", "Ødegård") for p in made.PARAGRAPHS]).decode()
    data = page.replace('charset="utf-8"', 'charset="iso-8859-1"').encode("latin-1")
    assert "Ida Ødegård" in read_one(tmp_path, "a.html", data).text


def test_saved_page_is_read_without_the_folder_of_its_frames(tmp_path: Path) -> None:
    frame = made.html_page(["An advertisement that the page shows in a frame."])
    documents, failures = read(
        tmp_path, {"ferry.html": made.html_page(), "ferry_files/frame.html": frame}
    )
    assert [d.source for d in documents] == ["ferry.html"]
    assert failures == []


def test_page_saved_in_one_file_is_read_as_a_page(tmp_path: Path) -> None:
    document = read_one(tmp_path, "ferry.mhtml", made.saved_page())
    assert document.text == made.TEXT
    assert document.url == "https://post.example/ferry"


def test_pdf_joins_lines_and_keeps_the_headline_apart(tmp_path: Path) -> None:
    document = read_one(tmp_path, "ferry.pdf", made.news_pdf())
    assert document.text.split("\n\n") == [made.TITLE, *made.PARAGRAPHS]
    assert (document.title, document.author) == (made.TITLE, "Mila Nyberg")


def test_docx_leaves_out_captions_and_tables(tmp_path: Path) -> None:
    document = read_one(tmp_path, "ferry.docx", made.docx())
    first, _, third = made.PARAGRAPHS
    assert document.text.split("\n\n") == [made.TITLE, first, HEADING, third]
    assert (document.title, document.author) == (made.TITLE, "Mila Nyberg")


def test_epub_gives_a_document_for_each_chapter(tmp_path: Path) -> None:
    documents, failures = read(tmp_path, {"book.epub": made.epub()})
    assert failures == []
    assert [(d.source, d.title, d.text) for d in documents] == [
        ("book.epub/OPS/one.xhtml", "The ferry", made.PARAGRAPHS[0]),
        ("book.epub/OPS/two.xhtml", "The mayor", made.PARAGRAPHS[2]),
    ]
    assert {(d.author, d.publisher, d.published) for d in documents} == {
        ("Mila Nyberg", "Brenna Post", DAY)
    }


def test_mail_gives_its_plain_text_and_its_attachments(tmp_path: Path) -> None:
    attached = made.html_page(["The union of Vedra praised the shipyard on Sunday."] * 1)
    documents, failures = read(
        tmp_path, {"a.eml": made.mail(attachments={"../union.html": attached, "x.bin": b"\0"})}
    )
    assert documents[0].text == made.TEXT
    assert (documents[0].title, documents[0].author) == (made.TITLE, "Mila Nyberg")
    assert documents[0].published == DAY
    assert [d.source for d in documents] == ["a.eml", "a.eml/1-.._union.html"]
    assert [f.source for f in failures] == ["a.eml/2-x.bin"]


@pytest.mark.parametrize(("name", "data"), [("a.rss", made.rss()), ("a.xml", made.rss())])
def test_feed_gives_its_entries_and_names_those_without_text(
    tmp_path: Path, name: str, data: bytes
) -> None:
    documents, failures = read(tmp_path, {name: data})
    (document,) = documents
    assert document.text == "\n\n".join(made.PARAGRAPHS[:2])
    assert (document.title, document.publisher) == (made.TITLE, "Brenna Post")
    assert (document.published, document.url) == (DAY, "https://post.example/1")
    assert [(f.source, "holds no text" in f.message) for f in failures] == [(f"{name}/00002", True)]


def test_atom_feed_gives_full_text_before_summary(tmp_path: Path) -> None:
    document = read(tmp_path, {"a.atom": made.atom()})[0][0]
    assert document.text == made.PARAGRAPHS[0]
    assert document.author == "Mila Nyberg"


def test_json_lines_are_articles_of_their_own(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [
        {
            "text": made.PARAGRAPHS[0],
            "title": "One",
            "date": "2026-03-12",
            "url": "https://a.example/1",
        },
        {"content": made.PARAGRAPHS[1], "headline": "Two", "authors": ["A. Vidal", "B. Hale"]},
    ]
    documents, failures = read(tmp_path, {"a.jsonl": made.json_lines(*records) + b"{oops\n[1]\n"})
    assert [(d.source, d.title) for d in documents] == [("a.jsonl:1", "One"), ("a.jsonl:2", "Two")]
    assert (documents[0].published, documents[0].url) == (DAY, "https://a.example/1")
    assert documents[1].author == "A. Vidal; B. Hale"
    assert [f.source for f in failures] == ["a.jsonl:3", "a.jsonl:4"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_table_is_read_by_its_usual_columns(tmp_path: Path, delimiter: str) -> None:
    rows = [["Title", "Text", "Published"], ["One", f"{made.TEXT}", "2026-03-12"]]
    document = read(tmp_path, {"a.csv": made.table(rows, delimiter)})[0][0]
    assert (document.title, document.text, document.published) == ("One", made.TEXT, DAY)


def test_column_map_says_what_is_what(tmp_path: Path) -> None:
    rows = [["text", "story", "day"], ["id-17", made.PARAGRAPHS[0], "12 Mar 2026 08:00:00 +0000"]]
    documents, failures = read(
        tmp_path, {"a.csv": made.table(rows)}, columns="text=story, date=day"
    )
    assert failures == []
    assert (documents[0].text, documents[0].published) == (made.PARAGRAPHS[0], DAY)
    with pytest.raises(SettingsError, match="columns"):
        Settings(columns="body")


@pytest.mark.parametrize("packed", [True, False])
def test_warc_gives_the_pages_that_were_found(tmp_path: Path, packed: bool) -> None:
    crawl = made.warc(
        {
            "https://post.example/ferry": ("200 OK", "text/html; charset=utf-8", made.html_page()),
            "https://post.example/gone": ("404 Not Found", "text/html", made.html_page()),
            "https://post.example/a.png": ("200 OK", "image/png", b"\x89PNG"),
        },
        packed=packed,
    )
    documents, failures = read(tmp_path, {"a.warc.gz" if packed else "a.warc": crawl})
    assert failures == []
    assert [(d.text, d.url) for d in documents] == [(made.TEXT, "https://post.example/ferry")]


def test_archives_are_read_without_unpacking_them(tmp_path: Path) -> None:
    inner = made.zipped({"ferry.html": made.html_page()})
    members = {
        "b/one.txt": made.PARAGRAPHS[0].encode(),
        "b/inner.zip": inner,
        "b/a.png": b"\x89PNG",
    }
    documents, failures = read(
        tmp_path,
        {
            "news.zip": made.zipped({**members, "__MACOSX/one.txt": b"x"}),
            "old.tar.gz": made.tarred([("two.md", b"# Two\n\n" + made.PARAGRAPHS[1].encode())]),
            "three.txt.gz": gzip.compress(made.PARAGRAPHS[2].encode()),
        },
    )
    assert failures == []
    assert [d.source for d in documents] == [
        "news.zip/b/inner.zip/ferry.html",
        "news.zip/b/one.txt",
        "old.tar.gz/two.md",
        "three.txt.gz/three.txt",
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["news.zip", "old.tar.gz", "three.txt.gz"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (made.PARAGRAPHS[0].encode(), made.PARAGRAPHS[0]),
        (made.html_page(), made.TEXT),
        (made.zipped({"a.txt": made.PARAGRAPHS[1].encode()}), made.PARAGRAPHS[1]),
    ],
    ids=["text", "page", "archive"],
)
def test_standard_input_is_read_as_what_it_is(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    documents, failures = read_all(["-"])
    assert failures == []
    assert [d.text for d in documents] == [expected]
    assert documents[0].source.startswith("stdin")


def test_content_counts_more_than_the_ending(tmp_path: Path) -> None:
    documents, failures = read(tmp_path, {"a.txt": made.html_page(), "b.md": made.news_pdf()})
    assert documents[0].text == made.TEXT
    assert [(f.source, f.fatal) for f in failures] == [("a.txt", False), ("b.md", False)]
    assert "HTML page" in failures[0].message
    assert "PDF" in failures[1].message


def test_other_languages_are_named_and_left_out(tmp_path: Path) -> None:
    german = (
        "Die Fähre zur Insel fährt seit Freitag wieder, teilte das Hafenamt mit. Die Fahrgäste "
        "hatten mehr als einen Monat auf dem Festland gewartet, und niemand wusste, warum."
    )
    files = {
        "de.html": made.html_page([german] * 3, lang="de"),
        "wrong.html": made.html_page(lang="de"),
        "template.html": made.html_page([german] * 3, lang="en"),
    }
    documents, failures = read(tmp_path, files)
    assert [d.source for d in documents] == ["wrong.html"]
    assert [(f.source, f.fatal) for f in failures] == [("de.html", True), ("template.html", True)]
    assert "'de'" in failures[0].message


def test_documents_do_not_depend_on_the_order_of_inputs(tmp_path: Path) -> None:
    read(tmp_path, {"a.html": made.html_page(), "b.pdf": made.news_pdf(), "c.epub": made.epub()})
    paths = sorted(tmp_path.iterdir())
    assert read_all(paths) == read_all(paths[::-1]) == read_all([tmp_path])


def test_titles_hold_only_visible_characters(tmp_path: Path) -> None:
    record = {"text": made.TEXT, "title": "Ferry \u202eruns\ud800\u0000", "author": "A\u2066b"}
    document = read(tmp_path, {"a.jsonl": made.json_lines(record)})[0][0]
    assert (document.title, document.author) == ("Ferry runs", "Ab")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_known_by_its_endings(name: str) -> None:
    assert all(by_name(f"a{suffix.upper()}") is FORMATS[name] for suffix in FORMATS[name].suffixes)


def test_reading_text_needs_no_other_library() -> None:
    code = (
        "import sys; from newsgraph.reading import read_all; read_all(['-']); "
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    import subprocess

    run = subprocess.run(
        [sys.executable, "-c", code],
        input=made.PARAGRAPHS[0],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    heavy = {"lxml", "trafilatura", "pdfminer", "docx", "feedparser", "warcio", "spacy"}
    assert heavy & set(run.stdout.split()) == set()
