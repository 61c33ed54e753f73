"""Builds spaCy ``Doc`` objects by hand, so that rules are tested on a fixed parse, without a model.

Two notations:

* ``parse``: compact, for one-off sentences in a test.
* ``doc_from_conllu``: CoNLL-U, for frozen parses kept in files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import spacy
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from newsgraph.model import Mention, MentionKind
from newsgraph.model import Span as TextSpan

DOCUMENT_ID = "doc-test"

_NLP = spacy.blank("en")
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}”…]|'s|’s|n't|n’t|['’](?:re|ve|ll|d|m)|['’]|-)$")
_NO_SPACE_AFTER = re.compile(r"^(?:[(\[{“$€£]|-)$")
_TAGS = {
    "PROPN": "NNP", "NOUN": "NN", "VERB": "VBD", "AUX": "VBD", "ADJ": "JJ", "ADV": "RB",
    "PRON": "PRP", "DET": "DT", "ADP": "IN", "NUM": "CD", "CCONJ": "CC", "SCONJ": "IN",
    "PART": "TO", "PUNCT": ".", "INTJ": "UH", "SYM": "SYM", "X": "FW",
}  # fmt: skip
_POSSESSIVES = {"my", "our", "your", "his", "her", "its", "their", "whose"}


@dataclass(slots=True)
class _Columns:
    """The columns of a parse; ``heads`` are absolute token indices."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    starts: list[bool | int | None] = field(default_factory=list)

    def doc(self, vocab: Vocab) -> Doc:
        """Make the spaCy object."""
        return Doc(
            vocab,
            words=self.words,
            spaces=self.spaces,
            lemmas=self.lemmas,
            pos=self.pos,
            tags=self.tags,
            heads=self.heads,
            deps=self.deps,
            sent_starts=self.starts,
        )


def parse(
    notation: str,
    *,
    ents: Mapping[str, str] | None = None,
    heads: Mapping[str, str] | None = None,
) -> Doc:
    """Build a ``Doc`` from ``form[=lemma]/POS[:TAG]/relation/head`` items, one sentence a line.

    ``head`` counts from 1 within the sentence; 0 is the root. Blank lines are ignored. Without a
    lemma: the form as it stands for proper nouns, numbers and punctuation, else in lower case.
    Spaces are set as in English text; a form ending in ``_`` has no space after it.

    Args:
        notation: For example ``Alice/PROPN/nsubj/2 joined=join/VERB/root/0 Acme/PROPN/obj/2``.
        ents: Surface → entity label; marks every occurrence of the words, longest first.
        heads: Word → label in ``doc.spans["heads"]``; marks every occurrence of the word.
    """
    columns = _Columns()
    for line in notation.strip().splitlines():
        items = line.split()
        offset = len(columns.words)
        for position, item in enumerate(items):
            _add(columns, item, offset + position, offset, first=position == 0)
    _set_spaces(columns)
    doc = columns.doc(_NLP.vocab)
    _mark(doc, ents or {}, heads or {})
    return doc


def doc_from_conllu(text: str) -> Doc:
    """Build a ``Doc`` from CoNLL-U.

    MISC may hold ``SpaceAfter=No``, ``Ent=B-LABEL``/``Ent=I-LABEL`` for ``doc.ents`` and
    ``Head=LABEL`` for ``doc.spans["heads"]``. Empty nodes are ignored; of multiword tokens only
    the spacing is used.
    """
    columns = _Columns()
    marks: list[str] = []
    heads: list[tuple[int, str]] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        rows = [line.split("\t") for line in block.splitlines() if line and line[0] != "#"]
        joined = _multiword_spacing(rows)
        words = [row for row in rows if row[0].isdigit()]
        offset = len(columns.words)
        for position, row in enumerate(words):
            misc = dict(part.split("=", 1) for part in row[9].split("|") if "=" in part)
            space = joined.get(position, misc.get("SpaceAfter") != "No")
            head = offset + (int(row[6]) - 1 if row[6] != "0" else position)
            _append(columns, row[1], row[2], row[3], row[4], head, row[7], position == 0)
            columns.spaces.append(space)
            marks.append(misc.get("Ent", "O"))
            if "Head" in misc:
                heads.append((offset + position, misc["Head"]))
    doc = columns.doc(_NLP.vocab)
    doc.set_ents(_bio_spans(doc, marks))
    doc.spans["heads"] = [Span(doc, i, i + 1, label=label) for i, label in heads]
    return doc


