"""SPARQL over a graph: read-only, without network, with a limit of rows and of time."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from pyoxigraph import Literal, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store

from newsgraph.errors import NewsgraphError, QueryError, QuerySyntaxError, QueryTimeout
from newsgraph.rdf.guard import checked
from newsgraph.rdf.iris import prefixes
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
    safe = checked(query)
    if timeout is not None:
        return _in_process(source, safe, base, row_limit, timeout)
    store = load_store(source) if isinstance(source, Path) else source
    return _answer(store, safe, base, row_limit)


def _answer(store: Store, query: str, base: str, row_limit: int) -> Answer:
    try:
        found = store.query(query, prefixes=prefixes(base), use_default_graph_as_union=True)
        return _read(found, row_limit)
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


def _in_process(
    source: Store | Path, query: str, base: str, row_limit: int, timeout: float
) -> Answer:
    with tempfile.TemporaryDirectory(prefix="newsgraph-") as folder:
        if isinstance(source, Store):
            path = Path(folder) / "dataset.nq"
            source.dump(str(path), format=RdfFormat.N_QUADS)
        else:
            path = source
        request = pickle.dumps((str(path.absolute()), query, base, row_limit))
        try:
            # ``-P``: the working folder must not be searched for modules.
            child = subprocess.run(
                [sys.executable, "-P", "-m", "newsgraph.rdf.worker"],
                input=request,
                capture_output=True,
                timeout=timeout,
                check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
        except subprocess.TimeoutExpired as error:
            raise QueryTimeout(
                f"the query ran longer than {timeout:g} seconds",
                hint="narrow it, or allow more time",
            ) from error
    if child.returncode != 0:
        raise QueryError(f"the query process failed: {child.stderr.decode('utf-8', 'replace')}")
    reply: Answer | NewsgraphError = pickle.loads(child.stdout)  # noqa: S301  # our own child
    if isinstance(reply, NewsgraphError):
        raise reply
    return reply
