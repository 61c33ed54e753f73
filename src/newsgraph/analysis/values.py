"""Dates, amounts of money and quantities as entities of the ``Doc``, by pattern.

The training corpora do not mark them, so rules add DATE, MONEY and QUANTITY beside the names that
the model finds. Normalising them is the mention stage's work.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

FACTORY = "newsgraph_values"

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_NUMBER = r"\d[\d,.]{0,18}\d|\d"  # bounded: a megabyte of digits must not hang
_AMOUNT = rf"(?:{_NUMBER})(?:[ -](?:thousand|million|billion|trillion|bn|m)\b)?"
_CURRENCY = r"(?:euros?|dollars?|pounds?|francs?|dinars?|rubles?|roubles?|yen|yuan|naira|rupees?)"
_UNIT = (
    r"(?:percent|per cent|%|kilomet(?:re|er)s?|km|met(?:re|er)s?|miles?|hectares?|tonnes?|tons?|"
    r"kilograms?|kg|lit(?:re|er)s?|megawatts?|MW|barrels?|degrees?)"
)
_PATTERNS = {
    "DATE": re.compile(
        rf"\b\d{{4}}-\d\d-\d\d\b|\b(?:{_DAY},? )?(?:\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}})\b"
        rf"(?:,? \d{{4}}\b)?|\b{_MONTH} \d{{4}}\b|\b{_DAY}\b|\b(?:19|20)\d\d\b(?![,.]\d)"
    ),
    "MONEY": re.compile(
        rf"[$€£¥] ?{_AMOUNT}|\b{_AMOUNT} {_CURRENCY}\b|\b(?:EUR|USD|GBP) {_AMOUNT}"
    ),
    "QUANTITY": re.compile(rf"\b{_AMOUNT} ?{_UNIT}(?!\w)"),
}


@Language.factory(FACTORY, assigns=["doc.ents"])
def create(nlp: Language, name: str) -> ValueMarker:  # noqa: ARG001 - spaCy's signature
    """Make the component for a spaCy pipeline."""
    return ValueMarker()


class ValueMarker:
    """Adds values to ``doc.ents`` where no name stands."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the values of one document; of two that cross, the longer stays."""
        names = doc.ents
        named = {i for name in names for i in range(name.start, name.end)}
        found: list[Span] = []
        for label, pattern in _PATTERNS.items():
            for match in pattern.finditer(doc.text):
                span = doc.char_span(*match.span(), label=label, alignment_mode="expand")
                if span is not None and not named & set(range(span.start, span.end)):
                    found.append(span)
        doc.set_ents([*names, *filter_spans(found)])
        return doc
