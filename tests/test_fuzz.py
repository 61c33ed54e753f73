"""A few random inputs for readers and statement stage; ``tests/fuzz.py`` runs as many as wanted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import strategies as st

import fuzz


@pytest.mark.model
@pytest.mark.parametrize(
    ("target", "examples"), [("readers", 300), ("statements", 15), ("parses", 40)]
)
def test_whatever_comes_what_must_hold_holds(target: str, examples: int) -> None:
    fuzz.fuzz(target, examples=examples)


@pytest.fixture
def faulty() -> Iterator[str]:
    """A target with a fault that few inputs bring to light."""

    def check(text: str) -> None:
        assert "\u202e" not in text

    fuzz.TARGETS["faulty"] = (st.text("ab\u202e", max_size=9), check)
    yield "faulty"
    del fuzz.TARGETS["faulty"]


def test_fault_is_found(faulty: str) -> None:
    with pytest.raises(AssertionError):
        fuzz.fuzz(faulty, examples=200, number=1)
