"""SPARQL over a graph: read-only, without network, with a limit of rows and of time."""

from __future__ import annotations

import re
import tempfile
from itertools import islice
from pathlib import Path

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
)

from newsgraph.errors import QueryError, QuerySyntaxError
from newsgraph.rdf.guard import checked
from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.processes import QueryProcess, Request
from newsgraph.rdf.results import Answer, AnswerKind
from newsgraph.rdf.store import load_store
from newsgraph.rdf.terms import xsd
from newsgraph.settings import DEFAULT_BASE

ROW_LIMIT = 10_000

_POSITION = re.compile(r"(?:error|Error) at (\d+):(\d+): (.*)", re.DOTALL)


def select(
    source: Store | Path,
    query: str,
    *,
    base: str = DEFAULT_BASE,
    row_limit: int = ROW_LIMIT,
    timeout: float | None = None,
) -> Answer:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE query.

    The default graph is the union of all named graphs. The prefixes of ``rdf.iris.prefixes`` need
    not be declared.

    Args:
        source: A store, or a graph folder or RDF file.
        query: SPARQL 1.1.
        base: Base IRI that the graph was written with.
        row_limit: Rows beyond it are cut off; the answer says so.
        timeout: Seconds. The engine cannot be interrupted, so the query then runs in a process of
            its own, which reads ``source`` anew and is killed when time is up; reading counts.

    Raises:
        QueryRefused: The query would change something or reach the network.
        QuerySyntaxError: The query does not parse; the message has line and column.
        QueryTimeout: The time is up.
        QueryError: The engine failed.
        GraphError: ``source`` is a path that cannot be read.
    """
    request = Request(query=checked(query), row_limit=row_limit)
    if timeout is not None:
        return _in_process(source, request, base, timeout)
    store = load_store(source) if isinstance(source, Path) else source
    return answer(store, request, base)


def answer(store: Store, request: Request, base: str = DEFAULT_BASE) -> Answer:
    """Answer a query that ``guard.checked`` has let pass.

    Raises:
        QuerySyntaxError: It does not parse.
        QueryError: The engine failed.
    """
    whole = request.default_graphs is None and request.named_graphs is None
    graphs = [NamedNode(iri) for iri in request.default_graphs or ()]
    named = [NamedNode(iri) for iri in request.named_graphs or ()]
    try:
        found = store.query(
            request.query,
            prefixes=prefixes(base),
            use_default_graph_as_union=whole and not request.own_dataset,
            default_graph=None if whole else list(graphs),
            named_graphs=None if whole else list(named),
        )
        return _read(found, request.row_limit)
    except SyntaxError as error:
        raise _syntax_error(str(error)) from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}") from error


def _read(found: QuerySolutions | QueryBoolean | QueryTriples, row_limit: int) -> Answer:
    if isinstance(found, QueryBoolean):
        cell = Literal("true" if found else "false", datatype=xsd("boolean"))
        return Answer(kind=AnswerKind.BOOLEAN, columns=("answer",), rows=((cell,),))
    if isinstance(found, QueryTriples):
        triples = list(islice(found, row_limit + 1))
        rows = sorted({(t.subject, t.predicate, t.object) for t in triples[:row_limit]}, key=str)
        return Answer(
            kind=AnswerKind.GRAPH,
            columns=("subject", "predicate", "object"),
            rows=tuple(rows),
            truncated=len(triples) > row_limit,
        )
    columns = tuple(variable.value for variable in found.variables)
    solutions = list(islice(found, row_limit + 1))
    return Answer(
        kind=AnswerKind.TABLE,
        columns=columns,
        rows=tuple(tuple(s[name] for name in columns) for s in solutions[:row_limit]),
        truncated=len(solutions) > row_limit,
    )


def _syntax_error(message: str) -> QuerySyntaxError:
    found = _POSITION.search(message)
    text = f"line {found[1]}, column {found[2]}: {found[3]}" if found else message
    # The engine lists every character that could have followed; the first few are enough.
    return QuerySyntaxError(
        f"{text[:200]}…" if len(text) > 200 else text, hint="check the query at that place"
    )


def _in_process(source: Store | Path, request: Request, base: str, timeout: float) -> Answer:
    with tempfile.TemporaryDirectory(prefix="newsgraph-") as folder:
        path = source if isinstance(source, Path) else Path(folder) / "dataset.nq"
        if isinstance(source, Store):
            source.dump(str(path), format=RdfFormat.N_QUADS)
        process = QueryProcess(path, base)
        try:
            return process.answer(request, timeout)
        finally:
            process.close()
