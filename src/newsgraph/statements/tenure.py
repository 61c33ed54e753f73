"""Posts over time: held once, now, for the time being, or only to come.

Without a word that says so it is not known whether a post is held still: a report of last year may
call somebody minister who is none today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.tokens import Token

from newsgraph.model import Qualifier, Value
from newsgraph.statements.ends import Ends, span_of
from newsgraph.statements.syntax import children
from newsgraph.statements.times import dates_of
from newsgraph.vocabulary import Lexicon

#: Property of the qualifier; its value is one of the statuses below.
TENURE: Final = "tenure"
FORMER: Final = "former"
#: Meaning of a word before a title → status of the post.
_STATUS: Final = {
    "past": FORMER,
    "future": "future",
    "acting": "acting",
    "outgoing": "outgoing",
    "current": "current",
}
#: How many words before a title may say when it is held ("the newly appointed").
_REACH: Final = 3


def tenure_of(words: Sequence[Token], sentence_start: int, lexicon: Lexicon) -> Qualifier | None:
    """Return whether a post is held still, if a word before or in its title says so.

    Args:
        words: The title, in text order; not empty.
        sentence_start: Index of the first token of its sentence.
        lexicon: Knows the words.
    """
    for run in _runs(words, sentence_start):
        text = " ".join(token.lower_ for token in run)
        status = _STATUS.get(lexicon.title_modifier(text) or "")
        if status is not None:
            return status_qualifier(run, status)
    return None


def status_qualifier(words: Sequence[Token], status: str) -> Qualifier:
    """Return the qualifier of a status that these adjoining words tell."""
    return Qualifier(property=TENURE, value=Value(span=span_of(words), text=status, lexical=status))


def _runs(words: Sequence[Token], sentence_start: int) -> Iterator[list[Token]]:
    """Words of the title, those right before it, and what is joined by a hyphen or behind it."""
    doc, first, last = words[0].doc, words[0].i, words[-1].i
    for token in words:
        yield [token]
    start = max(sentence_start, first - _REACH)
    for begin in range(start, first):
        for end in range(first, begin, -1):
            run = [t for t in doc[begin:end] if t.text != "-" and t.pos_ != "DET"]
            if run and (end == first or doc[end].text == "-" or len(run) > 1):
                yield run
    if last + 2 < len(doc) and doc[last + 1].text == "-":  # "president-elect"
        yield [doc[last + 2]]
    elif last + 1 < len(doc):
        yield [doc[last + 1]]


def periods_of(words: Sequence[Token], ends: Ends) -> Iterator[Qualifier]:
    """Yield from when until when a post is held by its own phrase: "president until 2021".

    The date may hang on the title or on its body ("president of Albania from 2016 to 2021"). A bare
    date says when, not from when: it is left to the clause.
    """
    edges = ("nmod", "obl", "nmod:unmarked", "obl:unmarked")
    below = children(words[-1], *edges)
    for dependent in (*below, *(d for b in below for d in children(b, *edges))):
        for found in dates_of(dependent, ends):
            if found.property != "eventDate":
                yield found
