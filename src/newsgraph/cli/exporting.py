"""``newsgraph export``: a graph's folder in another format."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.building import VocabularyFolder


def export(
    graph: Annotated[Path, typer.Argument(help="Folder that 'build' wrote.", metavar="GRAPH")],
    format_name: Annotated[
        str,
        typer.Option(
            "-f",
            "--format",
            help="turtle, ntriples, trig, nquads, jsonld, graphml, gexf, json, csv, csv-entities, "
            "csv-facts or html.",
            metavar="FORMAT",
        ),
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", help="File to write; - is stdout.", metavar="FILE")
    ] = "-",
    vocabulary: VocabularyFolder = None,
) -> None:
    """Write a graph in another format, resolved anew from its extractions."""
    loaded = newsgraph.Vocabulary.load(vocabulary)
    result = newsgraph.load(graph, vocabulary=loaded)
    if output != "-":
        newsgraph.export(result, output, format=format_name)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        newsgraph.export(result, path, format=format_name)
        sys.stdout.buffer.write(path.read_bytes())
