"""Questions about everything, asked before somebody does, so that their answers come at once."""

from __future__ import annotations

import threading
from pathlib import Path

from newsgraph.errors import NewsgraphError
from newsgraph.rdf.kept import keep, kept
from newsgraph.rdf.named_queries import named_query, names
from newsgraph.rdf.processes import QueryProcess, Request
from newsgraph.rdf.store import is_oxigraph
from newsgraph.web.options import Options

#: Seconds that a state must have lasted: while articles come, each is soon replaced.
_SETTLED = 1.0


class Foreseen:
    """Asks the questions without parameters of one state, in a process that gives way to others."""

    def __init__(self, dataset: Path, base: str, options: Options) -> None:
        """Begin beside the caller, if ``dataset`` is a folder beside which answers are kept."""
        self._dataset, self._base, self._options = dataset, base, options
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: QueryProcess | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        if is_oxigraph(dataset):
            self._thread.start()

    def close(self) -> None:
        """Break off; the dataset is not read any more afterwards."""
        with self._lock:
            self._over.set()
            if self._process:
                self._process.kill()
        if self._thread.ident:
            self._thread.join()

    def _run(self) -> None:
        if self._over.wait(_SETTLED):
            return
        rows = self._options.rows
        questions = [named_query(name) for name in names()]
        texts = [question.text for question in questions if not question.parameters]
        missing = [t for t in texts if kept(self._dataset, t, rows, self._base) is None]
        if not missing:
            return
        with self._lock:
            if self._over.is_set():
                return
            self._process = QueryProcess(self._dataset, self._base, self._options.memory)
        try:
            self._process.give_way()
            self._process.wait()
            for text in missing:
                request = Request(query=text, row_limit=rows)
                answer = self._process.answer(request, self._options.seconds)
                if self._over.is_set():
                    return
                keep(self._dataset, text, rows, self._base, answer)
        except NewsgraphError:  # killed, or too large for the limits: told to who asks
            return
        finally:
            self._process.close()
