"""KnowledgeGraph → files: RDF, the viewer, and tables and networks for other tools."""

from __future__ import annotations

import tempfile
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from newsgraph.errors import ExportError, PluginError
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import Vocabulary

__all__ = ["FORMATS", "export"]

#: Format → where its writer is; loaded on first use.
FORMATS = {
    "csv": "newsgraph.exporting.tables:write_statements",
    "csv-entities": "newsgraph.exporting.tables:write_entities",
    "csv-facts": "newsgraph.exporting.tables:write_facts",
    "gexf": "newsgraph.exporting.networks:write_gexf",
    "graphml": "newsgraph.exporting.networks:write_graphml",
    "html": "newsgraph.exporting.html:write",
    "json": "newsgraph.exporting.node_link:write",
    "jsonld": "newsgraph.exporting.linked_data:write_jsonld",
    "nquads": "newsgraph.exporting.linked_data:write_nquads",
    "ntriples": "newsgraph.exporting.linked_data:write_ntriples",
    "trig": "newsgraph.exporting.linked_data:write_trig",
    "turtle": "newsgraph.exporting.linked_data:write_turtle",
}


class Exporter(Protocol):
    """Writes one file; may take further keyword arguments of its own."""

    def __call__(
        self, graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary, **options: object
    ) -> None:
        """Write ``graph`` to ``path``, which does not exist yet, as UTF-8."""


def export(
    graph: KnowledgeGraph,
    path: Path,
    *,
    format: str,
    vocabulary: Vocabulary,
    **options: object,
) -> None:
    """Write a graph in one format. The same graph gives the same bytes.

    The file appears whole or not at all; one that is there already is replaced.

    Args:
        graph: What to write.
        path: File to write; its folder must exist.
        format: One of ``FORMATS``.
        vocabulary: What the relations and classes of the graph mean.
        options: Passed to the writer of the format: ``base``, ``store_text`` and ``run`` for RDF,
            ``store_text`` for ``json`` and ``csv``, ``title`` for the viewer.

    Raises:
        PluginError: There is no such format.
        ExportError: The file cannot be written.
        TypeError: The format does not know an option.
    """
    write = _exporter(format)
    try:
        # A folder beside the target: the same disk, and the usual rights of a new file.
        with tempfile.TemporaryDirectory(prefix=".newsgraph-", dir=path.parent) as folder:
            draft = Path(folder) / "draft"
            write(graph, draft, vocabulary=vocabulary, **options)
            draft.replace(path)
    except OSError as error:
        raise ExportError(
            f"cannot write {path.name}: {error.strerror or error}",
            hint="choose a file in a folder that exists and that you may write to",
        ) from error


def _exporter(format_name: str) -> Exporter:
    place = FORMATS.get(format_name)
    if place is None:
        near = get_close_matches(format_name, FORMATS, n=1)
        raise PluginError(
            f"no format {format_name!r}" + (f", did you mean {near[0]!r}?" if near else ""),
            hint=f"formats: {', '.join(FORMATS)}",
        )
    module, _, name = place.partition(":")
    return cast(Exporter, getattr(import_module(module), name))
