"""Proper names: what the model found, mended by what the whole article and the gazetteer know.

A statistical model sees one sentence at a time, so it finds a name here and misses it there. The
steps, each on top of the one before:

1. the model's names, trimmed to the name proper (no article, title, possessive);
2. names of the gazetteer and runs of proper nouns that the model missed;
3. the words of every name found so far, wherever else they stand (``consistency``);
4. demonyms: ``Serbian forces`` mentions Serbia, ``the Serbs`` a group (``demonyms``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.gazetteer import Gazetteer
from newsgraph.mentions.name_classes import NameClassifier
from newsgraph.mentions.overlaps import first_given, longest_first
from newsgraph.mentions.tokens import Tokens

Labelled = tuple[int, int, str]  #: first token, one past the last, label of the model

_ARTICLES = {"the", "a", "an"}
_CALENDAR_WORDS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december jan feb mar apr jun jul aug sep sept oct nov dec gmt utc
bst cet cest eet eest msk est edt cst cdt mst mdt pst pdt am pm a.m. p.m.
"""
_CALENDAR = frozenset(_CALENDAR_WORDS.split())
_ACRONYM = re.compile(r"[A-ZČĆŽŠĐ][A-Z0-9ČĆŽŠĐ&]{1,7}$")
_POSSESSIVES = {"'s", "’s", "'", "’"}
#: Labels of names in which a possessive belongs to the name.
_UNDIVIDED = {"WORK_OF_ART", "PERSON", "PER", "PRODUCT"}
#: Word classes that end no name: "Kosovo and", "Bank of".
_NO_LAST = {"PUNCT", "PART", "CCONJ", "ADP", "DET"}
#: Letters behind a person's name that are no part of it: "Ana Kodra MP".
_POST_NOMINALS = frozenset(
    "MP MEP MSP MLA MLC QC KC SC FRS FBA FRSE FRCP DBE RA OBE MBE CBE KBE KCB GCB KCMG GCMG CMG "
    "DSO VC DFC MD PhD Ph.D. JP RN SJ OFM OP Esq".split()
)
_PLACES = {"GPE", "LOC"}
#: Before the name of a place: "in NSW".
_INSIDE = {"in", "across", "near", "throughout", "outside"}
#: What one may hold after studies; alone it names nothing: "her PhD".
_DEGREES = frozenset(
    "PhD Ph.D. Ph.D DPhil MBA MSc M.Sc. MPhil BSc B.Sc. BA B.A. MA M.A. LLB LLM".split()
)
#: Number that tells one of several of one name: "Anka 2", "Bill 21", "KV 033"; no year.
_NUMBER = re.compile(r"\d{1,3}[A-Z]?$")
#: Names that no number belongs to.
_UNNUMBERED = {"PERSON", "PER", "GPE", "NORP"}
_LINKS = {"compound", "flat", "nmod", "amod", "appos", "goeswith"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name: tokens ``[start, end)``, the model's label, the class decided so far."""

    start: int
    end: int
    label: str
    entity_class: str


class NameFinder:
    """Finds names in one article."""

    def __init__(self, tokens: Tokens, classifier: NameClassifier, gazetteer: Gazetteer) -> None:
        """Keep the article and where to look things up."""
        self._tokens = tokens
        self._classifier = classifier
        self._gazetteer = gazetteer

    def find(self, labelled: list[Labelled]) -> list[Name]:
        """Return names that do not cross, in text order."""
        parts = [part for item in labelled for part in self._without_owner(item)]
        trimmed = [t for item in parts if (t := self._trim(item)) is not None]
        known = self._without_parts(self._known(trimmed), trimmed)
        seen = longest_first([self._name(item) for item in (*known, *self._extended(trimmed))])
        runs = [self._name(item) for item in self._runs(seen)]
        acronyms = [*self._acronyms(seen)]
        return first_given([*seen, *acronyms, *runs])

    def _name(self, item: Labelled) -> Name:
        start, end, label = item
        text = self._tokens.slice_text(start, end)
        if label in _PLACES and end == start + 1 and self._is_acronym_of_body(start):
            label = "ORG"
        return Name(
            start=start,
            end=end,
            label=label,
            entity_class=self._classifier.classify(text, label),
        )

    def _is_acronym_of_body(self, index: int) -> bool:
        """Tell whether a word in capitals that opens no sentence is no known place: ``the TKVK``.

        Towns of datelines and words of headlines are in capitals, too.
        """
        tokens = self._tokens
        word = tokens.words[index]
        around = tokens.words[max(index - 1, 0) : index] + tokens.words[index + 1 : index + 2]
        return (
            2 < len(word) < 6
            and _ACRONYM.match(word) is not None
            and word.isalpha()
            and not tokens.first_of_sentence[index]
            and tokens.words[index - 1].lower() not in _INSIDE
            and not any(other.isupper() and len(other) > 1 for other in around)
            and self._gazetteer.find(word) is None
        )

    def _without_owner(self, item: Labelled) -> Iterator[Labelled]:
        """Divide ``Mecca's Grand Mosque`` where what stands before ``'s`` is a known name."""
        start, end, label = item
        words = self._tokens.words
        for at in range(start + 1, end - 1):
            if words[at] in _POSSESSIVES and label not in _UNDIVIDED:
                owner = self._gazetteer.find(self._tokens.slice_text(start, at))
                if owner is not None and words[at + 1][:1].isupper():
                    yield start, at, "GPE"
                    yield at + 1, end, label
                    return
        yield item

    def _trim(self, item: Labelled) -> Labelled | None:
        """Strip article, title, possessive and quotes; ``None`` if no name is left."""
        start, end, label = item
        words, pos = self._tokens.words, self._tokens.pos
        while end > start and pos[end - 1] in _NO_LAST and words[end - 1] != ".":
            end -= 1
        while start < end and (pos[start] == "PUNCT" or words[start].lower() in _ARTICLES):
            start += 1
        if start < end and label in {"PERSON", "PER"}:
            start += self._classifier.title_words(words[start:end])
            while end - start > 2 and words[end - 1] in _POST_NOMINALS:
                end -= 1
        named = any(word[:1].isupper() or word[:1].isdigit() for word in words[start:end])
        calendar = all(word.lower() in _CALENDAR for word in words[start:end])
        title = self._classifier.is_title(" ".join(words[start:end]))
        nameless = calendar or title or _DEGREES.issuperset(words[start:end])
        return (start, end, label) if named and not nameless else None

    def _extended(self, trimmed: list[Labelled]) -> Iterator[Labelled]:
        """Lengthen a name by the proper nouns after it that head it: ``[Kosovo] Police``."""
        starts = {start for start, _, _ in trimmed}
        tokens = self._tokens
        for start, end, label in trimmed:
            stop = end
            while (
                stop < len(tokens)
                and stop not in starts
                and tokens.pos[stop] == "PROPN"
                and not tokens.first_of_sentence[stop]
                and tokens.words[stop][:1].isupper()
                and tokens.words[stop].lower() not in _CALENDAR
            ):
                stop += 1
            head = stop - 1
            inside = any(tokens.heads[i] == head for i in range(start, end))
            found = None
            if stop > end and inside and tokens.base_relation(end - 1) in _LINKS:
                longer = tokens.slice_text(start, stop)
                found = self._classifier.by_head_word(longer, ("Organization", "Facility"))
            if found:
                yield start, stop, "ORG"
            else:
                yield start, end + self._is_numbered(start, end, label), label

    def _is_numbered(self, start: int, end: int, label: str) -> bool:
        """Tell whether the number after a name belongs to it: ``Ariel 5``."""
        tokens = self._tokens
        return (
            label not in _UNNUMBERED
            and end < len(tokens)
            and tokens.pos[end] == "NUM"
            and _NUMBER.match(tokens.words[end]) is not None
            and (start <= tokens.heads[end] < end or tokens.heads[end - 1] == end)
        )

    def _known(self, trimmed: list[Labelled]) -> Iterator[Labelled]:
        """Find names of the gazetteer, as they stand there, on capitalised words."""
        tokens = self._tokens
        labels = {i: label for start, end, label in trimmed for i in range(start, end)}
        for start, word in enumerate(tokens.words):
            if not word[:1].isupper() and word != "al":
                continue
            for surface in self._gazetteer.surfaces(word):
                end = start + len(surface)
                if tuple(tokens.words[start:end]) != surface:
                    continue
                if len(surface) > 1 or tokens.pos[start] == "PROPN" or start in labels:
                    yield start, end, labels.get(start, "")

    def _without_parts(
        self, known: Iterator[Labelled], trimmed: list[Labelled]
    ) -> Iterator[Labelled]:
        """Drop known names that lie within a longer name of the model or begin a longer run."""
        tokens = self._tokens
        within = {i: (start, end) for start, end, _ in trimmed for i in range(start, end)}
        for start, end, label in known:
            model = within.get(start)
            if model is not None and model[0] <= start and end < model[1]:
                continue
            continues = (
                model is None
                and end < len(tokens)
                and end - start == 1
                and tokens.pos[end] == "PROPN"
                and tokens.base_relation(end) == "flat"
            )
            if not continues:
                yield start, end, label

    def _runs(self, seen: list[Name]) -> Iterator[Labelled]:
        """Find runs of capitalised proper nouns that no name covers yet."""
        tokens = self._tokens
        covered = {i for name in seen for i in range(name.start, name.end)}
        persons = {name.start for name in seen if name.entity_class == "Person"}
        start = 0
        while start < len(tokens):
            end = start
            while end < len(tokens) and self._continues_run(start, end, covered):
                end += 1
            if end > start:
                yield from self._run(start, end, before_person=end in persons)
            start = max(end, start + 1)

    def _continues_run(self, start: int, index: int, covered: set[int]) -> bool:
        tokens = self._tokens
        word = tokens.words[index]
        return (
            tokens.pos[index] == "PROPN"
            and index not in covered
            and word[:1].isupper()
            and word.lower() not in _CALENDAR
            and not (word in _POST_NOMINALS and self._follows_name(index, covered))
            and (index == start or not tokens.first_of_sentence[index])
        )

    def _follows_name(self, index: int, covered: set[int]) -> bool:
        """Tell whether only letters of honour stand between a word and a name before it."""
        words = self._tokens.words
        while index > 0 and words[index - 1] in _POST_NOMINALS:
            index -= 1
        return index - 1 in covered

    def _run(self, start: int, end: int, *, before_person: bool) -> Iterator[Labelled]:
        """Turn a run into a name, unless it is a title or one word that opens a sentence.

        “Foreign Trade Minister” is a title right before a person's name.
        """
        tokens = self._tokens
        words = tokens.words[start:end]
        start += self._classifier.title_words(words)
        phrase = " ".join(tokens.words[start:end])
        if self._classifier.is_title(phrase) or (
            before_person and self._classifier.ends_in_title(phrase)
        ):
            return
        if end - start == 1 and tokens.first_of_sentence[start]:
            return
        if all(self._gazetteer.people(word) for word in tokens.words[start:end]):
            return  # read as a demonym
        if _DEGREES.issuperset(tokens.words[start:end]):
            return
        head = next((i for i in range(start, end) if not start <= tokens.heads[i] < end), start)
        yield start, end, _LABEL_OF_HEAD.get(tokens.head_labels.get(head, ""), "")

    def _acronyms(self, seen: list[Name]) -> Iterator[Name]:
        """Find ``(KFOR)`` right after a name; it is of that name's class."""
        words = self._tokens.words
        for name in seen:
            at = name.end + 1
            in_brackets = words[name.end : at] == ["("] and words[at + 1 : at + 2] == [")"]
            if in_brackets and _ACRONYM.match(words[at]):
                yield Name(start=at, end=at + 1, label=name.label, entity_class=name.entity_class)


_LABEL_OF_HEAD = {
    "PERSON": "PERSON",
    "ORG": "ORG",
    "PLACE": "LOC",
    "EVENT": "EVENT",
    "DOCUMENT": "LAW",
    "OBJECT": "PRODUCT",
    "GROUP": "NORP",
}
