"""Mends what no English sentence can mean, before anything is read off a parse.

Each repair undoes one error that parsers make again and again where the words beside it tell: an
agent read as a subject, an object read as an oblique, a verb joined to the wrong partner, a name
put beside a body instead of its head.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

_NOUNS = frozenset({"NOUN", "PROPN"})
_PEOPLE = frozenset({"PERSON", "GROUP"})
_ASKED = frozenset({"PER", "PERSON", "GROUP", "ORG", "GPE"})
_BODIES = frozenset({"ORG", "GPE", "LOC", "FAC", "PLACE"})
#: Verbs whose complement is what their subject is; a noun after any other verb is its object.
_LINKING = frozenset("be become remain stay seem appear prove feel look sound turn end".split())
_TIMES = frozenset(
    "day week month year time hour minute night morning evening afternoon today yesterday tomorrow "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december spring summer autumn winter".split()
)

_Change = tuple[int, int, str]  # token, new head, new label


def repaired(doc: Doc) -> Doc:
    """Return the parse with its repairs; the same object, as it was, if nothing is to be mended."""
    kinds = _kinds(doc)
    changes = [change for token in doc if (change := _repair(token, kinds)) is not None]
    if not changes:
        return doc
    mended = doc.copy()
    for index, head, label in changes:
        mended[index].head = mended[head]
        mended[index].dep_ = label
    return mended


def _kinds(doc: Doc) -> dict[int, str]:
    """What the analyser says of each word of a name and each head of a description."""
    group = doc.spans.get("heads")
    kinds = {span.start: span.label_ for span in group} if group is not None else {}
    return {**kinds, **{token.i: token.ent_type_ for token in doc if token.ent_type_}}


def _repair(token: Token, kinds: dict[int, str]) -> _Change | None:
    match token.dep_:
        case "nsubj" | "nsubj:pass":
            return (
                _agent_as_subject(token)
                or _object_as_subject(token)
                or _asked_as_subject(token, kinds)
                or _second_subject(token, kinds)
            )
        case "obl":
            return _bare_noun_at_verb(token) or _phrase_of_aside(token)
        case "xcomp":
            return _object_as_complement(token)
        case "conj":
            return _active_among_passives(token)
        case "appos":
            return _subject_beside(token, kinds) or _holder_beside_body(token, kinds)
        case "acl:relcl" | "parataxis":
            return _who(token, kinds) or _aside_of_noun(token)
    return None


def _child(token: Token, *relations: str) -> Token | None:
    return next((c for c in token.children if c.dep_ in relations), None)


def _object_as_subject(token: Token) -> _Change | None:
    """“No court convicted the banker”: after an active verb comes its object."""
    verb = token.head
    if token.dep_ != "nsubj:pass" or _child(verb, "aux:pass", "obj") is not None:
        return None
    places = [c.i < verb.i for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass")]
    if places != [True, False]:
        return None
    return token.i, verb.i, "nsubj" if token.i < verb.i else "obj"


def _agent_as_subject(token: Token) -> _Change | None:
    """“brokered by the judge”: what "by" leads to is no subject."""
    case = _child(token, "case")
    by = case is not None and case.lower_ == "by" and token.i > token.head.i
    return (token.i, token.head.i, "obl:agent") if by else None


def _asked_as_subject(token: Token, kinds: dict[int, str]) -> _Change | None:
    """“X urged President Y to wait”: of two subjects the one after the verb is its object."""
    verb = token.head
    if token.i < verb.i or verb.pos_ != "VERB" or kinds.get(token.i) not in _ASKED:
        return None
    places = [c.i < verb.i for c in verb.children if c.dep_ in ("nsubj", "nsubj:pass")]
    if places != [True, False] or _child(verb, "obj", "iobj", "aux:pass") is not None:
        return None
    return (token.i, verb.i, "obj") if _child(verb, "xcomp") is not None else None


def _aside_of_noun(verb: Token) -> _Change | None:
    """“The delay, the agency conceded, was …”: an aside goes with the clause, not with a noun."""
    noun = verb.head
    if (
        verb.dep_ != "parataxis"
        or verb.pos_ != "VERB"
        or noun.pos_ not in _NOUNS
        or _child(noun, "cop") is not None
    ):
        return None
    if _child(verb, "nsubj") is None or _child(verb, "ccomp", "obj", "xcomp") is not None:
        return None
    clause = noun
    while clause.head.i != clause.i and clause.pos_ not in ("VERB", "AUX"):
        clause = clause.head
    within = any(t.i == clause.i for t in verb.subtree)
    return (verb.i, clause.i, "parataxis") if clause.pos_ == "VERB" and not within else None


def _second_subject(token: Token, kinds: dict[int, str]) -> _Change | None:
    """“its commander, Major General X, announced”: of two subjects the second stands beside."""
    if token.pos_ != "PROPN" or kinds.get(token.i) not in ("PER", "PERSON"):
        return None
    first = _child(token.head, "nsubj", "nsubj:pass")
    if first is None or first.i >= token.i or kinds.get(first.i) not in ("PERSON", "PER", "GROUP"):
        return None
    before = token.doc[token.left_edge.i - 1]
    beside = before.text == "," and first.i < before.i
    return (token.i, first.i, "appos") if beside else None


def _subject_beside(token: Token, kinds: dict[int, str]) -> _Change | None:
    """“has left the coalition, its president, X, told”: a verb's subject, taken for an aside."""
    people = ("PERSON", "PER", "GROUP")
    if kinds.get(token.i) not in people or kinds.get(token.head.i) in people:
        return None
    edge = token.right_edge.i + 1
    while edge < len(token.doc) and token.doc[edge].text == ",":
        edge += 1
    verb = token.doc[edge] if edge < len(token.doc) else None
    if verb is None or verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.dep_ != "root":
        return None
    spoken = _child(verb, "ccomp") is not None and _child(verb, "nsubj", "nsubj:pass") is None
    return (token.i, verb.i, "nsubj") if spoken else None


