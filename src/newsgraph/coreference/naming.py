"""Descriptions that say what the name beside them names, or how something is called.

``the town of Lipovo``, ``the Lipa party``, ``a man known as Red Jon``: kind and name of one thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Vocabulary

#: Participles that tell a name; "known" only with "as".
_CALLED = {"call", "name", "dub", "nickname", "entitle", "title", "label", "baptise", "christen"}
_KNOWN = {"know", "refer"}
_REFLEXIVE = {"itself", "himself", "herself", "themselves"}
#: Kinds of places that are called by their country's name.
_WHOLE = {"republic", "kingdom", "state", "island"}
#: Words between a name and the kind of body after it: “the Lipa rebel group”.
_BETWEEN = 1


def link_kinds(doc: Doc, items: Sequence[Item], chains: Chains, vocabulary: Vocabulary) -> None:
    """Link descriptions with the names that they bring along."""
    names = {item.head: item for item in items if item.kind is MentionKind.NAME}
    for item in items:
        if item.kind is not MentionKind.NOMINAL or item.plural:
            continue
        name = _called(doc[item.head], names)
        if name is None and "kinds_of_places" in item.lists:
            name = _place(doc, item, names)
        if name is None and "kinds_of_bodies" in item.lists:
            name = _body(doc, item, names, vocabulary)
        if name is not None:
            # What is called by a name of no known kind is of the kind that the description tells.
            chains.link(name, item, forced=_tells_kind(item, name))


def _tells_kind(item: Item, name: Item) -> bool:
    known = item.mention.entity_class not in {"Thing", "Topic", "Person", "Agent"}
    return known and name.mention.entity_class == "Thing"


def _place(doc: Doc, item: Item, names: Mapping[int, Item]) -> Item | None:
    """Return the name in “the town of Lipovo”; a region of a country bears another name."""
    head = doc[item.head]
    if not item.definite or any(c.dep_ == "compound" and c.i in names for c in head.children):
        return None
    for child in head.rights:
        if child.dep_ != "nmod" or child.i not in names:
            continue
        cases = [c.lower_ for c in child.children if c.dep_ == "case"]
        listed = any(c.dep_ == "conj" for c in child.children)
        whole = names[child.i].mention.entity_class != "Country" or item.lemma in _WHOLE
        if cases == ["of"] and whole and not listed:
            return names[child.i]
    return None


def _body(doc: Doc, item: Item, names: Mapping[int, Item], vocabulary: Vocabulary) -> Item | None:
    """Return the name in “the ruling Lipa party”; in “the anti-NATO party” there is none."""
    for child in doc[item.head].lefts:
        name = names.get(child.i)
        if name is None or child.dep_ not in {"compound", "nmod", "flat", "nmod:desc"}:
            continue
        near = item.head - name.end <= _BETWEEN and name.end <= item.head
        whole = name.start == 0 or doc[name.start - 1].text != "-"
        if near and whole and item.definite and _of_kind(item, name, vocabulary):
            return name
    return None


def _of_kind(item: Item, name: Item, vocabulary: Vocabulary) -> bool:
    """Tell whether a body may be of the kind; a party's group sits in a parliament."""
    kind, named = item.mention.entity_class, name.mention.entity_class
    if kind == "Group":
        body = vocabulary.is_a(named, "Organization") and named != "PoliticalParty"
        return body and not vocabulary.is_a(named, "GovernmentBody")
    return vocabulary.is_a(named, kind) or vocabulary.is_a(kind, named)


def _called(head: Token, names: Mapping[int, Item]) -> Item | None:
    """Return the name that a clause about a noun tells: “a man known as …”, “a plan called …”."""
    for verb in _naming_verbs(head):
        reflexive = any(c.lower_ in _REFLEXIVE for c in verb.children)
        if verb.tag_ == "VBG" and not reflexive:
            continue  # a group calling Ana names is not called Ana
        for child in verb.rights:
            if child.i not in names or child.i - verb.i > 3:
                continue
            cases = [c.lower_ for c in child.children if c.dep_ == "case"]
            known = verb.lemma_ in _KNOWN and cases in (["as"], ["to", "as"])
            if known or (verb.lemma_ in _CALLED and cases in ([], ["as"])):
                return names[child.i]
    return None


def _naming_verbs(head: Token) -> list[Token]:
    """Return participles after a noun, and the passive that it is the subject of."""
    verbs = [c for c in head.rights if c.dep_ in {"acl", "acl:relcl"} and c.tag_ in {"VBN", "VBG"}]
    if head.dep_ == "nsubj:pass" and head.head.tag_ == "VBN":
        denied = any(c.lower_ in {"not", "n't", "never"} for c in head.head.children)
        verbs += [] if denied else [head.head]
    return [verb for verb in verbs if verb.lemma_ in _CALLED | _KNOWN]
