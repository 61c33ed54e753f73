"""Predicates and their arguments, in the spirit of PredPatt and ClausIE.

Four steps: find the words that say something; take the arguments that the tree gives them; name
them by role, so that active and passive look alike; lend arguments to predicates that share them
with another (coordination, control, relative clauses, participles).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from newsgraph.statements.lookup_forms import be_forms, verb_forms
from newsgraph.statements.syntax import (
    SUBJECT,
    child,
    children,
    is_passive,
    preposition,
    relative_pronoun,
)
from newsgraph.vocabulary import Lexicon, ListName

#: A name glued to a participle by a hyphen is its agent ("NATO-led") unless the verb says where or
#: to whom ("Vienna-based", "Serbia-linked").
_GLUED = {
    "base": "prep:in",
    "bear": "prep:in",
    "headquarter": "prep:in",
    "station": "prep:in",
    "link": "prep:to",
    "relate": "prep:to",
    "tie": "prep:to",
    "connect": "prep:to",
    "affiliate": "prep:with",
    "align": "prep:with",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One participant of a predicate: its role, its head word, and the rule that found it."""

    role: str
    token: Token
    rule: str


@dataclass(slots=True)
class Predicate:
    """A word that says something, with its arguments in text order.

    ``kind`` is ``verb``, ``noun`` or ``adjective``; ``lemmas`` are the forms to look up, the most
    specific first ("take part", "take").
    """

    token: Token
    kind: str
    lemmas: tuple[str, ...]
    passive: bool = False
    copular: bool = False
    lists: frozenset[ListName] = frozenset()  #: of the lexicon that the word stands in
    arguments: list[Argument] = field(default_factory=list)

    def of_role(self, role: str) -> list[Argument]:
        """Arguments that have this role; empty if there are none."""
        return [a for a in self.arguments if a.role == role]

    def has(self, role: str) -> bool:
        """Tell whether any argument has this role."""
        return any(a.role == role for a in self.arguments)

    @property
    def surface_role(self) -> str:
        """The role of what stands as the subject: of a passive the patient, or who is given it."""
        if not self.passive:
            return "subject"
        given = any(a.rule == "subject_of_passive" for a in self.of_role("iobj"))
        return "iobj" if given else "object"

    def add(self, role: str, token: Token, rule: str) -> None:
        """Add an argument unless the same word has the role already."""
        if all(a.role != role or a.token.i != token.i for a in self.arguments):
            self.arguments.append(Argument(role, token, rule))


def find_predicates(doc: Doc, lexicon: Lexicon) -> dict[int, Predicate]:
    """Find the verbs and adjectives that say something.

    Returns:
        Token index → predicate, in text order. Nouns are added by ``nominals``.
    """
    found: dict[int, Predicate] = {}
    for token in doc:
        predicate = _predicate(token)
        if predicate is not None:
            predicate.lists = lexicon.lists_with(token.lemma_)
            found[token.i] = predicate
            _own_arguments(predicate)
    for predicate in sorted(found.values(), key=lambda p: (_depth(p.token), p.token.i)):
        _borrow(predicate, found)
    return found


def _depth(token: Token) -> int:
    depth = 0
    while token.head.i != token.i:
        token, depth = token.head, depth + 1
    return depth


def _predicate(token: Token) -> Predicate | None:
    copular = child(token, "cop") is not None or _small_clause(token)
    if token.pos_ == "VERB" or (
        token.pos_ == "AUX" and token.dep_ not in ("aux", "aux:pass", "cop")
    ):
        if token.dep_ == "compound":
            return None
        return Predicate(token, "verb", verb_forms(token), passive=is_passive(token))
    if token.pos_ == "ADJ" and (
        copular
        or token.dep_ in ("amod", "acl", "xcomp", "conj", "root", "advcl", "ccomp", "acl:relcl")
    ):
        return Predicate(token, "adjective", (token.lemma_.lower(),), copular=copular)
    if copular:
        located = token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and preposition(token)
        return Predicate(
            token, "verb" if located else "noun", be_forms(token) if located else (), copular=True
        )
    return None


def _small_clause(token: Token) -> bool:
    """“X remains mayor” where the parser hangs X on the complement."""
    return token.dep_ == "xcomp" and token.pos_ == "NOUN" and child(token, "nsubj") is not None


def _own_arguments(predicate: Predicate) -> None:
    for dependent in predicate.token.children:
        role, rule = _role(dependent, predicate)
        if role:
            predicate.add(role, dependent, rule)
    token = predicate.token
    if token.dep_ == "amod" and predicate.kind == "verb":
        _glued(predicate)
    if predicate.copular and predicate.kind == "verb" and token.pos_ != "VERB":
        predicate.add(f"prep:{preposition(token)}", token, "copula_with_preposition")
    _wanted_agent(predicate)
    _recipient_of_passive(predicate)
    if predicate.has("iobj") and not predicate.has("object"):  # "urged Serbia to sign"
        predicate.arguments = [
            Argument("object", a.token, a.rule) if a.role == "iobj" else a
            for a in predicate.arguments
        ]


