"""Adjectives and nouns made from names of places: Serbian forces, the Serbs, a Kosovar.

* An adjective mentions its place: ``Serbian`` in ``Serbian forces`` is a mention of Serbia.
* A noun in the plural, or with ``the``, mentions a group: ``Serbs``, ``the French``.
* A noun in the singular is a description of a person, left to ``nominals``.
* A language is no mention: ``spoke Serbian``.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsgraph.gazetteer import Gazetteer
from newsgraph.mentions.names import Name
from newsgraph.mentions.tokens import Tokens
from newsgraph.vocabulary import Vocabulary

_MODIFIERS = {"amod", "compound", "nmod", "flat"}


def place_of_demonym(word: str, gazetteer: Gazetteer, vocabulary: Vocabulary) -> str | None:
    """Return the name of the place that a demonym of any kind belongs to."""
    entry = gazetteer.demonym(word) or gazetteer.people(word)
    return entry.name if entry else vocabulary.lexicon.demonym(word)


class DemonymFinder:
    """Finds demonyms in one article."""

    def __init__(self, tokens: Tokens, gazetteer: Gazetteer, vocabulary: Vocabulary) -> None:
        """Keep the article and where to look things up."""
        self._tokens = tokens
        self._gazetteer = gazetteer
        self._vocabulary = vocabulary

    def find(self, taken: set[int]) -> Iterator[Name]:
        """Yield demonyms on tokens that no name covers, in text order."""
        tokens = self._tokens
        for index, word in enumerate(tokens.words):
            if index in taken or not word[:1].isupper():
                continue
            if tokens.pos[index] not in {"ADJ", "PROPN", "NOUN"}:
                continue
            if self._place(word) is not None:
                yield from self._read(index)

    def _place(self, word: str) -> str | None:
        return place_of_demonym(word, self._gazetteer, self._vocabulary)

    def _read(self, index: int) -> Iterator[Name]:
        tokens = self._tokens
        word = tokens.words[index]
        modifies = tokens.base_relation(index) in _MODIFIERS and tokens.heads[index] > index
        if modifies and self._is_adjective(word):
            yield self._adjective(index)
        elif modifies or self._is_plural(index) or self._has_article(index, "the"):
            yield Name(start=self._start(index), end=index + 1, label="NORP", entity_class="Group")
        elif tokens.pos[index] == "ADJ" and not self._is_language(index):
            yield self._adjective(index)

    def _adjective(self, index: int) -> Name:
        entry = self._gazetteer.demonym(self._tokens.words[index])
        entity_class = entry.entity_class if entry else "Country"
        return Name(start=index, end=index + 1, label="GPE", entity_class=entity_class)

    def _is_adjective(self, word: str) -> bool:
        """Tell ``Serbian`` from ``Serb``: what only a people is called stays a group."""
        known = self._gazetteer.demonym(word) is not None
        return known or self._gazetteer.people(word) is None

    def _is_plural(self, index: int) -> bool:
        return self._tokens.tags[index] in {"NNS", "NNPS"}

    def _has_article(self, index: int, article: str) -> bool:
        tokens = self._tokens
        return any(tokens.words[c].lower() == article for c in tokens.children[index])

    def _is_language(self, index: int) -> bool:
        tokens = self._tokens
        head = tokens.lemmas[tokens.heads[index]].lower()
        return "of_languages" in self._vocabulary.lexicon.lists_with(head) or tokens.cases(
            index
        ) in (["in"], ["into"])

    def _start(self, index: int) -> int:
        """Include a place before the people: ``Kosovo Serbs``, ``Bosnian Croats``."""
        before = index - 1
        tokens = self._tokens
        if before < 0 or tokens.heads[before] != index or not tokens.words[before][:1].isupper():
            return index
        word = tokens.words[before]
        return before if self._place(word) or self._gazetteer.find(word) else index
