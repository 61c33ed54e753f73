"""Confidence: a probability from the shipped table, and a table that is checked."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.errors import ModelNotFound
from newsgraph.model import Document, Modality, Statement
from newsgraph.pipeline import extract
from newsgraph.statements.confidence import (
    ALWAYS,
    FAMILIES,
    Confidence,
    family_of,
    probability,
    read_table,
    shipped_confidence,
)
from newsgraph.vocabulary import builtin

TEXT = (
    "Ana Vidal met Lena Novak in Rijeka on Tuesday. The minister of the interior, who had been "
    "accused of it by the union, may visit Albania. Serbia criticised the treaty."
)
DOCUMENT = Document(id="doc-test", text=TEXT, published=date(2025, 12, 4))


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    return list(extract(DOCUMENT).statements)


def table(**changes: object) -> str:
    weights: dict[str, object] = {family: {ALWAYS: 1.0} for family in FAMILIES}
    return json.dumps({"weights": {**weights, **changes}})


@pytest.mark.model
def test_confidence_is_a_probability_that_leaves_room_for_doubt(
    statements: list[Statement],
) -> None:
    assert statements
    assert all(0 < s.evidence.confidence < 1 for s in statements)


@pytest.mark.model
def test_open_facts_are_believed_less_than_what_rules_read(statements: list[Statement]) -> None:
    sure = {
        family: [s.evidence.confidence for s in statements if family_of(s) == family]
        for family in FAMILIES
    }
    assert min(sure["rules"]) > max(sure["open"])


@pytest.mark.model
def test_parts_of_confidence_add_up_to_it(statements: list[Statement]) -> None:
    shipped, vocabulary = shipped_confidence(), builtin()
    for statement in statements:
        parts = dict(shipped.parts(statement, TEXT, vocabulary))
        assert ALWAYS in parts
        chance = probability(math.fsum(parts.values()))
        assert shipped.of(statement, TEXT, vocabulary) == chance


@pytest.mark.model
def test_unknown_relations_and_rules_are_judged_by_what_is_known(
    statements: list[Statement],
) -> None:
    shipped, vocabulary = shipped_confidence(), builtin()
    typed = next(s for s in statements if s.relation)
    evidence = replace(typed.evidence, rules=("a_rule_of_tomorrow",))
    strange = replace(typed, relation="relationOfAUser", evidence=evidence)
    assert 0 < shipped.of(strange, TEXT, vocabulary) < 1


@pytest.mark.model
def test_only_weights_of_the_table_count(statements: list[Statement]) -> None:
    flat = Confidence({f: {ALWAYS: 0.0, f"modality:{Modality.POSSIBLE}": -2.0} for f in FAMILIES})
    for statement in statements:
        if statement.relation:
            chance = flat.settled(statement, TEXT, builtin()).evidence.confidence
            assert chance == (0.119 if statement.modality is Modality.POSSIBLE else 0.5)


@given(st.floats(allow_nan=False))
def test_probability_grows_with_the_odds_and_stays_inside(odds: float) -> None:
    assert 0 < probability(odds) <= probability(odds + 1) < 1


@pytest.mark.parametrize(
    ("contents", "problem"),
    [
        ("{", "damaged"),
        ("[]", "must hold weights for rules, reader, open"),
        ('{"weights": {"rules": {}}}', "must hold weights for"),
        (table(open={}), "open has no 'always'"),
        (table(rules={ALWAYS: 1.0, "guess": "much"}), "rules, guess: 'much' is no number"),
        (table(rules={ALWAYS: True}), "True is no number"),
        (table(reader={ALWAYS: 1.0}).replace("1.0", "NaN"), "nan is no number"),
    ],
)
def test_damaged_table_is_refused_and_says_what_to_do(contents: str, problem: str) -> None:
    with pytest.raises(ModelNotFound, match=problem) as caught:
        read_table(contents, name="confidence.json")
    assert "reinstall" in caught.value.hint
