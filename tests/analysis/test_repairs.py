"""Parses that no English sentence can have are mended; all others stay the same object."""

from __future__ import annotations

from factory import parse
from newsgraph.analysis.repairs import repaired


def labels(doc: object) -> dict[str, tuple[str, str]]:
    return {t.text: (t.dep_, t.head.text) for t in doc}  # type: ignore[attr-defined]


def test_agent_after_by_is_no_subject() -> None:
    doc = parse(
        "The/DET/det/2 deal/NOUN/nsubj:pass/8 brokered=broker/VERB:VBN/acl/2 by/ADP/case/6 "
        "the/DET/det/6 judge/NOUN/nsubj:pass/3 was=be/AUX/aux:pass/8 signed=sign/VERB:VBN/root/0"
    )
    assert labels(repaired(doc))["judge"] == ("obl:agent", "brokered")


def test_bare_noun_after_a_verb_is_its_object() -> None:
    doc = parse("Kenya/PROPN/nsubj/2 suspended=suspend/VERB:VBD/root/0 talks=talk/NOUN/obl/2")
    assert labels(repaired(doc))["talks"] == ("obj", "suspended")


def test_a_time_after_a_verb_is_no_object() -> None:
    doc = parse("Kenya/PROPN/nsubj/2 resigned=resign/VERB:VBD/root/0 Monday/PROPN/obl/2")
    assert repaired(doc) is doc


def test_a_person_stands_beside_the_head_of_a_body() -> None:
    doc = parse(
        "The/DET/det/2 head/NOUN/nsubj/8 of/ADP/case/5 the/DET/det/5 agency/NOUN/nmod/2 "
        "Ana/PROPN/appos/5 Vidal/PROPN/flat/6 resigned=resign/VERB:VBD/root/0",
        ents={"Ana Vidal": "PERSON"},
        heads={"head": "PERSON", "agency": "ORG"},
    )
    assert labels(repaired(doc))["Ana"] == ("appos", "head")


def test_a_verb_with_an_object_shares_no_passive() -> None:
    doc = parse(
        "Vidal/PROPN/nsubj/2 denied=deny/VERB:VBD/root/0 that/SCONJ/mark/6 "
        "bullets=bullet/NOUN/nsubj:pass/6 were=be/AUX/aux:pass/6 used=use/VERB:VBN/ccomp/2 "
        "and/CCONJ/cc/8 blamed=blame/VERB:VBN/conj/6 rebels=rebel/NOUN/obj/8"
    )
    assert labels(repaired(doc))["blamed"] == ("conj", "denied")


def test_a_sound_parse_is_left_alone() -> None:
    doc = parse("Kenya/PROPN/nsubj/2 signed=sign/VERB:VBD/root/0 treaties=treaty/NOUN/obj/2")
    assert repaired(doc) is doc


def test_what_stands_between_an_appositions_commas_belongs_to_it() -> None:
    doc = parse(
        "Vidal/PROPN/nsubj/9 ,/PUNCT/punct/3 president/NOUN/appos/1 of/ADP/case/5 "
        "Albania/PROPN/nmod/3 until/ADP/case/7 2021/NUM/obl/9 ,/PUNCT/punct/1 "
        "met=meet/VERB:VBD/root/0 Novak/PROPN/obj/9"
    )
    assert labels(repaired(doc))["2021"] == ("nmod", "president")


def test_a_phrase_after_the_closing_comma_stays_with_the_verb() -> None:
    doc = parse(
        "Vidal/PROPN/nsubj/8 ,/PUNCT/punct/3 president/NOUN/appos/1 ,/PUNCT/punct/1 in/ADP/case/6 "
        "Tirana/PROPN/obl/8 ,/PUNCT/punct/8 met=meet/VERB:VBD/root/0 Novak/PROPN/obj/8"
    )
    assert labels(repaired(doc))["Tirana"] == ("obl", "met")


def test_a_phrase_that_reaches_to_the_end_of_the_text_stays_with_the_verb() -> None:
    doc = parse(
        "In/ADP/case/2 Tirana/PROPN/obl/4 Vidal/PROPN/nsubj/4 spoke=speak/VERB:VBD/root/0 "
        "yesterday/NOUN/nmod/2"
    )
    assert repaired(doc) is doc
