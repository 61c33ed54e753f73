"""The viewer: one HTML file that needs no network.

pyvis holds the dots, the lines and the options of the map; the page around it is ours. News is
untrusted text, so it enters the page only as JSON in a script element that is never executed, and
a content security policy lets nothing run but the scripts written here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import zlib
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Any

import pyvis
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from pyvis.network import Network

from newsgraph.errors import ExportError
from newsgraph.exporting.dots import places
from newsgraph.exporting.part import MOST_FACTS, best_part
from newsgraph.exporting.view import UNTITLED, View, build, empty
from newsgraph.graph import KnowledgeGraph
from newsgraph.settings import DEFAULT_BASE
from newsgraph.vocabulary import Vocabulary

#: The page's scripts in the order in which they stand in it; each may use those before it.
SCRIPTS = (
    "dom",
    "words",
    "palette",
    "data",
    "state",
    "filters",
    "walks",
    "sources",
    "labels",
    "items",
    "geometry",
    "painting",
    "ontop",
    "map",
    "vector",
    "evidence",
    "entity",
    "asked",
    "panel",
    "curate",
    "legend",
    "timeline",
    "search",
    "table",
    "triples",
    "files",
    "printing",
    "main",
)

#: What the page over a server has beside, before ``main``.
SERVED_SCRIPTS = ("regions", "placing", "remote")

#: Larger data (in characters) is packed; the browser unpacks it without a request.
PACK_ABOVE = 500_000

_DATA = re.compile(r'<script type="application/json" id="data"[^>]*>(?P<data>.*?)</script>', re.S)

OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1.2, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {
        "smooth": False,
        "selectionWidth": 1.2,
        "hoverWidth": 0.6,
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.55}},
    },
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "keyboard": False,
        "zoomSpeed": 0.7,
    },
}


class NewsNetwork(Network):
    """A pyvis network that is drawn by our page."""

    def __init__(self, view: View) -> None:
        """Take over dots and lines as they are; pyvis would compare each with all others."""
        super().__init__(directed=True, cdn_resources="in_line", heading=_clean(view_title(view)))
        self.path = "page.html.jinja"
        self.templateEnv = Environment(
            loader=PackageLoader("newsgraph.exporting", "viewer"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.nodes = view.nodes
        self.edges = view.edges
        self.options = OPTIONS
        self.tables = view.tables

    def page(self, served_with: str | None = None) -> str:
        """Return the finished page; ``served_with`` is the nonce of one that a server sends."""
        nodes, edges, _, _, _, options = self.get_network_data()
        data = {"nodes": nodes, "edges": edges, "options": json.loads(options), **self.tables}
        text, packed = _pack(data)
        self.templateEnv.globals["viewer"] = {
            # Changes with the data, so that no text in the data can know it.
            "nonce": served_with or hashlib.sha256(text.encode()).hexdigest()[:32],
            "served": served_with is not None,
            "data": text,
            "packed": packed,
            "library": Markup(_library()),  # noqa: S704 - the script that pyvis brings
            "script": Markup(_script(served=served_with is not None)),  # noqa: S704 - our own files
            "style": Markup(_part("viewer.css")),  # noqa: S704 - our own file
        }
        return str(self.generate_html(notebook=False))


def render(
    graph: KnowledgeGraph,
    *,
    vocabulary: Vocabulary,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    places_from: Path | None = None,
    most: int = MOST_FACTS,
) -> str:
    """Return the viewer page for a graph; the same graph gives the same text.

    Args:
        graph: May be empty; the page then says so.
        vocabulary: Labels, groups and colours of relations and classes come from here.
        title: Heading of the page.
        base: IRI that names begin with in the RDF that the page can save.
        places_from: A page written before: what is on its map stays where it is, and what is new
            comes near its neighbours.
        most: Facts on the page; of a graph that has more the best supported, as its heading says.

    Raises:
        ExportError: The installed pyvis does not bring the drawing library, or ``places_from`` is
            no such page.
    """
    earlier = places(read_data(places_from)) if places_from else None
    part = best_part(graph, most)
    if part is not graph:
        title = f"{title or UNTITLED}: the {most:,} best supported of {len(graph.facts):,} facts"
    return NewsNetwork(build(part, vocabulary, title=title, base=base, earlier=earlier)).page()


def served_page(title: str) -> tuple[str, str]:
    """Return the page over a server, which asks for its data, and the nonce of its scripts.

    Raises:
        ExportError: The installed pyvis does not bring the drawing library.
    """
    view = empty(title)
    view.tables["meta"]["served"] = {}
    nonce = secrets.token_hex(16)
    return NewsNetwork(view).page(served_with=nonce), nonce


def write(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    title: str | None = None,
    base: str = DEFAULT_BASE,
    places_from: Path | None = None,
) -> None:
    """Write what ``render`` returns as UTF-8, whatever the locale.

    Raises:
        ExportError: The file cannot be written, or as of ``render``.
    """
    page = render(graph, vocabulary=vocabulary, title=title, base=base, places_from=places_from)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ExportError(
            f"cannot write the viewer to {path}: {error.strerror}",
            hint="choose a folder that exists and that you may write to",
        ) from error


def read_data(path: Path) -> dict[str, Any]:
    """Return the data of a page that ``write`` wrote.

    Raises:
        ExportError: The file cannot be read, or is no such page.
    """
    try:
        found = _DATA.search(path.read_text(encoding="utf-8"))
        if found is None:
            raise ValueError("no data in it")
        data = json.loads(found["data"])
        if isinstance(data, str):
            data = json.loads(zlib.decompress(base64.b64decode(data)))
        places(data)
    except (OSError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise ExportError(
            f"{path.name} is no page of the viewer ({error})",
            hint="name a view.html that newsgraph wrote",
        ) from error
    return dict(data)


def view_title(view: View) -> str:
    """Return the heading of a view."""
    return str(view.tables["meta"]["title"])


def _pack(data: dict[str, Any]) -> tuple[Markup, bool]:
    """Return the data as text that cannot end its script element, and whether it is packed."""
    dumps = partial(json.dumps, separators=(",", ":"))
    text = htmlsafe_json_dumps(data, dumps=dumps)
    if len(text) <= PACK_ABOVE:
        return text, False
    packed = base64.b64encode(zlib.compress(dumps(data).encode("ascii"), 9)).decode("ascii")
    return Markup(json.dumps(packed)), True  # noqa: S704 - letters, digits, + / =


@lru_cache(maxsize=1)
def _library() -> str:
    """Return vis-network as pyvis brings it, without the pointer to its source map."""
    folder = Path(pyvis.__file__).parent / "templates" / "lib"
    found = sorted(folder.glob("vis-*/vis-network.min.js"))
    if not found:
        raise ExportError(
            "the installed pyvis brings no vis-network",
            hint="install pyvis 0.3.2: pip install 'pyvis>=0.3.2,<0.4'",
        )
    text = found[-1].read_text(encoding="utf-8")
    return text.split("//# sourceMappingURL")[0]


@lru_cache(maxsize=2)
def _script(*, served: bool) -> str:
    """Join our scripts into one function, so that they share names with each other only."""
    names = (*SCRIPTS[:-1], *SERVED_SCRIPTS, SCRIPTS[-1]) if served else SCRIPTS
    parts = "\n".join(_part(f"{name}.js") for name in names)
    return f'(() => {{\n"use strict";\n{parts}\n}})();'


def _part(name: str) -> str:
    folder = resources.files("newsgraph.exporting") / "viewer"
    return (folder / name).read_text(encoding="utf-8")


def _clean(text: str) -> str:
    """Replace what UTF-8 cannot hold (halves of surrogate pairs)."""
    return text.encode("utf-8", "replace").decode("utf-8")
