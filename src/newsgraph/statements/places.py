"""Where and when: events in places, places in places, people of countries, dates of events."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from newsgraph.model import Mention, MentionKind, Qualifier, Value
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import End, Ends, is_date
from newsgraph.statements.predicates import Predicate
from newsgraph.statements.syntax import children, coordinated, preposition
from newsgraph.statements.times import dates_of
from newsgraph.vocabulary import Vocabulary

_AT = frozenset({"in", "at", "near", "outside", "inside", "on"})
_BELONGING = frozenset({"of", "from", "at", "with"})
_LONGEST_PARENTHESIS = 9  #: words; longer ones tell something else than party and country
_NOMINAL_EDGES = ("nmod", "obl", "nmod:unmarked", "obl:unmarked", "nmod:tmod", "obl:tmod")


class CircumstanceReader:
    """Reads places and dates of events and the nesting of places; lends qualifiers to claims."""

    def __init__(self, vocabulary: Vocabulary, ends: Ends) -> None:
        self._vocabulary = vocabulary
        self._ends = ends

    def read(self, doc: Doc) -> Iterator[Claim]:
        """Yield ``occursIn``, ``occursOn``, ``locatedIn`` and ``citizenOf`` of noun phrases."""
        for token in doc:
            if token.pos_ not in ("NOUN", "PROPN"):
                continue
            mention = self._ends.mention(token)
            if mention is None:
                continue
            kind = self._vocabulary.coarse(self._ends.class_of(mention))
            if kind == "event":
                yield from self._of_event(token, mention)
            elif kind == "place":
                yield from self._of_place(token, mention)
            elif mention.kind is MentionKind.NAME and kind == "person":
                yield from self._of_person(token, mention)

    def _of_event(self, token: Token, event: Mention) -> Iterator[Claim]:
        for dependent in children(token, *_NOMINAL_EDGES):
            name = preposition(dependent)
            for one in coordinated(dependent):
                end = self._ends.end(one)
                if isinstance(end, Value) and is_date(end):
                    yield self._claim("occursOn", token, event, end, "date_of_event")
                elif name in _AT and end is not None and self._is_place(end):
                    yield self._claim("occursIn", token, event, end, "place_of_event")
        for dependent in children(token, "compound", "nmod:poss"):
            end = self._ends.end(dependent)
            if end is not None and isinstance(end, Mention) and self._settlement(end):
                yield self._claim("occursIn", token, event, end, "place_before_event")

    def _of_place(self, token: Token, place: Mention) -> Iterator[Claim]:
        for dependent in children(token, "nmod", "appos", "nmod:unmarked", "obl", "nmod:desc"):
            end = self._ends.end(dependent)
            if not isinstance(end, Mention) or not self._is_place(end):
                continue
            name = preposition(dependent)
            listed = dependent.dep_ in ("appos", "nmod:unmarked", "nmod:desc") and (
                end.kind is MentionKind.NAME
                and place.kind is MentionKind.NAME
                and dependent.i - token.i <= 4
                and self._ends.class_of(end) in ("Country", "Region")
                and self._ends.class_of(place) != "Country"  # a list of countries nests none
            )
            named = name == "of" and end.kind is MentionKind.NAME  # "the village of Lešak" is Lešak
            told = name == "of" and place.kind is not MentionKind.NAME
            if name == "in" or listed or (told and not (named and self._settled(token))):
                yield self._claim("locatedIn", token, place, end, "place_in_place")

    def _settled(self, token: Token) -> bool:
        """Tell whether a noun stands for the place that its of-phrase names."""
        return "kinds_of_places" in self._vocabulary.lexicon.lists_with(token.lemma_)

    def _of_person(self, token: Token, person: Mention) -> Iterator[Claim]:
        owner = token.head if token.dep_ == "conj" else token  # "the SDP's Ana Vidal and Jon Vik"
        for dependent in [*children(token, "nmod", "amod"), *children(owner, "nmod:poss")]:
            end = self._ends.end(dependent)
            if not isinstance(end, Mention) or self._ends.same(end, person):
                continue
            if not self._is_place(end) or self._vocabulary.is_a(
                self._ends.class_of(end), "Facility"
            ):
                yield from self._of_body(token, person, dependent, end)
                continue
            named = dependent.dep_ in ("amod", "nmod:poss") and end.kind is MentionKind.NAME
            if named or preposition(dependent) in ("of", "from"):
                yield self._claim("citizenOf", token, person, end, "origin_of_person")
        heads = self._ends.headed.get(token.i) is person
        for one in _in_parentheses(token, person.span.end) if heads else ():
            end = self._ends.mention(one)
            if end is None or end.kind is not MentionKind.NAME or self._ends.same(end, person):
                continue
            name = self._ends.class_of(end)
            if name in ("Country", "Region"):
                yield self._claim("citizenOf", token, person, end, "parenthesis")
            elif self._vocabulary.is_a(name, "Organization"):
                relation = self._belonging(end)
                yield self._claim(relation, token, person, end, "parenthesis")

    def _of_body(
        self, token: Token, person: Mention, dependent: Token, body: Mention
    ) -> Iterator[Claim]:
        """“Ruth Tesfaye of the Horn Institute”, “… from the Greens”."""
        belongs = preposition(dependent) in _BELONGING or dependent.dep_ == "nmod:poss"
        named = body.kind is MentionKind.NAME and belongs
        kind = self._ends.class_of(body)
        if not named or not (
            self._vocabulary.is_a(kind, "Organization") or self._vocabulary.is_a(kind, "Facility")
        ):
            return
        yield self._claim(self._belonging(body), token, person, body, "person_of_body")

    def _belonging(self, body: Mention) -> str:
        """How a person of a body belongs to it."""
        kind = self._ends.class_of(body)
        if self._vocabulary.is_a(kind, "PoliticalParty"):
            return "memberOfParty"
        if any(self._vocabulary.is_a(kind, c) for c in ("SportsClub", "ArmedGroup")) or (
            kind == "Organization" and not self._says_what(body)  # a party, a band, a team
        ):
            return "memberOf"
        return "employedBy"

    def _says_what(self, body: Mention) -> bool:
        """Tell whether a name holds a noun for what it names: “Horn Institute”, “Bank Oder”."""
        known = self._vocabulary.lexicon.nominal_class
        return any(known(word.lower()) is not None for word in body.text.split())

    def of_events(self, predicate: Predicate) -> Iterator[Claim]:
        """Yield ``occursIn`` and ``occursOn`` for events whose clause says where and when.

        “The blast killed two people in Split on Monday”, “held a rally in Split”.
        """
        if predicate.kind != "verb" or predicate.copular:
            return
        happening = "happening" in predicate.lists
        events = [
            m
            for role in ("subject", "object")
            for a in predicate.of_role(role)
            if happening or (role == "subject" and not predicate.passive)
            if (m := self._ends.mention(a.token)) is not None
            and self._vocabulary.coarse(self._ends.class_of(m)) == "event"
        ]
        for event in events:
            for detail in self.qualifiers(predicate):
                relation = {"place": "occursIn", "eventDate": "occursOn"}.get(detail.property)
                if relation is None or (relation == "occursIn" and not happening):
                    continue
                if isinstance(detail.value, Mention) and self._ends.same(detail.value, event):
                    continue
                claim = self._claim(
                    relation, predicate.token, event, detail.value, "clause_of_event"
                )
                claim.predicate, claim.confidence = predicate, 0.6
                yield claim

    def _claim(
        self, relation: str, token: Token, subject: Mention, target: End, rule: str
    ) -> Claim:
        return Claim(
            relation=relation,
            trigger=token,
            subject=subject,
            object=target,
            confidence=0.8,
            rules=(rule,),
        )

    def _is_place(self, end: End) -> bool:
        return isinstance(end, Mention) and (
            self._vocabulary.coarse(self._ends.class_of(end)) == "place"
        )

    def _settlement(self, end: Mention) -> bool:
        """A city's name before an event is where it took place ("the Vienna summit")."""
        return self._ends.class_of(end) in ("City", "Region", "Facility")

    def of_participants(self, predicate: Predicate) -> Iterator[Claim]:
        """Yield ``locatedIn`` for whom something befell at a named place: "was arrested in Kamina".

        Only the surface subject; a country or region counts for passives and verbs of being there,
        since "invest in Kenya" puts nobody there.
        """
        token = predicate.token
        if predicate.kind != "verb" or predicate.copular:
            return
        if "elsewhere" in predicate.lists:
            return
        there = predicate.passive or "being_there" in predicate.lists
        participants = [
            m
            for a in predicate.of_role(predicate.surface_role)
            for t in coordinated(a.token)
            if (m := self._ends.mention(t)) is not None
            and self._vocabulary.coarse(self._ends.class_of(m)) in ("person", "group")
        ]
        for argument in predicate.arguments:
            if argument.role.removeprefix("prep:") not in ("in", "at", "near"):
                continue
            place = self._ends.mention(argument.token)
            if place is None or place.kind is not MentionKind.NAME or not self._is_place(place):
                continue
            body = self._body_before(argument.token)
            if body is not None:  # "files it with the court in Sarajevo": the court is there
                yield self._claim("locatedIn", argument.token, body, place, "place_in_phrase")
            elif there or self._ends.class_of(place) in ("City", "Facility"):
                for person in participants:
                    claim = self._claim("locatedIn", token, person, place, "participant_in_place")
                    claim.predicate, claim.confidence = predicate, 0.6
                    claim.preposition = argument.role.removeprefix("prep:")
                    yield claim

    def _body_before(self, place: Token) -> Mention | None:
        """The named body that a phrase of place stands right behind, without a comma."""
        before = place.left_edge.i - 1
        found = self._ends.mention(place.doc[before]) if before >= 0 else None
        if found is None or found.kind is not MentionKind.NAME:
            return None
        kind = self._ends.class_of(found)
        return found if self._vocabulary.is_a(kind, "Organization") else None

    def qualifiers(self, predicate: Predicate) -> list[Qualifier]:
        """Date and place of what a predicate says, from its own arguments."""
        found: list[Qualifier] = []
        for dependent in predicate.token.children:
            if dependent.dep_ not in (*_NOMINAL_EDGES, "advmod", "obl:npmod"):
                continue
            name = preposition(dependent)
            end = self._ends.value(dependent) or self._ends.end(dependent)
            if isinstance(end, Value):
                found += dates_of(dependent, self._ends)
            elif name in _AT and isinstance(end, Mention) and self._is_place(end):
                found.append(Qualifier(property="place", value=end))
        return found


def _in_parentheses(name: Token, stop: int) -> list[Token]:
    """The words of a parenthesis right behind a name: “Ana Kodra (Civic Bridge, Malta)”."""
    doc, at = name.doc, name.i + 1
    while at < len(doc) and doc[at].idx < stop:
        at += 1
    if at >= len(doc) or doc[at].text != "(":
        return []
    end = next((t.i for t in doc[at : at + _LONGEST_PARENTHESIS] if t.text == ")"), at)
    return list(doc[at + 1 : end])
