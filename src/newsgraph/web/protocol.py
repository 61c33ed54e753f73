"""SPARQL 1.1 Protocol: queries by GET and both kinds of POST, updates for who has the token."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from newsgraph.database.live import write_foreign
from newsgraph.errors import QueryError, QuerySyntaxError
from newsgraph.rdf.guard import checked, names_dataset
from newsgraph.rdf.processes import Request as Question
from newsgraph.rdf.results import Answer, AnswerKind, to_csv, to_json, to_rdf, to_tsv, to_xml
from newsgraph.web.messages import FORM, Pairs, Refusal, body_of, form, media_type, only, text
from newsgraph.web.negotiation import GRAPHS, RESULTS, choose

if TYPE_CHECKING:
    from newsgraph.web.data import Data

_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_WRITERS = {"json": to_json, "xml": to_xml, "csv": to_csv, "tsv": to_tsv}


async def sparql(request: Request, data: Data) -> Response:
    """Answer a query, or run an update.

    Raises:
        Refusal, NewsgraphError: Why it is not answered.
    """
    pairs: Pairs = list(request.query_params.multi_items())
    if request.method == "GET":
        if only(pairs, "update") is not None:
            raise Refusal(405, "an update comes by POST", allow="POST")
    else:
        media = media_type(request)
        body = await body_of(request, data.options.body)
        if media == FORM:
            pairs += form(body)
        elif media in {_QUERY, _UPDATE}:
            name = "query" if media == _QUERY else "update"
            if only(pairs, name) is not None:
                raise Refusal(400, f"{name} is given both in the address and in the body")
            pairs.append((name, text(body)))
        else:
            raise Refusal(415, f"send {FORM}, {_QUERY} or {_UPDATE}")
    update, query = only(pairs, "update"), only(pairs, "query")
    if update is not None and query is not None:
        raise Refusal(400, "give a query or an update, not both")
    if update is not None:
        return await run_update(request, data, update, pairs)
    if query is None:
        raise Refusal(400, "give a query")
    return await run_query(request, data, query, pairs)


async def run_query(request: Request, data: Data, query: str, pairs: Pairs) -> Response:
    """Ask, and send the answer in the form that the client likes best."""
    default = [value for name, value in pairs if name == "default-graph-uri"]
    named = [value for name, value in pairs if name == "named-graph-uri"]
    for iri in (*default, *named):
        _check_iri(iri)
    given = bool(default or named)
    safe = checked(query, datasets=True)
    question = Question(
        query=safe,
        row_limit=data.options.rows,
        default_graphs=tuple(default) if given else None,
        named_graphs=tuple(named) if given else None,
        own_dataset=not given and names_dataset(safe),
    )
    answer = await run_in_threadpool(data.answer, question)
    return reply(request, answer, data.base)


def reply(request: Request, answer: Answer, base: str) -> Response:
    """Send an answer.

    Raises:
        Refusal: The client accepts none of the forms that there are.
    """
    table = GRAPHS if answer.kind is AnswerKind.GRAPH else RESULTS
    offered = [m for m in table if answer.kind is not AnswerKind.BOOLEAN or "text/" not in m]
    media = choose(request.headers.get("accept"), offered)
    if media is None:
        raise Refusal(406, f"answers come as {', '.join(offered)}", vary="Accept")
    headers = {"Vary": "Accept"}
    if answer.truncated:
        headers["X-Truncated"] = f"only the first {len(answer.rows)} rows"
    if answer.kind is AnswerKind.GRAPH:
        content = to_rdf(answer, media, base)
    else:
        content = _WRITERS[RESULTS[media]](answer).encode()
    return Response(content, media_type=media, headers=headers)


async def run_update(request: Request, data: Data, update: str, pairs: Pairs) -> Response:
    """Run an update of the user's own as one transaction."""
    authorise(request, data)
    if any(name in {"using-graph-uri", "using-named-graph-uri"} for name, _ in pairs):
        raise Refusal(400, "using-graph-uri is not supported: write USING into the update")
    safe = checked(update, updates=True)
    await run_in_threadpool(write, data, safe)
    return Response(status_code=204)


def write(data: Data, update: str) -> None:
    """Run an update.

    Raises:
        QuerySyntaxError: It does not parse.
        NewsgraphError: It cannot be run now.
    """
    try:
        write_foreign(data.graph, update)
    except SyntaxError as error:
        raise QuerySyntaxError(str(error)[:300], hint="check the update at that place") from error
    except ValueError as error:
        raise QueryError(f"the update failed: {error}") from error


def authorise(request: Request, data: Data) -> None:
    """Let a request write to the graph.

    Raises:
        Refusal: It has no token, or the server takes none, or there is no database.
    """
    check_token(request, data)
    if not data.writable:
        raise Refusal(409, "only a database can be written to: newsgraph add makes one")


def check_token(request: Request, data: Data) -> None:
    """Let a request pass that has the token.

    Raises:
        Refusal: It has none, or the server takes none.
    """
    if data.options.token is None:
        raise Refusal(403, "this server only reads: start it with a token to let others write")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    given, wanted = token.strip().encode(), data.options.token.encode()
    if scheme.lower() != "bearer" or not hmac.compare_digest(given, wanted):
        raise Refusal(401, "writing needs the token", www_authenticate="Bearer")


def _check_iri(iri: str) -> None:
    try:
        NamedNode(iri)
    except ValueError as error:
        raise Refusal(400, f"not an IRI: {iri[:200]}") from error
