"""Direct speech: which words stand in quotation marks, and who says them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from newsgraph.coreference.items import Item
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Vocabulary

_OPENING = {"“", "„", "«", "``"}
_CLOSING = {"”", "»", "''"}
#: A quotation longer than this has lost its closing mark.
_LONGEST = 400
#: The verb of saying stands at most this many tokens from the quotation.
_NEAR = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Tokens ``[start, end)`` between the marks, and the mention of who says them."""

    start: int
    end: int
    speaker: Item | None


def find_quotes(doc: Doc, items: Iterable[Item], vocabulary: Vocabulary) -> list[Quote]:
    """Find direct speech in text order; the speaker is the subject of a verb of saying near it."""
    heads = {item.head: item for item in items if item.kind is not MentionKind.NOMINAL}
    heads |= {item.head: item for item in items if item.kind is MentionKind.NAME}
    sentences = list(doc.sents)
    numbers = [n for n, sentence in enumerate(sentences) for _ in sentence]
    spans = _spans(doc)
    quoted = {i for start, end in spans for i in range(start, end)}
    quotes: list[Quote] = []
    for start, end in spans:
        first, last = sentences[numbers[start]], sentences[numbers[end - 1]]
        around = (max(first.start, start - _NEAR), min(last.end, end + _NEAR))
        speaker = _speaker(doc[around[0] : around[1]], quoted, heads, vocabulary)
        if speaker is None and quotes and start - quotes[-1].end <= 3:
            speaker = quotes[-1].speaker  # the next sentence of the same speech
        if speaker is None and numbers[start]:
            before = sentences[numbers[start] - 1]
            near = doc[max(before.start, start - _NEAR) : before.end]
            speaker = _speaker(near, quoted, heads, vocabulary)
        quotes.append(Quote(start=start, end=end, speaker=speaker))
    return quotes


def _spans(doc: Doc) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for token in doc:
        text = token.text
        if opened is not None and token.i - opened > _LONGEST:
            opened = None
        if text in _OPENING or (text == '"' and opened is None):
            opened = token.i + 1
        elif (text in _CLOSING or text == '"') and opened is not None:
            if token.i > opened:
                spans.append((opened, token.i))
            opened = None
    return spans


def _speaker(
    tokens: Span, quoted: set[int], heads: dict[int, Item], vocabulary: Vocabulary
) -> Item | None:
    for token in tokens:
        if token.i in quoted or token.pos_ != "VERB":
            continue
        if vocabulary.lexicon.reporting_verb(token.lemma_) is None:
            continue
        for child in token.children:
            if child.dep_ == "nsubj" and child.i in heads and child.i not in quoted:
                return heads[child.i]
    return None
