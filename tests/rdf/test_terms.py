from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from newsgraph.rdf.terms import XSD, clean, decimal, in_language, ng, plain, typed, web_address


@pytest.mark.parametrize(
    ("lexical", "datatype", "written"),
    [
        ("2025-02-18", "date", "2025-02-18"),
        ("2025-02", "gYearMonth", "2025-02"),
        ("2025", "gYear", "2025"),
        ("+007", "integer", "7"),
        ("-0", "integer", "0"),
        ("5000000.50", "decimal", "5000000.5"),
        (".5", "decimal", "0.5"),
        ("-0.0", "decimal", "0"),
        (" 12 ", "integer", "12"),
    ],
)
def test_wellformed_value_is_typed_and_canonical(lexical: str, datatype: str, written: str) -> None:
    assert typed(lexical, datatype) == Literal(written, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("2025-02-30", "date"),
        ("2025-2-3", "date"),
        ("20250203", "date"),
        ("2025-13", "gYearMonth"),
        ("0000", "gYear"),
        ("25", "gYear"),
        ("٣", "integer"),
        ("1e5", "decimal"),
        (".", "decimal"),
        ("NaN", "decimal"),
        ("9" * 5000, "integer"),
        ("x", "string"),
        ("1", "nonsense"),
        ('"^^<urn:x>', "date"),
    ],
)
def test_malformed_value_becomes_a_string(lexical: str, datatype: str) -> None:
    assert typed(lexical, datatype) == Literal(lexical)


@given(
    st.text(st.characters()) | st.from_regex(r"[-+]?[0-9]{0,4}[-.]?[0-9]{0,3}[-.]?[0-9]{0,3}"),
    st.sampled_from(["string", "date", "gYearMonth", "gYear", "integer", "decimal", "other"]),
)
def test_no_literal_is_ever_ill_typed(lexical: str, datatype: str) -> None:
    literal = typed(lexical, datatype)
    read = rdflib.Literal(literal.value, datatype=rdflib.URIRef(literal.datatype.value))
    assert read.ill_typed is not True


@pytest.mark.parametrize(
    ("number", "written"), [(0.9, "0.9"), (1.0, "1"), (0.0, "0"), (1 / 3, "0.3333")]
)
def test_decimal_is_canonical(number: float, written: str) -> None:
    assert decimal(number).value == written


@pytest.mark.parametrize("language", ["", "e n", 'en"@x', "en_US", "thelanguage"])
def test_malformed_language_becomes_undetermined(language: str) -> None:
    assert in_language("x", language) == Literal("x", language="und")


def test_lone_surrogate_is_replaced_without_moving_offsets() -> None:
    assert clean("a\ud83db") == "a\ufffdb"
    assert plain("😀") == Literal("😀")


def test_term_names_are_encoded() -> None:
    assert ng("a b>").value == "https://w3id.org/newsgraph/ns#a%20b%3E"


@pytest.mark.parametrize(
    ("address", "iri"),
    [
        ("https://x.example/a?b=c&d#e", "https://x.example/a?b=c&d#e"),
        ("http://x.example/a b", "http://x.example/a%20b"),
        ("http://x.example/<b>'\"", "http://x.example/%3Cb%3E%27%22"),
        ("http://x.example/%41%", "http://x.example/%41%25"),
        ("http://x.example/č\u202e", "http://x.example/%C4%8D%E2%80%AE"),
    ],
)
def test_web_address_becomes_an_iri(address: str, iri: str) -> None:
    assert web_address(address) == NamedNode(iri)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "x.example/a",
        "",
        "http://",
        "http://[x",
        "data:text/html,x",
        "file:///etc/x",
    ],
)
def test_other_addresses_are_no_iri(address: str) -> None:
    assert web_address(address) is None
