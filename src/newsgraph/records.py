"""An extraction as plain records, for measuring against annotated text and for other tools.

Two stable forms: open and typed facts with surface strings (``fact_records``), and one article's
small graph of entities and facts (``article_record``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import PurePath

from newsgraph.model import (
    Attribution,
    Cluster,
    Extraction,
    Mention,
    MentionKind,
    Polarity,
    Qualifier,
    Span,
    Statement,
    Value,
)
from newsgraph.vocabulary import Vocabulary

Record = dict[str, object]

#: Class of the vocabulary → coarse type, the narrowest first; what fits none is ``Other``.
COARSE_TYPES = (
    ("Country", "Country"),
    ("City", "City"),
    ("Facility", "Facility"),
    ("MilitaryForce", "MilitaryForce"),
    ("GovernmentBody", "Government body"),
    ("Organization", "Organization"),
    ("Person", "Person"),
    ("Group", "Group"),
    ("Event", "Event"),
    ("Document", "Law/Document"),
    ("Product", "Product/Vessel"),
    ("Place", "Place"),
)
_DETERMINER = (
    r"(?:\b(?:the|an?|this|that|these|those|my|your|our|its|his|her|their|some|any|all|every|each"
    r"|both|no) +)?"
)
_PREPOSITION = (
    r"(?:\b(?:in|on|at|by|to|for|from|with|of|as|into|over|under|after|before|during|since|until"
    r"|about|against|between|through|near|within) +)?"
)
#: Determiners that tell which one is meant, or how many, apart from what was said before.
_TELLING = re.compile(
    r"(?:\b(?:my|your|our|its|his|her|their|some|any|all|every|each|both|no) +)?\Z", re.IGNORECASE
)
_BEFORE_END = re.compile(_DETERMINER + r"\Z", re.IGNORECASE)
_BEFORE_ARGUMENT = re.compile(_PREPOSITION + _DETERMINER + r"\Z", re.IGNORECASE)


def coarse_type(entity_class: str, vocabulary: Vocabulary) -> str:
    """Return the coarse type of an entity class; ``Other`` for unknown classes."""
    for ancestor, coarse in COARSE_TYPES:
        if entity_class in vocabulary.classes and vocabulary.is_a(entity_class, ancestor):
            return coarse
    return "Other"


def fact_records(extraction: Extraction, vocabulary: Vocabulary) -> Iterator[Record]:
    """Yield each statement with the words that stand in the text, in text order.

    Where an open fact and a typed one say the same of the same ends, they are one record: the
    open one's words with the typed one's relation.
    """
    text = extraction.document.text
    twins = {_ends_of(s): s for s in extraction.statements if s.relation}
    told = {_ends_of(s) for s in extraction.statements if not s.relation}
    for statement in extraction.statements:
        if statement.relation and _ends_of(statement) in told:
            continue
        evidence = statement.evidence
        typed = twins.get(_ends_of(statement))
        yield {
            "subject": _phrase(text, evidence.subject, _BEFORE_END),
            "predicate": statement.predicate,
            "object": _phrase(text, evidence.object, _BEFORE_END),
            "arguments": [_argument(text, qualifier) for qualifier in statement.qualifiers],
            "relation": typed.relation if typed else None,
            "event": typed.event_class if typed else None,
            "subject_type": coarse_type(statement.subject.entity_class, vocabulary),
            "object_type": _object_type(statement.object, vocabulary),
            "negated": statement.polarity is Polarity.NEGATIVE,
            "modality": statement.modality.value,
            "speaker": _speaker_text(statement.attribution),
            "confidence": _as_worded(statement),
        }


#: Of what a noun phrase says, the words are no sentence: they rank behind what clauses state.
_WORDED_BY_NOUN = 0.4


def _as_worded(statement: Statement) -> float:
    """Confidence that the record's own words state a fact, as readers of open facts judge it."""
    scale = _WORDED_BY_NOUN if statement.relation else 1.0
    return round(statement.evidence.confidence * scale, 3)


