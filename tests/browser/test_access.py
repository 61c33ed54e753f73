"""For everyone: checked by axe against WCAG 2 A and AA, driven by keys alone, read aloud."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.open_page import OpenViewer
from factory_graph import ANA, KELM, MISSION, small_graph

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        f"n={ANA}",
        "d=doc-0123456789abcdef",
        f"p={ANA}&q={KELM}",
        "ask=praises",
        "view=list",
        "view=list&table=statements",
        "view=list&table=disputes",
    ],
)
def test_axe_finds_nothing_to_complain_of(
    open_viewer: OpenViewer, address: str, dark: bool
) -> None:
    viewer = open_viewer(small_graph(), address=address, dark=dark)
    viewer.page.evaluate(
        "document.querySelectorAll('details:not(.menu)').forEach((d) => { d.open = true; })"
    )
    found = Axe().run(viewer.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []


def test_dialogs_pass_too(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={MISSION}")
    viewer.page.click("#panel .judging summary")
    viewer.page.fill("#panel .judging input", "Another")
    viewer.page.click("#panel .judging >> text=Rename")
    viewer.page.click("#judge-open")
    found = Axe().run(viewer.page).response["violations"]
    assert [rule["id"] for rule in found] == []


def test_evidence_is_reached_by_keys_alone(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    keys = viewer.page.keyboard
    keys.press("/")
    keys.type("brenn")
    keys.press("Enter")
    seen: set[str] = set()
    for _ in range(30):
        keys.press("Tab")
        row = "document.activeElement.dataset.fact ?? ''"
        seen.add(viewer.page.evaluate("document.activeElement.tagName"))
        if viewer.page.evaluate(row):
            break
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert viewer.page.evaluate(outline) == "solid"
    keys.press("Enter")
    assert viewer.page.locator("#panel blockquote").count() >= 1
    assert viewer.page.get_attribute("#panel", "aria-live") == "polite"
    assert "BODY" not in seen
