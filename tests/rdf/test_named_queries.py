from __future__ import annotations

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Store

from factory_graph import ANA, COMPANY, COUNCIL, HOSTILE, KELM, MISSION, VEDRA, small_graph
from newsgraph.errors import QueryError
from newsgraph.rdf import to_quads
from newsgraph.rdf.named_queries import named_query, names
from newsgraph.rdf.query import select
from newsgraph.rdf.results import to_cells
from newsgraph.rdf.serialisation import serialise
from newsgraph.vocabulary import builtin

#: Query, what is filled in, number of rows on the small graph.
ASKED: list[tuple[str, dict[str, str], int]] = [
    ("about_entity", {"entity": VEDRA}, 4),
    ("amounts", {}, 1),
    ("articles", {}, 2),
    ("at_place", {"place": KELM}, 2),
    ("at_place", {}, 3),
    ("best_supported", {}, 6),
    ("by_publisher", {}, 4),
    ("by_publisher", {"outlet": f"Daily {HOSTILE}"}, 4),
    ("by_publisher", {"outlet": "Nobody's Paper"}, 0),
    ("by_their_word", {}, 1),
    ("changed_between", {"from": "2025-03-05", "to": "2025-03-31"}, 2),
    ("changed_between", {"from": "2025-03-11"}, 0),
    ("changed_between", {}, 6),
    ("claims_of", {"speaker": ANA}, 2),
    ("claims_of", {}, 2),
    ("denied", {}, 2),
    ("disputed", {}, 1),
    ("find_entity", {"text": "kELM"}, 1),
    ("find_entity", {}, 7),
    ("facts_of_relation", {"relation": "praises"}, 1),
    ("facts_of_relation", {"relation": "ng:interactsWith"}, 4),
    ("in_period", {"from": "2025-03-03", "to": "2025-03-03"}, 1),
    ("in_period", {"from": "2025-03-04"}, 0),
    ("linked_through", {"one": ANA, "other": COUNCIL}, 1),
    ("mentioned_in", {"entity": MISSION}, 2),
    ("mentioned_together", {"entity": MISSION}, 5),
    ("most_connected", {}, 5),
    ("most_quoted", {}, 1),
    ("neighbours", {"entity": MISSION}, 2),
    ("of_class", {"class": "Organization"}, 3),
    ("outlets_on", {"entity": VEDRA}, 2),
    ("planned", {}, 1),
    ("positions", {}, 1),
    ("relations", {}, 8),
    ("same_as", {}, 1),
    ("says_about", {"speaker": ANA, "about": MISSION}, 3),
    ("says_about", {"speaker": COMPANY, "about": VEDRA}, 2),
    ("single_source", {}, 5),
    ("timeline", {"entity": ANA}, 3),
    ("unsupported", {}, 0),
    ("who_acts_on_whom", {}, 4),
    ("unsure", {}, 6),
    ("who_criticises_whom", {}, 1),
    ("who_criticises_whom", {"since": "2025-03-05"}, 0),
    ("why_linked", {"one": MISSION, "other": COUNCIL}, 1),
    ("why_linked", {"one": COUNCIL, "other": VEDRA}, 2),
]


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    parsed = rdflib.Dataset(default_union=True)
    parsed.parse(data=serialise(to_quads(small_graph(), builtin()), "nquads"), format="nquads")
    return parsed


@pytest.mark.parametrize(("name", "values", "rows"), ASKED)
def test_query_gives_the_same_rows_in_both_engines(
    store: Store, dataset: rdflib.Dataset, name: str, values: dict[str, str], rows: int
) -> None:
    query = named_query(name).filled(values)
    ours = [[_text(term) for term in row] for row in select(store, query).rows]
    theirs = [[_text(term) for term in row] for row in dataset.query(query)]  # type: ignore[union-attr]
    assert len(ours) == rows
    assert ours == theirs


def test_every_query_is_tried() -> None:
    assert {name for name, _, _ in ASKED} == set(names())


@pytest.mark.parametrize("name", names())
def test_query_says_what_it_asks_and_takes(name: str) -> None:
    query = named_query(name)
    assert query.question.endswith("?")
    assert query.explanation.endswith(".")
    for parameter in query.parameters:
        assert f"VALUES ?{parameter.name} {{ UNDEF }}" in query.text
    assert query.text.count("UNDEF") == len(query.parameters)


def test_dispute_shows_both_sentences(store: Store) -> None:
    ((subject, relation, target, affirming, denying, *_),) = to_cells(
        select(store, named_query("disputed").text)
    )
    assert (subject, relation, target) == (HOSTILE, "ng:criticises", "Vedra")
    assert affirming == f"{HOSTILE} criticised Vedra."
    assert "did not criticise" in denying


def test_best_supported_fact_comes_first(store: Store) -> None:
    rows = to_cells(select(store, named_query("best_supported").text))
    assert rows[0][1:5] == [
        "Ana Đorđević",
        "ng:praises",
        "e:brenn-mission-5e6f7a2b3c4d",
        "Brenn Mission",
    ]
    assert rows[0][5:] == ["2", "1", "2", "0.91"]


def test_timeline_takes_the_date_of_the_event_before_that_of_the_article(store: Store) -> None:
    rows = to_cells(select(store, named_query("timeline").filled({"entity": ANA})))
    assert [(when, dated) for when, dated, *_ in rows] == [
        ("2025-03-03", "event"),
        ("2025-03-04", "article"),
        ("2025-03-10", "article"),
    ]


def test_base_reaches_the_query() -> None:
    filled = Store()
    filled.bulk_extend(to_quads(small_graph(), builtin(), "urn:mine:"))
    query = named_query("claims_of").filled({"speaker": ANA}, "urn:mine:")
    assert len(select(filled, query, base="urn:mine:").rows) == 2


@pytest.mark.parametrize(
    "text", [HOSTILE, '" } SERVICE <urn:x> { "', "VALUES ?text { UNDEF }", "'\n\\"]
)
def test_filled_in_text_stays_text(store: Store, text: str) -> None:
    query = named_query("find_entity").filled({"text": text})
    assert len(select(store, query).rows) == (text == HOSTILE)


def test_filled_in_text_is_not_filled_again() -> None:
    query = named_query("says_about").filled({"about": "VALUES ?speaker { UNDEF }", "speaker": "a"})
    assert query.count("e/a>") == 1


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("claims_of", {"whom": "x"}, "no parameter 'whom'"),
        ("claims_of", {"speaker": ""}, "empty"),
        ("who_criticises_whom", {"since": "last May"}, "no date"),
    ],
)
def test_wrong_parameter_is_refused_with_a_hint(
    name: str, values: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        named_query(name).filled(values)
    assert caught.value.hint


def test_unknown_query_names_the_nearest_and_lists_all() -> None:
    with pytest.raises(QueryError, match="did you mean 'timeline'") as caught:
        named_query("timelines")
    assert "why_linked" in caught.value.hint


def _text(term: object) -> str | None:
    """A term's value without its type: both libraries must agree on it."""
    if isinstance(term, NamedNode | Literal):
        return term.value
    return None if term is None else str(term)
