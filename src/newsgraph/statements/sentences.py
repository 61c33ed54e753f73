"""Which sentence a word stands in, found once per article.

spaCy's ``token.sent`` walks through the sentences from the beginning at every call.
"""

from __future__ import annotations

from spacy.tokens import Doc

from newsgraph.model import Span
from newsgraph.statements.ends import span_of


class Sentences:
    """First token and character span of the sentence of each word."""

    def __init__(self, doc: Doc) -> None:
        self._starts: list[int] = []
        self._spans: list[Span] = []
        for sentence in doc.sents:
            words = [t for t in sentence if not t.is_space] or list(sentence)
            self._starts += [sentence.start] * len(sentence)
            self._spans += [span_of(words)] * len(sentence)

    def start(self, token: int) -> int:
        """Index of the first token of the sentence that a token stands in."""
        return self._starts[token]

    def span(self, token: int) -> Span:
        """Characters of the sentence that a token stands in, without surrounding white space."""
        return self._spans[token]
