"""Dates, times, durations, money, percentages, quantities: arguments that are no entities.

Patterns find the spans; a library reads only what they found. What cannot be normalised with
certainty keeps its text as a string. Relative dates count from the day of publication; without
one they stay text.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

import dateparser
from spacy.tokens import Doc

from newsgraph.mentions.overlaps import longest_first
from newsgraph.mentions.quantities import find_quantities
from newsgraph.mentions.readings import Reading
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
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_ORDINALS = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}
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
_DAYS = re.compile(
    rf"\b(?:(?:last|this|next|coming|previous) )?{_WEEKDAY}\b"
    r"|\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b"
)
_AGO = re.compile(rf"\b{_COUNT} {_UNIT} (?:ago|earlier|later)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:last|this|next|past|previous|coming) (?:week|month|year)\b", re.IGNORECASE
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
        has the datatype ``date``, ``gYearMonth`` or ``gYear``; money has its ISO 4217 code as
        ``unit``; text that could not be read has the datatype ``string``.
    """
    text = doc.text
    readings = [*_dates(text, document.published), *find_quantities(text)]
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


def _dates(text: str, published: date | None) -> Iterator[Reading]:
    for match in _FULL.finditer(text):
        yield _reading(match, "full", _full_date(match[0], published))
    for match in _ISO.finditer(text):
        yield _reading(match, "full", _iso_date(match[0]))
    for match in _MONTH_YEAR.finditer(text):
        yield _reading(match, "month", _month(match[0], None))
    for match in _BARE_YEAR.finditer(text):
        yield _reading(match, "year", match["year"], group="year")
    for match in _IN_MONTH.finditer(text):
        yield _reading(match, "month", _month(match["month"], published), group="month")
    for match in _DAYS.finditer(text):
        yield _reading(match, "full", _day(match[0], published))
    for match in _AGO.finditer(text):
        yield _reading(match, *_ago(match[0], published))
    for match in _RELATIVE.finditer(text):
        yield _reading(match, *_relative(match[0], published))
    for match in _CLOCK.finditer(text):
        yield _reading(match, "text", None)
    for match in _PERIOD.finditer(text):
        yield _reading(match, "text", None, group="period")
    for match in _DECADE.finditer(text):
        yield _reading(match, "text", None, group="decade")


_DATATYPES = {"full": "date", "month": "gYearMonth", "year": "gYear", "text": "string"}


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


def _month(phrase: str, published: date | None) -> str | None:
    """Read a month; without a year it is the latest such month up to the publication's."""
    name = phrase.lower()[:3]
    number = next(i for i, month in enumerate(_MONTHS, start=1) if month.lower().startswith(name))
    year = re.search(_YEAR, phrase)
    if year:
        return f"{year[0]}-{number:02}"
    if published is None:
        return None
    return f"{published.year - (number > published.month)}-{number:02}"


def _day(phrase: str, published: date | None) -> str | None:
    """Read a weekday as the latest such day up to the publication, unless told otherwise."""
    if published is None:
        return None
    words = phrase.lower().split()
    offset = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}.get(words[-1])
    if offset is None:
        back = (published.weekday() - _WEEKDAYS.index(words[-1])) % 7
        offset = -back
        if words[0] in {"next", "coming"}:
            offset += 7
        elif words[0] in {"last", "previous"} and back == 0:
            offset = -7
    return (published + timedelta(days=offset)).isoformat()


def _ago(phrase: str, published: date | None) -> tuple[str, str | None]:
    """Read ``two years ago``: as precise as its unit. Later and earlier count from elsewhere."""
    words = phrase.lower().split()
    if published is None or words[-1] != "ago":
        return "text", None
    count = _count(words[0])
    unit = words[-2].removesuffix("s")
    if count is None:
        return "text", None
    if unit in {"day", "week"}:
        return "full" if unit == "day" else "text", (
            (published - timedelta(days=count)).isoformat() if unit == "day" else None
        )
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return "month", f"{months // 12}-{months % 12 + 1:02}"
    if unit in {"year", "decade"}:
        return "year", str(published.year - count * (10 if unit == "decade" else 1))
    return "text", None


def _count(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _NUMBERS.index(word) if word in _NUMBERS else {"a": 1, "an": 1}.get(word)


def _relative(phrase: str, published: date | None) -> tuple[str, str | None]:
    """Read ``last year`` and ``next month``; a week has no datatype and stays text."""
    word, unit = phrase.lower().split()
    if published is None or unit == "week":
        return "text", None
    shift = _ORDINALS[word]
    if unit == "year":
        return ("year", str(published.year + shift)) if word != "past" else ("text", None)
    months = published.year * 12 + published.month - 1 + shift
    return ("month", f"{months // 12}-{months % 12 + 1:02}") if word != "past" else ("text", None)
