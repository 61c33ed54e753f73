"""Events as things of their own, beside the facts that join their participants."""

from __future__ import annotations

from datetime import date

import pytest

import newsgraph
from newsgraph.extractions import from_json, to_json
from newsgraph.model import Document, Extraction
from newsgraph.pipeline import extract
from newsgraph.settings import Settings

pytestmark = pytest.mark.model

FOUR = "Ana Vidal, Lena Novak, Ivo Brandt and Ella Norland met in Paris on Monday."
TALKS = "Talks between Belgrade and Prishtina in Brussels on Monday failed."


def read(text: str) -> Extraction:
    return extract(Document(id="doc-test", text=text, published=date(2025, 12, 4)))


def facts(text: str) -> set[tuple[str, str, str]]:
    """Asserted typed statements by the names of their ends."""
    extraction = read(text)
    names = {m: c.name for c in extraction.clusters for m in c.mentions}
    return {
        (names[s.subject], s.relation, getattr(s.object, "lexical", "") or names[s.object])  # type: ignore[index]
        for s in extraction.statements
        if s.relation and s.asserted
    }


#: Capitals that act stand for their states.
EVENT = "Talks between Belgrade and Prishtina"


def test_talks_are_an_event_with_participants_place_and_date() -> None:
    found = facts(TALKS)
    assert found >= {
        ("Serbia", "participatesIn", EVENT),
        ("Kosovo", "participatesIn", EVENT),
        (EVENT, "occursIn", "Brussels"),
        (EVENT, "occursOn", "2025-12-01"),
        ("Serbia", "meetsWith", "Kosovo"),
    }


def test_three_who_meet_make_an_event_beside_their_pairs() -> None:
    found = facts("Ana Vidal, Lena Novak and Ivo Brandt met in Paris on Monday.")
    participants = {s for s, relation, o in found if (relation, o) == ("participatesIn", "meeting")}
    assert participants == {"Ana Vidal", "Lena Novak", "Ivo Brandt"}
    assert ("meeting", "occursIn", "Paris") in found
    assert ("meeting", "occursOn", "2025-12-01") in found
    assert sum(relation == "meetsWith" for _, relation, _ in found) == 3


def test_of_four_who_meet_no_pairs_are_made() -> None:
    found = facts(FOUR)
    assert sum(relation == "participatesIn" for _, relation, _ in found) == 4
    assert all(relation != "meetsWith" for _, relation, _ in found)


def test_one_who_meets_several_may_meet_each_alone() -> None:
    found = facts("Ana Vidal met Lena Novak, Ivo Brandt and Ella Norland.")
    assert sum(relation == "meetsWith" for _, relation, _ in found) == 3
    assert all(relation != "participatesIn" for _, relation, _ in found)


def test_attack_has_agent_and_target() -> None:
    found = facts("Albania condemned the attack on Camp Delta by Russian forces.")
    assert ("attack on Camp Delta", "directedAt", "Camp Delta") in found
    assert ("Russian forces", "participatesIn", "attack on Camp Delta") in found
    assert ("Russian forces", "attacks", "Camp Delta") in found


@pytest.mark.parametrize(
    "text",
    [
        "Serbia may hold talks with Kosovo.",
        "Serbia did not hold talks with Kosovo.",
        "Talks between Serbia and Kosovo will begin soon.",
        "Ana Vidal, Lena Novak and Ivo Brandt did not meet.",
    ],
)
def test_event_that_is_not_real_has_no_participants(text: str) -> None:
    assert all(relation != "participatesIn" for _, relation, _ in facts(text))
    assert any(s.relation == "participatesIn" for s in read(text).statements)


def test_event_of_a_verb_is_a_node_of_graph_and_rdf() -> None:
    document = newsgraph.make_document(FOUR)
    graph = newsgraph.build([document], settings=Settings()).graph
    [event] = [e for e in graph.entities.values() if e.entity_class == "Meeting"]
    assert len([f for f in graph.facts_of(event.id) if f.relation == "participatesIn"]) == 4
    triples = {
        (str(s).rpartition("/")[2], str(p).rpartition("#")[2], str(o).rpartition("/")[2])
        for s, p, o, _ in newsgraph.to_dataset(graph).quads()
    }
    assert sum((p, o) == ("participatesIn", event.id) for _, p, o in triples) == 4
    assert any((s, p) == (event.id, "occursIn") for s, p, _ in triples)


def test_event_survives_being_written_and_is_the_same_each_time() -> None:
    line = to_json(read(FOUR))
    assert to_json(read(FOUR)) == line
    assert to_json(from_json(line)) == line
