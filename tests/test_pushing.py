"""A graph travels to real stores and back: Oxigraph's, Virtuoso, our own, and one that stumbles."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from database.conftest import quick_folder
from database.test_changes import stored
from factory_graph import small_graph
from factory_news import make_article
from newsgraph import Access, pull, push
from newsgraph.database.working import Database
from newsgraph.errors import RemoteError
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin
from web.conftest import TOKEN, serving

FIRST = make_article(1, [(("Ana Kolar",), "praises", ("Vedra",), False, None)])
SECOND = make_article(2, [(("Ana Kolar",), "criticises", ("Brenn",), True, None)])
HASTY = Access(wait=0.01, attempts=3)


@pytest.fixture
def graph() -> Iterator[Path]:
    with quick_folder() as folder:
        path = Path(folder) / "graph"
        with Database(path, builtin(), settings=Settings()) as database:
            database.put(FIRST, "")
            database.put(SECOND, "")
        yield path


@dataclass(frozen=True)
class Other:
    """A store of somebody else's, running."""

    store: str  #: address of its Graph Store Protocol
    sparql: str
    access: Access = field(default_factory=Access)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: str, address: str) -> Iterator[None]:
    child = subprocess.Popen(command, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                httpx.get(address)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield
    finally:
        child.kill()
        child.wait()


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[Other]:
    """The server of the package ``oxigraph``, on a port of its own."""
    at = f"127.0.0.1:{_free_port()}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    with (
        quick_folder() as folder,
        _running([program, "serve", "--location", ".", "--bind", at], folder, f"http://{at}/"),
    ):
        yield Other(f"http://{at}/store", f"http://{at}/query")


@pytest.fixture(scope="module")
def virtuoso() -> Iterator[Other]:
    """Debian's Virtuoso 7 with an empty database and the password it comes with."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: apt install virtuoso-opensource-7")
    at = f"127.0.0.1:{_free_port()}"
    lines = (
        "[Database]\nDatabaseFile = v.db\nErrorLogFile = v.log\nLockFile = v.lck",
        "TransactionFile = v.trx\nxa_persistent_file = v.pxa",
        "[TempDatabase]\nDatabaseFile = t.db\nTransactionFile = t.trx",
        f"[Parameters]\nServerPort = 127.0.0.1:{_free_port()}",
        f"[HTTPServer]\nServerPort = {at}\nServerRoot = .\nServerThreads = 4",
    )
    with quick_folder() as folder:
        Path(folder, "virtuoso.ini").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "+foreground", "+configfile", "virtuoso.ini"]
        with _running(command, folder, f"http://{at}/sparql"):
            access = Access(user="dba", password="dba", digest=True)
            yield Other(f"http://{at}/sparql-graph-crud-auth", f"http://{at}/sparql", access)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def other(request: pytest.FixtureRequest) -> Other:
    """Each of the stores in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Other)
    return found


def test_only_what_has_changed_travels_and_all_of_it_comes_back(
    graph: Path, other: Other, tmp_path: Path
) -> None:
    file, base = tmp_path / "back.nq", f"<{Settings().base}"

    def back() -> set[object]:
        pull(other.store, other.sparql, file, access=other.access)
        quads = parse(file.read_bytes(), format=RdfFormat.N_QUADS)
        # Virtuoso has graphs of its own, too.
        return {quad for quad in quads if str(quad.graph_name).startswith(base)}

    done = push(graph, other.store, access=other.access)
    assert (done.sent, done.deleted, done.unchanged) == (5, 0, 0)
    assert back() == stored(graph)
    assert push(graph, other.store, access=other.access).sent == 0
    with Database(graph, builtin()) as database:
        database.remove(SECOND.document.id)
    done = push(graph, other.store, access=other.access)
    # The registry and the description of the graphs change with an article; not the vocabulary.
    assert done.deleted == 1 and done.unchanged >= 1 and done.sent + done.unchanged == 4
    assert back() == stored(graph)
    assert push(graph, other.store, access=other.access, everything=True).sent == 4


def test_text_that_tries_to_break_out_arrives_as_it_is(
    graph: Path, other: Other, tmp_path: Path
) -> None:
    with Database(graph, builtin()) as database:
        for extraction in small_graph().extractions.values():
            database.put(extraction, "")
    push(graph, other.store, access=other.access)
    pull(other.store, other.sparql, tmp_path / "back.nq", access=other.access)
    read = set(parse((tmp_path / "back.nq").read_bytes(), format=RdfFormat.N_QUADS))
    assert stored(graph) <= read


def test_our_own_server_takes_graphs_that_no_article_owns(graph: Path, tmp_path: Path) -> None:
    shutil.copytree(graph, tmp_path / "other")
    with serving(tmp_path / "other", "--token", TOKEN) as address:
        with pytest.raises(RemoteError, match="belongs to articles"):
            push(graph, f"{address}graphs", access=Access(token=TOKEN))
        count = pull(f"{address}graphs", f"{address}sparql", tmp_path / "back.nq")
    read = set(parse((tmp_path / "back.nq").read_bytes(), format=RdfFormat.N_QUADS))
    assert read == stored(graph) and count == len(read)


class Stumbling(BaseHTTPRequestHandler):
    """Answers each request by the next of a list of codes, and 204 after them."""

    codes: ClassVar[list[int]] = []
    seen: ClassVar[list[str]] = []

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        code = self.codes.pop(0) if self.codes else 204
        if code == 0:  # no answer at all
            self.close_connection = True
            return
        if code == 204:
            self.seen.append(parse_qs(urlsplit(self.path).query)["graph"][0])
        self.send_response(code)
        self.send_header("Retry-After", "0")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def stumbling() -> Iterator[str]:
    Stumbling.codes, Stumbling.seen = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stumbling)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/store"
    server.shutdown()
    server.server_close()


def test_store_that_stumbles_is_asked_again(graph: Path, stumbling: str) -> None:
    Stumbling.codes = [503, 429, 204, 0, 204, 500]
    assert push(graph, stumbling, access=HASTY).sent == 5
    assert len(Stumbling.seen) == len(set(Stumbling.seen)) == 5


def test_broken_push_goes_on_where_it_stopped(graph: Path, stumbling: str) -> None:
    Stumbling.codes = [204, 204, 500, 500, 500]
    with pytest.raises(RemoteError, match="500"):
        push(graph, stumbling, access=HASTY)
    assert len(Stumbling.seen) == 2
    done = push(graph, stumbling, access=HASTY)
    assert (done.sent, done.unchanged) == (3, 2)
    assert len(set(Stumbling.seen)) == 5


def test_refusal_is_told_at_once(graph: Path, stumbling: str) -> None:
    Stumbling.codes = [401]
    with pytest.raises(RemoteError, match="401") as caught:
        push(graph, stumbling, access=HASTY)
    assert "--token" in caught.value.hint
    assert Stumbling.codes == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/store", "nonsense", "ftp://127.0.0.1/"])
def test_unreachable_store_is_told(graph: Path, url: str) -> None:
    with pytest.raises(RemoteError):
        push(graph, url, access=HASTY)


def test_store_that_answers_something_else_is_told(graph: Path, tmp_path: Path) -> None:
    with (
        serving(graph) as address,
        pytest.raises(RemoteError, match=r"does not answer as SPARQL|405"),
    ):
        pull(f"{address}graphs", f"{address}health", tmp_path / "x.nq", access=HASTY)
    assert list(tmp_path.iterdir()) == []
