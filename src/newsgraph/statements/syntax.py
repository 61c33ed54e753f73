"""Reading a Universal Dependencies tree: the questions the rules ask of it.

Only this module and ``predicates`` know dependency labels; rules and data speak of roles.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl"})
NOMINAL_TAGS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_EXEMPLIFYING = frozenset({"including", "such_as", "like"})
#: Words of these relations belong to the phrase of their head but say nothing that it is about.
_OUTSIDE_PHRASE = frozenset(
    "acl:relcl acl parataxis punct cc advcl discourse case conj appos cop nsubj mark dep".split()
)


def children(token: Token, *relations: str) -> list[Token]:
    """Dependents with one of these relations, in text order."""
    return [c for c in token.children if c.dep_ in relations]


def child(token: Token, *relations: str) -> Token | None:
    """First dependent with one of these relations."""
    return next((c for c in token.children if c.dep_ in relations), None)


def preposition(token: Token) -> str:
    """The adposition of a noun, several words joined by ``_``; empty if there is none."""
    words: list[str] = []
    for case in children(token, "case"):
        if case.lower_ in ("'s", "’s", "'", "’"):
            continue
        words.append(case.lower_)
        words += [f.lower_ for f in children(case, "fixed")]
    return "_".join(words)


def coordinated(token: Token) -> list[Token]:
    """The token and what is coordinated with it ("Serbia, Kosovo and Albania"), in text order."""
    found = [token]
    for other in children(token, "conj"):
        if other.pos_ in NOMINAL_TAGS or not is_clause(other):
            found.append(other)
            found += coordinated(other)[1:]
    return found


def named_examples(token: Token) -> list[Token]:
    """The members that a plural names: "critics such as X and Y", "ten states, including Z"."""
    found: list[Token] = []
    for phrase in children(token, "nmod") if token.tag_ in ("NNS", "NNPS") else ():
        described = child(phrase, "nmod:desc")  # "including musician X": the parser's choice
        if {preposition(t) for t in (phrase, described or phrase)} & _EXEMPLIFYING:
            found += coordinated(phrase)
    return found


def negated_coordinate(token: Token) -> bool:
    """Tell whether a coordinate is excluded: "the driver, not the passenger", "but not Serbia"."""
    if token.dep_ not in ("conj", "appos") and child(token, "conj") is None:
        return False
    return any(
        c.lower_ == "not" and c.i < token.i and c.dep_ in ("advmod", "cc", "cc:preconj", "dep")
        for c in token.children
    ) and not not_only(token)


def not_only(token: Token) -> bool:
    """Tell whether "not" before a word adds rather than denies: "not only the treaty but also"."""
    return any(
        c.lower_ == "not" and c.i + 1 < len(c.doc) and c.nbor().lower_ in ("only", "just", "merely")
        for c in token.subtree
        if c.i < token.i
    )


_QUANTIFIERS = frozenset(
    "all some many most one two three four five six several few none both each half part number "
    "majority minority dozen hundred thousand million rest lot host score handful group third "
    "quarter percent per_cent percentage share remainder plenty bulk couple".split()
)


def quantified(token: Token) -> Token:
    """The noun that a quantifier counts: "all of the unions", "dozens of soldiers"."""
    if token.lemma_.lower() in _QUANTIFIERS or token.pos_ in ("NUM", "DET"):
        for dependent in token.children:
            if dependent.dep_ == "nmod" and preposition(dependent) == "of":
                return dependent
    return token


def alternative(token: Token) -> bool:
    """Tell whether a word is one of two alternatives: "either Croatia or Slovenia"."""
    last = next((c for c in token.children if c.dep_ == "conj"), token)
    return any(c.dep_ == "cc" and c.lower_ == "or" for c in last.children) and (last.dep_ == "conj")


def is_clause(token: Token) -> bool:
    """Tell whether a token heads a clause: a verb, or a predicate with a copula."""
    return token.pos_ in ("VERB", "AUX") or child(token, "cop") is not None


def is_passive(verb: Token) -> bool:
    """Tell whether a verb form is passive, be it finite, participial or coordinated with one."""
    if any(c.dep_ == "aux:pass" for c in verb.children):
        return True
    if any(c.dep_ in ("nsubj:pass", "csubj:pass") for c in verb.children):
        return verb.tag_ != "VBD"  # "Norway mediated" is active, whatever the parser thinks
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ in ("acl", "amod", "acl:relcl", "advcl"):
        return True
    return (
        verb.dep_ == "conj"
        and is_passive(verb.head)
        and not any(c.dep_ in ("nsubj", "obj") for c in verb.children)
    )


def particle(verb: Token) -> str:
    """The particle of a phrasal verb; empty if there is none."""
    found = child(verb, "compound:prt")
    return found.lower_ if found is not None else ""


def relative_pronoun(token: Token) -> bool:
    """Tell whether a token is a relative pronoun or adverb (who, which, that, where)."""
    return token.tag_ in ("WP", "WDT", "WP$", "WRB") or (
        token.lower_ == "that" and token.pos_ == "PRON" and token.tag_ in ("WDT", "IN")
    )


def ancestors(token: Token) -> Iterator[Token]:
    """The token, its head, its head's head … up to the root."""
    yield token
    while token.head.i != token.i:
        token = token.head
        yield token


def phrase_tokens(head: Token) -> list[Token]:
    """The noun phrase of a head word: modifiers and of-phrases, without clauses and appositions."""
    kept = [head]
    for dependent in head.children:
        if dependent.dep_ in _OUTSIDE_PHRASE:
            continue
        kept += [t for t in dependent.subtree if not t.is_space]
    kept.sort(key=lambda t: t.i)
    return _contiguous(kept, head)


def clause_tokens(head: Token) -> list[Token]:
    """All words of a clause, without its own introducing word and outer punctuation."""
    kept = sorted((t for t in head.subtree if not t.is_space), key=lambda t: t.i)
    while kept and kept[0].i < head.i and (kept[0].is_punct or kept[0].dep_ in ("mark", "cc")):
        kept.pop(0)
    while len(kept) > 1 and kept[-1].is_punct:
        kept.pop()
    return _contiguous(kept, head)


def _contiguous(tokens: list[Token], head: Token) -> list[Token]:
    """The unbroken run of tokens that holds the head."""
    at = tokens.index(head)
    first = last = at
    while first > 0 and _adjoin(tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and _adjoin(tokens[last], tokens[last + 1]):
        last += 1
    while first < at and (tokens[first].dep_ == "det" or tokens[first].is_punct):
        first += 1
    return tokens[first : last + 1]


def _adjoin(left: Token, right: Token) -> bool:
    return right.i - left.i == 1 or all(
        t.is_space or t.is_punct for t in left.doc[left.i + 1 : right.i]
    )
