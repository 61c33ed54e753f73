"""What the trainer learns from: sentences with whatever layers a corpus annotates.

Corpora mark different things. A tag is therefore a *set* of tags that the annotation allows, and
the loss sums over the set: a corpus that marks ``LOC`` for countries and rivers alike allows
``GPE``, ``LOC`` and ``FAC``; one that does not mark events allows ``O`` and ``EVENT`` where it
says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Allowed = frozenset[str]
NOTHING: Allowed = frozenset({"O"})


@dataclass(slots=True)
class Tree:
    """Syntax of one sentence; ``heads`` are 1-based, 0 is the root."""

    upos: list[str]
    xpos: list[str]
    lemmas: list[str]
    heads: list[int]
    relations: list[str]


@dataclass(slots=True)
class Sample:
    """One sentence; a layer that its corpus lacks is ``None``."""

    words: list[str]
    source: str  #: short name of the corpus
    tree: Tree | None = None
    names: list[Allowed] | None = None  #: allowed BIO tags, word by word
    kinds: list[Allowed] | None = None  #: allowed head tags, word by word


def begin(types: Iterable[str]) -> Allowed:
    """Allowed tags of the first word of a name that is of one of ``types``."""
    return frozenset(f"B-{t}" if t != "O" else "O" for t in types)


def inside(types: Iterable[str]) -> Allowed:
    """Allowed tags of a further word of a name that is of one of ``types``."""
    return frozenset(f"I-{t}" if t != "O" else "O" for t in types)


def outside(unmarked: Iterable[str]) -> Allowed:
    """Allowed tags where a corpus says nothing, given the types that it does not mark."""
    types = list(unmarked)
    return NOTHING | begin(types) | inside(types)
