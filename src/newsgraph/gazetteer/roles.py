"""Families of roles that one person hardly holds at the same time.

``Colonel Vukašević`` and ``Minister Vukašević`` are two people, and so are a fugitive businessman
and a police spokesman of one name; a president, a party leader and a deputy may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsgraph.gazetteer.tables import builtin_rows

_ROWS = builtin_rows("role_families.csv")
_FAMILY = {word: row["family"] for row in _ROWS for word in row["words"].split("|")}
#: Families whose members often hold a role of the other, too.
_KINDRED = {
    frozenset((row["family"], other))
    for row in _ROWS
    for other in row["kindred"].split("|")
    if other
}


def families(descriptions: Iterable[str]) -> frozenset[str]:
    """Return the families of the roles that descriptions of one person name; empty if of none."""
    return frozenset(_FAMILY[word] for word in role_words(descriptions))


def role_words(descriptions: Iterable[str]) -> frozenset[str]:
    """Return the words of known roles in descriptions of one person, in lower case."""
    words = (word for text in descriptions for word in re.findall(r"\w+", text.lower()))
    return frozenset(word for word in words if word in _FAMILY)


def exclude(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether roles of these families speak for two people.

    They do if both are known, none is shared, and no family of one goes with one of the other.
    """
    if not one or not other or one & other:
        return False
    return not any(frozenset((a, b)) in _KINDRED for a in one for b in other)
