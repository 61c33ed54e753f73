"""Filters, the list, addresses, files, light and dark, large graphs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from browser.open_page import OpenViewer, Viewer
from factory_graph import ANA, generated_graph, small_graph
from newsgraph.exporting import html
from newsgraph.graph import assemble
from newsgraph.model import Resolution

pytestmark = pytest.mark.browser


def facts_shown(viewer: Viewer) -> int:
    words = viewer.text("#notice").split(" and ")[1]
    return int(words.split()[0].replace(",", ""))


@pytest.mark.parametrize(
    ("token", "left"),
    [("status:denied", 5), ("status:planned", 5), ("kind:person", 5), ("praises", 5)],
)
def test_legend_switch_takes_facts_off_the_map(
    open_viewer: OpenViewer, token: str, left: int
) -> None:
    viewer = open_viewer(small_graph())
    assert facts_shown(viewer) == 6
    box = f'input[data-token="{token}"]'
    viewer.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    viewer.page.uncheck(box)
    assert facts_shown(viewer) == left
    viewer.page.click("#reset")
    assert facts_shown(viewer) == 6
    assert viewer.page.is_checked(box)


def test_group_switch_takes_all_its_relations(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.locator(".relations > input").first.uncheck()
    assert facts_shown(viewer) < 6
    own = viewer.page.locator(".relations").first.locator("input[data-token]")
    assert not any(box.is_checked() for box in own.all())


def test_outlets_confidence_and_dates_filter(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.locator('input[data-token="outlet:"]').uncheck()
    assert facts_shown(viewer) == 5
    viewer.page.click("#reset")
    viewer.page.locator("#least").fill("0.95")
    viewer.settle()
    assert viewer.text("#notice") == "Nothing passes the filters · show everything"
    assert "Most in the news" not in viewer.text("#panel")
    viewer.page.click("#show-everything")
    assert facts_shown(viewer) == 6
    viewer.page.fill("#date-from", "2025-03-08")
    assert facts_shown(viewer) == 3
    viewer.page.click("#dates-all")
    assert facts_shown(viewer) == 6


def test_address_restores_the_view(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(
        small_graph(), address=f"n={ANA}&off=status:planned&least=0.5&view=list&table=entities"
    )
    assert viewer.text("#panel h2") == "Ana Đorđević"
    assert not viewer.page.is_checked('input[data-token="status:planned"]')
    assert viewer.text("#least-words") == "0.50 or more"
    assert viewer.page.locator("#list table").is_visible()
    assert "7 entities" in viewer.text(".table-head")


def test_address_follows_what_the_reader_does(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.mouse.click(*viewer.where_is(ANA))
    viewer.page.uncheck('input[data-token="status:denied"]')
    assert f"n={ANA}" in viewer.page.url
    assert "off=status%3Adenied" in viewer.page.url


@pytest.mark.parametrize("address", ["n=none&e=none&d=%FF", "hops=9&least=x&from=1&off", "%%%&&=="])
def test_address_that_does_not_fit_is_ignored(open_viewer: OpenViewer, address: str) -> None:
    assert facts_shown(open_viewer(small_graph(), address=address)) == 6


def test_list_shows_every_fact_and_sorts(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list")
    assert len(viewer.texts("#list tbody tr")) == 8
    assert "Denied" in viewer.texts("#list td:nth-child(4)")
    viewer.page.focus("#list th >> nth=2 >> button")
    viewer.page.keyboard.press("Enter")
    objects = viewer.texts("#list td:nth-child(3)")
    assert objects == sorted(objects, key=str.casefold)
    assert viewer.page.locator("#list th").nth(2).get_attribute("aria-sort") == "ascending"
    viewer.page.focus("#list tbody tr:nth-child(1) td:nth-child(2) button")
    viewer.page.keyboard.press("Enter")
    assert viewer.page.locator("#panel blockquote").count() >= 1
    viewer.shoot("list")


def test_dark_follows_the_system_and_the_switch(open_viewer: OpenViewer) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    viewer = open_viewer(small_graph(), dark=True)
    dark = viewer.page.evaluate(paper)
    viewer.shoot("dark")
    viewer.page.click("#theme")
    light = viewer.page.evaluate(paper)
    assert dark == "rgb(23, 27, 33)"
    assert light == "rgb(251, 250, 247)"
    assert open_viewer(small_graph()).page.evaluate(paper) == light


def test_large_graph_shows_the_best_supported_part_first(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(generated_graph(2000))
    viewer.shoot("large")
    assert "Showing 400 of 2,000 entities" in viewer.text("#notice")
    viewer.page.click("#show-more")
    assert "Showing 800 of 2,000 entities" in viewer.text("#notice")
    viewer.page.fill("#search", "Thing 01999")
    viewer.page.keyboard.press("Enter")
    assert viewer.text("#panel h2") == "Thing 01999"
    assert "Not on the map" not in viewer.text("#panel")


def test_packed_data_is_unpacked_without_a_request(
    open_viewer: OpenViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html, "PACK_ABOVE", 1000)
    viewer = open_viewer(small_graph())
    assert viewer.page.locator("#data[data-packed]").count() == 1
    assert facts_shown(viewer) == 6


def test_empty_graph_says_so(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(assemble([], Resolution(entities=())))
    assert "Nothing to draw yet" in viewer.text("#panel")


def save(viewer: Viewer, item: str) -> Path:
    viewer.page.click("#save summary")
    with viewer.page.expect_download() as download:
        viewer.page.click(f"#save-items >> text={item}")
    return Path(download.value.path())


def test_table_is_saved_without_formulas(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    text = save(viewer, "CSV").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 10
    assert {row["status"] for row in rows} == {"asserted", "denied", "planned"}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_data_is_saved_with_evidence(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    facts = json.loads(save(viewer, "JSON").read_text(encoding="utf-8"))
    assert len(facts) == 8
    assert all(statement["sentence"] for fact in facts for statement in fact["statements"])


def test_picture_of_the_map_is_saved(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    assert save(viewer, "PNG").read_bytes().startswith(b"\x89PNG")


def test_print_shows_map_and_evidence_without_controls(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    viewer.page.emulate_media(media="print")
    assert viewer.page.locator("#panel h2").is_visible()
    for control in ("#legend", ".search", ".zoom"):
        assert not viewer.page.locator(control).first.is_visible()


def test_help_opens_and_closes_by_key(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.keyboard.press("?")
    assert "How to read the map" in viewer.text("#help")
    viewer.page.keyboard.press("Escape")
    assert not viewer.page.locator("#help").is_visible()
