"""Proper names: trimmed, completed, consistent through the article."""

from __future__ import annotations

import pytest

from factory import DOCUMENT_ID, parse
from newsgraph.mentions import find_mentions
from newsgraph.model import MentionKind
from newsgraph.vocabulary import builtin


def names(
    notation: str, ents: dict[str, str] | None = None, heads: dict[str, str] | None = None
) -> list[tuple[str, str]]:
    doc = parse(notation, ents=ents, heads=heads)
    found = find_mentions(doc, DOCUMENT_ID, builtin())
    return [(m.text, m.entity_class) for m in found if m.kind is MentionKind.NAME]


def test_names_lose_article_and_possessive() -> None:
    assert names(
        "The/DET/det/2 Acme/PROPN/nmod:poss/4 's/PART/case/2 board/NOUN/nsubj/5 met/VERB/root/0",
        {"The Acme's": "ORG"},
    ) == [("Acme", "Organization")]


def test_names_of_persons_lose_their_titles() -> None:
    assert names(
        "Prime/PROPN/compound/2 Minister/PROPN/nsubj/5 Mara/PROPN/flat/2 Lind/PROPN/flat/2 "
        "spoke/VERB/root/0",
        {"Prime Minister Mara Lind": "PERSON"},
    ) == [("Mara Lind", "Person")]


def test_surname_is_a_person_wherever_it_stands() -> None:
    assert names(
        """
        Mara/PROPN/nsubj/3 Lind/PROPN/flat/1 spoke/VERB/root/0 ./PUNCT/punct/3
        Voters/NOUN:NNS/nsubj/2 trust/VERB/root/0 Lind/PROPN/obj/2 ./PUNCT/punct/2
        """,
        {"Mara Lind": "PERSON"},
    ) == [("Mara Lind", "Person"), ("Lind", "Person")]


def test_surname_that_the_model_took_for_a_place_is_a_person() -> None:
    doc = parse(
        """
        Mara/PROPN/nsubj/3 Orlenau/PROPN/flat/1 spoke/VERB/root/0 ./PUNCT/punct/3
        Voters/NOUN:NNS/nsubj/2 trust/VERB/root/0 Orlenau/PROPN/obj/2 ./PUNCT/punct/2
        """,
        ents={"Mara Orlenau": "PERSON", "Orlenau": "LOC"},
    )
    found = find_mentions(doc, DOCUMENT_ID, builtin())
    assert [m.entity_class for m in found if m.text == "Orlenau"] == ["Person"]


def test_name_missed_by_the_model_is_found_where_it_is_seen_elsewhere() -> None:
    doc = parse(
        """
        Vortex/PROPN/nsubj/2 sold/VERB/root/0 boats/NOUN:NNS/obj/2 ./PUNCT/punct/2
        Critics/NOUN:NNS/nsubj/2 sued/VERB/root/0 Vortex/PROPN/obj/2 ./PUNCT/punct/2
        """,
        ents={"Vortex": "ORG"},
    )
    doc.set_ents([doc.ents[0]])
    found = find_mentions(doc, DOCUMENT_ID, builtin())
    assert [m.entity_class for m in found if m.text == "Vortex"] == ["Organization"] * 2


def test_acronym_in_parentheses_has_the_class_of_its_name() -> None:
    assert names(
        "The/DET/det/3 Lake/PROPN/compound/3 Commission/PROPN/nsubj/7 (/PUNCT/punct/5 "
        "LKC/PROPN/appos/3 )/PUNCT/punct/5 met/VERB/root/0",
        {"Lake Commission": "ORG"},
    ) == [("Lake Commission", "GovernmentBody"), ("LKC", "GovernmentBody")]


@pytest.mark.parametrize(
    ("name", "label", "entity_class"),
    [
        ("Ministry of Forests", "ORG", "GovernmentBody"),
        ("Green Reform Party", "ORG", "PoliticalParty"),
        ("Lakeside University", "ORG", "EducationalInstitution"),
        ("Border Police", "ORG", "PoliceForce"),
        ("Northwind Ltd", "ORG", "Company"),
        ("Valley Herald", "ORG", "MediaOutlet"),
        ("NATO", "LOC", "IntergovernmentalOrganization"),
        ("Serbia", "ORG", "Country"),
        ("Frobtown", "GPE", "City"),
    ],
)
def test_class_comes_from_gazetteer_or_head_word_before_the_label(
    name: str, label: str, entity_class: str
) -> None:
    words = name.split()
    spec = [f"{w}/{'ADP' if w == 'of' else 'PROPN'}/flat/1" for w in words[1:]]
    notation = " ".join([f"{words[0]}/PROPN/nsubj/{len(words) + 1}", *spec, "grew/VERB/root/0"])
    assert names(notation, {name: label}) == [(name, entity_class)]


def test_run_of_proper_nouns_that_no_model_saw_is_a_name() -> None:
    assert names(
        "They/PRON/nsubj/2 boarded/VERB/root/0 the/DET/det/5 Silver/PROPN/compound/5 "
        "Heron/PROPN/obj/2 on/ADP/case/7 Monday/PROPN/obl/2",
        heads={"Heron": "OBJECT"},
    ) == [("Silver Heron", "Product")]


def test_demonym_before_a_noun_mentions_the_country() -> None:
    assert names("Serbian/ADJ/amod/2 forces/NOUN:NNS/nsubj/3 left/VERB/root/0") == [
        ("Serbian", "Country")
    ]


def test_people_in_the_plural_are_a_group() -> None:
    assert names("Serbs/PROPN:NNPS/nsubj/2 voted/VERB/root/0", {"Serbs": "NORP"}) == [
        ("Serbs", "Group")
    ]


