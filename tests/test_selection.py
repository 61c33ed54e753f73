"""A built graph is asked in Python: facts by conditions, questions, the viewer."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from documentation import SAMPLE
from factory_graph import ANA, KELM, small_graph
from newsgraph import SelectedFact, ask, find_entity, load, query, to_records
from newsgraph.errors import ExportError, QueryError, QuerySyntaxError, UnknownEntity
from newsgraph.model import Entity, Modality, Polarity, Value
from newsgraph.report import BuildResult
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin


@pytest.fixture(scope="module")
def sample() -> BuildResult:
    return load(SAMPLE)


def small_result() -> BuildResult:
    return BuildResult(
        graph=small_graph(),
        failures=(),
        settings=Settings(base="https://graphs.example/"),
        vocabulary=builtin(),
    )


def lines(facts: list[SelectedFact]) -> set[str]:
    return {str(fact) for fact in facts}


def test_without_conditions_every_fact_is_there_with_all_its_statements(
    sample: BuildResult,
) -> None:
    found = sample.facts()
    assert {f.fact.id for f in found} == set(sample.graph.facts)
    assert sum(len(f.quotes) for f in found) == len(list(sample.graph.statements()))
    articles = [len(f.fact.documents) for f in found if isinstance(f.object, Entity)]
    assert articles[0] == max(articles)


def test_every_quote_is_a_sentence_that_holds_the_words_of_its_predicate(
    sample: BuildResult,
) -> None:
    for fact in sample.facts():
        for quote in fact.quotes:
            statement = quote.statement.statement
            assert quote.text
            assert statement.subject.text.split()[0] in quote.text
            assert quote.document.id == quote.statement.document_id


def test_ends_are_called_by_id_name_or_alias() -> None:
    result = small_result()
    by_id = lines(result.facts(subject=ANA))
    assert by_id
    assert by_id == lines(result.facts(subject="ana dordevic"))
    assert by_id == lines(result.facts(subject="Ana Đorđević"))
    about = {f.fact.id for f in result.facts(about="Kelm")}
    assert about == {f.id for f in result.graph.facts_of(KELM)}
    assert {f.fact.id for f in result.facts(object=KELM)} == about
    assert result.facts(subject=KELM) == []


def test_object_may_be_a_value(sample: BuildResult) -> None:
    values = [f for f in sample.facts() if isinstance(f.object, Value)]
    assert values
    for fact in values[:5]:
        assert isinstance(fact.object, Value)
        for text in (fact.object.text, fact.object.lexical):
            assert fact.fact.id in {f.fact.id for f in sample.facts(object=text)}


def test_relation_is_called_by_name_or_label_and_takes_in_those_below(sample: BuildResult) -> None:
    below = [r for r in sample.vocabulary.relations.values() if r.parent]
    names = {fact.relation for fact in sample.facts()}
    child = next(r for r in below if r.name in names)
    wide = sample.facts(relation=child.parent)
    assert {f.fact.id for f in sample.facts(relation=child.name)} <= {f.fact.id for f in wide}
    assert lines(sample.facts(relation=child.label)) == lines(sample.facts(relation=child.name))
    assert lines(sample.facts(relation=f"ng:{child.name}")) == lines(
        sample.facts(relation=child.name)
    )


def test_conditions_on_statements_choose_the_quotes(sample: BuildResult) -> None:
    denied = sample.facts(polarity="negative")
    assert denied
    assert all(q.polarity is Polarity.NEGATIVE for f in denied for q in f.quotes)
    planned = sample.facts(modality=Modality.FUTURE, asserted=False)
    assert planned
    assert all(f.asserted is False and "[" in str(f) and "future" in str(f) for f in planned)
    sure = sample.facts(min_confidence=0.95)
    assert 0 < len(sure) < len(sample.graph.facts)
    assert all(q.confidence >= 0.95 for f in sure for q in f.quotes)


def test_conditions_on_articles(sample: BuildResult) -> None:
    days = sorted({d.published for d in sample.graph.documents.values() if d.published})
    late = sample.facts(since=days[-1].isoformat())
    assert late
    assert {q.document.published for f in late for q in f.quotes} == {days[-1]}
    early = sample.facts(until=date(1999, 1, 1))
    assert early == []
    publisher = next(d.publisher for d in sample.graph.documents.values() if d.publisher)
    theirs = sample.facts(publisher=publisher)
    assert theirs
    assert {q.document.publisher for f in theirs for q in f.quotes} == {publisher}
    assert publisher in str(theirs[0].quotes[0])


def test_speaker_and_dispute(sample: BuildResult) -> None:
    said = next(s for s in sample.graph.statements() if s.speaker)
    speaker = sample.graph.entities[said.speaker or ""]
    theirs = sample.facts(speaker=speaker.id)
    assert said.id in {q.statement.id for f in theirs for q in f.quotes}
    assert {q.speaker for f in theirs for q in f.quotes} == {speaker}
    assert all(fact.disputed for fact in sample.facts(disputed=True))
    assert len(sample.facts(disputed=False)) + len(sample.facts(disputed=True)) == len(
        sample.graph.facts
    )


def test_what_does_not_exist_is_told_and_not_an_empty_list(sample: BuildResult) -> None:
    with pytest.raises(UnknownEntity) as unknown:
        sample.facts(subject="Lisnaa")
    assert "Lisna" in unknown.value.hint
    with pytest.raises(UnknownEntity):
        sample.facts(object="no such thing")
    with pytest.raises(QueryError) as no_relation:
        sample.facts(relation="visit")
    assert "visits" in no_relation.value.hint
    with pytest.raises(ValueError, match="maybe"):
        sample.facts(polarity="maybe")
    with pytest.raises(ValueError, match="March"):
        sample.facts(since="March 2026")


@pytest.mark.parametrize("name", ["denied", "best_supported", "articles"])
def test_question_gets_the_answer_that_the_written_graph_gives(
    sample: BuildResult, name: str
) -> None:
    assert sample.ask(name).rows
    assert sample.ask(f"@{name}") == ask(SAMPLE, name)


def test_question_takes_names_and_sparql_is_free(sample: BuildResult) -> None:
    lisna = find_entity(sample.graph, "Lisna")
    by_name = sample.ask("about_entity", {"entity": "Lisna"})
    assert by_name.rows
    assert by_name == sample.ask("about_entity", {"entity": lisna.id})
    sparql = "SELECT DISTINCT ?n { ?e ng:chosenType ng:City ; skos:prefLabel ?n } ORDER BY ?n"
    assert sample.ask(sparql) == query(SAMPLE, sparql)
    assert {"n": "Lisna"} in to_records(sample.ask(sparql, timeout=60))
    assert sample.ask(sparql, limit=1).truncated


def test_wrong_questions_are_told(sample: BuildResult) -> None:
    with pytest.raises(QueryError, match="did you mean 'denied'"):
        sample.ask("deniedd")
    with pytest.raises(QueryError, match="only a named question"):
        sample.ask("ASK { ?s ?p ?o }", {"entity": "Lisna"})
    with pytest.raises(QuerySyntaxError):
        sample.ask("SELECT nonsense {")
    with pytest.raises(UnknownEntity):
        sample.ask("about_entity", {"entity": "no such thing"})


def test_base_of_the_settings_names_what_is_asked() -> None:
    (row,) = small_result().ask(f"SELECT ?e {{ ?e ng:named true FILTER(?e = e:{ANA}) }}").rows
    assert str(row[0]) == f"<https://graphs.example/e/{ANA}>"


SHOW = """
import sys, newsgraph
result = newsgraph.load(sys.argv[1])
print(result.show(*sys.argv[2:], title="A page of mine"))
"""


@pytest.mark.parametrize("given", [True, False])
def test_show_writes_the_viewer_and_opens_it(tmp_path: Path, given: bool) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}"\n')
    browser.chmod(0o755)
    run = subprocess.run(
        [sys.executable, "-c", SHOW, str(SAMPLE), *([str(tmp_path / "p.html")] if given else [])],
        env={**os.environ, "BROWSER": str(browser), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    page = Path(run.stdout.strip())
    assert opened.read_text() == page.as_uri()
    assert "A page of mine" in page.read_text(encoding="utf-8")
    assert (page == tmp_path / "p.html") is given


def test_show_without_a_browser_tells_where_the_page_is(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    run = subprocess.run(
        [sys.executable, "-c", SHOW, str(SAMPLE), str(tmp_path / "p.html")],
        env={**environ, "BROWSER": "", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (tmp_path / "p.html").is_file()
    assert "no browser could be opened; the page is" in run.stderr


def test_show_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        small_result().show(tmp_path / "no" / "p.html")
