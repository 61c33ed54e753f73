"""From a head word to what it refers to: a mention of the article, a value, or a phrase."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from newsgraph.model import Cluster, Mention, MentionKind, Span, Value
from newsgraph.statements.syntax import child, clause_tokens, phrase_tokens

End = Mention | Value
_RANK = {MentionKind.NAME: 0, MentionKind.NOMINAL: 1, MentionKind.PRONOUN: 2}
UNKNOWN = "Thing"
_CURRENCY = re.compile(r"^[A-Z]{3}$")  # ISO 4217


def span_of(tokens: Sequence[Token]) -> Span:
    """Character span of adjoining tokens; ``tokens`` is not empty."""
    return Span(start=tokens[0].idx, end=tokens[-1].idx + len(tokens[-1]))


def is_date(value: Value) -> bool:
    """Tell whether a value is a day, a week, a month, a quarter or a year."""
    return value.datatype in ("date", "week", "gYearMonth", "quarter", "gYear")


class Ends:
    """Finds the mention or value that a head word stands for."""

    def __init__(
        self,
        doc: Doc,
        mentions: Sequence[Mention],
        clusters: Sequence[Cluster],
        values: Sequence[Value],
        document_id: str,
    ) -> None:
        self._doc = doc
        self._text = doc.text  # spaCy joins it anew at every access
        self._document_id = document_id
        self._mentions: dict[int, Mention] = {}
        self._covering: dict[int, list[Mention]] = {}
        self._values: dict[int, Value] = {}
        self._first: dict[tuple[int, int], int] = {}
        self._cluster: dict[tuple[int, int], Cluster] = {
            (m.span.start, m.span.end): c for c in clusters for m in c.mentions
        }
        starts = {t.idx: t.i for t in doc}
        for mention in mentions:
            self._index(mention, starts)
        for value in values:
            for token in self._tokens(value.span, starts):
                self._values.setdefault(token.i, value)

    def _tokens(self, span: Span, starts: dict[int, int]) -> list[Token]:
        first = starts.get(span.start)
        if first is None:
            return []
        last = first
        while last < len(self._doc) and self._doc[last].idx < span.end:
            last += 1
        return list(self._doc[first:last])

    def _index(self, mention: Mention, starts: dict[int, int]) -> None:
        inside = self._tokens(mention.head, starts)
        if not inside:
            return
        members = {t.i for t in inside}
        self._first[mention.span.start, mention.span.end] = inside[0].i
        root = next((t for t in inside if t.head.i not in members or t.head.i == t.i), inside[-1])
        held = self._mentions.get(root.i)
        if held is None or (_RANK[mention.kind], -len(mention.text)) < (
            _RANK[held.kind],
            -len(held.text),
        ):
            self._mentions[root.i] = mention
        if mention.kind is MentionKind.NAME:
            for token in inside:
                self._covering.setdefault(token.i, []).append(mention)

    def mention(self, token: Token) -> Mention | None:
        """The mention whose head is this word; a title's word stands for the name it goes with."""
        found = self._mentions.get(token.i)
        if found is None or found.kind is not MentionKind.NAME:
            named = self._name_after_title(token)
            if named is not None:
                return named
        if found is None and token.i in self._covering:
            found = min(self._covering[token.i], key=lambda m: (-len(m.text), m.span.start))
        return found

    def _name_after_title(self, token: Token) -> Mention | None:
        flat = child(token, "flat")
        if flat is None:
            return None
        for part in flat.subtree:
            mention = self._mentions.get(part.i)
            if mention is not None and mention.kind is MentionKind.NAME:
                return mention
        return next(iter(self._covering.get(flat.i, [])), None)

    @property
    def headed(self) -> Mapping[int, Mention]:
        """Index of a head word → the mention that it heads."""
        return self._mentions

    def first_token(self, mention: Mention) -> int | None:
        """Index of the first token of a mention's head; ``None`` if it is not in the article."""
        return self._first.get((mention.span.start, mention.span.end))

    def is_name_word(self, token: Token) -> bool:
        """Tell whether a word is part of a name, demonyms included."""
        return token.i in self._covering

    def value(self, token: Token) -> Value | None:
        """The date, amount or quantity that this word is part of."""
        return self._values.get(token.i)

    def end(self, token: Token) -> End | None:
        """The mention, else the value that a word stands for; ``None`` if it is neither."""
        found = self._mentions.get(token.i)
        value = self._values.get(token.i)
        if value is not None:
            day = is_date(value)
            if found is None or (day and found.kind is not MentionKind.NAME):
                return value
        return self.mention(token)

    def cluster(self, mention: Mention) -> Cluster | None:
        """The cluster a mention belongs to; ``None`` for a phrase made by ``phrase``."""
        return self._cluster.get((mention.span.start, mention.span.end))

    def class_of(self, end: End) -> str:
        """Entity class of an end: the cluster's where the mention's own is vague.

        Values have ``Value`` or ``Date``, but sums of money are ``Money``.
        """
        if isinstance(end, Value):
            if end.unit is not None and _CURRENCY.match(end.unit):
                return "Money"
            return "Date" if is_date(end) else "Value"
        cluster = self.cluster(end)
        if cluster is not None and (
            end.kind is not MentionKind.NAME or end.entity_class == UNKNOWN
        ):
            return cluster.entity_class
        return end.entity_class

    def same(self, a: End, b: End) -> bool:
        """Tell whether two ends are one thing in this article."""
        if isinstance(a, Value) or isinstance(b, Value):
            return a == b
        first, second = self.cluster(a), self.cluster(b)
        return a.span == b.span or (first is not None and first is second)

    def written(self, span: Span) -> str:
        """The characters of a span."""
        return self._text[span.start : span.end]

    def phrase(self, head: Token) -> Mention:
        """A nominal mention made of a noun phrase that the mention stage left out."""
        tokens = phrase_tokens(head)
        span = span_of(tokens)
        return Mention(
            span=span,
            head=span_of([head]),
            text=self.written(span),
            kind=MentionKind.NOMINAL,
            entity_class=UNKNOWN,
            document_id=self._document_id,
        )

    def text_value(self, head: Token, *, clause: bool = False) -> Value:
        """The phrase or clause of a word as a literal."""
        span = span_of(clause_tokens(head) if clause else phrase_tokens(head))
        text = " ".join(self.written(span).split())
        return Value(span=span, text=text, lexical=text)
