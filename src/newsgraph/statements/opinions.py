"""What speakers think of things: "X said the ruling was shameful", "X called Y a hero".

The article tells that the speaker said it, so the statement is the article's own: its subject is
the speaker, whatever is denied or planned in the content.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Token

from newsgraph.model import Attribution, Mention, MentionKind, Stance
from newsgraph.statements.attribution import Attributions
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import Ends
from newsgraph.statements.predicates import Predicate
from newsgraph.statements.syntax import child
from newsgraph.vocabulary import Vocabulary

OPINION = "opinion"
_CONFIDENCE = 0.6
_RELATIONS = {"positive": "praises", "negative": "criticises", None: "describes"}


class OpinionReader:
    """Reads who judges or describes what."""

    def __init__(self, vocabulary: Vocabulary, ends: Ends, attributions: Attributions) -> None:
        self._vocabulary = vocabulary
        self._ends = ends
        self._attributions = attributions

    def read(self, verbs: Mapping[int, Predicate]) -> Iterator[Claim]:
        """Yield ``praises``, ``criticises`` and ``describes`` of speakers, in text order."""
        for predicate in verbs.values():
            if predicate.copular and predicate.token.pos_ in ("ADJ", "NOUN", "PROPN"):
                yield from self._said(predicate)
            elif predicate.kind == "verb" and "judging" in predicate.lists:
                yield from self._called(predicate)

    def _said(self, predicate: Predicate) -> Iterator[Claim]:
        token = predicate.token
        attribution = self._attributions.of(token)
        source = attribution.source if attribution is not None else None
        if source is None or not _asserts(attribution) or child(token, "case") is not None:
            return
        side = self._side(token, negated=_negated(token))
        for argument in predicate.of_role("subject"):
            judged = self._ends.mention(argument.token)
            if judged is not None:
                yield from self._claim(token, source, judged, side)

    def _called(self, predicate: Predicate) -> Iterator[Claim]:
        """“called the ruling shameful”: the vocabulary has ``describes``; here, which side."""
        words = [a.token for r in ("comp", "prep:as") for a in predicate.of_role(r)]
        side = next((s for w in words if (s := self._side(w)) is not None), None)
        if side is None:
            return
        for subject in predicate.of_role("subject"):
            judge = self._ends.mention(subject.token)
            for argument in predicate.of_role("object"):
                judged = self._ends.mention(argument.token)
                if judge is not None and judged is not None:
                    for claim in self._claim(predicate.token, judge, judged, side):
                        claim.predicate = predicate
                        yield claim

    def _side(self, token: Token, *, negated: bool = False) -> str | None:
        lexicon = self._vocabulary.lexicon
        words = [token, *(c for c in token.children if c.dep_ in ("amod", "compound", "conj"))]
        side = next((s for w in words if (s := lexicon.judgement(w.lemma_.lower()))), None)
        if negated and side is not None:
            return "negative" if side == "positive" else None
        return side

    def _claim(
        self, token: Token, judge: Mention, judged: Mention, side: str | None
    ) -> Iterator[Claim]:
        relation = self._vocabulary.relations[_RELATIONS[side]]
        classes = (self._ends.class_of(judge), self._ends.class_of(judged))
        known = judged.kind is not MentionKind.PRONOUN or self._is_known(judged)
        if (
            known
            and not self._ends.same(judge, judged)
            and (self._vocabulary.accepts(relation, *classes))
        ):
            yield Claim(
                relation=relation.name, trigger=token, subject=judge, object=judged,
                confidence=_CONFIDENCE, rules=(OPINION,), event_class=relation.plover,
            )  # fmt: skip

    def _is_known(self, mention: Mention) -> bool:
        cluster = self._ends.cluster(mention)
        return cluster is not None and any(
            m.kind is not MentionKind.PRONOUN for m in cluster.mentions
        )


def _asserts(attribution: Attribution | None) -> bool:
    return attribution is not None and attribution.stance in (Stance.ASSERTS, Stance.WARNS)


def _negated(token: Token) -> bool:
    return any(c.lower_ in ("not", "n't", "n’t", "never", "no") for c in token.children)
