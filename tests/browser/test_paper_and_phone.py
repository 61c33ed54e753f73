"""What is printed, what fits a phone, and what comes into the window when it is chosen."""

from __future__ import annotations

import io
import re

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

from browser.open_page import OpenViewer, Viewer
from factory_graph import ANA, KELM, generated_graph, small_graph

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ADDRESSES = ["", f"n={ANA}", f"p={ANA}&q={KELM}", "view=list", "d=doc-0123456789abcdef"]


def printed(viewer: Viewer) -> bytes:
    return viewer.page.pdf(format="A4")


def words_of(pdf: bytes) -> str:
    return " ".join(extract_text(io.BytesIO(pdf)).split())


def ink_of(pdf: bytes, words: str) -> set[object]:
    """Return the colours of the letters of a line."""
    lines = [
        line
        for page in extract_pages(io.BytesIO(pdf))
        for box in page
        if isinstance(box, LTTextContainer)
        for line in box
        if isinstance(line, LTTextLine) and words in line.get_text()
    ]
    return {c.graphicstate.ncolor for line in lines for c in line if isinstance(c, LTChar)}


def test_list_is_printed_to_its_last_row(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(generated_graph(120), address="view=list")
    (last,) = viewer.texts("#list .more") or ("",)
    assert last == "Show 26 more of 226"
    text = words_of(printed(viewer))
    assert len(re.findall(r"\b[01]\.\d\d\b", text)) == 226  # each row has its confidence
    assert len(viewer.texts("#list tbody tr")) == 200


def test_evidence_is_printed_with_the_map_and_without_controls(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    viewer.page.click("#panel .row[data-fact] >> nth=0")
    text = words_of(printed(viewer))
    assert "deputy chair of the council since 2021, praised the Brenn Mission on 3 March" in text
    assert text.count("Brenn Mission") >= 3  # on the map, above the evidence, in the sentence
    for control in ("Legend", "Copy as citation", "Reject", "Play", "Save"):
        assert control not in text
    assert viewer.page.locator("#printed").count() == 0


def test_dark_page_is_printed_dark_on_white(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list", dark=True)
    (ink,) = ink_of(printed(viewer), "Brenn Mission")
    assert isinstance(ink, tuple | list)
    assert max(ink) < 0.4
    assert viewer.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(23, 27, 33)"
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_fits_a_phone(open_viewer: OpenViewer, address: str) -> None:
    viewer = open_viewer(small_graph(), address=address, touch=True)
    viewer.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    viewer.settle()
    wide = "document.documentElement.scrollWidth"
    assert viewer.page.evaluate(wide) == PHONE["width"]
    boxes = [viewer.page.locator(at).bounding_box() for at in ("#notice", ".zoom")]
    if all(boxes):
        notice, zoom = boxes
        assert notice and zoom
        assert notice["x"] + notice["width"] <= zoom["x"]


def test_name_tapped_on_a_phone_opens_its_sentences(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), touch=True)
    viewer.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    viewer.settle()
    viewer.page.touchscreen.tap(*viewer.where_is(ANA))
    assert viewer.text("#panel h2") == "Ana Đorđević"
    viewer.page.locator("#panel .row[data-fact]").first.tap()
    assert viewer.page.locator("#panel blockquote").count() >= 1
    viewer.shoot("phone")


@pytest.mark.parametrize("width", [390, 900, 1100])
def test_map_and_lists_can_be_reached_on_narrow_windows(
    open_viewer: OpenViewer, width: int
) -> None:
    viewer = open_viewer(small_graph(), address="view=list")
    viewer.page.set_viewport_size({"width": width, "height": 900})
    for group in (".tools .switch", "#list .switch"):
        box = viewer.page.locator(group).bounding_box()
        assert box
        for button in viewer.page.locator(f"{group} button").all():
            inner = button.bounding_box()
            assert inner
            assert inner["x"] + inner["width"] <= box["x"] + box["width"] <= width


def test_what_is_searched_comes_near(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(generated_graph(200))
    before = viewer.page.evaluate("newsgraph.network.getScale()")
    viewer.page.fill("#search", "Thing 00150")
    viewer.page.keyboard.press("Enter")
    viewer.page.wait_for_function(
        "before => newsgraph.network.getScale() > 1.5 * before", arg=before
    )
    viewer.settle()
    x, y = viewer.where_is("thing-000000000096")
    box = viewer.page.locator("#map").bounding_box()
    assert box
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
