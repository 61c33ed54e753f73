"""The tables of the viewer: rows that refer to each other, texts once, offsets by code point."""

from __future__ import annotations

import json

import pytest

from factory_graph import (
    ANA,
    COMPANY,
    COUNCIL,
    HOSTILE,
    MISSION,
    TALKS,
    Article,
    generated_graph,
    graph_of,
    small_graph,
)
from newsgraph.exporting import view as view_module
from newsgraph.exporting.view import Row, View, build, empty
from newsgraph.graph import assemble
from newsgraph.model import Resolution
from newsgraph.vocabulary import builtin


@pytest.fixture(scope="module")
def view() -> View:
    return build(small_graph(), builtin(), title="Kelm")


def fact_of(view: View, relation: str) -> Row:
    (found,) = [fact for fact in view.tables["facts"] if fact["relation"] == relation]
    return dict(found)


def statements_of(view: View, relation: str) -> list[Row]:
    return [view.tables["statements"][i] for i in fact_of(view, relation)["statements"]]


def marked(view: View, statement: Row, name: str) -> str:
    start, end = statement["marks"][name]
    return str(view.tables["sentences"][statement["sentence"]][start:end])


def test_build_draws_one_edge_for_each_fact_between_entities(view: View) -> None:
    facts = small_graph().facts.values()
    assert {e["id"] for e in view.edges} == {f.id for f in facts if isinstance(f.object, str)}
    assert {e["from"] for e in view.edges} | {e["to"] for e in view.edges} == {
        n["id"] for n in view.nodes
    }


def test_build_lists_facts_about_values_without_drawing_them(view: View) -> None:
    office = fact_of(view, "holdsPosition")
    assert office["value"] == "deputy chair"
    assert office["id"] not in {e["id"] for e in view.edges}
    assert fact_of(view, "occursOn")["value"] == "9 March 2025 (2025-03-09)"


def test_build_keeps_entities_without_a_dot_in_the_tables(view: View) -> None:
    assert TALKS not in {n["id"] for n in view.nodes}
    assert TALKS in {e["id"] for e in view.tables["entities"]}


def test_build_marks_parts_of_the_sentence_after_an_emoji(view: View) -> None:
    first, second = statements_of(view, "praises")
    for statement in (first, second):
        assert marked(view, statement, "subject") == "Ana Đorđević"
        assert marked(view, statement, "trigger") == "praised"
        assert marked(view, statement, "object") == "Brenn Mission"


def test_build_says_who_speaks_and_how(view: View) -> None:
    (denied,) = statements_of(view, "withdrawsFrom")
    assert (denied["status"], denied["modality"], denied["stance"]) == (
        "denied",
        "future",
        "asserts",
    )
    assert view.tables["entities"][denied["speaker"]]["id"] == ANA
    assert marked(view, denied, "speaker") == "She"
    assert marked(view, denied, "cue") == "said"


def test_build_sorts_statements_into_asserted_denied_planned(view: View) -> None:
    assert [s["status"] for s in statements_of(view, "criticises")] == ["asserted", "denied"]
    assert [s["status"] for s in statements_of(view, "deploysTo")] == ["planned"]


def test_build_links_details_to_entities(view: View) -> None:
    (aid,) = statements_of(view, "aids")
    amount, place = aid["details"]
    assert amount == {"name": "amount", "text": "about 5 million euros (5000000 EUR)"}
    assert view.tables["entities"][place["entity"]]["name"] == "Port of Kelm"


def test_build_stores_every_sentence_once_and_all_articles(view: View) -> None:
    tables = view.tables
    assert len(tables["sentences"]) == len(set(tables["sentences"])) == 9
    paragraphs = [d["paragraphs"] for d in tables["documents"]]
    assert [sum(map(len, p)) for p in paragraphs] == [5, 4]


def test_build_carries_quoted_sentences_only_when_the_news_is_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(view_module, "WHOLE_ARTICLES_UP_TO", 10)
    view = build(small_graph(), builtin())
    assert not view.tables["meta"]["whole"]
    assert all("paragraphs" not in d for d in view.tables["documents"])
    assert marked(view, statements_of(view, "praises")[0], "trigger") == "praised"


def test_build_breaks_paragraphs_where_the_text_does() -> None:
    article = Article(id="doc-1", sentences=("Ana came.\n\nAna", "left."))
    graph = graph_of([article], {})
    assert build(graph, builtin()).tables["documents"][0]["paragraphs"] == [[0, 1]]


def test_build_names_the_outlet_by_the_host_if_no_publisher_is_given() -> None:
    article = Article(id="doc-1", sentences=("Ana came.",), url="https://www.kelm.example/a")
    bad = Article(id="doc-2", sentences=("Ana left.",), url="http://[broken")
    documents = build(graph_of([article, bad], {}), builtin()).tables["documents"]
    assert documents[0]["outlet"] == "kelm.example"
    assert "outlet" not in documents[1]


def test_build_counts_kinds_and_relations(view: View) -> None:
    kinds = {kind["name"]: kind["count"] for kind in view.tables["kinds"]}
    assert kinds == {"person": 1, "organization": 3, "place": 2, "event": 1}
    assert {r["name"]: r["count"] for r in view.tables["relations"]}["praises"] == 1


def test_build_leaves_hostile_text_as_it_is(view: View) -> None:
    names = {e["id"]: e["name"] for e in view.tables["entities"]}
    assert names[COMPANY] == HOSTILE


def test_build_serves_classes_and_relations_that_the_vocabulary_lacks() -> None:
    article = Article(id="doc-1", sentences=("Ana zorped Kelm.",))
    ends: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {}
    ends |= {"a": ("Zorp", "Ana", (), ()), "k": ("Zorp", "Kelm", (), ())}
    article.state(
        0,
        article.mention(0, "Ana", "a", entity_class="Zorp"),
        "zorps",
        article.mention(0, "Kelm", "k", entity_class="Zorp"),
        "zorped",
    )
    view = build(graph_of([article], ends), builtin())
    assert view.edges[0]["label"] == "zorps"
    assert {node["group"] for node in view.nodes} == {"other"}


def test_build_serves_an_empty_graph() -> None:
    view = build(assemble([], Resolution(entities=())), builtin())
    assert (view.nodes, view.edges) == ([], [])
    assert view.tables["meta"]["period"] is None


def test_build_is_the_same_whatever_the_order_of_articles() -> None:
    one, other = (build(small_graph(reverse=r), builtin()) for r in (False, True))
    assert json.dumps([one.nodes, one.edges, one.tables]) == json.dumps(
        [other.nodes, other.edges, other.tables]
    )


def test_build_numbers_fit_in_a_large_graph() -> None:
    tables = build(generated_graph(600), builtin()).tables
    for number, fact in enumerate(tables["facts"]):
        assert {tables["statements"][i]["fact"] for i in fact["statements"]} == {number}
        assert fact["subject"] < len(tables["entities"])
    for statement in tables["statements"]:
        assert statement["document"] < len(tables["documents"])
        assert statement["sentence"] < len(tables["sentences"])


def test_build_makes_dots_larger_for_what_is_more_in_the_news(view: View) -> None:
    sizes = {node["id"]: node["size"] for node in view.nodes}
    assert sizes[COUNCIL] > sizes[MISSION] > 5


def test_empty_view_is_that_of_an_empty_graph() -> None:
    nothing = build(graph_of([], {}), builtin(), title="Kelm")
    view = empty("Kelm")
    assert (view.nodes, view.edges) == (nothing.nodes, nothing.edges) == ([], [])
    assert view.tables == nothing.tables | {"classes": []}
