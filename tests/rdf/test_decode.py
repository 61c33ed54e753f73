"""A dataset read back is the graph that was written, as far as the dataset holds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from factory_graph import ANA, COUNCIL, generated_graph, small_graph
from newsgraph.exporting import export
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import ResolvedStatement, Value
from newsgraph.rdf.decode import Decoder
from newsgraph.vocabulary import builtin


def written(graph: KnowledgeGraph, path: Path) -> Store:
    export(graph, path, format="trig", vocabulary=builtin())
    store = Store()
    store.bulk_load(path=str(path), format=RdfFormat.TRIG)
    return store


def told(graph: KnowledgeGraph, resolved: ResolvedStatement) -> tuple[object, ...]:
    """Return what a statement says, where and by whom, without the order of sets."""
    statement, evidence = resolved.statement, resolved.statement.evidence
    said, end = statement.attribution, resolved.object
    return (
        resolved.document_id,
        resolved.subject,
        statement.relation,
        (end.lexical, end.datatype, end.unit) if isinstance(end, Value) else end,
        resolved.speaker,
        resolved.confirmed,
        statement.polarity,
        statement.modality,
        round(evidence.confidence, 4),
        evidence.sentence,
        (evidence.subject, evidence.trigger, evidence.object),
        frozenset(evidence.rules),
        (said.source_text, said.cue, said.stance) if said else None,
        frozenset((q.property, q.value.text, graph.documents[resolved.document_id].published)
                  for q in statement.qualifiers),
    )  # fmt: skip


@pytest.mark.parametrize("size", [0, 60])
def test_all_statements_read_back_say_what_was_written(size: int, tmp_path: Path) -> None:
    graph = generated_graph(size) if size else small_graph()
    decoder = Decoder(written(graph, tmp_path / "graph.trig"))
    part = decoder.graph([s.id for s in graph.statements()])
    assert {s.id: told(part, s) for s in part.statements()} == {
        s.id: told(graph, s) for s in graph.statements()
    }
    assert set(part.facts) == set(graph.facts)
    for id_, entity in part.entities.items():
        known = graph.entities[id_]
        assert (entity.name, entity.entity_class) == (known.name, known.entity_class)
        assert set(entity.aliases) == set(known.aliases)


def test_sentences_read_back_are_those_of_the_article(tmp_path: Path) -> None:
    graph = small_graph()
    part = Decoder(written(graph, tmp_path / "graph.trig")).graph(
        [s.id for s in graph.statements()]
    )
    for resolved in part.statements():
        span = resolved.statement.evidence.sentence
        texts = [g.documents[resolved.document_id].text for g in (part, graph)]
        assert texts[0][span.start : span.end] == texts[1][span.start : span.end]


def test_part_holds_what_it_stands_on_and_no_more(tmp_path: Path) -> None:
    graph = small_graph()
    decoder = Decoder(written(graph, tmp_path / "graph.trig"))
    one = next(s for s in graph.statements() if s.statement.relation == "cooperatesWith")
    part = decoder.graph([one.id, "st-unknown"], entities=[COUNCIL, "nobody"])
    assert [s.id for s in part.statements()] == [one.id]
    assert set(part.entities) == {one.subject, one.object, ANA}
    assert list(part.documents) == [one.document_id]


def test_confirmed_statement_is_read_as_such(tmp_path: Path) -> None:
    graph = small_graph()
    fact = next(f for f in graph.facts.values() if f.relation == "aids")
    sure = tuple(replace(s, confirmed=True) for s in fact.statements)
    graph.facts[fact.id] = replace(fact, statements=sure)
    part = Decoder(written(graph, tmp_path / "graph.trig")).graph([s.id for s in sure])
    assert [s.confirmed for s in part.statements()] == [True]
