"""A graph's folder: written as a whole, opened and queried without analysing any article again."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from newsgraph import exporting
from newsgraph.errors import ExportError, GraphError
from newsgraph.extractions import dump_lines, load_lines
from newsgraph.gazetteer import dump_names, extended, read_names
from newsgraph.graph import decide
from newsgraph.judgements import dump_judgements, read_judgements
from newsgraph.model import Failure
from newsgraph.rdf.named_queries import NamedQuery, named_query, names
from newsgraph.rdf.query import ROW_LIMIT, select
from newsgraph.rdf.results import Answer
from newsgraph.report import FILES, BuildResult, make_report
from newsgraph.settings import Settings
from newsgraph.vocabulary import Vocabulary, builtin

EXTRACTIONS = "extractions.jsonl"
REPORT = "report.json"
#: Only there if the build was given some.
JUDGEMENTS = "judgements.jsonl"
NAMES = "names.csv"
#: File of the folder → its format.
EXPORTS = {
    "graph.trig": "trig",
    "graph.ttl": "turtle",
    "graph.json": "json",
    "view.html": "html",
}
_RDF = ("jsonld", "nquads", "ntriples", "trig", "turtle")
_QUOTING = ("csv", "json", *_RDF)


def save(result: BuildResult, folder: Path | str, *, title: str | None = None) -> None:
    """Write a build: every file, or none if one of them fails. Other files there stay.

    Args:
        result: What ``build`` returned.
        folder: Made if it is not there.
        title: Heading of the viewer.

    Raises:
        ExportError: The folder cannot be written.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".newsgraph-", dir=folder) as staging:
            _write_all(result, Path(staging), title)
            for path in sorted(Path(staging).iterdir()):
                path.replace(folder / path.name)
            for name, given in ((JUDGEMENTS, result.judgements), (NAMES, result.names)):
                if not given:
                    (folder / name).unlink(missing_ok=True)  # of a build before this one
    except OSError as error:
        raise ExportError(
            f"{folder.name} cannot be written: {error.strerror}",
            hint="name another folder, or make room on the disk",
        ) from error


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
    vocabulary = vocabulary or builtin()
    extractions = load_lines(folder / EXTRACTIONS)
    settings, failures = _read_report(folder / REPORT)
    judged = folder / JUDGEMENTS
    judgements = read_judgements(judged) if judged.is_file() else []
    names = read_names(folder / NAMES) if (folder / NAMES).is_file() else ()
    return BuildResult(
        graph=decide(extractions, vocabulary, judgements, extended(names))[0],
        failures=failures,
        settings=settings,
        vocabulary=vocabulary,
        names=names,
        judgements=tuple(judgements),
    )


def export(result: BuildResult, path: Path | str, *, format: str, title: str | None = None) -> None:
    """Write a build in one of the formats of ``exporting.FORMATS``, as its settings want it.

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
        options["title"] = title
    exporting.export(
        result.graph, Path(path), format=format, vocabulary=result.vocabulary, **options
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
    return select(path, sparql, base=base_of(path), row_limit=limit, timeout=timeout)


def ask(
    source: Path | str,
    name: str,
    values: Mapping[str, str] | None = None,
    *,
    limit: int = ROW_LIMIT,
    timeout: float | None = None,
) -> Answer:
    """Answer one of the ``questions`` that come with newsgraph; arguments as for ``query``.

    Args:
        source: As for ``query``.
        name: Name of the question.
        values: Parameter → entity id or text; parameters left out stay open.
        limit: As for ``query``.
        timeout: As for ``query``.

    Raises:
        QueryError: There is no such question or parameter.
        GraphError: ``source`` is missing or damaged.
    """
    sparql = named_query(name).filled(values or {}, base_of(Path(source)))
    return query(source, sparql, limit=limit, timeout=timeout)


def questions() -> list[NamedQuery]:
    """Return the queries that come with newsgraph, sorted by name."""
    return [named_query(name) for name in names()]


def base_of(path: Path) -> str:
    """Return the base IRI that a graph was written with; the default one for a single file.

    Raises:
        GraphError: The folder's report is missing or damaged.
    """
    if not path.is_dir():
        return Settings().base
    return _read_report(path / REPORT)[0].base


def _write_all(result: BuildResult, staging: Path, title: str | None) -> None:
    for name, format_name in EXPORTS.items():
        export(result, staging / name, format=format_name, title=title)
    _write(staging / EXTRACTIONS, dump_lines(result.graph.extractions.values()))
    if result.judgements:
        _write(staging / JUDGEMENTS, dump_judgements(result.judgements))
    if result.names:
        _write(staging / NAMES, dump_names(result.names))
    report = json.dumps(make_report(result), ensure_ascii=False, indent=2)
    _write(staging / REPORT, report + "\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _read_report(path: Path) -> tuple[Settings, tuple[Failure, ...]]:
    """Return the settings and failures of a report; folders named in it are not known here."""
    named = {field.name for field in fields(Settings)} - FILES
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        chosen = {key: value for key, value in report["settings"].items() if key in named}
        failures = tuple(Failure(**item) for item in report["failures"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GraphError(
            f"{path.name} is missing or damaged", hint="build the graph again"
        ) from error
    return Settings.load(environ={}, **chosen), failures
