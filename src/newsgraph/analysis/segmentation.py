"""Sentence boundaries by rule: headlines, quotations, abbreviations, datelines.

A line break between paragraphs always ends a sentence, so that a headline is never glued to the
text below it.
"""

from __future__ import annotations

import re

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "newsgraph_sentences"

_TERMINAL = frozenset({".", "!", "?", "…", "...", "?!", "!?", "....", "!!", "??"})
_CLOSING = frozenset({'"', "”", "’", "'", ")", "]", "''", "»"})
_OPENING = frozenset({'"', "“", "‘", "(", "[", "``", "«", "'", "-", "—", "–", "•", "*"})
_DASH = frozenset({"-", "--", "–", "—"})
#: After an abbreviation such as "U.S." only these begin a new sentence.
_STARTERS = frozenset(
    "The A An In On At It He She They We But And This That These Those However Meanwhile After "
    "Before If When While As For His Her Their Its There Then Some Many Both No Not".split()
)
_ABBREVIATION = re.compile(r"^(?:[A-Za-z]\.)+$|^[A-Z][a-z]{0,4}\.$|^(?:a\.m|p\.m|etc|e\.g|i\.e)\.$")
#: Titles that a name always follows; beside those the tokenizer keeps whole already.
TITLES = frozenset(
    "Amb. Brig. Capt. Cmdr. Col. Cpl. Det. Drs. Fr. Hon. Insp. Lt. Maj. Messrs. Msgr. Pvt. Sgt. "
    "Supt.".split()
)
_GOES_ON = TITLES | frozenset(
    "Adm. Dr. Gen. Gov. Mr. Mrs. Ms. Prof. Rep. Rev. Sen. St. cf. e.g. i.e. v. vs.".split()
)
#: Words shortened before a number: "No. 5", "Art. 7".
_NUMBERED = frozenset("no nos art arts fig figs vol pp sec para approx".split())
_DATELINE_WORDS = 16
_CLOCK = re.compile(r"^[0-2]?\d[:.][0-5]\d$")  # "20:15 - Police confirm"


@Language.factory(FACTORY, assigns=["token.is_sent_start"])
def create(nlp: Language, name: str) -> Segmenter:  # noqa: ARG001 - spaCy's signature
    """Make the component for a spaCy pipeline."""
    return Segmenter()


def keep_titles_whole(nlp: Language) -> None:
    """Make the tokenizer keep "Capt." and the like in one piece, as the treebanks do."""
    for title in sorted(TITLES):
        nlp.tokenizer.add_special_case(title, [{"ORTH": title}])  # type: ignore[union-attr]


class Segmenter:
    """Sets ``token.is_sent_start`` on every token."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of one document; white space belongs to what precedes it."""
        starts = _Boundaries(doc).find()
        if starts:
            column = np.where(starts, 1, -1).astype(np.int64).astype(np.uint64)
            doc.from_array(["SENT_START"], column[:, None])  # type: ignore[arg-type]
        return doc


class _Boundaries:
    """Sentence boundaries of one document, from its tokens as plain lists."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._texts = [t.text for t in doc]
        self._spaces = doc.to_array("IS_SPACE").astype(bool).tolist()
        self._followed = doc.to_array("SPACY").astype(bool).tolist()  #: by a blank
        self._starts: list[bool] = []

    def find(self) -> list[bool]:
        """Tell for each token whether it begins a sentence."""
        start_next = True
        for i, space in enumerate(self._spaces):
            if space:
                self._starts.append(i == 0)
                start_next = start_next or self._ends_line(i)
            else:
                self._starts.append(start_next and not self._only_spaces_before(i))
                start_next = self._ends_sentence(i)
        for i in range(len(self._starts)):  # a dateline that ends sets a start further on
            if self._starts[i]:
                self._split_dateline(i)
        return self._starts

    def _only_spaces_before(self, i: int) -> bool:
        """The first word after leading white space shares that white space's sentence."""
        return 0 < i <= 3 and all(self._spaces[:i])

    def _ends_line(self, i: int) -> bool:
        """Tell whether this white space separates paragraphs rather than wraps a line."""
        breaks = self._texts[i].count("\n")
        if breaks != 1:
            return breaks > 1
        if i == 0 or i + 1 == len(self._texts):
            return True
        wrapped = self._texts[i - 1] in {",", ";"} or self._texts[i + 1][:1].islower()
        return not wrapped

    def _ends_sentence(self, i: int) -> bool:
        if i + 1 == len(self._texts):
            return False
        text = self._texts[i]
        if text in _TERMINAL:
            if text == "." and self._texts[i + 1][:1].isdigit() and i and not self._followed[i - 1]:
                return self._texts[i - 1].lower() not in _NUMBERED
            return not self._closes(i + 1) and self._can_begin(i + 1)
        if self._closes(i) and not self._starts[i]:
            return self._ended_before(i) and not self._closes(i + 1) and self._can_begin(i + 1)
        if text[-1] == "." and text not in _GOES_ON and len(text) > 2 and _ABBREVIATION.match(text):
            return self._texts[i + 1] in _STARTERS
        return False

    def _closes(self, i: int) -> bool:
        """Tell whether a quote or bracket closes: it follows its neighbour without a space."""
        return self._texts[i] in _CLOSING and i > 0 and not self._followed[i - 1]

    def _ended_before(self, i: int) -> bool:
        i -= 1
        while i > 0 and self._texts[i] in _CLOSING:
            i -= 1
        return self._texts[i] in _TERMINAL

    def _can_begin(self, i: int) -> bool:
        if self._spaces[i]:
            return False
        text = self._texts[i]
        first = text[0]
        return not first.islower() and (
            first.isupper() or first.isdigit() or text in _OPENING or not first.isascii()
        )

    def _split_dateline(self, start: int) -> None:
        """End a sentence after "PLACE, date (Agency) -" or "20:15 -": no clause goes with them."""
        text = self._texts[start]
        place = len(text) > 2 and text.isupper() and self._doc[start].is_alpha
        if not place and not _CLOCK.match(text):
            return
        stamped, shouted = not place, True
        for i in range(start + 1, min(start + _DATELINE_WORDS, len(self._texts))):
            text = self._texts[i]
            stamped = stamped or text in {",", "("} or self._doc[i].like_num
            if self._starts[i] or text in _TERMINAL:
                return
            shouted = shouted and (text.isupper() or self._doc[i].is_punct)
            spaced = self._followed[i - 1] and self._followed[i]
            if (stamped or shouted) and text in _DASH and spaced and i + 1 < len(self._texts):
                self._starts[i + 1] = True
                return
