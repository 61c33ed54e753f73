"""``newsgraph add``, ``update`` and ``remove``: articles come to a graph, change, and go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.building import (
    ARTICLES,
    Articles,
    Fetch,
    ModelName,
    NamesFile,
    RulesOnly,
    SettingsFile,
    Timeout,
    VocabularyFolder,
    Workers,
)
from newsgraph.cli.console import (
    INTERRUPTED,
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

#: Unlike a build, a change goes on with those that were given before.
Judgements = Annotated[
    Path | None,
    typer.Option(help="What people have decided; holds from now on.", metavar="FILE"),
]
GraphFolder = Annotated[Path, typer.Argument(help="A graph's folder.", metavar="GRAPH")]
Title = Annotated[str | None, typer.Option(help="Heading of the viewer, if there is one.")]


def add(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    inputs: Articles,
    base: Annotated[
        str | None, typer.Option(help="IRI that names begin with, for a new graph.")
    ] = None,
    store_text: Annotated[
        StoreText | None, typer.Option(help="How much text a new graph keeps.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(help="What a new graph leaves out (0–1).")
    ] = None,
    rules_only: RulesOnly = False,
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    names: NamesFile = None,
    judgements: Judgements = None,
    settings_file: SettingsFile = None,
    fetch: Fetch = False,
    title: Title = None,
    workers: Workers = 1,
    timeout: Timeout = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Add articles to a graph, or begin one. What has not changed is not read again.

    Each article is one transaction: whatever happens, it is in the graph wholly or not at all.
    Exit code 3: some inputs could not be used.
    """
    settings = Settings.load(
        settings_file,
        base=base,
        store_text=store_text,
        min_confidence=min_confidence,
        rules_only=rules_only or None,
        model=model,
        vocabulary=None if vocabulary is None else str(vocabulary),
        names=None if names is None else str(names),
        judgements=None if judgements is None else str(judgements),
        fetch=fetch or None,
    )
    with _stoppable(), progress_bar(quiet=quiet, verbose=verbose) as progress:
        changes = newsgraph.add(
            graph,
            inputs,
            settings=settings,
            title=title,
            progress=progress,
            workers=workers,
            timeout=timeout,
        )
    _tell(changes, as_json=as_json, quiet=quiet)


def update(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    inputs: Annotated[list[str] | None, ARTICLES] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what none of these files says any more.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Write the dataset anew from what was read.")
    ] = False,
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    names: NamesFile = None,
    judgements: Judgements = None,
    settings_file: SettingsFile = None,
    fetch: Fetch = False,
    title: Title = None,
    workers: Workers = 1,
    timeout: Timeout = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Make a graph follow its articles: new ones come, edited ones are replaced.

    Exit code 3: some inputs could not be used.
    """
    settings = Settings.load(
        settings_file,
        model=model,
        vocabulary=None if vocabulary is None else str(vocabulary),
        names=None if names is None else str(names),
        judgements=None if judgements is None else str(judgements),
        fetch=fetch or None,
    )
    if rebuild:
        lost = newsgraph.rebuild(graph, settings=settings)
        note_failures(lost)
        if lost and not inputs:
            raise typer.Exit(WITH_PROBLEMS)
    if not inputs:
        if not rebuild:
            raise typer.BadParameter("give ARTICLES, or --rebuild")
        return
    with _stoppable(), progress_bar(quiet=quiet, verbose=verbose) as progress:
        changes = newsgraph.update(
            graph,
            inputs,
            prune=prune,
            settings=settings,
            title=title,
            progress=progress,
            workers=workers,
            timeout=timeout,
        )
    _tell(changes, as_json=as_json, quiet=quiet)


def remove(
    graph: GraphFolder,
    articles: Annotated[
        list[str], typer.Argument(help="Ids of articles, or the files they were read from.")
    ],
    vocabulary: VocabularyFolder = None,
    title: Title = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Forget articles, and everything that only they support."""
    settings = Settings.load(vocabulary=None if vocabulary is None else str(vocabulary))
    changes = newsgraph.remove(graph, articles, settings=settings, title=title)
    _tell(changes, as_json=as_json, quiet=quiet)


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C end the command with a word about the state that the graph is in."""
    try:
        yield
    except KeyboardInterrupt as interruption:
        note("interrupted: what was added is in the graph; the same command goes on with the rest")
        raise typer.Exit(INTERRUPTED) from interruption


def _tell(changes: newsgraph.Changes, *, as_json: bool, quiet: bool) -> None:
    note_failures(changes.failures)
    if as_json:
        say_json(asdict(changes))
    elif not quiet:
        counts = {
            "added": changes.added,
            "replaced": changes.replaced,
            "unchanged": changes.unchanged,
            "removed": changes.removed,
        }
        say(", ".join(f"{len(ids)} {word}" for word, ids in counts.items()))
    if any(failure.fatal for failure in changes.failures):
        note("error: some inputs could not be used")
        raise typer.Exit(WITH_PROBLEMS)
