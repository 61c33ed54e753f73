"""Identity that the sentence itself states: apposition, title, copula, relative clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from newsgraph.coreference.chains import Chains
from newsgraph.coreference.items import Item
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Vocabulary

_RELATIVE = {"who", "whom", "which", "that", "whose"}
_REFLEXIVE = {"himself", "herself", "itself", "themselves"}
_TITLE_LINKS = {"flat", "compound", "appos", "nmod"}
#: Relations of a name that hangs from a word before the description right before it.
_ASTRAY = {"nmod", "appos", "flat", "nmod:desc", "nmod:unmarked"}
#: Tokens between a phrase and its apposition: a comma and an article.
_GAP = 3
#: What ends an apposition.
_CLOSING = {",", ".", ";", ":", ")", "–", "—"}
_NEGATORS = {"not", "n't", "never", "no", "hardly"}


def link_structure(doc: Doc, items: Sequence[Item], chains: Chains, vocabulary: Vocabulary) -> None:
    """Link what apposition, titles, ``be``, relative pronouns and reflexives make one."""
    heads = _by_head(items)
    names = {item.start: item for item in items if item.kind is MentionKind.NAME}
    for item in items:
        if item.kind is MentionKind.PRONOUN:
            _link_bound(doc, item, heads, chains)
        elif item.kind is MentionKind.NOMINAL:
            addressed = item.end + _is_honorific(doc, item.end, vocabulary)
            _link_title(item, names.get(addressed), chains)
            _link_introduced(doc, item, names.get(item.end + 1), chains)
            _link_copula(doc, item, heads, chains, vocabulary)
        if item.relation == "appos":
            _link_apposition(doc, item, heads, chains)


def _by_head(items: Iterable[Item]) -> dict[int, Item]:
    """Map a token to the mention that it heads; a name before a description."""
    heads: dict[int, Item] = {}
    for item in items:
        rival = heads.get(item.head)
        if rival is None or (item.kind is MentionKind.NAME) > (rival.kind is MentionKind.NAME):
            heads[item.head] = item
    return heads


def _link_bound(doc: Doc, item: Item, heads: dict[int, Item], chains: Chains) -> None:
    """Link a relative pronoun with its noun, a reflexive with its subject."""
    if item.word in _RELATIVE:
        antecedent = heads.get(_modified_noun(doc[item.head]))
        if antecedent is not None and antecedent.index != item.index:
            chains.link(antecedent, item, forced=True)
    elif item.word in _REFLEXIVE:
        verb = doc[item.governor]
        for child in verb.lefts:
            if child.dep_.startswith("nsubj") and child.i in heads:
                chains.link(heads[child.i], item)


def _modified_noun(token: Token) -> int:
    """Return the noun that the relative clause around a pronoun modifies; -1 if there is none."""
    node = token
    for _ in range(6):
        if node.dep_ == "acl:relcl":
            return node.head.i
        if node.head.i == node.i:
            break
        node = node.head
    return -1


def _link_apposition(doc: Doc, item: Item, heads: dict[int, Item], chains: Chains) -> None:
    """Link ``Ana Brnabić, the prime minister``, but not two names; what stands apart is a list."""
    other = heads.get(item.governor)
    if other is None or other.index == item.index:
        return
    two_names = item.kind is MentionKind.NAME and other.kind is MentionKind.NAME
    first, second = sorted((item, other), key=lambda one: one.start)
    stop = second.start
    while stop > first.end and _is_rank(doc[stop - 1], second):
        stop -= 1
    between = doc[first.end : stop]
    adjacent = len(between) <= _GAP and all(token.pos_ in {"PUNCT", "DET"} for token in between)
    adjacent = adjacent or _title_of_body(doc, first, second)
    if not two_names and adjacent and (_decided(item, other) or _gives_kind(item, other)):
        chains.link(other, item, forced=_body_in_role(item, other))


def _is_honorific(doc: Doc, index: int, vocabulary: Vocabulary) -> bool:
    """Tell whether a form of address stands there: “the group's leader Dr Jon Vik”."""
    if index >= len(doc) or not doc[index].text[:1].isupper():
        return False
    title = vocabulary.lexicon.title(doc[index].text)
    return title is not None and title.kind == "honorific"


