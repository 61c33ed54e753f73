"""Entries of the vocabulary files become classes and relation types."""

from __future__ import annotations

from itertools import product

from newsgraph.vocabulary.schema import (
    KINDS,
    EntityClass,
    Example,
    RelationType,
    Trigger,
    is_role,
)
from newsgraph.vocabulary.source import Item, refuse_unknown

_CLASS_FIELDS = ("label", "plural", "parents", "coarse", "definition", "mappings", "replaces")
_RELATION_FIELDS = (
    "label",
    "definition",
    "group",
    "domain",
    "range",
    "inverse",
    "symmetric",
    "parent",
    "hidden",
    "plover",
    "cameo",
    "quad",
    "mappings",
    "triggers",
    "examples",
    "replaces",
)
_NARROWING = ("subject_classes", "object_classes", "object_lemmas", "not_object_lemmas")
_TRIGGER_FIELDS = (*KINDS, "subject", "object", *_NARROWING, "requires", "confidence")

Fields = dict[str, Item]


def read_class(name: str, item: Item) -> EntityClass:
    """Read one entry of ``classes.yaml``."""
    fields = item.fields()
    refuse_unknown(fields, _CLASS_FIELDS)
    label = _text(fields, "label") or name.lower()
    return EntityClass(
        name=name,
        label=label,
        plural=_text(fields, "plural") or f"{label}s",
        parents=_texts(fields, "parents"),
        coarse=_needed(item, fields, "coarse").text(),
        definition=_needed(item, fields, "definition").text(),
        mappings=_texts(fields, "mappings"),
    )


def read_relation(name: str, item: Item, *, group: str) -> RelationType:
    """Read one entry of a file in ``relations/``; the file's name is the default group."""
    fields = item.fields()
    refuse_unknown(fields, _RELATION_FIELDS)
    return RelationType(
        name=name,
        label=_needed(item, fields, "label").text(),
        definition=_needed(item, fields, "definition").text(),
        group=_text(fields, "group") or group,
        domain=_needed(item, fields, "domain").texts(),
        range=_needed(item, fields, "range").texts(),
        inverse=_text(fields, "inverse"),
        symmetric=_truth(fields, "symmetric"),
        parent=_text(fields, "parent"),
        hidden=_truth(fields, "hidden"),
        plover=_text(fields, "plover"),
        cameo=_text(fields, "cameo"),
        quad=_text(fields, "quad"),
        mappings=_texts(fields, "mappings"),
        triggers=tuple(
            trigger
            for entry in _needed(item, fields, "triggers").items()
            for trigger in _read_triggers(entry)
        ),
        examples=tuple(_read_example(entry) for entry in _needed(item, fields, "examples").items()),
    )


def _read_triggers(item: Item) -> list[Trigger]:
    """Read one trigger entry; lists of lemmas and of roles stand for all combinations.

    ``{verb: [meet, talk], object: [prep:with, prep:to]}`` makes four triggers.
    """
    fields = item.fields()
    refuse_unknown(fields, _TRIGGER_FIELDS)
    kinds = [kind for kind in KINDS if kind in fields]
    if len(kinds) != 1:
        raise item.error("a trigger names exactly one of: " + ", ".join(KINDS))
    kind = kinds[0]
    if kind != "verb" and "object" not in fields:
        raise item.error(f"a trigger of kind {kind} must say which role is its object")
    subjects = _roles(fields, "subject", kind)
    objects = _roles(fields, "object", kind)
    requires = _roles(fields, "requires", kind) if "requires" in fields else ()
    confidence = fields["confidence"].number() if "confidence" in fields else 0.8
    if not 0 < confidence <= 1:
        raise fields["confidence"].error(f"confidence {confidence} is not between 0 and 1")
    narrowing = {key: _texts(fields, key) for key in _NARROWING}
    return [
        Trigger(
            kind=kind,
            lemma=lemma,
            subject=subject,
            object=object_,
            requires=requires,
            confidence=confidence,
            line=item.line,
            **narrowing,
        )
        for lemma, subject, object_ in product(fields[kind].texts(), subjects, objects)
    ]


def _roles(fields: Fields, key: str, kind: str) -> tuple[str, ...]:
    if key not in fields:
        return (key,)  # subject is the default subject, object the default object of a verb
    roles = fields[key].texts()
    for role in roles:
        if not is_role(kind, role):
            raise fields[key].error(f"{role!r} is no role of a {kind}")
    return roles


def _read_example(item: Item) -> Example:
    fields = item.fields()
    refuse_unknown(fields, ("text", "facts"))
    text = _needed(item, fields, "text").text()
    facts = []
    for entry in fields["facts"].items() if "facts" in fields else ():
        parts = entry.texts()
        if len(parts) != 3:
            raise entry.error("a fact has three parts: subject, relation, object")
        subject, relation, object_ = parts
        for surface in (subject, object_):
            if surface not in text:
                raise entry.error(f"{surface!r} does not stand in {text!r}")
        facts.append((subject, relation, object_))
    return Example(text=text, facts=tuple(facts))


def _needed(item: Item, fields: Fields, key: str) -> Item:
    if key not in fields:
        raise item.error(f"the field {key!r} is missing")
    return fields[key]


def _text(fields: Fields, key: str) -> str | None:
    return fields[key].text() if key in fields else None


def _texts(fields: Fields, key: str) -> tuple[str, ...]:
    return fields[key].texts() if key in fields else ()


def _truth(fields: Fields, key: str) -> bool:
    return key in fields and fields[key].truth()
