"""A graph before somebody's eyes: the viewer in a browser, or in the notebook that asks for it."""

from __future__ import annotations

import logging
import sys
import tempfile
import webbrowser
from importlib import import_module
from pathlib import Path

from newsgraph.exporting import export
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import Vocabulary

_log = logging.getLogger(__name__)


def show(
    graph: KnowledgeGraph,
    path: Path | None,
    *,
    vocabulary: Vocabulary,
    title: str | None,
    base: str,
) -> Path | None:
    """Write the viewer and open it; see ``BuildResult.show``.

    Raises:
        ExportError: The page cannot be written.
    """
    inside = _in_notebook()
    if path is None and not inside:
        path = Path(tempfile.mkdtemp(prefix="newsgraph-")) / "view.html"
    if path is not None:
        export(graph, path, format="html", vocabulary=vocabulary, title=title, base=base)
    if inside:
        shown = {"text/plain": repr(graph), "text/html": graph._repr_html_(vocabulary)}
        import_module("IPython.display").display(shown, raw=True)
    elif path is not None and not webbrowser.open(path.resolve().as_uri()):
        _log.warning("no browser could be opened; the page is %s", path)
    return path


def _in_notebook() -> bool:
    """Tell whether a notebook runs this; one has loaded IPython, which is no dependency."""
    shell = sys.modules.get("IPython")
    return shell is not None and getattr(shell.get_ipython(), "kernel", None) is not None
