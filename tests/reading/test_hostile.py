"""Damaged files and traps: each costs itself only, is named, and ends within its limits."""

from __future__ import annotations

import gzip
import os
import random
import tarfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgraph.model import Document, Failure
from newsgraph.reading import read_all
from newsgraph.reading.content import in_memory
from newsgraph.reading.damage import as_read_error
from newsgraph.reading.formats import FORMATS
from newsgraph.settings import Settings
from reading import files_made as made

SETTINGS = Settings(max_bytes=1_000_000, max_expanded=4_000_000)
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
TEXT = made.PARAGRAPHS[0].encode()
NOISE = random.Random(8).randbytes(2000)


def encrypted_pdf() -> bytes:
    key = "<" + "41" * 32 + ">"
    return made.pdf(
        [[(11, 700, "secret")]],
        trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> "
        f"/ID [<41414141> <41414141>]",
    )


def broken_zip_member() -> bytes:
    data = bytearray(made.zipped({"a.txt": TEXT, "b.txt": made.PARAGRAPHS[1].encode()}))
    at = data.index(b"a.txt") + 20
    data[at : at + 10] = b"\xff" * 10
    return bytes(data)


def locked_zip() -> bytes:
    """Return an archive whose one member is marked as encrypted."""
    data = bytearray(made.zipped({"a.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def nested_zip(depth: int) -> bytes:
    data = made.zipped({"a.txt": TEXT})
    for level in range(depth):
        data = made.zipped({f"{level}.zip": data})
    return data


def linked_tar() -> bytes:
    link = tarfile.TarInfo("passwd.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return made.tarred([(link, b""), ("ok.txt", made.PARAGRAPHS[1].encode())])


#: File → its bytes, and words of the error that must name it.
HOSTILE: dict[str, tuple[bytes, str]] = {
    "empty.html": (b"", "holds no text"),
    "empty.pdf": (b"", "holds no text"),
    "empty.zip": (b"", "holds no text"),
    "cut.pdf": (made.news_pdf()[:300], "damaged PDF"),
    "noise.pdf": (b"%PDF-1.7\n" + NOISE, "damaged PDF"),
    "not.pdf": (NOISE, "is no PDF"),
    "locked.pdf": (encrypted_pdf(), "encrypted with a password"),
    "scan.pdf": (made.pdf([[]]), "without text"),
    "cut.docx": (made.docx()[:3000], "damaged DOCX"),
    "noise.docx": (NOISE, "is no DOCX"),
    "entities.docx": (
        made.zipped(
            {"word/document.xml": ENTITIES + b"<x>&c;</x>", "[Content_Types].xml": b"<x/>"}
        ),
        "XML entities",
    ),
    "bomb.docx": (
        made.zipped({"word/document.xml": b" " * 3_000_000, "[Content_Types].xml": b"<x/>"}),
        "unpacks to 3,000,000 bytes",
    ),
    "bare.docx": (made.zipped({"word/document.xml": b"<x/>"}), "damaged DOCX"),
    "sheet.docx": (made.zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "other than"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "old Microsoft Office"),
    "lost.epub": (made.zipped({"mimetype": b"application/epub+zip"}), "META-INF/container.xml"),
    "entities.epub": (made.epub(package=ENTITIES + b"<package>&c;</package>"), "XML entities"),
    "entities.rss": (
        ENTITIES + b"<rss><channel><title>&c;</title></channel></rss>",
        "XML entities",
    ),
    "nofeed.xml": (b"<inventory><item>7</item></inventory>", "no RSS or Atom feed"),
    "links.html": (made.html_page([]), "no article is found"),
    "headless.eml": (b"\n\nThe body of a message.", "no header of an e-mail"),
    "nocolumn.csv": (b"a,b\n1,2\n", "no column of texts; its columns are: a, b"),
    "numbers.csv": (NOISE, "not a text file"),
    "cut.txt.gz": (gzip.compress(TEXT)[:90], "damaged packed file"),
    "deep.html": (
        made.html_page([f"{'<div>' * 20_000}{p}" for p in made.PARAGRAPHS[:1]]),
        "no article is found",
    ),
    "cut.zip": (made.zipped({"a.txt": TEXT})[:-30], "damaged ZIP"),
    "cut.warc.gz": (
        made.warc({"https://a.example/": ("200 OK", "text/html", made.html_page())})[:-200],
        "damaged WARC",
    ),
    "empty.warc": (b"WARC/1.0\r\n\r\n", "holds no page"),
    "rich.txt": (rb"{\rtf1 hello}", "rich text"),
    "nuls.txt": (b"The \0 ferry\0 sailed." * 100, "not a text file"),
}

#: File → its bytes, the part of it that is named, and words of the error.
INSIDE: dict[str, tuple[bytes, str, str]] = {
    "bomb.zip": (
        made.zipped({"a.txt": b"a" * 3_000_000, "b.txt": made.PARAGRAPHS[1].encode()}),
        "bomb.zip/a.txt",
        "too large",
    ),
    "flood.zip": (
        made.zipped([(f"{n}.txt", b"%d " % n + b"a" * 900_000) for n in range(6)]),
        "flood.zip",
        "unpacks to more than is allowed",
    ),
    "flood.tar.gz": (
        made.tarred([(f"{n}.txt", b"%d " % n + b"a" * 900_000) for n in range(6)]),
        "flood.tar.gz",
        "unpacks to more than is allowed",
    ),
    "deep.zip": (
        nested_zip(6),
        "deep.zip/5.zip/4.zip/3.zip/2.zip/1.zip",
        "more than 4 deep",
    ),
    "traversal.zip": (
        made.zipped({"../../up.txt": TEXT, "ok.txt": made.PARAGRAPHS[1].encode()}),
        "traversal.zip/../../up.txt",
        "leads out of the archive",
    ),
    "traversal.tar": (
        made.tarred([("/etc/up.txt", TEXT), ("ok.txt", made.PARAGRAPHS[1].encode())], packed=False),
        "traversal.tar//etc/up.txt",
        "leads out of the archive",
    ),
    "link.tar.gz": (linked_tar(), "link.tar.gz/passwd.txt", "is a link"),
    "broken.zip": (broken_zip_member(), "broken.zip/a.txt", "damaged"),
    "locked.zip": (locked_zip(), "locked.zip/a.txt", "encrypted"),
    "deep.jsonl": (b'{"text": ' + b"[" * 200_000 + b"\n", "deep.jsonl:1", "no JSON"),
    "fieldless.jsonl": (b'{"id": 3}\n', "fieldless.jsonl:1", "no field of texts"),
    "wide.jsonl": (b'{"text": "' + b"a" * 1_500_000 + b'"}\n', "wide.jsonl:1", "longer than"),
}

#: Read although it is odd: nothing of it may reach the text.
ODD: dict[str, bytes] = {
    "bidi.html": made.html_page([f"\u202e{p}\u2066" for p in made.PARAGRAPHS]),
    "nuls.html": made.html_page(made.PARAGRAPHS[:2]).replace(b"ferry Skua", b"ferry\0 Skua"),
    "bidi.txt": "The \u202eferry\u202c \u2067Skua\u2069 sailed on Monday from Brenna.".encode(),
    "surrogates.html": made.html_page(made.PARAGRAPHS[1:]).replace(
        b"ferry", b"ferry&#xd800;&#xdfff;&#0;"
    ),
    "surrogates.jsonl": b'{"text": "The ferry \\ud800 sailed to Brenna.", "title": "\\udfff"}\n',
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Document], list[Failure]]:
    folder = tmp_path_factory.mktemp("hostile")
    for name, (data, _) in HOSTILE.items():
        (folder / name).write_bytes(data)
    for name, (data, _, _) in INSIDE.items():
        (folder / name).write_bytes(data)
    for name, data in ODD.items():
        (folder / name).write_bytes(data)
    # a good neighbour before, between and after them, of a format with a process and of one without
    for name in ("aaa", "good", "zzz"):
        text = f"{name} said on Monday that it is the neighbour of the others.".encode()
        (folder / f"{name}.txt").write_bytes(text)
        (folder / f"{name}.docx").write_bytes(made.docx())
        (folder / f"{name}.jsonl").write_bytes(made.json_lines({"text": f"Row {text.decode()}"}))
    with (folder / "line.txt").open("wb") as stream:
        stream.truncate(200_000_000)
    with (folder / "line.jsonl").open("wb") as stream:
        stream.truncate(200_000_000)
        stream.seek(0, os.SEEK_END)
        stream.write(b"\n" + made.json_lines({"text": "The row after the long line is read."}))
    (folder / "sub").mkdir()
    (folder / "sub" / "circle").symlink_to(folder)
    (folder / "sub" / "loop.txt").symlink_to(folder / "sub" / "loop.txt")
    (folder / "sub" / "nowhere.txt").symlink_to(folder / "absent.txt")
    return read_all([folder], settings=SETTINGS)


def told(failures: list[Failure], source: str) -> list[Failure]:
    return [f for f in failures if f.source == source and f.fatal]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_named_with_its_fault(
    name: str, outcome: tuple[list[Document], list[Failure]]
) -> None:
    documents, failures = outcome
    (failure,) = told(failures, name)
    assert HOSTILE[name][1] in failure.message
    assert failure.hint
    assert not [d for d in documents if d.source == name]


@pytest.mark.parametrize("name", INSIDE)
def test_hostile_part_is_named_with_its_fault(
    name: str, outcome: tuple[list[Document], list[Failure]]
) -> None:
    _, source, words = INSIDE[name]
    assert any(words in f.message and f.hint for f in told(outcome[1], source))


@pytest.mark.parametrize("name", ["sub/circle", "sub/loop.txt", "sub/nowhere.txt"])
def test_link_that_cannot_be_followed_is_named(
    name: str, outcome: tuple[list[Document], list[Failure]]
) -> None:
    (failure,) = told(outcome[1], name)
    assert failure.message.startswith("a link that leads")


def test_line_of_200_megabytes_costs_itself_only(
    outcome: tuple[list[Document], list[Failure]],
) -> None:
    documents, failures = outcome
    assert "too large: 200,000,000 bytes" in told(failures, "line.txt")[0].message
    assert "longer than 1,000,000 bytes" in told(failures, "line.jsonl:1")[0].message
    assert "The row after the long line is read." in [d.text for d in documents]


@pytest.mark.parametrize("name", ODD)
def test_odd_file_is_read_without_what_is_odd(
    name: str, outcome: tuple[list[Document], list[Failure]]
) -> None:
    documents, _ = outcome
    (document,) = [d for d in documents if d.source.partition(":")[0] == name]
    assert "erry" in document.text
    assert not set(document.text) & set("\u202e\u2066\0\ud800\udfff")
    document.title.encode()


def test_good_neighbours_are_read(outcome: tuple[list[Document], list[Failure]]) -> None:
    documents, failures = outcome
    sources = {d.source for d in documents}
    assert {"aaa.txt", "good.txt", "zzz.txt", "aaa.jsonl:1", "zzz.jsonl:1"} <= sources
    assert "aaa.docx" in sources
    twins = [f for f in failures if f.source in {"good.docx", "zzz.docx"}]
    assert ["same text as aaa.docx" in f.message for f in twins] == [True, True]
    assert {"traversal.tar/ok.txt", "link.tar.gz/ok.txt", "bomb.zip/b.txt"} & sources


def test_yaml_that_grows_without_end_costs_its_field_only(tmp_path: Path) -> None:
    names = "abcdefghij"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]" for before, name in pairwise(names)
    ]
    front = "\n".join(["---", *lines, "date: *j", "title: *j", "---", ""])
    (tmp_path / "a.txt").write_bytes(front.encode() + TEXT)
    documents, failures = read_all([tmp_path])
    assert [d.text for d in documents] == [made.PARAGRAPHS[0]]
    assert [f.fatal for f in failures] == [False, False]


def test_folder_nested_without_end_is_named(tmp_path: Path) -> None:
    here = os.open(tmp_path, os.O_RDONLY)
    try:
        for _ in range(150):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    finally:
        os.close(here)
    (tmp_path / "good.txt").write_bytes(TEXT)
    documents, failures = read_all([tmp_path])
    assert [d.source for d in documents] == ["good.txt"]
    assert ["more than 100 deep" in f.message for f in failures] == [True]


def test_folder_is_read_once_whatever_links_lead_to_it(tmp_path: Path) -> None:
    for name in "abcdefgh":
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"{name}: the ferry sailed on Monday.")
    for name in "abcdefgh":
        for other in "abcdefgh":
            (tmp_path / name / f"to_{other}").symlink_to(tmp_path / other)
    documents, failures = read_all([tmp_path])
    assert sorted(Path(d.source).name for d in documents) == [f"{name}.txt" for name in "abcdefgh"]
    assert all("leads back" in f.message for f in failures)


