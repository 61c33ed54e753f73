"""Extracts articles in a process of its own, one after the other; started by ``processes`` only.

Reads the pickled settings on standard input and answers that it is ready, or what is wrong; then
reads pickled documents, and writes the pickled extraction or failure of each to standard output.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import BinaryIO

from newsgraph.errors import NewsgraphError
from newsgraph.interpreter import collect_garbage_rarely
from newsgraph.pipeline import analyser, attempt, open_reader, open_vocabulary, reading_of
from newsgraph.processes import Ready


def main() -> None:
    """Answer until there are no more documents."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    collect_garbage_rarely()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no answer
    settings = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent
    try:
        nlp = analyser(settings.model)
        reading = reading_of(settings, nlp, open_vocabulary(settings))
        if reading.learned:
            open_reader()
    except NewsgraphError as error:
        _answer(error, answers)
        return
    with suppress(EOFError, OSError, pickle.UnpicklingError):  # the parent has gone
        _answer(Ready(learned=reading.learned), answers)
        while True:
            document = pickle.load(sys.stdin.buffer)  # noqa: S301  # our own parent
            _answer(attempt(document, nlp, reading), answers)
    os._exit(0)  # nothing is left to be written to a pipe that nobody reads


def _answer(answer: object, answers: BinaryIO) -> None:
    pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()


if __name__ == "__main__":
    main()
