"""Predicate + trigger → typed relation, with the classes of both ends checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from spacy.tokens import Token

from newsgraph.model import Mention, MentionKind, Span, Value
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import UNKNOWN, End, Ends
from newsgraph.statements.predicates import Argument, Predicate
from newsgraph.statements.syntax import (
    alternative,
    children,
    coordinated,
    is_passive,
    named_examples,
    negated_coordinate,
    preposition,
    quantified,
)
from newsgraph.vocabulary import RelationType, Trigger, Vocabulary

#: Arguments that the tree does not state but a rule lends are a little less sure.
_LENT = 0.92
_MISATTACHED = 0.85
_EXEMPLARY = 0.9
_REFUSAL = 0.6
_POST = "holdsPosition"

#: Relations to what somebody says or does that hold of who says or does it, too.
_JUDGING = frozenset({"criticises", "praises", "denies", "rejects"})
_OWNED = 0.85
_COUNTERS = frozenset(
    "one ones others most some many few all first second third fourth last".split()
)
#: Rules that change a claim's polarity or modality.
NEGATED = "negated_coordinate"
ALTERNATIVE = "alternative"
#: Rule by which what is said of a set holds of a member that the text names.
EXAMPLE = "example_of_set"

Filled = tuple[Token, End, tuple[str, ...], float]


class RelationReader:
    """Applies the vocabulary's triggers to the predicates of one document."""

    def __init__(self, vocabulary: Vocabulary, ends: Ends) -> None:
        self._vocabulary = vocabulary
        self._ends = ends

    def read(self, predicate: Predicate) -> list[Claim]:
        """Return the claims of one predicate, of two for the same ends the more telling."""
        best: dict[tuple[Span, Span], Claim] = {}
        lesser = predicate.kind == "noun" and self._lesser(predicate)
        for lemma in predicate.lemmas:
            for relation, trigger in self._vocabulary.triggers(predicate.kind, lemma):
                if lesser and trigger.subject == "head":
                    continue
                if all(self._stands(predicate, role) for role in trigger.requires):
                    for claim in self._apply(predicate, relation, trigger):
                        best.setdefault(_key(claim), claim)
            if best and " " in lemma:
                break  # "take part" is not also a taking
        if not best and predicate.kind == "verb" and predicate.token.tag_ in ("VBN", "VBG", "JJ"):
            return self._as_adjective(predicate)
        return list(best.values())

    def _stands(self, predicate: Predicate, role: str) -> bool:
        """Tell whether a role is filled, if only by a phrase that hangs on the object."""
        return predicate.has(role) or (
            predicate.kind == "verb"
            and role.startswith("prep:")
            and bool(self._misattached(predicate, role))
        )

    def refusals(self, predicate: Predicate, verbs: Mapping[int, Predicate]) -> Iterator[Claim]:
        """“refused to sign the bill”: that the bill was not signed is one thing, this another."""
        if predicate.kind != "verb" or "refusing" not in predicate.lists:
            return
        relation = self._vocabulary.relations["rejects"]
        for clause in children(predicate.token, "xcomp"):
            below = verbs.get(clause.i)
            for target in self._fill(below, "object") if below is not None else ():
                for subject in self._fill(predicate, "subject"):
                    classes = (self._ends.class_of(subject[1]), self._ends.class_of(target[1]))
                    if isinstance(subject[1], Value) or self._ends.same(subject[1], target[1]):
                        continue
                    if self._vocabulary.accepts(relation, *classes):
                        yield Claim(
                            relation=relation.name, trigger=predicate.token, subject=subject[1],
                            object=target[1], confidence=_REFUSAL,
                            rules=("refused_act", *subject[2]),
                            predicate=predicate, event_class=relation.plover,
                        )  # fmt: skip

    def _as_adjective(self, predicate: Predicate) -> list[Claim]:
        """“opposed to”, “concerned about”: participles that the vocabulary has as adjectives."""
        form = predicate.token.lower_
        if not self._vocabulary.triggers("adjective", form):
            return []
        surface = "object" if predicate.passive or is_passive(predicate.token) else "subject"
        twin = Predicate(predicate.token, "adjective", (form,), copular=predicate.copular)
        for argument in predicate.arguments:
            if argument.role == surface:
                twin.add("subject", argument.token, argument.rule)
            elif argument.role.startswith("prep:"):
                twin.add(argument.role, argument.token, argument.rule)
        return self.read(twin)

    def _lesser(self, predicate: Predicate) -> bool:
        """Tell whether a description is of a former holder or a deputy; ``positions`` reads it."""
        modifier = self._vocabulary.lexicon.title_modifier
        return any(
            modifier(c.lower_) in ("past", "deputy")
            for c in children(predicate.token, "amod", "compound", "advmod")
        )

    def _apply(
        self, predicate: Predicate, relation: RelationType, trigger: Trigger
    ) -> Iterator[Claim]:
        if trigger.subject == trigger.object:
            pairs: Iterable[tuple[Filled, Filled]] = combinations(
                self._fill(predicate, trigger.subject), 2
            )
        else:
            subjects = self._fill(predicate, trigger.subject) or self._fill_intransitive(
                predicate, trigger
            )
            objects = self._fill(predicate, trigger.object)
            if not objects and relation.symmetric and trigger.subject == "subject":
                pairs = combinations(subjects, 2)  # "Belgrade and Prishtina agreed"
            else:
                pairs = ((s, o) for s in subjects for o in objects)
        for subject, target in pairs:
            claim = self._claim(predicate, relation, trigger, subject, target)
            if claim is not None:
                yield claim
                if relation.name in _JUDGING and predicate.kind == "verb":
                    yield from self._of_owner(claim, target[0])

    def _of_owner(self, claim: Claim, token: Token) -> Iterator[Claim]:
        """“rejected the offer from X”, “criticised X's handling of the strike”: X, too."""
        if "doings" not in self._vocabulary.lexicon.lists_with(token.lemma_):
            return
        owners = children(token, "nmod:poss", "compound")
        owners += [d for d in children(token, "nmod") if preposition(d) in ("by", "from", "of")]
        relation = "rejects" if claim.relation == "denies" else claim.relation
        for owner in owners:
            for one in coordinated(owner):
                end = self._ends.mention(one)
                if (
                    end is not None
                    and (end.kind is not MentionKind.NOMINAL or one.dep_ != "compound")
                    and self._vocabulary.is_a(self._ends.class_of(end), "Agent")
                    and not self._ends.same(claim.subject, end)
                ):
                    yield replace(
                        claim, relation=relation, object=end, qualifiers=[],
                        confidence=claim.confidence * _OWNED,
                        rules=(*claim.rules, "owner_of_object"),
                    )  # fmt: skip

    def _claim(
        self,
        predicate: Predicate,
        relation: RelationType,
        trigger: Trigger,
        subject: Filled,
        target: Filled,
    ) -> Claim | None:
        if self._ends.same(subject[1], target[1]) or not self._object_fits(trigger, target[0]):
            return None
        if isinstance(subject[1], Value):
            return None
        if relation.name == _POST and self._is_role(target[1]):  # "was hired as a guide"
            target = (target[0], self._ends.text_value(target[0]), *target[2:])
        classes = (self._ends.class_of(subject[1]), self._ends.class_of(target[1]))
        if not self._vocabulary.accepts_trigger(relation, trigger, *classes):
            return None
        if self._vague(trigger, subject[1], classes[0], "subject") or self._vague(
            trigger, target[1], classes[1], "object"
        ):
            return None
        name = trigger.object.removeprefix("prep:") if trigger.object.startswith("prep:") else ""
        return Claim(
            relation=relation.name,
            trigger=predicate.token,
            subject=subject[1],
            object=target[1],
            confidence=trigger.confidence * subject[3] * target[3],
            rules=(f"{predicate.kind}_trigger", *subject[2], *target[2]),
            predicate=predicate,
            preposition=name or ("of" if trigger.object == "of" else ""),
            event_class=relation.plover,
        )

    def _is_role(self, end: End) -> bool:
        """Tell whether an end is what people are, not who: "a guide"."""
        return (
            isinstance(end, Mention)
            and end.kind is MentionKind.NOMINAL
            and self._ends.class_of(end) == "Person"
        )

    def _vague(self, trigger: Trigger, end: End, name: str, role: str) -> bool:
        """Tell whether an end says too little.

        An unknown thing does where a certain class is wanted, and so does a bare event or topic
        that the trigger's own noun stands for.
        """
        wanted = trigger.subject_classes if role == "subject" else trigger.object_classes
        if name == UNKNOWN and wanted and isinstance(end, Mention):
            return end.kind is not MentionKind.NAME and not (
                role == "object" and self._unambiguous(trigger)
            )
        own = (trigger.subject if role == "subject" else trigger.object) == "head"
        return own and trigger.kind == "noun" and self._vocabulary.coarse(name) == "other"

    def _unambiguous(self, trigger: Trigger) -> bool:
        """Tell whether a word says the same of whatever stands in the object's role."""
        senses = self._vocabulary.triggers(trigger.kind, trigger.lemma)
        return len({r.name for r, other in senses if other.object == trigger.object}) == 1

    def _object_fits(self, trigger: Trigger, token: Token) -> bool:
        lemma = self._vocabulary.lexicon.spelling.normal(quantified(token).lemma_)
        if trigger.object_lemmas and lemma not in trigger.object_lemmas:
            return False
        return lemma not in trigger.not_object_lemmas

    def _fill(self, predicate: Predicate, role: str) -> list[Filled]:
        """The ends that stand in a role, coordination unfolded."""
        arguments = predicate.of_role(role)
        sureness = 1.0
        if not arguments and role.startswith("prep:") and predicate.kind == "verb":
            arguments, sureness = self._misattached(predicate, role), _MISATTACHED
        filled: list[Filled] = []
        for argument in arguments:
            filled += self._fill_one(predicate, argument, sureness)
        return filled

    def _fill_intransitive(self, predicate: Predicate, trigger: Trigger) -> list[Filled]:
        """“the visit of X to Y”: the of-phrase is the agent where the object stands elsewhere."""
        if predicate.kind != "noun" or trigger.subject != "subject":
            return []
        return [] if trigger.object in ("object", "of") else self._fill(predicate, "of")

    def _fill_one(self, predicate: Predicate, argument: Argument, sureness: float) -> list[Filled]:
        if "shared" in argument.rule or "control" in argument.rule or "relative" in argument.rule:
            sureness *= _LENT
        if argument.role == "clause":
            value = self._ends.text_value(argument.token, clause=True)
            return [(argument.token, value, (argument.rule,), sureness)]
        filled: list[Filled] = []
        alone = argument.role == "head" and argument.rule != "predicate_nominal"
        for i, token in enumerate([argument.token] if alone else coordinated(argument.token)):
            if token.i == predicate.token.i and argument.role != "head":
                continue
            end = self._end(token)
            if end is not None:
                rules = (argument.rule,) if i == 0 else (argument.rule, "coordination")
                if negated_coordinate(token):
                    rules = (*rules, NEGATED)
                elif alternative(token):
                    rules = (*rules, ALTERNATIVE)
                filled.append((token, end, rules, sureness))
                for example in named_examples(token):
                    named = self._ends.mention(example)
                    if named is not None and named.kind is MentionKind.NAME:
                        filled.append((example, named, (*rules, EXAMPLE), sureness * _EXEMPLARY))
        return filled

    def _end(self, token: Token) -> End | None:
        token = quantified(token)
        if token.pos_ in ("NUM", "DET") or token.lower_ in _COUNTERS:
            return self._ends.value(token)  # "two", "most", "one": a count, not a thing
        end = self._ends.end(token)
        if end is None and token.pos_ in ("NOUN", "PROPN"):
            return self._ends.text_value(token)
        return end

    def _misattached(self, predicate: Predicate, role: str) -> list[Argument]:
        """A prepositional phrase that the parser hung on the object: "imposed duties on steel"."""
        wanted = role.removeprefix("prep:")
        found: list[Argument] = []
        for argument in (*predicate.of_role("object"), *predicate.of_role("comp")):
            if argument.token.i < predicate.token.i:
                continue
            if argument.role == "comp" and argument.token.pos_ != "ADJ":
                continue  # "called it an attack on God": the phrase is the noun's own
            for dependent in children(argument.token, "nmod", "obl"):
                if preposition(dependent) == wanted:
                    found.append(Argument(role, dependent, "preposition_under_object"))
        return found


def _key(claim: Claim) -> tuple[Span, Span]:
    return (claim.subject.span, claim.object.span)
