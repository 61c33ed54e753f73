"""Names known beforehand."""

from __future__ import annotations

import pytest

from newsgraph.gazetteer import Entry, Gazetteer, builtin
from newsgraph.gazetteer.keys import name_key
from newsgraph.vocabulary import builtin as vocabulary


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("EU", "European Union"),
        ("the United Nations", "United Nations"),
        ("Приштина", "Pristina"),
        ("Prishtinë", "Pristina"),
        ("Priština", "Pristina"),
        ("Beograd", "Belgrade"),
        ("Kosova", "Kosovo"),
        ("U.S.", "United States"),
    ],
)
def test_find_returns_the_entry_of_any_spelling(form: str, name: str) -> None:
    entry = builtin().find(form)
    assert entry is not None
    assert entry.name == name


def test_demonym_leads_to_its_country() -> None:
    entry = builtin().demonym("Serbian")
    assert entry is not None
    assert (entry.name, entry.entity_class) == ("Serbia", "Country")


@pytest.mark.parametrize("word", ["Poles", "Pole", "Swedes", "Albanians", "Frenchmen"])
def test_people_knows_singular_and_plural(word: str) -> None:
    assert builtin().people(word) is not None


@pytest.mark.parametrize("word", ["Frobnia", "table", ""])
def test_find_of_an_unknown_name_is_none(word: str) -> None:
    assert builtin().find(word) is None


def test_gender_is_silent_for_unknown_names() -> None:
    assert builtin().gender("Radmila") == "female"
    assert builtin().gender("Ђорђе") == "male"
    assert builtin().gender("Xyzzy") is None


def test_earlier_entry_wins_a_shared_name() -> None:
    first = Entry(name="Alpha", entity_class="City", aliases=("A",))
    second = Entry(name="Beta", entity_class="City", aliases=("A",))
    assert Gazetteer((first, second)).find("A") is first


def test_every_class_of_the_tables_is_in_the_vocabulary() -> None:
    unknown = {e.entity_class for e in builtin().entries} - set(vocabulary().classes)
    assert unknown == set()


def test_no_two_entries_share_their_preferred_name() -> None:
    keys = [name_key(entry.name) for entry in builtin().entries]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_capitals_point_to_entries() -> None:
    capitals = [entry for entry in builtin().entries if entry.capital_of]
    assert all(builtin().find(entry.capital_of or "") for entry in capitals)


def test_identifiers_are_iris_of_places_kept_elsewhere() -> None:
    for entry in builtin().entries:
        for iri in entry.identifiers:
            assert iri.startswith(
                (
                    "https://www.wikidata.org/entity/Q",
                    "https://www.iso.org/obp/ui/#iso:code:3166:",
                    "https://sws.geonames.org/",
                )
            )
