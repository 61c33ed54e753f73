"""A graph's folder: opened, exported and queried without analysing any article again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path

from newsgraph import exporting
from newsgraph.database.given import read_given
from newsgraph.database.layout import Place, is_database
from newsgraph.database.ledger import Ledger
from newsgraph.database.live import show_pending
from newsgraph.database.snapshots import open_latest
from newsgraph.errors import GraphError
from newsgraph.exporting.linked_data import DATASETS, STREAMED
from newsgraph.exporting.publication import publish
from newsgraph.extractions import load_lines
from newsgraph.gazetteer import Entry, extended, read_names
from newsgraph.graph import decide
from newsgraph.judgements import Judgement, read_judgements
from newsgraph.model import Extraction, Failure
from newsgraph.rdf.kept import kept_or
from newsgraph.rdf.named_queries import NamedQuery, named_query, names
from newsgraph.rdf.names import entity_id, filled
from newsgraph.rdf.query import ROW_LIMIT, select
from newsgraph.rdf.results import Answer
from newsgraph.rdf.store import load_store
from newsgraph.rdf.validation import Fault
from newsgraph.rdf.validation import validate as find_faults
from newsgraph.report import FILES, UNWRITTEN, BuildResult
from newsgraph.settings import Settings
from newsgraph.staging import settle
from newsgraph.vocabulary import Vocabulary, builtin

EXTRACTIONS = "extractions.jsonl"
REPORT = "report.json"
#: Only there if the build was given some.
JUDGEMENTS = "judgements.jsonl"
NAMES = "names.csv"
_RDF = (*DATASETS, "nanopub", "ntriples", "oa", "turtle")
_QUOTING = ("csv", "dossiers", "ftm", "json", "neo4j", "parquet", *_RDF)


def load(folder: Path | str, *, vocabulary: Vocabulary | None = None) -> BuildResult:
    """Resolve and assemble the extractions of a folder anew.

    Args:
        folder: What ``save`` wrote; its extractions, judgements and report are read.
        vocabulary: The one the graph was built with, if it was not the built-in one.

    Raises:
        GraphError: A file is missing or damaged; the message names it, and the line if it can.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GraphError(f"no graph folder {folder.name!r}", hint="build one: newsgraph build")
    _settle(folder)
    vocabulary = vocabulary or builtin()
    failures: tuple[Failure, ...] = ()
    judgements: list[Judgement] = []
    known: tuple[Entry, ...] = ()
    if is_database(folder):
        settings, extractions = _read_database(folder)
        given = read_given(Place(folder))
        judgements, known = list(given.judgements), given.names
    else:
        extractions = load_lines(folder / EXTRACTIONS)
        settings, failures = _read_report(folder / REPORT)
        judged = folder / JUDGEMENTS
        judgements = read_judgements(judged) if judged.is_file() else []
        known = read_names(folder / NAMES) if (folder / NAMES).is_file() else ()
    return BuildResult(
        graph=decide(extractions, vocabulary, judgements, extended(known))[0],
        failures=failures,
        settings=settings,
        vocabulary=vocabulary,
        names=known,
        judgements=tuple(judgements),
    )


def export(
    result: BuildResult,
    path: Path | str,
    *,
    format: str,
    title: str | None = None,
    places_from: Path | None = None,
) -> None:
    """Write a build in one of the formats of ``exporting.FORMATS``, as its settings want it.

    ``title`` and ``places_from`` are for the viewer; see ``save``.

    Raises:
        PluginError: There is no such format.
        ExportError: The file cannot be written.
    """
    options: dict[str, object] = {}
    if format in _RDF:
        options["base"] = result.settings.base
    if format in _QUOTING:
        options["store_text"] = result.settings.store_text
    if format == "html":
        options |= {"title": title, "base": result.settings.base, "places_from": places_from}
    exporting.export(
        result.graph, Path(path), format=format, vocabulary=result.vocabulary, **options
    )


def export_folder(
    folder: Path | str,
    path: Path | str,
    *,
    format: str,
    title: str | None = None,
    places_from: Path | None = None,
    vocabulary: Vocabulary | None = None,
) -> None:
    """Write a graph's folder in another format; options as of ``export``.

    The dataset formats of a database are written as its snapshot is read, whatever its size.

    Raises:
        PluginError: There is no such format.
        ExportError: The file cannot be written.
        GraphError: The folder is missing or damaged.
    """
    folder, path = Path(folder), Path(path)
    if not (is_database(folder) and format in STREAMED):
        result = load(folder, vocabulary=vocabulary)
        return export(result, path, format=format, title=title, places_from=places_from)
    with open_dataset(folder) as dataset:
        exporting.export_store(
            load_store(dataset),
            path,
            format=format,
            vocabulary=vocabulary or builtin(),
            base=base_of(folder),
        )


def query(
    source: Path | str, sparql: str, *, limit: int = ROW_LIMIT, timeout: float | None = None
) -> Answer:
    """Answer a SPARQL query over a graph's folder, or an RDF file.

    Args:
        source: What ``save`` wrote, or a file in an RDF format.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE; common prefixes need not be declared.
        limit: Rows beyond it are cut off; the answer says so.
        timeout: Seconds, reading included.

    Raises:
        QueryError: See ``rdf.query.select``.
        GraphError: ``source`` is missing or damaged.
    """
    path = Path(source)
    with open_dataset(path) as dataset:
        return select(dataset, sparql, base=base_of(path), row_limit=limit, timeout=timeout)


