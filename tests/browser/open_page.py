"""An open viewer page, and what tests ask of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from playwright.sync_api import ConsoleMessage, Page, Request

from newsgraph.graph import KnowledgeGraph

#: Scale and middle of the map, null where a page has none.
_WHERE_THE_MAP_IS = """(() => {
  const network = window.newsgraph?.network;
  if (!network) return null;
  const middle = network.getViewPosition();
  return [network.getScale(), middle.x, middle.y];
})()"""


class Viewer:
    """An open viewer page with the errors, requests and dialogs it caused."""

    def __init__(self, page: Page, *, own: str = "file:") -> None:
        self.page = page
        self.own = own  #: where its requests may go
        self.problems: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", self._on_request)
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.own, "blob:")):
            self.problems.append(f"request: {request.url}")

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_inner_texts()

    def where_is(self, entity_id: str) -> tuple[float, float]:
        """Return where on the page the dot of an entity is."""
        return self._point("const { x, y } = network.getPositions([id])[id];", entity_id)

    def middle_of(self, fact_id: str) -> tuple[float, float]:
        """Return where on the page the middle of the line of a fact is, if the line is straight."""
        return self._point(
            "const { from, to } = newsgraph.lines.get(id);"
            "const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];",
            fact_id,
        )

    def _point(self, find: str, item: str) -> tuple[float, float]:
        x, y, left, top = self.page.evaluate(
            "(id) => { const network = newsgraph.network;"
            + find
            + "const box = document.getElementById('map').getBoundingClientRect();"
            "const at = network.canvasToDOM({ x, y }); return [at.x, at.y, box.left, box.top]; }",
            item,
        )
        return left + x, top + y

    def settle(self) -> None:
        """Wait until the map has stopped moving."""
        self.page.wait_for_timeout(650)
        seen = self.page.evaluate(_WHERE_THE_MAP_IS)
        for _ in range(30):
            self.page.wait_for_timeout(50)
            before, seen = seen, self.page.evaluate(_WHERE_THE_MAP_IS)
            if seen == before:
                return

    def shoot(self, name: str) -> None:
        """Keep a picture if ``NEWSGRAPH_SCREENSHOTS`` names a folder."""
        folder = os.environ.get("NEWSGRAPH_SCREENSHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.settle()
            self.page.screenshot(path=Path(folder) / f"{name}.png")


class OpenViewer(Protocol):
    """Opens the page of a graph; ``address`` is what stands after #."""

    def __call__(
        self,
        graph: KnowledgeGraph,
        *,
        title: str = "Kelm",
        address: str = "",
        dark: bool = False,
        touch: bool = False,
    ) -> Viewer: ...
