"""Parses that no analyser would give: those of the tests, with other trees, labels and words."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span

from factory import doc_from_conllu

_FOLDER = Path(__file__).parent / "parses"
_MOST_SENTENCES = 4


def random_doc(choose: random.Random) -> Doc:
    """Return a document of one to four sentences, more or less as in the tests."""
    rows: list[list[str]] = []
    blocks = []
    for _ in range(choose.randint(1, _MOST_SENTENCES)):
        rows = [list(row) for row in choose.choice(_sentences())]
        _disturb(rows, choose)
        blocks.append("\n".join("\t".join(row) for row in rows))
    doc = doc_from_conllu("\n\n".join(blocks))
    if choose.random() < 0.3:
        doc.set_ents(_other_names(doc, choose))
    return doc


@cache
def _sentences() -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the sentences of all frozen parses as rows of CoNLL-U."""
    found = []
    for path in sorted(_FOLDER.glob("*.conllu")):
        for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
            lines = [line for line in block.split("\n") if re.match(r"\d+\t", line)]
            if lines:
                found.append(tuple(tuple(line.split("\t")) for line in lines))
    return tuple(found)


def _disturb(rows: list[list[str]], choose: random.Random) -> None:
    """Change labels, word classes, words and heads of some rows; the tree stays a tree."""
    for _ in range(choose.randint(0, len(rows))):
        row, other = choose.choice(rows), choose.choice(choose.choice(_sentences()))
        column = choose.choice((1, 2, 3, 4, 7))
        if column == 1:  # the word with its lemma
            row[1], row[2] = other[1], other[2]
        elif not (column == 7 and row[6] == "0"):
            row[column] = other[column]
    if choose.random() < 0.5:
        _plant(rows, choose)


def _plant(rows: list[list[str]], choose: random.Random) -> None:
    """Give every word a new head: one that has been planted before it."""
    order = [row[0] for row in rows]
    choose.shuffle(order)
    by_number = {row[0]: row for row in rows}
    planted: list[str] = []
    near = choose.random() < 0.5
    for number in order:
        row = by_number[number]
        if not planted:
            row[6], row[7] = "0", "root"
        else:
            row[6] = planted[-1] if near and choose.random() < 0.7 else choose.choice(planted)
            row[7] = "dep" if row[7] == "root" else row[7]
        planted.append(number)


def _other_names(doc: Doc, choose: random.Random) -> list[Span]:
    labels = ("PERSON", "ORG", "GPE", "LOC", "DATE", "MONEY", "EVENT", "FAC", "NORP", "WORK_OF_ART")
    found, at = [], 0
    while at < len(doc):
        end = min(at + choose.randint(1, 4), len(doc))
        if choose.random() < 0.3:
            found.append(Span(doc, at, end, label=choose.choice(labels)))
        at = end
    return found
