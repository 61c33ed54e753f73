"""What the rules hand to each other before a statement is complete."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from newsgraph.model import Qualifier, Span
from newsgraph.statements.ends import End
from newsgraph.statements.predicates import Predicate


@dataclass(slots=True)
class Claim:
    """A relation between two ends, as read from one trigger; polarity and source come later."""

    relation: str | None
    trigger: Token
    subject: End
    object: End
    confidence: float
    rules: tuple[str, ...]
    predicate: Predicate | None = None  #: ``None`` for a title or an apposition
    preposition: str = ""  #: of the object, for the predicate's surface form
    event_class: str | None = None
    qualifiers: list[Qualifier] = field(default_factory=list)
    subject_phrase: Span | None = None  #: of an open fact: the whole phrase, not the mention alone
    object_phrase: Span | None = None
    context_of: Token | None = (
        None  #: the word whose polarity and modality hold, if not ``trigger``
    )
