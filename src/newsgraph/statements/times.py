"""When: a phrase of time says when something happens, or from when until when it holds.

The publication's date is none of these: it is the document's, and what the text leaves undated
stays undated.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from newsgraph.model import Qualifier, Value
from newsgraph.statements.ends import Ends, is_date
from newsgraph.statements.syntax import children, preposition

_START = frozenset({"since", "from", "starting", "beginning", "as_of", "effective"})
_END = frozenset({"until", "till", "by", "through", "up_to"})
#: The event lies somewhere before or after the date, which says not when.
_APART = frozenset(
    "before after following preceding ahead_of prior_to beyond past than of about for".split()
)


def dates_of(phrase: Token, ends: Ends) -> Iterator[Qualifier]:
    """Yield the dates that a phrase of time gives to its predicate; none if it gives no date.

    "From 2019 to 2021" and "between 2019 and 2021" give two.
    """
    value = ends.value(phrase)
    if not isinstance(value, Value) or not is_date(value):
        return
    name = preposition(phrase)
    if name in _APART:
        return
    last = _last_of_range(phrase, name, ends)
    if last is not None and last.span != value.span:
        yield Qualifier(property="startDate", value=value)
        yield Qualifier(property="endDate", value=last)
        return
    yield Qualifier(property=_property(phrase, name), value=value)


def _property(phrase: Token, name: str) -> str:
    if name in _START:
        return "startDate"
    if name in _END or (name == "to" and _begun(phrase)):
        return "endDate"
    return "eventDate"


def _begun(phrase: Token) -> bool:
    """Tell whether "from …" stands before this "to …" beside it."""
    return any(c.i < phrase.i and preposition(c) in _START for c in phrase.head.children)


def _last_of_range(phrase: Token, name: str, ends: Ends) -> Value | None:
    """The second date of a range that hangs on the first one."""
    if name == "between":
        found = children(phrase, "conj")
    elif name == "from":
        found = [c for c in children(phrase, "nmod", "obl") if preposition(c) in ("to", *_END)]
    else:
        return None
    values = (ends.value(token) for token in found)
    return next((v for v in values if v is not None and is_date(v)), None)
