"""What is a name once in an article is that name everywhere in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from newsgraph.gazetteer import Gazetteer
from newsgraph.mentions.names import Name
from newsgraph.mentions.tokens import Tokens

Words = tuple[str, ...]

#: Longer names are not looked for again: they are titles of works or errors.
_LONGEST = 12

#: More votes than any name has occurrences.
_DECISIVE = 1_000_000

#: Words that belong to the surname after them.
_PARTICLES_WORDS = """
van von de der den del della di da dos el al bin ben ter la le
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())


@dataclass(slots=True)
class _Known:
    """Word sequences that are names in this article, and how often as which class."""

    votes: dict[Words, Counter[tuple[str, str]]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)  #: by first word

    def add(self, words: Words, entity_class: str, label: str, count: int = 1) -> None:
        """Count one sighting."""
        self.votes.setdefault(words, Counter())[(entity_class, label)] += count
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def winner(self, words: Words) -> tuple[str, str] | None:
        """Return class and label with most votes; ``Thing`` only if there is nothing else."""
        votes = self.votes.get(words)
        if not votes:
            return None
        return min(votes, key=lambda item: (item[0] == "Thing", -votes[item], item))


def agree(tokens: Tokens, names: list[Name], gazetteer: Gazetteer) -> list[Name]:
    """Give every name one class throughout the article, and find its other occurrences.

    The full form decides over the short one: a word that is the surname of a full personal name is
    a person. A surname that is also a known name (Jordan) is one only where the model says so.
    Otherwise the majority decides.
    """
    known = _collect(tokens, names)
    surnames = _surnames(tokens, names)
    for surname in surnames:
        if gazetteer.find(" ".join(surname)) is None:
            known.add(surname, "Person", "PERSON", count=_DECISIVE)
    settled = [_settled(tokens, name, known, surnames) for name in _completed(tokens, names, known)]
    covered = {i for name in settled for i in range(name.start, name.end)}
    found = [*settled, *_occurrences(tokens, known, covered)]
    return sorted(found, key=lambda name: name.start)


def _completed(tokens: Tokens, names: list[Name], known: _Known) -> list[Name]:
    """Lengthen what is only the beginning of a longer name of the article: [Legislative] Council.

    A person's given name is left alone: another may bear it.
    """
    kept: list[Name] = []
    stop = 0
    starts = {name.start for name in names}
    for name in sorted(names, key=lambda name: name.start):
        if name.start < stop:
            continue
        end = name.end
        if name.entity_class != "Person":
            room = len(tokens) - name.start
            longest = min(known.longest.get(tokens.words[name.start], 0), room)
            for length in range(longest, end - name.start, -1):
                longer = range(name.start, name.start + length)
                words = tuple(tokens.words[longer.start : longer.stop])
                if words in known.votes and starts.isdisjoint(longer[end - name.start :]):
                    end = longer.stop
                    break
        stop = end
        kept.append(replace(name, end=end))
    return kept


def _words(tokens: Tokens, name: Name) -> Words:
    return tuple(tokens.words[name.start : name.end])


def _collect(tokens: Tokens, names: Iterable[Name]) -> _Known:
    known = _Known()
    for name in names:
        words = _words(tokens, name)
        if len(words) <= _LONGEST:
            known.add(words, name.entity_class, name.label)
    return known


def _surnames(tokens: Tokens, names: Iterable[Name]) -> set[Words]:
    """Return the surnames of all full personal names."""
    full = [_words(tokens, n) for n in names if n.entity_class == "Person"]
    found = {_surname(words) for words in full if 2 <= len(words) <= _LONGEST}
    return {surname for surname in found if len(surname[-1]) > 2 and surname[-1][:1].isupper()}


def _surname(words: Words) -> Words:
    """Return the last word with its particles: ``van der Bellen``."""
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return words[start:]


def _settled(tokens: Tokens, name: Name, known: _Known, surnames: set[Words]) -> Name:
    words = _words(tokens, name)
    if name.label == "PERSON" and words in surnames:
        return replace(name, entity_class="Person")
    winner = known.winner(words)
    if winner is None:
        return name
    return replace(name, entity_class=winner[0], label=winner[1])


def _occurrences(tokens: Tokens, known: _Known, covered: set[int]) -> Iterator[Name]:
    start = 0
    while start < len(tokens):
        end = start if start in covered else _match(tokens, start, known, covered)
        if end > start:
            winner = known.winner(tuple(tokens.words[start:end]))
            assert winner is not None  # noqa: S101 — _match returns known words only
            yield Name(start=start, end=end, label=winner[1], entity_class=winner[0])
        start = max(end, start + 1)


def _match(tokens: Tokens, start: int, known: _Known, covered: set[int]) -> int:
    """Return the end of the longest known name that begins here; ``start`` if there is none."""
    word = tokens.words[start]
    for length in range(known.longest.get(word, 0), 0, -1):
        end = start + length
        if end > len(tokens) or tuple(tokens.words[start:end]) not in known.votes:
            continue
        if not covered.isdisjoint(range(start, end)):
            continue
        if length > 1 or _may_be_name(tokens, start):
            return end
    return start


def _may_be_name(tokens: Tokens, index: int) -> bool:
    """Tell whether one capitalised word can be a name here: not "May" in "May he rest"."""
    pos = tokens.pos[index]
    if not tokens.words[index][:1].isupper():
        return False
    return pos == "PROPN" or (pos in {"NOUN", "ADJ", "X"} and not tokens.first_of_sentence[index])
