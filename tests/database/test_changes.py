"""Whatever the order of changes, the dataset is that of a build from scratch."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database.conftest import quick_folder
from factory_news import THINGS, Said, articles, make_article, scratch
from newsgraph.database.layout import Place
from newsgraph.database.snapshots import open_latest
from newsgraph.database.working import Database
from newsgraph.errors import GraphError
from newsgraph.folder import load
from newsgraph.graph import assemble
from newsgraph.model import Extraction
from newsgraph.reading.copies import sketch
from newsgraph.resolution import resolve
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin

COUNCIL = ("Quiet River Council", "QRC")
VEDRA = ("Vedra",)


def stored(graph: Path) -> set[object]:
    """Return what a reader sees."""
    snapshot = open_latest(Place(graph))
    try:
        return set(snapshot.store)
    finally:
        snapshot.close()


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[int, Extraction | None]]:
    """Draw changes in order: an article comes or is replaced, or goes (``None``)."""
    numbers = draw(st.lists(st.integers(0, 4), min_size=1, max_size=9))
    changes = [(n, draw(st.none() | articles(n))) for n in numbers]
    return [(n, x and replace(x, sketch=sketch_like(draw(st.integers(0, 9))))) for n, x in changes]


def sketch_like(seed: int) -> str:
    """Return one of some sketches of which about every other pair are copies; 0 is none."""
    choose = Random(seed)
    return "".join(f"{choose.randrange(3):08x}" for _ in range(64 if seed else 0))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_any_order_of_changes_gives_what_a_build_gives(
    history: list[tuple[int, Extraction | None]],
) -> None:
    present: dict[int, Extraction] = {}
    with quick_folder() as folder:
        graph = Path(folder) / "graph"
        with Database(graph, builtin(), settings=Settings()) as database:
            for number, extraction in history:
                if extraction is not None:
                    database.put(extraction, "hash")
                    present[number] = extraction
                elif number in present:
                    database.remove(present.pop(number).document.id)
        assert stored(graph) == scratch(list(present.values()))


def test_filling_at_once_and_one_by_one_give_the_same(quick: Path) -> None:
    extractions = [
        make_article(n, [(COUNCIL, "praises", VEDRA, False, None)] * (n + 1)) for n in range(4)
    ]
    with Database(quick / "whole", builtin(), settings=Settings()) as database:
        database.fill((x, "") for x in extractions)
    with Database(quick / "single", builtin(), settings=Settings()) as database:
        for extraction in reversed(extractions):
            database.put(extraction, "")
    assert stored(quick / "whole") == stored(quick / "single") == scratch(extractions)


def test_a_name_that_grows_renames_the_entity_in_older_articles(quick: Path) -> None:
    first = make_article(1, [(("QRC",), "praises", VEDRA, False, None)])
    second = make_article(2, [(COUNCIL, "praises", VEDRA, False, None)])
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(first, "")
        assert any("/e/qrc-" in str(quad) for quad in database.dataset())
        database.put(second, "")
        assert not any("/e/qrc-" in str(quad) for quad in database.dataset())
    assert stored(quick) == scratch([first, second])


def test_load_gives_the_graph_of_a_build(quick: Path) -> None:
    extractions = [make_article(n, [(COUNCIL, "praises", VEDRA, n == 1, None)]) for n in range(3)]
    with Database(quick, builtin(), settings=Settings()) as database:
        for extraction in extractions:
            database.put(extraction, "")
    graph, built = load(quick).graph, assemble(extractions, resolve(extractions, builtin()))
    assert (graph.entities, graph.facts) == (built.entities, built.facts)


def test_graph_of_a_removed_article_is_gone_with_its_name(quick: Path) -> None:
    article = make_article(1, [(COUNCIL, "praises", VEDRA, False, None)])
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(article, "")
        database.remove(article.document.id)
    snapshot = open_latest(Place(quick))
    names = [str(name) for name in snapshot.store.named_graphs()]
    assert names and not [name for name in names if "/g/doc-" in name]
    snapshot.close()


def test_missing_article_cannot_be_removed(quick: Path) -> None:
    with (
        Database(quick, builtin(), settings=Settings()) as database,
        pytest.raises(GraphError, match="no article 'doc-x'"),
    ):
        database.remove("doc-x")


def test_graphs_of_others_stay_when_articles_change_and_when_all_is_rebuilt(quick: Path) -> None:
    article = make_article(1, [(COUNCIL, "praises", VEDRA, False, None)])
    with Database(quick, builtin(), settings=Settings()) as database:
        database.update("INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 'mine' } }")
        database.put(article, "")
        database.remove(article.document.id)
        database.rebuild()
        assert [name.value for name in database.foreign()] == ["urn:mine"]
    assert len(stored(quick)) == len(scratch([])) + 1


def test_copies_of_an_article_are_told_whatever_comes_and_goes(quick: Path) -> None:
    said: list[Said] = [(a, "praises", b, False, None) for a, b in pairwise(sorted(THINGS))]
    made = [make_article(n, said) for n in range(3)]
    copies = [replace(x, sketch=sketch(x.document.text)) for x in made]
    assert all(x.sketch for x in copies)
    with Database(quick, builtin(), settings=Settings()) as database:
        for extraction in reversed(copies):
            database.put(extraction, "")
        assert sum("copyOf" in str(quad.predicate) for quad in database.dataset()) == 2
        database.remove(copies[0].document.id)
    assert stored(quick) == scratch(copies[1:])
