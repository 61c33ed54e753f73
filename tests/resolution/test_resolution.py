"""Which clusters of different articles are one entity."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.model import Entity, Extraction, MentionKind, Resolution
from newsgraph.resolution import resolve
from newsgraph.resolution.identifiers import entity_id, slug_of
from newsgraph.vocabulary import builtin
from resolution.corpora import CORPORA, Spec, article


def entities(*articles: Extraction) -> list[Entity]:
    return list(resolve(articles, builtin()).entities)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Person", "Aleksandar Vučić"), ("Person", "Aleksandar Vucic")),
        (("Person", "Александар Вучић"), ("Person", "Aleksandar Vučić")),
        (("Person", "Marko Đurić"), ("Person", "Marko Djuric")),
        (("Person", "Marko Đurić"), ("Person", "Marko Duric")),
        (("Person", "Joan F. Berg"), ("Person", "Joan Berg")),
        (("Organization", "European Union"), ("IntergovernmentalOrganization", "EU")),
        (("City", "Prishtinë"), ("City", "Priština")),
        (("Country", "Serbian"), ("Country", "Serbia")),
        (("Company", "Northwind Ltd"), ("Organization", "Northwind Ltd")),
    ],
)
def test_spellings_and_known_aliases_are_one_entity(one: Spec, other: Spec) -> None:
    assert len(entities(article(1, one), article(2, other))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Person", "Mara Lind"), ("Person", "Jon Lind")),
        (("Person", "Lind"), ("Person", "Lind")),
        (("Person", "Mara Lind", "Lind"), ("Person", "Lind")),
        (("Person", "Paris Hilton"), ("Company", "Paris Hilton")),
        (("Country", "Kosovo"), ("PoliceForce", "Kosovo Police")),
    ],
)
def test_different_things_stay_apart(one: Spec, other: Spec) -> None:
    assert len(entities(article(1, one), article(2, other))) == 2


def test_acronym_defined_in_one_article_is_understood_in_another() -> None:
    found = entities(
        article(1, ("Organization", "Northern Fishing Union", "NFU")),
        article(2, ("Organization", "NFU")),
    )
    assert [(e.name, e.aliases) for e in found] == [("Northern Fishing Union", ("NFU",))]


def test_acronym_of_two_names_stays_apart() -> None:
    found = entities(
        article(1, ("Organization", "Northern Fishing Union", "NFU")),
        article(2, ("Organization", "National Farm Unit", "NFU")),
        article(3, ("Organization", "NFU")),
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("one", "other", "count"), [("Serbia", "Serbia", 1), ("Serbia", "Ukraine", 2)]
)
def test_body_with_a_common_name_is_that_of_the_articles_country(
    one: str, other: str, count: int
) -> None:
    found = entities(
        article(1, ("Court", "Constitutional Court"), ("Country", one)),
        article(2, ("Court", "Constitutional Court"), ("Country", other)),
    )
    assert len([e for e in found if e.name == "Constitutional Court"]) == count


def test_body_with_a_common_name_stays_in_its_article_when_no_country_prevails() -> None:
    court = ("Court", "Constitutional Court")
    found = entities(
        article(1, court, ("Country", "Serbia"), ("Country", "Ukraine")), article(2, court)
    )
    assert len([e for e in found if e.name == "Constitutional Court"]) == 2


def test_class_is_settled_by_votes() -> None:
    [found] = entities(
        article(1, ("Thing", "Vortex")),
        article(2, ("Company", "Vortex")),
        article(3, ("Company", "Vortex")),
        article(4, ("City", "Vortex")),
    )
    assert found.entity_class == "Company"


def test_name_is_the_fullest_and_most_faithful_form() -> None:
    [found] = entities(
        article(1, ("Person", "Ana Brnabic")),
        article(2, ("Person", "Ana Brnabic")),
        article(3, ("Person", "Ана Брнабић", "Ana")),
        article(4, ("Person", "Ana Brnabić")),
    )
    assert found.name == "Ana Brnabić"
    assert found.aliases == ("Ana", "Ana Brnabic", "Ана Брнабић")


def test_known_name_is_called_as_written_and_has_identifiers() -> None:
    [found] = entities(article(1, ("Organization", "E.U.")))
    assert found.name == "E.U."
    assert "European Union" in found.aliases
    assert "https://www.wikidata.org/entity/Q458" in found.identifiers


def test_descriptions_are_entities_of_their_article() -> None:
    found = entities(
        article(1, ("Company", "company"), ("Company", "company"), kind=MentionKind.NOMINAL),
        article(2, ("Company", "company"), kind=MentionKind.NOMINAL),
    )
    assert len(found) == 3
    assert not any(entity.named for entity in found)


def test_pronouns_alone_are_no_entity() -> None:
    resolution = resolve([article(1, ("Person", "she"), kind=MentionKind.PRONOUN)], builtin())
    assert resolution == Resolution(entities=(), links={})


def test_resolve_of_nothing_is_empty() -> None:
    assert resolve([], builtin()) == Resolution(entities=(), links={})


def test_every_mention_leads_to_the_entity_that_lists_it() -> None:
    resolution = resolve([article(1, ("Person", "Mara Lind", "Lind"))], builtin())
    [entity] = resolution.entities
    assert resolution.links == dict.fromkeys(entity.mentions, entity.id)
    assert len(entity.mentions) == 2


@given(CORPORA, st.randoms(use_true_random=False))
def test_order_of_articles_does_not_matter(corpus: list[Extraction], random: object) -> None:
    shuffled = list(corpus)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled, builtin()) == resolve(corpus, builtin())


@given(CORPORA)
def test_repetition_of_articles_changes_nothing(corpus: list[Extraction]) -> None:
    once = resolve(corpus, builtin())
    assert resolve([*corpus, *corpus], builtin()) == once
    assert resolve(corpus, builtin()) == once


@given(CORPORA)
def test_ids_are_unique_and_sorted_and_links_complete(corpus: Sequence[Extraction]) -> None:
    resolution = resolve(corpus, builtin())
    ids = [entity.id for entity in resolution.entities]
    assert ids == sorted(set(ids))
    assert len(resolution.links) == sum(len(x.mentions) for x in corpus)


def test_entity_id_is_a_readable_slug_and_a_hash() -> None:
    assert re.fullmatch(r"mara-lind-[a-z2-7]{12}", entity_id("mara lind", "person"))


def test_entity_id_depends_on_kind_and_disambiguator() -> None:
    ids = {
        entity_id("lind", "person"),
        entity_id("lind", "place"),
        entity_id("lind", "person", "doc-1"),
    }
    assert len(ids) == 3


def test_entity_id_without_latin_letters_is_the_hash_alone() -> None:
    assert re.fullmatch(r"[a-z2-7]{12}", entity_id("北京", "place"))


@pytest.mark.parametrize(
    ("name", "slug"), [("Đorđe Ćosić", "djordje-cosic"), ("北京", ""), ("a" * 99, "a" * 48)]
)
def test_slug_is_plain_and_short(name: str, slug: str) -> None:
    assert slug_of(name) == slug
