"""Places that act stand for their governments: ``Belgrade rejected the plan``."""

from __future__ import annotations

from newsgraph.gazetteer import Gazetteer
from newsgraph.mentions.names import Name
from newsgraph.mentions.tokens import Tokens

#: Verbs whose subject may be a place as a place.
_STATIVE_WORDS = """
be have lie become remain see host border experience suffer face record register lose grow stand
contain include need look seem appear rank share
"""
_STATIVE = frozenset(_STATIVE_WORDS.split())


def is_metonym(tokens: Tokens, name: Name, gazetteer: Gazetteer) -> bool:
    """Tell whether a capital or a country is the agent of an action in this place."""
    entry = gazetteer.find(tokens.slice_text(name.start, name.end))
    if entry is None or not (entry.capital_of or entry.entity_class == "Country"):
        return False
    head = next(
        (i for i in range(name.start, name.end) if not name.start <= tokens.heads[i] < name.end),
        name.start,
    )
    verb = tokens.heads[head]
    if tokens.relations[head] == "conj":  # "Belgrade and Pristina agreed"
        head, verb = verb, tokens.heads[verb]
    acts = tokens.relations[head] in {"nsubj", "obl:agent"} and tokens.pos[verb] == "VERB"
    return acts and tokens.lemmas[verb] not in _STATIVE
