"""Dates, times, durations, money, percentages, quantities: arguments that are no entities.

Patterns find the spans; a library reads only what they found. What cannot be normalised with
certainty keeps its text as a string. Relative dates count from the day of publication; without
one they stay text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache, partial

import dateparser
from spacy.tokens import Doc

from newsgraph.mentions.overlaps import longest_first
from newsgraph.mentions.quantities import find_quantities
from newsgraph.mentions.readings import Reading
from newsgraph.mentions.relative_dates import (
    DATATYPES,
    QUARTER,
    RELATIVE,
    read_quarter,
    read_relative,
)
from newsgraph.model import Document, Span, Value

_MONTHS = calendar.month_name[1:]
_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_UNIT = r"(?:day|week|month|year|hour|minute|decade)s?"
_COUNT = rf"(?:\d+|an?|{'|'.join(_NUMBERS)}|several|few|a few|a couple of)"

_FULL = re.compile(
    rf"\b(?:{_WEEKDAY},? )?(?:(?:the )?{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}\b)"
    rf"(?:,? {_YEAR})?\b"
)
_ISO = re.compile(rf"\b{_YEAR}-\d\d-\d\d\b")
_MONTH_YEAR = re.compile(rf"\b{_MONTH},? (?:of )?{_YEAR}\b")
_BARE_YEAR = re.compile(
    rf"\b(?:(?:in|since|by|until|till|from|between|during|before|after|of|early|late|mid-?) )"
    rf"(?P<year>{_YEAR})\b(?!['’]?s\b|[-–]\d|,\d|\.\d| (?:people|euros|dollars))",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(
    rf"\b(?i:in|since|by|until|last|this|next|early|late|mid-) (?P<month>{_MONTH})\b(?! \d)"
)
#: What counts from another day than the publication's, or from none for certain, stays text.
_UNCERTAIN = re.compile(
    rf"\b{_COUNT} {_UNIT} (?:ago|earlier|later)\b"
    r"|\b(?:the )?(?:previous|following|same|past) (?:day|week|month|year)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\b(?:from|between|since) {_YEAR} (?:to|and|until|till|through) (?P<year>{_YEAR})\b",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(
    rf"\b(?:early|late|mid-?|(?:the )?(?:start|beginning|end|middle) of) ?(?:in )?"
    rf"(?P<year>{_YEAR})\b"
    r"(?!['’]?s\b)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\b\.?|o['’]clock\b)|\b\d{1,2}:\d\d\b")
_PERIOD = re.compile(
    rf"\b(?:for|over|during|within|in) (?:the (?:past|last|next) )?(?P<period>{_COUNT} {_UNIT})\b"
)
_DECADE = re.compile(r"\b(?:the )?(?:early |late |mid-)?(?P<decade>(?:1[5-9]|20)\d0s)\b")


def find_values(doc: Doc, document: Document) -> list[Value]:
    """Find the values of an article.

    Returns:
        Values in text order, none crossing another; where two would, the longer is kept. A date
        has the datatype ``date``, ``week``, ``gYearMonth``, ``quarter`` or ``gYear``; money has its
        ISO 4217 code as ``unit``; text that could not be read has the datatype ``string``.
    """
    text = doc.text
    ahead = partial(_looks_ahead, doc)
    readings = [*_dates(text, document.published, ahead), *find_quantities(text)]
    return [
        Value(
            span=Span(start=reading.start, end=reading.end),
            text=text[reading.start : reading.end],
            lexical=reading.lexical or text[reading.start : reading.end],
            datatype=reading.datatype,
            unit=reading.unit,
        )
        for reading in longest_first(readings)
    ]


def _looks_ahead(doc: Doc, start: int) -> bool:
    """Tell whether the clause of a word lies ahead: "will meet", "is to meet", "due to meet"."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    token = span[0] if span is not None and len(span) else None
    while token is not None and token.head.i != token.i:
        token = token.head
        if not _SCHEDULED.isdisjoint((token.lower_, *(c.lower_ for c in token.children))) or (
            token.pos_ in ("VERB", "AUX", "ADJ", "NOUN")
            and any(c.dep_ in ("aux", "mark") and c.lower_ in _AHEAD for c in token.children)
        ):
            return True
        if token.pos_ == "VERB" and token.tag_ not in ("VB", "VBN", "VBG"):
            return False  # a finite verb without "will": whatever is above is another clause
    return False


