"""Which bodies are parties: lawmakers and candidates are of a party, whatever the name says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsgraph.mentions.names import Name
from newsgraph.mentions.tokens import Tokens
from newsgraph.vocabulary import Vocabulary

_PARTY = "memberOfParty"
_OF = frozenset({"of", "from"})
_POSSESSIVES = frozenset({"'s", "’s", "'", "’"})


def parties(tokens: Tokens, names: Iterable[Name], vocabulary: Vocabulary) -> list[Name]:
    """Return the names, those of bodies that politicians are of made parties throughout.

    “Arbëria MP”, “Arbëria's candidates”, “lawmaker Jon Vik of Arbëria”; only bodies of which
    nothing closer is known.
    """
    named = list(names)
    person = {i: n for n in named if n.entity_class == "Person" for i in range(n.start, n.end)}
    found = {
        tokens.slice_text(name.start, name.end)
        for name in named
        if name.entity_class == "Organization"
        and any(
            _is_politician(tokens, at, vocabulary)
            for at in (_after(tokens, name), _before(tokens, name, person))
        )
    }
    return [
        replace(name, entity_class="PoliticalParty")
        if name.entity_class == "Organization" and tokens.slice_text(name.start, name.end) in found
        else name
        for name in named
    ]


def _is_politician(tokens: Tokens, index: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a word is a title by which one is of a party."""
    if not 0 <= index < len(tokens):
        return False
    title = vocabulary.lexicon.title(tokens.lemmas[index].lower())
    return title is not None and title.relation == _PARTY


def _after(tokens: Tokens, name: Name) -> int:
    """Index of the word after a name and its possessive; -1 at the end."""
    possessive = name.end < len(tokens) and tokens.words[name.end] in _POSSESSIVES
    end = name.end + possessive
    return end if end < len(tokens) else -1


def _before(tokens: Tokens, name: Name, person: dict[int, Name]) -> int:
    """Index of the title in “lawmaker of X”, “lawmaker Jon Vik of the X”; -1 if there is none."""
    at = name.start - 1
    if at > 0 and tokens.words[at].lower() == "the":
        at -= 1
    if at < 1 or tokens.words[at].lower() not in _OF:
        return -1
    before = person.get(at - 1)
    return (before.start if before is not None else at) - 1
