"""Sentence boundaries by rule: headlines, quotations, abbreviations, datelines.

A line break between paragraphs always ends a sentence, so that a headline is never glued to the
text below it.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

FACTORY = "newsgraph_sentences"

_TERMINAL = frozenset({".", "!", "?", "…", "...", "?!", "!?", "....", "!!", "??"})
_CLOSING = frozenset({'"', "”", "’", "'", ")", "]", "''", "»"})
_OPENING = frozenset({'"', "“", "‘", "(", "[", "``", "«", "'", "-", "—", "–", "•", "*"})
_DASH = frozenset({"-", "--", "–", "—"})
#: After an abbreviation such as "U.S." only these begin a new sentence.
_STARTERS = frozenset(
    "The A An In On At It He She They We But And This That These Those However Meanwhile After "
    "Before If When While As For His Her Their Its There Some Many Both No Not".split()
)
_ABBREVIATION = re.compile(r"^(?:[A-Za-z]\.)+$|^[A-Z][a-z]{0,4}\.$|^(?:a\.m|p\.m|etc|e\.g|i\.e)\.$")
_DATELINE_WORDS = 16
_CLOCK = re.compile(r"^[0-2]?\d[:.][0-5]\d$")  # "20:15 - Police confirm"


@Language.factory(FACTORY, assigns=["token.is_sent_start"])
def create(nlp: Language, name: str) -> Segmenter:  # noqa: ARG001 - spaCy's signature
    """Make the component for a spaCy pipeline."""
    return Segmenter()


class Segmenter:
    """Sets ``token.is_sent_start`` on every token."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of one document; white space belongs to what precedes it."""
        start_next = True
        for token in doc:
            if token.is_space:
                token.is_sent_start = token.i == 0
                start_next = start_next or _ends_line(token)
                continue
            token.is_sent_start = start_next and not _only_spaces_before(token)
            start_next = _ends_sentence(token)
        for token in doc:
            if token.is_sent_start:
                _split_dateline(token)
        return doc


def _only_spaces_before(token: Token) -> bool:
    """The first word after leading white space shares that white space's sentence."""
    return token.i > 0 and all(t.is_space for t in token.doc[: min(token.i, 3)]) and token.i <= 3


def _ends_line(space: Token) -> bool:
    """Tell whether this white space separates paragraphs rather than wraps a line."""
    breaks = space.text.count("\n")
    if breaks != 1:
        return breaks > 1
    doc = space.doc
    before = doc[space.i - 1] if space.i else None
    after = doc[space.i + 1] if space.i + 1 < len(doc) else None
    if before is None or after is None:
        return True
    wrapped = before.text in {",", ";"} or after.text[:1].islower()
    return not wrapped


def _ends_sentence(token: Token) -> bool:
    doc = token.doc
    following = doc[token.i + 1] if token.i + 1 < len(doc) else None
    if following is None:
        return False
    if token.text in _TERMINAL:
        return not _closes(following) and _can_begin(following)
    if _closes(token) and not token.is_sent_start:
        return _ended_before(token) and not _closes(following) and _can_begin(following)
    if _ABBREVIATION.match(token.text):
        word = following if not following.is_space else None
        return word is not None and word.text in _STARTERS and len(token.text) > 2
    return False


def _closes(token: Token) -> bool:
    """Tell whether a quote or bracket closes: it follows its neighbour without a space."""
    return token.text in _CLOSING and token.i > 0 and not token.nbor(-1).whitespace_


def _ended_before(token: Token) -> bool:
    i = token.i - 1
    while i > 0 and token.doc[i].text in _CLOSING:
        i -= 1
    return token.doc[i].text in _TERMINAL


def _can_begin(token: Token) -> bool:
    if token.is_space:
        return False
    first = token.text[0]
    return not first.islower() and (
        first.isupper() or first.isdigit() or token.text in _OPENING or not first.isascii()
    )


def _split_dateline(start: Token) -> None:
    """End a sentence after "PLACE, date (Agency) -" or "20:15 -", for no clause needs them."""
    place = start.text.isupper() and len(start.text) > 2 and start.is_alpha
    if not place and not _CLOCK.match(start.text):
        return
    doc, stamped, shouted = start.doc, not place, True
    for token in doc[start.i + 1 : start.i + _DATELINE_WORDS]:
        stamped = stamped or token.text in {",", "("} or token.like_num
        if token.is_sent_start or token.text in _TERMINAL:
            return
        shouted = shouted and (token.text.isupper() or token.is_punct)
        spaced = token.i > 0 and doc[token.i - 1].whitespace_ and token.whitespace_
        if (stamped or shouted) and token.text in _DASH and spaced and token.i + 1 < len(doc):
            doc[token.i + 1].is_sent_start = True
            return
