"""What kind of thing a phrase denotes, where the pipeline in use does not say so.

Only what is certain without knowing the word: the class of a name, a pronoun, a noun that *who*
refers to, an adjective that stands for people. Everything else is OTHER, which the mention stage
takes as "some thing" unless its lexicon knows the noun.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Span, Token

_OF_NAMES: Final = {
    "PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE",
    "NORP": "GROUP", "EVENT": "EVENT", "LAW": "DOCUMENT", "WORK_OF_ART": "DOCUMENT",
    "PRODUCT": "OBJECT", "DATE": "TIME",
}  # fmt: skip
_OF_PRONOUNS: Final = {
    kind: frozenset(words.split())
    for kind, words in {
        "PERSON": "i me my mine myself he him his himself she her hers herself who whom",
        "GROUP": "we us our ours ourselves they them their theirs themselves",
    }.items()
}
_PEOPLE: Final = ("man", "woman", "men", "women", "person", "people")
_ARGUMENTS: Final = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod"})


def head_kinds(doc: Doc) -> list[Span]:
    """Return one-token spans over the heads of phrases, labelled with ``labels.HEAD_TYPES``.

    Args:
        doc: Universal Dependencies, with the entity labels that the analyser uses.
    """
    found: dict[int, str] = {}
    for ent in doc.ents:
        kind = _OF_NAMES.get(ent.label_)
        if kind is not None:
            found[ent.root.i] = kind
    for token in doc:
        if token.i not in found and (kind := _kind(token)) is not None:
            found[token.i] = kind
    return [Span(doc, i, i + 1, label=found[i]) for i in sorted(found)]


def _kind(token: Token) -> str | None:
    if token.pos_ == "PRON":
        return next((k for k, words in _OF_PRONOUNS.items() if token.lower_ in words), None)
    if token.pos_ == "ADJ":
        stands_for_people = token.dep_ in _ARGUMENTS and any(
            c.dep_ == "det" and c.lower_ == "the" for c in token.lefts
        )
        return "GROUP" if stands_for_people else None
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "flat", "fixed"):
        return None
    people = token.lower_.endswith(_PEOPLE) or any(
        word.lower_ == "who" and word.dep_.startswith("nsubj")
        for clause in token.rights
        if clause.dep_ == "acl:relcl"
        for word in clause.lefts
    )
    return "PERSON" if people else "OTHER"
