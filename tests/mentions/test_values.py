"""Dates, money and quantities, read relative to the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.mentions.values import find_values
from newsgraph.model import Document, Value

_NLP = spacy.blank("en")
_PUBLISHED = date(2025, 2, 20)  # a Thursday


def values(text: str, published: date | None = _PUBLISHED) -> list[Value]:
    return find_values(_NLP(text), Document(id="doc-1", text=text, published=published))


@pytest.mark.parametrize(
    ("text", "surface", "lexical", "datatype"),
    [
        ("It opened on 18 February 2025.", "18 February 2025", "2025-02-18", "date"),
        ("It opened on February 18, 2025.", "February 18, 2025", "2025-02-18", "date"),
        ("It opened on 2025-02-18.", "2025-02-18", "2025-02-18", "date"),
        ("It opened on the 3rd of March 2024.", "the 3rd of March 2024", "2024-03-03", "date"),
        ("They met on Tuesday.", "Tuesday", "2025-02-18", "date"),
        ("They met on Thursday.", "Thursday", "2025-02-20", "date"),
        ("They met on Friday.", "Friday", "2025-02-14", "date"),
        ("They meet next Friday.", "next Friday", "2025-02-21", "date"),
        ("Yesterday they met.", "Yesterday", "2025-02-19", "date"),
        ("It begins on 3 March.", "3 March", "2025-03-03", "date"),
        ("It began on 28 December.", "28 December", "2024-12-28", "date"),
        ("It grew in February 2023.", "February 2023", "2023-02", "gYearMonth"),
        ("It grew in March.", "March", "2024-03", "gYearMonth"),
        ("It fell in 2023.", "2023", "2023", "gYear"),
        ("It fell last year.", "last year", "2024", "gYear"),
        ("It rises next month.", "next month", "2025-03", "gYearMonth"),
        ("It fell two years ago.", "two years ago", "2023", "gYear"),
        ("It fell 13 months ago.", "13 months ago", "2024-01", "gYearMonth"),
        ("It fell three days ago.", "three days ago", "2025-02-17", "date"),
    ],
)
def test_find_values_reads_dates(text: str, surface: str, lexical: str, datatype: str) -> None:
    [value] = values(text)
    assert (value.text, value.lexical, value.datatype) == (surface, lexical, datatype)


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("They met on Tuesday.", "Tuesday"),
        ("It fell last year.", "last year"),
        ("It begins on 3 March.", "3 March"),
        ("It begins on 31 June 2024.", "31 June 2024"),
        ("They met at 10:30.", "10:30"),
        ("They talked for three hours.", "three hours"),
    ],
)
def test_find_values_leaves_what_it_cannot_date_as_text(text: str, surface: str) -> None:
    [value] = values(text, published=None)
    assert (value.text, value.lexical, value.datatype) == (surface, surface, "string")


@pytest.mark.parametrize(
    ("text", "surface", "lexical", "datatype", "unit"),
    [
        ("It cost $2.5 billion.", "$2.5 billion", "2500000000", "integer", "USD"),
        ("It cost €300m.", "€300m", "300000000", "integer", "EUR"),
        ("It cost 5.5 million euros.", "5.5 million euros", "5500000", "integer", "EUR"),
        ("It cost EUR 1,250.50 then.", "EUR 1,250.50", "1250.5", "decimal", "EUR"),
        ("It cost 30 Serbian dinars.", "30 Serbian dinars", "30", "integer", "RSD"),
        ("It cost 30 dinars.", "30 dinars", "30", "integer", "dinar"),
        ("It won 45.5 percent.", "45.5 percent", "45.5", "decimal", "percent"),
        ("It won 20%.", "20%", "20", "integer", "percent"),
        ("It is 1,200 km long.", "1,200 km", "1200", "integer", "km"),
        ("It has 3 square miles.", "3 square miles", "3", "integer", "mi2"),
        ("Some two million barrels.", "two million barrels", "2000000", "integer", "barrel"),
    ],
)
def test_find_values_reads_amounts(
    text: str, surface: str, lexical: str, datatype: str, unit: str
) -> None:
    [value] = values(text)
    assert (value.text, value.lexical) == (surface, lexical)
    assert (value.datatype, value.unit) == (datatype, unit)


@pytest.mark.parametrize("text", ["", "Nothing here.", "May he march on.", "The G20 met.", "A4"])
def test_find_values_of_text_without_values_is_empty(text: str) -> None:
    assert values(text) == []


@given(st.text(max_size=200))
def test_find_values_quotes_the_text_in_order_without_crossing(text: str) -> None:
    found = values(text)
    assert all(text[v.span.start : v.span.end] == v.text for v in found)
    ends = [0, *(v.span.end for v in found)]
    assert all(v.span.start >= end for v, end in zip(found, ends, strict=False))
