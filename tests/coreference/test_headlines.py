"""Headlines and what the sentences after them introduce, on hand-made parses."""

from __future__ import annotations

import pytest

from factory import DOCUMENT_ID, parse
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.vocabulary import builtin

HEADLINE = "Danish/ADJ/amod/2 sailor/NOUN/nsubj/3 sues=sue/VERB/root/0"


def mentions_of(name: str, notation: str, *persons: str) -> list[str]:
    doc = parse(notation, ents=dict.fromkeys(persons, "PERSON"))
    found = corefer(doc, find_mentions(doc, DOCUMENT_ID, builtin()), builtin())
    return [m.text for c in found if c.name == name for m in c.mentions]


def introduced(first: str, last: str, description: str) -> str:
    return (
        f"{first}/PROPN/nsubj/7 {last}/PROPN/flat/1 ,/PUNCT/punct/6 a/DET/det/6 "
        f"{description}/ADJ/amod/6 sailor/NOUN/appos/1 sued=sue/VERB/root/0"
    )


def test_headline_speaks_of_whom_the_first_sentences_introduce() -> None:
    text = f"{HEADLINE}\n{introduced('Jon', 'Vik', 'Danish')}"
    assert mentions_of("Jon Vik", text, "Jon Vik")[0] == "Danish sailor"


@pytest.mark.parametrize(
    "sentences",
    [
        [introduced("Jon", "Vik", "Swedish")],
        [introduced("Jon", "Vik", "Danish"), introduced("Mara", "Lind", "Danish")],
    ],
)
def test_headline_that_fits_nobody_or_two_is_left_alone(sentences: list[str]) -> None:
    text = "\n".join([HEADLINE, *sentences])
    assert "Danish sailor" not in mentions_of("Jon Vik", text, "Jon Vik", "Mara Lind")[:1]
