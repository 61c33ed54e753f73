"""The viewer over a real server: regions, search, expanding, more, corrections, hostile text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from browser.open_page import Viewer
from browser.test_safety import PAYLOADS, planted_graph, ran
from factory_graph import ANA, KELM, MISSION, generated_graph, small_articles, small_graph
from newsgraph.database.working import Database
from newsgraph.exporting import export
from newsgraph.graph import KnowledgeGraph
from newsgraph.judgements import Verdict, read_judgements
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin
from web.conftest import TOKEN, serving

pytestmark = pytest.mark.browser

Open = Callable[..., Viewer]


@pytest.fixture
def open_served(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Serve a graph and open its page; no error, and no request to another place."""
    opened: list[tuple[Viewer, str]] = []
    servers: list[AbstractContextManager[str]] = []

    def open_one(graph: KnowledgeGraph, *options: str, address: str = "") -> Viewer:
        folder = tmp_path / str(len(servers))
        folder.mkdir()
        export(graph, folder / "graph.trig", format="trig", vocabulary=builtin())
        server = serving(folder / "graph.trig", *options)
        servers.append(server)
        base = server.__enter__()
        wait_until(lambda: urlopen(f"{base}health").status == 200)
        page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        viewer = Viewer(page, own=base)
        opened.append((viewer, base))
        page.goto(f"{base}view" + (f"#{address}" if address else ""))
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        viewer.settle()
        return viewer

    yield open_one
    problems = [p for viewer, _ in opened for p in viewer.problems if "503" not in p]
    for viewer, _ in opened:
        viewer.page.context.close()
    for server in servers:
        server.__exit__(None, None, None)
    assert problems == []


def wait_until(true: Callable[[], bool], viewer: Viewer | None = None) -> None:
    """Wait for what a page or a server does; the page lets nobody evaluate a condition in it."""
    for _ in range(200):
        if true():
            return
        if viewer:
            viewer.page.wait_for_timeout(50)
    pytest.fail("it does not happen")


def dots(viewer: Viewer) -> set[str]:
    return set(viewer.page.evaluate("newsgraph.network.body.data.nodes.getIds()"))


def test_small_graph_opens_as_in_one_file(open_served: Open) -> None:
    viewer = open_served(small_graph())
    assert viewer.text("h1") == "graph"
    assert "2 articles" in viewer.text("#summary")
    assert viewer.text("#notice").startswith("Showing 6 of 6 entities")
    assert {ANA, KELM, MISSION} <= dots(viewer)
    viewer.page.mouse.click(*viewer.where_is(ANA))
    assert viewer.text("#panel h2") == "Ana Đorđević"
    viewer.page.click("#panel .row[data-fact] >> nth=0")
    assert viewer.page.locator("#panel blockquote mark.subject").count() >= 1


def test_entity_that_is_not_here_is_found_on_the_server_and_expanded(open_served: Open) -> None:
    viewer = open_served(generated_graph(2500))
    wait_until(lambda: "region" in viewer.text("#notice"), viewer)
    assert viewer.page.locator("[data-regions]").count() == 1
    viewer.shoot("regions")
    viewer.page.fill("#search", "thing 02400")
    wait_until(lambda: "Thing 02400" in viewer.page.inner_text("#found"), viewer)
    viewer.page.keyboard.press("Enter")
    wait_until(lambda: viewer.page.locator("#panel h2 >> text=Thing 02400").count() == 1, viewer)
    assert "thing-000000000960" in dots(viewer)
    before = dots(viewer)
    assert "x=thing-000000000960" in viewer.page.url
    viewer.page.click("#panel .row[data-fact] >> nth=0")
    viewer.page.locator("#panel .headline .name", has_not_text="Thing 02400").first.click()
    viewer.page.click("#expand")
    wait_until(lambda: dots(viewer) > before, viewer)
    viewer.shoot("expanded")
    viewer.page.go_back()
    wait_until(lambda: "x=thing-000000000960" in viewer.page.url, viewer)


def test_region_opens_and_shows_more(open_served: Open) -> None:
    viewer = open_served(generated_graph(2500))
    wait_until(lambda: viewer.page.locator("[data-regions]").count() == 1, viewer)
    viewer.page.click("#panel .row >> nth=0")
    wait_until(lambda: "Showing " in viewer.page.inner_text("#notice"), viewer)
    few = dots(viewer)
    assert len(few) >= 20
    viewer.page.click("#show-more")
    wait_until(lambda: len(dots(viewer)) > len(few), viewer)
    viewer.page.click("#to-overview")
    wait_until(lambda: "region" in viewer.page.inner_text("#notice"), viewer)


def test_address_opens_what_it_names(open_served: Open) -> None:
    viewer = open_served(generated_graph(2500), address="n=thing-000000000960")
    assert viewer.text("#panel h2") == "Thing 02400"
    assert "thing-000000000960" in dots(viewer)


def test_path_is_found_by_the_server(open_served: Open) -> None:
    viewer = open_served(small_graph(), address=f"p={ANA}&q={KELM}")
    assert viewer.text("#panel h2") == "Ana Đorđević to Port of Kelm"
    assert len(viewer.texts("#panel .hop blockquote")) == 3


def test_corrections_are_sent_to_the_server(open_served: Open, tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    viewer = open_served(
        small_graph(), "--token", TOKEN, "--judgements", str(path), address=f"n={MISSION}"
    )
    viewer.page.click("#panel .judging summary")
    viewer.page.fill("#panel .judging input", "Brenn River Mission")
    viewer.page.click("#panel .judging >> text=Rename")
    viewer.page.click("#judge-open")
    viewer.page.fill("#judge-token", TOKEN)
    viewer.page.click("#judge-send")
    wait_until(lambda: path.exists() and not viewer.page.locator("#judging[open]").count(), viewer)
    (record,) = read_judgements(path)
    assert (record.judgement, record.other) == (Verdict.NAME, "Brenn River Mission")


def test_planted_text_never_runs_over_a_server(open_served: Open) -> None:
    graph = planted_graph()
    viewer = open_served(graph)
    ids = [entity for entity in graph.entities if "\u2028" not in entity][:12]
    for entity in ids:
        viewer.page.evaluate("(id) => { location.hash = new URLSearchParams({ n: id }); }", entity)
        viewer.page.wait_for_timeout(80)
    for text in PAYLOADS:
        viewer.page.fill("#search", text[:12])
    viewer.page.wait_for_timeout(500)
    assert ran(viewer) == 0


def test_page_tells_that_the_graph_has_changed_and_shows_it_anew(
    chromium: Browser, tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    first, second = small_articles()
    with Database(graph, builtin(), settings=Settings()) as database:
        database.put(first.extraction(), "")
    with serving(graph) as base:
        page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.clock.install()
        page.goto(f"{base}view")
        page.wait_for_selector("body[data-ready]", timeout=60_000)
        assert page.inner_text("#summary").startswith("1 article ")
        with Database(graph, builtin()) as database:
            database.put(second.extraction(), "")
        page.clock.run_for(11_000)
        page.wait_for_selector("#renew")
        assert "the graph has changed" in page.inner_text("#notice")
        page.click("#renew")
        page.wait_for_selector("#renew", state="detached")
        assert page.inner_text("#summary").startswith("2 articles ")
        page.context.close()
