"""The command line: thin over the public Python API, so that what it can do, the API can do."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli import (
    building,
    checking,
    exporting,
    judging,
    measuring,
    network,
    pushing,
    querying,
    serving,
    showing,
    updating,
    validating,
    vocabulary,
)
from newsgraph.cli.console import compute_on_one_core, note, note_error, speak_utf8
from newsgraph.cli.examples import epilog
from newsgraph.errors import NewsgraphError, disk_hint
from newsgraph.interpreter import collect_garbage_rarely

app = typer.Typer(
    name="newsgraph",
    help="News articles become a knowledge graph in which every edge opens to its sentence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help is there in half the time, and the same everywhere
    context_settings={"help_option_names": ["-h", "--help"]},
)
_COMMANDS = (
    building.build,
    updating.add,
    updating.update,
    updating.remove,
    querying.query,
    validating.validate,
    serving.serve,
    pushing.push,
    pushing.pull,
    showing.show,
    exporting.export,
    judging.judge,
    judging.explain,
    judging.disputes,
    measuring.facts,
    measuring.extract,
    checking.doctor,
)
for _command in _COMMANDS:
    app.command(epilog=epilog(_command.__name__))(_command)
app.add_typer(network.app, name="network")
app.add_typer(vocabulary.app, name="vocabulary")


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    if debug:  # ``main`` looks for it too, before anything is parsed
        logging.basicConfig(format="%(message)s")
        logging.getLogger("newsgraph").setLevel(logging.DEBUG)
    if version:
        typer.echo(f"newsgraph {newsgraph.__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave the process with its exit code.

    Errors are a message and a hint on stderr; ``--debug`` before the command shows the traceback.
    """
    speak_utf8()
    compute_on_one_core()
    collect_garbage_rarely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(args=words)
    except Exception as error:
        if "--debug" in words:
            raise
        if isinstance(error, NewsgraphError):
            note_error(error)
            sys.exit(error.exit_code)
        if isinstance(error, OSError) and error.strerror:
            _note_os_error(error)
            sys.exit(1)
        note(f"error: {type(error).__name__}: {error}")
        note("hint: this is a fault of newsgraph; run it again with --debug and report it")
        sys.exit(1)


def _note_os_error(error: OSError) -> None:
    """Write what the system refused: most often a full disk below the output or TMPDIR."""
    where = Path(str(error.filename)).name if error.filename else "output"
    note(f"error: {where}: {error.strerror}")
    otherwise = "check the file and its permissions; --debug before the command shows more"
    note(f"hint: {disk_hint(error, otherwise)}")
