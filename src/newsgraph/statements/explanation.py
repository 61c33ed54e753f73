"""Why a statement was read: its rules replayed in words, on the tree of its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from newsgraph.model import Cluster, Extraction, Mention, MentionKind, Span, Statement, Value
from newsgraph.statements.confidence import shipped_confidence
from newsgraph.statements.ends import is_date
from newsgraph.statements.pairs import TRIGGER_KINDS
from newsgraph.statements.rules import explain_rule
from newsgraph.statements.syntax import ancestors, child
from newsgraph.vocabulary import RelationType, Trigger, Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class EndExplanation:
    """One end: as written, what it stands for, and how its class fits the relation."""

    text: str
    path: tuple[str, ...]  #: from the trigger through the tree; empty if the tree is not at hand
    stands_for: str  #: name of its cluster, or the normalised value
    coreference: tuple[str, ...]  #: other mentions of the same thing that lead to the name
    entity_class: str
    admitted: tuple[str, ...]  #: classes that the relation, or the trigger, wants here
    fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A statement with everything that led to it."""

    statement: Statement
    sentence: str
    trigger: str
    entry: str  #: of the vocabulary; empty if the relation comes from the build of a phrase
    rules: tuple[tuple[str, str], ...]  #: name and what it did, in the order applied
    subject: EndExplanation
    object: EndExplanation
    confidence: tuple[tuple[str, float], ...]  #: what each part adds to the log odds, largest first


