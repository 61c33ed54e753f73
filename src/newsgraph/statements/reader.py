"""Joins the rules: claims become statements with context, source and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from newsgraph.model import (
    Attribution,
    Cluster,
    Document,
    Evidence,
    Mention,
    Modality,
    Polarity,
    Qualifier,
    Span,
    Stance,
    Statement,
    Value,
)
from newsgraph.statements.attribution import Attributions
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import End, Ends, span_of
from newsgraph.statements.events import ROLES, EventMaker
from newsgraph.statements.learned import LearnedReader, ReaderModel
from newsgraph.statements.nominals import find_noun_predicates
from newsgraph.statements.open_facts import OpenReader, dictionary_form, surface_predicate
from newsgraph.statements.opinions import OPINION, OpinionReader
from newsgraph.statements.places import CircumstanceReader
from newsgraph.statements.positions import FUTURE_POST, PositionReader
from newsgraph.statements.predicates import Predicate, find_predicates
from newsgraph.statements.qualifiers import Context, Contexts
from newsgraph.statements.relations import ALTERNATIVE, NEGATED, RelationReader
from newsgraph.statements.sentences import Sentences
from newsgraph.statements.silence import Silence, find_silences
from newsgraph.statements.structures import StructureReader
from newsgraph.vocabulary import Vocabulary

#: Rules by which a noun describes its referent rather than tells of an event.
_DESCRIPTIVE = frozenset({"description", "apposition", "title"})
_FIRST_PLURAL = frozenset({"we", "us", "our"})
_FIRST_SINGULAR = frozenset({"i", "me", "my", "myself"})
#: Groups of relations whose verbs are light before an event noun.
_SUPPORTING_GROUPS = frozenset({"action", "exchange"})


class StatementReader:
    """Reads the statements of one article."""

    def __init__(
        self,
        doc: Doc,
        mentions: Sequence[Mention],
        clusters: Sequence[Cluster],
        document: Document,
        vocabulary: Vocabulary,
        values: Sequence[Value],
    ) -> None:
        self._doc = doc
        self._document = document
        self._mentions = mentions
        self._vocabulary = vocabulary
        self._ends = Ends(doc, mentions, clusters, values, document.id)
        self._sentences = Sentences(doc)
        self._verbs = find_predicates(doc, vocabulary.lexicon)
        self._nouns = find_noun_predicates(doc, self._verbs, vocabulary)
        self._contexts = Contexts(vocabulary.lexicon)
        self._attributions = Attributions(doc, self._verbs, self._ends, self._sentences, vocabulary)
        self._circumstances = CircumstanceReader(vocabulary, self._ends)
        self._body_of: dict[Span, Mention] = {}

    def read(self, *, learned: bool = True, model: ReaderModel | None = None) -> list[Statement]:
        """Return all statements, in text order, each once; with those of the network or without.

        Their confidence is the first guess of the rules, see ``confidence``. ``model`` is another
        network than the shipped one.
        """
        claims = self._typed_claims()
        if learned:
            words = {**self._nouns, **self._verbs}
            reader = LearnedReader(self._vocabulary, self._ends, words, model)
            claims += _beside(claims, reader.read(self._doc, claims))
        open_reader = OpenReader(self._ends)
        for predicate in self._verbs.values():
            claims += open_reader.read(predicate)
        return _in_order(self._statement(c) for c in claims)

    def silences(self, statements: Iterable[Statement]) -> list[Silence]:
        """Return the predicates that gave none of these statements, or no plain edge, and why."""
        predicates = {**self._verbs, **self._nouns}
        return find_silences(predicates.values(), statements, self._vocabulary, self._ends)

    def _typed_claims(self) -> list[Claim]:
        relations = RelationReader(self._vocabulary, self._ends)
        positions = list(
            PositionReader(self._vocabulary, self._ends, self._verbs, self._sentences).read(
                self._doc, self._mentions
            )
        )
        held = {_spans(c) for c in positions}
        of_nouns = [
            c
            for predicate in self._nouns.values()
            for c in relations.read(predicate)
            if not (_DESCRIPTIVE & set(c.rules) and _spans(c) in held)
        ]
        supported = {(c.trigger.head.i, c.trigger.idx) for c in of_nouns if "light_verb" in c.rules}
        of_verbs = [
            c
            for predicate in self._verbs.values()
            for c in relations.read(predicate)
            if not self._only_supports(c, supported)
        ]
        self._body_of = _bodies_of_speakers(positions, self._ends)
        of_verbs += [c for p in self._verbs.values() for c in relations.refusals(p, self._verbs)]
        opinions = list(
            OpinionReader(self._vocabulary, self._ends, self._attributions).read(self._verbs)
        )
        judged = {(c.trigger.i, _spans(c)) for c in opinions if c.relation != "describes"}
        stated = [*of_verbs, *of_nouns, *positions, *self._circumstances.read(self._doc)]
        stated = [
            c
            for c in stated  # whoever calls a thing shameful does more than describe it
            if c.relation != "describes" or (c.trigger.i, _spans(c)) not in judged
        ]
        stated = EventMaker(self._vocabulary, self._ends, self._circumstances).read(stated)
        said = {_spans(c) for c in stated}
        structures = StructureReader(self._vocabulary, self._ends).read(self._doc)
        there = [
            c
            for p in self._verbs.values()
            for c in (*self._circumstances.of_participants(p), *self._circumstances.of_events(p))
        ]
        return stated + [c for c in (*structures, *there, *opinions) if _spans(c) not in said]

    def _only_supports(self, claim: Claim, supported: set[tuple[int, int]]) -> bool:
        """“opened an investigation into X” creates nothing: the noun says what was done."""
        relation = self._vocabulary.relations.get(claim.relation or "")
        return (
            relation is not None
            and relation.group in _SUPPORTING_GROUPS
            and any(
                verb == claim.trigger.i and claim.object.span.start <= noun < claim.object.span.end
                for verb, noun in supported
            )
        )

    def _statement(self, claim: Claim) -> Statement:
        context = self._context(claim)
        attribution = self._ascribed(claim) or self._attributions.of(claim.trigger)
        if OPINION in claim.rules and claim.predicate is None:  # that it was said is a fact
            attribution, polarity = None, Polarity.POSITIVE
        elif _describes(claim):  # what a thing is holds whatever is denied of it
            attribution = attribution if self._attributions.quoted(claim.trigger) else None
            polarity = context.polarity
        else:
            attribution, polarity = _with_stance(attribution, context.polarity)
        qualifiers = list(claim.qualifiers)
        said_by = claim.predicate
        if said_by is None and claim.context_of is not None:
            said_by = self._verbs.get(claim.context_of.i) or self._verbs.get(
                claim.context_of.head.i
            )
        if said_by is not None and claim.relation not in ("occursIn", "occursOn"):
            sayers = [said_by]
            if "light_verb" in claim.rules and said_by.token.head.i in self._verbs:
                sayers.append(self._verbs[said_by.token.head.i])  # "held talks on Monday"
            qualifiers += [
                q
                for sayer in sayers
                for q in self._circumstances.qualifiers(sayer)
                if q.value.span not in (claim.subject.span, claim.object.span)
            ]
        assert isinstance(claim.subject, Mention)  # noqa: S101 - settled before
        subject = self._spoken_for(claim.subject, attribution)
        assert isinstance(subject, Mention)  # noqa: S101 - a mention stays one
        target = self._spoken_for(claim.object, attribution)
        own = subject is claim.subject and target is claim.object
        rules = claim.rules if own else (*claim.rules, "speaker_for_pronoun")
        return Statement(
            relation=claim.relation,
            predicate=surface_predicate(claim.predicate, claim.trigger, claim.preposition),
            lemma=dictionary_form(claim.predicate, claim.trigger, claim.preposition),
            subject=subject,
            object=target,
            polarity=polarity,
            modality=_asked(context.modality, attribution),
            attribution=attribution,
            qualifiers=_unrepeated(qualifiers),
            event_class=claim.event_class,
            evidence=Evidence(
                sentence=self._sentences.span(claim.trigger.i),
                trigger=span_of([claim.trigger]),
                subject=claim.subject_phrase or claim.subject.span,
                object=claim.object_phrase or claim.object.span,
                rules=(*rules, *context.rules),
                confidence=round(claim.confidence, 3),
            ),
        )

    def _ascribed(self, claim: Claim) -> Attribution | None:
        """What a verb says of two things of which neither is its subject: the subject says so."""
        if claim.predicate is None or claim.relation is None:
            return None
        found = self._attributions.by_ascribing(claim.predicate)
        own = {claim.subject, claim.object}
        return found if found is not None and found.source not in own else None

    def _spoken_for(self, end: End, attribution: Attribution | None) -> End:
        """“I” is who speaks; “we”, of someone who holds a post, the body they hold it in."""
        if not isinstance(end, Mention) or attribution is None or attribution.source is None:
            return end
        word = end.text.lower()
        if word not in _FIRST_PLURAL and word not in _FIRST_SINGULAR:
            return end
        cluster = self._ends.cluster(end)
        speaker = self._ends.cluster(attribution.source)
        if speaker is None or (cluster is not None and cluster.named):
            return end
        if word in _FIRST_SINGULAR:
            return attribution.source
        return self._body_of.get(speaker.mentions[0].span, end)

    def _context(self, claim: Claim) -> Context:
        context = self._predicate_context(claim)
        if NEGATED in claim.rules:
            context = Context(polarity=Polarity.NEGATIVE).within(context)
        if FUTURE_POST in claim.rules:
            context = context.within(Context(modality=Modality.FUTURE))
        if ALTERNATIVE in claim.rules and context.polarity is Polarity.POSITIVE:
            context = context.within(Context(modality=Modality.POSSIBLE))
        return context

    def _predicate_context(self, claim: Claim) -> Context:
        if claim.predicate is None:
            return (
                self._contexts.of(claim.context_of) if claim.context_of is not None else Context()
            )
        token = claim.predicate.token
        if claim.predicate.kind != "noun":
            return self._contexts.of(token)
        return self._noun_context(claim.predicate, token, claim)

    def _noun_context(self, predicate: Predicate, token: Token, claim: Claim) -> Context:
        if _DESCRIPTIVE & set(claim.rules) and claim.relation not in ROLES:
            return Context()  # who a person is holds whatever the sentence says of them
        copula = self._verbs.get(token.i)
        if copula is not None and copula.copular:
            return self._contexts.of(token)
        verb = self._verbs.get(token.head.i)
        light = any(a.rule == "light_verb" for a in predicate.arguments) or (
            verb is not None and token.dep_ in ("nsubj", "obj") and self._carries(verb, token)
        )
        if verb is not None and (light or any(a.rule == "capacity" for a in predicate.arguments)):
            return self._contexts.of_light_verb(token, verb.token)
        return self._contexts.of(token)

    def _carries(self, verb: Predicate, noun: Token) -> bool:
        """Tell whether a verb only says that the noun takes place: "talks will begin"."""
        lexicon, lemma = self._vocabulary.lexicon, noun.lemma_.lower()
        return any(lexicon.light_verb(form, lemma) for form in verb.lemmas)


def _bodies_of_speakers(positions: Iterable[Claim], ends: Ends) -> dict[Span, Mention]:
    """First mention of a person → the body of the first post that the article gives them."""
    found: dict[Span, Mention] = {}
    for claim in positions:
        holder = ends.cluster(claim.subject) if isinstance(claim.subject, Mention) else None
        if holder is not None and isinstance(claim.object, Mention):
            found.setdefault(holder.mentions[0].span, claim.object)
    return found


def _describes(claim: Claim) -> bool:
    """Tell whether a claim is read off a noun phrase, not off what its clause says."""
    if claim.predicate is None:
        return claim.context_of is None
    return claim.predicate.kind == "noun" and bool(_DESCRIPTIVE & set(claim.rules))


def _with_stance(
    attribution: Attribution | None, polarity: Polarity
) -> tuple[Attribution | None, Polarity]:
    """What a speaker denies is negative, unless the lexicon's verb has made it so already."""
    if attribution is None or attribution.stance is not Stance.DENIES:
        return attribution, polarity
    return attribution, Polarity.NEGATIVE


