"""The pages in ``src/newsgraph/docs``: what they show is what happens."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import nbformat
import pytest
import rdflib
from pyoxigraph import Literal

import newsgraph
from documentation import DOCS as DOCS_FOLDER
from documentation import NOTEBOOK, PAGES, README, SAMPLE, fences, rewritten
from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.query import select
from newsgraph.rdf.store import load_store
from newsgraph.settings import Settings
from notebooks import executed, kept

DOCS = tuple(page for page in PAGES if page != README)
EXTENDING, RDF = (next(page for page in DOCS if page.stem == name) for name in ("extending", "rdf"))

#: Heading → the query below it.
COOKBOOK = dict(
    re.findall(r"^### ([^\n]+)\n\n```sparql\n(.+?)```", RDF.read_text("utf-8"), re.M | re.S)
)


@pytest.mark.model
@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.stem)
def test_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    """If this is as it should be: ``python tests/documentation.py`` writes the output anew."""
    text = page.read_text(encoding="utf-8")
    assert rewritten(text, tmp_path) == text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_links_to_files_and_headings_that_exist(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    for link in links:
        if not link.startswith("https://"):
            name, _, heading = link.partition("#")
            target = page.parent / name if name else page
            assert target.exists(), link
            assert not heading or heading in _headings(target), link


def _headings(page: Path) -> list[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles]


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    parsed = rdflib.Dataset(default_union=True)
    parsed.parse(SAMPLE / "graph.trig", format="trig")
    return parsed


@pytest.mark.parametrize("heading", COOKBOOK)
def test_cookbook_query_gives_the_same_rows_in_both_engines(
    heading: str, dataset: rdflib.Dataset
) -> None:
    query = COOKBOOK[heading]
    ours = [[_text(term) for term in row] for row in select(load_store(SAMPLE), query).rows]
    theirs = [[_text(term) for term in row] for row in dataset.query(query, initNs=prefixes())]  # type: ignore[union-attr]
    assert ours
    assert sorted(ours) == sorted(theirs)


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else str(term).strip("<>")


def test_cookbook_has_every_query_of_its_page() -> None:
    queries = [f for f in fences(RDF.read_text(encoding="utf-8")) if f.language == "sparql"]
    assert len(queries) == len(COOKBOOK)


def test_plain_triples_have_statements() -> None:
    assert newsgraph.ask(SAMPLE, "unsupported").rows == ()


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_every_setting_is_explained(setting: object) -> None:
    assert f"| `{setting.name}` |" in EXTENDING.read_text(encoding="utf-8")  # type: ignore[attr-defined]


def test_settings_file_shown_is_valid(tmp_path: Path) -> None:
    shown = next(
        f for f in fences(EXTENDING.read_text(encoding="utf-8")) if f.file == "settings.toml"
    )
    path = tmp_path / "settings.toml"
    path.write_text(shown.content, encoding="utf-8")
    assert Settings.load(path, environ={}).min_confidence == 0.7


#: Fences that are data or what something prints.
_DATA = {"", "text", "yaml", "toml", "xml"}
_RUN = {"console", "pycon", "python", "sh", "sparql"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_code_of_a_page_is_run_or_says_why_not(page: Path) -> None:
    found = fences(page.read_text(encoding="utf-8"))
    assert {fence.language for fence in found} <= _DATA | _RUN
    unrun = [fence for fence in found if fence.not_run]
    assert {fence.language for fence in unrun} <= {"sh"}
    assert not unrun or page.name in {"README.md", "contributing.md"}
    assert page == RDF or all(fence.language != "sparql" for fence in found)


def test_index_links_to_every_page() -> None:
    index = (DOCS_FOLDER / "README.md").read_text(encoding="utf-8")
    for page in DOCS_FOLDER.iterdir():
        if page.suffix in {".md", ".ipynb"} and page.name != "README.md":
            assert f"]({page.name})" in index


@pytest.mark.model
def test_notebook_prints_what_it_shows(tmp_path: Path) -> None:
    """If this is as it should be: ``python tests/documentation.py`` writes the output anew."""
    now = executed(NOTEBOOK, tmp_path)
    shown = [
        output["data"]["text/html"]
        for cell in now.cells
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    ]
    assert shown
    assert all("<iframe" in html for html in shown)
    stored = nbformat.read(NOTEBOOK, as_version=4)
    assert kept(now).cells == stored.cells


@pytest.mark.parametrize(
    "words", re.findall("“([^”]+)”", (DOCS_FOLDER / "viewer.md").read_text(encoding="utf-8"))
)
def test_words_that_the_guide_quotes_stand_in_the_viewer(words: str) -> None:
    viewer = DOCS_FOLDER.parent / "exporting/viewer"
    text = "".join(path.read_text(encoding="utf-8") for path in viewer.iterdir())
    assert re.search(rf"[\">]{re.escape(words)}(?:[\"<]| […✕])", text)