def article_record(extraction: Extraction, vocabulary: Vocabulary) -> Record:
    """Return one article's entities, facts and mentions.

    Entities, numbered in text order, are what has a name, and unnamed things that a typed statement
    or several mentions single out; a thing described once, in an open fact only, stays a phrase in
    that fact. A single word of no known kind, spelled as a name once, is left out if no fact speaks
    of it. Facts include open ones, whose relation is ``None``, but not the bare "said that …":
    the content of a report has statements of its own.
    """
    facts, kept, ids = _told(extraction)
    text = extraction.document.text
    return {
        "doc": PurePath(extraction.document.source).stem,
        "entities": [_entity(c, ids[c.mentions[0]], text, vocabulary) for c in kept],
        "facts": [_fact(statement, text, ids) for statement in facts],
        "mentions": [_mention(mention, ids, vocabulary) for mention in extraction.mentions],
    }


def statements_told(extraction: Extraction) -> list[Statement]:
    """Return the statements behind the facts of ``article_record``, in the same order."""
    return _told(extraction)[0]


def _told(
    extraction: Extraction,
) -> tuple[list[Statement], list[Cluster], Mapping[Mention, str]]:
    """The statements and clusters that an article's record holds, and ids of mentions."""
    covered = {e for s in extraction.statements if s.relation for e in _both_ways(s)}
    nearest = _nearest(extraction.statements)
    facts = [
        s
        for s in extraction.statements
        if s.relation
        or not (_is_report(s) or _is_circumstance(s, nearest) or _ends_of(s) in covered)
    ]
    typed = {
        end
        for s in facts
        if s.relation and s.evidence.rules[0] != "reader"  # what it reads of a phrase names nothing
        for end in _mentions_of(s)
    } | {speaker for s in facts if (speaker := _speaker(s)) is not None}
    told = {end for s in facts for end in _mentions_of(s)}
    kept = [c for c in extraction.clusters if _is_entity(c, typed) and not _is_idle(c, told)]
    kept.sort(key=lambda cluster: cluster.mentions[0].span)
    ids = {m: f"entity-{n}" for n, c in enumerate(kept, start=1) for m in c.mentions}
    facts = [s for s in facts if all(_is_told(end, ids) for end in (s.subject, s.object))]
    return facts, kept, ids


def _ends_of(statement: Statement) -> tuple[Span, Span, Span]:
    return (statement.evidence.trigger, statement.subject.span, statement.object.span)


def _both_ways(statement: Statement) -> Iterator[tuple[Span, Span, Span]]:
    trigger, subject, target = _ends_of(statement)
    yield from ((trigger, subject, target), (trigger, target, subject))


def _mentions_of(statement: Statement) -> Iterator[Mention]:
    for end in (statement.subject, statement.object, _speaker(statement)):
        if isinstance(end, Mention):
            yield end


def _is_told(end: Mention | Value, ids: Mapping[Mention, str]) -> bool:
    """Tell whether it is known what an end refers to: a pronoun without antecedent says nothing."""
    return isinstance(end, Value) or end.kind is not MentionKind.PRONOUN or end in ids


def _is_report(statement: Statement) -> bool:
    return bool({"complement_clause", "open_complement"} & set(statement.evidence.rules))


#: Prepositions of when and how: what they lead to is no second end of what is said.
_CIRCUMSTANCES = frozenset(
    "after before during since until despite with without by as like amid following over".split()
)


def _nearest(statements: Sequence[Statement]) -> Mapping[tuple[Span, Span], float]:
    """Trigger and subject → confidence of the open fact of the complement that stands nearest."""
    found: dict[tuple[Span, Span], float] = {}
    for s in statements:
        if s.relation is None:
            key = (s.evidence.trigger, s.subject.span)
            found[key] = max(found.get(key, 0.0), s.evidence.confidence)
    return found


def _is_circumstance(statement: Statement, nearest: Mapping[tuple[Span, Span], float]) -> bool:
    """Tell whether an open fact only says when or how: "was found after the storm"."""
    evidence = statement.evidence
    further = evidence.confidence < nearest[evidence.trigger, statement.subject.span]
    return further and statement.lemma.rpartition(" ")[2] in _CIRCUMSTANCES


def _is_entity(cluster: Cluster, typed: Set[Mention]) -> bool:
    """A name known from an adjective alone ("Nigerian") counts only where a typed fact uses it."""
    used = not typed.isdisjoint(cluster.mentions)
    if cluster.named:
        return used or any(
            m.text == cluster.name or len(m.text) > len(cluster.name) or m.text.isupper()
            for m in cluster.mentions
        )
    described = [m for m in cluster.mentions if m.kind is MentionKind.NOMINAL]
    return bool(described) and (used or len(cluster.mentions) > 1)


