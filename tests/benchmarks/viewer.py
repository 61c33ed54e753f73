"""How fast the viewer's page is, beside what pyvis writes by itself, in one run of one browser.

For each size: the page is built, opened from disk in a headless Chromium without a network, and
timed until its first drawing; then the map is redrawn and a filter is switched, first and all.
Stock pyvis gets the same dots and lines with its own options; a page that has not drawn within the
patience given is reported as such. Ratios are to be trusted, absolute figures on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from factory_graph import generated_graph
from newsgraph.exporting import html
from newsgraph.exporting.layout import place
from newsgraph.exporting.view import build
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import builtin

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
PATIENCE = 60  #: seconds for a first drawing
READY = "document.body.dataset.ready === 'yes'"

REDRAW = """() => {
  const times = [];
  for (let i = 0; i < 5; i += 1) {
    const start = performance.now();
    (window.newsgraph?.network ?? network).redraw();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}"""
#: Time until the browser has drawn what a click led to.
DRAWN = """(act) => new Promise((done) => {
  const start = performance.now();
  (0, eval)(act);
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
})"""
SWITCH = "document.querySelector('input[data-token=\"status:denied\"]').click()"
ALL = "document.getElementById('show-more')?.click()"


def stock(graph: KnowledgeGraph, path: Path) -> None:
    """Write the same dots and lines with pyvis as it comes."""
    from pyvis.network import Network

    view = build(graph, builtin())
    network = Network(directed=True, cdn_resources="in_line")
    for node in view.nodes:
        network.add_node(node["id"], label=node["label"])
    for edge in view.edges:
        network.add_edge(edge["from"], edge["to"], label=edge["label"])
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")


def open_page(browser: Browser, path: Path, ready: str) -> tuple[Page, float | None]:
    """Open a page offline; return it and the seconds to its first drawing, ``None`` if too long."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True).new_page()
    page.set_default_timeout(PATIENCE * 1000)
    start = time.perf_counter()
    try:
        page.goto(path.as_uri())
        page.wait_for_function(ready)
    except TimeoutError:
        return page, None
    return page, time.perf_counter() - start


def time_ours(browser: Browser, path: Path) -> dict[str, float]:
    """Return seconds and milliseconds of our page."""
    page, first = open_page(browser, path, READY)
    times: dict[str, float] = {"first view, s": first or float("inf")}
    times["redraw at first, ms"] = page.evaluate(REDRAW)
    times["filter at first, ms"] = page.evaluate(DRAWN, SWITCH)
    while page.locator("#show-more").count():
        times["show more, ms"] = page.evaluate(DRAWN, ALL)
    times["redraw of all, ms"] = page.evaluate(REDRAW)
    times["filter of all, ms"] = page.evaluate(DRAWN, SWITCH)
    page.context.close()
    return times


def time_stock(browser: Browser, path: Path) -> dict[str, float]:
    """Return the same of the page that pyvis writes, as far as it draws in time."""
    page, first = open_page(
        browser,
        path,
        "typeof network !== 'undefined' && network !== null"
        " && getComputedStyle(document.getElementById('loadingBar') ?? document.body)"
        ".getPropertyValue('opacity') !== '1' || network?.body?.nodeIndices?.length > 0"
        " && !document.getElementById('loadingBar')",
    )
    times = {"first view, s": float("inf") if first is None else first}
    if first is not None:
        times["redraw of all, ms"] = page.evaluate(REDRAW)
    page.context.close()
    return times


def time_layout(count: int) -> float:
    """Return the seconds that placing so many dots takes."""
    graph = generated_graph(count)
    number = {key: i for i, key in enumerate(graph.entities)}
    springs = [(number[f.subject], number[str(f.object)], 1.0) for f in graph.facts.values()]
    start = time.perf_counter()
    place(count, springs)
    return time.perf_counter() - start


def main() -> None:
    """Time all sizes and print them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", type=int, nargs="*", default=[500, 2000, 5000])
    parser.add_argument("--stock-up-to", type=int, default=500, help="largest graph for pyvis")
    chosen = parser.parse_args()
    chromium = os.environ.get("NEWSGRAPH_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        ours, theirs = Path(folder) / "ours.html", Path(folder) / "stock.html"
        empty = KnowledgeGraph(entities=(), facts=(), extractions=(), links={})
        html.write(empty, ours, vocabulary=builtin())
        _print(0, "ours", _size(ours))
        page, _ = open_page(browser, ours, READY)  # a browser's first page takes longer
        page.context.close()
        for size in chosen.sizes:
            graph = generated_graph(size)
            start = time.perf_counter()
            html.write(graph, ours, vocabulary=builtin())
            _print(size, "ours", {"written in, s": time.perf_counter() - start, **_size(ours)})
            _print(size, "ours", time_ours(browser, ours))
            if size <= chosen.stock_up_to:
                start = time.perf_counter()
                stock(graph, theirs)
                _print(
                    size, "pyvis", {"written in, s": time.perf_counter() - start, **_size(theirs)}
                )
                _print(size, "pyvis", time_stock(browser, theirs))
        browser.close()
    for count in (2000, 10_000):
        _print(count, "layout", {"s": time_layout(count)})
    sys.stdout.write(
        "load of the machine, 1 and 5 minutes: {:.1f} {:.1f}\n".format(*os.getloadavg())
    )


def _size(path: Path) -> dict[str, Any]:
    return {"MB": path.stat().st_size / 1e6}


def _print(size: int, what: str, times: dict[str, float]) -> None:
    for name, value in times.items():
        sys.stdout.write(f"{size:>6}  {what:<7} {name:<22} {value:>9.2f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
