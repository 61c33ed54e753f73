"""The examples of every relation: facts found where they are stated, silence where they are not."""

from __future__ import annotations

import pytest

from case_manual import Case
from frozen_manuals import Parses, check, examples

MANUAL = examples()
IDS = [case.id for case in MANUAL.cases]


@pytest.fixture(scope="module")
def parses() -> Parses:
    return MANUAL.parses()


@pytest.mark.parametrize("case", MANUAL.cases, ids=IDS)
def test_example_states_its_facts_or_none(
    case: Case, parses: Parses, request: pytest.FixtureRequest
) -> None:
    check(MANUAL, parses, case, request)


def test_lists_speak_of_examples_that_are_there(parses: Parses) -> None:
    assert {name for name, _ in parses} == set(IDS)
    assert set(MANUAL.known_failures()) <= set(IDS)
