"""Dates that count from the day of publication: "last Tuesday", "two weeks ago", "this quarter".

The library finds the day; how precise a phrase is, is decided here: as precise as its unit. Without
a day of publication nothing is known. What counts from another day than that of publication ("the
previous day", "a week earlier") stays text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

import dateparser

#: Precision → XSD datatype, or our name where XSD has none (ISO 8601 week, quarter of a year).
DATATYPES = {
    "day": "date",
    "week": "week",
    "month": "gYearMonth",
    "quarter": "quarter",
    "year": "gYear",
}
_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_SMALL = {"a": 1, "an": 1, "couple": 2, "fortnight": 2}
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAYTIME = r"(?: (?:morning|afternoon|evening|night))?"
_COUNT = rf"(?:\d+|an?|a couple of|{'|'.join(_NUMBERS)})"
_PART = r"(?:earlier|later|early|late|in the middle of|at the (?:start|end) of)"
_STEPS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}

#: Pattern of a phrase; its groups are read by ``read_relative``.
RELATIVE = re.compile(
    rf"\b(?P<before_yesterday>the day before yesterday)\b"
    rf"|\b(?P<after_tomorrow>the day after tomorrow)\b"
    rf"|\b(?:(?P<step>last|this|next|coming|previous) )?(?P<weekday>{_WEEKDAY}){_DAYTIME}"
    rf"(?P<week> (?:of )?(?:last|next) week)?\b"
    rf"|\b(?P<day>today|yesterday|tomorrow|tonight"
    rf"|(?:this|last) (?:morning|afternoon|evening|night)){_DAYTIME}\b"
    rf"|\b(?P<count>{_COUNT}) (?P<ago>days?|weeks?|fortnights?|months?|years?) ago\b"
    rf"|\b(?:{_PART} )?(?:the )?(?P<which>last|this|next|previous|current|coming) "
    rf"(?P<unit>week|month|quarter|year)\b",
    re.IGNORECASE,
)
QUARTER = re.compile(
    r"\b(?:the )?(?:(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th) quarter"
    r"(?: of (?:(?P<year>(?:1[5-9]|20)\d\d)|(?P<which>last|this|next) year))?"
    r"|Q(?P<number>[1-4])(?:[ /](?P<of>(?:1[5-9]|20)\d\d))?)(?!\w)",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def read_relative(
    match: re.Match[str], published: date | None, *, ahead: bool
) -> tuple[str, str] | None:
    """Read a match of ``RELATIVE``.

    Args:
        match: The phrase.
        published: The day that it counts from.
        ahead: Whether its clause speaks of what lies ahead: "will meet on Friday".

    Returns:
        Precision and normalised form; ``None`` if it cannot be known.
    """
    if published is None:
        return None
    found = {name: text.lower() for name, text in match.groupdict().items() if text}
    if "ago" in found:
        precision, day = _ago(found["count"], found["ago"].removesuffix("s"), published)
    elif "unit" in found:
        precision = found["unit"]
        day = _shifted(precision, _STEPS[found["which"]], published)
    elif "weekday" in found:
        precision, day = "day", _weekday(found, published, ahead=ahead)
    else:
        precision, day = "day", _near(found, published)
    return (precision, cut(day, precision)) if day is not None else None


def read_quarter(match: re.Match[str], published: date | None) -> tuple[str, str] | None:
    """Read a match of ``QUARTER``; without a year it is the publication's."""
    number = match["number"] or _ORDINALS.get(match["ordinal"].lower(), match["ordinal"][0])
    year = match["year"] or match["of"]
    if year is None and published is not None:
        year = str(published.year + _STEPS.get((match["which"] or "this").lower(), 0))
    return ("quarter", f"{year}-Q{number}") if year else None


def cut(day: date, precision: str) -> str:
    """Return the week, month, quarter or year of a day in its normalised form."""
    if precision == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    if precision == "quarter":
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def _near(found: dict[str, str], published: date) -> date | None:
    """Today, yesterday, tomorrow and their parts, and the days beyond them."""
    if "before_yesterday" in found:
        return _counted("2 days ago", published)
    if "after_tomorrow" in found:
        return _counted("in 2 days", published)
    phrase = found["day"]
    if phrase in ("last night", "last evening"):
        return _counted("yesterday", published)
    if phrase.startswith("last "):  # "last morning" is said of no certain day
        return None
    return _counted(phrase, published) if "day" in phrase or phrase == "tomorrow" else published


def _weekday(found: dict[str, str], published: date, *, ahead: bool) -> date | None:
    """The latest such day up to the publication; the next one where the clause looks ahead.

    "Last Tuesday" is the latest one before the day itself, "next Friday" the first one after it.
    """
    step, name = found.get("step", ""), found["weekday"]
    if "week" in found:  # "Monday of last week"
        return _in_week(name, _shifted("week", -1 if "last" in found["week"] else 1, published))
    if step == "this":
        return _in_week(name, published)
    if step in ("next", "coming") or (not step and ahead):
        if ahead and not step and _index(name) == published.weekday():
            return published
        return _counted(f"next {name}", published)
    if step in ("last", "previous"):
        return _counted(f"last {name}", published)
    same = _index(name) == published.weekday()
    return published if same else _counted(f"last {name}", published)


def _in_week(weekday: str, day: date | None) -> date | None:
    """The weekday of the week that a day lies in; weeks begin on Monday."""
    return day + timedelta(days=_index(weekday) - day.weekday()) if day is not None else None


def _index(weekday: str) -> int:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return names.index(weekday)


def _ago(count: str, unit: str, published: date) -> tuple[str, date | None]:
    words = count.split()
    number = int(words[0]) if words[0].isdigit() else _small(words[-2 if len(words) > 1 else 0])
    if unit == "fortnight":
        number, unit = 2 * number, "week"
    return unit, _counted(f"{number} {unit}s ago", published)


def _small(word: str) -> int:
    return _NUMBERS.index(word) if word in _NUMBERS else _SMALL[word]


def _shifted(unit: str, step: int, published: date) -> date | None:
    if step == 0:
        return published
    count, of = (3, "months") if unit == "quarter" else (1, unit)
    return _counted(f"{count} {of} ago" if step < 0 else f"in {count} {of}", published)


@lru_cache(maxsize=4096)
def _counted(phrase: str, published: date) -> date | None:
    """Let the library read a phrase that counts from a day."""
    base = datetime(published.year, published.month, published.day)
    found = dateparser.parse(
        phrase, languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"}
    )
    return found.date() if found else None
