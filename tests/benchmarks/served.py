"""How fast the served viewer is over a large generated graph: page, expanding, search, memory.

The graph is written as a database, served by the command in a process of its own, and asked over
HTTP and by a headless Chromium. It is served twice: after the first start the graph is surveyed,
after the second the survey is there. Figures are of one machine at one time.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright
from pyoxigraph import RdfFormat, Store

sys.path.insert(0, str(Path(__file__).parent.parent))

from factory_graph import generated_graph
from newsgraph.database.layout import Place, is_database
from newsgraph.database.snapshots import publish
from newsgraph.exporting import export
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin

ROUNDS = 20
DRAWN = """(act) => new Promise((done) => {
  const before = newsgraph.network.body.data.nodes.length;
  const start = performance.now();
  document.querySelector(act).click();
  const look = () => {
    if (newsgraph.network.body.data.nodes.length <= before) return setTimeout(look, 4);
    return requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
  };
  look();
})"""


def main() -> None:
    """Write, serve twice, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--graph", type=Path, help="keep the generated database here, or use it")
    chosen = parser.parse_args()
    count = chosen.entities
    with tempfile.TemporaryDirectory() as folder:
        graph = chosen.graph or Path(folder) / "graph"
        if not is_database(graph):
            _generate(count, graph)
        for atlas in graph.rglob("atlas.npz"):
            atlas.unlink()
        with _browser() as browser:
            for start in ("first start", "second start"):
                with _served(graph) as server:
                    _browse_first(browser, server, start)
                    with httpx.Client(base_url=server.address, timeout=600) as client:
                        while client.get("api/overview").status_code == 503:
                            time.sleep(0.1)
                        _tell(f"{start}: surveyed, s", time.perf_counter() - server.begun)
                        if start == "second start":
                            _ask(client, count)
                            _browse(browser, server.address)
                    _tell(f"{start}: memory of the server, MB", _memory(server.pid))
    _say("load of the machine, 1 and 5 minutes", "{:.1f} {:.1f}".format(*os.getloadavg()))


@dataclass(frozen=True)
class _Server:
    """A server that runs, and when it was begun and could be reached."""

    address: str
    pid: int
    begun: float
    listening: float


def _generate(count: int, graph: Path) -> None:
    """Write a database that holds a generated dataset, as readers see it."""
    place = Place(graph)
    place.root.mkdir(parents=True)
    place.describe(Settings())
    path = graph / "graph.trig"
    export(generated_graph(count), path, format="trig", vocabulary=builtin())
    _tell("dataset as TriG, MB", path.stat().st_size / 1e6)
    store = Store(str(place.live))
    store.bulk_load(path=str(path), format=RdfFormat.TRIG)
    store.flush()
    publish(place, store)
    path.unlink()


@contextmanager
def _served(graph: Path) -> Iterator[_Server]:
    """Serve a graph by the command."""
    begun = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "newsgraph", "serve", str(graph), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr
        found = re.search(r"http://[0-9.:]+/", server.stderr.readline())
        assert found
        yield _Server(found[0], server.pid, begun, time.perf_counter())
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def _browser() -> Iterator[Browser]:
    chromium = os.environ.get("NEWSGRAPH_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("about:blank")
    yield page
    context.close()


def _browse_first(browser: Browser, server: _Server, start: str) -> None:
    """Time the first page of a server that has just been started, in a browser that is open."""
    with _page(browser) as page:
        opened = time.perf_counter()
        page.goto(f"{server.address}view")
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        drawn = time.perf_counter()
        _tell(f"{start}: command to listening, s", server.listening - server.begun)
        _tell(f"{start}: address to first view, s", drawn - opened)
        _say(f"{start}: it shows", page.inner_text("#notice"))


def _ask(client: httpx.Client, count: int) -> None:
    """Time answers about entities spread over the graph, each asked for the first time."""

    def times(ask: Callable[[int], str]) -> list[float]:
        taken = []
        for number in range(ROUNDS):
            address = ask(1 + number * (count // (ROUNDS + 1)))
            start = time.perf_counter()
            client.get(address).raise_for_status()
            taken.append(1000 * (time.perf_counter() - start))
        return taken

    questions: dict[str, Callable[[int], str]] = {
        "ego of 50": lambda n: f"api/ego?id=thing-{n:012x}&limit=50",
        "ego of 50, two steps": lambda n: f"api/ego?id=thing-{n:012x}&depth=2&limit=50",
        "path": lambda n: f"api/path?from=thing-{n:012x}&to=thing-{count - n:012x}",
        "search, a prefix": lambda n: f"api/search?text=thing {n:05}"[:-2],
        "search, a slip": lambda n: f"api/search?text=thign {n:05}",
        "overview": lambda _: "api/overview",
    }
    for name, ask in questions.items():
        taken = times(ask)
        _tell(f"{name}, ms, median", statistics.median(taken))
        _tell(f"{name}, ms, slowest of {ROUNDS}", max(taken))


def _browse(browser: Browser, address: str) -> None:
    """Time the page in a browser."""
    with _page(browser) as page:
        start = time.perf_counter()
        page.goto(f"{address}view")
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        _tell("first view, server warm, s", time.perf_counter() - start)
        for rest in (0, 1000):
            _expand(page, address, rest)
        heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
        _tell("memory of the page's script, MB", heap)


def _expand(page: Page, address: str, rest: int) -> None:
    """Time the ties of an entity, clicked so many milliseconds after it was chosen."""
    taken = []
    first = 1000 + rest  # others each time: what was read once is remembered
    for number in range(first, first + 10):
        page.goto("about:blank")
        page.goto(f"{address}view#n=thing-{number:012x}")
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        page.click("#panel .row[data-fact] >> nth=0")
        own = f"Thing {number:05}"
        page.locator("#panel .headline .name", has_not_text=own).first.click()
        page.wait_for_selector("#expand")
        page.wait_for_timeout(rest)
        taken.append(page.evaluate(DRAWN, "#expand"))
    when = f"{rest} ms after it was chosen" if rest else "at once"
    _tell(f"expand {when}, ms, median", statistics.median(taken))
    _tell(f"expand {when}, ms, slowest of {len(taken)}", max(taken))


def _memory(pid: int) -> float:
    """Return the most memory that a process had at a time, in megabytes."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1000 if found else 0.0


def _say(name: str, words: str) -> None:
    sys.stdout.write(f"{name:<44} {words}\n")
    sys.stdout.flush()


def _tell(name: str, value: float) -> None:
    sys.stdout.write(f"{name:<44} {value:>10.2f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