def _bare_noun_at_verb(token: Token) -> _Change | None:
    """“suspended talks”, “Egypt has offered”: a noun without preposition is subject or object."""
    verb = token.head
    if token.pos_ not in _NOUNS or verb.pos_ != "VERB" or _child(token, "case") is not None:
        return None
    if token.lemma_.lower() in _TIMES or any(c.dep_ == "nummod" for c in token.children):
        return None
    if token.i < verb.i:
        finite = verb.tag_ in ("VBD", "VBZ", "VBP") or _child(verb, "aux", "aux:pass") is not None
        alone = _child(verb, "nsubj", "nsubj:pass", "csubj", "expl") is None
        return (token.i, verb.i, "nsubj") if finite and alone else None
    passive = verb.tag_ == "VBN" and _child(verb, "aux") is None
    if passive or _child(verb, "aux:pass", "obj", "ccomp", "xcomp") is not None:
        return None
    own = {t.i for t in token.subtree} | {c.i for c in verb.children if c.dep_ == "compound:prt"}
    next_to = all(t.i in own for t in token.doc[verb.i + 1 : token.i])
    return (token.i, verb.i, "obj") if next_to else None


def _phrase_of_aside(token: Token) -> _Change | None:
    """“Vidal, president of Albania until 2021, met …”: what stands between commas belongs there."""
    verb = token.head
    last = token.right_edge.i
    if last >= verb.i or _child(token, "case") is None or token.doc[last + 1].text != ",":
        return None
    for noun in verb.doc[verb.left_edge.i : token.left_edge.i]:
        begins = noun.left_edge.i
        opened = "," in (noun.doc[begins].text, noun.doc[max(begins - 1, 0)].text)
        if noun.dep_ == "appos" and opened and noun.right_edge.i + 1 == token.left_edge.i:
            return token.i, noun.i, "nmod"
    return None


def _object_as_complement(token: Token) -> _Change | None:
    """“named Anna Lind as head”: a name is no predicate, but an object."""
    verb = token.head
    if token.pos_ != "PROPN" or not token.ent_type_ or token.i < verb.i or verb.pos_ != "VERB":
        return None
    if verb.lemma_.lower() in _LINKING or _child(verb, "obj", "aux:pass", "nsubj:pass") is not None:
        return None
    return (token.i, verb.i, "obj") if verb.tag_ != "VBN" or _child(verb, "aux") else None


def _active_among_passives(token: Token) -> _Change | None:
    """“denied that bullets had been used and blamed X”: a verb with an object is no passive.

    So it does not share the passive auxiliary before it, but goes with the verb above.
    """
    first = token.head
    if token.tag_ not in ("VBN", "VBD") or first.dep_ != "ccomp":
        return None
    if _child(token, "obj") is None or _child(token, "nsubj", "nsubj:pass", "aux") is not None:
        return None
    return (token.i, first.head.i, "conj") if _child(first, "aux:pass") is not None else None


def _holder_beside_body(name: Token, kinds: dict[int, str]) -> _Change | None:
    """“the head of the agency, Ana Vidal”: a person stands beside a person, not beside a body."""
    if name.pos_ != "PROPN" or kinds.get(name.i) not in ("PER", "PERSON"):
        return None
    if kinds.get(name.head.i) not in _BODIES:
        return None
    holder = _holder_above(name.head, kinds)
    return (name.i, holder.i, "appos") if holder is not None else None


def _holder_above(token: Token, kinds: dict[int, str]) -> Token | None:
    """The nearest noun for people that a noun is a modifier of, to its left."""
    while token.dep_ in ("nmod", "nmod:poss", "compound", "appos") and token.head.i < token.i:
        token = token.head
        if kinds.get(token.i) in _PEOPLE | {"PER"}:
            return token
    return None


def _who(clause: Token, kinds: dict[int, str]) -> _Change | None:
    """“the head of the agency, who …”: "who" is a person."""
    noun = clause.head
    if clause.dep_ != "acl:relcl" or kinds.get(noun.i) not in _BODIES:
        return None
    pronoun = next((t for t in clause.lefts if t.lower_ == "who"), None)
    if pronoun is None:
        return None
    for candidate in reversed(clause.doc[noun.i + 1 : pronoun.i]):
        if candidate.dep_ == "appos" and kinds.get(candidate.i) in ("PER", "PERSON"):
            return clause.i, candidate.i, "acl:relcl"
    holder = _holder_above(noun, kinds)
    return (clause.i, holder.i, "acl:relcl") if holder is not None else None
