"""Kind and name of one thing; each rule on a hand-made parse."""

from __future__ import annotations

import pytest

from factory import DOCUMENT_ID, parse
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.vocabulary import builtin


def described(
    notation: str, ents: dict[str, str], heads: dict[str, str] | None = None
) -> dict[str, list[str]]:
    """Return the mentions of every named cluster."""
    doc = parse(notation, ents=ents, heads=heads)
    found = corefer(doc, find_mentions(doc, DOCUMENT_ID, builtin()), builtin())
    return {c.name: [m.text for m in c.mentions] for c in found if c.named}


def test_a_kind_of_place_is_the_place_that_its_of_phrase_names() -> None:
    found = described(
        "the/DET/det/2 town/NOUN/nsubj/5 of/ADP/case/4 Velmar/PROPN/nmod/2 burns=burn/VERB/root/0",
        {"Velmar": "GPE"},
    )
    assert found == {"Velmar": ["town of Velmar", "Velmar"]}


def test_a_part_of_a_country_is_not_the_country() -> None:
    found = described(
        "the/DET/det/2 region/NOUN/nsubj/5 of/ADP/case/4 Serbia/PROPN/nmod/2 fell=fall/VERB/root/0",
        {"Serbia": "GPE"},
    )
    assert found == {"Serbia": ["Serbia"]}


@pytest.mark.parametrize(
    "notation",
    [
        "a/DET/det/2 gang/NOUN/nsubj/6 known=know/VERB:VBN/acl/2 as/ADP/case/5 Dusk/PROPN/obl/3 "
        "fled=flee/VERB/root/0",
        "a/DET/det/2 gang/NOUN/nsubj/6 calling=call/VERB:VBG/acl/2 itself/PRON/obj/3 "
        "Dusk/PROPN/obj/3 fled=flee/VERB/root/0",
        "the/DET/det/2 gang/NOUN/nsubj:pass/4 is=be/AUX/aux:pass/4 called=call/VERB:VBN/root/0 "
        "Dusk/PROPN/xcomp/4",
    ],
)
def test_what_is_called_so_bears_the_name(notation: str) -> None:
    found = described(notation, {"Dusk": "ORG"}, {"gang": "ORG"})
    assert "gang" in found["Dusk"]


def test_what_is_not_called_so_does_not_bear_the_name() -> None:
    found = described(
        "the/DET/det/2 gang/NOUN/nsubj:pass/5 is=be/AUX/aux:pass/5 not/PART/advmod/5 "
        "called=call/VERB:VBN/root/0 Dusk/PROPN/xcomp/5",
        {"Dusk": "ORG"},
        {"gang": "ORG"},
    )
    assert found == {"Dusk": ["Dusk"]}


@pytest.mark.parametrize(
    ("before", "noun", "linked"),
    [
        ("ruling/ADJ/amod/4", "party", True),
        ("whole/ADJ/amod/4", "mission", False),  # of the body, not the body
        ("anti/ADJ/amod/4 -/PUNCT/punct/2", "party", False),
    ],
)
def test_a_name_before_a_kind_of_body_is_that_body(before: str, noun: str, linked: bool) -> None:
    head = 4 + before.count(" ")
    found = described(
        f"the/DET/det/{head} {before} Lipa/PROPN/compound/{head} {noun}/NOUN/nsubj/{head + 1} "
        "won=win/VERB/root/0",
        {"Lipa": "ORG"},
        {noun: "ORG"},
    )
    assert (len(found["Lipa"]) == 2) is linked


def test_the_group_of_a_party_is_not_the_party() -> None:
    found = described(
        "the/DET/det/3 Greens/PROPN/compound/3 group/NOUN/nsubj/4 met=meet/VERB/root/0 "
        "lawmaker/NOUN/obj/4 of/ADP/case/7 Greens/PROPN/nmod/5",
        {"Greens": "ORG"},
        {"group": "GROUP"},
    )
    assert "Greens group" not in found["Greens"]
