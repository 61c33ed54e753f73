"""The data model: what the stages of newsgraph hand to each other.

Two levels, and one sentence to remember: *mention is to entity as statement is to fact*.

* **Text level** (``Document`` … ``Extraction``): immutable, one article at a time, every item
  points into the text by character offsets.
* **World level** (``Entity``, ``Fact``): derived from the text level, and revisable; identity can
  be decided anew without reading the articles again.

Offsets are Unicode **code points** of ``Document.text``, half-open ``[start, end)``.
Standard library only; no behaviour beyond reading.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache


def make_id(prefix: str, *parts: str) -> str:
    """Derive a stable identifier from content.

    Parts are joined by the unit separator (U+001F) before hashing, so ``("ab", "c")`` and
    ``("a", "bc")`` differ.

    Returns:
        ``prefix`` + ``-`` + the first 16 hexadecimal digits of SHA-256.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:16]}"


class MentionKind(StrEnum):
    """How a mention refers (ACE: NAM, NOM, PRO)."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Polarity(StrEnum):
    """Whether a statement affirms or denies (FactBank)."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """How far a statement is presented as real; only ``ACTUAL`` may become a plain triple."""

    ACTUAL = "actual"
    FUTURE = "future"  #: planned, announced, promised, expected
    POSSIBLE = "possible"  #: may, could, allegedly possible
    HYPOTHETICAL = "hypothetical"  #: under a condition or a purpose: if, unless, in order to
    OBLIGED = "obliged"  #: demanded, requested, must, should


class Stance(StrEnum):
    """What a speaker does with the content attributed to them."""

    ASSERTS = "asserts"
    DENIES = "denies"
    ASKS = "asks"
    WARNS = "warns"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of ``Document.text``: code points, half-open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse empty and negative spans."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __reduce__(self) -> tuple[Callable[[int, int], Span], tuple[int, int]]:
        """Let what another process read share its spans: they are half of what articles weigh."""
        return shared_span, (self.start, self.end)

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies within this span (equal counts)."""
        return self.start <= other.start and other.end <= self.end


