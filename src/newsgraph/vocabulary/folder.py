"""A folder of vocabulary files, read and checked, laid over what is already known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from newsgraph.vocabulary.checks import (
    Sources,
    check_classes,
    check_conflicts,
    check_lexicon,
    check_relations,
)
from newsgraph.vocabulary.entries import read_class, read_relation
from newsgraph.vocabulary.hierarchy import Hierarchy
from newsgraph.vocabulary.lexicon import Lexicon
from newsgraph.vocabulary.lexicon_files import read_lexicon, refuse_unknown_files
from newsgraph.vocabulary.schema import EntityClass, RelationType
from newsgraph.vocabulary.source import Item, fault, read_fields
from newsgraph.vocabulary.spelling import Spelling

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything the files say, with where they say it."""

    classes: Mapping[str, EntityClass]
    relations: Mapping[str, RelationType]
    lexicon: Lexicon
    prefixes: Mapping[str, str]
    groups: Mapping[str, str]
    sources: Sources


def empty_contents() -> Contents:
    """Return the layer below the packaged vocabulary."""
    return Contents(
        classes={},
        relations={},
        lexicon=Lexicon(spelling=Spelling({})),
        prefixes={},
        groups={},
        sources=Sources(classes={}, relations={}),
    )


def read_folder(folder: Path, *, shown: str, below: Contents) -> Contents:
    """Read a folder and lay it over ``below``; every file in it is optional.

    Args:
        folder: Holds ``classes.yaml``, ``groups.yaml``, ``prefixes.yaml``, ``relations/`` and
            ``lexicon/``.
        shown: How errors name the folder; empty for the packaged one.
        below: What is known already.

    Raises:
        VocabularyError: the folder is missing or one of its files is at fault.
    """
    if not folder.is_dir():
        raise fault(shown, 1, "", "no such folder", hint="name a folder of vocabulary files")
    files = _Files(folder, shown)
    prefixes = {**below.prefixes, **files.texts("prefixes.yaml")}
    groups = {**below.groups, **files.texts("groups.yaml")}
    class_items = files.entries("classes.yaml")
    classes = {name: read_class(name, item) for name, item in class_items.items()}
    relation_items: dict[str, Item] = {}
    relations: dict[str, RelationType] = {}
    for stem, items in files.below("relations").items():
        for name, item in items.items():
            if name in relation_items:
                raise item.error(f"{name!r} stands in {relation_items[name].file} already")
            relation_items[name] = item
            relations[name] = read_relation(name, item, group=stem)
    contents = Contents(
        classes=_layer(below.classes, classes, class_items),
        relations=_layer(below.relations, relations, relation_items),
        lexicon=_lexicon(files, below.lexicon),
        prefixes=prefixes,
        groups=groups,
        sources=Sources(
            classes={**below.sources.classes, **class_items},
            relations={**below.sources.relations, **relation_items},
        ),
    )
    _check(contents)
    return contents


def _check(contents: Contents) -> None:
    check_classes(contents.classes, contents.prefixes, contents.sources)
    hierarchy = Hierarchy(contents.classes)
    relations, sources = contents.relations, contents.sources
    check_relations(relations, hierarchy, contents.prefixes, contents.groups, sources)
    check_conflicts(relations, hierarchy, contents.lexicon.spelling.normal, sources)
    check_lexicon(contents.lexicon, hierarchy, relations)


def _lexicon(files: _Files, below: Lexicon) -> Lexicon:
    given = files.below("lexicon")
    refuse_unknown_files(given, files.name("lexicon"))
    words = {word: item.text() for word, item in given.get("spellings", {}).items()}
    return read_lexicon(given, replace(below, spelling=below.spelling.extended(words)))


def _layer(
    below: Mapping[str, _Entry], above: Mapping[str, _Entry], items: Mapping[str, Item]
) -> dict[str, _Entry]:
    """Lay entries over others; whoever takes a known name must say that it replaces it."""
    merged = dict(below)
    for name, item in items.items():
        fields = item.fields()
        replaced = fields["replaces"].text() if "replaces" in fields else None
        if replaced is not None and replaced not in below:
            raise fields["replaces"].error(f"there is no {replaced!r} to replace")
        if name in below and replaced != name:
            raise item.error(f"{name!r} is there already", hint=f"say `replaces: {name}`")
        if replaced is not None:
            del merged[replaced]
    return {**merged, **above}


class _Files:
    """The files of one folder; a missing one is empty."""

    def __init__(self, folder: Path, shown: str) -> None:
        self._folder = folder
        self._shown = shown

    def name(self, relative: str) -> str:
        return f"{self._shown}/{relative}" if self._shown else relative

    def entries(self, relative: str) -> dict[str, Item]:
        path = self._folder / relative
        return read_fields(path, shown=self.name(relative)) if path.is_file() else {}

    def texts(self, relative: str) -> dict[str, str]:
        return {key: item.text() for key, item in self.entries(relative).items()}

    def below(self, relative: str) -> dict[str, dict[str, Item]]:
        """Entries of all files in a sub-folder, by file stem, sorted."""
        paths = sorted((self._folder / relative).glob("*.yaml"))
        return {path.stem: self.entries(f"{relative}/{path.name}") for path in paths}
