"""The same page in Firefox as Debian has it, driven by Mozilla's own client."""

from __future__ import annotations

import base64
import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from marionette_driver import By, Keys
from marionette_driver.marionette import Marionette

from browser.test_safety import PAYLOADS, RUN, planted_graph
from factory_graph import ANA, KELM, generated_graph, small_graph
from newsgraph.exporting import html
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import builtin

pytestmark = pytest.mark.browser


class Proxy:
    """Counts what tries to go out: Firefox is told to ask it for everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client:
                self.asked.append(client.recv(2000).decode("latin-1").split("\r\n")[0])

    def close(self) -> None:
        self._server.close()


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    proxy = Proxy()
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def firefox(proxy: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marionette]:
    path = os.environ.get("NEWSGRAPH_FIREFOX") or shutil.which("firefox-esr")
    if not path:
        pytest.fail(
            "the viewer is tested in Firefox, too, and there is none here: "
            "apt-get install firefox-esr, or set NEWSGRAPH_FIREFOX to one",
            pytrace=False,
        )
    folder = tmp_path_factory.mktemp("firefox")
    browser = Marionette(
        bin=path,
        headless=True,
        gecko_log=str(folder / "log"),
        workspace=str(folder),
        prefs={
            "network.proxy.type": 1,
            "network.proxy.http": "127.0.0.1",
            "network.proxy.http_port": proxy.port,
            "network.proxy.ssl": "127.0.0.1",
            "network.proxy.ssl_port": proxy.port,
            "network.proxy.no_proxies_on": "",
            "network.proxy.allow_hijacking_localhost": True,
        },
    )
    browser.start_session()
    browser.set_window_rect(width=1440, height=900)
    yield browser
    browser.delete_session()
    browser.cleanup()


def show(browser: Marionette, graph: KnowledgeGraph, path: Path, address: str = "") -> None:
    """Write a graph's page, open it from disk and wait until it is drawn."""
    with browser.using_context("chrome"):
        browser.execute_script("Services.console.reset()")
    html.write(graph, path, vocabulary=builtin(), title="Kelm")
    browser.navigate(path.as_uri() + (f"#{address}" if address else ""))
    wait_for(browser, "document.body.dataset.ready === 'yes'")


def wait_for(browser: Marionette, condition: str) -> None:
    end = time.monotonic() + 30
    while not browser.execute_script(f"return Boolean({condition})"):
        assert time.monotonic() < end, f"not within 30 seconds: {condition}"
        time.sleep(0.1)


def text(browser: Marionette, selector: str) -> str:
    return str(browser.find_element(By.CSS_SELECTOR, selector).text)


def complaints(browser: Marionette, page: Path) -> list[str]:
    """Return what Firefox wrote to its console about a page."""
    with browser.using_context("chrome"):
        messages = browser.execute_script("return Services.console.getMessageArray().map(String)")
    return [message for message in messages if page.name in message]


def test_map_evidence_and_search_work(firefox: Marionette, proxy: Proxy, tmp_path: Path) -> None:
    page = tmp_path / "firefox-view.html"
    show(firefox, small_graph(), page)
    assert text(firefox, "#notice") == "Showing 6 entities and 6 facts"
    search = firefox.find_element(By.ID, "search")
    search.send_keys("dordevic")
    search.send_keys(Keys.ENTER)
    assert text(firefox, "#panel h2") == "Ana Đorđević"
    firefox.find_element(By.CSS_SELECTOR, "#panel .row[data-fact]").click()
    assert firefox.find_elements(By.CSS_SELECTOR, "#panel blockquote mark.subject")
    pixels = base64.b64decode(firefox.screenshot(element=firefox.find_element(By.ID, "map")))
    assert len(pixels) > 5000  # an empty canvas packs to less
    assert complaints(firefox, page) == []
    assert [line for line in proxy.asked if "mozilla" not in line and "firefox" not in line] == []


def test_packed_page_and_path_work(firefox: Marionette, tmp_path: Path) -> None:
    page = tmp_path / "firefox-packed.html"
    show(firefox, generated_graph(500), page)
    assert firefox.find_elements(By.CSS_SELECTOR, "#data[data-packed]")
    assert " of 500 entities" in text(firefox, "#notice")
    assert complaints(firefox, page) == []
    page = tmp_path / "firefox-path.html"
    show(firefox, small_graph(), page, f"p={ANA}&q={KELM}")
    assert len(firefox.find_elements(By.CSS_SELECTOR, "#panel .hop blockquote")) == 3
    assert complaints(firefox, page) == []


def test_planted_text_never_runs(firefox: Marionette, tmp_path: Path) -> None:
    graph = planted_graph()
    show(firefox, graph, tmp_path / "firefox-planted.html")
    for kind, keys in (
        ("n", graph.entities),
        ("d", graph.documents),
        ("e", list(graph.facts)[:20]),
    ):
        for key in keys:
            firefox.execute_script(
                "location.hash = new URLSearchParams({ [arguments[0]]: arguments[1] })",
                script_args=[kind, key],
            )
    for payload in PAYLOADS:
        firefox.execute_script(
            "const box = document.getElementById('search'); box.value = arguments[0];"
            "box.dispatchEvent(new Event('input'))",
            script_args=[payload[:12]],
        )
    assert RUN.startswith("window.__ran")
    assert firefox.execute_script("return window.wrappedJSObject.__ran || 0") == 0
