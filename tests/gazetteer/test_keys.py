"""Different spellings of one name have one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.gazetteer.keys import abbreviates, name_key, spelling_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vučić", "VUCIC"),
        ("Vučić", "Vuc\u030cic\u0301"),
        ("Đoković", "Djokovic"),
        ("Ђоковић", "Djokovic"),
        ("Вучић", "Vučić"),
        ("the U.N.'s", "UN"),
        ("The Hague", "Hague"),
        ("Prishtinë", "Prishtine"),
        ("Zero\u200bWidth", "zerowidth"),
        ("Al-Shabaab", "al Shabaab"),
        ("NATO’s", "NATO"),
    ],
)
def test_name_key_is_equal_for_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Serbia", "Serbian"), ("Niš", "Nišava"), ("A", "B")])
def test_name_key_differs_for_different_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["", "—", "\u200b", "…"])
def test_name_key_of_what_is_no_word_is_empty(name: str) -> None:
    assert name_key(name) == ""


@given(st.text(alphabet=st.characters(categories=("L", "Nd", "Zs")), max_size=30))
def test_name_key_of_a_key_is_the_key(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key


def test_spelling_keys_hold_the_plain_d_of_typewriters() -> None:
    assert set(spelling_keys("Đurić")) == {"djuric", "duric"}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("KFOR", "Kosovo Force"),
        ("UN", "United Nations"),
        ("OSCE", "Organization for Security and Co-operation in Europe"),
        ("U.N.", "United Nations"),
        ("UNMIK", "United Nations Mission in Kosovo"),
    ],
)
def test_abbreviates_finds_the_letters_in_order(short: str, full: str) -> None:
    assert abbreviates(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("KFOR", "Kosovo Police"),
        ("EU", "Europe"),
        ("Nato", "North Atlantic Treaty Organization"),
        ("UN", "Security Council of the United Nations"),
        ("ABCDEFGHIJ", "A B C D E F G H I J"),
    ],
)
def test_abbreviates_refuses_what_does_not_spell_the_name(short: str, full: str) -> None:
    assert not abbreviates(short, full)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Георгий Жуков", "georgiy zhukov"),
        ("Жарко Жунић", "zarko zunic"),
        ("Κώστας Καραμανλής", "kostas karamanlis"),
        ("北京", "beijing"),
    ],
)
def test_names_in_other_scripts_have_a_key_in_latin_letters(name: str, key: str) -> None:
    assert key in spelling_keys(name)


def test_possessive_within_a_name_does_not_matter() -> None:
    assert name_key("New People's Party") == name_key("New People Party")