def _asked(modality: Modality, attribution: Attribution | None) -> Modality:
    """What a speaker only asks is not stated as actual."""
    asks = attribution is not None and attribution.stance is Stance.ASKS
    return Modality.POSSIBLE if asks and modality is Modality.ACTUAL else modality


def _beside(stated: list[Claim], read: Iterable[Claim]) -> list[Claim]:
    """What the network reads, without second subjects: "the head of X praised her" is not X's act.

    Where the rules have a subject for a trigger and its object, they are right.
    """
    filled = {(c.trigger.i, c.object.span): c.subject.span for c in stated}
    return [
        c
        for c in read
        if filled.get((c.trigger.i, c.object.span), c.subject.span) == c.subject.span
    ]


def _unrepeated(qualifiers: Iterable[Qualifier]) -> tuple[Qualifier, ...]:
    """Each detail once: "in May 2025" may reach a date by two words."""
    return tuple(
        {(q.property, getattr(q.value, "lexical", q.value.text)): q for q in qualifiers}.values()
    )


def _spans(claim: Claim) -> tuple[Span, Span]:
    return (claim.subject.span, claim.object.span)


def _in_order(statements: Iterable[Statement]) -> list[Statement]:
    unique: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        key = (
            s.relation or s.predicate,
            s.subject.span,
            s.object.span,
            s.evidence.trigger,
            s.polarity,
            s.modality,
        )
        held = unique.get(key)
        if held is None or s.evidence.confidence > held.evidence.confidence:
            unique[key] = s
    return sorted(
        unique.values(),
        key=lambda s: (
            s.evidence.trigger,
            s.subject.span,
            s.object.span,
            s.relation or "",
            s.predicate,
        ),
    )