def mention(
    doc: Doc,
    text: str,
    *,
    kind: MentionKind = MentionKind.NAME,
    entity_class: str = "Thing",
    head: str | None = None,
    occurrence: int = 0,
    document_id: str = DOCUMENT_ID,
) -> Mention:
    """Make the mention of the ``occurrence``-th ``text``; ``head`` defaults to all of it."""
    start = -1
    for _ in range(occurrence + 1):
        start = doc.text.index(text, start + 1)
    head_start = start + text.index(head) if head else start
    return Mention(
        span=TextSpan(start=start, end=start + len(text)),
        head=TextSpan(start=head_start, end=head_start + len(head or text)),
        text=text,
        kind=kind,
        entity_class=entity_class,
        document_id=document_id,
    )


def _add(columns: _Columns, item: str, index: int, offset: int, *, first: bool) -> None:
    word, pos, relation, head = item.rsplit("/", 3)
    form, _, lemma = word.partition("=") if word != "=" else (word, "", "")
    pos, _, tag = pos.partition(":")
    if not lemma:
        keeps_case = pos in {"PROPN", "NUM", "PUNCT"}
        lemma = form.rstrip("_") if keeps_case else form.rstrip("_").lower()
    if not tag:
        tag = _tag(form, pos)
    target = offset + int(head) - 1 if head != "0" else index
    _append(columns, form, lemma, pos, tag, target, relation, first)


def _append(
    columns: _Columns,
    form: str,
    lemma: str,
    pos: str,
    tag: str,
    head: int,
    relation: str,
    first: bool,
) -> None:
    columns.words.append(form)
    columns.lemmas.append(lemma)
    columns.pos.append(pos)
    columns.tags.append(tag)
    columns.heads.append(head)
    columns.deps.append(relation)
    columns.starts.append(first)


def _tag(form: str, pos: str) -> str:
    if form in {"'s", "’s", "'", "’"} and pos == "PART":
        return "POS"
    if pos == "PRON" and form.lower() in _POSSESSIVES:
        return "PRP$"
    return _TAGS.get(pos, "XX")


def _set_spaces(columns: _Columns) -> None:
    glued = [word.endswith("_") and len(word) > 1 for word in columns.words]
    columns.words = [
        word[:-1] if glue else word for word, glue in zip(columns.words, glued, strict=True)
    ]
    last = len(columns.words) - 1
    for i, word in enumerate(columns.words):
        tight = glued[i] or bool(_NO_SPACE_AFTER.match(word))
        follows = i < last and bool(_NO_SPACE_BEFORE.match(columns.words[i + 1]))
        columns.spaces.append(i < last and not tight and not follows)


def _mark(doc: Doc, ents: Mapping[str, str], heads: Mapping[str, str]) -> None:
    spans: list[Span] = []
    taken: set[int] = set()
    for surface in sorted(ents, key=lambda s: (-len(s), s)):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", doc.text):
            span = doc.char_span(match.start(), match.end(), label=ents[surface])
            if span is None:
                raise ValueError(f"{surface!r} does not begin and end with a token")
            indices = set(range(span.start, span.end))
            if not indices & taken:
                taken |= indices
                spans.append(span)
    doc.set_ents(sorted(spans, key=lambda s: s.start))
    doc.spans["heads"] = [
        Span(doc, token.i, token.i + 1, label=heads[token.text])
        for token in doc
        if token.text in heads
    ]


def _multiword_spacing(rows: Iterable[list[str]]) -> dict[int, bool]:
    spacing: dict[int, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = (int(part) for part in row[0].split("-"))
            spacing |= {i - 1: False for i in range(first, last)}
            spacing[last - 1] = "SpaceAfter=No" not in row[9]
    return spacing


def _bio_spans(doc: Doc, marks: list[str]) -> list[Span]:
    spans: list[Span] = []
    start = 0
    for i, mark in enumerate([*marks, "O"]):
        previous = marks[i - 1] if i else "O"
        if previous != "O" and not mark.startswith("I-"):
            spans.append(Span(doc, start, i, label=previous[2:]))
        if mark.startswith("B-"):
            start = i
    return spans
