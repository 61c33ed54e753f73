"""The server's page in a real browser: questions, SPARQL, errors, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from factory_graph import HOSTILE, small_graph
from newsgraph.exporting import export
from newsgraph.vocabulary import builtin
from web.conftest import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a small graph; it must cause no error and no request to another place."""
    export(small_graph(), tmp_path / "graph.trig", format="trig", vocabulary=builtin())
    problems: list[str] = []
    with serving(tmp_path / "graph.trig") as address:
        context = chromium.new_context()
        opened = context.new_page()
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("dialog", lambda dialog: problems.append(dialog.message))
        opened.on(
            "request", lambda r: None if r.url.startswith(address) else problems.append(r.url)
        )
        opened.goto(address)
        opened.wait_for_selector("#question option", state="attached")
        yield opened
        context.close()
    assert problems == []


def status(page: Page) -> str:
    """Wait for the answer; the page lets nobody evaluate a condition in it."""
    for _ in range(300):
        told = page.inner_text("#status")
        if told not in {"", "asking…"}:
            return told
        page.wait_for_timeout(100)
    pytest.fail("no answer")


def test_question_is_asked_by_name_and_answered(page: Page) -> None:
    page.select_option("#question", "about_entity")
    page.fill("#parameters input[name=entity]", "Vedra")
    page.click("#ask")
    assert status(page).startswith("4 rows")
    assert "Vedra" in page.inner_text("#answer")


def test_names_of_strangers_are_shown_as_text(page: Page) -> None:
    page.select_option("#question", "find_entity")
    page.click("#ask")
    assert status(page).startswith("7 rows")
    assert HOSTILE.partition("\u202e")[0].strip() in page.inner_text("#answer")
    assert page.locator("#answer script").count() == 0


def test_sparql_of_a_question_can_be_changed_and_faults_are_told(page: Page) -> None:
    page.select_option("#question", "denied")
    page.click("#show")
    assert "ng:Negative" in page.input_value("#sparql")
    page.click("#run")
    assert status(page).startswith("2 rows")
    page.fill("#sparql", "SELECT * {")
    page.click("#run")
    page.wait_for_selector("#status.error")
    assert "line 1, column" in page.inner_text("#status")


def test_link_of_an_entity_opens_its_page(page: Page) -> None:
    page.select_option("#question", "find_entity")
    page.fill("#parameters input[name=text]", "Ana")
    page.click("#ask")
    status(page)
    page.click("#answer a")
    page.wait_for_selector("h1")
    assert page.inner_text("h1") == "Ana Đorđević"
