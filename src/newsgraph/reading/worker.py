"""Reads files in a process of its own, which can be stopped; started by ``isolation`` only.

Takes a line of JSON and the file's bytes on standard input, as often as they come, and answers each
with a line of JSON on standard output.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from typing import BinaryIO

from newsgraph.errors import ReadError
from newsgraph.reading.content import Part, in_memory
from newsgraph.reading.damage import as_read_error
from newsgraph.reading.formats import FORMATS
from newsgraph.reading.isolation import as_record
from newsgraph.settings import Settings, StoreText

_MEMORY = 2 << 30  #: bytes of address space


def main() -> None:
    """Answer requests until there are no more."""
    _limit_memory()
    _forbid_connections()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    requests = sys.stdin.buffer
    while line := requests.readline():
        answers.write(json.dumps(_answer(json.loads(line), requests)).encode("ascii") + b"\n")
        answers.flush()


def _answer(request: dict[str, object], requests: BinaryIO) -> dict[str, object]:
    data = requests.read(int(str(request["length"])))
    values = request["settings"]
    fields = request["fields"]
    assert isinstance(values, dict) and isinstance(fields, dict)  # noqa: S101  # our own parent
    settings = Settings(**{**values, "store_text": StoreText(values["store_text"])})
    form = FORMATS[str(request["reader"])]
    content = in_memory(str(request["name"]), data, settings, fields)
    parts: list[Part] = []
    error: ReadError | None = None
    try:
        parts.extend(form.read(content, settings))
    except Exception as fault:
        error = as_read_error(fault, form.label)
    told = None if error is None else {"message": str(error), "hint": error.hint}
    return {"parts": [as_record(part) for part in parts], "error": told}


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or hard > _MEMORY:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))


def _forbid_connections() -> None:
    """Let no file, and no library that reads it, open a connection."""
    socket.has_ipv6 = False  # urllib3, which trafilatura brings, else opens one to try
    sys.addaudithook(_refuse_sockets)


def _refuse_sockets(event: str, _: tuple[object, ...]) -> None:
    if event.startswith("socket."):
        raise PermissionError("files are read without a network")


if __name__ == "__main__":
    main()
