"""A graph in a notebook: it shows itself in a frame, and nothing in it reaches the page around."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page

from browser.test_safety import PAYLOADS, planted_graph
from factory_graph import ANA, small_graph
from newsgraph.exporting import notebook
from newsgraph.graph import KnowledgeGraph

pytestmark = pytest.mark.browser

Show = Callable[[KnowledgeGraph], tuple[Page, FrameLocator]]


@pytest.fixture
def show(chromium: Browser) -> Iterator[Show]:
    """Put what a graph shows of itself into a page, as a notebook does."""
    page = chromium.new_context(viewport={"width": 1400, "height": 800}, offline=True).new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))

    def show_one(graph: KnowledgeGraph) -> tuple[Page, FrameLocator]:
        page.set_content(f"<!doctype html><h1>Notebook</h1>{graph._repr_html_()}")
        inside = page.frame_locator("iframe")
        inside.locator("body[data-ready]").wait_for(state="attached")
        return page, inside

    yield show_one
    page.context.close()
    assert problems == []


def test_graph_shows_itself_and_can_be_used(show: Show) -> None:
    page, inside = show(small_graph())
    assert inside.locator("#notice").inner_text() == "Showing 6 entities and 6 facts"
    inside.locator("#search").fill("dordevic")
    inside.locator("#search").press("Enter")
    assert inside.locator("#panel h2").inner_text() == "Ana Đorđević"
    inside.locator("#panel .row[data-fact]").first.click()
    assert inside.locator("#panel blockquote").count() >= 1
    page.keyboard.press("u")
    inside.locator("#panel h2 >> text=Ana Đorđević").wait_for()
    inside.locator("#panel >> text=← Back").click()
    inside.locator("#panel >> text=At a glance").wait_for()


def test_planted_text_stays_in_the_frame_and_does_not_run_there(show: Show) -> None:
    page, inside = show(planted_graph())
    for text in PAYLOADS[:12]:
        inside.locator("#search").fill(text[:12])
    assert page.evaluate("window.__ran || 0") == 0
    assert page.evaluate("document.querySelectorAll('iframe').length") == 1
    frame = page.frames[1]
    assert frame.evaluate("window.__ran || 0") == 0
    assert page.get_attribute("iframe", "sandbox") == "allow-scripts allow-downloads allow-popups"
    with pytest.raises(Exception, match=r"cross-origin|SecurityError|Blocked"):
        frame.evaluate("parent.document.title")


def test_large_graph_tells_how_to_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "LONGEST", 1000)
    shown = small_graph()._repr_html_()
    assert "<iframe" not in shown
    assert "2 articles: 7 entities, 8 facts" in shown
    assert "format='html'" in shown
    assert ANA not in shown
