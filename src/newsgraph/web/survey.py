"""The atlas of the newest state of a graph that has one, made beside the answering."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsgraph.rdf.decode import Decoder
from newsgraph.vocabulary import Vocabulary
from newsgraph.web.atlas import Atlas
from newsgraph.web.messages import Refusal

if TYPE_CHECKING:
    from newsgraph.web.data import Data, State

#: Seconds that a request waits for the first atlas before it is told to come again.
_PATIENCE = 1.0


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One state of the graph with its atlas."""

    state: State
    atlas: Atlas
    decoder: Decoder


class Survey:
    """Makes an atlas of each new state; until it is there, the one before it is used."""

    def __init__(self, data: Data, vocabulary: Vocabulary) -> None:
        """Wait for ``begin``, or for the first request."""
        self._data, self._vocabulary = data, vocabulary
        self._lock = threading.Lock()
        self._ready = threading.Event()  #: there is an atlas, or a fault
        self._current: Surveyed | None = None
        self._making: object = None  #: version that an atlas is being made of
        self._words = "waiting"
        self._fault: Exception | None = None
        self._closed = False

    def begin(self) -> None:
        """Start making an atlas of the newest state, unless that is done or being done."""
        state = self._data.enter()
        with self._lock:
            known = self._current is not None and self._current.state.version == state.version
            if self._closed or known or self._making == state.version:
                state.leave()
                return
            self._making = state.version
        threading.Thread(target=self._make, args=(state,), daemon=True).start()

    @contextmanager
    def use(self) -> Iterator[Surveyed]:
        """Give the newest state that has an atlas; it stays open within the block.

        Raises:
            Refusal: The first atlas is still being made.
            NewsgraphError: It could not be made.
        """
        self.begin()
        if not self._ready.wait(_PATIENCE):
            raise Refusal(503, f"the server is {self._words}; ask again", retry_after="1")
        with self._lock:
            current = self._current
            if current is None:
                raise self._fault or RuntimeError("no atlas")
            current.state.enter()
        try:
            yield current
        finally:
            current.state.leave()

    def close(self) -> None:
        """Let go of the state that is held."""
        with self._lock:
            self._closed = True
            current, self._current = self._current, None
        if current is not None:
            current.state.leave()

    def _make(self, state: State) -> None:
        """Make an atlas of a state that was entered, and keep the state until a newer one has."""
        try:
            atlas = Atlas(state.store, self._data.base, self._vocabulary, self._tell)
            made = Surveyed(state, atlas, Decoder(state.store, self._data.base))
        except Exception as error:
            state.leave()
            with self._lock:
                self._making, self._fault = None, error
            self._ready.set()
            return
        with self._lock:
            old, self._current = self._current, made
            self._making = self._fault = None
            closed = self._closed
        self._ready.set()
        if old is not None:
            old.state.leave()
        if closed:
            self.close()

    def _tell(self, words: str) -> None:
        self._words = words
