"""A build written to its folder: all files together, or none."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypedDict

from newsgraph import journal
from newsgraph.blame import sorted_failures, spared
from newsgraph.database.layout import is_database
from newsgraph.errors import ExportError, disk_hint
from newsgraph.extractions import dump_lines
from newsgraph.folder import EXTRACTIONS, JUDGEMENTS, NAMES, REPORT, export
from newsgraph.gazetteer import dump_names, extended
from newsgraph.graph import decide
from newsgraph.judgements import dump_judgements
from newsgraph.model import Extraction
from newsgraph.processes import beside
from newsgraph.report import BuildResult, make_report
from newsgraph.staging import replacing

#: File of the folder → its format.
EXPORTS = {
    "graph.trig": "trig",
    "graph.ttl": "turtle",
    "graph.json": "json",
    "view.html": "html",
}
#: The one that takes as long as all the others.
LARGEST = "graph.trig"


class _Page(TypedDict):
    """Options of the viewer."""

    title: str | None
    places_from: Path | None


def save(
    result: BuildResult,
    folder: Path | str,
    *,
    title: str | None = None,
    places_from: Path | None = None,
    database: bool = False,
    workers: int = 1,
) -> BuildResult:
    """Write a build: every file, or none if one of them fails. Other files there stay.

    What ``build`` kept there to go on from, if it was interrupted, is removed.

    Args:
        result: What ``build`` returned.
        folder: Made if it is not there.
        title: Heading of the viewer.
        places_from: A viewer's page written before, whose map this one goes on from.
        database: The folder may hold a database: what is written is read off it.
        workers: With more than one, a copy of this process writes the largest file, beside it.

    Returns:
        What was written: ``result``, unless an article made that fail. Then it is the graph of the
        others, and the article is among the failures.

    Raises:
        ExportError: The folder cannot be written, or holds a database.
    """
    folder = Path(folder)
    if is_database(folder) and not database:
        raise ExportError(
            f"{folder.name} holds a database, which a build would not know of",
            hint="newsgraph add or update changes it; or name another folder",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        given = {JUDGEMENTS: result.judgements, NAMES: result.names}
        gone = [name for name, content in given.items() if not content]  # of a build before
        with replacing(folder, gone=gone) as staging:
            page = _Page(title=title, places_from=places_from)
            written = _write_spared(result, staging, page, workers)
        journal.remove(folder)
        return written
    except OSError as error:
        raise ExportError(
            f"{folder.name} cannot be written: {error.strerror}",
            hint=disk_hint(error, "name another folder, one that you may write to"),
        ) from error


def _write_spared(result: BuildResult, staging: Path, page: _Page, workers: int) -> BuildResult:
    """Write all files; if articles make that fail, those of a graph without them."""
    everything = result.graph.extractions

    def write(articles: Sequence[Extraction]) -> BuildResult:
        part = result
        if len(articles) < len(everything):
            known = extended(result.names)
            graph, _ = decide(articles, result.vocabulary, result.judgements, known)
            part = replace(result, graph=graph)
        for left in staging.iterdir():  # by an attempt that failed
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        _write_all(part, staging, page, workers)
        return part

    written, lost = spared(list(everything.values()), write, "export")
    if lost:
        failures = tuple(sorted_failures((*result.failures, *lost)))
        written = replace(written, failures=failures)
        _write_report(written, staging)
    return written


def _write_all(result: BuildResult, staging: Path, page: _Page, workers: int) -> None:
    exports = dict(EXPORTS)
    with ExitStack() as stack:
        if workers > 1:
            format_name = exports.pop(LARGEST)
            write = partial(export, result, staging / LARGEST, format=format_name)
            stack.enter_context(beside(write))
        for name, format_name in exports.items():
            export(result, staging / name, format=format_name, **page)
        _write_rest(result, staging)


def _write_rest(result: BuildResult, staging: Path) -> None:
    with (staging / EXTRACTIONS).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(dump_lines(result.graph.extractions.values()))
    if result.judgements:
        _write(staging / JUDGEMENTS, dump_judgements(result.judgements))
    if result.names:
        _write(staging / NAMES, dump_names(result.names))
    _write_report(result, staging)


def _write_report(result: BuildResult, staging: Path) -> None:
    report = json.dumps(make_report(result), ensure_ascii=False, indent=2)
    _write(staging / REPORT, report + "\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
