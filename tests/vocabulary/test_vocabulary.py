"""Looking up classes, relations and triggers of the packaged vocabulary."""

from __future__ import annotations

import pytest

from newsgraph.vocabulary import RelationType, Trigger, Vocabulary, builtin


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return builtin()


def names(found: tuple[tuple[RelationType, Trigger], ...]) -> list[str]:
    return [relation.name for relation, _ in found]


def test_builtin_is_read_once() -> None:
    assert builtin() is builtin()


@pytest.mark.parametrize(
    ("name", "ancestor"),
    [
        ("Country", "Agent"),
        ("Country", "Place"),
        ("MilitaryMission", "MilitaryForce"),
        ("MilitaryMission", "Mission"),
        ("Court", "Organization"),
        ("Treaty", "Thing"),
        ("Person", "Person"),
    ],
)
def test_is_a_follows_all_parents(vocabulary: Vocabulary, name: str, ancestor: str) -> None:
    assert vocabulary.is_a(name, ancestor)


def test_is_a_does_not_hold_upside_down(vocabulary: Vocabulary) -> None:
    assert not vocabulary.is_a("Agent", "Person")
    assert not vocabulary.is_a("Nonsense", "Thing")


def test_coarse_kind_of_an_unknown_class_is_other(vocabulary: Vocabulary) -> None:
    assert vocabulary.coarse("Country") == "place"
    assert vocabulary.coarse("Court") == "organization"
    assert vocabulary.coarse("Nonsense") == "other"


def test_triggers_are_found_with_particle_and_in_either_spelling(vocabulary: Vocabulary) -> None:
    assert "withdrawsFrom" in names(vocabulary.triggers("verb", "pull out"))
    assert names(vocabulary.triggers("verb", "criticize")) == names(
        vocabulary.triggers("verb", "criticise")
    )
    assert "criticises" in names(vocabulary.triggers("verb", "criticize"))
    assert "occursIn" in names(vocabulary.triggers("verb", "take place"))
    assert "meetsWith" in names(vocabulary.triggers("noun", "phone call"))


def test_an_unknown_word_triggers_nothing(vocabulary: Vocabulary) -> None:
    assert vocabulary.triggers("verb", "frobnicate") == ()
    assert vocabulary.triggers("preposition", "meet") == ()


def test_triggers_bound_to_object_words_come_first(vocabulary: Vocabulary) -> None:
    found = [
        trigger
        for _, trigger in vocabulary.triggers("verb", "accept")
        if trigger.object == "object"
    ]

    bound = [bool(trigger.object_lemmas) for trigger in found]
    assert bound == sorted(bound, reverse=True)
    assert bound[0]


def test_the_narrower_relation_comes_before_its_parent(vocabulary: Vocabulary) -> None:
    found = names(vocabulary.triggers("verb", "join"))

    assert found.index("memberOfParty") < found.index("memberOf")


def test_accepts_wants_the_classes_of_both_ends(vocabulary: Vocabulary) -> None:
    visits = vocabulary.relations["visits"]

    assert vocabulary.accepts(visits, "Person", "City")
    assert not vocabulary.accepts(visits, "Treaty", "City")
    assert not vocabulary.accepts(visits, "Person", "Treaty")


def test_accepts_lets_an_unknown_thing_pass_but_no_value(vocabulary: Vocabulary) -> None:
    visits = vocabulary.relations["visits"]

    assert vocabulary.accepts(visits, "Thing", "Thing")
    assert not vocabulary.accepts(visits, "Person", "Value")


def test_an_undecided_agent_is_no_place(vocabulary: Vocabulary) -> None:
    attacks, occurs = vocabulary.relations["attacks"], vocabulary.relations["occursIn"]

    assert vocabulary.accepts(attacks, "Agent", "Agent")
    assert not vocabulary.accepts(occurs, "Agent", "Document")


def test_accepts_values_where_the_range_says_so(vocabulary: Vocabulary) -> None:
    post, date = vocabulary.relations["holdsPosition"], vocabulary.relations["occursOn"]

    assert vocabulary.accepts(post, "Person", "Value")
    assert vocabulary.accepts(date, "Election", "Date")
    assert not vocabulary.accepts(date, "Election", "City")


def test_accepts_trigger_applies_its_narrower_classes(vocabulary: Vocabulary) -> None:
    relation, trigger = next(
        (relation, trigger)
        for relation, trigger in vocabulary.triggers("verb", "join")
        if relation.name == "memberOf"
    )

    assert vocabulary.accepts_trigger(relation, trigger, "Country", "IntergovernmentalOrganization")
    assert not vocabulary.accepts_trigger(relation, trigger, "Country", "Meeting")
