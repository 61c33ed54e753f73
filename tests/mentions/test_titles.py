"""Titles before names: one description of the person, no part of the name."""

from __future__ import annotations

import pytest

from factory import DOCUMENT_ID, parse
from newsgraph.mentions import find_mentions
from newsgraph.model import MentionKind
from newsgraph.vocabulary import builtin


def found(notation: str, ents: dict[str, str]) -> list[tuple[str, str]]:
    doc = parse(notation, ents=ents)
    mentions = find_mentions(doc, DOCUMENT_ID, builtin())
    return [(m.text, m.kind) for m in mentions if m.entity_class == "Person"]


def test_title_of_several_words_is_one_description_with_what_modifies_it() -> None:
    assert found(
        "NATO/PROPN/compound/3 Deputy/PROPN/compound/3 Secretary/PROPN/nsubj/7 "
        "General/PROPN/flat/3 Mara/PROPN/flat/3 Lind/PROPN/flat/3 left=leave/VERB/root/0",
        {"NATO": "ORG", "Mara Lind": "PERSON"},
    ) == [
        ("NATO Deputy Secretary General", MentionKind.NOMINAL),
        ("Mara Lind", MentionKind.NAME),
    ]


def test_title_keeps_its_demonym() -> None:
    assert found(
        "Serbian/ADJ/amod/2 President/PROPN/nsubj/5 Mara/PROPN/flat/2 Lind/PROPN/flat/2 "
        "left=leave/VERB/root/0",
        {"Mara Lind": "PERSON"},
    )[0] == ("Serbian President", MentionKind.NOMINAL)


@pytest.mark.parametrize("address", ["Mr", "Mrs", "Ms"])
def test_form_of_address_is_no_mention(address: str) -> None:
    assert found(
        f"{address}/PROPN/nsubj/3 Lind/PROPN/flat/1 left=leave/VERB/root/0", {"Lind": "PERSON"}
    ) == [("Lind", MentionKind.NAME)]


def test_noun_without_arc_to_the_name_is_no_title_of_it() -> None:
    texts = [
        text
        for text, _ in found(
            "The/DET/det/3 new/ADJ/amod/3 minister/NOUN/nsubj/6 Mara/PROPN/nsubj/5 "
            "praised=praise/VERB/acl:relcl/3 left=leave/VERB/root/0",
            {"Mara": "PERSON"},
        )
    ]
    assert texts == ["new minister", "Mara"]
