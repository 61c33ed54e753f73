"""Contradictions and gaps in a vocabulary, found at load time and told with file and line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations

from newsgraph.errors import VocabularyError
from newsgraph.vocabulary.hierarchy import Hierarchy
from newsgraph.vocabulary.lexicon import Lexicon
from newsgraph.vocabulary.schema import (
    COARSE_KINDS,
    QUADS,
    VALUE_CLASSES,
    EntityClass,
    RelationType,
    Trigger,
)
from newsgraph.vocabulary.source import Item

#: Enough to see what is meant and one thing it is taken for.
POSITIVE_EXAMPLES = 2
NEGATIVE_EXAMPLES = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where each class and relation was read, for the errors."""

    classes: Mapping[str, Item]
    relations: Mapping[str, Item]


def check_classes(
    classes: Mapping[str, EntityClass], prefixes: Mapping[str, str], sources: Sources
) -> None:
    """Check parents, coarse kinds and mappings of all classes.

    Raises:
        VocabularyError: for the first fault found.
    """
    for name, entity_class in classes.items():
        item = sources.classes[name]
        if name in VALUE_CLASSES:
            raise item.error(f"{name!r} is a kind of value, not of entity")
        for parent in entity_class.parents:
            if parent not in classes:
                raise _unknown(item, "parent", parent, classes)
        if entity_class.coarse not in COARSE_KINDS:
            raise _unknown(item, "coarse kind", entity_class.coarse, COARSE_KINDS)
        _check_mappings(entity_class.mappings, prefixes, item)
    for name in classes:
        _check_no_cycle(name, classes, sources.classes[name])


def check_relations(
    relations: Mapping[str, RelationType],
    hierarchy: Hierarchy,
    prefixes: Mapping[str, str],
    groups: Mapping[str, str],
    sources: Sources,
) -> None:
    """Check every relation by itself: names it uses, triggers, examples.

    Raises:
        VocabularyError: for the first fault found.
    """
    for name, relation in relations.items():
        item = sources.relations[name]
        if relation.group not in groups:
            raise _unknown(item, "group", relation.group, groups)
        if relation.parent is not None and relation.parent not in relations:
            raise _unknown(item, "parent", relation.parent, relations)
        if relation.quad is not None and relation.quad not in QUADS:
            raise _unknown(item, "quad", relation.quad, QUADS)
        if relation.symmetric and relation.inverse is not None:
            raise item.error("a symmetric relation has no inverse")
        _check_mappings(relation.mappings, prefixes, item)
        _check_class_names(relation.domain, item, hierarchy, values=False)
        _check_class_names(relation.range, item, hierarchy, values=True)
        _check_triggers(relation, item, hierarchy)
        _check_examples(relation, item, relations)


def check_conflicts(
    relations: Mapping[str, RelationType],
    hierarchy: Hierarchy,
    normal: Callable[[str], str],
    sources: Sources,
) -> None:
    """Refuse two relations that claim one trigger for the same kinds of things.

    They may share it if their classes exclude each other or those of one are strictly narrower,
    if one asks for certain object words or further roles, or if one is the other's parent.

    Raises:
        VocabularyError: for the first conflict found; points at the later entry.
    """
    claims: dict[tuple[str, ...], list[tuple[RelationType, Trigger]]] = {}
    for relation in relations.values():
        for trigger in relation.triggers:
            key = (trigger.kind, normal(trigger.lemma), trigger.subject, trigger.object)
            claims.setdefault(key, []).append((relation, trigger))
    for claimants in claims.values():
        for (first, one), (second, other) in combinations(claimants, 2):
            if _clash(first, one, second, other, hierarchy):
                item = sources.relations[second.name]
                raise item.error(_conflict(first, one, other), hint=_WAYS_OUT, line=other.line)


def check_lexicon(
    lexicon: Lexicon, hierarchy: Hierarchy, relations: Mapping[str, RelationType]
) -> None:
    """Check that the lexicon names known classes and relations.

    Raises:
        VocabularyError: names the lexicon file and the word.
    """
    for stem, words in (("nominals", lexicon.nominals), ("name_endings", lexicon.name_endings)):
        for word, name in words.items():
            if name not in hierarchy:
                problem = f"lexicon/{stem}.yaml: {word}: unknown class {name!r}"
                raise VocabularyError(problem, hint="use a class of classes.yaml")
    for word, title in lexicon.titles.items():
        if title.relation is not None and title.relation not in relations:
            problem = f"lexicon/titles.yaml: {word}: unknown relation {title.relation!r}"
            raise VocabularyError(problem, hint="use a relation of relations/")


