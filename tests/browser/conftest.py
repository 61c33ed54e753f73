"""A real Chromium without a network, and a page object that notes all it must not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.open_page import OpenViewer, Viewer
from newsgraph.exporting import html
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import builtin

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("NEWSGRAPH_CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail(
            "the viewer is tested in a real browser, and there is no chromium here: "
            "apt-get install chromium, or set NEWSGRAPH_CHROMIUM to one",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_viewer(chromium: Browser, tmp_path: Path) -> Iterator[OpenViewer]:
    """Write a graph's page and open it from disk, offline; it must cause no error or request."""
    viewers: list[Viewer] = []

    def open_one(
        graph: KnowledgeGraph,
        *,
        title: str = "Kelm",
        address: str = "",
        dark: bool = False,
        touch: bool = False,
    ) -> Viewer:
        path = tmp_path / f"view-{len(viewers)}.html"
        html.write(graph, path, vocabulary=builtin(), title=title)
        context = chromium.new_context(
            viewport={"width": 1440, "height": 900},
            color_scheme="dark" if dark else "light",
            has_touch=touch,
            offline=True,
        )
        viewer = Viewer(context.new_page())
        viewers.append(viewer)
        viewer.page.goto(path.as_uri() + (f"#{address}" if address else ""))
        viewer.page.wait_for_selector("body[data-ready]")
        viewer.settle()
        return viewer

    yield open_one
    problems = [problem for viewer in viewers for problem in viewer.problems]
    for viewer in viewers:
        viewer.page.context.close()
    assert problems == []
