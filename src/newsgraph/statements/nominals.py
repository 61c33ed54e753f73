"""Nouns that say something: "talks between A and B", "the head of the mission", "an attack on X".

A noun's agent may stand before it (possessor, name), behind it (by-phrase), or be the subject of a
verb that adds nothing but tense to it: "held talks", "voiced concern".
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from newsgraph.statements.predicates import Argument, Predicate
from newsgraph.statements.syntax import NOMINAL_TAGS, child, children, preposition
from newsgraph.vocabulary import Vocabulary

#: Prepositions by which a description holds an office: "serves as commander".
_CAPACITY = frozenset({"as"})


def find_noun_predicates(
    doc: Doc, verbs: dict[int, Predicate], vocabulary: Vocabulary
) -> dict[int, Predicate]:
    """Find nouns that a trigger of the vocabulary names, with their arguments.

    Args:
        doc: The parsed article.
        verbs: Verbal and copular predicates, which lend arguments.
        vocabulary: Says which nouns are triggers and which verbs are light.

    Returns:
        Token index → predicate, in text order.
    """
    found: dict[int, Predicate] = {}
    for token in doc:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        lemmas = tuple(f for f in _lemmas(token) if vocabulary.triggers("noun", f))
        if lemmas:
            predicate = Predicate(token, "noun", lemmas)
            _own_arguments(predicate)
            _from_light_verb(predicate, verbs, vocabulary)
            _agent(predicate)
            found[token.i] = predicate
    for predicate in found.values():
        _share_by_coordination(predicate, found)
        for token, rule in referents(predicate.token, verbs):
            if rule != "predecessor":
                predicate.add("head", token, rule)
    return found


def _lemmas(noun: Token) -> Iterable[str]:
    lemma = noun.lemma_.lower()
    for modifier in reversed(children(noun, "compound", "amod")):
        yield f"{modifier.lemma_.lower()} {lemma}"
    yield lemma


def _own_arguments(predicate: Predicate) -> None:
    for dependent in predicate.token.children:
        match dependent.dep_:
            case "nmod" | "obl" | "nmod:desc":
                name = preposition(dependent)
                if name == "of":
                    predicate.add("of", dependent, "of_phrase")
                elif name:
                    predicate.add(f"prep:{name}", dependent, "prepositional_modifier")
            case "nmod:poss":
                predicate.add("possessor", dependent, "possessor")
            case "compound" | "nmod:unmarked":
                if dependent.pos_ in ("PROPN", "NOUN"):
                    predicate.add("compound", dependent, "compound_noun")
            case "amod":
                if dependent.text[:1].isupper():
                    predicate.add("compound", dependent, "demonym")
    _glued_agents(predicate)


def _glued_agents(predicate: Predicate) -> None:
    """“US-backed talks” holds no agent, but a bare hyphenated pair does: “Serbia-Kosovo talks”."""
    for argument in list(predicate.of_role("compound")):
        for partner in children(argument.token, "compound", "conj", "dep"):
            if partner.pos_ == "PROPN" and _hyphen_between(partner, argument.token):
                predicate.add("compound", partner, "hyphenated_pair")


def _hyphen_between(a: Token, b: Token) -> bool:
    low, high = sorted((a.i, b.i))
    return high - low == 2 and a.doc[low + 1].text in ("-", "–", "—", "/")


def _from_light_verb(
    predicate: Predicate, verbs: dict[int, Predicate], vocabulary: Vocabulary
) -> None:
    noun = _coordination_head(predicate.token)
    verb = verbs.get(noun.head.i)
    if (
        verb is None
        or verb.kind != "verb"
        or noun.dep_ not in ("obj", "nsubj:pass", "obl", "nsubj")
    ):
        return
    lemma = noun.lemma_.lower()
    rule = "light_verb"
    if not any(vocabulary.lexicon.light_verb(form, lemma) for form in verb.lemmas):
        stands = vocabulary.lexicon.lists_with
        if noun.dep_ != "obj" or not any("own_acts" in stands(form) for form in verb.lemmas):
            return
        rule = "agent_of_governing_verb"
    for argument in verb.of_role("subject"):
        if argument.token.i != noun.i:
            predicate.add("subject", argument.token, rule)
    for argument in verb.arguments:
        if argument.role.startswith("prep:") and argument.token.i != noun.i:
            predicate.add(argument.role, argument.token, rule)
    for argument in verb.of_role("iobj"):
        predicate.add("prep:to", argument.token, rule)


def _coordination_head(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def _agent(predicate: Predicate) -> None:
    """Name the agent and the patient of a nominalisation."""
    for argument in predicate.of_role("of"):  # "criticism of the law by X", hung on the law
        for dependent in children(argument.token, "nmod"):
            if preposition(dependent) == "by":
                predicate.add("prep:by", dependent, "by_phrase_under_of")
    by = predicate.of_role("prep:by")
    possessors = predicate.of_role("possessor")
    compounds = predicate.of_role("compound")
    if not predicate.has("subject"):
        for source in (by, possessors, compounds):
            if source:
                for argument in source:
                    predicate.add("subject", argument.token, f"agent_{argument.rule}")
                break
    for argument in predicate.of_role("of"):
        predicate.add("object", argument.token, "patient_of_phrase")
    if not predicate.has("object") and by:
        for argument in (*possessors, *compounds):
            predicate.add("object", argument.token, "patient_before_noun")


def _share_by_coordination(predicate: Predicate, found: dict[int, Predicate]) -> None:
    """“the president and commander of KFOR”: what follows or precedes holds of both."""
    token = predicate.token
    if token.dep_ != "conj":
        return
    first = found.get(_coordination_head(token).i)
    if first is None:
        return
    for argument in first.arguments:
        if argument.role in ("subject", "possessor") and not predicate.has(argument.role):
            predicate.add(argument.role, argument.token, "shared_by_coordination")
    for argument in predicate.arguments:
        if argument.role.startswith("prep:") or argument.role in ("of", "object"):
            same_side = argument.token.i > token.i
            if same_side and not first.has(argument.role):
                first.arguments.append(
                    Argument(argument.role, argument.token, "shared_by_coordination")
                )


def referents(noun: Token, verbs: dict[int, Predicate]) -> list[tuple[Token, str]]:
    """Whom or what a description describes.

    Returns:
        Head words with the rule that found them: the subject of a predicate nominal, the partner
        of an apposition, the name after a title, the holder of a capacity; else the noun itself.
    """
    copula = verbs.get(noun.i)
    if copula is not None and copula.copular:
        return [(a.token, "predicate_nominal") for a in copula.of_role("subject")]
    if noun.dep_ == "appos":
        return [(noun.head, "apposition")]
    if noun.dep_ == "conj" and noun.head.pos_ in NOMINAL_TAGS:
        first = referents(noun.head, verbs)
        if first != [(noun.head, "description")]:
            return first
    partner = child(noun, "appos")
    if partner is not None and partner.pos_ == "PROPN":
        return [(partner, "apposition")]
    flat = child(noun, "flat")
    if flat is not None and flat.pos_ == "PROPN":
        return [(noun, "title")]
    if (
        noun.dep_ in ("compound", "nmod:desc", "nmod")
        and noun.head.pos_ == "PROPN"
        and (noun.i < noun.head.i and not preposition(noun))
    ):
        return [(noun.head, "title")]
    return _in_capacity(noun, verbs) or [(noun, "description")]


def _in_capacity(noun: Token, verbs: dict[int, Predicate]) -> list[tuple[Token, str]]:
    """“was elected president”, “appointed her envoy”, “serves as commander”."""
    verb = verbs.get(noun.head.i)
    if verb is None or verb.kind != "verb":
        return []
    capacity = noun.dep_ in ("obl", "nmod") and preposition(noun) in _CAPACITY
    if noun.dep_ != "xcomp" and not capacity:
        return []
    named = [a for a in verb.of_role("comp") if capacity and a.token.pos_ == "PROPN"]
    holders = verb.of_role("object") or named or verb.of_role("subject")
    found = [(a.token, "capacity") for a in holders if a.token.i != noun.i]
    if capacity and "succession" in verb.lists and verb.has("object"):
        # "succeeded X as minister": the subject is minister, and X was
        found = [(token, "predecessor") for token, _ in found]
        found += [(a.token, "capacity") for a in verb.of_role("subject")]
    return found
