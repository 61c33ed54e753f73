"""Places that act stand for their governments: ``Belgrade rejected the plan``."""

from __future__ import annotations

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.mentions.names import Name
from newsgraph.mentions.tokens import Tokens
from newsgraph.vocabulary import Lexicon


def state_meant(tokens: Tokens, name: Name, gazetteer: Gazetteer, lexicon: Lexicon) -> Entry | None:
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
        return entry if _acts(tokens, head, lexicon) else None
    meant = entry.stands_for or entry.capital_of
    return gazetteer.find(meant) if meant and _is_party(tokens, head, lexicon) else None


def _acts(tokens: Tokens, head: int, lexicon: Lexicon) -> bool:
    verb = tokens.heads[head]
    agent = tokens.relations[head] in {"nsubj", "obl:agent"} and tokens.pos[verb] == "VERB"
    return agent and "stative" not in lexicon.lists_with(tokens.lemmas[verb])


def _is_party(tokens: Tokens, head: int, lexicon: Lexicon) -> bool:
    """Tell whether a town is the agent, the one addressed, or a party to dealings."""
    governor = tokens.heads[head]
    relation, lists = tokens.relations[head], lexicon.lists_with(tokens.lemmas[governor])
    if _acts(tokens, head, lexicon):
        return True
    if relation in {"obj", "iobj", "nsubj:pass"}:
        return tokens.pos[governor] == "VERB" and "addressing" in lists
    if relation == "obl":
        return "telling" in lists and tokens.cases(head) == ["to"]
    if relation == "nmod:poss":
        return "of_governments" in lists
    if relation == "nmod":
        return "dealings" in lists and tokens.cases(head) in (["between"], ["with"])
    return False
