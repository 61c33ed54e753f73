"""Articles are extracted in several processes; each has the model once, and one article at a time.

Results come in the order of the articles, so nothing depends on the number of processes. One that
dies costs the article it was reading; the next article gets a new one.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue

from newsgraph.model import Document, Extraction, Failure
from newsgraph.settings import Settings


def extract_in_processes(
    documents: Sequence[Document], settings: Settings, workers: int
) -> Iterator[Extraction | Failure]:
    """Yield, for each document in order, what was read from it or why nothing was."""
    processes = [_Process(settings) for _ in range(min(workers, len(documents)))]
    idle: SimpleQueue[_Process] = SimpleQueue()
    for process in processes:
        idle.put(process)

    def extract(document: Document) -> Extraction | Failure:
        process = idle.get()
        try:
            return process.extract(document)
        finally:
            idle.put(process)

    threads = ThreadPoolExecutor(max_workers=workers)
    try:
        yield from threads.map(extract, documents)
    finally:  # also if nobody asks for the rest
        threads.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.stop()
        threads.shutdown()
        for process in processes:  # one may have been about to start
            process.stop()


class _Process:
    """One process that extracts; started by its first article, and again after it has died."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None

    def extract(self, document: Document) -> Extraction | Failure:
        child = self._child = self._child or self._start()
        assert child.stdin is not None and child.stdout is not None  # noqa: S101  # pipes
        try:
            pickle.dump(document, child.stdin)
            child.stdin.flush()
            result: Extraction | Failure = pickle.load(child.stdout)  # noqa: S301  # our own child
        except (OSError, EOFError, pickle.UnpicklingError):
            code = self.stop()
            return Failure(
                source=document.source or document.id,
                stage="extraction",
                message=f"the process that read it died (exit code {code})",
                hint="perhaps memory ran out: build with fewer --workers",
            )
        return result

    def stop(self) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        if child.poll() is None:
            child.kill()
        code = child.wait()
        for pipe in filter(None, (child.stdin, child.stdout)):
            with suppress(OSError):  # what was still to be written has no reader any more
                pipe.close()
        return code

    def _start(self) -> subprocess.Popen[bytes]:
        # ``-P``: the working folder must not be searched for modules.
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsgraph.extracting"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        )
        assert child.stdin is not None  # noqa: S101  # a pipe
        pickle.dump(self._settings, child.stdin)
        return child
