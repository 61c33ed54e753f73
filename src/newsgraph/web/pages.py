"""Pages: entities and other things by their own address, and the named questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

import newsgraph
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.named_queries import named_query
from newsgraph.rdf.names import entity_id
from newsgraph.rdf.processes import Request as Question
from newsgraph.rdf.results import Answer, to_cells
from newsgraph.web.messages import Refusal
from newsgraph.web.negotiation import GRAPHS, choose
from newsgraph.web.protocol import reply

if TYPE_CHECKING:
    from newsgraph.web.data import Data

_TEMPLATES = Environment(
    loader=PackageLoader("newsgraph.web", "static"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
#: What an address of the thing gives: its own triples, its statements, and their sentences.
_ABOUT = """
CONSTRUCT { THING ?p ?o . ?st ?sp ?so . ?ev ?ep ?eo }
WHERE {
  { THING ?p ?o }
  UNION { ?st rdf:subject|rdf:object|ng:speaker THING ; ?sp ?so }
  UNION {
    ?st rdf:subject|rdf:object|ng:speaker THING ; ng:evidence ?ev .
    ?ev ?ep ?eo
  }
}
"""


async def thing(request: Request, data: Data) -> Response:
    """Describe what the address names, as a page or as RDF.

    Raises:
        Refusal: There is no such thing, or the client accepts no form of it.
    """
    place, id_ = request.path_params["place"], request.path_params["id"]
    iris = Iris(data.base)
    makers = {"e": iris.entity, "st": iris.statement, "doc": iris.document}
    node = makers[place](id_)
    with data.use() as state:
        if next(state.store.quads_for_pattern(node, None, None, None), None) is None:
            raise Refusal(404, f"nothing is called {node.value}")
    offered = ["text/html", *GRAPHS]
    media = choose(request.headers.get("accept"), offered)
    if media is None:
        raise Refusal(406, f"this comes as {', '.join(offered)}", vary="Accept")
    if media != "text/html":
        question = Question(query=_ABOUT.replace("THING", str(node)), row_limit=data.options.rows)
        answer = await run_in_threadpool(data.answer, question)
        return reply(request, answer, data.base)
    return await run_in_threadpool(_page, data, node)


def _page(data: Data, node: NamedNode) -> Response:
    def table(query: str) -> Answer:
        return data.answer(Question(query=query, row_limit=200))

    own = table(
        f"SELECT DISTINCT ?property ?value {{ {node} ?property ?value }} ORDER BY ?property"
    )
    resource = Iris(data.base).parse(node.value)
    said = None
    if resource is not None and resource.kind == "entity":
        said = table(named_query("about_entity").filled({"entity": resource.id}, data.base))
    names = {row[0].value: row[1] for row in own.rows if row[0] is not None and row[1] is not None}  # type: ignore[union-attr]
    title = next(
        (
            term.value
            for term in (
                names.get("http://www.w3.org/2004/02/skos/core#prefLabel"),
                names.get("https://schema.org/headline"),
            )
            if isinstance(term, Literal)
        ),
        node.value,
    )
    html = _TEMPLATES.get_template("thing.html.jinja").render(
        title=title,
        iri=node.value,
        own=_linked(own, data.base),
        columns=said.columns if said else (),
        said=_linked(said, data.base) if said else [],
    )
    return HTMLResponse(html, headers={"Vary": "Accept"})


def _linked(answer: Answer, base: str) -> list[list[dict[str, str]]]:
    """Return cells as text with, for things of this graph, the address here."""
    iris = Iris(base)
    rows = []
    for terms, texts in zip(answer.rows, to_cells(answer, base), strict=True):
        cells = []
        for term, text in zip(terms, texts, strict=True):
            link = ""
            if isinstance(term, NamedNode):
                known = iris.parse(term.value)
                if known and known.kind in {"entity", "statement", "document"} and not known.span:
                    link = f"/{term.value[len(base) :]}"
                elif term.value.startswith(("http://", "https://")) and not known:
                    link = term.value
            cells.append({"text": text, "link": link})
        rows.append(cells)
    return rows


async def questions(request: Request, data: Data) -> Response:  # noqa: ARG001 - a handler
    """List the named questions and their parameters."""
    listed: list[dict[str, Any]] = [
        {
            "name": q.name,
            "question": q.question,
            "explanation": q.explanation,
            "parameters": [
                {"name": p.name, "kind": p.kind, "explanation": p.explanation} for p in q.parameters
            ],
            "sparql": q.text,
        }
        for q in newsgraph.questions()
    ]
    return JSONResponse(listed)


async def question(request: Request, data: Data) -> Response:
    """Answer a named question; an entity may be given by name.

    Raises:
        QueryError: There is no such question or parameter.
        UnknownEntity: No entity fits a name, or several do.
    """
    asked = named_query(request.path_params["name"])
    values = {key: value for key, value in request.query_params.items() if value}
    kinds = {parameter.name: parameter.kind for parameter in asked.parameters}
    with data.use() as state:
        for key, value in values.items():
            if kinds.get(key) == "entity":
                values[key] = await run_in_threadpool(entity_id, state.store, value, data.base)
        answer = await run_in_threadpool(state.ask, asked, values)
    return reply(request, answer, data.base)