def _is_rank(token: Token, name: Item) -> bool:
    """Tell whether a word is a title before a name: “the commander, Major General Jon Vik”."""
    person = name.kind is MentionKind.NAME and name.mention.entity_class == "Person"
    titled = name.start <= token.head.i < name.end and token.dep_ in {"nmod:desc", "compound"}
    return person and titled and token.pos_ in {"PROPN", "NOUN"}


def _title_of_body(doc: Doc, title: Item, name: Item) -> bool:
    """Tell whether a post and its body stand right before a name: ``head of the X Council Y``."""
    persons = title.mention.entity_class == name.mention.entity_class == "Person"
    if not persons or title.kind is not MentionKind.NOMINAL or name.kind is not MentionKind.NAME:
        return False
    between = doc[title.end : name.start]
    if len(between) > 1 and between[-1].text == ",":
        between = between[:-1]
    within = {token.i for token in doc[title.head].subtree}
    return len(between) > 0 and all(
        token.i in within and (token.pos_ != "PUNCT" or token.text == "-") for token in between
    )


def _decided(one: Item, other: Item) -> bool:
    """Tell whether enough is known of both to trust their agreement."""
    return all(item.mention.entity_class not in {"Thing", "Topic"} for item in (one, other))


def _gives_kind(one: Item, other: Item) -> bool:
    """Tell whether a description says what a name of no known kind names: “the film Oak”."""
    description, name = (one, other) if one.kind is MentionKind.NOMINAL else (other, one)
    return (
        description.kind is MentionKind.NOMINAL
        and name.kind is MentionKind.NAME
        and not description.plural
        and name.mention.entity_class == "Thing"
        and description.mention.entity_class not in {"Thing", "Topic", "Person", "Agent"}
    )


def _body_in_role(one: Item, other: Item) -> bool:
    """Tell whether a body is named in a role that the lexicon takes for a person's."""
    description, name = (one, other) if one.kind is MentionKind.NOMINAL else (other, one)
    return (
        "roles_of_all" in description.lists
        and not description.plural
        and name.kind is MentionKind.NAME
        and name.mention.entity_class not in {"Person", "Thing"}
    )


def _link_title(item: Item, name: Item | None, chains: Chains) -> None:
    """Link ``President Osmani``, ``the fund Tallgrass``: a description right before its name."""
    if name is None or item.plural or item.sentence != name.sentence:
        return
    # Whatever the parser makes of it: nothing else stands right before a person's name.
    post = item.mention.entity_class == name.mention.entity_class == "Person"
    if name.start <= item.governor < name.end:
        relation = item.relation
    elif item.start <= name.governor < item.end:
        relation = name.relation
    else:  # “the daily Novi Glas”, however far up the parser hangs the name
        astray = item.definite and name.relation in _ASTRAY and item.head == item.end - 1
        relation = "flat" if post or astray else ""
    decided = _decided(item, name) or _gives_kind(item, name)
    if relation.split(":")[0] in _TITLE_LINKS and decided:
        chains.link(name, item)


def _link_introduced(doc: Doc, item: Item, name: Item | None, chains: Chains) -> None:
    """Link ``an attorney, Kendrick Moxon,`` though the parser saw no apposition there."""
    if name is None or item.plural or name.end >= len(doc) or item.sentence != name.sentence:
        return
    persons = item.mention.entity_class == name.mention.entity_class == "Person"
    closed = doc[name.end].text in _CLOSING and " " in name.mention.text
    if persons and closed and doc[item.end].text == "," and name.relation != "conj":
        listed = any(child.dep_ == "conj" for child in doc[item.head].children)
        if not listed:
            chains.link(name, item)


def _link_copula(
    doc: Doc, item: Item, heads: dict[int, Item], chains: Chains, vocabulary: Vocabulary
) -> None:
    """Link ``Kurti is the prime minister``: definite, affirmed, and of a kind the lexicon knows."""
    children = list(doc[item.head].children)
    if not any(child.dep_ == "cop" for child in children):
        return
    doubtful = any(
        child.lower_ in _NEGATORS or (child.dep_ == "aux" and child.tag_ == "MD")
        for child in children
    )
    known = vocabulary.lexicon.nominal_class(item.lemma) or vocabulary.lexicon.title(item.lemma)
    definite = item.definite or item.possessor is not None
    subject = next((heads[c.i] for c in children if c.dep_ == "nsubj" and c.i in heads), None)
    if subject is None or doubtful or known is None or not definite:
        return
    if _decided(item, item) and subject.mention.entity_class != "Topic":
        chains.link(subject, item)
