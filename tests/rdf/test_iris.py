from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from newsgraph.errors import SettingsError
from newsgraph.model import Span
from newsgraph.rdf.iris import Iris, Resource, prefixes
from newsgraph.settings import DEFAULT_BASE

IRIS = Iris("https://data.example.org/news/")


def test_iris_lie_under_the_chosen_base() -> None:
    assert IRIS.entity("ana-1").value == "https://data.example.org/news/e/ana-1"
    assert IRIS.statement("st-1").value == "https://data.example.org/news/st/st-1"
    assert IRIS.graph("doc-1").value == "https://data.example.org/news/g/doc-1"
    span = IRIS.span("doc-1", Span(start=4, end=9))
    assert span.value == "https://data.example.org/news/doc/doc-1#char=4,9"


def test_default_base_belongs_to_nobody() -> None:
    assert DEFAULT_BASE.startswith("https://newsgraph.invalid/")


def test_urn_is_a_base_too() -> None:
    assert Iris("urn:newsgraph:").entity("a").value == "urn:newsgraph:e/a"


@pytest.mark.parametrize(
    "base",
    ["", "news/", "https://x", "https://x/#", "https://x/?a=/", "https://x/ y/", "https://x/>/"],
)
def test_unusable_base_is_refused_with_a_hint(base: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Iris(base)
    assert "https://" in caught.value.hint


@pytest.mark.parametrize(
    "id_", ["a/b", "..", ".", "a#b", "a?b", "> <urn:x", "a b", 'a"b', "č\n", "%2e"]
)
def test_hostile_id_stays_one_segment_and_reads_back(id_: str) -> None:
    iri = IRIS.entity(id_).value
    rest = iri.removeprefix("https://data.example.org/news/e/")
    assert not set(rest) & set('/#?<> "\n') and rest not in {".", ".."}
    assert IRIS.parse(iri) == Resource("entity", id_)


@given(st.text(st.characters(), min_size=1))
def test_any_id_reads_back(id_: str) -> None:
    assert IRIS.parse(IRIS.statement(id_).value) == Resource("statement", id_)
    assert IRIS.parse(IRIS.text(id_).value) == Resource("text", id_)
    span = Span(start=0, end=7)
    assert IRIS.parse(IRIS.span(id_, span).value) == Resource("span", id_, span)


@pytest.mark.parametrize(
    "iri",
    [
        "https://other.example/e/a",
        "https://data.example.org/news/x/a",
        "https://data.example.org/news/e/",
        "https://data.example.org/news/e/a/b",
        "https://data.example.org/news/e/a#char=1,2",
        "https://data.example.org/news/doc/a#char=2,2",
        "https://data.example.org/news/doc/a#page=2",
    ],
)
def test_foreign_iri_is_not_read(iri: str) -> None:
    assert IRIS.parse(iri) is None


def test_empty_id_has_no_iri() -> None:
    with pytest.raises(ValueError, match="empty"):
        IRIS.entity("")


@pytest.mark.parametrize("name", ["meta", "registry", "vocab"])
def test_article_cannot_take_the_name_of_a_graph_of_the_build(name: str) -> None:
    with pytest.raises(ValueError, match="reserved"):
        IRIS.graph(name)


def test_publisher_is_the_same_for_any_case_and_spacing() -> None:
    assert IRIS.publisher("Daily  News") == IRIS.publisher("daily news")
    assert IRIS.publisher("Daily News") != IRIS.publisher("Weekly News")


def test_prefixes_are_sorted_and_hold_the_base() -> None:
    known = prefixes("https://b.example/")
    assert list(known) == sorted(known)
    assert known["e"] == "https://b.example/e/"
    assert all(NamedNode(iri) for iri in known.values())
