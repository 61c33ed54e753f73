"""The atlas of the newest state of a graph that has one, made beside the answering."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsgraph.rdf.decode import Decoder
from newsgraph.web.atlas import Atlas, keep, kept, survey
from newsgraph.web.messages import Refusal

if TYPE_CHECKING:
    from newsgraph.web.data import Data, State

#: Seconds that requests wait for the atlas of a new state before they are given the one before it,
#: or told to come again.
_PATIENCE = 0.6
#: Seconds that they wait at most until it is known whether one was kept of the first state.
_OPENING = 10.0


@dataclass(frozen=True, slots=True)
class Surveyed:
    """One state of the graph with its atlas."""

    state: State
    atlas: Atlas
    decoder: Decoder
    behind: bool = False  #: the graph has changed since, and the newer state is being surveyed


class Survey:
    """Makes an atlas of each new state; until it is there, the one before it is used."""

    def __init__(self, data: Data) -> None:
        """Wait for ``begin``, or for the first request."""
        self._data = data
        self._changed = threading.Condition()
        self._current: Surveyed | None = None
        self._making: object = None  #: version that an atlas is being made of
        self._since = 0.0  #: when that was begun
        self._slow = False  #: no atlas was kept of that state
        self._words = "waiting"
        self._fault: Exception | None = None
        self._closed = False

    def begin(self) -> object:
        """Start making an atlas of the newest state, unless there is one, or one is being made.

        Returns:
            The version of that state.
        """
        state = self._data.enter()
        with self._changed:
            known = self._current is not None and self._current.state.version == state.version
            # One at a time: while changes come fast, each is not worth an atlas of its own.
            if self._closed or known or self._making is not None:
                state.leave()
                return state.version
            self._making, self._since, self._slow = state.version, time.monotonic(), False
        threading.Thread(target=self._make, args=(state,), daemon=True).start()
        return state.version

    @contextmanager
    def use(self) -> Iterator[Surveyed]:
        """Give the newest state that has an atlas; it stays open within the block.

        Raises:
            Refusal: The first atlas is still being made.
            NewsgraphError: It could not be made.
        """
        newest = self.begin()

        def settled() -> bool:
            current = self._current
            made = current is not None and current.state.version == newest
            return made or self._making is None

        with self._changed:
            left = self._since + _PATIENCE - time.monotonic()
            first = self._current is None
            if first:  # one that was kept is worth waiting for
                self._changed.wait_for(lambda: self._slow or settled(), timeout=_OPENING)
            self._changed.wait_for(settled, timeout=_PATIENCE if first else max(0.0, left))
            current = self._current
            if current is None:
                if self._fault:
                    raise self._fault
                raise Refusal(503, f"the server is {self._words}; ask again", retry_after="1")
            current.state.enter()
            behind = current.state.version != newest
        try:
            yield replace(current, behind=behind)
        finally:
            current.state.leave()

    def close(self) -> None:
        """Let go of the state that is held."""
        with self._changed:
            self._closed = True
            current, self._current = self._current, None
        if current is not None:
            current.state.leave()

    def _make(self, state: State) -> None:
        """Make an atlas of a state that was entered, and keep the state until a newer one has."""
        try:
            atlas = self._atlas(state)
            made = Surveyed(state, atlas, Decoder(state.store, self._data.base))
        except Exception as error:
            state.leave()
            with self._changed:
                self._making, self._fault = None, error
                self._changed.notify_all()
            return
        with self._changed:
            old, self._current = self._current, made
            self._making = self._fault = None
            closed = self._closed
            self._changed.notify_all()
        if old is not None:
            old.state.leave()
        if closed:
            self.close()

    def _atlas(self, state: State) -> Atlas:
        base = self._data.base
        # Here, as it takes a while to read: pages are sent meanwhile.
        relations = self._data.vocabulary.relations
        hidden = {name for name, row in relations.items() if row.hidden}
        found = kept(state.store, state.path, base, hidden)
        if found is None:
            with self._changed:
                self._slow = True
                self._changed.notify_all()
            found = survey(state.store, base, hidden, self._tell)
            keep(found, state.path, hidden)
        return found

    def _tell(self, words: str) -> None:
        self._words = words
