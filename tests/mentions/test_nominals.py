"""Descriptions and pronouns."""

from __future__ import annotations

import pytest

from factory import DOCUMENT_ID, parse
from newsgraph.mentions import find_mentions
from newsgraph.model import Mention, MentionKind
from newsgraph.vocabulary import builtin


def found(notation: str, **marks: dict[str, str]) -> list[Mention]:
    doc = parse(notation, **marks)
    return [m for m in find_mentions(doc, DOCUMENT_ID, builtin()) if m.kind is not MentionKind.NAME]


def test_description_keeps_modifiers_and_loses_article_and_clause() -> None:
    [events, *_] = found(
        "The/DET/det/5 Serbia_/PROPN/compound/4 -_/PUNCT/punct/4 linked/VERB/amod/6 "
        "violent/ADJ/amod/6 events/NOUN:NNS/nsubj/9 that/PRON/nsubj/8 shook=shake/VERB/acl:relcl/6 "
        "ended=end/VERB/root/0"
    )
    assert events.text == "Serbia-linked violent events"


def test_description_keeps_its_of_phrase_and_points_to_its_head() -> None:
    head, mission = found(
        "The/DET/det/3 deputy/ADJ/amod/3 head/NOUN/nsubj/7 of/ADP/case/6 the/DET/det/6 "
        "mission/NOUN/nmod/3 left=leave/VERB/root/0"
    )
    assert head.text == "deputy head of the mission"
    assert (head.head.start, head.head.end) == (11, 15)
    assert mission.text == "mission"


def test_description_keeps_the_phrase_that_tells_which() -> None:
    texts = [
        m.text
        for m in found(
            "A/DET/det/2 soldier/NOUN/nsubj/6 from/ADP/case/5 the/DET/det/5 north/NOUN/nmod/2 "
            "left=leave/VERB/root/0"
        )
    ]
    assert texts[0] == "soldier from the north"


def test_description_stops_before_other_prepositions() -> None:
    texts = [
        m.text
        for m in found(
            "A/DET/det/2 soldier/NOUN/nsubj/6 despite/ADP/case/5 the/DET/det/5 rain/NOUN/nmod/2 "
            "left=leave/VERB/root/0"
        )
    ]
    assert texts[0] == "soldier"


def test_class_is_the_models_guess_where_the_lexicon_does_not_know() -> None:
    [blorp] = found(
        "The/DET/det/2 blorp/NOUN/nsubj/3 fell=fall/VERB/root/0", heads={"blorp": "OBJECT"}
    )
    assert blorp.entity_class == "Product"


def test_abstract_nouns_are_topics() -> None:
    [blorpness] = found(
        "Blorpness/NOUN/nsubj/2 matters=matter/VERB/root/0", heads={"Blorpness": "ABSTRACT"}
    )
    assert blorpness.entity_class == "Topic"


def test_several_persons_are_a_group() -> None:
    [guards] = found("Two/NUM/nummod/2 lawyers=lawyer/NOUN:NNS/nsubj/3 left=leave/VERB/root/0")
    assert guards.entity_class == "Group"


def test_measures_and_times_are_no_mentions() -> None:
    assert (
        found("It/PRON/expl/2 took=take/VERB/root/0 three/NUM/nummod/4 weeks=week/NOUN:NNS/obj/2")
        == []
    )


@pytest.mark.parametrize(
    "notation",
    [
        "It/PRON/nsubj/3 is=be/AUX/cop/3 clear/ADJ/root/0 that/SCONJ/mark/6 they_/PRON/nsubj/6 "
        "left=leave/VERB/csubj/3",
        "There/PRON/expl/2 is=be/VERB/root/0 they_/PRON/nsubj/2",
    ],
)
def test_empty_subjects_are_no_mentions(notation: str) -> None:
    assert [m.text for m in found(notation)] == ["they"]


@pytest.mark.parametrize(
    ("word", "entity_class"),
    [("She", "Person"), ("his", "Person"), ("I", "Person"), ("They", "Thing"), ("its", "Thing")],
)
def test_pronouns_are_mentions_of_their_kind(word: str, entity_class: str) -> None:
    [mention] = found(f"{word}/PRON/nsubj/2 left=leave/VERB/root/0")
    assert (mention.kind, mention.entity_class) == (MentionKind.PRONOUN, entity_class)


def test_that_is_a_pronoun_only_where_it_is_relative() -> None:
    mentions = found(
        "A/DET/det/2 law/NOUN/nsubj/5 that/PRON/nsubj/4 failed=fail/VERB/acl:relcl/2 "
        "died=die/VERB/root/0"
    )
    assert [m.text for m in mentions] == ["law", "that"]
    assert found("That/PRON/nsubj/2 failed=fail/VERB/root/0") == []


def test_spans_are_unique_and_quote_the_article() -> None:
    doc = parse(
        "Belgrade/PROPN/nsubj/3 's/PART/case/1 mayor/NOUN/nsubj/4 left=leave/VERB/root/0",
        ents={"Belgrade": "GPE"},
    )
    mentions = find_mentions(doc, DOCUMENT_ID, builtin())
    spans = [(m.span.start, m.span.end) for m in mentions]
    assert len(spans) == len(set(spans))
    assert all(doc.text[m.span.start : m.span.end] == m.text for m in mentions)
