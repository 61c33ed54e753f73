"""Answers one query in a process of its own, which can be killed.

Reads a pickled request on standard input, writes the pickled answer, or the error, to standard
output. Started by ``query.select`` only.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from newsgraph.errors import NewsgraphError
from newsgraph.rdf.query import select
from newsgraph.rdf.results import Answer


def main() -> None:
    """Answer the request that waits on standard input."""
    path, query, base, row_limit = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent
    reply: Answer | NewsgraphError
    try:
        reply = select(Path(path), query, base=base, row_limit=row_limit)
    except NewsgraphError as error:
        reply = error
    pickle.dump(reply, sys.stdout.buffer)


if __name__ == "__main__":
    main()
