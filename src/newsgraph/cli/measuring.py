"""``newsgraph facts`` and ``newsgraph extract``: what was read, as JSON Lines."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.building import Articles, Fetch, ModelName, RulesOnly, VocabularyFolder
from newsgraph.cli.console import NOTHING_BUILT, WITH_PROBLEMS, note_failures
from newsgraph.errors import ReadError
from newsgraph.settings import Settings


def facts(
    sentences: Annotated[Path, typer.Option(help="File with one sentence a line.", metavar="FILE")],
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    rules_only: RulesOnly = False,
) -> None:
    """Print the facts of single sentences, open ones too, as JSON Lines.

    Each line of the file is read as an article of its own; ``line`` counts from 0.
    """
    loaded = newsgraph.Vocabulary.load(vocabulary)
    try:
        lines = sentences.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{sentences.name} cannot be read", hint="give a UTF-8 file") from error
    documents = [
        newsgraph.make_document(line, source=str(number))
        for number, line in enumerate(lines)
        if line.strip()
    ]
    extractions, failures = newsgraph.extract_files(
        documents,
        settings=Settings.load(model=model, rules_only=rules_only or None),
        vocabulary=loaded,
    )
    note_failures(failures)
    for extraction in extractions:
        for record in newsgraph.fact_records(extraction, loaded):
            _print_json({"line": int(extraction.document.source), **record})


def extract(
    inputs: Articles,
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    rules_only: RulesOnly = False,
    fetch: Fetch = False,
) -> None:
    """Print entities, facts and mentions of each article, one JSON object a line.

    Exit codes as for ``build``.
    """
    loaded = newsgraph.Vocabulary.load(vocabulary)
    settings = Settings.load(model=model, rules_only=rules_only or None, fetch=fetch or None)
    extractions, failures = newsgraph.extract_files(inputs, settings=settings, vocabulary=loaded)
    for extraction in extractions:
        _print_json(newsgraph.article_record(extraction, loaded))
    note_failures(failures)
    if not extractions:
        raise typer.Exit(NOTHING_BUILT)
    if any(failure.fatal for failure in failures):
        raise typer.Exit(WITH_PROBLEMS)


def _print_json(record: object) -> None:
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
