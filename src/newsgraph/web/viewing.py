"""The viewer over a graph of any size: its page, and what the page asks for.

An answer has the shape of the data in a one-file page, so that the page shows both alike. What is
in it is chosen by the atlas and read from the dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from newsgraph.errors import UnknownEntity
from newsgraph.exporting.html import OPTIONS, served_page
from newsgraph.exporting.layout import place
from newsgraph.exporting.view import View, build
from newsgraph.web.atlas import Atlas
from newsgraph.web.atlas.atlas import MOST_ENTITIES, Choice, Scene
from newsgraph.web.atlas.columns import Numbers
from newsgraph.web.glimpse import glimpse
from newsgraph.web.messages import Refusal
from newsgraph.web.survey import Survey, Surveyed

if TYPE_CHECKING:
    from newsgraph.web.data import Data

Json = dict[str, Any]

#: Above so many entities with ties the first view is the map of regions.
WHOLE_UP_TO = 2000
_CENTRES = 40  #: ego networks of one answer
_FOUND = 50  #: hits of a search at most
_APART = 4.0  #: regions stand so much further apart than dots
_POLICY = (
    "default-src 'none'; script-src 'nonce-{0}'; style-src 'nonce-{0}'; img-src data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Viewer:
    """Answers the page's questions about one graph."""

    def __init__(self, data: Data) -> None:
        """Prepare a survey of the graph; ``begin`` of it makes the first answer come sooner."""
        self.survey = Survey(data)
        self.title = data.graph.resolve().stem or "News graph"
        self._data = data
        self._regions: tuple[Atlas, Json] | None = None  #: placing them takes a while

    async def page(self, request: Request, data: Data) -> Response:  # noqa: ARG002 - a handler
        """Send the page; its nonce is another each time."""
        page, nonce = await run_in_threadpool(served_page, self.title)
        headers = {"Content-Security-Policy": _POLICY.format(nonce), "Cache-Control": "no-store"}
        return HTMLResponse(page, headers=headers)

    async def overview(self, request: Request, data: Data) -> Response:
        """Send the regions of a large graph, or the best-supported part of a small one.

        Who asks for a glimpse gets a few of its statements while it is surveyed the first time.

        Raises:
            Refusal: It is being surveyed the first time.
        """
        try:
            return await self._answer(self._overview, request)
        except Refusal as refusal:
            if refusal.status != 503 or not request.query_params.get("glimpse"):
                raise
        return _json(await run_in_threadpool(self._glimpse, data))

    async def view(self, request: Request, data: Data) -> Response:  # noqa: ARG002
        """Send the part of the graph that the parameters ask for.

        Raises:
            Refusal: A parameter is not usable.
            UnknownEntity: An entity is not in the graph.
        """
        return await self._answer(self._view, request)

    async def ego(self, request: Request, data: Data) -> Response:  # noqa: ARG002
        """Send the ego networks of entities; raises what ``view`` raises."""
        _needed(request, "id")
        return await self._answer(self._view, request)

    async def path(self, request: Request, data: Data) -> Response:  # noqa: ARG002
        """Send a shortest path between two entities; raises what ``view`` raises."""
        _needed(request, "from", "to")
        return await self._answer(self._view, request)

    async def article(self, request: Request, data: Data) -> Response:  # noqa: ARG002
        """Send an article with what was read in it; raises what ``view`` raises."""
        _needed(request, "id")
        return await self._answer(self._article, request)

    async def search(self, request: Request, data: Data) -> Response:  # noqa: ARG002
        """Send the entities whose names fit a text, the best first."""
        return await self._answer(self._search, request)

    async def _answer(
        self, make: Callable[[Surveyed, Request], Json], request: Request
    ) -> Response:
        def run() -> Json:
            with self.survey.use() as surveyed:
                return make(surveyed, request)

        return _json(await run_in_threadpool(run))

    def _glimpse(self, data: Data) -> Json:
        with data.use() as state:
            part = glimpse(state.store, data.base)
        drawn = build(part, self._data.vocabulary, title=self.title, base=data.base)
        drawn.tables["meta"]["served"] = {"surveying": True}
        return {"nodes": drawn.nodes, "edges": drawn.edges, "options": OPTIONS, **drawn.tables}

    def _overview(self, surveyed: Surveyed, request: Request) -> Json:
        atlas = surveyed.atlas
        if atlas.tied <= WHOLE_UP_TO:
            return self._view(surveyed, request)
        return {
            "meta": {"title": self.title, "served": self._totals(surveyed)},
            **self._regions_of(atlas),
        }

    def _regions_of(self, atlas: Atlas) -> Json:
        known = self._regions
        if known is None or known[0] is not atlas:
            known = self._regions = (atlas, _regions(atlas))
        return known[1]

    def _view(self, surveyed: Surveyed, request: Request) -> Json:
        return self._shown(surveyed, request, *_scene(surveyed.atlas, request))

    def _article(self, surveyed: Surveyed, request: Request) -> Json:
        scene = Scene(article=request.query_params["id"], limit=0)
        if surveyed.decoder.documents([request.query_params["id"]]):
            return self._shown(surveyed, request, scene, None)
        raise Refusal(404, "no such article in this graph")

    def _shown(
        self, surveyed: Surveyed, request: Request, scene: Scene, path: list[str] | None
    ) -> Json:
        atlas = surveyed.atlas
        choice = atlas.choose(scene)
        entities = [atlas.columns.entities[number] for number in choice.dots]
        whole = [scene.article] if scene.article and atlas.has_texts else []
        part = surveyed.decoder.graph(choice.statements, entities, whole)
        drawn = build(
            part,
            self._data.vocabulary,
            title=self.title,
            base=atlas.iris.base,
            whole=whole,
            arranged=request.query_params.get("places") != "none",
        )
        served = self._totals(surveyed) | {
            "shown": len(choice.dots),
            "total": choice.total,
            "offset": scene.offset,
            "path": path,
        }
        return _payload(atlas, drawn, choice, served)

    def _totals(self, surveyed: Surveyed) -> Json:
        atlas, columns = surveyed.atlas, surveyed.atlas.columns
        return {
            "state": str(surveyed.state.version),
            "behind": surveyed.behind,
            "articles": columns.documents,
            "outlets": columns.outlets,
            "entities": len(columns.entities),
            "tied": atlas.tied,
            "facts": len(atlas.network.subject),
            "statements": len(columns.statements.ids),
            "period": columns.period,
            "most": MOST_ENTITIES,
            "texts": atlas.has_texts,
            "judgements": self._data.options.judgements is not None,
        }

    def _search(self, surveyed: Surveyed, request: Request) -> Json:
        atlas = surveyed.atlas
        limit = _whole_number(request, "limit", 12, 1, _FOUND)
        hits = atlas.names.find(request.query_params.get("text", ""), limit)
        ids = [atlas.columns.entities[hit.entity] for hit in hits]
        rows = {entity.id: entity for entity in surveyed.decoder.entities(ids)}
        found = []
        for id_, hit in zip(ids, hits, strict=True):
            entity_class = rows[id_].entity_class if id_ in rows else "Thing"
            known = self._data.vocabulary.classes.get(entity_class)
            found.append(
                {
                    "id": id_,
                    "name": atlas.columns.names[hit.entity],
                    "alias": hit.alias,
                    "kind": self._data.vocabulary.coarse(entity_class),
                    "label": known.label if known else entity_class,
                    "facts": len(atlas.network.facts_of(hit.entity)),
                    "articles": int(atlas.columns.articles[hit.entity]),
                }
            )
        return {"found": found}


