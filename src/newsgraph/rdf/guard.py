"""What a query may not do: change anything, or reach the network.

``SERVICE`` makes the engine call any address, and it has no switch for it; so the query is refused
before the engine sees it. The scan need not understand SPARQL, but must never take for a comment,
string or IRI what the engine takes for a command:

* Comments are blanked in what the engine gets, so that what hides in them cannot run.
* ``?a<?b&&'>'`` can be read as an IRI or as a comparison with a string. An IRI with a quotation
  mark in it is therefore refused: no reading of ``<`` shifts where strings begin.
* The engine needs no space around a keyword (``1SERVICE:x{…}`` runs), so the word is refused
  wherever it stands outside strings, IRIs, variables and local names.
"""

from __future__ import annotations

import re

from newsgraph.errors import QueryRefused

MAX_LENGTH = 50_000  #: characters of a query
#: The engine calls itself for each bracket and operator, and ends the process when its stack is
#: full, which some ten thousand of them do: brackets open at a time, and operators of one clause.
MAX_DEPTH, MAX_OPERATORS = 100, 1000

_TOKEN = re.compile(
    r'''
      (?P<string> """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<escape> \\. )
    ''',
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"[?$]\w+|:[\w:%-]*")
_SERVICE = re.compile(r"SERVICE", re.IGNORECASE)
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
_LOAD = re.compile(r"LOAD", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[{};]|\.(?![\deE])")
_OPERATOR = re.compile(r"[-+*/|&!^=<>]")
_FROM = re.compile(r"\bFROM\b", re.IGNORECASE)


def checked(query: str, *, datasets: bool = False, updates: bool = False) -> str:
    """Return the query with its comments blanked, everything else in its place.

    Args:
        query: SPARQL 1.1.
        datasets: Let it name, by ``FROM``, which graphs of the store it asks.
        updates: Let it change the store; the network it must not reach.

    Raises:
        QueryRefused: The query is an update, calls ``SERVICE`` or ``LOAD``, names a dataset with
            ``FROM``, is too long (for a query), too deep, or written so that it cannot be told.
    """
    if len(query) > MAX_LENGTH and not updates:
        raise QueryRefused(
            f"the query has {len(query)} characters", hint=f"at most {MAX_LENGTH} are read"
        )
    for found in _TOKEN.finditer(query):
        if found.lastgroup == "iri" and "'" in found[0]:
            raise QueryRefused(
                f"cannot tell whether this is an IRI or a comparison: {found[0]}",
                hint="write %27 for the quotation mark, or put spaces around the '<'",
            )
    code = _NAME.sub(_blank, _TOKEN.sub(_blank, query))
    _check_depth(code)
    if _SERVICE.search(code):
        raise QueryRefused(
            "SERVICE is refused: a query must not reach the network",
            hint="if it is a prefix, choose another name for it",
        )
    update = (_LOAD if updates else _UPDATE).search(code)
    if update:
        raise QueryRefused(
            f"{update[0].upper()} is refused: a query must not change or load anything",
            hint="ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
            if not updates
            else "INSERT DATA brings the data along",
        )
    if not datasets and _FROM.search(code):
        raise QueryRefused(
            "FROM is refused: the dataset is the graph that was opened, nothing is fetched",
            hint="use GRAPH <…> { … } to look into the graph of one article",
        )
    return _TOKEN.sub(lambda m: _blank(m) if m.lastgroup == "comment" else m[0], query)


def _check_depth(code: str) -> None:
    deepest = depth = 0
    for character in code:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    longest = max(len(_OPERATOR.findall(part)) for part in _CLAUSE_END.split(code))
    for found, most, what in (
        (deepest, MAX_DEPTH, "brackets within each other"),
        (longest, MAX_OPERATORS, "operators in one expression"),
    ):
        if found > most:
            raise QueryRefused(
                f"the query has {found} {what}",
                hint=f"at most {most} are read; VALUES and IN take long lists",
            )


def names_dataset(query: str) -> bool:
    """Tell whether a query names its dataset by ``FROM``."""
    return bool(_FROM.search(_NAME.sub(_blank, _TOKEN.sub(_blank, query))))


def _blank(found: re.Match[str]) -> str:
    """Keep line breaks, so that the line and column of an error stay true."""
    return re.sub(r"[^\n\r]", " ", found[0])