def _wanted_agent(predicate: Predicate) -> None:
    """“called for the plant to be closed”: the plant is what they called for."""
    if "calling_for" not in predicate.lists:
        return
    for clause in children(predicate.token, "advcl", "ccomp", "xcomp"):
        marks = {m.lower_ for m in children(clause, "mark")}
        agent = child(clause, "nsubj", "nsubj:pass")
        if marks >= {"for", "to"} and agent is not None:
            predicate.add("prep:for", agent, "subject_of_wanted_clause")


def _recipient_of_passive(predicate: Predicate) -> None:
    """“Kodra was awarded a medal”: beside the thing given, the subject is who gets it."""
    if "giving" not in predicate.lists:
        return
    rules = {a.rule for a in predicate.of_role("object")}
    if rules >= {"subject_of_passive", "direct_object"}:
        predicate.arguments = [
            Argument("iobj", a.token, a.rule) if a.rule == "subject_of_passive" else a
            for a in predicate.arguments
        ]


def _role(token: Token, predicate: Predicate) -> tuple[str, str]:  # noqa: PLR0911 - a table
    """Name the role of a dependent; empty if it is no argument."""
    match token.dep_:
        case "nsubj" | "csubj" | "nsubj:outer":
            if predicate.passive and token.dep_ == "nsubj" and predicate.token.tag_ == "VBN":
                return "object", "subject_of_passive"
            return "subject", "subject_of_active"
        case "nsubj:pass" | "csubj:pass":
            if not predicate.passive:
                return "subject", "subject_of_active"
            return "object", "subject_of_passive"
        case "obj":
            # "was given a medal": the passive subject is the patient already
            return ("object", "direct_object")
        case "iobj":
            return "iobj", "indirect_object"
        case "ccomp":
            return "clause", "complement_clause"
        case "xcomp":
            return (
                ("comp", "predicative_complement")
                if token.pos_ != "VERB"
                else ("clause", "open_complement")
            )
        case "obl" | "obl:agent" | "nmod" | "obl:unmarked" | "obl:npmod":
            name = preposition(token)
            if name == "by" and predicate.passive:
                return "subject", "agent_of_passive"
            if name:
                return f"prep:{name}", "prepositional_object"
    return "", ""


def _glued(predicate: Predicate) -> None:
    """“NATO-led mission”, “Serbia-linked group”: the participle's arguments are around it."""
    verb = predicate.token
    predicate.add("object" if predicate.passive else "subject", verb.head, "modified_noun")
    parts = children(verb, "compound", "obl", "obl:unmarked", "nsubj", "obj", "obl:npmod")
    if verb.i >= 2 and verb.nbor(-1).text == "-" and verb.nbor(-2).head.i == verb.head.i:
        parts.append(verb.nbor(-2))  # the parser hung the name on the noun
    for part in parts:
        if part.pos_ in ("PROPN", "NOUN") and part.i < verb.i:
            predicate.arguments = [a for a in predicate.arguments if a.token.i != part.i]
            role = _GLUED.get(verb.lemma_.lower(), "subject" if predicate.passive else "object")
            predicate.add(role, part, "hyphenated_participle")


def _borrow(predicate: Predicate, found: dict[int, Predicate]) -> None:
    """Fill what the tree leaves unsaid, from the predicate above, which is complete by now."""
    token = predicate.token
    _resolve_relative(predicate)
    if predicate.has("subject") and not predicate.passive:
        return
    match token.dep_:
        case "conj":
            _share_with_coordinate(predicate, found.get(token.head.i))
        case "xcomp":
            _control(predicate, found.get(token.head.i))
        case "advcl" | "ccomp" | "parataxis":
            above = token.head.head if token.head.dep_ == "advmod" else token.head
            _share_subject(predicate, found.get(above.i))
        case "acl":
            _modified_noun(predicate, token.head, found)


def _free_role(predicate: Predicate) -> str | None:
    """The role that a lent subject takes: patient of a passive, else agent; ``None`` if filled."""
    role = "object" if predicate.passive else "subject"
    return None if predicate.has(role) else role


def _surface_subject(predicate: Predicate) -> list[Argument]:
    """What stands as the subject on the surface."""
    return predicate.of_role(predicate.surface_role)


def _lend(predicate: Predicate, arguments: Iterable[Argument], rule: str) -> None:
    role = _free_role(predicate)
    if role is not None:
        for argument in arguments:
            predicate.add(role, argument.token, rule)


