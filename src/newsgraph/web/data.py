"""The dataset behind a server: always the newest state, asked in processes that can be killed."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from pyoxigraph import Store

from newsgraph.database.indexed import open_indexed
from newsgraph.database.layout import Place, is_database
from newsgraph.database.snapshots import latest
from newsgraph.errors import QueryTimeout
from newsgraph.folder import base_of, open_dataset
from newsgraph.rdf.kept import kept_or
from newsgraph.rdf.named_queries import NamedQuery
from newsgraph.rdf.processes import START, QueryProcess, Request
from newsgraph.rdf.results import Answer
from newsgraph.rdf.store import dataset_file, load_store
from newsgraph.vocabulary import Vocabulary, builtin
from newsgraph.web.foreseen import Foreseen
from newsgraph.web.options import Options


class State:
    """A dataset as it was at one time, with processes that have it open."""

    def __init__(self, graph: Path, version: object, base: str, options: Options) -> None:
        self.version = version
        self._stack = ExitStack()
        path = self._stack.enter_context(open_dataset(graph))
        if path == graph:  # no database
            path = self._stack.enter_context(open_indexed(graph, options.tell))
        self.store: Store = load_store(path)
        self.path = path  #: of the dataset, which stays as it is
        self._base, self._options = base, options
        self._idle: queue.Queue[QueryProcess | None] = queue.Queue()
        for _ in range(options.processes):
            self._idle.put(QueryProcess(path, base, options.memory))
        self._foreseen = Foreseen(path, base, options)
        self._users = 0
        self._retired = False
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Answer:
        """Ask in a process of its own; raises what ``QueryProcess.answer`` raises."""
        try:
            process = self._idle.get(timeout=self._options.seconds + START)
        except queue.Empty:
            raise QueryTimeout(
                "all query processes are busy", hint="ask again in a moment"
            ) from None
        try:
            if process is None or not process.alive:
                process = QueryProcess(self.path, self._base, self._options.memory)
            process.wait()
            return process.answer(request, self._options.seconds)
        finally:
            self._idle.put(process if process and process.alive else None)

    def ask(self, question: NamedQuery, values: Mapping[str, str]) -> Answer:
        """Answer a named question; raises what ``QueryProcess.answer`` raises."""
        query, rows = question.filled(values, self._base), self._options.rows
        asked = partial(self.answer, Request(query=query, row_limit=rows))
        if question.names_entity(values):
            return asked()
        return kept_or(self.path, query, rows, self._base, asked)

    def enter(self) -> None:
        """Keep it open until ``leave`` is called."""
        with self._lock:
            self._users += 1

    def leave(self) -> None:
        """Let it close if it is retired and nobody else uses it."""
        with self._lock:
            self._users -= 1
            over = self._retired and not self._users
        if over:
            self._close()

    def retire(self) -> None:
        """Close as soon as nobody uses it any more."""
        with self._lock:
            self._retired, over = True, not self._users
        if over:
            self._close()

    def _close(self) -> None:
        self._foreseen.close()
        while not self._idle.empty():
            process = self._idle.get()
            if process:
                process.close()
        self._stack.close()


class Data:
    """Hands out the newest state; whoever uses one keeps it to the end."""

    def __init__(self, graph: Path, options: Options) -> None:
        """Open the graph.

        Raises:
            GraphError: It is missing or damaged.
        """
        self.graph = graph
        self.base = base_of(graph)
        self.options = options
        self._lock = threading.Lock()
        self._state = State(graph, self._version(), self.base, options)

    @property
    def vocabulary(self) -> Vocabulary:
        """What relations and classes are called; the packaged one is read at the first use."""
        return self.options.vocabulary or builtin()

    @property
    def writable(self) -> bool:
        """Whether the graph is a database, which alone can be written to."""
        return is_database(self.graph)

    def answer(self, request: Request) -> Answer:
        """Ask the newest state; raises what ``QueryProcess.answer`` raises."""
        with self.use() as state:
            return state.answer(request)

    def use(self) -> _Use:
        """Return the newest state for a ``with`` block."""
        return _Use(self.enter())

    def close(self) -> None:
        """End all processes."""
        self._state.retire()

    def enter(self) -> State:
        """Return the newest state, which stays open until ``State.leave`` is called."""
        with self._lock:
            version = self._version()
            if version != self._state.version:
                old, self._state = (
                    self._state,
                    State(self.graph, version, self.base, self.options),
                )
                old.retire()
            self._state.enter()
            return self._state

    def _version(self) -> object:
        if is_database(self.graph):
            return latest(Place(self.graph))
        file, _ = dataset_file(self.graph)
        return file.stat().st_mtime_ns


class _Use:
    def __init__(self, state: State) -> None:
        self._state = state

    def __enter__(self) -> State:
        return self._state

    def __exit__(self, *_: object) -> None:
        self._state.leave()
