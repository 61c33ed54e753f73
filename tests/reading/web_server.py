"""A web server on this machine that tests fetch from: well behaved, and not."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket

#: Writes an answer by itself.
Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands at a path."""

    body: bytes = b""
    media: str = "text/html"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came."""

    path: str
    agent: str
    host: str
    moment: float


@dataclass(slots=True)
class Site:
    """A running server: what stands where, and what it was asked for."""

    address: str
    pages: dict[str, Page | Behaviour]
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"{self.address}{path}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, in order."""
        return [request.path for request in self.asked]


@contextmanager
def serving(
    pages: Mapping[str, Page | Behaviour],
    *,
    secured: Callable[[socket], socket] | None = None,
) -> Iterator[Site]:
    """Serve pages on a free port while the block runs; ``secured`` wraps the socket in TLS."""
    site = Site("", dict(pages))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            agent, host = self.headers["User-Agent"], self.headers["Host"]
            site.asked.append(Asked(self.path, agent, host, time.monotonic()))
            found = site.pages.get(self.path, Page(status=404))
            if isinstance(found, Page):
                answer(self, found)
            else:
                found(self)

        def log_message(self, *_: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if secured:
        server.socket = secured(server.socket)
    scheme = "https" if secured else "http"
    site.address = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(request: BaseHTTPRequestHandler, page: Page) -> None:
    """Answer a request as servers should."""
    request.send_response(page.status)
    for name, value in page.headers.items():
        request.send_header(name, value)
    if page.media:
        request.send_header("Content-Type", page.media)
    request.send_header("Content-Length", str(len(page.body)))
    request.end_headers()
    request.wfile.write(page.body)


def redirect(target: str) -> Page:
    """Return a page that has moved."""
    return Page(status=302, headers={"Location": target})


def endless(request: BaseHTTPRequestHandler) -> None:
    """Send a page that has no end and does not say so."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"<p>More and more. " * 1000)
    except OSError:  # nobody listens any more
        return


def drip_headers(request: BaseHTTPRequestHandler) -> None:
    """Send headers a letter at a time, each sooner than a time-out for one read would strike."""
    _drip(request, b"HTTP/1.0 200 OK\r\nX-Filler: " + b"a" * 1000)


def drip_body(request: BaseHTTPRequestHandler) -> None:
    """Send a body a letter at a time."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    _drip(request, b"<p>" + b"slow " * 1000)


def _drip(request: BaseHTTPRequestHandler, data: bytes) -> None:
    try:
        for number in range(len(data)):
            request.wfile.write(data[number : number + 1])
            request.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def silent(request: BaseHTTPRequestHandler) -> None:
    """Answer nothing for longer than anybody waits."""
    request.rfile.read(1)  # until the other side hangs up


def garbage(request: BaseHTTPRequestHandler) -> None:
    """Answer what is no HTTP."""
    request.wfile.write(b"\x00\xff hello\r\n\r\n")


def broken_off(request: BaseHTTPRequestHandler) -> None:
    """Promise more than is sent."""
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    request.wfile.write(b"<p>The ferry")
