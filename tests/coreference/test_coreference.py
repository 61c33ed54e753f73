"""Which mentions of one article denote one thing; each rule on a hand-made parse."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import DOCUMENT_ID, mention, parse
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.model import Cluster, MentionKind
from newsgraph.vocabulary import builtin


def clusters(
    notation: str, ents: dict[str, str] | None = None, heads: dict[str, str] | None = None
) -> list[Cluster]:
    doc = parse(notation, ents=ents, heads=heads)
    return corefer(doc, find_mentions(doc, DOCUMENT_ID, builtin()), builtin())


def texts(found: list[Cluster], name: str) -> list[str]:
    """Return the mentions of the cluster of this name."""
    return [m.text for c in found if c.name == name for m in c.mentions]


# Names


def test_surname_belongs_to_the_only_full_name_that_has_it() -> None:
    found = clusters(
        """
        Mara/PROPN/nsubj/3 Lind/PROPN/flat/1 spoke=speak/VERB/root/0
        Lind/PROPN/nsubj/2 left=leave/VERB/root/0
        """,
        {"Mara Lind": "PERSON"},
    )
    assert texts(found, "Mara Lind") == ["Mara Lind", "Lind"]


def test_surname_of_two_persons_belongs_to_neither() -> None:
    found = clusters(
        """
        Mara/PROPN/nsubj/6 Lind/PROPN/flat/1 and/CCONJ/cc/4 Jon/PROPN/conj/1 Lind/PROPN/flat/4 met=meet/VERB/root/0
        Lind/PROPN/nsubj/2 left=leave/VERB/root/0
        """,  # noqa: E501
        {"Mara Lind": "PERSON", "Jon Lind": "PERSON"},
    )
    assert texts(found, "Lind") == ["Lind"]


def test_form_of_address_tells_which_bearer_of_a_surname_is_meant() -> None:
    found = clusters(
        """
        Maria/PROPN/nsubj/6 Lind/PROPN/flat/1 and/CCONJ/cc/4 John/PROPN/conj/1 Lind/PROPN/flat/4 met=meet/VERB/root/0
        Mr/PROPN/nsubj/3 Lind/PROPN/flat/1 left=leave/VERB/root/0
        """,  # noqa: E501
        {"Maria Lind": "PERSON", "John Lind": "PERSON", "Lind": "PERSON"},
    )
    assert texts(found, "John Lind") == ["John Lind", "Lind"]


def test_acronym_defined_in_parentheses_is_one_with_its_name() -> None:
    found = clusters(
        """
        The/DET/det/3 Lake/PROPN/compound/3 Commission/PROPN/nsubj/7 (/PUNCT/punct/5 LKC/PROPN/appos/3 )/PUNCT/punct/5 met=meet/VERB/root/0
        LKC/PROPN/nsubj/2 agreed=agree/VERB/root/0
        """,  # noqa: E501
        {"Lake Commission": "ORG"},
    )
    assert texts(found, "Lake Commission") == ["Lake Commission", "LKC", "LKC"]


def test_acronym_is_one_with_the_only_name_that_has_its_letters() -> None:
    found = clusters(
        """
        The/DET/det/4 Northern/PROPN/compound/4 Fishing/PROPN/compound/4 Union/PROPN/nsubj/5 met=meet/VERB/root/0
        NFU/PROPN/nsubj/2 agreed=agree/VERB/root/0
        """,  # noqa: E501
        {"Northern Fishing Union": "ORG", "NFU": "ORG"},
    )
    assert texts(found, "Northern Fishing Union") == ["Northern Fishing Union", "NFU"]


def test_known_aliases_and_demonyms_are_one_with_the_country() -> None:
    found = clusters(
        """
        Serbian/ADJ/amod/2 troops/NOUN:NNS/nsubj/3 left=leave/VERB/root/0
        Serbia/PROPN/nsubj/2 agreed=agree/VERB/root/0
        """,
        {"Serbia": "GPE"},
    )
    assert texts(found, "Serbia") == ["Serbian", "Serbia"]


def test_a_body_is_not_one_with_the_country_in_its_name() -> None:
    found = clusters(
        """
        Kosovo/PROPN/nsubj/2 agreed=agree/VERB/root/0
        The/DET/det/3 Kosovo/PROPN/compound/3 Police/PROPN/nsubj/4 left=leave/VERB/root/0
        """,
        {"Kosovo": "GPE", "Kosovo Police": "ORG"},
    )
    assert texts(found, "Kosovo") == ["Kosovo"]


# What the sentence states


def test_apposition_describes_its_name() -> None:
    found = clusters(
        "Mara/PROPN/nsubj/7 Lind/PROPN/flat/1 ,/PUNCT/punct/5 the/DET/det/5 "
        "spokesperson/NOUN/appos/1 ,/PUNCT/punct/5 left=leave/VERB/root/0",
        {"Mara Lind": "PERSON"},
    )
    assert texts(found, "Mara Lind") == ["Mara Lind", "spokesperson"]


def test_title_belongs_to_the_person_but_not_to_the_name() -> None:
    [person, *_] = clusters(
        "President/PROPN/nsubj/4 Mara/PROPN/flat/1 Lind/PROPN/flat/1 left=leave/VERB/root/0",
        {"Mara Lind": "PERSON"},
    )
    assert person.name == "Mara Lind"
    assert person.aliases == ("President", "President Mara Lind")


def test_title_met_before_resolves_the_later_role() -> None:
    found = clusters(
        """
        President/PROPN/nsubj/4 Mara/PROPN/flat/1 Lind/PROPN/flat/1 spoke=speak/VERB/root/0
        The/DET/det/2 president/NOUN/nsubj/3 left=leave/VERB/root/0
        """,
        {"Mara Lind": "PERSON"},
    )
    assert texts(found, "Mara Lind") == ["President", "Mara Lind", "president"]


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("is=be/AUX/cop/4 the/DET/det/4 president/NOUN/root/0", True),
        ("is=be/AUX/cop/4 not/PART/advmod/4 president/NOUN/root/0", False),
        ("is=be/AUX/cop/4 a/DET/det/4 president/NOUN/root/0", False),
    ],
)
def test_copula_identifies_only_when_definite_and_affirmed(words: str, linked: bool) -> None:
    found = clusters(f"Mara/PROPN/nsubj/4 {words}", {"Mara": "PERSON"})
    assert (texts(found, "Mara") == ["Mara", "president"]) is linked


def test_description_of_another_thing_does_not_merge_two_names() -> None:
    found = clusters(
        "KFOR/PROPN/nsubj/5 is=be/AUX/cop/5 NATO/PROPN/nmod:poss/5 's/PART/case/3 "
        "mission/NOUN/root/0",
        {"KFOR": "ORG", "NATO": "ORG"},
    )
    assert texts(found, "KFOR")[0] == "KFOR"
    assert texts(found, "NATO") == ["NATO"]


def test_description_before_a_name_belongs_to_it() -> None:
    found = clusters(
        "The/DET/det/2 fund/NOUN/nsubj/4 Tallgrass/PROPN/flat/2 left=leave/VERB/root/0",
        {"Tallgrass": "ORG"},
        {"fund": "ORG"},
    )
    assert texts(found, "Tallgrass") == ["fund", "Tallgrass"]


def test_common_noun_spelled_as_a_name_takes_up_the_name_before() -> None:
    found = clusters(
        """
        NATO/PROPN/nsubj/2 agreed=agree/VERB/root/0
        The/DET/det/2 Alliance=alliance/PROPN/nsubj/3 left=leave/VERB/root/0
        """,
        {"NATO": "ORG", "Alliance": "ORG"},
    )
    assert texts(found, "NATO") == ["NATO", "Alliance"]


def test_relative_pronoun_stands_for_its_noun() -> None:
    found = clusters(
        "Mara/PROPN/nsubj/4 who/PRON/nsubj/3 left=leave/VERB/acl:relcl/1 returned/VERB/root/0",
        {"Mara": "PERSON"},
    )
    assert texts(found, "Mara") == ["Mara", "who"]


# Descriptions


@pytest.mark.parametrize(
    ("name", "label", "description"),
    [
        ("NATO", "ORG", "Alliance=alliance"),
        ("Northwind Ltd", "ORG", "company"),
        ("Serbia", "GPE", "country"),
        ("Ministry of Forests", "ORG", "ministry"),
        ("KFOR", "ORG", "mission"),
        ("Belgrade", "GPE", "capital"),
    ],
)
def test_definite_description_takes_up_the_fitting_name(
    name: str, label: str, description: str
) -> None:
    words = name.split()
    rest = [f"{w}/{'ADP' if w == 'of' else 'PROPN'}/flat/1" for w in words[1:]]
    first = " ".join([f"{words[0]}/PROPN/nsubj/{len(words) + 1}", *rest, "grew=grow/VERB/root/0"])
    found = clusters(
        f"{first}\nThe/DET/det/2 {description}/NOUN/nsubj/3 agreed=agree/VERB/root/0", {name: label}
    )
    assert texts(found, name)[1:] == [description.partition("=")[0]]


def test_description_with_two_equal_candidates_is_left_alone() -> None:
    found = clusters(
        """
        Northwind/PROPN/obj/6 Ltd/PROPN/flat/1 and/CCONJ/cc/4 Southwind/PROPN/conj/1 Ltd/PROPN/flat/4 met=meet/VERB/root/0
        The/DET/det/2 company/NOUN/nsubj/3 agreed=agree/VERB/root/0
        """,  # noqa: E501
        {"Northwind Ltd": "ORG", "Southwind Ltd": "ORG"},
    )
    assert texts(found, "company") == ["company"]


def test_indefinite_description_is_something_new() -> None:
    found = clusters(
        """
        An/DET/det/2 attack/NOUN/nsubj/3 failed=fail/VERB/root/0
        An/DET/det/2 attack/NOUN/nsubj/3 failed=fail/VERB/root/0
        The/DET/det/2 attack/NOUN/nsubj/3 ended=end/VERB/root/0
        """
    )
    assert [[m.span.start for m in c.mentions] for c in found] == [[3], [20, 38]]


def test_description_that_says_more_is_something_new() -> None:
    found = clusters(
        """
        An/DET/det/2 attack/NOUN/nsubj/3 failed=fail/VERB/root/0
        The/DET/det/3 second/ADJ/amod/3 attack/NOUN/nsubj/4 ended=end/VERB/root/0
        """
    )
    assert len(found) == 2


# Pronouns


def test_pronoun_agrees_in_gender() -> None:
    found = clusters(
        """
        Maria/PROPN/nsubj/3 Lind/PROPN/flat/1 met=meet/VERB/root/0 John/PROPN/obj/3 Berg/PROPN/flat/4
        She/PRON/nsubj/2 left=leave/VERB/root/0
        He/PRON/nsubj/2 stayed=stay/VERB/root/0
        """,  # noqa: E501
        {"Maria Lind": "PERSON", "John Berg": "PERSON"},
    )
    assert texts(found, "Maria Lind") == ["Maria Lind", "She"]
    assert texts(found, "John Berg") == ["John Berg", "He"]


def test_object_pronoun_is_not_the_subject_of_its_verb() -> None:
    found = clusters(
        """
        Northwind/PROPN/nsubj/2 bought=buy/VERB/root/0 a/DET/det/4 ship/NOUN/obj/2
        Northwind/PROPN/nsubj/2 sold=sell/VERB/root/0 it/PRON/obj/2
        """,
        {"Northwind": "ORG"},
    )
    assert texts(found, "ship") == ["ship", "it"]


def test_first_person_in_a_quotation_is_its_speaker() -> None:
    found = clusters(
        '"/PUNCT/punct/3 I/PRON/nsubj/3 agree/VERB/ccomp/6 ,/PUNCT/punct/3 "/PUNCT/punct/3 '
        "said=say/VERB/root/0 Lind/PROPN/nsubj/6 ./PUNCT/punct/6",
        {"Lind": "PERSON"},
    )
    assert texts(found, "Lind") == ["I", "Lind"]


def test_pronoun_without_antecedent_stays_alone() -> None:
    [alone] = clusters("She/PRON/nsubj/2 left=leave/VERB/root/0")
    assert (alone.name, alone.named) == ("She", False)


# Every clustering


def test_cluster_name_is_the_fullest_and_aliases_are_sorted() -> None:
    [cluster] = [
        c
        for c in clusters(
            """
            Lind/PROPN/nsubj/2 left=leave/VERB/root/0
            Mara/PROPN/nsubj/3 Lind/PROPN/flat/1 spoke=speak/VERB/root/0
            M./PROPN/nsubj/3 Lind/PROPN/flat/1 spoke=speak/VERB/root/0
            """,
            {"Mara Lind": "PERSON", "M. Lind": "PERSON", "Lind": "PERSON"},
        )
        if c.named
    ]
    assert (cluster.name, cluster.aliases) == ("Mara Lind", ("Lind", "M. Lind"))


def test_a_named_thing_is_also_called_by_its_whole_description() -> None:
    [cluster] = [
        c
        for c in clusters(
            "Lipa/PROPN/nmod:poss/3 's/PART/case/1 coach/NOUN/nsubj/6 Jon/PROPN/appos/3 "
            "Vik/PROPN/flat/4 signed=sign/VERB/root/0",
            {"Lipa": "ORG", "Jon Vik": "PERSON"},
        )
        if c.name == "Jon Vik"
    ]
    assert {"coach", "Lipa's coach"} <= set(cluster.aliases)


def test_official_body_is_called_by_its_kind_if_only_one_is_named() -> None:
    petitions = """
        Petitions/PROPN/compound/2 Tribunal/PROPN/nsubj/3 sat=sit/VERB/root/0
        Tribunal/PROPN/nsubj/2 ruled=rule/VERB/root/0
        """
    first = {"Petitions Tribunal": "ORG", "Tribunal": "ORG"}
    assert len(texts(clusters(petitions, first), "Petitions Tribunal")) == 2
    two = petitions + "Rents/PROPN/compound/2 Tribunal/PROPN/nsubj/3 sat=sit/VERB/root/0"
    assert len(texts(clusters(two, first | {"Rents Tribunal": "ORG"}), "Petitions Tribunal")) == 1


def test_mention_that_is_not_made_of_tokens_is_refused() -> None:
    doc = parse("Mara/PROPN/nsubj/2 left=leave/VERB/root/0")
    with pytest.raises(ValueError, match="not made of tokens"):
        corefer(doc, [mention(doc, "Mar")], builtin())


WORDS = st.sampled_from(
    [
        "Mara/PROPN/nsubj/1",
        "Lind/PROPN/flat/1",
        "Serbia/PROPN/obj/1",
        "Serbian/ADJ/amod/1",
        "mission/NOUN/obj/1",
        "the/DET/det/1",
        "she/PRON/nsubj/1",
        "its/PRON/nmod:poss/1",
        "who/PRON/nsubj/1",
        '"/PUNCT/punct/1',
        "(/PUNCT/punct/1",
        "NATO/PROPN/appos/1",
        ")/PUNCT/punct/1",
        "said=say/VERB/parataxis/1",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=12), max_size=8))
def test_every_mention_is_in_exactly_one_cluster(sentences: list[list[str]]) -> None:
    notation = "\n".join(" ".join(["met=meet/VERB/root/0", *words]) for words in sentences)
    doc = parse(notation, ents={"Mara Lind": "PERSON", "Serbia": "GPE"})
    mentions = find_mentions(doc, DOCUMENT_ID, builtin())
    found = corefer(doc, mentions, builtin())
    members = [m for c in found for m in c.mentions]
    assert sorted(members, key=mentions.index) == mentions
    assert all(c.mentions == tuple(sorted(c.mentions, key=mentions.index)) for c in found)
    assert all(c.named == any(m.kind is MentionKind.NAME for m in c.mentions) for c in found)


def test_same_article_gives_the_same_clusters() -> None:
    notation = "Mara/PROPN/nsubj/2 praised=praise/VERB/root/0 Serbian/ADJ/amod/4 troops/NOUN/obj/2"
    assert clusters(notation, {"Mara": "PERSON"}) == clusters(notation, {"Mara": "PERSON"})


def test_long_article_is_read_without_looking_back_at_everything() -> None:
    sentence = (
        "Mara/PROPN/nsubj/3 Lind/PROPN/flat/1 praised=praise/VERB/root/0 the/DET/det/5 "
        "mission/NOUN/obj/3 and/CCONJ/cc/8 its/PRON/nmod:poss/8 commander/NOUN/conj/5\n"
    )
    found = clusters(sentence * 1500, {"Mara Lind": "PERSON"})
    assert len(texts(found, "Mara Lind")) == 1500
