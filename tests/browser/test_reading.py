"""From the map to the sentence: clicks, panels, search, paths."""

from __future__ import annotations

import pytest

from browser.open_page import OpenViewer
from factory_graph import ANA, COUNCIL, KELM, MISSION, TALKS, VEDRA, small_graph

pytestmark = pytest.mark.browser


def fact_id(relation: str) -> str:
    (found,) = [fact.id for fact in small_graph().facts.values() if fact.relation == relation]
    return found


def test_first_sight_shows_title_counts_and_best_supported(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), title="Port of Kelm")
    assert viewer.text("h1") == "Port of Kelm"
    assert "2 articles" in viewer.text("#summary")
    assert "4 Mar 2025 – 10 Mar 2025" in viewer.text("#summary")
    assert viewer.text("#notice") == "Showing 6 entities and 6 facts"
    assert "Ana Đorđević praises Brenn Mission" in viewer.text("#panel .row >> nth=0")
    viewer.shoot("first-sight")


def test_click_on_line_opens_its_sentences_with_the_right_words_marked(
    open_viewer: OpenViewer,
) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.mouse.click(*viewer.middle_of(fact_id("praises")))
    assert viewer.text("#panel h2") == "Ana Đorđević praises Brenn Mission"
    cards = viewer.page.locator("#panel .card")
    assert cards.count() == 2
    for card in cards.all():
        marks = [
            (mark.get_attribute("class"), mark.inner_text()) for mark in card.locator("mark").all()
        ]
        assert marks == [
            ("subject", "Ana Đorđević"),
            ("trigger", "praised"),
            ("object", "Brenn Mission"),
        ]
    newest, first = viewer.texts("#panel blockquote")
    assert newest.startswith("🚢🚢 Ana Đorđević praised")
    assert first.startswith("🚢 Ana Đorđević, deputy chair")
    viewer.shoot("evidence")