def _is_idle(cluster: Cluster, told: Set[Mention]) -> bool:
    """Tell whether one word of no known kind is spelled as a name once, and no fact speaks of it.

    Adjectives ("Catholic teaching"), languages and subjects are read as such names.
    """
    vague = cluster.entity_class in {"Thing", "Group"} and " " not in cluster.name
    return (
        vague and cluster.named and len(cluster.mentions) == 1 and told.isdisjoint(cluster.mentions)
    )


def _entity(cluster: Cluster, identifier: str, text: str, vocabulary: Vocabulary) -> Record:
    """Describe a cluster; its descriptions stand among the aliases with and without determiner."""
    told = [m for m in cluster.mentions if m.kind is not MentionKind.PRONOUN]
    surfaces = {m.text for m in told}
    before = _BEFORE_END if cluster.named else _TELLING
    surfaces |= {_phrase(text, m.span, before) for m in told if m.kind is MentionKind.NOMINAL}
    return {
        "id": identifier,
        "name": cluster.name,
        "type": coarse_type(cluster.entity_class, vocabulary),
        "aliases": sorted(surfaces | set(cluster.aliases)),
        "identifiers": [],
    }


def _fact(statement: Statement, text: str, ids: Mapping[Mention, str]) -> Record:
    evidence = statement.evidence
    speaker = _speaker(statement)
    subject, predicate, target = _active(statement)
    body = _qualifier(statement, ("of",))
    when = _qualifier(statement, ("eventDate", "startDate", "endDate"))
    return {
        "subject": _end(subject, ids),
        "predicate": predicate,
        "relation": statement.relation,
        "object": _end(target, ids),
        "of": _end(body, ids) if body else None,
        "evidence": [text[evidence.sentence.start : evidence.sentence.end]],
        "negated": statement.polarity is Polarity.NEGATIVE,
        "modality": statement.modality.value,
        "speaker": ids.get(speaker) if speaker else None,
        "time": when.lexical if isinstance(when, Value) else None,
        "confidence": evidence.confidence,
    }


def _active(statement: Statement) -> tuple[Mention | Value, str, Mention | Value]:
    """Subject, predicate in dictionary form, and object; the agent first, also of open passives."""
    name = statement.lemma or statement.predicate
    passive = statement.relation is None and "agent_of_passive" in statement.evidence.rules
    if not passive or not name.endswith(" by"):
        return statement.subject, name, statement.object
    return statement.object, name.removesuffix(" by"), statement.subject


def _mention(mention: Mention, ids: Mapping[Mention, str], vocabulary: Vocabulary) -> Record:
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "type": coarse_type(mention.entity_class, vocabulary),
        "kind": mention.kind.value,
        "entity": ids.get(mention),
    }


def _end(end: Mention | Value, ids: Mapping[Mention, str]) -> str:
    return ids.get(end, end.text) if isinstance(end, Mention) else end.text


def _object_type(end: Mention | Value, vocabulary: Vocabulary) -> str:
    return coarse_type(end.entity_class, vocabulary) if isinstance(end, Mention) else "Value"


def _qualifier(statement: Statement, names: Sequence[str]) -> Mention | Value | None:
    found = (q.value for name in names for q in statement.qualifiers if q.property == name)
    return next(found, None)


def _speaker(statement: Statement) -> Mention | None:
    return statement.attribution.source if statement.attribution else None


def _speaker_text(attribution: Attribution | None) -> str | None:
    return attribution.source_text or None if attribution else None


def _argument(text: str, qualifier: Qualifier) -> str:
    # A further argument of an open fact brings its preposition along; other details do not.
    if qualifier.property == "argument":
        return qualifier.value.text
    return _phrase(text, qualifier.value.span, _BEFORE_ARGUMENT)


def _phrase(text: str, span: Span, before: re.Pattern[str]) -> str:
    """Return a span's words with the determiner, or preposition and determiner, before it."""
    lead = before.search(text, max(0, span.start - 40), span.start)
    return text[lead.start() if lead else span.start : span.end]
