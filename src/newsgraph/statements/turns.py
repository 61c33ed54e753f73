"""Who is speaking where the layout tells: interviews with questions and answers, labelled turns.

A turn begins with a label ("Vidal:", "Q:", "A:"), or follows a paragraph that asks a question. An
answer belongs to the person interviewed: whom the introduction names most. A headline of the form
"Vidal: the talks have failed" is a turn of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from newsgraph.model import MentionKind
from newsgraph.statements.ends import Ends
from newsgraph.vocabulary import Vocabulary

_LONGEST_LABEL = 5
_LONGEST_QUESTION = 90
_INTRODUCTION = 200  #: words in which an interview says that it is one
_LEAST = 2  #: labels, or questions, that make an interview
_ANSWER = frozenset({"A", "ANSWER"})
_QUESTION = frozenset({"Q", "QUESTION"})

_Range = tuple[int, int]


class Turns:
    """The speaker of each word that stands in a turn."""

    def __init__(self, doc: Doc, ends: Ends, vocabulary: Vocabulary, quoted: list[bool]) -> None:
        self._vocabulary = vocabulary
        self._doc = doc
        self._ends = ends
        self._speakers: dict[int, Token] = {}
        paragraphs = list(_paragraphs(doc))
        if paragraphs:
            self._headline(paragraphs[0])
        labels = list(self._labels())
        if len(labels) >= _LEAST:
            self._labelled(labels, paragraphs)
            return
        asked = [p for p in paragraphs if _asks(doc, p, quoted)]
        told = [p for p in paragraphs if _in_first_person(doc, p, quoted)]
        if len(asked) >= _LEAST or (_is_interview(doc) and (asked or told)):
            self._answers(paragraphs, asked, min([*asked, *told])[0])

    def speaker(self, token: Token) -> Token | None:
        """Head word of the mention of who says this word; ``None`` for the article's own voice."""
        return self._speakers.get(token.i)

    def _headline(self, paragraph: _Range) -> None:
        start, end = paragraph
        colon = self._colon(start)
        if colon is not None and end - start < _LONGEST_QUESTION:
            named = self._named(start, colon)
            if named is not None:
                self._give((colon + 1, end), named)

    def _labels(self) -> Iterator[tuple[int, int, str]]:
        """Each label at the beginning of a sentence: its first word, its colon, its text."""
        for start in (t.i for t in self._doc if t.is_sent_start):
            colon = self._colon(start)
            if colon is not None:
                text = self._doc[start:colon].text.strip()
                if text.upper() in _ANSWER | _QUESTION or self._named(start, colon) is not None:
                    yield start, colon, text

    def _colon(self, start: int) -> int | None:
        """The colon after a few capitalised words."""
        for token in self._doc[start : start + _LONGEST_LABEL]:
            if token.text == ":":
                return token.i if token.i > start else None
            if not (token.is_space or token.text[:1].isupper() or token.text in (".", "-")):
                return None
        return None

    def _named(self, start: int, end: int) -> Token | None:
        """The head word of a person or body named between two words."""
        for token in self._doc[start:end]:
            mention = self._ends.headed.get(token.i)
            if mention is not None and mention.kind is MentionKind.NAME:
                name = self._ends.class_of(mention)
                if name == "Person" or self._vocabulary.is_a(name, "Organization"):
                    return token
        return None

    def _labelled(self, labels: list[tuple[int, int, str]], paragraphs: list[_Range]) -> None:
        starts = {start for start, _ in paragraphs}
        whole = all(start in starts for start, _, _ in labels)  # a turn may run over paragraphs
        answering = self._interviewed(labels[0][0])
        for (start, colon, text), following in zip(labels, [*labels[1:], None], strict=True):
            end = following[0] if following is not None else len(self._doc)
            if not whole or following is None:
                end = min(end, next((stop for _, stop in paragraphs if stop > colon), end))
            speaker = self._named(start, colon)
            if text.upper() in _ANSWER:
                speaker = answering
            if speaker is not None and text.upper() not in _QUESTION:
                self._give((colon + 1, end), speaker)

    def _answers(self, paragraphs: list[_Range], asked: list[_Range], first: int) -> None:
        speaker = self._interviewed(first)
        if speaker is None:
            return
        for paragraph in paragraphs:
            ends_well = self._last(paragraph) in (".", "!", "?", '"', "”", ")")
            if paragraph[0] >= first and paragraph not in asked and ends_well:
                self._give(paragraph, speaker)

    def _last(self, paragraph: _Range) -> str:
        words = [t.text for t in self._doc[paragraph[0] : paragraph[1]] if not t.is_space]
        return words[-1] if words else ""

    def _interviewed(self, end: int) -> Token | None:
        """The person whom the introduction names most, at the last place."""
        found: dict[int, list[Token]] = {}
        for index, mention in sorted(self._ends.headed.items()):
            cluster = self._ends.cluster(mention)
            if index >= end or cluster is None or not cluster.named:
                continue
            if self._ends.class_of(mention) == "Person":
                found.setdefault(id(cluster), []).append(self._doc[index])
        if not found:
            return None
        counts = Counter({key: len(tokens) for key, tokens in found.items()})
        best = counts.most_common(1)[0][0]
        return next(
            (t for t in found[best] if self._ends.headed[t.i].kind is MentionKind.NAME),
            found[best][0],
        )

    def _give(self, words: _Range, speaker: Token) -> None:
        for index in range(*words):
            self._speakers[index] = speaker


def _paragraphs(doc: Doc) -> Iterator[_Range]:
    start = 0
    for token in doc:
        if token.is_space and "\n" in token.text:
            if token.i > start:
                yield start, token.i
            start = token.i + 1
    if start < len(doc):
        yield start, len(doc)


def _asks(doc: Doc, paragraph: _Range, quoted: list[bool]) -> bool:
    """Tell whether a paragraph is a question of the interviewer."""
    start, end = paragraph
    if end - start > _LONGEST_QUESTION or quoted[start]:
        return False
    last = next((t for t in reversed(doc[start:end]) if not t.is_space), None)
    return last is not None and last.text == "?" and not quoted[last.i]


def _in_first_person(doc: Doc, paragraph: _Range, quoted: list[bool]) -> bool:
    """Tell whether a paragraph says "I" outside quotation marks."""
    return any(t.lower_ in ("i", "my") and not quoted[t.i] for t in doc[slice(*paragraph)])


def _is_interview(doc: Doc) -> bool:
    """Tell whether the beginning of an article says that it is an interview."""
    return any(t.lemma_.lower() == "interview" for t in doc[:_INTRODUCTION])
