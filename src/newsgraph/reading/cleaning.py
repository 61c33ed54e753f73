"""Text as every later stage sees it: all offsets count in what ``clean`` returns."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

#: A column wider than this is a paragraph on one line, not hard-wrapped text.
_WIDEST_COLUMN = 100
_NARROWEST_COLUMN = 40
_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Normalise text to NFC with line feeds as line ends and only visible characters.

    Control characters, zero-width and direction marks are removed, special spaces become plain
    ones, blank space at line ends goes, three or more line ends become two, and text that was
    wrapped to a column is joined again.
    """
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    text = "".join(filter(None, map(_visible, text)))
    lines = [line.rstrip() for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return _unwrap(unicodedata.normalize("NFC", text).lstrip(" \t"))


def _visible(character: str) -> str:
    if character in "\n\t" or character.isalnum():
        return character
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # Cc controls, Cf zero-width and direction marks, Cs lone surrogates
    return "" if category in {"Cc", "Cf", "Cs"} else character


def _unwrap(text: str) -> str:
    """Join the lines of paragraphs that an editor broke at a fixed column.

    A line break is such a wrap when the next line's first word would not have fitted.
    """
    width = max((len(line) for line in text.split("\n")), default=0)
    if not _NARROWEST_COLUMN <= width <= _WIDEST_COLUMN:
        return text
    return "\n\n".join(_unwrap_paragraph(p, width) for p in text.split("\n\n"))


def _unwrap_paragraph(paragraph: str, width: int) -> str:
    lines = paragraph.split("\n")
    for line, following in pairwise(lines):
        first_word = following.split(" ", 1)[0]
        if len(line) + 1 + len(first_word) <= width:
            return paragraph
    return " ".join(lines)
