from __future__ import annotations

import pytest
from pyoxigraph import Store

from factory_graph import ANA, COMPANY, COUNCIL, HOSTILE, KELM, VEDRA
from newsgraph.errors import UnknownEntity
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.names import entity_id


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        (ANA, ANA),
        (f"e:{ANA}", ANA),
        (Iris().entity(ANA).value, ANA),
        (f"<{Iris().entity(ANA).value}>", ANA),
        ("Ana Đorđević", ANA),
        ("ana đorđević", ANA),
        ("Ana Dordevic", ANA),
        ("NRC", COUNCIL),
        ("kelm", KELM),
        ("edra", VEDRA),
        (HOSTILE, COMPANY),
    ],
)
def test_entity_is_found_by_id_iri_and_name(store: Store, text: str, id_: str) -> None:
    assert entity_id(store, text) == id_


@pytest.mark.parametrize(
    ("text", "message"), [("Nobody", "no entity is called"), ("e", "entities may be meant")]
)
def test_unclear_name_is_told(store: Store, text: str, message: str) -> None:
    with pytest.raises(UnknownEntity, match=message) as caught:
        entity_id(store, text)
    assert caught.value.hint


def test_many_candidates_are_listed_with_ids(store: Store) -> None:
    with pytest.raises(UnknownEntity) as caught:
        entity_id(store, "n")
    assert f"Ana Đorđević (e:{ANA})" in caught.value.hint
