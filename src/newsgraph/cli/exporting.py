"""``newsgraph export``: a graph's folder in another format."""

from __future__ import annotations

import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.building import PlacesFrom, VocabularyFolder


def _formats(incomplete: str) -> list[str]:
    from newsgraph.exporting import FORMATS

    return sorted(name for name in FORMATS if name.startswith(incomplete))


def export(
    graph: Annotated[Path, typer.Argument(help="Folder that 'build' wrote.", metavar="GRAPH")],
    format_name: Annotated[
        str,
        typer.Option(
            "-f",
            "--format",
            help="RDF: turtle, ntriples (plain facts), trig, nquads, jsonld, rdfxml, rdf12 (all), "
            "oa, nanopub. Tables: csv, csv-entities, csv-facts, parquet, parquet-entities, "
            "parquet-facts. Networks: graphml, gexf, json, ftm. Folders: neo4j, dossiers. "
            "A page: html.",
            metavar="FORMAT",
            autocompletion=_formats,
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", help="File or folder to write; - is stdout.", metavar="FILE"
        ),
    ] = "-",
    title: Annotated[str | None, typer.Option(help="html: heading of the viewer.")] = None,
    places_from: PlacesFrom = None,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Write a graph in another format, resolved anew from its extractions."""
    write = partial(
        newsgraph.export_folder,
        graph,
        format=format_name,
        title=title,
        places_from=places_from,
        vocabulary=newsgraph.Vocabulary.load(vocabulary),
    )
    if output != "-":
        write(output)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "graph"
        write(path)
        if path.is_dir():
            raise typer.BadParameter(f"{format_name} is a folder of files: name it with -o")
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