def test_click_on_dot_opens_the_entity(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.mouse.click(*viewer.where_is(ANA))
    panel = viewer.text("#panel")
    assert viewer.text("#panel h2") == "Ana Đorđević"
    assert "also Ana Dordevic" in panel
    assert "deputy chair" in panel
    assert viewer.page.locator(".aliases a").get_attribute("href") == (
        "http://www.wikidata.org/entity/Q0"
    )
    says = viewer.texts("#panel .row.quote")
    assert any("would not leave Vedra" in text for text in says)
    viewer.page.locator("#panel .row", has_text="deputy chair").first.click()
    assert viewer.texts("#panel mark.object")[-1] == "deputy chair"


def test_denied_is_dashed_and_worded(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"e={fact_id('withdrawsFrom')}")
    dashes = viewer.page.evaluate(
        "(id) => newsgraph.lines.get(id).dashes", fact_id("withdrawsFrom")
    )
    solid = viewer.page.evaluate("(id) => newsgraph.lines.get(id).dashes", fact_id("praises"))
    assert isinstance(dashes, list)
    assert solid is False
    assert "✕ Denied · planned or announced" in viewer.text("#panel .card")
    assert "According to Ana Đorđević, who says so." in viewer.text("#panel .said")
    assert "“She” read as Ana Đorđević" in viewer.text("#panel .read-as")


def test_disputed_and_planned_are_worded(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"e={fact_id('criticises')}")
    assert "! disputed" in viewer.text("#panel .about")
    assert "who denies it" in viewer.text("#panel .said >> nth=0")
    viewer.page.evaluate(f"location.hash = 'e={fact_id('deploysTo')}'")
    viewer.settle()
    assert "⋯ Planned or announced" in viewer.text("#panel .card")
    assert "when May 2025" in viewer.text("#panel .card")


def test_search_ignores_accents_and_is_driven_by_keys(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    keys = viewer.page.keyboard
    keys.press("/")
    assert viewer.page.evaluate("document.activeElement.id") == "search"
    keys.type("dordevic")
    assert "Ana Đorđević" in viewer.text("#found li[aria-selected=true]")
    keys.press("Enter")
    assert viewer.text("#panel h2") == "Ana Đorđević"
    keys.press("Escape")
    assert "At a glance" in viewer.text("#panel")
    keys.press("/")
    keys.type("k")
    first = viewer.text("#found li[aria-selected=true]")
    keys.press("ArrowDown")
    assert viewer.text("#found li[aria-selected=true]") != first
    keys.press("Escape")
    assert not viewer.page.locator("#found").is_visible()


@pytest.mark.parametrize(
    ("typed", "name"), [("NRC", "Northern River Council"), ("the talks", "the talks")]
)
def test_search_finds_aliases_and_what_has_no_dot(
    open_viewer: OpenViewer, typed: str, name: str
) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.fill("#search", typed)
    viewer.page.keyboard.press("Enter")
    assert viewer.text("#panel h2") == name


def test_path_shows_the_evidence_of_each_step(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    viewer.page.click("#path-start")
    viewer.page.keyboard.type("kelm")
    viewer.page.keyboard.press("Enter")
    assert viewer.text("#panel h2") == "Ana Đorđević to Port of Kelm"
    assert len(viewer.texts("#panel .hop blockquote")) == 3
    assert f"p={ANA}" in viewer.page.url
    viewer.shoot("path")


def test_path_says_so_when_there_is_none(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"p={ANA}&q={TALKS}")
    assert "No chain of facts" in viewer.text("#panel")


def test_neighbourhood_shows_only_what_is_near(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={MISSION}")
    viewer.page.keyboard.press("1")
    assert "Showing 3 of 6 entities" in viewer.text("#notice")
    viewer.page.keyboard.press("2")
    assert "Showing 5 of 6 entities" in viewer.text("#notice")
    viewer.page.keyboard.press("0")
    assert viewer.text("#notice").startswith("Showing 6 entities")


def test_arrow_keys_walk_from_dot_to_dot(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    here, there = viewer.where_is(ANA), viewer.where_is(MISSION)
    dx, dy = there[0] - here[0], there[1] - here[1]
    sideways = "ArrowRight" if dx > 0 else "ArrowLeft"
    upright = "ArrowDown" if dy > 0 else "ArrowUp"
    viewer.page.focus("#map")
    viewer.page.keyboard.press(sideways if abs(dx) > abs(dy) else upright)
    assert viewer.text("#panel h2") == "Brenn Mission"


def test_article_opens_at_the_sentence_and_unfolds_statements(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"e={fact_id('deploysTo')}")
    viewer.page.click("text=Read in the article")
    assert viewer.text(".sentence.here") == (
        "The council plans to send patrol boats to Kelm in May 2025."
    )
    viewer.page.click(".sentence.here")
    assert "Northern River Council deploys to Port of Kelm" in viewer.text(".unfolded")
    viewer.shoot("article")


def test_back_returns_to_what_was_open(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    for entity in (VEDRA, COUNCIL):
        viewer.page.mouse.click(*viewer.where_is(entity))
        viewer.settle()
    assert viewer.text("#panel h2") == "Northern River Council"
    viewer.page.click("text=← Back")
    viewer.settle()
    assert viewer.text("#panel h2") == "Vedra"


def test_citation_holds_quote_source_and_statement(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"e={fact_id('aids')}")
    viewer.page.click("text=Copy as citation")
    viewer.page.wait_for_selector("#toast >> text=Copied.")
    viewer.page.focus("#search")
    viewer.page.keyboard.press("Control+V")
    pasted = viewer.page.input_value("#search")
    assert "“Vedra gave the NRC about 5 million euros in Kelm.”" in pasted
    assert "10 Mar 2025" in pasted
    assert "st-" in pasted


def test_hidden_entity_leaves_the_map_and_comes_back(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={KELM}")
    viewer.page.click("#panel >> text=Hide")
    assert "Showing 5 entities" in viewer.text("#notice")
    viewer.page.click("#toast >> text=Undo")
    assert "Showing 6 entities" in viewer.text("#notice")
