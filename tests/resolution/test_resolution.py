"""Which clusters of different articles are one entity."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.model import Entity, Extraction, MentionKind, Resolution, Span
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


def described(
    number: int, name: str, *descriptions: str, beside: tuple[Spec, ...] = ()
) -> Extraction:
    """Make an article about one person, with descriptions of them and other things named."""
    extraction = article(number, ("Person", name), *beside)
    [person, *others] = extraction.clusters
    at = max(m.span.end for m in extraction.mentions) + 1
    added = []
    for text in descriptions:
        span = Span(start=at, end=at + len(text))
        at = span.end + 1
        added.append(replace(person.mentions[0], span=span, head=span, text=text, kind=NOMINAL))
    cluster = replace(
        person, mentions=(*person.mentions, *added), aliases=tuple(sorted(set(descriptions)))
    )
    return replace(
        extraction,
        document=replace(extraction.document, text="x" * at),
        mentions=(*extraction.mentions, *added),
        clusters=(cluster, *others),
    )


NOMINAL = MentionKind.NOMINAL
DRINA, HARBOUR = ("Organization", "Union of the Drina"), ("Facility", "Harbour Mill")


def persons(*articles: Extraction) -> list[Entity]:
    return [entity for entity in entities(*articles) if entity.entity_class == "Person"]


def test_namesakes_whose_roles_exclude_each_other_stay_apart() -> None:
    articles = (
        described(1, "Goran Lind", "fugitive businessman"),
        described(2, "Goran Lind", "police spokesman"),
        described(3, "Goran Lind", "businessman"),
    )
    found = persons(*articles)
    assert sorted(len({m.document_id for m in entity.mentions}) for entity in found) == [1, 2]
    near = resolve(articles, builtin()).near
    assert {near[0].one, near[0].other} == {entity.id for entity in found}
    assert "roles of two people" in near[0].reasons[0]


def test_surname_joins_the_person_that_much_speaks_for_and_says_why() -> None:
    found = persons(
        described(1, "Johan Lind", "colonel", beside=(DRINA, HARBOUR)),
        described(2, "Lind", "colonel", beside=(DRINA,)),
    )
    [entity] = found
    assert any("surname 'Lind'" in r and "union of the drina" in r for r in entity.reasons)


@pytest.mark.parametrize(
    "second",
    [
        described(2, "Lind", "colonel"),
        described(2, "Lind", "footballer", beside=(DRINA, HARBOUR)),
        described(2, "Lind", beside=(("Country", "Serbia"),)),
    ],
    ids=["role alone", "excluding role", "country alone"],
)
def test_surname_stays_apart_without_enough_evidence(second: Extraction) -> None:
    first = described(1, "Johan Lind", "colonel", beside=(DRINA, HARBOUR, ("Country", "Serbia")))
    assert len(persons(first, second)) == 2


def test_surname_between_two_people_is_joined_with_neither() -> None:
    articles = (
        described(1, "Johan Lind", "minister", beside=(DRINA, HARBOUR)),
        described(2, "Mara Lind", "minister", beside=(DRINA, HARBOUR)),
        described(3, "Lind", "minister", beside=(DRINA, HARBOUR)),
    )
    assert len(persons(*articles)) == 3


def test_name_spelled_a_little_differently_needs_company_too() -> None:
    one = described(1, "Volodymyr Zelenskyy", beside=(DRINA, HARBOUR))
    assert len(persons(one, described(2, "Volodymyr Zelenskiy", beside=(DRINA, HARBOUR)))) == 1
    assert len(persons(one, described(2, "Volodymyr Zelenskiy"))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Serbian Foreign Ministry", "Ministry of Foreign Affairs of Serbia"),
        ("Serbia's Defence Ministry", "Ministry of Defense of Serbia"),
        ("National Assembly of Republika Srpska", "Republika Srpska National Assembly"),
        ("Supreme Court of Kosovo", "Kosovo Supreme Court"),
    ],
)
def test_body_is_one_however_its_name_is_put(one: str, other: str) -> None:
    found = entities(article(1, ("GovernmentBody", one)), article(2, ("GovernmentBody", other)))
    assert len(found) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Serbian Foreign Ministry", "Croatian Foreign Ministry"),
        ("Kosovo Force", "Kosovo Police"),
        ("Serbian Defence Ministry", "Serbian Interior Ministry"),
        ("Supreme Court of Kosovo", "Constitutional Court of Kosovo"),
    ],
)
def test_different_bodies_stay_apart(one: str, other: str) -> None:
    found = entities(article(1, ("GovernmentBody", one)), article(2, ("GovernmentBody", other)))
    assert len(found) == 2


def test_disagreement_about_the_class_is_told_and_makes_no_second_entity() -> None:
    [found] = entities(article(1, ("Company", "Vortex")), article(2, ("City", "Vortex")))
    assert "read as City (1), Company (1)" in found.reasons


def test_lesser_town_has_its_geonames_id_only_where_a_place_is_meant() -> None:
    [town] = entities(article(1, ("City", "Novi Pazar")))
    [person] = entities(article(1, ("Organization", "Eindhoven")))
    assert any("geonames" in identifier for identifier in town.identifiers)
    assert person.identifiers == ()


def on(day: str | None, number: int, *specs: Spec, kind: MentionKind = NOMINAL) -> Extraction:
    extraction = article(number, *specs, kind=kind)
    published = date.fromisoformat(day) if day else None
    return replace(extraction, document=replace(extraction.document, published=published))


OFFICE = ("Person", "NATO secretary general")


def test_description_by_office_means_who_held_it_on_that_day() -> None:
    named = article(1, ("Person", "Jens Stoltenberg"))
    then, later = on("2020-05-05", 2, OFFICE), on("2024-12-01", 3, OFFICE)
    found = {entity.name: entity for entity in entities(named, then, later)}
    assert {m.document_id for m in found["Jens Stoltenberg"].mentions} == {"doc-1", "doc-2"}
    assert any("office of Jens Stoltenberg" in r for r in found["Jens Stoltenberg"].reasons)
    assert not found["NATO secretary general"].named


@pytest.mark.parametrize("day", [None, "1999-01-01", "2999-01-01"])
def test_description_by_office_stays_open_where_the_table_is_not_sure(day: str | None) -> None:
    named = article(1, ("Person", "Jens Stoltenberg"))
    assert len(entities(named, on(day, 2, OFFICE))) == 2


def test_former_office_is_nobodys_office_now() -> None:
    named = article(1, ("Person", "Jens Stoltenberg"))
    former = ("Person", "former NATO secretary general")
    assert len(entities(named, on("2020-05-05", 2, former))) == 2


def test_country_and_state_of_one_name_are_two() -> None:
    georgia = ("Country", "Georgia")
    found = entities(
        article(1, georgia, ("City", "Tbilisi"), ("Country", "Russia")),
        article(2, georgia, ("City", "Atlanta"), ("Region", "Florida")),
        article(3, georgia, ("Country", "United States")),
        article(4, georgia, ("City", "Savannah"), ("Region", "Alabama")),
    )
    groups = [e for e in found if e.name == "Georgia"]
    assert sorted((len(e.mentions), e.entity_class) for e in groups) == [
        (2, "Country"),
        (2, "Region"),
    ]


def test_two_surnames_of_one_article_are_not_joined_through_a_third() -> None:
    beside = (DRINA, HARBOUR)
    first = described(1, "Ana Lind", beside=beside)
    second = article(2, ("Person", "Lind"), ("Person", "Lind"), *beside)
    assert len(persons(first, second)) == 3


_MANY = """
import resource
from itertools import product
from newsgraph.resolution import resolve
from newsgraph.vocabulary import builtin
from resolution.corpora import article
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
parts = "ba cor den el fi gra hol jun ka lor mi nov pet ran sil tor ul ven".split()
names = [f"{a}{b} {c}{d}".title() for a, b, c, d in product(parts, repeat=4)][::5][:20_000]
print(len(resolve([article(1, *(("Person", name) for name in names))], builtin()).entities))
"""


def test_article_that_names_thousands_is_resolved_in_memory_of_its_length() -> None:
    """Memory that grew with the square of the number would be over the limit many times."""
    done = subprocess.run(
        [sys.executable, "-c", _MANY],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "20000\n", done.stderr
