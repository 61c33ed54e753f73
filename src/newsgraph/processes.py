"""Articles are extracted in several processes; each has the model once, and one article at a time.

Results come in the order of the articles, so nothing depends on the number of processes. One that
dies, or is stopped since it needs too long, costs the article it was reading; the next article gets
a new one. No more articles are under way than a few for each process, however slowly the results
are taken.
"""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from typing import NoReturn

from newsgraph.errors import AnalysisError, NewsgraphError
from newsgraph.interpreter import ONE_THREAD
from newsgraph.model import Document, Extraction, Failure
from newsgraph.settings import Settings

#: Articles under way for each process: one that takes long holds up no more than these.
_AHEAD = 16


@dataclass(frozen=True, slots=True)
class Ready:
    """What a process says when it has loaded what it needs."""

    learned: bool  #: whether the trained relation reader can be used


class ExtractionPool:
    """Processes that extract; a context manager, which ends them on leaving."""

    def __init__(self, settings: Settings, workers: int, *, timeout: float | None = None) -> None:
        """Start the processes; ``timeout``: seconds for one article, loading not included."""
        self._processes = [_Process(settings, timeout) for _ in range(workers)]
        for process in self._processes:
            process.start()
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(max_workers=workers)

    def __enter__(self) -> ExtractionPool:
        """Return the pool."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes, whatever they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.stop()
        self._threads.shutdown()
        for process in self._processes:  # one may have been about to start
            process.stop()

    def ready(self) -> Ready:
        """Wait until the first process has loaded what it needs.

        Raises:
            NewsgraphError: It cannot; no process can.
        """
        return self._processes[0].ready()

    def extract(self, documents: Sequence[Document]) -> Iterator[Extraction | Failure]:
        """Yield, for each document in order, what was read from it or why nothing was."""
        coming = iter(documents)
        under_way: deque[Future[Extraction | Failure]] = deque()
        ahead = _AHEAD * len(self._processes)
        for document in islice(coming, ahead):
            under_way.append(self._threads.submit(self._extract, document))
        while under_way:
            yield under_way.popleft().result()
            for document in islice(coming, 1):
                under_way.append(self._threads.submit(self._extract, document))

    def _extract(self, document: Document) -> Extraction | Failure:
        process = self._idle.get()
        try:
            return process.extract(document)
        finally:
            self._idle.put(process)


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Run ``work`` in a copy of this process while the block runs; of its memory nothing is kept.

    Raises:
        Exception: What ``work`` raised, on leaving the block.
        OSError: The copy died.
    """
    answers, answer = os.pipe()
    copy = os.fork()
    if copy == 0:
        _answer(work, answer)
    os.close(answer)
    told = b""
    try:
        yield
        with os.fdopen(answers, "rb", closefd=False) as stream:
            told = stream.read()
    finally:
        os.close(answers)
        if not told:
            with suppress(ProcessLookupError):
                os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)
    if not told:
        raise OSError(errno.ENOMEM, "a process that was writing died; perhaps memory ran out")
    error = pickle.loads(told)  # noqa: S301  # our own copy
    if error is not None:
        raise error


def _answer(work: Callable[[], object], answer: int) -> NoReturn:
    """Do the work, say what went wrong, and end, whatever happens."""
    error: Exception | None = None
    try:
        try:
            work()
        except Exception as fault:
            error = fault
        with os.fdopen(answer, "wb") as stream:
            pickle.dump(error, stream)
    finally:
        os._exit(0)


class _Process:
    """One process that extracts; started again for the next article after it has died."""

    def __init__(self, settings: Settings, timeout: float | None) -> None:
        self._settings = settings
        self._timeout = timeout
        self._child: subprocess.Popen[bytes] | None = None
        self._ready: Ready | None = None

    def extract(self, document: Document) -> Extraction | Failure:
        late = threading.Event()
        timer: threading.Timer | None = None
        try:
            child = self._loaded()
            assert child.stdin is not None and child.stdout is not None  # noqa: S101  # pipes
            if self._timeout is not None:
                timer = threading.Timer(self._timeout, _kill, (child, late))
                timer.start()
            child.stdin.write(pickle.dumps(document, pickle.HIGHEST_PROTOCOL))
            child.stdin.flush()
            result: Extraction | Failure = pickle.load(child.stdout)  # noqa: S301  # our own child
        except (OSError, EOFError, pickle.UnpicklingError):
            return self._loss(document, self.stop(), late=late.is_set())
        except NewsgraphError as error:  # it could load before, or another one can
            return _failure(document, str(error), error.hint)
        finally:
            if timer:
                timer.cancel()
                timer.join()
        if late.is_set():  # killed when it had just answered
            self.stop()
        return result

    def ready(self) -> Ready:
        try:
            self._loaded()
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise AnalysisError(
                f"the process that reads articles died while loading (exit code {self.stop()})",
                hint="perhaps memory ran out; 'newsgraph doctor' checks the installation",
            ) from error
        assert self._ready is not None  # noqa: S101  # as ``_loaded`` leaves it
        return self._ready

    def _loaded(self) -> subprocess.Popen[bytes]:
        """Return the child, when it has loaded what it needs.

        Raises:
            NewsgraphError: What it needs cannot be loaded.
            OSError, EOFError, UnpicklingError: It has died.
        """
        child = self._child or self.start()
        if self._ready is None:
            assert child.stdout is not None  # noqa: S101  # a pipe
            answer: Ready | NewsgraphError = pickle.load(child.stdout)  # noqa: S301  # our child
            if isinstance(answer, NewsgraphError):
                self.stop()
                raise answer
            self._ready = answer
        return child

    def start(self) -> subprocess.Popen[bytes]:
        # ``-P``: the working folder must not be searched for modules.
        child = self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsgraph.extracting"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={
                **os.environ,
                **ONE_THREAD,
                "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
            },
        )
        assert child.stdin is not None  # noqa: S101  # a pipe
        with suppress(OSError):  # a child that is dead already is found out by who asks it
            pickle.dump(self._settings, child.stdin)
            child.stdin.flush()
        return child

    def stop(self) -> int | None:
        child, self._child, self._ready = self._child, None, None
        if child is None:
            return None
        if child.poll() is None:
            child.kill()
        code = child.wait()
        for pipe in filter(None, (child.stdin, child.stdout)):
            with suppress(OSError):  # what was still to be written has no reader any more
                pipe.close()
        return code

    def _loss(self, document: Document, code: int | None, *, late: bool) -> Failure:
        if late:
            return _failure(
                document,
                f"reading it took more than {self._timeout:g} seconds and was stopped",
                "split it, or allow more time with --timeout",
            )
        return _failure(
            document,
            f"the process that read it died (exit code {code})",
            "perhaps memory ran out: build with fewer --workers",
        )


def _kill(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _failure(document: Document, message: str, hint: str) -> Failure:
    return Failure(
        source=document.source or document.id, stage="extraction", message=message, hint=hint
    )
