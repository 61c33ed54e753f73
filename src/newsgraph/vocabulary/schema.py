"""The shape of the vocabulary files: entity classes, relation types, triggers, examples.

Roles name what an argument does in its sentence, never a label of the parser:

* **verb** — ``subject`` (the agent: subject of an active, by-agent of a passive), ``object`` (the
  patient: direct object or subject of a passive), ``iobj`` (recipient), ``prep:with`` (oblique;
  several words joined by ``_``), ``clause`` (complement clause), ``comp`` (predicative
  complement: "was elected president", "serves as envoy" is ``prep:as``).
* **noun** — ``head`` (the phrase itself, or whom it describes: "the head of Y, X" is X),
  ``subject`` (the agent of an event noun: subject of its light verb, by-phrase, possessor,
  demonym: "the Serbian attack"), ``object`` (its patient: "the arrest of X"), ``of`` and ``prep:…``
  (that preposition literally), ``possessor``, ``compound``. ``prep:between`` on both ends means
  every pair of the coordinated names.
* **adjective** and participle — ``subject`` (what it is said of), ``prep:…``.

The lemma of a verb may hold its particle ("pull out") or a bare object that makes an idiom with it
("take place", "take part").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Classes of an object that is no entity; they have no subclasses.
VALUE_CLASSES = ("Value", "Date")

KINDS = ("verb", "noun", "adjective")

COARSE_KINDS = (
    "person",
    "organization",
    "place",
    "group",
    "event",
    "document",
    "product",
    "position",
    "other",
)

QUADS = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)

_PREPOSITION = re.compile(r"prep:[a-z]+(_[a-z]+)*")

_ROLES = {
    "verb": ("subject", "object", "iobj", "clause", "comp"),
    "noun": ("head", "subject", "object", "of", "possessor", "compound"),
    "adjective": ("subject",),
}


def is_role(kind: str, role: str) -> bool:
    """Tell whether a trigger of this kind may name this role."""
    return role in _ROLES[kind] or _PREPOSITION.fullmatch(role) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityClass:
    """A kind of thing that a mention may denote."""

    name: str
    label: str
    plural: str
    parents: tuple[str, ...]  #: names of classes; empty for the top class only
    coarse: str  #: one of ``COARSE_KINDS``
    definition: str
    mappings: tuple[str, ...] = ()  #: CURIEs of close matches, e.g. ``schema:Person``


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that evokes a relation, and which of its roles hold the two ends."""

    kind: str  #: one of ``KINDS``
    lemma: str  #: lower case; several words separated by one space
    subject: str  #: role of the relation's subject
    object: str  #: role of the relation's object
    subject_classes: tuple[str, ...] = ()  #: narrows the relation's domain; empty: no narrowing
    object_classes: tuple[str, ...] = ()  #: narrows the relation's range; empty: no narrowing
    object_lemmas: tuple[str, ...] = ()  #: the head of the object phrase must be one of these
    not_object_lemmas: tuple[str, ...] = ()  #: … and none of these
    requires: tuple[str, ...] = ()  #: further roles that must be filled
    confidence: float = 0.8  #: 0–1
    line: int = 0  #: line of the file that states it, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence and the facts it states: the test of a relation.

    Without facts it is a negative example: its relation must not be asserted.
    """

    text: str
    facts: tuple[tuple[str, str, str], ...] = ()  #: subject, relation, object as written


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationType:
    """What may hold between a subject and an object, and how the news says so."""

    name: str  #: camelCase, also the local name of its IRI
    label: str
    definition: str
    group: str
    domain: tuple[str, ...]  #: classes of the subject
    range: tuple[str, ...]  #: classes of the object, ``Value`` and ``Date`` among them
    inverse: str | None = None  #: label for reading it backwards
    symmetric: bool = False
    parent: str | None = None  #: the wider relation
    hidden: bool = False  #: connects everything to everything: not drawn unless asked for
    plover: str | None = None  #: PLOVER event class, e.g. ``CONSULT``
    cameo: str | None = None  #: CAMEO code or range of codes, e.g. ``040–046``
    quad: str | None = None  #: one of ``QUADS``
    mappings: tuple[str, ...] = ()  #: CURIEs of close matches
    triggers: tuple[Trigger, ...] = ()
    examples: tuple[Example, ...] = ()