@contextmanager
def open_dataset(folder: Path) -> Iterator[Path]:
    """Give what holds the dataset of a graph, to be read by ``rdf``: a database's is a snapshot.

    It stays as it is within the block, whoever changes the graph.

    Raises:
        GraphError: There is nothing to read, or it is damaged.
    """
    _settle(folder)
    if not is_database(folder):
        yield folder
        return
    place = Place(folder)
    show_pending(place)
    snapshot = open_latest(place)
    try:
        yield snapshot.path
    finally:
        snapshot.close()


def ask(
    source: Path | str,
    name: str,
    values: Mapping[str, str] | None = None,
    *,
    limit: int = ROW_LIMIT,
    timeout: float | None = None,
) -> Answer:
    """Answer one of the ``questions`` that come with newsgraph; arguments as for ``query``.

    What is asked about everything is kept beside the snapshot of a database, and answered from
    there until the graph changes.

    Args:
        source: As for ``query``.
        name: Name of the question.
        values: Parameter → value; parameters left out stay open. An entity may be given by id or
            by name.
        limit: As for ``query``.
        timeout: As for ``query``.

    Raises:
        QueryError: There is no such question or parameter.
        UnknownEntity: No entity, or more than one, bears a name that is given.
        GraphError: ``source`` is missing or damaged.
    """
    path, question, chosen = Path(source), named_query(name), dict(values or {})
    base = base_of(path)
    with open_dataset(path) as dataset:
        if question.names_entity(chosen):
            sparql = filled(question, chosen, load_store(dataset), base)
            return select(dataset, sparql, base=base, row_limit=limit, timeout=timeout)
        sparql = question.filled(chosen, base)
        asked = partial(select, dataset, sparql, base=base, row_limit=limit, timeout=timeout)
        return kept_or(dataset, sparql, limit, base, asked)


def validate(source: Path | str, *, articles: int | None = None) -> list[Fault]:
    """Return what is wrong with a graph's dataset: SHACL for each article, rules for the whole.

    Args:
        source: A graph's folder, or an RDF file.
        articles: Validate so many articles by SHACL, the first by name; ``None``: all.

    Raises:
        PluginError: pyshacl is not installed.
        GraphError: ``source`` is missing or damaged.
    """
    with open_dataset(Path(source)) as dataset:
        return list(find_faults(load_store(dataset), articles=articles))


def publish_vocabulary(vocabulary: Vocabulary, folder: Path | str) -> None:
    """Write a vocabulary as an ontology, SHACL shapes, a JSON-LD context and an HTML page.

    Raises:
        ExportError: The folder cannot be written.
    """
    publish(vocabulary, Path(folder))


def entity_called(source: Path | str, text: str) -> str:
    """Return the id of the entity that somebody means by an id, an IRI or a name.

    Raises:
        UnknownEntity: No entity fits, or several do; the hint lists them.
        GraphError: ``source`` is missing or damaged.
    """
    path = Path(source)
    with open_dataset(path) as dataset:
        return entity_id(load_store(dataset), text, base_of(path))


def questions() -> list[NamedQuery]:
    """Return the queries that come with newsgraph, sorted by name."""
    return [named_query(name) for name in names()]


def base_of(path: Path) -> str:
    """Return the base IRI that a graph was written with; the default one for a single file.

    Raises:
        GraphError: The folder's report is missing or damaged.
    """
    if is_database(path):
        return Place(path).settings().base
    if not path.is_dir():
        return Settings().base
    _settle(path)
    return _read_report(path / REPORT)[0].base


def _read_database(folder: Path) -> tuple[Settings, list[Extraction]]:
    place = Place(folder)
    settings = place.settings()
    ledger = Ledger(place.ledger, readonly=True)
    try:
        return settings, list(ledger.extractions())
    finally:
        ledger.close()


def _settle(folder: Path) -> None:
    """Finish what a program was stopped at when it had written all files.

    Raises:
        GraphError: It cannot be finished.
    """
    try:
        settle(folder)
    except OSError as error:
        raise GraphError(
            f"{folder.name} was left half replaced, and cannot be mended: {error.strerror}",
            hint="open it once where it may be written to, or build the graph again",
        ) from error


def _read_report(path: Path) -> tuple[Settings, tuple[Failure, ...]]:
    """Return the settings and failures of a report; folders named in it are not known here."""
    named = {field.name for field in fields(Settings)} - FILES - UNWRITTEN
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        chosen = {key: value for key, value in report["settings"].items() if key in named}
        failures = tuple(Failure(**item) for item in report["failures"])
    except FileNotFoundError as error:
        raise GraphError(
            f"no graph in {path.parent.name}: {path.name} is missing",
            hint="build it first, or name the folder that a build wrote",
        ) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GraphError(f"{path.name} is damaged", hint="build the graph again") from error
    return Settings.load(environ={}, **chosen), failures
