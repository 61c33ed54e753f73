"""Extracts articles in a process of its own, one after the other; started by ``processes`` only.

Reads the pickled settings and then pickled documents on standard input, and writes the pickled
extraction or failure of each to standard output.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys

from newsgraph.pipeline import analyser, attempt, open_vocabulary, reading_of


def main() -> None:
    """Answer until there are no more documents."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    settings = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent
    nlp = analyser(settings.model)
    reading = reading_of(settings, nlp, open_vocabulary(settings))
    while True:
        try:
            document = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent
        except EOFError:
            return
        pickle.dump(attempt(document, nlp, reading), answers)
        answers.flush()


if __name__ == "__main__":
    main()
