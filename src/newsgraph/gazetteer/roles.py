"""Families of roles that one person hardly holds at the same time.

``Colonel Vukašević`` and ``Minister Vukašević`` are two people, and so are a fugitive businessman
and a police spokesman of one name; a president, a party leader and a deputy may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FAMILIES_TEXT = {
    "military": "colonel major lieutenant sergeant admiral brigadier corporal commodore soldier "
    "peacekeeper reservist",
    "police": "policeman policewoman constable inspector detective sheriff",
    "politics": "president minister premier chancellor senator congressman congresswoman mp mep "
    "lawmaker mayor governor ambassador commissioner deputy councillor chairman chairwoman "
    "politician diplomat",
    "speaking": "spokesman spokeswoman spokesperson",
    "justice": "judge justice magistrate prosecutor lawyer attorney barrister solicitor",
    "faith": "bishop archbishop patriarch imam mufti rabbi priest monk nun cardinal",
    "sport": "striker midfielder defender goalkeeper footballer athlete sprinter swimmer "
    "cyclist boxer golfer batsman bowler",
    "art": "actor actress singer musician novelist poet painter rapper",
    "business": "businessman businesswoman entrepreneur banker trader investor tycoon oligarch",
    "outlaw": "smuggler gangster mobster trafficker",
    "science": "professor researcher scientist surgeon physician historian economist",
}
_FAMILY = {word: name for name, words in _FAMILIES_TEXT.items() for word in words.split()}
#: Families whose members often hold a role of the other, too.
_KINDRED = {
    frozenset(("politics", "justice")),
    frozenset(("politics", "science")),
    frozenset(("politics", "speaking")),
    frozenset(("politics", "outlaw")),
    frozenset(("politics", "business")),
    frozenset(("business", "outlaw")),
    frozenset(("business", "justice")),
    frozenset(("business", "science")),
    frozenset(("business", "sport")),
    frozenset(("business", "art")),
    frozenset(("politics", "art")),
    frozenset(("politics", "faith")),
    frozenset(("police", "speaking")),
    frozenset(("military", "speaking")),
    frozenset(("justice", "speaking")),
    frozenset(("justice", "science")),
    frozenset(("art", "science")),
    frozenset(("police", "military")),
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
