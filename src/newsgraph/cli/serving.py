"""``newsgraph serve``: a graph over HTTP."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from typing import TYPE_CHECKING, Annotated

import typer

import newsgraph
from newsgraph.cli.building import VocabularyFolder
from newsgraph.cli.console import note
from newsgraph.errors import PluginError

if TYPE_CHECKING:
    import uvicorn

#: Seconds that a thread computes before another has its turn. An answer pauses thousands of times,
#: at each thing it looks up; while a graph is surveyed, 5 ms each, as is usual, made seconds.
_TURN = 0.0002


def serve(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: Annotated[Path, typer.Argument(help="Graph folder or RDF file.", metavar="GRAPH")],
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any.")] = 8000,
    names: Annotated[
        list[str] | None,
        typer.Option("--name", help="A further host name it may be called by.", metavar="HOST"),
    ] = None,
    origins: Annotated[
        list[str] | None,
        typer.Option("--cors", help="A web origin whose pages may ask.", metavar="ORIGIN"),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(help="Who sends it may write graphs and run updates.", envvar="SERVE_TOKEN"),
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds of a query at most.")] = 30.0,
    limit: Annotated[int, typer.Option(min=1, help="Rows of an answer at most.")] = 10_000,
    processes: Annotated[int, typer.Option(min=1, help="Queries at a time.")] = 2,
    judgements: Annotated[
        Path | None,
        typer.Option(help="Take judgements of who has the token into it.", metavar="FILE"),
    ] = None,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Serve a graph: the viewer at /view, SPARQL at /sparql, graphs at /graphs, a page at /.

    It reads the newest state of a graph while other programs change it.
    """
    try:
        import uvicorn

        from newsgraph.web import Options, create_app
    except ImportError as error:
        raise PluginError(
            "serving needs further packages", hint="pip install 'newsgraph[web]'"
        ) from error
    options = Options(
        hosts=("localhost", "127.0.0.1", host, *(names or ())),
        origins=tuple(origins or ()),
        token=token,
        seconds=timeout,
        rows=limit,
        processes=processes,
        judgements=judgements,
        vocabulary=newsgraph.Vocabulary.load(vocabulary) if vocabulary else None,
        tell=note,
    )
    app = create_app(graph, options)
    server = uvicorn.Server(uvicorn.Config(app, host=host, port=port, log_level="warning"))
    sys.setswitchinterval(_TURN)
    listening = _listen(server.config)
    port = listening.getsockname()[1]
    note(f"serving http://{host}:{port}/ (process {os.getpid()}); stop: Ctrl-C")
    server.run(sockets=[listening])


def _listen(config: uvicorn.Config) -> socket:
    """Listen already, as who is told the address may come at once."""
    listening = config.bind_socket()
    # Else each answer waits for the browser to acknowledge its head, which it does 40 ms late.
    listening.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
    listening.listen()
    return listening
