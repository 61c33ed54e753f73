"""Events as things: what several take part in, with participants, place and time.

An event noun is a mention already, and triggers of the vocabulary tell its participants. Where a
verb tells of three or more who meet each other, the verb itself stands for the event. Pairs of
participants stay as facts up to three participants; beyond, the event says it all (a meeting of
twenty would make 190 pairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from newsgraph.model import Cluster, Mention, MentionKind, Statement
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import Ends, span_of
from newsgraph.statements.places import CircumstanceReader
from newsgraph.statements.predicates import Predicate
from newsgraph.vocabulary import Vocabulary

#: Relations that tell the roles in an event: participant, target, place, time.
ROLES: Final = frozenset({"participatesIn", "directedAt", "occursIn", "occursOn"})
#: Rule of what is told of an event that a verb stands for.
RULE: Final = "event_of_verb"
#: From so many participants on there is an event; from so many on, no pairs.
_EVENT, _NO_PAIRS = 3, 4
#: PLOVER class of a symmetric relation → class of the event that it tells of.
_CLASSES: Final = {"CONSULT": "Meeting", "COOPERATE": "Operation", "ASSAULT": "Conflict"}


@dataclass(slots=True)
class _Gathering:
    """What one word says of several at once: the pairs, and each participant once."""

    pairs: list[Claim]
    participants: list[tuple[Mention, Claim]]


class EventMaker:
    """Makes events of what joins three or more at once."""

    def __init__(
        self, vocabulary: Vocabulary, ends: Ends, circumstances: CircumstanceReader
    ) -> None:
        self._vocabulary = vocabulary
        self._ends = ends
        self._circumstances = circumstances

    def read(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return the claims with events beside, or in place of, what joins many pairwise."""
        gatherings = self._gatherings(claims)
        made: list[Claim] = []
        dropped: set[int] = set()
        for gathering in gatherings:
            count = len(gathering.participants)
            if count < _EVENT or len(gathering.pairs) < count * (count - 1) // 2:
                continue  # "spoke to A, B and C": each alone, perhaps
            event = list(self._event(gathering, claims))
            made += event
            if event and count >= _NO_PAIRS:
                dropped |= {id(claim) for claim in gathering.pairs}
        return [c for c in claims if id(c) not in dropped] + made

    def _gatherings(self, claims: Iterable[Claim]) -> list[_Gathering]:
        found: dict[tuple[int, str], _Gathering] = {}
        for claim in claims:
            relation = self._vocabulary.relations.get(claim.relation or "")
            if relation is None or not relation.symmetric or relation.plover not in _CLASSES:
                continue
            if not (isinstance(claim.subject, Mention) and isinstance(claim.object, Mention)):
                continue
            gathering = found.setdefault((claim.trigger.i, relation.name), _Gathering([], []))
            gathering.pairs.append(claim)
            for end in (claim.subject, claim.object):
                if not any(self._ends.same(end, known) for known, _ in gathering.participants):
                    gathering.participants.append((end, claim))
        return list(found.values())

    def _event(self, gathering: _Gathering, claims: Sequence[Claim]) -> Iterator[Claim]:
        first = gathering.pairs[0]
        token = first.trigger
        event = self._ends.mention(token) if token.pos_ in ("NOUN", "PROPN") else None
        if event is None:
            if first.predicate is None or first.predicate.kind != "verb":
                return
            event = self._minted(first)
            yield from self._circumstances_of(first.predicate, event)
        said = {(c.subject.span, c.object.span) for c in claims if c.relation == "participatesIn"}
        for participant, claim in gathering.participants:
            if (participant.span, event.span) not in said:
                yield replace(
                    claim, relation="participatesIn", subject=participant, object=event,
                    rules=(RULE, *claim.rules), qualifiers=[], event_class=None,
                )  # fmt: skip

    def _minted(self, claim: Claim) -> Mention:
        """The verb as a mention of the event that it tells of."""
        span = span_of([claim.trigger])
        relation = self._vocabulary.relations[claim.relation or ""]
        return Mention(
            span=span,
            head=span,
            text=claim.trigger.text,
            kind=MentionKind.NOMINAL,
            entity_class=_CLASSES[relation.plover or ""],
            document_id=claim.subject.document_id if isinstance(claim.subject, Mention) else "",
        )

    def _circumstances_of(self, predicate: Predicate, event: Mention) -> Iterator[Claim]:
        relations = {"eventDate": "occursOn", "place": "occursIn"}
        for qualifier in self._circumstances.qualifiers(predicate):
            if qualifier.property in relations:
                yield Claim(
                    relation=relations[qualifier.property], trigger=predicate.token,
                    subject=event, object=qualifier.value, confidence=0.8,
                    rules=(RULE,), predicate=predicate,
                )  # fmt: skip


def with_events(
    mentions: Sequence[Mention],
    clusters: Sequence[Cluster],
    statements: Iterable[Statement],
    vocabulary: Vocabulary,
) -> tuple[tuple[Mention, ...], tuple[Cluster, ...]]:
    """Add the events that verbs stand for to the mentions and clusters of their article.

    The name of such an event is that of its class. Order is by place in the text.
    """
    known = set(mentions)
    found = {
        end
        for statement in statements
        if RULE in statement.evidence.rules
        for end in (statement.subject, statement.object)
        if isinstance(end, Mention) and end not in known
    }
    if not found:
        return tuple(mentions), tuple(clusters)
    events = [
        Cluster(
            mentions=(mention,),
            name=vocabulary.classes[mention.entity_class].label,
            named=False,
            entity_class=mention.entity_class,
        )
        for mention in sorted(found, key=lambda m: m.span)
    ]
    return (
        tuple(sorted([*mentions, *found], key=lambda m: (m.span, m.head))),
        tuple(sorted([*clusters, *events], key=lambda c: c.mentions[0].span.start)),
    )
