"""Queries in a process of their own: one that runs too long is killed, and so is its memory.

The engine cannot be interrupted, and an ``ORDER BY`` over a cross product takes all the memory
there is; a thread could do nothing about either.
"""

from __future__ import annotations

import os
import pickle
import selectors
import struct
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from newsgraph.errors import NewsgraphError, QueryError, QueryTimeout
from newsgraph.rdf.results import Answer
from newsgraph.settings import DEFAULT_BASE

#: Bytes that a query may take beside what the store maps from disk.
MEMORY = 2 * 1024**3

#: Seconds that opening a dataset may take.
START = 60.0

_LENGTH = struct.Struct("!Q")
_LAST = 19  #: the priority of what can wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A query that ``guard.checked`` has let pass, and the dataset it asks."""

    query: str
    row_limit: int
    default_graphs: tuple[str, ...] | None = None  #: IRIs; ``None``: the union of all graphs
    named_graphs: tuple[str, ...] | None = None  #: IRIs; ``None``: all of them
    own_dataset: bool = False  #: the query names its dataset itself, by ``FROM``


class QueryProcess:
    """One process that has a dataset open and answers one query after the other."""

    def __init__(self, source: Path, base: str = DEFAULT_BASE, memory: int = MEMORY) -> None:
        """Start the process; it opens ``source`` while the caller goes on."""
        # ``-P``: the working folder must not be searched for modules.
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "newsgraph.rdf.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        )
        self._memory = memory
        self._ready = False
        self._send((str(source.absolute()), base, memory))

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    def wait(self, timeout: float = START) -> None:
        """Wait until the dataset is open, so that the time for opening does not count.

        Raises:
            QueryError: It is not open in time; the process is ended.
        """
        try:
            if not self._ready:
                self._receive(timeout)
                self._ready = True
        except (TimeoutError, EOFError):
            self.close()
            raise QueryError(
                f"the dataset could not be opened within {timeout:g} seconds",
                hint="ask again when the machine is less busy",
            ) from None

    def answer(self, request: Request, timeout: float) -> Answer:
        """Ask; the time for opening the dataset counts, unless it was waited for.

        Raises:
            QueryTimeout: There was no answer within ``timeout`` seconds; the process is ended.
            NewsgraphError: What ``rdf.query.select`` raises; or the process ran out of memory.
        """
        try:
            start = time.monotonic()
            self._send(request)
            if not self._ready:
                self._receive(timeout)
                self._ready = True
            timeout_left = max(0.0, timeout - (time.monotonic() - start))
            reply: Answer | NewsgraphError = pickle.loads(self._receive(timeout_left))  # noqa: S301  # our own child
        except TimeoutError:
            self.close()
            raise QueryTimeout(
                f"the query ran longer than {timeout:g} seconds",
                hint="narrow it, or allow more time",
            ) from None
        except (EOFError, BrokenPipeError):
            self.close()
            raise QueryError(
                f"the query broke off: it needed more than {self._memory // 1024**2} MB of memory",
                hint="narrow it, or ask without ORDER BY and DISTINCT",
            ) from None
        if isinstance(reply, NewsgraphError):
            raise reply
        return reply

    def give_way(self) -> None:
        """Let all other programs go first."""
        with suppress(OSError):  # it has ended
            os.setpriority(os.PRIO_PROCESS, self._child.pid, _LAST)

    def kill(self) -> None:
        """End the process; whoever waits for an answer, in another thread, is told so."""
        self._child.kill()

    def close(self) -> None:
        """End the process at once."""
        self.kill()
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(OSError):  # what was not sent any more
                if pipe:
                    pipe.close()
        self._child.wait()

    def _send(self, message: object) -> None:
        assert self._child.stdin  # noqa: S101  # opened as a pipe
        write_frame(self._child.stdin, message)

    def _receive(self, timeout: float) -> bytes:
        assert self._child.stdout  # noqa: S101  # opened as a pipe
        deadline = time.monotonic() + timeout
        descriptor = self._child.stdout.fileno()
        received = bytearray()
        wanted = _LENGTH.size
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while len(received) < wanted:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                part = os.read(descriptor, min(1 << 20, wanted - len(received)))
                if not part:
                    raise EOFError
                received += part
                if wanted == _LENGTH.size == len(received):
                    wanted += _LENGTH.unpack(received)[0]
        return bytes(received[_LENGTH.size :])


def write_frame(stream: object, message: object) -> None:
    """Write a message to a binary stream: its length, then the pickled message."""
    body = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(body)) + body)  # type: ignore[attr-defined]  # any binary stream
    stream.flush()  # type: ignore[attr-defined]


def read_frame(stream: object) -> object:
    """Read what ``write_frame`` wrote; ``None`` at the end of the stream."""
    head = stream.read(_LENGTH.size)  # type: ignore[attr-defined]
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))  # type: ignore[attr-defined]  # noqa: S301  # our own parent
