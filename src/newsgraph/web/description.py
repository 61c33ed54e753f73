"""What the endpoint says of itself: SPARQL 1.1 Service Description, and whether it is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import newsgraph
from newsgraph.rdf.results import description
from newsgraph.web.messages import Refusal
from newsgraph.web.negotiation import GRAPHS, choose

if TYPE_CHECKING:
    from newsgraph.web.data import Data


def describe_service(request: Request, data: Data) -> Response:
    """Send the service description.

    Raises:
        Refusal: The client accepts no form of it.
    """
    media = choose(request.headers.get("accept"), list(GRAPHS))
    if media is None:
        raise Refusal(406, f"the description comes as {', '.join(GRAPHS)}", vary="Accept")
    endpoint = str(request.url.replace(query="", fragment=""))
    content = description(endpoint, media, writable=data.options.token is not None)
    return Response(content, media_type=media, headers={"Vary": "Accept"})


async def health(request: Request, data: Data) -> Response:  # noqa: ARG001 - a handler
    """Say that the graph can be read, and what of it is served."""
    with data.use() as state:
        return JSONResponse(
            {
                "status": "ok",
                "version": newsgraph.__version__,
                "base": data.base,
                "snapshot": state.version,
                "writable": data.options.token is not None and data.writable,
            }
        )
