"""The forms under which a predicate is looked up in the vocabulary, the most specific first."""

from __future__ import annotations

from spacy.tokens import Token

from newsgraph.statements.syntax import child, children, particle, preposition


def be_forms(noun: Token) -> tuple[str, ...]:
    """“is at odds with”, “was in charge of”: the phrase is what is said, then "be" alone."""
    phrase = f"be {preposition(noun).replace('_', ' ')}"
    forms = dict.fromkeys((f"{phrase} {noun.lower_}", f"{phrase} {noun.lemma_.lower()}"))
    return (*forms, "be") if noun.pos_ == "NOUN" else ("be",)


def verb_forms(verb: Token) -> tuple[str, ...]:
    """The lemma, with its particle, its bare object or its complement if it has one."""
    lemma = verb.lemma_.lower()
    forms = [lemma]
    if part := particle(verb):
        forms = [f"{lemma} {part}"]  # "bring back" is no kind of bringing about
    target = child(verb, "obj")
    if target is not None and target.pos_ == "NOUN":
        forms.insert(0, f"{lemma} {target.lemma_.lower()}")
    for other in children(verb, "obl", "xcomp"):  # "take into custody", "shoot dead"
        if other.i > verb.i and other.pos_ in ("NOUN", "ADJ"):
            words = [lemma, preposition(other).replace("_", " "), other.lemma_.lower()]
            forms.insert(0, " ".join(w for w in words if w))
    # "come under", "crack down" are often analysed as verb + adverb
    forms += [f"{lemma} {a.lower_}" for a in children(verb, "advmod") if a.i == verb.i + 1]
    return tuple(forms)
