"""KnowledgeGraph → files: RDF, the viewer, and tables and networks for other tools."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from newsgraph.errors import ExportError, PluginError, disk_hint
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["FOLDERS", "FORMATS", "export", "export_store"]

#: Formats that are a folder of files.
FOLDERS = ("dossiers", "neo4j")

#: Format → where its writer is; loaded on first use.
FORMATS = {
    "csv": "newsgraph.exporting.tables:write_statements",
    "csv-entities": "newsgraph.exporting.tables:write_entities",
    "csv-facts": "newsgraph.exporting.tables:write_facts",
    "dossiers": "newsgraph.exporting.dossiers:write",
    "ftm": "newsgraph.exporting.follow_the_money:write",
    "gexf": "newsgraph.exporting.networks:write_gexf",
    "graphml": "newsgraph.exporting.networks:write_graphml",
    "html": "newsgraph.exporting.html:write",
    "json": "newsgraph.exporting.node_link:write",
    "jsonld": "newsgraph.exporting.linked_data:write_jsonld",
    "nanopub": "newsgraph.exporting.linked_data:write_nanopublications",
    "neo4j": "newsgraph.exporting.neo4j:write",
    "nquads": "newsgraph.exporting.linked_data:write_nquads",
    "ntriples": "newsgraph.exporting.linked_data:write_ntriples",
    "oa": "newsgraph.exporting.linked_data:write_annotations",
    "parquet": "newsgraph.exporting.columns:write_statements",
    "parquet-entities": "newsgraph.exporting.columns:write_entities",
    "parquet-facts": "newsgraph.exporting.columns:write_facts",
    "rdf12": "newsgraph.exporting.linked_data:write_rdf12",
    "rdfxml": "newsgraph.exporting.linked_data:write_rdfxml",
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

    The file, or folder, appears whole or not at all. A file that is there already is replaced, a
    folder only if it is empty.

    Args:
        graph: What to write.
        path: File or folder to write; its own folder must exist.
        format: One of ``FORMATS``.
        vocabulary: What the relations and classes of the graph mean.
        options: Passed to the writer of the format: ``base``, ``store_text`` and ``run`` for RDF,
            ``store_text`` for what quotes sentences, ``title`` for the viewer.

    Raises:
        PluginError: There is no such format.
        ExportError: The file cannot be written.
        TypeError: The format does not know an option.
    """
    write = _exporter(format)
    with _whole_or_not_at_all(path) as draft:
        write(graph, draft, vocabulary=vocabulary, **options)


def export_store(
    store: Store, path: Path, *, format: str, vocabulary: Vocabulary, base: str
) -> None:
    """Write the dataset of a store as it is read; for the same dataset, what ``export`` writes.

    Args:
        store: What to write.
        path: File to write; its folder must exist.
        format: One of ``linked_data.STREAMED``.
        vocabulary: Says which properties JSON-LD has keys for.
        base: IRI that names begin with.

    Raises:
        ExportError: The file cannot be written.
    """
    from newsgraph.exporting.linked_data import write_dataset
    from newsgraph.rdf.ordering import ordered_quads

    with _whole_or_not_at_all(path) as draft, draft.open("wb") as stream:
        write_dataset(ordered_quads(store), stream, format, vocabulary, base)


@contextmanager
def _whole_or_not_at_all(path: Path) -> Iterator[Path]:
    """Give a place to write to; what stands there at the end of the block comes to ``path``."""
    try:
        # A folder beside the target: the same disk, and the usual rights of a new file.
        with tempfile.TemporaryDirectory(prefix=".newsgraph-", dir=path.parent) as folder:
            draft = Path(folder) / "draft"
            yield draft
            draft.replace(path)
    except OSError as error:
        raise ExportError(
            f"cannot write {path.name}: {error.strerror or error}",
            hint=disk_hint(
                error, "choose a file in a folder that exists and that you may write to"
            ),
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
