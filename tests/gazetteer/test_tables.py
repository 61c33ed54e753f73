"""Tables of known names: the built-in ones hold together, a user's own are read or refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from newsgraph.errors import ReadError
from newsgraph.gazetteer import builtin, dump_names, extended, read_names
from newsgraph.gazetteer.keys import name_key
from newsgraph.gazetteer.tables import builtin_rows


def write(folder: Path, text: str) -> Path:
    path = folder / "names.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_state_has_a_geonames_id_or_is_known_to_lack_one() -> None:
    states = [e for e in builtin().entries if e.entity_class == "Country"]
    without = {e.name for e in states if not any("geonames" in i for i in e.identifiers)}
    assert without == {"Holy See", "Palestine"}


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Nemačka", "Germany"),
        ("Србија", "Serbia"),
        ("Gjermani", "Germany"),
        ("Kosovë", "Kosovo"),
        ("Evropska unija", "European Union"),
        ("OEBS", "Organization for Security and Co-operation in Europe"),
    ],
)
def test_names_in_languages_of_the_region_are_known(form: str, name: str) -> None:
    entry = builtin().find(form)
    assert entry is not None
    assert entry.name == name


def test_capital_has_its_state_and_an_identifier() -> None:
    belgrade = builtin().find("Beograd")
    assert belgrade is not None
    assert belgrade.country == "Serbia"
    assert "https://sws.geonames.org/792680/" in belgrade.identifiers


def test_countries_of_places_are_entries() -> None:
    named = {row["country"] for t in ("places.csv", "towns.csv") for row in builtin_rows(t)} - {""}
    assert all((e := builtin().find(c)) and e.entity_class == "Country" for c in named)


def test_no_town_is_listed_twice() -> None:
    keys = [name_key(row["name"]) for row in builtin_rows("towns.csv")]
    assert len(keys) == len(set(keys))


def test_lesser_town_is_no_name_by_itself() -> None:
    assert builtin().find("Eindhoven") is None
    town = builtin().town("Eindhoven")
    assert town is not None
    assert town.country == "Netherlands"


def test_terms_of_one_office_do_not_overlap_and_their_bodies_are_known() -> None:
    until: dict[tuple[str, str], date] = {}
    for row in sorted(builtin_rows("offices.csv"), key=lambda row: row["since"]):
        assert builtin().find(row["body"]), row
        office = (row["office"], row["body"])
        since = date.fromisoformat(row["since"])
        assert since > until.get(office, date.min), row
        until[office] = date.fromisoformat(row["until"])


def test_names_of_a_user_come_before_the_known_ones(tmp_path: Path) -> None:
    table = "name,class,aliases,identifiers\nEU Café,Company,EU|Cafe,https://example.org/1\n"
    entries = read_names(write(tmp_path, table))
    found = extended(entries).find("EU")
    assert found is not None
    assert (found.name, found.identifiers) == ("EU Café", ("https://example.org/1",))
    assert extended(entries).find("Serbia") == builtin().find("Serbia")
    assert read_names(write(tmp_path, dump_names(entries))) == entries


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("name\nA\n", "names.csv, line 1: column 'class'"),
        ("name,class,colour\nA,City,red\n", "names.csv, line 1: column 'colour'"),
        ("name,class\nA,City\n,City\n", "names.csv, line 3: no name"),
        ("name,class\nA,City,extra\n", "names.csv, line 2: too many cells"),
    ],
)
def test_damaged_table_of_a_user_is_refused_by_line(
    table: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(ReadError, match=message):
        read_names(write(tmp_path, table))


def test_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"absent\.csv cannot be read"):
        read_names(tmp_path / "absent.csv")


def test_families_of_roles_hold_together() -> None:
    rows = builtin_rows("role_families.csv")
    words = [word for row in rows for word in row["words"].split("|")]
    kindred = {other for row in rows for other in row["kindred"].split("|") if other}

    assert len(words) == len(set(words))
    assert kindred <= {row["family"] for row in rows}
    assert all(word == name_key(word) for word in words)


def test_words_of_bodies_are_there_once_and_meant_by_known_ones() -> None:
    rows = builtin_rows("body_words.csv")
    words = [row["word"] for row in rows]

    assert len(words) == len(set(words))
    assert all(row["common"] or row["same_as"] for row in rows)
    assert {row["same_as"] for row in rows if row["same_as"]} <= {*words, "education"}
