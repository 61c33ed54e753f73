"""What commands say: results on stdout, everything else on stderr, nothing that moves a cursor."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from newsgraph.errors import NewsgraphError
from newsgraph.model import Failure

#: Exit codes beside 0 and those of the error classes; in ``--help`` and the documentation.
NOTHING_BUILT = 1
WITH_PROBLEMS = 3


def say(text: str = "") -> None:
    """Write a line of the result."""
    typer.echo(printable(text))


def note(text: str) -> None:
    """Write a line about what is going on."""
    typer.echo(printable(text), err=True)


def note_failures(failures: Sequence[Failure]) -> None:
    """Write one line for each problem: what, where, what to do."""
    for failure in failures:
        label = "error" if failure.fatal else "note"
        hint = f" ({failure.hint})" if failure.hint else ""
        note(f"{label}: {failure.source}: {failure.message}{hint}")


def note_error(error: NewsgraphError) -> None:
    """Write an error and what to do about it."""
    note(f"error: {error}")
    if error.hint and error.hint not in str(error):  # vocabulary faults carry theirs in the line
        note(f"hint: {error.hint}")


def printable(text: str) -> str:
    """Replace control characters: names and texts of strangers must not steer a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar on stderr while the block runs, moved by what it yields.

    Yields ``None`` if there is nothing to show: quiet, or stderr is no terminal.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def move(stage: str, done: int, total: int) -> None:
            progress.update(task, description=stage, completed=done, total=total)

        yield move
