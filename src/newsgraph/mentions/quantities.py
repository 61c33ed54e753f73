"""Money, percentages and quantities with a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from newsgraph.mentions.readings import Reading

_SYMBOLS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB",
    "₴": "UAH", "A$": "AUD", "C$": "CAD",
}  # fmt: skip
_CURRENCIES = {
    "dollar": "USD", "euro": "EUR", "dinar": "RSD", "yen": "JPY", "yuan": "CNY", "rouble": "RUB",
    "ruble": "RUB", "rupee": "INR", "lek": "ALL", "zloty": "PLN", "forint": "HUF", "lira": "TRY",
    "hryvnia": "UAH", "shekel": "ILS", "won": "KRW", "kuna": "HRK", "denar": "MKD",
}  # fmt: skip
# Several states share these words: "dollars" and "dinars" alone do not say whose.
_AMBIGUOUS = {"dinar", "rupee", "lira", "won", "franc", "peso", "krona", "krone", "pound", "crown"}
_CODES = "USD EUR GBP RSD CHF JPY CNY RUB INR ALL MKD BAM HUF PLN TRY UAH AUD CAD SEK NOK DKK"
_ADJECTIVES = {
    "US": "USD", "U.S.": "USD", "American": "USD", "Australian": "AUD", "Canadian": "CAD",
    "Serbian": "RSD", "Swiss": "CHF", "British": "GBP", "Turkish": "TRY", "Indian": "INR",
}  # fmt: skip
_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "mln": 6, "mn": 6, "m": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12, "tn": 12,
}  # fmt: skip
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "hundred": "100", "half a": "0.5"}

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?:{_DIGITS}|\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b)"
_SCALE = r"(?:[ -]?(?:thousand|million|billion|trillion|mln|mn|bn|tn)|[kmb])\b"
_NOUNS = "|".join([*_CURRENCIES, "franc", "peso", "krona", "krone", "pound", "crown"])
_SYMBOL = "|".join(re.escape(s) for s in sorted(_SYMBOLS, key=len, reverse=True))

_MONEY_BEFORE = re.compile(
    rf"(?<![\w$])(?P<symbol>{_SYMBOL}|\b(?:{'|'.join(_CODES.split())})\b) ?"
    rf"(?P<number>{_DIGITS})(?P<scale>{_SCALE})?"
)
_MONEY_AFTER = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})(?P<scale>{_SCALE})?[ -]?"
    rf"(?:(?:(?P<adjective>{'|'.join(re.escape(a) for a in _ADJECTIVES)}) )?"
    rf"(?P<noun>{_NOUNS})s?\b|(?P<code>{'|'.join(_CODES.split())})\b|(?P<sign>[€£]))"
)
_PERCENT = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER}) ?(?:%|-?per ?cent\b(?:age points?)?|percentage points?)"
)
_UNITS = {
    "kilometre": "km", "kilometer": "km", "km": "km", "metre": "m", "meter": "m", "mile": "mi",
    "centimetre": "cm", "centimeter": "cm", "foot": "ft", "feet": "ft", "tonne": "t", "ton": "t",
    "kilogram": "kg", "kilo": "kg", "kg": "kg", "gram": "g", "pounds": "lb", "litre": "l",
    "liter": "l", "hectare": "ha", "acre": "acre", "megawatt": "MW", "MW": "MW", "gigawatt": "GW",
    "barrel": "barrel", "degree": "degree",
}  # fmt: skip
_QUANTITY = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})(?P<scale>{_SCALE})?[ -]"
    rf"(?P<square>square |cubic )?(?P<unit>{'|'.join(_UNITS)})(?:s|es)?\b"
)


def find_quantities(text: str) -> Iterator[Reading]:
    """Yield money, percentages and quantities, which may cross; unread numbers stay text."""
    for match in _MONEY_BEFORE.finditer(text):
        symbol = match["symbol"].strip()
        yield _reading(match, _SYMBOLS.get(symbol, symbol))
    for match in _MONEY_AFTER.finditer(text):
        yield _reading(match, _currency(match))
    for match in _PERCENT.finditer(text):
        yield _reading(match, "percent")
    for match in _QUANTITY.finditer(text):
        power = {"square ": "2", "cubic ": "3"}.get(match["square"] or "", "")
        yield _reading(match, _UNITS[match["unit"]] + power)


def _currency(match: re.Match[str]) -> str | None:
    if match["code"]:
        return match["code"]
    if match["sign"]:
        return _SYMBOLS[match["sign"]]
    noun = match["noun"]
    adjective = _ADJECTIVES.get(match["adjective"] or "")
    if adjective:
        return adjective
    return noun if noun in _AMBIGUOUS else _CURRENCIES[noun]


def _reading(match: re.Match[str], unit: str | None) -> Reading:
    groups = match.groupdict()
    number = _number(groups["number"], groups.get("scale"))
    datatype = "string"
    if number is not None:
        datatype = "integer" if number == number.to_integral_value() else "decimal"
    return Reading(
        start=match.start(),
        end=match.end(),
        lexical=_plain(number) if number is not None else "",
        datatype=datatype,
        unit=unit,
    )


def _number(digits: str, scale: str | None) -> Decimal | None:
    plain = _WORDS.get(digits, re.sub(r"[,\u00a0\u202f]", "", digits))
    power = _SCALES[scale.strip(" -").lower()] if scale else 0
    try:
        return Decimal(plain).scaleb(power)
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    """Write without exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
