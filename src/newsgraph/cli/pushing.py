"""``newsgraph push`` and ``pull``: a graph to other stores and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.console import progress_bar, say

Address = Annotated[
    str, typer.Argument(help="Address of the store's Graph Store Protocol.", metavar="URL")
]
Token = Annotated[str | None, typer.Option(help="Bearer token.", envvar="STORE_TOKEN")]
User = Annotated[
    str | None, typer.Option(help="NAME:PASSWORD.", envvar="STORE_USER", metavar="USER")
]
Digest = Annotated[bool, typer.Option("--digest", help="Digest instead of Basic authentication.")]


def push(
    graph: Annotated[Path, typer.Argument(help="A graph's folder.", metavar="GRAPH")],
    url: Address,
    token: Token = None,
    user: User = None,
    digest: Digest = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Send all graphs, whatever was sent before.")
    ] = False,
) -> None:
    """Send the named graphs that have changed to another store; a broken push goes on."""
    with progress_bar(quiet=False) as progress:
        done = newsgraph.push(
            graph,
            url,
            access=_access(token, user, digest=digest),
            everything=everything,
            progress=progress,
        )
    say(f"{done.sent} graphs sent, {done.unchanged} unchanged, {done.deleted} deleted")


def pull(
    url: Address,
    sparql: Annotated[str, typer.Argument(help="Address of its SPARQL.", metavar="SPARQL_URL")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="N-Quads file to write.", metavar="FILE")
    ],
    token: Token = None,
    user: User = None,
    digest: Digest = False,
) -> None:
    """Read all named graphs of another store into an N-Quads file."""
    with progress_bar(quiet=False) as progress:
        count = newsgraph.pull(
            url, sparql, output, access=_access(token, user, digest=digest), progress=progress
        )
    say(f"{count} quads read")


def _access(token: str | None, user: str | None, *, digest: bool) -> newsgraph.Access:
    name, _, password = (user or "").partition(":")
    return newsgraph.Access(token=token, user=name or None, password=password, digest=digest)
