"""The process behind ``processes.QueryProcess``: opens a dataset, answers what it is asked."""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import cast

from pyoxigraph import Store

from newsgraph.errors import NewsgraphError
from newsgraph.rdf.processes import Request, read_frame, write_frame
from newsgraph.rdf.query import answer
from newsgraph.rdf.results import Answer
from newsgraph.rdf.store import load_store


def main() -> None:
    """Answer requests on standard input until there are no more."""
    path, base, memory = cast(tuple[str, str, int], read_frame(sys.stdin.buffer))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))
    opened: Store | NewsgraphError
    try:
        opened = load_store(Path(path))
    except NewsgraphError as error:
        opened = error
    write_frame(sys.stdout.buffer, None)
    while (request := read_frame(sys.stdin.buffer)) is not None:
        reply: Answer | NewsgraphError
        try:
            if isinstance(opened, NewsgraphError):
                raise opened
            reply = answer(opened, cast(Request, request), base)
        except NewsgraphError as error:
            reply = error
        write_frame(sys.stdout.buffer, reply)


if __name__ == "__main__":
    main()
