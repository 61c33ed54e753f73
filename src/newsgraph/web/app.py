"""The application: routes, and the rules that hold for all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsgraph.web.data import Data
from newsgraph.web.description import describe_service, health
from newsgraph.web.graphs import graph_store
from newsgraph.web.judging import judgements
from newsgraph.web.messages import told
from newsgraph.web.negotiation import GRAPHS, choose
from newsgraph.web.options import Options
from newsgraph.web.pages import question, questions, thing
from newsgraph.web.protocol import sparql
from newsgraph.web.viewing import Viewer

Handler = Callable[[Request, Data], Awaitable[Response]]

#: Texts of strangers are shown, so nothing of a page comes from elsewhere or runs inline.
_HEADERS = {
    b"content-security-policy": b"default-src 'none'; script-src 'self'; style-src 'self'; "
    b"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}
_STATIC = {"query.js": "text/javascript", "page.css": "text/css"}


def create_app(graph: Path | str, options: Options | None = None) -> Starlette:
    """Make the application that serves a graph.

    Args:
        graph: A graph's folder, or an RDF file.
        options: What it allows.

    Raises:
        GraphError: The graph is missing or damaged.
    """
    options = options or Options()
    data = Data(Path(graph), options)
    viewer = Viewer(data)

    def handled(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            try:
                return await handler(request, data)
            except Exception as error:
                return told(error)

        return handle

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await run_in_threadpool(viewer.survey.begin)
        yield
        viewer.survey.close()
        data.close()

    middleware = [Middleware(TrustedHostMiddleware, allowed_hosts=list(options.hosts))]
    if options.origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=list(options.origins),
                allow_methods=["GET", "POST"],
                expose_headers=["X-Truncated"],
            )
        )
    return Starlette(
        lifespan=lifespan,
        middleware=[*middleware, Middleware(_Headers)],
        routes=[
            Route("/", handled(_query_page)),
            Route("/static/{name}", handled(_static)),
            Route("/sparql", handled(_endpoint), methods=["GET", "POST"]),
            Route(
                "/graphs", handled(graph_store), methods=["GET", "HEAD", "PUT", "POST", "DELETE"]
            ),
            Route("/questions", handled(questions)),
            Route("/questions/{name}", handled(question)),
            Route("/e/{id}", handled(_placed("e"))),
            Route("/st/{id}", handled(_placed("st"))),
            Route("/doc/{id}", handled(_placed("doc"))),
            Route("/health", handled(health)),
            *_viewer_routes(viewer, handled),
        ],
    )


def _viewer_routes(
    viewer: Viewer, handled: Callable[[Handler], Callable[[Request], Awaitable[Response]]]
) -> list[Route]:
    return [
        Route("/view", handled(viewer.page)),
        Route("/api/overview", handled(viewer.overview)),
        Route("/api/view", handled(viewer.view)),
        Route("/api/ego", handled(viewer.ego)),
        Route("/api/path", handled(viewer.path)),
        Route("/api/article", handled(viewer.article)),
        Route("/api/search", handled(viewer.search)),
        Route("/api/judgements", handled(judgements), methods=["GET", "POST"]),
    ]


def _placed(place: str) -> Handler:
    async def show(request: Request, data: Data) -> Response:
        request.path_params["place"] = place
        return await thing(request, data)

    return show


async def _endpoint(request: Request, data: Data) -> Response:
    if request.method == "GET" and not request.query_params:
        # A browser that comes by wants the page; a program, the service description.
        wanted = choose(request.headers.get("accept"), [*GRAPHS, "text/html"])
        if wanted == "text/html":
            return await _query_page(request, data)
        return describe_service(request, data)
    return await sparql(request, data)


async def _query_page(request: Request, data: Data) -> Response:  # noqa: ARG001 - a handler
    return HTMLResponse(_file("query.html"))


async def _static(request: Request, data: Data) -> Response:  # noqa: ARG001 - a handler
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response("no such file\n", 404, media_type="text/plain")
    return Response(_file(name), media_type=_STATIC[name])


def _file(name: str) -> str:
    return (resources.files("newsgraph.web") / "static" / name).read_text(encoding="utf-8")


class _Headers:
    """Adds the headers of safety to every answer that has none of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower(): value for name, value in message.get("headers", ())}
                added = [item for item in _HEADERS.items() if item[0] not in own]
                message["headers"] = [*message.get("headers", ()), *added]
            await send(message)

        await self._app(scope, receive, add)
