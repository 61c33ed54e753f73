"""Web addresses that the user gives, if fetching is asked for: one polite client.

Each site is asked for its ``robots.txt`` first, which is respected (RFC 9309); then for one page at
a time, with a pause in between. Redirections are followed a few times, by the same rules.
"""

from __future__ import annotations

import logging
import re
import time
from dataclasses import replace
from email.message import Message
from http import HTTPStatus
from importlib.metadata import version
from typing import Final

import httpx
from protego import Protego

from newsgraph.errors import ReadError
from newsgraph.reading.connections import Answer, Connections
from newsgraph.reading.content import PICTURES, Content, in_memory
from newsgraph.settings import Settings

_log = logging.getLogger(__name__)

#: Media type → format; ``None``: the first bytes tell.
_FORMS: Final = {
    "": None,
    "application/octet-stream": None,
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/epub+zip": "epub",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
}
_WANTED: Final = ", ".join(media for media in _FORMS if media)
#: Those whose encoding the server says; XML says its own.
_ENCODED: Final = frozenset({"html", "text", "markdown"})
_WITH_PICTURES: Final = frozenset({"pdf", "docx", "epub"})
_REDIRECTIONS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTIONS: Final = 5
_NAME: Final = "newsgraph"  #: by which ``robots.txt`` may speak of this program
_LARGEST_ROBOTS: Final = 500 * 1024
_LONGEST_DELAY: Final = 60.0  #: seconds that a site may ask for between two requests


class Fetcher:
    """Fetches what stands at web addresses; ``close`` ends the connections."""

    def __init__(self, settings: Settings) -> None:
        """Fetch within the limits of the settings; nothing is opened yet."""
        self._settings = settings
        self._connections = Connections(
            agent=f"{_NAME}/{version('newsgraph')}",
            seconds=settings.max_seconds,
            private=settings.fetch_private,
        )
        self._robots: dict[str, Protego | ReadError] = {}
        self._asked: dict[str, float] = {}  # site → when it was asked last

    def close(self) -> None:
        """End the connections."""
        self._connections.close()

    def fetch(self, address: str) -> Content:
        """Return what stands at an address; its name is the address as it was given.

        Raises:
            ReadError: It may not or cannot be fetched, or is nothing that is read.
        """
        url = _parsed(address)
        seen: set[httpx.URL] = set()
        while True:
            seen.add(url)
            answer = self._ask(url)
            if answer.status not in _REDIRECTIONS:
                break
            url = _next(url, answer)
            if url in seen or len(seen) > _MOST_REDIRECTIONS:
                raise ReadError(
                    "is redirected in a circle" if url in seen else "is redirected again and again",
                    hint="open it in a browser, and give the address that is shown then",
                )
        if answer.status != HTTPStatus.OK:
            raise _refusal(answer.status)
        _log.info("%s: %d bytes fetched", address, len(answer.body))
        form, charset = _form(answer)
        data = _as_utf8(answer.body, charset) if form in _ENCODED else answer.body
        content = in_memory(address, data, self._settings, {"url": str(url)})
        return replace(content, form=form)

    def _ask(self, url: httpx.URL) -> Answer:
        """Ask for a page, if the site allows it, and not sooner than it wants."""
        site = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if site not in self._robots:
            self._robots[site] = self._rules(url)
        rules = self._robots[site]
        if isinstance(rules, ReadError):
            raise rules
        if not rules.can_fetch(str(url), _NAME):
            raise ReadError(
                "its site does not want programs to fetch it (robots.txt)",
                hint="open it in a browser and save the page",
            )
        delay = max(self._settings.fetch_delay, rules.crawl_delay(_NAME) or 0.0)
        if site in self._asked:
            if delay > _LONGEST_DELAY:
                raise ReadError(
                    f"its site wants {delay:g} seconds between two pages (robots.txt)",
                    hint="fetch it by another command, later",
                )
            time.sleep(max(0.0, self._asked[site] + delay - time.monotonic()))
        try:
            return self._connections.get(url, most=self._most(url), accept=_WANTED)
        finally:
            self._asked[site] = time.monotonic()

    def _most(self, url: httpx.URL) -> int:
        """Return how many bytes are taken; files that carry pictures may be larger."""
        pictures = re.search(r"\.(pdf|docx|epub)$", url.path, re.IGNORECASE)
        return self._settings.max_bytes * (PICTURES if pictures else 1)

    def _rules(self, page: httpx.URL) -> Protego | ReadError:
        """Read the rules of a site; those that cannot be read forbid everything."""
        url = page.copy_with(raw_path=b"/robots.txt")
        try:
            for _ in range(_MOST_REDIRECTIONS + 1):
                answer = self._connections.get(url, most=_LARGEST_ROBOTS, accept="text/plain")
                if answer.status not in _REDIRECTIONS:
                    break
                url = _next(url, answer)
        except ReadError as error:
            return error
        if answer.status == HTTPStatus.OK:
            return Protego.parse(answer.body.decode("utf-8", "replace"))
        if 400 <= answer.status < 500 and answer.status != HTTPStatus.TOO_MANY_REQUESTS:
            return Protego.parse("")  # there are none
        return ReadError(
            f"its site's robots.txt cannot be read ({_phrase(answer.status)}); it is not fetched",
            hint="try it later, or save the page in a browser",
        )


def _parsed(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise ReadError(f"is no web address: {error}", hint="check it") from error
    return _checked(url)


def _checked(url: httpx.URL) -> httpx.URL:
    if url.scheme not in {"http", "https"} or not url.host:
        raise ReadError("only http and https addresses are fetched", hint="save it, give the file")
    if "%" in url.host or not 0 < (url.port or 80) < 1 << 16:
        raise ReadError("is no web address: no server can have this name or port", hint="check it")
    if url.userinfo:
        raise ReadError(
            "holds a user's name or password, which would get into the graph",
            hint="save the page in a browser, give the file",
        )
    return url.copy_with(fragment=None)


def _next(url: httpx.URL, answer: Answer) -> httpx.URL:
    target = answer.headers.get("location", "")
    try:
        return _checked(url.join(target))
    except (httpx.InvalidURL, ValueError) as error:
        raise ReadError(
            f"is redirected to no address: {error}", hint="open it in a browser"
        ) from error


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _refusal(status: int) -> ReadError:
    hint = "open it in a browser and save the page"
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        hint = "check the address"
    elif status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500:
        hint = "try it later"
    return ReadError(f"its server answers {_phrase(status)}", hint=hint)


def _form(answer: Answer) -> tuple[str | None, str | None]:
    """Return the format and the encoding that a server states."""
    header = Message()
    header["Content-Type"] = answer.headers.get("content-type", "")
    stated = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated not in _FORMS:
        raise ReadError(
            f"is of the type {stated}, which is not fetched",
            hint="pages, feeds, texts, PDF, DOCX and EPUB are; save others, give the file",
        )
    return _FORMS[stated], header.get_content_charset()


def _as_utf8(data: bytes, charset: str | None) -> bytes:
    """Encode a text anew that the server says the encoding of: it outranks what the page says."""
    if charset is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        return b"\xef\xbb\xbf" + data.decode(charset).encode("utf-8")
    except (LookupError, ValueError):  # a wrong word: the page's own counts
        return data