def test_language_is_no_mention() -> None:
    assert names("She/PRON/nsubj/2 spoke=speak/VERB/root/0 Serbian/PROPN/obj/2") == []


def test_capital_that_acts_is_a_metonym() -> None:
    doc = parse(
        """
        Belgrade/PROPN/nsubj/2 rejected=reject/VERB/root/0 the/DET/det/4 plan/NOUN/obj/2
        They/PRON/nsubj/2 met=meet/VERB/root/0 in/ADP/case/4 Belgrade/PROPN/obl/2
        """,
        ents={"Belgrade": "GPE"},
    )
    found = [m for m in find_mentions(doc, DOCUMENT_ID, builtin()) if m.text == "Belgrade"]
    assert [(m.entity_class, m.metonym) for m in found] == [("Country", True), ("City", False)]


METONYMS = {
    "addressed": ("She/PRON/nsubj/2 accused=accuse/VERB/root/0 Belgrade/PROPN/obj/2", True),
    "party to talks": (
        "Talks=talk/NOUN:NNS/nsubj/4 with/ADP/case/3 Belgrade/PROPN/nmod/1 failed=fail/VERB/root/0",
        True,
    ),
    "owner of a stance": (
        "Belgrade/PROPN/nmod:poss/3 's/PART/case/1 refusal/NOUN/nsubj/4 surprised/VERB/root/0",
        True,
    ),
    "owner of a street": (
        "Belgrade/PROPN/nmod:poss/3 's/PART/case/1 airport/NOUN/nsubj/4 closed=close/VERB/root/0",
        False,
    ),
    "seen": ("She/PRON/nsubj/2 saw=see/VERB/root/0 Belgrade/PROPN/obj/2", False),
    "host": ("Belgrade/PROPN/nsubj/2 hosted=host/VERB/root/0 them/PRON/obj/2", False),
}


@pytest.mark.parametrize("case", METONYMS)
def test_capital_is_a_metonym_where_a_government_is_meant(case: str) -> None:
    notation, expected = METONYMS[case]
    doc = parse(notation, ents={"Belgrade": "GPE"})
    [found] = [m for m in find_mentions(doc, DOCUMENT_ID, builtin()) if m.text == "Belgrade"]
    assert found.metonym is expected


def test_known_owner_of_a_name_is_a_name_of_its_own() -> None:
    assert names(
        "It/PRON/nsubj/2 hit/VERB/root/0 Mecca/PROPN/nmod:poss/6 's/PART/case/3 "
        "Grand/PROPN/amod/6 Mosque/PROPN/obj/2",
        {"Mecca's Grand Mosque": "FAC"},
    ) == [("Mecca", "City"), ("Grand Mosque", "Facility")]


def test_given_name_that_is_also_a_title_stays_in_the_name() -> None:
    assert names(
        "Dean/PROPN/nsubj/3 Kamen/PROPN/flat/1 spoke/VERB/root/0", {"Dean Kamen": "PERSON"}
    ) == [("Dean Kamen", "Person")]


def test_beginning_of_a_longer_name_of_the_article_is_completed() -> None:
    assert names(
        """
        The/DET/det/3 Lake/PROPN/compound/3 Council/PROPN/nsubj/4 met/VERB/root/0
        Members=member/NOUN:NNS/nsubj/6 of/ADP/case/5 the/DET/det/5 Lake/PROPN/compound/5 Council/NOUN/nmod/1 left/VERB/root/0
        """,  # noqa: E501
        {"Lake Council": "ORG"},
    ) == [("Lake Council", "GovernmentBody"), ("Lake Council", "GovernmentBody")]


def test_number_that_tells_one_of_several_belongs_to_the_name() -> None:
    assert names(
        "An/DET/det/2 Anka/PROPN/nsubj/4 7/NUM/nummod/2 flew=fly/VERB/root/0", {"Anka": "PRODUCT"}
    ) == [("Anka 7", "Product")]


def test_year_after_a_person_or_place_does_not_belong_to_the_name() -> None:
    assert names(
        "She/PRON/nsubj/2 saw=see/VERB/root/0 Mara/PROPN/obj/2 20/NUM/nummod/3", {"Mara": "PERSON"}
    ) == [("Mara", "Person")]


@pytest.mark.parametrize("name", ["Rents Bill 21", "Fair Rents in Towns Act of 2021"])
def test_number_at_the_end_does_not_hide_the_kind_of_a_document(name: str) -> None:
    first, *rest = name.split()
    classes = ["ADP" if word in {"in", "of"} else "PROPN" for word in rest]
    tail = " ".join(f"{word}/{pos}/flat/1" for word, pos in zip(rest, classes, strict=True))
    parsed = f"{first}/PROPN/nsubj/{len(rest) + 2} {tail} passed/VERB/root/0"
    assert names(parsed, {name: "LAW"}) == [(name, "Law")]


@pytest.mark.parametrize("word", ["PhD", "EDT", "Generals"])
def test_degrees_zones_and_ranks_are_no_names(word: str) -> None:
    assert names(f"They/PRON/nsubj/2 left=leave/VERB/root/0 {word}/PROPN/obj/2") == []


def test_unknown_acronym_taken_for_a_place_is_a_body() -> None:
    assert names(
        "She/PRON/nsubj/2 joined=join/VERB/root/0 the/DET/det/4 TKVK/PROPN/obj/2", {"TKVK": "GPE"}
    ) == [("TKVK", "Organization")]
    assert names(
        "She/PRON/nsubj/2 lives=live/VERB/root/0 in/ADP/case/4 NSW/PROPN/obl/2", {"NSW": "GPE"}
    ) == [("NSW", "City")]