class Explainer:
    """Explains the statements of one article."""

    def __init__(self, extraction: Extraction, vocabulary: Vocabulary) -> None:
        self._text = extraction.document.text
        self._vocabulary = vocabulary
        self._clusters = {m: c for c in extraction.clusters for m in c.mentions}

    def explain(self, statement: Statement, doc: Doc | None, offset: int = 0) -> Explanation:
        """Explain one statement.

        Args:
            statement: Of this article.
            doc: The analysed article, or its sentence alone; without it there are no paths.
            offset: Where ``doc`` begins in the article.
        """
        evidence = statement.evidence
        trigger = _token(doc, evidence.trigger, offset)
        entry = self._entry(statement, trigger)
        wanted = self._wanted(statement, entry[1] if entry else None)
        parts = shipped_confidence().parts(statement, self._text, self._vocabulary)
        ends = [
            self._end(end, trigger, doc, offset, classes)
            for end, classes in zip((statement.subject, statement.object), wanted, strict=True)
        ]
        return Explanation(
            statement=statement,
            sentence=" ".join(self._written(evidence.sentence).split()),
            trigger=self._written(evidence.trigger),
            entry=_shown(*entry) if entry else "",
            rules=tuple((rule, explain_rule(rule)) for rule in evidence.rules),
            subject=ends[0],
            object=ends[1],
            confidence=tuple(sorted(parts, key=lambda part: (-abs(part[1]), part[0]))),
        )

    def _written(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _entry(
        self, statement: Statement, trigger: Token | None
    ) -> tuple[RelationType, Trigger] | None:
        """The entry of the vocabulary that the trigger's word evokes, as far as it can be told."""
        if trigger is None or statement.relation is None:
            return None
        kind = TRIGGER_KINDS.get(trigger.pos_, "noun")
        kinds = [k for k in ("verb", "noun", "adjective") if f"{k}_trigger" in _rules(statement)]
        found = [
            (relation, entry)
            for k in (*kinds, kind)
            for form in _forms(trigger)
            for relation, entry in self._vocabulary.triggers(k, form)
            if relation.name == statement.relation
        ]
        classes = (self._class(statement.subject), self._class(statement.object))
        fitting = (e for e in found if self._vocabulary.accepts_trigger(*e, *classes))
        return next(fitting, found[0] if found else None)

    def _wanted(
        self, statement: Statement, entry: Trigger | None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        relation = self._vocabulary.relations.get(statement.relation or "")
        if relation is None:
            return (), ()
        if entry is None:
            return relation.domain, relation.range
        return entry.subject_classes or relation.domain, entry.object_classes or relation.range

    def _class(self, end: Mention | Value) -> str:
        if isinstance(end, Value):
            return "Date" if is_date(end) else "Value"
        cluster = self._clusters.get(end)
        vague = end.kind is not MentionKind.NAME or end.entity_class == "Thing"
        return cluster.entity_class if cluster is not None and vague else end.entity_class

    def _end(
        self,
        end: Mention | Value,
        trigger: Token | None,
        doc: Doc | None,
        offset: int,
        wanted: tuple[str, ...],
    ) -> EndExplanation:
        cluster = self._clusters.get(end) if isinstance(end, Mention) else None
        name = self._class(end)
        head = _head(doc, end, offset)
        return EndExplanation(
            text=" ".join(end.text.split()),
            path=tuple(_path(trigger, head)) if trigger is not None and head is not None else (),
            stands_for=_stands_for(end, cluster),
            coreference=tuple(_others(end, cluster)),
            entity_class=name,
            admitted=wanted,
            fits=not wanted or self._vocabulary.admits(name, wanted),
        )


def _rules(statement: Statement) -> Sequence[str]:
    return statement.evidence.rules


def _stands_for(end: Mention | Value, cluster: Cluster | None) -> str:
    if isinstance(end, Mention):
        return cluster.name if cluster is not None else end.text
    return f"{end.lexical} {end.unit}" if end.unit else end.lexical


def _others(end: Mention | Value, cluster: Cluster | None) -> Iterator[str]:
    """Other forms of the same thing, each once, in text order; none for its very name."""
    if cluster is not None and isinstance(end, Mention) and end.text != cluster.name:
        yield from dict.fromkeys(m.text for m in cluster.mentions if m.text != end.text)


def _shown(relation: RelationType, entry: Trigger) -> str:
    """An entry of the vocabulary on one line."""
    roles = f"{entry.subject} → {entry.object}"
    extra = f", needs {', '.join(entry.requires)}" if entry.requires else ""
    return f"{entry.kind} “{entry.lemma}” states {relation.name}: {roles}{extra}"


def _forms(trigger: Token) -> Iterator[str]:
    """Forms that a trigger may be listed under: with particle, object or modifier, and bare."""
    lemma = trigger.lemma_.lower()
    for dependent in trigger.children:
        if dependent.dep_ in ("compound:prt", "advmod"):
            yield f"{lemma} {dependent.lower_}"
        if dependent.dep_ in ("obj", "obl"):
            yield f"{lemma} {dependent.lemma_.lower()}"
        if dependent.dep_ in ("compound", "amod"):
            yield f"{dependent.lemma_.lower()} {lemma}"
    yield lemma
    yield trigger.lower_


def _token(doc: Doc | None, span: Span, offset: int) -> Token | None:
    if doc is None:
        return None
    return next((t for t in doc if t.idx + offset == span.start), None)


def _head(doc: Doc | None, end: Mention | Value, offset: int) -> Token | None:
    """The word of an end that hangs on a word outside it."""
    if doc is None:
        return None
    span = end.head if isinstance(end, Mention) else end.span
    inside = [t for t in doc if span.start <= t.idx + offset < span.end and not t.is_space]
    members = {t.i for t in inside}
    return next((t for t in inside if t.head.i not in members or t.head.i == t.i), None)


def _path(trigger: Token, head: Token) -> Iterator[str]:
    """Steps through the tree: “said —nsubj→ Vidal” down, “met ←ccomp— said” up."""
    up = list(ancestors(trigger))
    down = list(ancestors(head))
    joint = next((t for t in up if any(t.i == other.i for other in down)), None)
    if joint is None:
        return
    for token in up[: [t.i for t in up].index(joint.i)]:
        yield f"{token.text} ←{token.dep_}— {token.head.text}"
    for token in reversed(down[: [t.i for t in down].index(joint.i)]):
        case = child(token, "case")
        with_case = f" ({case.text})" if case is not None and case.i < token.i else ""
        yield f"{token.head.text} —{token.dep_}→ {token.text}{with_case}"
