"""A graph in a notebook: the viewer in a frame that can reach nothing of the notebook around it."""

from __future__ import annotations

from html import escape

from newsgraph.exporting.html import render
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import Vocabulary, builtin

#: Longest page, in characters, that is put into a notebook, which is saved with it.
LONGEST = 8_000_000
HEIGHT = 640  #: pixels

_FRAME = (
    '<iframe title="{title}" sandbox="allow-scripts allow-downloads allow-popups" '
    'style="width:100%;height:{height}px;border:1px solid #ddd" srcdoc="{page}"></iframe>'
)
_SUMMARY = (
    "<p>{words}. Its page is too large for a notebook ({size:.0f} MB): write it by "
    "<code>newsgraph.export(result, 'view.html', format='html')</code> and open it.</p>"
)


def frame(graph: KnowledgeGraph, vocabulary: Vocabulary | None = None) -> str:
    """Return HTML that shows a graph: its viewer in a sandbox, or what is in it if it is too large.

    Args:
        graph: May be empty.
        vocabulary: What relations and classes are called; the built-in one if left out.
    """
    page = render(graph, vocabulary=vocabulary or builtin())
    words = f"A knowledge graph of {len(graph.documents)} articles: {len(graph.entities)} entities"
    words = f"{words}, {len(graph.facts)} facts"
    if len(page) > LONGEST:
        return _SUMMARY.format(words=words, size=len(page) / 1e6)
    return _FRAME.format(title=words, height=HEIGHT, page=escape(page))
