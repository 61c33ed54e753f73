"""Identity told by titles and metonyms; each rule on a hand-made parse."""

from __future__ import annotations

import pytest

from coreference.test_coreference import clusters, texts


def test_capital_that_acts_is_one_with_its_state_and_not_with_the_town() -> None:
    found = clusters(
        """
        Serbia/PROPN/nsubj/2 waited=wait/VERB/root/0
        Belgrade/PROPN/nsubj/2 rejected=reject/VERB/root/0 it/PRON/obj/2
        They/PRON/nsubj/2 met=meet/VERB/root/0 in/ADP/case/4 Belgrade/PROPN/obl/2
        """,
        {"Serbia": "GPE", "Belgrade": "GPE"},
    )
    assert texts(found, "Serbia") == ["Serbia", "Belgrade"]
    assert texts(found, "Belgrade") == ["Belgrade"]


def test_brussels_that_acts_is_the_union() -> None:
    found = clusters(
        """
        The/DET/det/2 EU/PROPN/nsubj/3 waited=wait/VERB/root/0
        Brussels/PROPN/nsubj/2 rejected=reject/VERB/root/0 it/PRON/obj/2
        """,
        {"EU": "ORG", "Brussels": "GPE"},
    )
    assert texts(found, "EU") == ["EU", "Brussels"]


def test_titles_of_two_people_keep_a_surname_apart() -> None:
    found = clusters(
        """
        Colonel/NOUN/compound/2 Lind/PROPN/nsubj/3 waited=wait/VERB/root/0
        Minister/NOUN/compound/2 Lind/PROPN/nsubj/3 spoke=speak/VERB/root/0
        Jon/PROPN/nsubj/3 Lind/PROPN/flat/1 left=leave/VERB/root/0
        """,
        {"Lind": "PERSON", "Jon Lind": "PERSON"},
    )
    assert [[m.text for m in c.mentions] for c in found if c.named] == [
        ["Colonel", "Lind"],
        ["Minister", "Lind"],
        ["Jon Lind"],
    ]


def test_surname_means_who_is_introduced_before_it() -> None:
    found = clusters(
        """
        Predrag/PROPN/nsubj/3 Lind/PROPN/flat/1 spoke=speak/VERB/root/0
        Lind/PROPN/nsubj/2 left=leave/VERB/root/0
        Milena/PROPN/nsubj/3 Lind/PROPN/flat/1 waited=wait/VERB/root/0
        """,
        {"Predrag Lind": "PERSON", "Milena Lind": "PERSON", "Lind": "PERSON"},
    )
    assert texts(found, "Predrag Lind") == ["Predrag Lind", "Lind"]
    assert texts(found, "Milena Lind") == ["Milena Lind"]


def test_name_with_its_title_is_an_alias_and_never_the_name() -> None:
    [person] = clusters(
        """
        Jon/PROPN/nsubj/3 Key/PROPN/flat/1 spoke=speak/VERB/root/0
        Yesterday/ADV/advmod/4 Mr/PROPN/compound/3 Key/PROPN/nsubj/4 left=leave/VERB/root/0
        """,
        {"Jon Key": "PERSON", "Key": "PERSON"},
    )
    assert person.name == "Jon Key"
    assert "Mr Key" in person.aliases


@pytest.mark.parametrize(
    "sentence",
    [
        "the/DET/det/2 commander/NOUN/nsubj/8 ,/PUNCT/punct/6 Major/PROPN/nmod:desc/6 "
        "General/PROPN/nmod:desc/6 Jon/PROPN/appos/2 Vik/PROPN/flat/6 spoke=speak/VERB/root/0",
        "the/DET/det/2 commander/NOUN/nsubj/6 Dr/PROPN/nmod:desc/4 Jon/PROPN/appos/2 "
        "Vik/PROPN/flat/4 spoke=speak/VERB/root/0",
    ],
)
def test_rank_or_address_between_post_and_name_does_not_part_them(sentence: str) -> None:
    assert "commander" in texts(clusters(sentence, {"Jon Vik": "PERSON"}), "Jon Vik")