def _json(content: Json) -> Response:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})


def _scene(atlas: Atlas, request: Request) -> tuple[Scene, list[str] | None]:
    """Read what is asked for, and the ids along the path if one is: empty if there is none."""
    query = request.query_params
    centres = _entities(atlas, query.getlist("id"))
    ends = _entities(atlas, [query[name] for name in ("from", "to") if query.get(name)])
    usable = _usable(atlas, request)
    path = atlas.network.path(ends[0], ends[1], usable) if len(ends) == 2 else None
    region = query.get("region")
    fact = query.get("fact")
    leader = _entities(atlas, [region])[0] if region else None
    keep = [*ends, *_entities(atlas, query.getlist("keep"), strict=False)]
    number = atlas.fact_number(fact) if fact else None
    if number is not None:
        keep += [int(atlas.network.subject[number]), int(atlas.network.object[number])]
    scene = Scene(
        centres=centres,
        region=None if leader is None else atlas.region_of(leader),
        path=path or (),
        keep=keep,
        article=query.get("article"),
        fact=number,
        depth=_whole_number(request, "depth", 1, 1, 3),
        limit=_whole_number(request, "limit", min(MOST_ENTITIES, 150), 0, MOST_ENTITIES),
        offset=_whole_number(request, "offset", 0, 0, 1_000_000),
    )
    named = [atlas.columns.entities[number] for number in path or ()]
    return scene, named if len(ends) == 2 else None


