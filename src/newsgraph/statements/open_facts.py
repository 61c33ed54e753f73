"""Open facts: every clause with a subject, a predicate and a complement, in the text's own words.

What no relation of the vocabulary covers is kept this way, so that nothing said is lost
(ClausIE's clause types SVO, SVC, SVA, SVOO, SVOA).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from newsgraph.model import Mention, Qualifier, Span, Value
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import End, Ends, span_of
from newsgraph.statements.predicates import Argument, Predicate
from newsgraph.statements.syntax import (
    children,
    clause_tokens,
    coordinated,
    phrase_tokens,
    preposition,
)

#: The complement next to the verb makes the surest fact; the others are said of it, too.
_FIRST = 0.6
_FURTHER = 0.45
_TIME_EDGES = ("obl:unmarked", "obl:tmod")


class OpenReader:
    """Reads open facts off predicates."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends

    def read(self, predicate: Predicate) -> Iterator[Claim]:
        """Yield one claim for each subject and complement of a verbal or copular predicate."""
        subjects = self._subjects(predicate)
        if not subjects:
            return
        complements = sorted(
            self._complements(predicate), key=lambda c: (_distance(c[0]), c[0].token.i)
        )
        for head, subject in subjects:
            for rank, (argument, name) in enumerate(complements):
                others = [a for a, _ in complements if a is not argument]
                for token in self._unfold(argument):
                    target = self._target(argument, token)
                    if not self._ends.same(subject, target):
                        yield Claim(
                            relation=None,
                            trigger=predicate.token,
                            subject=subject,
                            object=target,
                            confidence=_FURTHER if rank else _FIRST,
                            rules=("open_fact", argument.rule),
                            predicate=predicate,
                            preposition=name,
                            qualifiers=[
                                Qualifier(property="argument", value=self._further(a))
                                for a in others
                            ],
                            subject_phrase=span_of(phrase_tokens(head)),
                            object_phrase=self._phrase(argument, token),
                        )

    def _phrase(self, argument: Argument, token: Token) -> Span:
        clause = argument.role == "clause"
        return span_of(clause_tokens(token) if clause else phrase_tokens(token))

    def _subjects(self, predicate: Predicate) -> list[tuple[Token, Mention]]:
        role = predicate.surface_role
        found: list[tuple[Token, Mention]] = []
        for argument in predicate.of_role(role):
            if argument.token.dep_.startswith("csubj"):
                continue
            for token in coordinated(argument.token):
                mention = self._ends.mention(token)
                if mention is None and token.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
                    mention = self._ends.phrase(token)
                if mention is not None:
                    found.append((token, mention))
        return found

    def _complements(self, predicate: Predicate) -> Iterator[tuple[Argument, str]]:
        """What may stand as the object, with the preposition that leads to it."""
        if predicate.copular:
            yield Argument("comp", predicate.token, "copula"), ""
        surface = predicate.surface_role
        for argument in predicate.arguments:
            if argument.role == surface:
                continue
            if argument.role.startswith("prep:"):
                yield argument, argument.role.removeprefix("prep:").replace("_", " ")
            elif argument.role == "subject":
                yield argument, "by"
            elif argument.role in ("object", "iobj", "comp", "clause"):
                yield argument, ""
        if not predicate.copular:
            for dependent in children(predicate.token, *_TIME_EDGES):
                yield Argument("time", dependent, "time"), ""

    def _unfold(self, argument: Argument) -> list[Token]:
        if argument.role in ("clause", "comp") and argument.rule != "copula":
            return [argument.token]
        return coordinated(argument.token)

    def _target(self, argument: Argument, token: Token) -> End:
        if argument.role == "clause":
            return self._ends.text_value(token, clause=True)
        if argument.rule == "copula" and token.pos_ not in ("NOUN", "PROPN"):
            return self._ends.text_value(token, clause=False)
        return self._ends.end(token) or self._ends.text_value(token)

    def _further(self, argument: Argument) -> Value:
        value = self._ends.text_value(argument.token, clause=argument.role == "clause")
        name = preposition(argument.token).replace("_", " ")
        return (
            value
            if not name
            else Value(
                span=value.span, text=f"{name} {value.text}", lexical=f"{name} {value.lexical}"
            )
        )


def _distance(argument: Argument) -> int:
    """Rank of a complement: object, predicative, oblique, clause, time."""
    if argument.role.startswith("prep:"):
        return 2
    order = {"object": 0, "iobj": 0, "comp": 1, "subject": 2, "clause": 3, "time": 4}
    return order.get(argument.role, 2)


def _further_from(predicate: Predicate, name: str) -> bool:
    """Tell whether a preposition leads on from a phrase after "be": "is in talks with"."""
    own = [a for a in predicate.arguments if a.rule == "copula_with_preposition"]
    return bool(own and name and predicate.token.pos_ == "NOUN") and all(
        a.role.removeprefix("prep:").replace("_", " ") != name for a in own
    )


def surface_predicate(predicate: Predicate | None, trigger: Token, name: str) -> str:
    """The predicate as written: auxiliaries, negation, verb, particle, object's preposition."""
    token = predicate.token if predicate is not None else trigger
    kept = {token.i: token.text}
    if predicate is not None and predicate.copular:
        if _further_from(predicate, name):
            kept |= {c.i: c.text for c in children(token, "case")}
        elif token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") or name == "":
            kept = {}
    for dependent in token.children:
        if dependent.dep_ in ("aux", "aux:pass", "cop", "compound:prt") or (
            dependent.dep_ == "advmod" and dependent.lower_ in ("not", "n't", "n’t", "never")
        ):
            kept[dependent.i] = dependent.text
    words = [kept[i] for i in sorted(kept)]
    if name:
        words.append(name)
    return " ".join(words) or token.text


def dictionary_form(predicate: Predicate | None, trigger: Token, name: str) -> str:
    """The predicate without tense and negation: "take part in", "be afraid of", "be elected in".

    A copula brings its complement along, since "be" alone says nothing; a passive stays one unless
    its object is the agent.
    """
    token = predicate.token if predicate is not None else trigger
    words = [token.lemma_.lower()]
    if predicate is not None and predicate.kind != "noun":
        if token.pos_ != "VERB" and predicate.copular:
            is_place = any(a.rule == "copula_with_preposition" for a in predicate.arguments)
            if _further_from(predicate, name):
                words = ["be", *preposition(token).split("_"), token.lower_]
            else:
                words = ["be"] if is_place else ["be", *words]
        elif predicate.passive and name != "by":
            words = ["be", token.lower_]
        words += [c.lower_ for c in children(token, "compound:prt")]
    return " ".join([*words, name] if name else words)
