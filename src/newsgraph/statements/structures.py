"""What a noun phrase says by its build: whose body, where a thing is, where people come from.

"Cambodia's defence ministry" is part of Cambodia; "a college in Kagara" is located there; "Kenyan
police officers" are of Kenya. The trigger is the head noun, whose phrase names both ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from newsgraph.model import Mention, MentionKind
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import Ends
from newsgraph.statements.syntax import child, children, coordinated, preposition
from newsgraph.vocabulary import Vocabulary

_LOCAL = frozenset({"in", "at", "near", "outside", "inside"})
_OWNERS = ("nmod:poss", "compound", "amod", "nmod:unmarked")
_BODIES = ("GovernmentBody", "MilitaryForce", "Mission", "PoliceForce", "Court", "Parliament")
_CONFIDENCE = 0.7


class StructureReader:
    """Reads structural relations inside noun phrases."""

    def __init__(self, vocabulary: Vocabulary, ends: Ends) -> None:
        self._vocabulary = vocabulary
        self._ends = ends

    def read(self, doc: Doc) -> Iterator[Claim]:
        """Yield ``partOf``, ``locatedIn`` and ``citizenOf`` of noun phrases, in text order."""
        for token in doc:
            if token.pos_ not in ("NOUN", "PROPN") or child(token, "cop") is not None:
                continue  # "is no citizen of Sweden" tells of its subject: the triggers read it
            mention = self._ends.mention(token)
            if mention is None or mention.kind is MentionKind.PRONOUN:
                continue
            yield from self._owners(token, mention)
            yield from self._origins(token, mention)
            yield from self._places(token, mention)

    def _owners(self, token: Token, mention: Mention) -> Iterator[Claim]:
        name = self._ends.class_of(mention)
        kind = self._vocabulary.coarse(name)
        if mention.kind is MentionKind.NAME:
            yield from self._owners_of_name(token, mention, name)
            return
        if kind not in ("organization", "group", "person"):
            return
        lemma = token.lemma_.lower()
        for word, owner in self._named(token, mention):
            if "roles_of_all" in self._vocabulary.lexicon.lists_with(lemma) and word.dep_ in (
                "nmod:poss",
                "nmod",
            ):
                continue
            relation, rule = self._ownership(kind, name, owner, lemma), "owner_in_phrase"
            if relation == "citizenOf" and self._is_office(lemma, word):
                continue
            if word.i > 0 and word.nbor(-1).text == "-":
                relation, rule = self._prefixed(word), "prefix_of_name"
            if relation is not None:
                yield Claim(
                    relation=relation, trigger=token, subject=mention, object=owner,
                    confidence=_CONFIDENCE, rules=(rule,),
                )  # fmt: skip

    def _owners_of_name(self, token: Token, mention: Mention, name: str) -> Iterator[Claim]:
        """“the OSCE's Office for Institutions”, “Mecca's Grand Mosque”, “the Met of the US”."""
        kind = self._vocabulary.coarse(name)
        for word, owner in self._named(token, mention):
            if word.dep_ not in ("nmod:poss", "nmod"):
                continue
            relation = None
            if kind == "organization":
                relation = self._ownership(kind, name, owner, "")
            elif self._vocabulary.is_a(name, "Facility") or name in ("City", "Region"):
                of = self._vocabulary.coarse(self._ends.class_of(owner))
                relation = {"place": "locatedIn", "organization": "partOf"}.get(of)
            if relation is not None:
                yield Claim(
                    relation=relation, trigger=token, subject=mention, object=owner,
                    confidence=_CONFIDENCE, rules=("owner_of_name",),
                )  # fmt: skip

    def _prefixed(self, word: Token) -> str | None:
        """“anti-NATO party”, “pro-Serbian demonstrators”."""
        prefix = word.nbor(-2).lower_ if word.i > 1 else ""
        return {"anti": "opposes", "pro": "supports"}.get(prefix)

    def _named(self, token: Token, mention: Mention) -> Iterator[tuple[Token, Mention]]:
        """Named bodies and places that stand before the head noun, or in its of-phrase."""
        found = children(token, *_OWNERS)
        found += [d for d in children(token, "nmod") if preposition(d) == "of"]
        for dependent in found:
            for one in coordinated(dependent):
                owner = self._ends.mention(one)
                if (
                    owner is not None
                    and owner.kind is MentionKind.NAME
                    and not self._ends.same(owner, mention)
                ):
                    yield one, owner

    def _is_office(self, lemma: str, owner: Token) -> bool:
        """“Romanian minister”, “Panama's coach” hold posts; an “Italian coach” is from Italy."""
        title = self._vocabulary.lexicon.title(lemma)
        if title is None or title.kind != "position":
            return False
        return owner.dep_ == "nmod:poss" or "offices" in self._vocabulary.lexicon.lists_with(lemma)

    def _ownership(self, kind: str, name: str, owner: Mention, lemma: str) -> str | None:
        of = self._vocabulary.coarse(self._ends.class_of(owner))
        if kind == "organization" and of in ("organization", "place"):
            classes = {name, self._vocabulary.lexicon.nominal_class(lemma) or name}
            public = any(self._vocabulary.is_a(c, b) for c in classes for b in _BODIES)
            part = of == "organization" or public
            return "partOf" if part else "basedIn"
        if kind in ("group", "person") and of == "place":
            return "citizenOf"
        return "memberOf" if kind == "group" and of == "organization" else None

    def _origins(self, token: Token, mention: Mention) -> Iterator[Claim]:
        """“12,000 refugees from Syria and Yemen”, “a teacher from Split”."""
        kind = self._vocabulary.coarse(self._ends.class_of(mention))
        if kind not in ("group", "person") or mention.kind is not MentionKind.NOMINAL:
            return
        title = self._vocabulary.lexicon.title(token.lemma_.lower())
        if title is not None and title.kind == "position":
            return  # "recalled its ambassador from Tirana"
        for dependent in children(token, "nmod"):
            if preposition(dependent) != "from":
                continue
            for one in coordinated(dependent):
                place = self._ends.mention(one)
                if (
                    place is not None
                    and place.kind is MentionKind.NAME
                    and self._vocabulary.coarse(self._ends.class_of(place)) == "place"
                ):
                    yield Claim(
                        relation="citizenOf", trigger=token, subject=mention, object=place,
                        confidence=_CONFIDENCE, rules=("origin_in_phrase",),
                    )  # fmt: skip

    def _places(self, token: Token, mention: Mention) -> Iterator[Claim]:
        name = self._ends.class_of(mention)
        kind = self._vocabulary.coarse(name)
        if kind not in ("organization", "group", "product") and not (
            self._vocabulary.is_a(name, "Facility")
        ):
            return
        for dependent in children(token, "nmod"):
            if preposition(dependent) not in _LOCAL or _after_place(dependent, token):
                continue
            for one in coordinated(dependent):
                place = self._ends.mention(one)
                if place is None or place.kind is MentionKind.PRONOUN:
                    continue
                of = self._vocabulary.coarse(self._ends.class_of(place))
                housed = (
                    of == "organization"  # "the Rask Museum at Vinje College"
                    and kind == "organization"
                    and place.kind is MentionKind.NAME
                    and preposition(dependent) in ("at", "within")
                )
                if of == "place" or housed:
                    yield Claim(
                        relation="partOf" if housed else "locatedIn", trigger=token,
                        subject=mention, object=place,
                        confidence=_CONFIDENCE, rules=("place_in_phrase",),
                    )  # fmt: skip


def _after_place(phrase: Token, noun: Token) -> bool:
    """Tell whether a phrase tells of the one before: “rescuers from Ostrava in Silesia”."""
    before = phrase.left_edge.i - 1
    return any(
        other.i != phrase.i
        and other.i > noun.i
        and other.left_edge.i <= before <= other.right_edge.i
        for other in children(noun, "nmod")
    )
