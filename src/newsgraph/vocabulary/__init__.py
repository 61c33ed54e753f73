"""What may be said: entity classes, relation types with their triggers, and the lexicon.

All of it is data (``data/*.yaml``); this package reads, checks and looks up.
"""

from __future__ import annotations

from newsgraph.vocabulary.lexicon import Lexicon, ListName, ModalityEntry, ReportingWord, Title
from newsgraph.vocabulary.schema import EntityClass, Example, RelationType, Trigger
from newsgraph.vocabulary.vocabulary import Vocabulary, builtin

__all__ = [
    "EntityClass",
    "Example",
    "Lexicon",
    "ListName",
    "ModalityEntry",
    "RelationType",
    "ReportingWord",
    "Title",
    "Trigger",
    "Vocabulary",
    "builtin",
]
