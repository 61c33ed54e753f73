"""Requests read within limits, and errors told as plain text."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from newsgraph.errors import (
    GraphBusy,
    GraphError,
    NewsgraphError,
    QueryRefused,
    QueryTimeout,
    UnknownEntity,
)

FORM = "application/x-www-form-urlencoded"
Pairs = list[tuple[str, str]]


class Refusal(Exception):
    """A request that is answered by an error."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


#: Bytes beyond the limit that are taken off the wire all the same: a client that is still sending
#: when the connection closes may never see the answer.
_DISCARDED: Final = 256_000_000


async def body_of(request: Request, limit: int) -> bytes:
    """Read a body, and no more than the limit of it.

    Raises:
        Refusal: It is longer.
    """
    told = request.headers.get("content-length", "0")
    too_long = Refusal(413, f"at most {limit} bytes are read", connection="close")
    if not told.isdigit() or int(told) > _DISCARDED:
        raise too_long
    body, size = bytearray(), 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            body += part
        elif size > _DISCARDED:
            break
    if size > limit:
        raise too_long
    return bytes(body)


def media_type(request: Request) -> str:
    """Return the media type of a request's body, without parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def text(body: bytes) -> str:
    """Decode a body.

    Raises:
        Refusal: It is not UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"not UTF-8: {error}") from error


def form(body: bytes) -> Pairs:
    """Read a form.

    Raises:
        Refusal: It is not UTF-8.
    """
    try:
        return parse_qsl(text(body), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Refusal(400, f"not a form: {error}") from error


def only(pairs: Pairs, name: str) -> str | None:
    """Return the value of a parameter that may come once; ``None`` without it.

    Raises:
        Refusal: It comes more than once.
    """
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise Refusal(400, f"{name} is given {len(values)} times")
    return values[0] if values else None


def told(error: Exception) -> Response:
    """Answer with an error."""
    if isinstance(error, Refusal):
        return PlainTextResponse(f"{error}\n", error.status, headers=error.headers)
    if isinstance(error, NewsgraphError):
        hint = f"{error.hint}\n" if error.hint else ""
        headers = {"Retry-After": "5"} if isinstance(error, GraphBusy) else {}
        return PlainTextResponse(f"{error}\n{hint}", _status(error), headers=headers)
    return PlainTextResponse("a fault of newsgraph\n", 500)


def _status(error: NewsgraphError) -> int:
    by_class = {
        QueryRefused: 403,
        QueryTimeout: 504,
        UnknownEntity: 404,
        GraphBusy: 503,
        GraphError: 500,
    }
    return next((s for kind, s in by_class.items() if isinstance(error, kind)), 400)
