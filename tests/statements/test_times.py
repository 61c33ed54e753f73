"""When something happens, and from when until when it holds."""

from __future__ import annotations

from datetime import date

import pytest

from newsgraph.model import Document, Statement, Value
from newsgraph.pipeline import extract

pytestmark = pytest.mark.model

PUBLISHED = date(2025, 2, 20)


def read(text: str) -> list[Statement]:
    return list(extract(Document(id="doc-test", text=text, published=PUBLISHED)).statements)


def dates(text: str, relation: str) -> set[tuple[str, str]]:
    return {
        (q.property, q.value.lexical)
        for s in read(text)
        if s.relation == relation
        for q in s.qualifiers
        if isinstance(q.value, Value) and q.property.endswith("Date")
    }


@pytest.mark.parametrize(
    ("text", "relation", "expected"),
    [
        ("Ana Vidal met Lena Novak last week.", "meetsWith", {("eventDate", "2025-W07")}),
        ("Ana Vidal met Lena Novak on Tuesday.", "meetsWith", {("eventDate", "2025-02-18")}),
        ("Ana Vidal will meet Lena Novak on Tuesday.", "meetsWith", {("eventDate", "2025-02-25")}),
        ("Serbia held talks with Albania on Monday.", "meetsWith", {("eventDate", "2025-02-17")}),
        ("Albania has supported the mission since 2019.", "supports", {("startDate", "2019")}),
        ("Albania supported the mission until 2019.", "supports", {("endDate", "2019")}),
        (
            "Ana Vidal led the Bank of Albania from 2016 to 2021.",
            "headOf",
            {("startDate", "2016"), ("endDate", "2021")},
        ),
        (
            "Ana Vidal led the Bank of Albania between 2016 and 2021.",
            "headOf",
            {("startDate", "2016"), ("endDate", "2021")},
        ),
        ("Ana Vidal met Lena Novak.", "meetsWith", set()),
        ("Ana Vidal met Lena Novak before 3 March 2024.", "meetsWith", set()),
        ("Ana Vidal met Lena Novak after 2019.", "meetsWith", set()),
    ],
)
def test_statement_says_when(text: str, relation: str, expected: set[tuple[str, str]]) -> None:
    assert any(s.relation == relation for s in read(text))
    assert dates(text, relation) == expected


def test_day_of_publication_is_written_nowhere_unless_the_text_says_today() -> None:
    for statement in read("Ana Vidal met Lena Novak in Rijeka. Serbia signed the treaty in May."):
        for qualifier in statement.qualifiers:
            assert getattr(qualifier.value, "lexical", "") != PUBLISHED.isoformat()
    assert dates("Serbia signed the treaty today.", "signatoryOf") | dates(
        "Ana Vidal met Lena Novak today.", "meetsWith"
    ) >= {("eventDate", PUBLISHED.isoformat())}
