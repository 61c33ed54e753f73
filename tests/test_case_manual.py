"""The manual of constructions: what the rules read from each case's frozen parse."""

from __future__ import annotations

import pytest

from case_manual import Case
from frozen_manuals import Parses, check, constructions

MANUAL = constructions()
IDS = [case.id for case in MANUAL.cases]


@pytest.fixture(scope="module")
def parses() -> Parses:
    return MANUAL.parses()


@pytest.mark.parametrize("case", MANUAL.cases, ids=IDS)
def test_case_is_read_as_the_manual_says(
    case: Case, parses: Parses, request: pytest.FixtureRequest
) -> None:
    check(MANUAL, parses, case, request)


def test_lists_speak_of_cases_that_are_there(parses: Parses) -> None:
    assert {name for name, _ in parses} == set(IDS)
    assert set(MANUAL.known_failures()) <= set(IDS)
