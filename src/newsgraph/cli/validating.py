"""``newsgraph validate``: whether a graph's dataset is what it should be."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.console import NOTHING_BUILT, AsJson, note, say, say_json


def validate(
    graph: Annotated[Path, typer.Argument(help="Graph folder or RDF file.", metavar="GRAPH")],
    articles: Annotated[
        int | None, typer.Option(min=0, help="So many articles by SHACL; all without it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a graph: each article against SHACL shapes, the whole against rules in SPARQL.

    Exit code 1: there are violations; warnings do not count.
    """
    faults = newsgraph.validate(graph, articles=articles)
    if as_json:
        say_json([asdict(fault) for fault in faults])
    for fault in () if as_json else faults:
        say(f"{fault.severity}: {fault.message} ({fault.rule})")
        say(f"    {fault.node}")
        say(f"    in {fault.graph}")
    violations = sum(fault.severity == "violation" for fault in faults)
    note(f"{violations} violations, {len(faults) - violations} warnings")
    if violations:
        raise typer.Exit(NOTHING_BUILT)
