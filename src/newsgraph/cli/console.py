"""What commands say: results on stdout, everything else on stderr, nothing that moves a cursor."""

from __future__ import annotations

import codecs
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Annotated

import typer

from newsgraph.errors import NewsgraphError
from newsgraph.interpreter import ONE_THREAD

if TYPE_CHECKING:
    from newsgraph.model import Failure

#: Exit codes beside 0 and those of the error classes; in ``--help`` and the documentation.
NOTHING_BUILT = 1
WITH_PROBLEMS = 3
INTERRUPTED = 130  #: 128 + SIGINT, as shells have it

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]
Quiet = Annotated[
    bool, typer.Option("-q", "--quiet", help="Only errors and the exit code, no progress.")
]
Verbose = Annotated[
    bool, typer.Option("-v", "--verbose", help="A line on stderr for each article.")
]

_UNPRINTABLE = re.compile(r"[^\x20-\x7e]")


def speak_utf8() -> None:
    """Let output be UTF-8 whatever the locale, but for a terminal that has an encoding of its own.

    Under ``LC_ALL=C`` a name with an accent would end a command; and what goes to a file or another
    program is the same on every machine.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper) or "PYTHONIOENCODING" in os.environ:
            continue
        plain = codecs.lookup(stream.encoding).name in {"ascii", "utf-8"}
        encoding = "utf-8" if plain or not stream.isatty() else stream.encoding
        stream.reconfigure(encoding=encoding, errors="backslashreplace")


def compute_on_one_core() -> None:
    """Keep numpy's libraries from threads that gain nothing here; ``--workers`` uses more cores.

    Works if numpy is not loaded yet; what the user has set is left as it is.
    """
    for name, number in ONE_THREAD.items():
        os.environ.setdefault(name, number)


def say(text: str = "") -> None:
    """Write a line of the result."""
    typer.echo(printable(text))


def note(text: str) -> None:
    """Write a line about what is going on."""
    typer.echo(printable(text), err=True)


def say_json(record: object) -> None:
    """Write a result as JSON; characters that steer a terminal are escaped."""
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    lines = (_UNPRINTABLE.sub(_escaped, line) for line in text.split("\n"))
    typer.echo("\n".join(lines))


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    return character if character.isprintable() else json.dumps(character)[1:-1]


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
def progress_bar(
    *, quiet: bool = False, verbose: bool = False
) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar on stderr while the block runs, moved by what it yields.

    Yields ``None`` if there is nothing to show: quiet, or stderr is no terminal. With ``verbose``
    what the package logs is shown instead, a line for each article.
    """
    if verbose:
        with _log_shown():
            yield None
        return
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}  {task.fields[pace]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("starting", total=None, pace="")

        def move(stage: str, done: int, total: int) -> None:
            elapsed = progress.tasks[0].elapsed or 0.0
            pace = pace_of(done, total, elapsed)
            progress.update(task, description=stage, completed=done, total=total, pace=pace)

        yield move


def pace_of(done: int, total: int, seconds: float) -> str:
    """Return how fast it goes and how long it will still take; empty while that is not known."""
    if not done or seconds <= 0:
        return ""
    rate = done / seconds
    left = round((total - done) / rate)
    hours, minutes = divmod(left // 60, 60)
    clock = f"{hours}:{minutes:02}:{left % 60:02}" if hours else f"{minutes}:{left % 60:02}"
    return f"{rate:.1f}/s, {clock} left"


@contextmanager
def _log_shown() -> Iterator[None]:
    log, handler = logging.getLogger("newsgraph"), logging.StreamHandler()
    handler.addFilter(_clean)
    before = log.level
    log.addHandler(handler)
    log.setLevel(min(logging.INFO, before or logging.INFO))
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


def _clean(record: logging.LogRecord) -> bool:
    """Make a line safe for a terminal: it may hold the name of a stranger's file."""
    record.msg, record.args = printable(record.getMessage()), None
    return True
