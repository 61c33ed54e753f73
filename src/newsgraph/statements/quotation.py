"""Which words stand inside quotation marks."""

from __future__ import annotations

from spacy.strings import get_string_id
from spacy.tokens import Doc

_OPEN, _CLOSE, _STRAIGHT = "“«", "”»", '"'
#: Hash of a quotation mark → what it does.
_MARKS = {
    get_string_id(mark): kind
    for marks, kind in ((_OPEN, "open"), (_CLOSE, "close"), (_STRAIGHT, "straight"))
    for mark in marks
}
#: Marks that a quotation, or a paragraph of it, begins with.
OPENING = (*_OPEN, _STRAIGHT)


def quoted_tokens(doc: Doc) -> list[bool]:
    """Tell for each token whether it stands inside quotation marks.

    A paragraph that ends inside a quotation closes it, unless the next one opens with a mark again.
    """
    inside, quoted = False, []
    words = doc.to_array(["ORTH", "IS_SPACE"])
    for i, (word, space) in enumerate(words.tolist()):
        if space and "\n" in doc[i].text:
            inside = False
        kind = _MARKS.get(word)
        if kind == "open":
            inside = True
            quoted.append(True)
        elif kind == "close":
            quoted.append(inside)
            inside = False
        elif kind == "straight":
            quoted.append(True)
            inside = not inside
        else:
            quoted.append(inside)
    return quoted
