"""Text as every later stage sees it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.reading.cleaning import clean


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("Cafe\u0301", "Café"),
        ("\ufeffNA\u200bTO and \u202eU\u202cN", "NATO and UN"),
        ("bell\x07, null\x00, escape\x1b[31m", "bell, null, escape[31m"),
        ("so\u00adlution", "solution"),
        ("10\u00a0000\u2009euros", "10 000 euros"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("line  \t\nnext", "line\nnext"),
        ("\n\n  first", "first"),
        ("lone \ud800 half", "lone  half"),
        ("flag 🇽🇰 stays", "flag 🇽🇰 stays"),
    ],
)
def test_clean_normalises(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_clean_joins_lines_broken_at_a_column() -> None:
    wrapped = (
        "Pier opens\n\nThe mayor of the island said that the new pier\n"
        "would let larger ships land, and that Captain\nOdegard would steer the first of them."
    )
    assert clean(wrapped) == (
        "Pier opens\n\nThe mayor of the island said that the new pier would let larger ships land,"
        " and that Captain Odegard would steer the first of them."
    )


def test_clean_keeps_lines_that_were_ended_on_purpose() -> None:
    lines = "Ferry to Brenna runs again\nThe ferry was back on Friday, the harbour office said."
    assert clean(lines) == lines


@given(st.text())
def test_clean_twice_is_clean_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@given(st.text())
def test_clean_leaves_nothing_invisible(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in cleaned)
