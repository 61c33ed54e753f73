from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from newsgraph import analysis
from newsgraph.analysis import values


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe(values.FACTORY)
    return nlp


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("It began on 5 January 2024.", [("5 January 2024", "DATE")]),
        ("They met on Monday.", [("Monday", "DATE")]),
        ("It was founded in 1949.", [("1949", "DATE")]),
        ("It cost €1.2 million.", [("€1.2 million", "MONEY")]),
        ("He paid 20 million dollars.", [("20 million dollars", "MONEY")]),
        ("Turnout was 54 percent.", [("54 percent", "QUANTITY")]),
        ("The road is 14.5 kilometres long.", [("14.5 kilometres", "QUANTITY")]),
        ("She said nothing.", []),
    ],
)
def test_values_are_marked_with_their_kind(
    nlp: Language, text: str, entities: list[tuple[str, str]]
) -> None:
    assert [(e.text, e.label_) for e in nlp(text).ents] == entities


def test_the_analyser_marks_names_and_values() -> None:
    doc = analysis.load()("NATO spent 3 million euros in Kosovo in May 2023.")
    labels = {e.text: e.label_ for e in doc.ents}
    assert labels["NATO"] == "ORG"
    assert labels["3 million euros"] == "MONEY"
    assert labels["May 2023"] == "DATE"