@lru_cache(maxsize=1 << 16)
def shared_span(start: int, end: int) -> Span:
    """Return a span, the same object for the same numbers as long as it was asked for lately."""
    return Span(start=start, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article as read: text and metadata."""

    id: str  #: ``doc-…``: hash of the canonical URL, else of the text
    text: str  #: NFC, line ends ``\n``; what all offsets count in
    title: str = ""
    url: str | None = None
    published: date | None = None
    publisher: str | None = None
    author: str | None = None  #: as the article names them; several are apart by ``; ``
    language: str = "en"
    source: str = ""  #: file name as given by the user, for reports only; never an absolute path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a document; ``index`` counts from 0 in text order."""

    span: Span
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A span that refers to something: a name, a description or a pronoun.

    ``span`` covers the expression without leading article; ``head`` is its syntactic head word
    (for a name: the whole name).
    """

    span: Span
    head: Span
    text: str
    kind: MentionKind
    entity_class: str  #: name of an entity class of the vocabulary; ``"Thing"`` if unknown
    document_id: str
    metonym: bool = False  #: a place name that stands for its government ("Belgrade said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Mentions of one document that corefer, in text order; never empty."""

    mentions: tuple[Mention, ...]
    name: str  #: best name, or the fullest description when ``named`` is false
    named: bool
    entity_class: str
    aliases: tuple[str, ...] = ()  #: other names and descriptions seen, sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A date, amount, quantity, office or phrase: an argument that is not an entity."""

    span: Span
    text: str
    lexical: str  #: normalised form, e.g. ``2025-02-18``; equals ``text`` if nothing is normalised
    #: XSD local name: string, date, gYearMonth, gYear, integer, decimal; or, where XSD has none,
    #: ``week`` (``2025-W07``, ISO 8601) and ``quarter`` (``2025-Q1``)
    datatype: str = "string"
    unit: str | None = None  #: ISO 4217 code for money, else a unit word


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """When, where, how much, in what capacity: a detail of a statement, not of the edge.

    Property names: ``eventDate``, ``startDate``, ``endDate``, ``place``, ``of``, ``amount``,
    ``role``, ``recipient``, ``tenure`` (of a post: former, current, future, acting, outgoing).
    """

    property: str
    value: Mention | Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says so (PARC: source, cue, content); the content is the statement itself."""

    source: Mention | None  #: ``None`` if the speaker is no mention ("it was reported")
    source_text: str  #: the speaker's phrase as written; ``""`` if none is named
    cue: Span | None  #: the reporting word, if there is one
    stance: Stance = Stance.ASSERTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where the text says it, and by which named rules it was read."""

    sentence: Span
    trigger: Span
    subject: Span
    object: Span
    rules: tuple[str, ...]  #: names, in the order applied
    confidence: float  #: 0–1


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One claim, in one place, by one source. ``relation`` is ``None`` for an open fact."""

    relation: str | None
    predicate: str  #: surface words of the predicate with auxiliaries, negation and preposition
    #: The predicate in dictionary form: "take part in", "be afraid of"; empty if unknown.
    lemma: str = ""
    subject: Mention
    object: Mention | Value
    polarity: Polarity
    modality: Modality
    evidence: Evidence
    attribution: Attribution | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    event_class: str | None = None  #: PLOVER class, e.g. ``CONSULT``

    @property
    def asserted(self) -> bool:
        """Whether the statement is affirmed and actual: the only kind that makes a plain triple."""
        return self.polarity is Polarity.POSITIVE and self.modality is Modality.ACTUAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from one article; a pure function of its text and metadata."""

    document: Document
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    clusters: tuple[Cluster, ...]
    statements: tuple[Statement, ...]
    sketch: str = ""  #: what tells copies of the article; empty if it is too short for that


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class MentionKey:
    """Names one mention across a corpus."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing in the world, with a class and an identifier."""

    id: str  #: ``slug-hash``, see ``rdf.iris``; equal for equal canonical name and coarse class
    entity_class: str
    name: str
    named: bool  #: false: known by description only
    aliases: tuple[str, ...] = ()  #: other forms seen, sorted, without ``name``
    identifiers: tuple[str, ...] = ()  #: IRIs of the same thing elsewhere, sorted
    mentions: tuple[MentionKey, ...] = ()  #: sorted
    reasons: tuple[str, ...] = ()  #: why these mentions are one entity, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedStatement:
    """A statement whose mentions are resolved to entities."""

    id: str  #: ``st-…``: hash of document, ends, relation, trigger, polarity, modality, speaker
    document_id: str
    statement: Statement
    subject: str  #: entity id
    object: str | Value  #: entity id, or a value
    speaker: str | None = None  #: entity id
    confirmed: bool = False  #: a person has checked it against its sentence


def object_key(end: str | Value) -> str:
    """Return a string that is equal for equal objects: the entity id, or the normalised value."""
    if isinstance(end, str):
        return end
    return f"{end.datatype}:{' '.join(end.lexical.casefold().split())}:{end.unit or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What statements agree on: one relation between two ends, with everything said about it.

    ``asserted`` is true if at least one statement affirms it as actual. A fact that is not asserted
    (only denied, planned, possible …) is kept for evidence and drawing, never as a plain triple.
    """

    id: str  #: ``fact-…``
    subject: str  #: entity id
    relation: str
    object: str | Value  #: entity id, or a value
    statements: tuple[ResolvedStatement, ...]  #: sorted by document and position; never empty

    @property
    def asserted(self) -> bool:
        """Whether any statement affirms the fact as actual."""
        return any(s.statement.asserted for s in self.statements)

    @property
    def disputed(self) -> bool:
        """Whether one statement affirms it as actual and another denies it."""
        return self.asserted and any(
            s.statement.polarity is Polarity.NEGATIVE for s in self.statements
        )

    @property
    def documents(self) -> tuple[str, ...]:
        """Ids of the articles that speak of it, sorted, without repetition."""
        return tuple(sorted({s.document_id for s in self.statements}))

    @property
    def confidence(self) -> float:
        """Best confidence of the statements behind it."""
        return max(s.statement.evidence.confidence for s in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """Two entities that were compared and stayed apart; ids as the rules alone give them."""

    one: str
    other: str
    score: float  #: 0–1; 0 if something speaks against it
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The entities of a corpus and which mention belongs to which: the linker's result."""

    entities: tuple[Entity, ...]  #: sorted by id
    links: dict[MentionKey, str] = field(default_factory=dict)  #: mention → entity id
    near: tuple[NearMiss, ...] = ()  #: what stayed apart, the nearest first
    problems: tuple[str, ...] = ()  #: judgements that could not be applied, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An article that could not be used, or only in part."""

    source: str
    stage: str  #: reading, analysis, statements …
    message: str
    hint: str = ""
    fatal: bool = True  #: false: a warning, the article is in the graph
