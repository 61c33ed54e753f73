"""The committed sample graph: it opens, it is small, and it tells what its articles tell."""

from __future__ import annotations

import pytest

import newsgraph
from documentation import PICTURE, ROOT, SAMPLE
from newsgraph.report import BuildResult


@pytest.fixture(scope="module")
def sample() -> BuildResult:
    return newsgraph.load(SAMPLE)


def test_sample_is_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLE.iterdir()) < 3_200_000
    assert PICTURE.stat().st_size < 300_000


def test_sample_was_built_from_all_articles(sample: BuildResult) -> None:
    articles = {path.name for path in (ROOT / "seeds/articles").glob("*.md")}
    assert {document.source for document in sample.graph.documents.values()} == articles
    assert sample.failures == ()


@pytest.mark.parametrize(
    ("name", "entity_class"),
    [
        ("Kosovo", "Country"),
        ("Montenegro", "Country"),
        ("European Union", "IntergovernmentalOrganization"),
        ("João Quaresmil", "Person"),
        ("Podgorica", "City"),
    ],
)
def test_sample_knows_its_main_figures(sample: BuildResult, name: str, entity_class: str) -> None:
    found = [entity for entity in sample.graph.entities.values() if entity.name == name]
    assert [entity.entity_class for entity in found] == [entity_class]
    assert sample.graph.facts_of(found[0].id)


def test_sample_has_denied_and_planned_facts(sample: BuildResult) -> None:
    assert newsgraph.ask(SAMPLE, "denied").rows
    assert newsgraph.ask(SAMPLE, "planned").rows
    assert not all(fact.asserted for fact in sample.graph.facts.values())


def test_sample_does_not_tell_where_it_was_built() -> None:
    for path in SAMPLE.iterdir():
        assert str(ROOT).encode() not in path.read_bytes()
