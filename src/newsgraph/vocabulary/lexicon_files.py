"""The files of ``lexicon/`` become a ``Lexicon``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from newsgraph.model import Modality, Polarity, Stance
from newsgraph.vocabulary.lexicon import (
    CONSTRUCTIONS,
    LIST_NAMES,
    NEGATORS,
    SIDES,
    TITLE_KINDS,
    TITLE_MODIFIERS,
    Lexicon,
    ListName,
    ModalityEntry,
    ReportingWord,
    Title,
)
from newsgraph.vocabulary.schema import is_role
from newsgraph.vocabulary.source import Item, fault, refuse_unknown

Fields = Mapping[str, Item]
Normal = Callable[[str], str]

_Value = TypeVar("_Value")
_Key = TypeVar("_Key", str, tuple[str, str])
_Enum = TypeVar("_Enum", bound=StrEnum)

_FILES = (
    "reporting",
    "modality",
    "negation",
    "titles",
    "light_verbs",
    "nominals",
    "demonyms",
    "judgements",
    "name_endings",
    "lists",
)


def read_lexicon(files: Mapping[str, Fields], below: Lexicon) -> Lexicon:
    """Lay the files of one folder over the lexicon ``below``; for one word, the upper one wins.

    A list of ``lists.yaml`` is added to the one below.

    Args:
        files: Entries by file stem; a missing file changes nothing.
        below: An empty lexicon, or the built-in one when a user's folder is read.

    Raises:
        VocabularyError: a file does not follow its form, or gives one word twice.
    """
    normal = below.spelling.normal
    given = {stem: files.get(stem, {}) for stem in _FILES}
    titles = dict(given["titles"])
    modifiers = {"modifier": titles.pop("modifier")} if "modifier" in titles else {}
    return replace(
        below,
        reporting=_layer(below.reporting, _reporting(given["reporting"], normal)),
        modality=_layer(below.modality, _modality(given["modality"], normal)),
        negators=_layer(below.negators, _words(given["negation"], normal, NEGATORS)),
        titles=_layer(below.titles, _titles(titles, normal)),
        title_modifiers=_layer(below.title_modifiers, _modifiers(modifiers, normal)),
        light_verbs=_layer(below.light_verbs, _light_verbs(given["light_verbs"], normal)),
        nominals=_layer(below.nominals, _words(given["nominals"], normal, None)),
        demonyms=_layer(below.demonyms, _words(given["demonyms"], normal, None)),
        judgements=_layer(below.judgements, _words(given["judgements"], normal, SIDES)),
        name_endings=_layer(below.name_endings, _words(given["name_endings"], normal, None)),
        lists=_lists(below.lists, given["lists"], normal),
    )


def refuse_unknown_files(files: Mapping[str, Fields], shown: str) -> None:
    """Raise for a file in ``lexicon/`` that nobody reads."""
    for stem in files:
        if stem not in (*_FILES, "spellings"):
            hint = "one of: " + ", ".join((*_FILES, "spellings"))
            raise fault(f"{shown}/{stem}.yaml", 1, "", "unknown lexicon file", hint=hint)


def _layer(
    below: Mapping[_Key, _Value], entries: Iterator[tuple[_Key, _Value, Item]]
) -> dict[_Key, _Value]:
    new: dict[_Key, _Value] = {}
    for key, value, item in entries:
        if key in new:
            word = key if isinstance(key, str) else " ".join(key)
            raise item.error(f"{word!r} stands in this file twice")
        new[key] = value
    return {**below, **new}


def _words(
    fields: Fields, normal: Normal, keys: tuple[str, ...] | None
) -> Iterator[tuple[str, str, Item]]:
    """Read a mapping of kind to words: each word gets its kind."""
    for kind, item in fields.items():
        if keys is not None:
            _one_of(item, kind, keys)
        for word in item.items():
            yield normal(word.text()), kind, word


def _reporting(
    fields: Fields, normal: Normal
) -> Iterator[tuple[tuple[str, str], ReportingWord, Item]]:
    for kind, item in fields.items():
        _one_of(item, kind, ("verb", "noun", "preposition"))
        for entry in item.items():
            parts = entry.fields()
            refuse_unknown(parts, ("stance", "factive", "lemmas"))
            stance = _enum(parts, "stance", Stance) or Stance.ASSERTS
            factive = "factive" in parts and parts["factive"].truth()
            for lemma in _needed(entry, parts, "lemmas").items():
                key = normal(lemma.text())
                yield (kind, key), ReportingWord(lemma=key, stance=stance, factive=factive), lemma


def _modality(
    fields: Fields, normal: Normal
) -> Iterator[tuple[tuple[str, str], ModalityEntry, Item]]:
    for construction, item in fields.items():
        _one_of(item, construction, CONSTRUCTIONS)
        for entry in item.items():
            parts = entry.fields()
            refuse_unknown(parts, ("modality", "polarity", "governs", "lemmas"))
            modality = _enum(parts, "modality", Modality)
            polarity = _enum(parts, "polarity", Polarity)
            governs = parts["governs"].texts() if "governs" in parts else ("clause",)
            for role in governs:
                if role != "infinitive" and not (is_role("verb", role) or is_role("noun", role)):
                    raise parts["governs"].error(f"{role!r} is no role")
            for lemma in _needed(entry, parts, "lemmas").items():
                key = normal(lemma.text())
                value = ModalityEntry(
                    lemma=key,
                    construction=construction,
                    modality=modality,
                    polarity=polarity,
                    governs=governs,
                )
                yield (construction, key), value, lemma


def _titles(fields: Fields, normal: Normal) -> Iterator[tuple[str, Title, Item]]:
    for kind, item in fields.items():
        _one_of(item, kind, TITLE_KINDS)
        for entry in item.items():
            parts = entry.fields()
            refuse_unknown(parts, ("relation", "lemmas"))
            relation = parts["relation"].text() if "relation" in parts else None
            for lemma in _needed(entry, parts, "lemmas").items():
                key = normal(lemma.text())
                yield key, Title(lemma=key, kind=kind, relation=relation), lemma


def _modifiers(fields: Fields, normal: Normal) -> Iterator[tuple[str, str, Item]]:
    for item in fields.values():
        yield from _words(item.fields(), normal, TITLE_MODIFIERS)


def _light_verbs(
    fields: Fields, normal: Normal
) -> Iterator[tuple[str, frozenset[str] | None, Item]]:
    for verb, item in fields.items():
        nouns = item.texts()
        every = nouns == ("*",)
        yield normal(verb), None if every else frozenset(map(normal, nouns)), item


def _lists(
    below: Mapping[str, frozenset[ListName]], fields: Fields, normal: Normal
) -> dict[str, frozenset[ListName]]:
    new = dict(below)
    for kind, item in fields.items():
        name = next((known for known in LIST_NAMES if known == kind), None)
        if name is None:
            raise item.error(f"unknown list {kind!r}", hint="one of: " + ", ".join(LIST_NAMES))
        for word in _layer({}, _words({kind: item}, normal, None)):
            new[word] = new.get(word, frozenset()) | {name}
    return new


def _one_of(item: Item, key: str, allowed: tuple[str, ...]) -> None:
    if key not in allowed:
        raise item.error(f"unknown kind {key!r}", hint="one of: " + ", ".join(allowed))


def _enum(parts: Fields, key: str, kind: type[_Enum]) -> _Enum | None:
    if key not in parts:
        return None
    value = parts[key].text()
    try:
        return kind(value)
    except ValueError as error:
        hint = "one of: " + ", ".join(member.value for member in kind)
        raise parts[key].error(f"unknown {key} {value!r}", hint=hint) from error


def _needed(item: Item, parts: Fields, key: str) -> Item:
    if key not in parts:
        raise item.error(f"the field {key!r} is missing")
    return parts[key]
