"""Titles right before a person's name: ``NATO Deputy Secretary General Radmila Sekerinska``.

A title is one description of the person, however the parser divides its words, and no part of the
name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsgraph.mentions.names import Name
from newsgraph.mentions.nominals import Phrase
from newsgraph.mentions.tokens import Tokens
from newsgraph.vocabulary import Vocabulary

_PARTS = {"NOUN", "PROPN", "ADJ"}
_BEFORE = {"compound", "amod", "nmod", "flat"}
_LONGEST = 8


def find_titles(
    tokens: Tokens, names: Iterable[Name], taken: set[int], vocabulary: Vocabulary
) -> Iterator[Phrase]:
    """Yield the title before each person's name, if there is one, as a phrase.

    Args:
        tokens: The article.
        names: Its names.
        taken: Tokens that names cover; of these, only a name that modifies the title is included.
        vocabulary: Knows the titles.
    """
    for name in names:
        if name.entity_class != "Person":
            continue
        start = _core(tokens, name.start, taken)
        if start < name.start and _is_title(tokens, start, name.start, vocabulary):
            heads = [
                i for i in range(start, name.start) if not start <= tokens.heads[i] < name.start
            ]
            if heads and _joined(tokens, start, name):
                yield Phrase(
                    start=_with_modifiers(tokens, start, name.start),
                    end=name.start,
                    head=heads[-1],
                    entity_class="Person",
                )


def _core(tokens: Tokens, stop: int, taken: set[int]) -> int:
    """Return where the common words before a name begin."""
    start = stop
    while start > max(0, stop - _LONGEST):
        before = start - 1
        other_sentence = tokens.sentences[before] != tokens.sentences[stop]
        if before in taken or other_sentence or tokens.pos[before] not in _PARTS:
            break
        start = before
    return start


def _is_title(tokens: Tokens, start: int, stop: int, vocabulary: Vocabulary) -> bool:
    title = vocabulary.lexicon.title(" ".join(tokens.words[start:stop]))
    singular = tokens.tags[stop - 1] not in {"NNS", "NNPS"}
    return title is not None and title.kind != "honorific" and singular


def _joined(tokens: Tokens, start: int, name: Name) -> bool:
    """Tell whether an arc leads from the title to the name or back."""
    title, person = range(start, name.start), range(name.start, name.end)
    return any(tokens.heads[i] in person for i in title) or any(
        tokens.heads[i] in title for i in person
    )


def _with_modifiers(tokens: Tokens, start: int, stop: int) -> int:
    """Include what modifies the title: ``Serbian President``, ``NATO Secretary General``."""
    while (
        start > 0
        and start <= tokens.heads[start - 1] < stop
        and tokens.base_relation(start - 1) in _BEFORE
    ):
        start -= 1
    return start
