"""``newsgraph build``: articles in, a graph's folder out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.console import (
    NOTHING_BUILT,
    WITH_PROBLEMS,
    note,
    note_failures,
    progress_bar,
    say,
)
from newsgraph.settings import Settings, StoreText

ARTICLES = typer.Argument(help="Articles, archives and folders of them; - is standard input.")
SettingsFile = Annotated[
    Path | None, typer.Option("--settings", help="TOML file with settings.", metavar="FILE")
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


def chosen_judgements(named: Path | None) -> str | None:
    """Return the file of judgements that is named or stands in its usual place."""
    chosen = named or (JUDGEMENTS if JUDGEMENTS.is_file() else None)
    return None if chosen is None else chosen.as_posix()


def build(  # noqa: PLR0913, PLR0917 - one parameter for each option
    inputs: Annotated[
        list[Path],
        ARTICLES,
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write.", metavar="DIR")],
    title: Annotated[str | None, typer.Option(help="Heading of the viewer.")] = None,
    places_from: PlacesFrom = None,
    base: Annotated[str | None, typer.Option(help="IRI that names begin with.")] = None,
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    rules_only: RulesOnly = False,
    names: Annotated[
        Path | None,
        typer.Option(help="CSV of names known beforehand: name, class, aliases …", metavar="FILE"),
    ] = None,
    judgements: JudgementsFile = None,
    store_text: Annotated[
        StoreText | None, typer.Option(help="How much of the articles is kept in the graph.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(help="Leave out statements below it (0–1).")
    ] = None,
    columns: Columns = None,
    workers: Workers = 1,
    settings_file: SettingsFile = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only errors and the exit code.")] = False,
) -> None:
    """Build a knowledge graph from news articles.

    Exit code 0: all inputs are in the graph; 1: nothing was found; 2: wrong usage, settings,
    vocabulary or model; 3: built, but some inputs could not be used.
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
    )
    with progress_bar(quiet=quiet) as progress:
        result = newsgraph.build(inputs, settings=settings, progress=progress, workers=workers)
    note_failures(result.failures)
    if not result.graph.documents:
        note("error: nothing was built: no article could be used")
        raise typer.Exit(NOTHING_BUILT)
    newsgraph.save(result, output, title=title, places_from=places_from)
    if not quiet:
        say(newsgraph.summarise(result))
        note(f"written: {output}/view.html and five files beside it")
    if not result.graph.facts:
        note("error: the articles are read, but no fact was found in them")
        raise typer.Exit(NOTHING_BUILT)
    if any(failure.fatal for failure in result.failures):
        raise typer.Exit(WITH_PROBLEMS)
