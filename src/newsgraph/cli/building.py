"""``newsgraph build``: articles in, a graph's folder out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.console import (
    INTERRUPTED,
    NOTHING_BUILT,
    WITH_PROBLEMS,
    AsJson,
    Quiet,
    Verbose,
    note,
    note_failures,
    progress_bar,
    say,
    say_json,
)
from newsgraph.settings import Settings, StoreText

ARTICLES = typer.Argument(
    help="Articles, archives and folders of them; - is standard input.", metavar="ARTICLES"
)
Articles = Annotated[list[str], ARTICLES]
Fetch = Annotated[
    bool, typer.Option("--fetch", help="Read web addresses, too, where their sites allow it.")
]
SettingsFile = Annotated[
    Path | None,
    typer.Option(
        "--settings",
        help="TOML file with settings. [default: newsgraph.toml if it is there]",
        metavar="FILE",
    ),
]
ModelName = Annotated[
    str | None, typer.Option(help="Another installed spaCy pipeline, by name or folder.")
]
RulesOnly = Annotated[
    bool, typer.Option("--rules-only", help="Without the trained relation reader.")
]
Columns = Annotated[
    str | None,
    typer.Option(
        help="Columns of CSV and JSON Lines: text=body,title=headline,date=day …",
        metavar="MAP",
    ),
]
Workers = Annotated[
    int, typer.Option(help="Processes that read articles; the result is the same.", min=1, max=64)
]
Timeout = Annotated[
    float | None,
    typer.Option(
        min=0.1, help="Seconds for one article; one that needs longer is left out and reported."
    ),
]
VocabularyFolder = Annotated[
    Path | None,
    typer.Option("--vocabulary", help="Folder laid over the built-in vocabulary.", metavar="DIR"),
]
PlacesFrom = Annotated[
    Path | None,
    typer.Option(
        help="A view.html written before: what is on its map stays where it is.", metavar="FILE"
    ),
]
#: Read if it is there and no other is named.
JUDGEMENTS = Path("seeds/judgements.jsonl")
JudgementsFile = Annotated[
    Path | None,
    typer.Option(
        "--judgements",
        help=f"What people have decided about entities. [default: {JUDGEMENTS} if it is there]",
        metavar="FILE",
    ),
]
NamesFile = Annotated[
    Path | None,
    typer.Option(
        "--names", help="CSV of names known beforehand: name, class, aliases …", metavar="FILE"
    ),
]


def chosen_judgements(named: Path | None) -> str | None:
    """Return the file of judgements that is named or stands in its usual place."""
    chosen = named or (JUDGEMENTS if JUDGEMENTS.is_file() else None)
    return None if chosen is None else chosen.as_posix()


def build(  # noqa: PLR0913, PLR0917 - one parameter for each option
    inputs: Articles,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write.", metavar="DIR")],
    title: Annotated[str | None, typer.Option(help="Heading of the viewer.")] = None,
    places_from: PlacesFrom = None,
    base: Annotated[str | None, typer.Option(help="IRI that names begin with.")] = None,
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    rules_only: RulesOnly = False,
    names: NamesFile = None,
    judgements: JudgementsFile = None,
    store_text: Annotated[
        StoreText | None, typer.Option(help="How much of the articles is kept in the graph.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(help="Leave out statements below it (0–1).")
    ] = None,
    columns: Columns = None,
    fetch: Fetch = False,
    workers: Workers = 1,
    settings_file: SettingsFile = None,
    timeout: Timeout = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build a knowledge graph from news articles.

    A build that was interrupted goes on where it stopped if it is begun again with the same OUTPUT.

    Exit code 0: all inputs are in the graph; 1: nothing was found; 2: wrong usage, settings,
    vocabulary or model; 3: built, but some inputs could not be used; 130: interrupted.
    """
    settings = Settings.load(
        settings_file,
        base=base,
        model=model,
        vocabulary=None if vocabulary is None else str(vocabulary),
        rules_only=rules_only or None,
        names=None if names is None else str(names),
        judgements=chosen_judgements(judgements),
        store_text=store_text,
        min_confidence=min_confidence,
        columns=columns,
        fetch=fetch or None,
    )
    with _stoppable(output):
        with progress_bar(quiet=quiet, verbose=verbose) as progress:
            read = partial(newsgraph.build, inputs, settings=settings, resume=output)
            result = read(progress=progress, workers=workers, timeout=timeout)
        save = partial(newsgraph.save, result, output, title=title, places_from=places_from)
        save = partial(save, workers=workers)
        _finish(result, output, save, as_json=as_json, quiet=quiet)


@contextmanager
def _stoppable(output: Path) -> Iterator[None]:
    """Let Ctrl-C end a build with a word about what it leaves; say if this one goes on from it."""
    if newsgraph.is_unfinished(output):
        note(f"note: going on with a build of {output.name} that was interrupted")
    try:
        yield
    except KeyboardInterrupt as interruption:
        told = "nothing was written"
        if newsgraph.is_unfinished(output):
            told = "what was read is kept, and the same command goes on from it"
        note(f"interrupted: {told}")
        raise typer.Exit(INTERRUPTED) from interruption


def _note_part(result: newsgraph.BuildResult, output: Path) -> None:
    from newsgraph.exporting.part import MOST_FACTS

    if len(result.graph.facts) > MOST_FACTS:
        told = (
            f"view.html has the {MOST_FACTS:,} best supported of {len(result.graph.facts):,} facts"
        )
        note(f"note: {told}; newsgraph serve {output} shows all")


def _finish(
    result: newsgraph.BuildResult,
    output: Path,
    save: Callable[[], newsgraph.BuildResult],
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write a graph, say what is in it, and leave with the exit code that fits."""
    note_failures(result.failures)
    if result.graph.documents:
        written = save()
        note_failures([f for f in written.failures if f not in result.failures])
        result = written
    if as_json:
        say_json(newsgraph.make_report(result))
    if not result.graph.documents:
        note("error: nothing was built: no article could be used")
        raise typer.Exit(NOTHING_BUILT)
    if not quiet:
        if not as_json:
            say(newsgraph.summarise(result))
        note(f"written: {output}/view.html and five files beside it")
        _note_part(result, output)
    if not result.graph.facts:
        note("error: the articles are read, but no fact was found in them")
        raise typer.Exit(NOTHING_BUILT)
    if any(failure.fatal for failure in result.failures):
        raise typer.Exit(WITH_PROBLEMS)
