"""Places that act stand for their governments: ``Belgrade rejected the plan``."""

from __future__ import annotations

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.mentions.names import Name
from newsgraph.mentions.tokens import Tokens

#: Verbs whose subject may be a place as a place.
_STATIVE_WORDS = """
be have lie become remain see host border experience suffer face record register lose grow stand
contain include need look seem appear rank share
"""
_STATIVE = frozenset(_STATIVE_WORDS.split())
#: Verbs whose object is somebody who answers for what they do.
_ADDRESSING_WORDS = """
accuse blame urge criticise criticize condemn warn tell ask press thank praise sanction back
pressure persuade convince assure inform notify consult pressurise rebuke
"""
_ADDRESSING = frozenset(_ADDRESSING_WORDS.split())
#: Verbs whose recipient is somebody: a note handed to Belgrade.
_TELLING = {"hand", "say", "explain", "complain", "appeal", "apologise", "apologize", "object"}
#: Nouns for what governments do with each other: relations with Belgrade.
_DEALING_WORDS = """
talk dialogue relation tie agreement deal negotiation treaty dispute tension cooperation
normalisation normalization contact alliance accord pact row
"""
_DEALING = frozenset(_DEALING_WORDS.split())
#: Nouns for what a government has and a town has not: Belgrade's refusal.
_OWN_WORDS = """
position stance policy decision demand response reply refusal proposal offer claim objection
ambassador envoy negotiator diplomat ally
"""
_OWN = frozenset(_OWN_WORDS.split())


def state_meant(tokens: Tokens, name: Name, gazetteer: Gazetteer) -> Entry | None:
    """Return the state (or union) whose government a place stands for; ``None`` if for none.

    A capital that does something, is addressed, or negotiates stands for its state; so does the
    state's own name as an agent.
    """
    entry = gazetteer.find(tokens.slice_text(name.start, name.end))
    if entry is None:
        return None
    head = next(
        (i for i in range(name.start, name.end) if not name.start <= tokens.heads[i] < name.end),
        name.start,
    )
    while tokens.relations[head] == "conj" and tokens.heads[head] != head:
        head = tokens.heads[head]  # "Belgrade and Pristina agreed"
    if entry.entity_class == "Country":
        return entry if _acts(tokens, head) else None
    meant = entry.stands_for or entry.capital_of
    return gazetteer.find(meant) if meant and _is_party(tokens, head) else None


def _acts(tokens: Tokens, head: int) -> bool:
    verb = tokens.heads[head]
    agent = tokens.relations[head] in {"nsubj", "obl:agent"} and tokens.pos[verb] == "VERB"
    return agent and tokens.lemmas[verb] not in _STATIVE


def _is_party(tokens: Tokens, head: int) -> bool:
    """Tell whether a town is the agent, the one addressed, or a party to dealings."""
    governor = tokens.heads[head]
    relation, lemma = tokens.relations[head], tokens.lemmas[governor].lower()
    if _acts(tokens, head):
        return True
    if relation in {"obj", "iobj", "nsubj:pass"}:
        return tokens.pos[governor] == "VERB" and lemma in _ADDRESSING
    if relation == "obl":
        return lemma in _TELLING and tokens.cases(head) == ["to"]
    if relation == "nmod:poss":
        return lemma in _OWN
    if relation == "nmod":
        return lemma in _DEALING and tokens.cases(head) in (["between"], ["with"])
    return False