_WAYS_OUT = "narrow the classes of one, or give it object_lemmas or requires"


def _conflict(first: RelationType, one: Trigger, other: Trigger) -> str:
    roles = f"{other.subject} → {other.object}"
    claimed = f"{other.kind} {other.lemma!r} ({roles})"
    return f"{claimed} is also a trigger of {first.name} (line {one.line})"


def _clash(
    first: RelationType, one: Trigger, second: RelationType, other: Trigger, hierarchy: Hierarchy
) -> bool:
    if first.name == second.name:
        return _same(one, other)
    if second.parent == first.name or first.parent == second.name:
        return False
    if one.object_lemmas or other.object_lemmas or one.requires != other.requires:
        return False
    ends = _ends(first, one), _ends(second, other)
    overlap = all(hierarchy.overlap(some, others) for some, others in zip(*ends, strict=True))
    return overlap and hierarchy.compare(*ends) == 0


def _ends(relation: RelationType, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the entity classes that a trigger admits at either end.

    A mere phrase (``Value``) has no class that could decide, so it is no ground for a conflict.
    """
    objects = trigger.object_classes or relation.range
    return trigger.subject_classes or relation.domain, tuple(n for n in objects if n != "Value")


def _same(one: Trigger, other: Trigger) -> bool:
    """Within one relation, only a true repetition is a fault."""
    return (
        one.subject_classes == other.subject_classes
        and one.object_classes == other.object_classes
        and one.object_lemmas == other.object_lemmas
        and one.requires == other.requires
    )


def _check_triggers(relation: RelationType, item: Item, hierarchy: Hierarchy) -> None:
    if not relation.triggers:
        raise item.error("a relation needs a trigger")
    for trigger in relation.triggers:
        if trigger.subject == trigger.object and trigger.subject != "prep:between":
            raise item.error("both ends are the same role", line=trigger.line)
        for names, values in ((trigger.subject_classes, False), (trigger.object_classes, True)):
            _check_class_names(names, item, hierarchy, values=values, line=trigger.line)


def _check_examples(
    relation: RelationType, item: Item, relations: Mapping[str, RelationType]
) -> None:
    positive = 0
    for example in relation.examples:
        for _, name, _ in example.facts:
            if name not in relations:
                raise _unknown(item, "relation", name, relations)
        positive += any(name == relation.name for _, name, _ in example.facts)
    negative = sum(not example.facts for example in relation.examples)
    if positive < POSITIVE_EXAMPLES:
        raise item.error(f"{positive} examples state it, {POSITIVE_EXAMPLES} are wanted")
    if negative < NEGATIVE_EXAMPLES:
        raise item.error(
            "no negative example", hint="add a sentence with `facts: []` that must not state it"
        )


def _check_class_names(
    names: tuple[str, ...],
    item: Item,
    hierarchy: Hierarchy,
    *,
    values: bool,
    line: int | None = None,
) -> None:
    for name in names:
        if name in hierarchy or (values and name in VALUE_CLASSES):
            continue
        raise _unknown(item, "class", name, hierarchy.names, line=line)


def _check_mappings(mappings: tuple[str, ...], prefixes: Mapping[str, str], item: Item) -> None:
    for curie in mappings:
        prefix, colon, local = curie.partition(":")
        if not (colon and local):
            raise item.error(f"{curie!r} is no prefix:name")
        if prefix not in prefixes:
            raise _unknown(item, "prefix", prefix, prefixes)


def _check_no_cycle(name: str, classes: Mapping[str, EntityClass], item: Item) -> None:
    seen: set[str] = set()
    waiting = list(classes[name].parents)
    while waiting:
        parent = waiting.pop()
        if parent == name:
            raise item.error("this class is its own ancestor")
        if parent not in seen:
            seen.add(parent)
            waiting.extend(classes[parent].parents)


def _unknown(
    item: Item,
    what: str,
    name: str,
    known: Mapping[str, object] | tuple[str, ...],
    *,
    line: int | None = None,
) -> VocabularyError:
    near = get_close_matches(name, list(known), n=1)
    hint = f"did you mean {near[0]!r}?" if near else "known: " + ", ".join(list(known)[:12])
    return item.error(f"unknown {what} {name!r}", hint=hint, line=line)
