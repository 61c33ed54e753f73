"""From articles to a graph, with the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from articles import ARTICLES, DENIAL, TALKS, write_articles
from newsgraph import building
from newsgraph.building import build, extract_files
from newsgraph.errors import AnalysisError, ModelNotFound
from newsgraph.model import Document, Failure, Polarity
from newsgraph.pipeline import analyser, extract
from newsgraph.reading import make_document
from newsgraph.report import BuildResult
from newsgraph.settings import Settings, StoreText
from newsgraph.vocabulary import builtin

pytestmark = pytest.mark.model

SETTINGS = Settings()


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    return build([write_articles(tmp_path_factory.mktemp("news"))], settings=SETTINGS)


def names(result: BuildResult) -> dict[str, str]:
    return {entity.name: entity.id for entity in result.graph.entities.values()}


def test_build_joins_what_articles_say_of_one_person(result: BuildResult) -> None:
    assert result.failures == ()
    assert len(result.graph.documents) == len(ARTICLES)
    norland = result.graph.entities[names(result)["Ella Norland"]]
    assert norland.entity_class == "Person"
    assert len({key.document_id for key in norland.mentions}) == 2


def test_build_states_only_what_is_affirmed(result: BuildResult) -> None:
    ends = names(result)
    norland = ends["Ella Norland"]
    facts = {(f.relation, f.object): f for f in result.graph.facts_of(norland)}
    assert facts["visits", ends["Brenna"]].asserted
    assert facts["meetsWith", ends["Tomas Hale"]].asserted
    assert not facts["meetsWith", ends["Ivo Brandt"]].asserted


def test_build_opens_every_fact_to_its_sentence(result: BuildResult) -> None:
    graph = result.graph
    for resolved in graph.statements():
        statement = resolved.statement
        text = graph.documents[resolved.document_id].text
        sentences = {s.span for s in graph.sentences[resolved.document_id]}
        assert statement.evidence.sentence in sentences
        for span in (statement.evidence.trigger, statement.evidence.subject):
            assert statement.evidence.sentence.contains(span)
            assert text[span.start : span.end].strip()


def test_build_does_not_depend_on_the_order_of_inputs(tmp_path: Path) -> None:
    folder = write_articles(tmp_path)
    files = sorted(folder.iterdir())
    forwards, backwards = build(files, settings=SETTINGS), build(files[::-1], settings=SETTINGS)
    assert forwards.graph.facts == backwards.graph.facts
    assert forwards.graph.entities == backwards.graph.entities


def test_build_takes_documents_made_in_memory() -> None:
    document = make_document(TALKS)
    seen: list[tuple[str, int, int]] = []
    result = build([document], settings=SETTINGS, progress=lambda *step: seen.append(step))
    assert list(result.graph.documents) == [document.id]
    assert seen == [("extracting", 1, 1)]


def test_build_keeps_only_confident_statements() -> None:
    document = make_document(TALKS)
    result = build([document], settings=Settings(min_confidence=0.99))
    statements = [s for x in result.graph.extractions.values() for s in x.statements]
    assert all(s.evidence.confidence >= 0.99 for s in statements)
    assert len(statements) < len(extract(document).statements)


@pytest.mark.parametrize("store_text", list(StoreText))
def test_build_finds_the_same_however_much_text_is_kept(store_text: StoreText) -> None:
    full = build([make_document(TALKS)], settings=Settings(store_text=StoreText.FULL))
    result = build([make_document(TALKS)], settings=Settings(store_text=store_text))
    assert result.graph.facts == full.graph.facts
    assert result.graph.entities == full.graph.entities


def test_extract_of_an_article_does_not_depend_on_its_neighbours() -> None:
    documents = [make_document(TALKS, source="a"), make_document(DENIAL, source="b")]
    together, failures = extract_files(documents, settings=SETTINGS)
    assert failures == []
    assert together == [extract(document) for document in documents]
    assert together[::-1] == extract_files(documents[::-1], settings=SETTINGS)[0]


def test_extract_points_into_the_text() -> None:
    extraction = extract(make_document(TALKS), nlp=analyser(None), vocabulary=builtin())
    text = extraction.document.text
    for mention in extraction.mentions:
        assert text[mention.span.start : mention.span.end] == mention.text
    assert all(s.index == n for n, s in enumerate(extraction.sentences))
    assert {m for c in extraction.clusters for m in c.mentions} == set(extraction.mentions)


def test_extract_reads_denial_as_denial() -> None:
    extraction = extract(make_document(DENIAL))
    attacks = [s for s in extraction.statements if s.relation == "attacks"]
    assert attacks
    assert all(s.polarity is Polarity.NEGATIVE for s in attacks)


@pytest.mark.parametrize("text", ["?", "🚢🚢🚢", "\t.", "word " * 3000, "(" * 500, "A. " * 500])
def test_extract_survives_odd_text(text: str) -> None:
    assert extract(make_document(text)).document.text


def failing(nlp: Language, error: Exception) -> Language:
    """Return an analyser that stumbles over articles in which somebody praised somebody."""

    def stumble(doc: Doc) -> Doc:
        if "praised" in doc.text:
            raise error
        return nlp(doc.text)

    name = f"stumble_{type(error).__name__}"
    Language.component(name, func=stumble)
    blank = Language(nlp.vocab)
    blank.add_pipe(name)
    return blank


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero"),
        (AnalysisError("too odd", hint="leave it out"), "too odd"),
    ],
)
def test_build_reports_an_article_that_fails_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    nlp = failing(analyser(None), error)
    monkeypatch.setattr(building, "analyser", lambda model: nlp)
    documents = [make_document(DENIAL, source="denial"), make_document(TALKS, source="talks")]
    result = build(documents, settings=SETTINGS)
    assert [d.source for d in result.graph.documents.values()] == ["denial"]
    (failure,) = result.failures
    assert isinstance(failure, Failure)
    assert (failure.source, failure.stage, failure.fatal) == ("talks", "analysis", True)
    assert failure.message == told
    assert failure.hint


def test_build_refuses_unknown_model() -> None:
    with pytest.raises(ModelNotFound) as caught:
        build([Document(id="doc-1", text="x")], settings=Settings(model="no_such_pipeline"))
    assert caught.value.exit_code == 2