#: What only a limit of time or memory ends.
ENDLESS = {
    "endless.pdf": made.flood(b"q Q 1 0 0 1 0 0 cm " * 4000, 400),
    "bomb.pdf": made.flood(b" " * (1 << 24), 200),
}


def test_endless_file_is_stopped(tmp_path: Path) -> None:
    for name, stream in ENDLESS.items():
        trap = made.pdf([[]], stream=stream, filters="/Filter /FlateDecode")
        (tmp_path / name).write_bytes(trap)
    (tmp_path / "good.txt").write_bytes(TEXT)
    documents, failures = read_all([tmp_path], settings=Settings(max_seconds=3))
    assert [d.source for d in documents] == ["good.txt"]
    assert [f.source for f in failures] == sorted(ENDLESS)
    for failure in failures:
        assert "took more than 3 seconds" in failure.message or "more memory" in failure.message
        assert failure.hint


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_bytes(TEXT)
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    documents, failures = read_all([tmp_path, pipe])
    assert [d.source for d in documents] == ["good.txt"]
    assert ["neither a file nor a folder" in f.message for f in failures] == [True]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items()])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cut=st.integers(0, 4000), noise=st.binary(max_size=40))
def test_reader_of_damaged_bytes_ends_in_a_message(name: str, cut: int, noise: bytes) -> None:
    whole = SAMPLES.get(name, TEXT)
    data = whole[:cut] + noise + whole[cut + len(noise) :]
    try:
        for part in FORMATS[name].read(in_memory("a", data, SETTINGS), SETTINGS):
            assert part.name.startswith("a")
    except Exception as error:
        problem = as_read_error(error, FORMATS[name].label)
        assert str(problem)
        assert problem.hint


SAMPLES = {
    "html": made.news_page(),
    "pdf": made.news_pdf(),
    "docx": made.docx(),
    "epub": made.epub(),
    "mail": made.mail(),
    "feed": made.rss(),
    "jsonl": made.json_lines({"text": made.TEXT}),
    "csv": made.table([["text"], [made.TEXT]]),
    "warc": made.warc({"https://a.example/": ("200 OK", "text/html", made.html_page())}),
    "zip": made.zipped({"a.txt": TEXT}),
    "tar": made.tarred([("a.txt", TEXT)]),
    "packed": gzip.compress(TEXT),
}
