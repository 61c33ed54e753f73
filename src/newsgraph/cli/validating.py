"""``newsgraph validate``: whether a graph's dataset is what it should be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.console import NOTHING_BUILT, note, say


def validate(
    graph: Annotated[Path, typer.Argument(help="Graph folder or RDF file.", metavar="GRAPH")],
    articles: Annotated[
        int | None, typer.Option(min=0, help="So many articles by SHACL; all without it.")
    ] = None,
) -> None:
    """Check a graph: each article against SHACL shapes, the whole against rules in SPARQL.

    Exit code 1: there are violations; warnings do not count.
    """
    faults = newsgraph.validate(graph, articles=articles)
    for fault in faults:
        say(f"{fault.severity}: {fault.message} ({fault.rule})")
        say(f"    {fault.node}")
        say(f"    in {fault.graph}")
    violations = sum(fault.severity == "violation" for fault in faults)
    note(f"{violations} violations, {len(faults) - violations} warnings")
    if violations:
        raise typer.Exit(NOTHING_BUILT)
