"""The vocabulary as a whole: load, layer, look up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from newsgraph.vocabulary.folder import Contents, empty_contents, read_folder
from newsgraph.vocabulary.hierarchy import Hierarchy
from newsgraph.vocabulary.lexicon import Lexicon
from newsgraph.vocabulary.schema import VALUE_CLASSES, EntityClass, RelationType, Trigger

_DATA = Path(__file__).parent / "data"

#: Classes of a mention that say too little to be held against it: a body known only as an
#: organisation may be a company.
_UNDECIDED = ("Thing", "Agent", "Organization", "Place", "Event", "Document")

Claim = tuple[RelationType, Trigger]


class Vocabulary:
    """Entity classes, relation types and lexicon; read-only once loaded."""

    def __init__(self, contents: Contents) -> None:
        """Index checked contents; use ``Vocabulary.load`` or ``builtin``."""
        self.classes: Mapping[str, EntityClass] = contents.classes
        self.relations: Mapping[str, RelationType] = contents.relations
        self.lexicon: Lexicon = contents.lexicon
        self.prefixes: Mapping[str, str] = contents.prefixes  #: prefix → IRI
        self.groups: Mapping[str, str] = contents.groups  #: group of relations → label
        self._hierarchy = Hierarchy(contents.classes)

    @classmethod
    def load(cls, extra: Path | None = None) -> Vocabulary:
        """Read the packaged vocabulary and, over it, a user's folder of the same shape.

        A class or relation that is there already must say ``replaces: NAME``; a word of the
        lexicon is simply overridden.

        Raises:
            VocabularyError: the first fault found, as ``file:line: entry: problem; hint``.
        """
        contents = _packaged()
        if extra is not None:
            contents = read_folder(extra, shown=extra.as_posix(), below=contents)
        return cls(contents)

    def is_a(self, name: str, ancestor: str) -> bool:
        """Tell whether class ``name`` is ``ancestor`` or a kind of it."""
        return self._hierarchy.is_a(name, ancestor)

    def coarse(self, name: str) -> str:
        """Return the coarse kind of a class; ``other`` if the class is unknown."""
        found = self.classes.get(name)
        return found.coarse if found else "other"

    def label_of(self, relation: str) -> str:
        """Return what a relation is called; its name if it is unknown."""
        known = self.relations.get(relation)
        return known.label if known else relation

    def lineage(self, relation: str) -> tuple[str, ...]:
        """Return a relation and those above it, the nearest first; alone if it is unknown."""
        names = [relation]
        while (known := self.relations.get(names[-1])) and known.parent:
            names.append(known.parent)
        return tuple(names)

    def triggers(self, kind: str, lemma: str) -> tuple[Claim, ...]:
        """Return what a word may evoke, the most telling first; empty if nothing.

        Triggers bound to certain object words come before free ones, then those that require
        further roles, then a relation before its parent, then narrower classes before wider ones,
        then the more confident.

        Args:
            kind: ``verb``, ``noun`` or ``adjective``.
            lemma: With particle or further words, if any; British or American spelling.
        """
        return self._claims.get((kind, self.lexicon.spelling.normal(lemma)), ())

    def accepts(self, relation: RelationType, subject_class: str, object_class: str) -> bool:
        """Tell whether the relation may hold between things of these classes.

        The widest classes (``Thing``, ``Agent``, ``Organization`` …) are undecided and fit what is
        narrower, too;
        a value (``Value``, ``Date``) fits only where the range says so.
        """
        return self._fits(subject_class, relation.domain) and self._fits(
            object_class, relation.range
        )

    def accepts_trigger(
        self, relation: RelationType, trigger: Trigger, subject_class: str, object_class: str
    ) -> bool:
        """Like ``accepts``, with the narrower classes of the trigger where it has them."""
        return self._fits(subject_class, trigger.subject_classes or relation.domain) and self._fits(
            object_class, trigger.object_classes or relation.range
        )

    def admits(self, name: str, wanted: tuple[str, ...]) -> bool:
        """Tell whether a thing of this class may stand where one of ``wanted`` should."""
        return self._fits(name, wanted)

    def _fits(self, name: str, wanted: tuple[str, ...]) -> bool:
        if name in VALUE_CLASSES:
            return name in wanted
        entity_classes = [ancestor for ancestor in wanted if ancestor not in VALUE_CLASSES]
        if name in _UNDECIDED:
            return any(
                self.is_a(name, ancestor) or self.is_a(ancestor, name)
                for ancestor in entity_classes
            )
        return any(self.is_a(name, ancestor) for ancestor in entity_classes)

    @cached_property
    def _claims(self) -> dict[tuple[str, str], tuple[Claim, ...]]:
        """By kind and lemma; made at the first use, as only who reads articles needs it."""
        claims: dict[tuple[str, str], list[Claim]] = {}
        for relation in self.relations.values():
            for trigger in relation.triggers:
                key = (trigger.kind, self.lexicon.spelling.normal(trigger.lemma))
                claims.setdefault(key, []).append((relation, trigger))
        return {key: tuple(sorted(found, key=self._rank)) for key, found in claims.items()}

    def _rank(self, claim: Claim) -> tuple[bool, int, bool, int, float, str, int]:
        relation, trigger = claim
        breadth = self._hierarchy.breadth(
            trigger.subject_classes or relation.domain
        ) * self._hierarchy.breadth(trigger.object_classes or relation.range)
        return (
            not trigger.object_lemmas,
            -len(trigger.requires),
            relation.parent is None,
            breadth,
            -trigger.confidence,
            relation.name,
            trigger.line,
        )


@cache
def _packaged() -> Contents:
    return read_folder(_DATA, shown="", below=empty_contents())


@cache
def builtin() -> Vocabulary:
    """Return the packaged vocabulary, read once per process."""
    return Vocabulary.load()