def _share_with_coordinate(predicate: Predicate, first: Predicate | None) -> None:
    if first is None:
        return
    _lend(predicate, _surface_subject(first), "subject_shared_by_coordination")
    _share_circumstances(predicate, first)
    # "condemned and rejected the plan": the object of the last verb is the first one's too
    if first.kind == predicate.kind == "verb" and not first.passive and not first.has("object"):
        between = [a for a in first.arguments if first.token.i < a.token.i < predicate.token.i]
        if not between:
            for argument in predicate.of_role("object"):
                if argument.token.i > predicate.token.i:
                    first.add("object", argument.token, "object_shared_by_coordination")


def _share_circumstances(predicate: Predicate, first: Predicate) -> None:
    """“Two were killed and 14 injured in the crash”: in the crash, both of it."""
    last = max((a.token.i for a in first.arguments), default=0)
    if not (first.passive and predicate.passive) or last > first.token.i:
        return
    for argument in predicate.arguments:
        if argument.role in ("prep:in", "prep:during") and argument.token.i > predicate.token.i:
            first.add(argument.role, argument.token, "circumstance_shared_by_coordination")


def _control(predicate: Predicate, governor: Predicate | None) -> None:
    """The subject of an infinitive is its governor's object, if it has one, else its subject."""
    if governor is None:
        return
    asked = [*governor.of_role("object"), *governor.of_role("iobj"), *_asked(governor)]
    if asked and not (governor.lemmas and "subject_control" in governor.lists):
        _lend(predicate, asked, "controlled_by_object")
    else:
        _lend(predicate, governor.of_role("subject"), "controlled_by_subject")


def _asked(governor: Predicate) -> list[Argument]:
    """Whom a preposition names as asked: "called on Norway to act"."""
    if "asking" not in governor.lists:
        return []
    return [a for a in governor.arguments if a.role in ("prep:on", "prep:upon", "prep:to")]


def _share_subject(predicate: Predicate, governor: Predicate | None) -> None:
    """“Founded in 1949, NATO …”, “…, adding that”: a participle shares its clause's subject."""
    token = predicate.token
    marks = {c.lower_ for c in token.children if c.dep_ == "mark"}
    infinitive = "to" in marks
    if governor is None or any(c.dep_ in SUBJECT for c in token.children):
        return
    if marks & {"from", "of", "for", "into"} and governor.has("object"):  # "accused X of lying"
        _lend(predicate, governor.of_role("object"), "controlled_by_object")
        return
    if infinitive and (asked := _asked(governor)):
        _lend(predicate, asked, "controlled_by_object")
        return
    if token.dep_ == "advcl" and (
        infinitive or token.tag_ in ("VBG", "VBN") or token.pos_ == "ADJ"
    ):
        _lend(predicate, _surface_subject(governor), "subject_shared_by_adverbial_clause")


def _whose_intention(predicate: Predicate, noun: Token, found: dict[int, Predicate]) -> None:
    """“X's attempt to remove”, “X made an effort to clear”: who would do it."""
    role = _free_role(predicate)
    if role is None:
        return
    owner = next(iter(children(noun, "nmod:poss")), None)
    if owner is not None:
        predicate.add(role, owner, "controlled_by_possessor")
    elif noun.dep_ == "obj" and noun.head.i in found:
        for argument in found[noun.head.i].of_role("subject"):
            predicate.add(role, argument.token, "controlled_by_subject")


def _modified_noun(predicate: Predicate, noun: Token, found: dict[int, Predicate]) -> None:
    """“troops stationed in Kosovo”, “a deal ending the war”: the noun is the subject."""
    token = predicate.token
    if any(c.lower_ == "to" and c.dep_ == "mark" for c in token.children):
        _whose_intention(predicate, noun, found)
        return
    if (
        token.tag_ in ("VBG", "VBN")
        or token.text.endswith("ing")
        or (predicate.kind == "adjective")
    ):
        role = _free_role(predicate)
        if role is not None and not any(c.dep_ == "mark" for c in token.children):
            predicate.add(role, noun, "reduced_relative_clause")


def _resolve_relative(predicate: Predicate) -> None:
    """Put the noun in the place of the relative pronoun, or of the gap where there is none."""
    clause = _relative_clause(predicate.token)
    if clause is None:
        return
    noun, replaced = clause.head, False
    for i, argument in enumerate(predicate.arguments):
        if relative_pronoun(argument.token):
            predicate.arguments[i] = Argument(argument.role, noun, "relative_clause")
            replaced = True
    if replaced or clause.i != predicate.token.i or predicate.kind != "verb":
        return
    if any(relative_pronoun(t) for t in predicate.token.subtree if t.i < predicate.token.i):
        return
    if predicate.has("subject") and not predicate.has("object") and not predicate.has("clause"):
        predicate.add("object", noun, "relative_clause_without_pronoun")


def _relative_clause(token: Token) -> Token | None:
    """The head of the relative clause that a predicate stands in as root or coordinate."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token if token.dep_ == "acl:relcl" else None