def _usable(atlas: Atlas, request: Request) -> Callable[[Numbers], NDArray[np.bool_]] | None:
    """Return which facts a path may use: none of a relation that is off, or too unsure."""
    off = set(request.query_params.getlist("off"))
    try:
        least = float(request.query_params.get("least", "0"))
    except ValueError:
        raise Refusal(400, "least is a number from 0 to 1") from None
    if not off and not least:
        return None
    is_off = np.array([name in off for name in atlas.columns.relations], dtype=np.bool_)

    def usable(facts: Numbers) -> NDArray[np.bool_]:
        network = atlas.network
        fitting: NDArray[np.bool_] = network.confidence[facts] >= least
        fitting[is_off[network.relation[facts]]] = False
        return fitting

    return usable


def _entities(atlas: Atlas, ids: Sequence[str], *, strict: bool = True) -> list[int]:
    """Return the numbers of entities, each once."""
    if len(ids) > _CENTRES:
        raise Refusal(400, f"at most {_CENTRES} entities at a time")
    found = []
    for id_ in ids:
        number = atlas.number(id_)
        if number is None and strict:
            raise UnknownEntity(f"no entity {id_[:200]!r} in this graph", hint="search for a name")
        found += [] if number is None else [number]
    return list(dict.fromkeys(found))


def _needed(request: Request, *names: str) -> None:
    if not all(request.query_params.get(name) for name in names):
        raise Refusal(400, f"give {' and '.join(names)}")


def _whole_number(request: Request, name: str, otherwise: int, low: int, high: int) -> int:
    text = request.query_params.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise Refusal(400, f"{name} is a whole number from {low} to {high}")
    return int(text)


def _payload(atlas: Atlas, drawn: View, choice: Choice, served: Json) -> Json:
    """Return a view with what only the atlas knows, in the shape of the one-file page."""
    numbers, tables = atlas.columns.numbers, drawn.tables
    dots = set(choice.dots)
    nodes = [node for node in drawn.nodes if numbers.get(node["id"]) in dots]
    for node in nodes:
        region = atlas.region_of(numbers[node["id"]])
        node["community"] = len(atlas.regions.members) if region is None else region
    for row in tables["entities"]:
        number = numbers.get(row["id"])
        if number is not None:
            row["articles"] = int(atlas.columns.articles[number])
            row["ties"] = len(atlas.network.facts_of(number))
    left_out = _left_out(atlas, choice, tables)
    tables["meta"] |= {"whole": atlas.has_texts, "served": served | {"left_out": left_out}}
    return {"nodes": nodes, "edges": drawn.edges, "options": OPTIONS, **tables}


def _left_out(atlas: Atlas, choice: Choice, tables: Json) -> Json:
    """Tell facts what statements of theirs are not there, and count all that is not."""
    network, ids = atlas.network, atlas.columns.entities
    rows: dict[tuple[str, str, str], Json] = {}
    for row in tables["facts"]:
        if row.get("object") is not None and row["subject"] is not None:
            one, other = (tables["entities"][row[end]]["id"] for end in ("subject", "object"))
            rows[one, row["relation"], other] = row
    facts = 0
    for fact, count in choice.left_out.items():
        ends = (int(network.subject[fact]), int(network.object[fact]))
        relation = atlas.columns.relations[int(network.relation[fact])]
        row = rows.get((ids[ends[0]], relation, ids[ends[1]])) if ends[1] >= 0 else None
        if row is not None:
            row["more"] = count
        given = int(network.starts[fact + 1] - network.starts[fact]) - count
        facts += not given
    return {"facts": facts, "statements": sum(choice.left_out.values())}


def _regions(atlas: Atlas) -> Json:
    """Return the map of regions: where they stand, who leads them, what ties them."""
    regions, columns = atlas.regions, atlas.columns
    count = len(regions.members)
    ties = [
        (i, j, int(regions.between[i, j]))
        for i in range(count)
        for j in range(i + 1, count)
        if regions.between[i, j]
    ]
    places = place(count, [(i, j, float(facts)) for i, j, facts in ties])
    return {
        "regions": [
            {
                "id": columns.entities[int(members[0])],
                "names": [columns.names[int(member)] for member in members[:3]],
                "entities": len(members),
                "facts": int(regions.between[number, number]),
                "x": round(x * _APART, 1),
                "y": round(y * _APART, 1),
            }
            for number, (members, (x, y)) in enumerate(zip(regions.members, places, strict=True))
        ],
        "ties": [{"from": i, "to": j, "facts": facts} for i, j, facts in ties],
        "others": regions.others,
    }
