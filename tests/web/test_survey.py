"""What a server knows of the whole graph: kept for the next start, never of another state."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from database.conftest import quick_folder
from factory_graph import small_articles
from newsgraph.database.layout import Place
from newsgraph.database.snapshots import latest
from newsgraph.database.working import Database
from newsgraph.rdf.store import load_store
from newsgraph.settings import DEFAULT_BASE, Settings
from newsgraph.vocabulary import builtin
from newsgraph.web.atlas import keep, kept, survey
from web.conftest import ANA, serving
from web.test_viewing import answer

HIDDEN = {"mentions"}


@pytest.fixture
def database() -> Iterator[Path]:
    """A database of the first of two articles."""
    with quick_folder() as folder:
        path = Path(folder) / "graph"
        with Database(path, builtin(), settings=Settings()) as opened:
            opened.put(small_articles()[0].extraction(), "")
        yield path


def add_the_other(database: Path) -> None:
    with Database(database, builtin()) as opened:
        opened.put(small_articles()[1].extraction(), "")


def snapshot(database: Path) -> Path:
    place = Place(database)
    return place.snapshots / str(latest(place))


def test_kept_atlas_gives_the_same_answers(database: Path, client: httpx.Client) -> None:
    def asked() -> list[object]:
        with serving(database) as address:
            return [
                answer(client, address, "overview"),
                answer(client, address, "ego", id=ANA),
                answer(client, address, "search", text="ana dordevci"),
            ]

    first = asked()
    file = snapshot(database) / "atlas.npz"
    written = file.read_bytes()
    assert asked() == first
    assert file.read_bytes() == written
    file.write_bytes(written[: len(written) // 2])
    assert asked() == first
    assert file.read_bytes() == written


def test_atlas_of_another_dataset_version_or_vocabulary_is_not_taken(database: Path) -> None:
    old = snapshot(database)
    store = load_store(old)
    keep(survey(store, DEFAULT_BASE, HIDDEN), old, HIDDEN)
    assert kept(store, old, DEFAULT_BASE, HIDDEN)
    assert not kept(store, old, DEFAULT_BASE, {*HIDDEN, "praises"})
    assert not kept(store, old, "https://example.org/", HIDDEN)
    add_the_other(database)
    new = snapshot(database)
    shutil.copy(old / "atlas.npz", new / "atlas.npz")
    assert not kept(load_store(new), new, DEFAULT_BASE, HIDDEN)


def test_article_added_and_removed_by_another_program_shows_up(
    database: Path, client: httpx.Client
) -> None:
    with serving(database) as address:
        before = answer(client, address, "overview")
        add_the_other(database)
        between = answer(client, address, "overview")
        with Database(database, builtin()) as opened:
            opened.remove(small_articles()[1].id)
        after = answer(client, address, "overview")
    totals = [data["meta"]["served"] for data in (before, between, after)]
    assert [served["articles"] for served in totals] == [1, 2, 1]
    assert len({served["state"] for served in totals}) == 3
    assert not any(served["behind"] for served in totals)
    assert {e["id"] for e in after["entities"]} == {e["id"] for e in before["entities"]}
