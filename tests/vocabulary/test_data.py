"""The packaged data as a whole: nothing missing, nothing lopsided."""

from __future__ import annotations

from collections import Counter

import pytest

from newsgraph.vocabulary import RelationType, builtin

RELATIONS = list(builtin().relations.values())
IDS = [relation.name for relation in RELATIONS]


@pytest.mark.parametrize("relation", RELATIONS, ids=IDS)
def test_relation_has_triggers_and_examples(relation: RelationType) -> None:
    stating = [e for e in relation.examples if any(f[1] == relation.name for f in e.facts)]
    silent = [e for e in relation.examples if not e.facts]

    assert len(relation.triggers) >= 3
    assert len(stating) >= 2
    assert silent


@pytest.mark.parametrize("relation", RELATIONS, ids=IDS)
def test_relation_reads_in_both_directions(relation: RelationType) -> None:
    assert relation.symmetric or relation.inverse
    assert relation.definition.endswith(".")


@pytest.mark.parametrize("relation", RELATIONS, ids=IDS)
def test_a_symmetric_relation_has_one_kind_of_end_at_least(relation: RelationType) -> None:
    if relation.symmetric:
        assert set(relation.domain) & set(relation.range)


@pytest.mark.parametrize("relation", RELATIONS, ids=IDS)
def test_examples_are_sentences_that_hold_their_facts(relation: RelationType) -> None:
    for example in relation.examples:
        assert example.text.endswith(".")
        for subject, _, object_ in example.facts:
            assert subject in example.text
            assert object_ in example.text


def test_no_example_stands_twice_in_one_relation() -> None:
    for relation in RELATIONS:
        texts = Counter(example.text for example in relation.examples)
        assert not [text for text, count in texts.items() if count > 1], relation.name


def test_groups_and_relations_belong_together() -> None:
    vocabulary = builtin()

    assert {relation.group for relation in RELATIONS} == set(vocabulary.groups)


def test_plover_class_and_quad_agree() -> None:
    quads: dict[str, set[str]] = {}
    for relation in RELATIONS:
        if relation.plover and relation.quad:
            quads.setdefault(relation.plover, set()).add(relation.quad)

    assert {plover: found for plover, found in quads.items() if len(found) > 1} == {}


def test_titles_state_relations_between_a_person_and_a_body() -> None:
    vocabulary = builtin()
    stated = {t.relation for t in vocabulary.lexicon.titles.values() if t.relation}

    for name in stated:
        assert vocabulary.accepts(vocabulary.relations[name], "Person", "Organization"), name


def test_every_class_but_the_top_one_has_a_parent() -> None:
    classes = builtin().classes

    assert [name for name, c in classes.items() if not c.parents] == ["Thing"]
