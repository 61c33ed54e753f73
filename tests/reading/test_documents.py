"""Files in, documents and failures out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import ReadError
from newsgraph.model import Document, Failure
from newsgraph.reading import Metadata, make_document, read_all
from newsgraph.settings import Settings

STORY = "Ferry service to the island of Brenna resumed on Friday, the harbour office said.\n"
HEADED = "Ferry to Brenna runs again\n\n" + STORY


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_one(path: Path) -> Document:
    documents, failures = read_all([path])
    assert [f for f in failures if f.fatal] == []
    return documents[0]


def refused(path: Path, *, settings: Settings | None = None) -> Failure:
    documents, failures = read_all([path], settings=settings)
    assert documents == []
    assert len(failures) == 1
    assert failures[0].fatal
    assert failures[0].stage == "reading"
    return failures[0]


def test_read_all_takes_headline_as_title_and_keeps_it_in_the_text(tmp_path: Path) -> None:
    document = read_one(write(tmp_path, "ferry.txt", HEADED))
    assert document.title == "Ferry to Brenna runs again"
    assert document.text == HEADED.strip()
    assert document.source == "ferry.txt"


def test_read_all_names_article_after_file_without_headline(tmp_path: Path) -> None:
    assert read_one(write(tmp_path, "island_ferry-1.txt", STORY)).title == "island ferry 1"


def test_read_all_reads_front_matter(tmp_path: Path) -> None:
    front = (
        "---\ntitle: Boats sail\ndate: 2025-03-04\npublisher: Brenna Post\n"
        "url: HTTPS://Post.Example/a?utm_source=x&id=7#top\nlanguage: en\n---\n"
    )
    document = read_one(write(tmp_path, "a.txt", front + STORY))
    assert document.title == "Boats sail"
    assert document.published == date(2025, 3, 4)
    assert document.publisher == "Brenna Post"
    assert document.url == "https://post.example/a?id=7"
    assert document.text == STORY.strip()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.meta.yaml", "date: 2025-03-04T10:00:00\npublisher: Brenna Post\n"),
        ("a.meta.json", '{"date": "2025-03-04", "publisher": "Brenna Post"}'),
    ],
)
def test_read_all_reads_sidecar(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, name, content)
    document = read_one(write(tmp_path, "a.txt", STORY))
    assert (document.published, document.publisher) == (date(2025, 3, 4), "Brenna Post")


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("title: [unclosed", "not YAML"),
        ("date: 2025-02-31\ntitle: x", "not YAML"),
        ("date: last Tuesday", "'date'"),
        ("title: [a, b]", "'title'"),
        ("url: javascript:alert(1)", "'url'"),
    ],
)
def test_read_all_reads_article_below_bad_front_matter(
    tmp_path: Path, front: str, told: str
) -> None:
    documents, failures = read_all([write(tmp_path, "a.txt", f"---\n{front}\n---\n{STORY}")])
    assert [d.text for d in documents] == [STORY.strip()]
    assert documents[0].url is None
    assert len(failures) == 1
    assert told in failures[0].message
    assert not failures[0].fatal


def test_read_all_keeps_text_between_dashes_that_is_no_front_matter(tmp_path: Path) -> None:
    text = f"---\nA word from the editors.\n---\n{STORY}"
    assert "A word from the editors." in read_one(write(tmp_path, "a.txt", text)).text


def test_read_all_turns_markdown_into_plain_text(tmp_path: Path) -> None:
    source = (
        "# Ferry *runs* again\n\nThe [harbour office](https://x.example) said\nthe **ferry** was "
        "back.\n\n- Fares stay the same.\n\n<script>alert(1)</script>\n\n![a boat](boat.png)\n"
    )
    document = read_one(write(tmp_path, "a.md", source))
    assert document.title == "Ferry runs again"
    assert document.text == (
        "Ferry runs again\n\nThe harbour office said the ferry was back.\n\nFares stay the same."
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.txt", b"", "no text"),
        ("blank.txt", b" \n\t\n\xe2\x80\x8b\n", "no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "not a text file"),
        ("paper.pdf", b"%PDF-1.7\nstream", "damaged PDF"),
        ("noise.txt", bytes([1, 2, 3, 4, 65, 66]) * 50, "not a text file"),
        ("half.txt", b"\xff\xfea\0b", "UTF-16"),
        ("page.html", b"<html><body><p>Home</p></body></html>", "no article"),
        ("table.ods", b"1,2", "of kind .ods"),
    ],
)
def test_read_all_refuses_what_is_no_text(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    failure = refused(write(tmp_path, name, content))
    assert failure.source == name
    assert told in failure.message
    assert failure.hint


def test_read_all_refuses_missing_file_and_folder_without_articles(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "absent.txt").message
    assert "no .txt or .md" in refused(tmp_path).message


def test_read_all_refuses_file_above_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path, "long.txt", STORY)
    failure = refused(path, settings=Settings(max_bytes=len(STORY) - 1))
    assert "too large" in failure.message
    assert "max_bytes" in failure.hint
    assert read_all([path], settings=Settings(max_bytes=len(STORY)))[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "Brodska linija za ostrvo ponovo radi od petka, saopštila je lučka kapetanija. Putnici su "
        "do sada morali da čekaju na kopnu, a to je trajalo više od mesec dana i niko nije znao "
        "kada će se veza uspostaviti.",
        "Die Fähre zur Insel fährt seit Freitag wieder, teilte das Hafenamt mit. Die Fahrgäste "
        "hatten mehr als einen Monat auf dem Festland gewartet, und niemand wusste, wann die "
        "Verbindung wieder aufgenommen wird.",
        "Паромное сообщение с островом возобновилось в пятницу.",
    ],
    ids=["serbian", "german", "russian"],
)
def test_read_all_skips_other_languages(tmp_path: Path, text: str) -> None:
    assert "English" in refused(write(tmp_path, "a.txt", text)).message


def test_read_all_trusts_declared_language(tmp_path: Path) -> None:
    declared = write(tmp_path, "a.txt", f"---\nlanguage: sr\n---\n{STORY}")
    assert "'sr'" in refused(declared).message
    names = "Ana Bo Cy Di Ed Fi Gus Hal Ike Jo Kim Lu Mo Ned Ola Pat Quin Roy Sue Tom Una Vic."
    assert "English" in refused(write(tmp_path, "b.txt", names)).message
    assert read_one(write(tmp_path, "c.txt", f"---\nlanguage: en-GB\n---\n{names}")).text == names


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_read_all_guesses_other_encodings_and_says_so(tmp_path: Path, encoding: str) -> None:
    text = "The café at the harbour of Señora reopened, the señor who owns it said to his guests.\n"
    documents, notes = read_all([write(tmp_path, "a.txt", (text * 5).encode(encoding))])
    assert "café" in documents[0].text
    assert "not UTF-8" in notes[0].message
    assert not notes[0].fatal


def test_read_all_reads_utf8_with_byte_order_mark(tmp_path: Path) -> None:
    documents, failures = read_all([write(tmp_path, "a.txt", b"\xef\xbb\xbf" + STORY.encode())])
    assert documents[0].text == STORY.strip()
    assert failures == []


def test_read_all_notes_headlines_without_text(tmp_path: Path) -> None:
    text = "Ferry to Brenna runs again\nMayor of Brenna opens the new pier\n"
    documents, notes = read_all([write(tmp_path, "a.txt", text)])
    assert len(documents) == 1
    assert "headlines only" in notes[0].message


def test_read_all_reads_one_text_once(tmp_path: Path) -> None:
    first, second = write(tmp_path, "a.txt", HEADED), write(tmp_path, "b.txt", HEADED + "\n\n")
    documents, notes = read_all([second, first])
    assert [d.source for d in documents] == ["a.txt"]
    assert (notes[0].source, notes[0].fatal) == ("b.txt", False)
    assert "same text as a.txt" in notes[0].message


def test_read_all_refuses_second_text_of_one_address(tmp_path: Path) -> None:
    front = "---\nurl: https://post.example/a\n---\n"
    write(tmp_path, "a.txt", front + STORY)
    write(tmp_path, "b.txt", front + STORY + "It is the first since May.\n")
    documents, failures = read_all([tmp_path])
    assert [d.source for d in documents] == ["a.txt"]
    assert "same web address" in failures[0].message
    assert failures[0].fatal


def test_read_all_is_sorted_whatever_the_order_of_inputs(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{n}.txt", f"{n} boats sailed.") for n in ("b", "c", "a")]
    write(tmp_path, "sub/d.md", "Four boats sailed.")
    write(tmp_path, ".hidden/e.txt", "Five boats sailed.")
    write(tmp_path, "notes.ini", "1,2")
    assert read_all(paths) == read_all(paths[::-1])
    documents, failures = read_all([tmp_path])
    assert [d.source for d in documents] == ["a.txt", "b.txt", "c.txt", "sub/d.md"]
    assert failures == []


def test_make_document_has_id_of_address_or_text() -> None:
    plain = make_document(STORY)
    assert plain.id == make_document(STORY.replace("\n", "\r\n")).id
    assert plain.id != make_document(STORY + "And so on.").id
    first = make_document(STORY, metadata=Metadata(url="https://post.example/a?utm_source=x"))
    second = make_document("Another text.", metadata=Metadata(url="https://post.example/a"))
    assert first.id == second.id


def test_make_document_refuses_empty_text() -> None:
    with pytest.raises(ReadError):
        make_document(" \u200b\n")