def _dates(text: str, published: date | None, ahead: Callable[[int], bool]) -> Iterator[Reading]:
    for match in _FULL.finditer(text):
        yield _reading(match, "full", _full_date(match[0], published))
    for match in _ISO.finditer(text):
        yield _reading(match, "full", _iso_date(match[0]))
    for match in _MONTH_YEAR.finditer(text):
        yield _reading(match, "month", _month(match[0], None, ahead=False))
    for match in _BARE_YEAR.finditer(text):
        yield _reading(match, "year", match["year"], group="year")
    for match in _IN_MONTH.finditer(text):
        month = _month(match["month"], published, ahead=ahead(match.start("month")))
        yield _reading(match, "month", month, group="month")
    yield from _relative_dates(text, published, ahead)
    for match in _RANGE.finditer(text):
        yield _reading(match, "year", match["year"], group="year")
    for match in _PART_OF_YEAR.finditer(text):
        yield _reading(match, "year", match["year"])
    for pattern in (_UNCERTAIN, _CLOCK):
        for match in pattern.finditer(text):
            yield _reading(match, "text", None)
    for match in _PERIOD.finditer(text):
        yield _reading(match, "text", None, group="period")
    for match in _DECADE.finditer(text):
        yield _reading(match, "text", None, group="decade")


def _relative_dates(
    text: str, published: date | None, ahead: Callable[[int], bool]
) -> Iterator[Reading]:
    for match in RELATIVE.finditer(text):
        yield _known(match, read_relative(match, published, ahead=ahead(match.start())))
    for match in QUARTER.finditer(text):
        yield _known(match, read_quarter(match, published))


_DATATYPES = {**DATATYPES, "full": "date", "text": "string"}
#: Words that put a clause in the time to come.
_AHEAD = frozenset({"will", "shall", "to", "'ll", "’ll", "wo"})
_SCHEDULED = frozenset({"due", "set", "scheduled", "expected", "planned", "slated"})


def _known(match: re.Match[str], read: tuple[str, str] | None) -> Reading:
    precision, lexical = read or ("text", "")
    return _reading(match, precision, lexical)


def _reading(
    match: re.Match[str], precision: str, lexical: str | None, *, group: str | int = 0
) -> Reading:
    return Reading(
        start=match.start(group),
        end=match.end(group),
        lexical=lexical or "",
        datatype=_DATATYPES[precision] if lexical else "string",
    )


def _full_date(phrase: str, published: date | None) -> str | None:
    """Read a day with its month; without a year it is the one nearest to the publication."""
    if re.search(_YEAR, phrase):
        return _parsed(phrase)
    if published is None:
        return None
    years = (published.year - 1, published.year, published.year + 1)
    readings = [day for year in years if (day := _parsed(f"{phrase} {year}"))]
    if not readings:
        return None
    return min(readings, key=lambda day: abs((date.fromisoformat(day) - published).days))


@lru_cache(maxsize=4096)
def _parsed(phrase: str) -> str | None:
    """Let the library read a complete date; the weekday is left out, it may contradict."""
    bare = re.sub(rf"\b{_WEEKDAY},? |\bthe |\bof ", "", phrase)
    found = dateparser.parse(bare, languages=["en"], settings={"PARSERS": ["absolute-time"]})
    return found.date().isoformat() if found else None


def _iso_date(phrase: str) -> str | None:
    try:
        return date.fromisoformat(phrase).isoformat()
    except ValueError:
        return None


def _month(phrase: str, published: date | None, *, ahead: bool) -> str | None:
    """Read a month; without a year it is the latest such month up to the publication's.

    Where the clause looks ahead, it is the first one from then on.
    """
    name = phrase.lower()[:3]
    number = next(i for i, month in enumerate(_MONTHS, start=1) if month.lower().startswith(name))
    year = re.search(_YEAR, phrase)
    if year:
        return f"{year[0]}-{number:02}"
    if published is None:
        return None
    shift = int(number < published.month) if ahead else -int(number > published.month)
    return f"{published.year + shift}-{number:02}"
