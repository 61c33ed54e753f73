"""No command opens a connection unless it is told to, and none needs one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from articles import write_articles
from reading import files_made as made
from reading.web_server import Page, serving

pytestmark = pytest.mark.model

#: Loaded by every Python that finds it on its path: writes down what asks for a socket or
#: for the address of a host, and refuses it. That urllib3 looks for IPv6 when it is loaded is
#: refused as well, but not written down.
GUARD = """
import os, sys, traceback

def refuse(event, arguments):
    if event.startswith("socket."):
        if not any(frame.name == "_has_ipv6" for frame in traceback.extract_stack(limit=6)):
            with open(os.environ["SOCKETS"], "a", encoding="utf-8") as log:
                print(sys.argv, event, arguments, file=log)
        raise PermissionError(f"refused: {event}")

sys.addaudithook(refuse)
with open(os.environ["SOCKETS"] + ".started", "a", encoding="utf-8") as log:
    print(sys.orig_argv, file=log)
"""


@pytest.fixture
def guard(tmp_path: Path) -> Path:
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return folder


def run(
    *words: object, guard: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    if guard is not None:
        environ |= {"PYTHONPATH": str(guard), "SOCKETS": str(guard / "log")}
    return subprocess.run(
        [sys.executable, "-m", "newsgraph", *map(str, words)],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def news_of_all_kinds(folder: Path) -> Path:
    """Articles in all formats, and pages that are nothing but an address."""
    write_articles(folder)
    for name, data in {
        "page.html": made.news_page(),
        "paper.pdf": made.news_pdf(),
        "word.docx": made.docx(),
        "book.epub": made.epub(),
        "letter.eml": made.mail(),
        "feed.rss": made.rss(),
        "crawl.warc": made.warc(
            {"https://a.example/": ("200 OK", "text/html", made.html_page(title="Other"))}
        ),
        "bare.html": b"http://127.0.0.1:9/",
        "link.html": made.html_page(head='<link rel="canonical" href="http://127.0.0.1:9/">'),
        "outer.rss": b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/a.dtd">' + made.rss(),
    }.items():
        (folder / name).write_bytes(data)
    return folder


def test_commands_open_no_socket_and_give_the_same_without_one(tmp_path: Path, guard: Path) -> None:
    news = news_of_all_kinds(tmp_path / "news")
    graph, free = tmp_path / "guarded" / "graph", tmp_path / "free" / "graph"
    for commands in (
        ("build", news, "-o", "GRAPH", "--workers", "2"),
        ("query", "GRAPH", "@best_supported"),
        ("query", "GRAPH", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
        ("validate", "GRAPH"),
        ("export", "GRAPH", "-f", "jsonld"),
        ("export", "GRAPH", "-f", "graphml"),
        ("show", "Lena Novak visited Oslo."),
        ("add", tmp_path / "PLACE" / "kg", news),
        ("doctor",),
    ):
        told = []
        for place, guarded in ((graph, guard), (free, None)):
            name = place.parent.name
            words = [str(w).replace("GRAPH", str(place)).replace("PLACE", name) for w in commands]
            done = run(*words, guard=guarded)
            told.append((done.returncode, done.stdout, done.stderr.replace(name, "")))
        assert told[0] == told[1]
        assert "Traceback" not in told[0][2]
    assert not (guard / "log").exists(), (guard / "log").read_text("utf-8")
    started = (guard / "log.started").read_text("utf-8")
    assert "newsgraph.reading.worker" in started
    assert "newsgraph.extracting" in started
    contents = [{p.name: p.read_bytes() for p in g.iterdir()} for g in (graph, free)]
    assert contents[0] == contents[1]


def test_guard_notices_who_opens_a_socket(tmp_path: Path, guard: Path) -> None:
    with serving({"/a": Page(body=made.news_page())}) as site:
        words = ("build", site.url("/a"), "--fetch", "-o", tmp_path / "graph")
        done = run(*words, guard=guard, NEWSGRAPH_FETCH_PRIVATE="1")
        assert site.asked == []
    assert done.returncode == 1
    assert "there is no server 127.0.0.1: refused" in done.stderr
    assert "socket.getaddrinfo" in (guard / "log").read_text("utf-8")
