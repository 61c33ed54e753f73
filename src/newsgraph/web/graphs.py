"""SPARQL 1.1 Graph Store Protocol: named graphs by ``?graph=IRI``, all of them by ``?default``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from newsgraph.rdf.iris import prefixes
from newsgraph.web.messages import Refusal, body_of, media_type, only
from newsgraph.web.negotiation import GRAPHS, choose
from newsgraph.web.protocol import authorise, write

if TYPE_CHECKING:
    from newsgraph.web.data import Data

_PIECE = 500  #: triples of the default graph sent at a time


async def graph_store(request: Request, data: Data) -> Response:
    """Read, replace, extend or drop a graph.

    Raises:
        Refusal, NewsgraphError: Why that is not done.
    """
    pairs = list(request.query_params.multi_items())
    iri, default = only(pairs, "graph"), only(pairs, "default")
    if (iri is None) == (default is None):
        raise Refusal(400, "name a graph by ?graph=IRI, or the union of all by ?default")
    try:
        name = NamedNode(iri) if iri is not None else None
    except ValueError as error:
        raise Refusal(400, f"not an IRI: {str(iri)[:200]}") from error
    if request.method in {"GET", "HEAD"}:
        return await run_in_threadpool(_read, request, data, name)
    authorise(request, data)
    if name is None or _owned(data, name):
        raise Refusal(403, "this graph belongs to articles: newsgraph add and remove change it")
    if request.method == "DELETE":
        if not await run_in_threadpool(_exists, data, name):
            raise Refusal(404, f"no graph {name.value}")
        await run_in_threadpool(write, data, f"DROP GRAPH {name}")
        return Response(status_code=204)
    triples = _triples(await body_of(request, data.options.body), media_type(request))
    known = await run_in_threadpool(_exists, data, name)
    clear = f"CLEAR SILENT GRAPH {name} ;\n" if request.method == "PUT" else ""
    lines = "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples)
    await run_in_threadpool(
        write,
        data,
        f"{clear}CREATE SILENT GRAPH {name} ;\nINSERT DATA {{ GRAPH {name} {{\n{lines}}} }}",
    )
    return Response(status_code=204 if known else 201)


def _owned(data: Data, name: NamedNode) -> bool:
    return name.value.startswith(f"{data.base}g/")


def _exists(data: Data, name: NamedNode) -> bool:
    with data.use() as state:
        return bool(state.store.contains_named_graph(name))


def _read(request: Request, data: Data, name: NamedNode | None) -> Response:
    offered = ["application/n-triples"] if name is None else list(GRAPHS)
    media = choose(request.headers.get("accept"), offered)
    if media is None:
        raise Refusal(406, f"graphs come as {', '.join(offered)}", vary="Accept")
    headers = {"Vary": "Accept"}
    if name is None:
        use = data.use()
        return StreamingResponse(
            _all(use.__enter__().store, use), media_type=media, headers=headers
        )
    with data.use() as state:
        if not state.store.contains_named_graph(name):
            raise Refusal(404, f"no graph {name.value}")
        quads = state.store.quads_for_pattern(None, None, None, name)
        content = _serialised(quads, media, data.base)
    return Response(content, media_type=media, headers=headers)


def _all(store: Store, use: object) -> Iterator[bytes]:
    try:
        lines: list[str] = []
        for quad in store:
            lines.append(f"{quad.subject} {quad.predicate} {quad.object} .\n")
            if len(lines) == _PIECE:
                yield "".join(lines).encode()
                lines.clear()
        yield "".join(lines).encode()
    finally:
        use.__exit__(None, None, None)  # type: ignore[attr-defined]  # a state's


def _serialised(quads: Iterator[Quad], media: str, base: str) -> bytes:
    chosen = RdfFormat.from_media_type(media)
    triples = (Triple(q.subject, q.predicate, q.object) for q in quads)
    return serialize(triples, format=chosen, prefixes=prefixes(base)) or b""


def _triples(body: bytes, media: str) -> set[Triple]:
    chosen = RdfFormat.from_media_type(media or "text/turtle")
    if chosen is None or (chosen.supports_datasets and chosen != RdfFormat.JSON_LD):
        raise Refusal(415, f"a graph comes as {', '.join(GRAPHS)}")
    try:
        return {quad.triple for quad in parse(body, format=chosen)}
    except (SyntaxError, ValueError) as error:
        raise Refusal(
            400, f"the body is no {media or 'text/turtle'}: {str(error)[:300]}"
        ) from error
