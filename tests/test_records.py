"""Extractions as plain records for measuring."""

from __future__ import annotations

import json

import pytest

from factory_article import Article, Entities
from factory_graph import small_articles
from newsgraph.records import article_record, coarse_type, fact_records
from newsgraph.vocabulary import builtin

FIRST = small_articles()[0].extraction()


@pytest.mark.parametrize(
    ("entity_class", "coarse"),
    [
        ("Person", "Person"),
        ("Country", "Country"),
        ("City", "City"),
        ("Region", "Place"),
        ("Court", "Government body"),
        ("MilitaryMission", "MilitaryForce"),
        ("Company", "Organization"),
        ("Election", "Event"),
        ("Treaty", "Law/Document"),
        ("Product", "Product/Vessel"),
        ("Group", "Group"),
        ("Topic", "Other"),
        ("Thing", "Other"),
        ("NoSuchClass", "Other"),
    ],
)
def test_coarse_type_of_class(entity_class: str, coarse: str) -> None:
    assert coarse_type(entity_class, builtin()) == coarse


def test_fact_records_quote_the_text() -> None:
    records = list(fact_records(FIRST, builtin()))
    assert len(records) == len(FIRST.statements)
    office = records[1]
    assert office["relation"] == "holdsPosition"
    assert (office["subject"], office["object"]) == ("Ana Đorđević", "deputy chair")
    assert office["arguments"] == ["of the council", "since 2021"]
    assert office["object_type"] == "Value"
    denied = records[2]
    assert (denied["negated"], denied["modality"], denied["speaker"]) == (True, "future", "She")
    assert denied["subject"] == "the Northern River Council"
    assert json.loads(json.dumps(records)) == records


def test_article_record_joins_facts_to_entities() -> None:
    record = json.loads(json.dumps(article_record(FIRST, builtin())))
    names = {entity["id"]: entity["name"] for entity in record["entities"]}
    fact = record["facts"][0]
    assert names[fact["subject"]] == "Ana Đorđević"
    assert names[fact["object"]] == "Brenn Mission"
    assert fact["time"] == "2025-03-03"
    assert fact["evidence"] == [
        FIRST.document.text[FIRST.sentences[0].span.start : FIRST.sentences[0].span.end]
    ]
    office = record["facts"][1]
    assert office["object"] == "deputy chair"
    assert office["of"] in names
    assert record["facts"][2]["speaker"] == fact["subject"]


def test_article_record_has_no_pronoun_among_aliases() -> None:
    record = article_record(FIRST, builtin())
    assert isinstance(record["entities"], list)
    aliases = {alias for entity in record["entities"] for alias in entity["aliases"]}
    assert "Ana Đorđević" in aliases
    assert "She" not in aliases


def test_article_record_points_mentions_into_the_text() -> None:
    record = article_record(FIRST, builtin())
    assert isinstance(record["mentions"], list)
    assert len(record["mentions"]) == len(FIRST.mentions)
    for mention in record["mentions"]:
        assert FIRST.document.text[mention["start"] : mention["end"]] == mention["text"]


@pytest.mark.parametrize(("stated", "told"), [(False, {"Ana"}), (True, {"Ana", "Latin"})])
def test_vague_word_spelled_as_a_name_counts_if_a_fact_speaks_of_it(
    stated: bool, told: set[str]
) -> None:
    known: Entities = {"Ana": ("Person", "Ana", (), ()), "Latin": ("Thing", "Latin", (), ())}
    article = Article("d9", ("Ana learnt Latin.",), known)
    ana, latin = article.mention(0, "Ana", "Ana"), article.mention(0, "Latin", "Latin")
    if stated:
        article.state(0, ana, "uses", latin, "learnt")
    entities = article_record(article.extraction(), builtin())["entities"]
    assert isinstance(entities, list)
    assert {entity["name"] for entity in entities} == told
