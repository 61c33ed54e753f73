"""What every statement promises, on our own sample articles and on sentences made for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from newsgraph.building import extract_files
from newsgraph.model import Document, Extraction, Mention, Modality, Polarity, Statement
from newsgraph.pipeline import extract
from newsgraph.vocabulary import builtin

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    found, _ = extract_files([SEEDS])
    return found


def read(text: str) -> list[Statement]:
    document = Document(id="doc-test", text=text, published=date(2025, 12, 4))
    return list(extract(document).statements)


def typed(text: str) -> set[tuple[str, str, str]]:
    return {
        (s.subject.text, s.relation, s.object.text) for s in read(text) if s.relation and s.asserted
    }


def everything(extractions: list[Extraction]) -> Iterator[tuple[Extraction, Statement]]:
    return ((x, s) for x in extractions for s in x.statements)


def test_sample_articles_yield_statements(extractions: list[Extraction]) -> None:
    assert len(extractions) >= 8
    assert all(any(s.relation for s in x.statements) for x in extractions)


def test_every_span_quotes_the_article(extractions: list[Extraction]) -> None:
    for extraction, statement in everything(extractions):
        text = extraction.document.text
        for end in (statement.subject, statement.object):
            if isinstance(end, Mention):
                assert text[end.span.start : end.span.end] == end.text


def test_every_statement_has_a_trigger_in_its_sentence(extractions: list[Extraction]) -> None:
    for _, statement in everything(extractions):
        assert statement.evidence.sentence.contains(statement.evidence.trigger)
        assert statement.evidence.rules


def test_every_typed_statement_fits_its_relation(extractions: list[Extraction]) -> None:
    vocabulary = builtin()
    for extraction, statement in everything(extractions):
        if statement.relation:
            assert statement.relation in vocabulary.relations, extraction.document.source
            assert 0 < statement.evidence.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Serbia did not sign the treaty.",
        "Serbia will sign the treaty.",
        "Serbia may sign the treaty.",
        "Serbia refused to sign the treaty.",
        "The envoy urged Serbia to sign the treaty.",
        "If Serbia signs the treaty, the army will leave.",
        "Without signing the treaty, Serbia left.",
        "Neither Serbia nor Albania signed the treaty.",
        "The ministry denied that Serbia had signed the treaty.",
        "Serbia has yet to sign the treaty.",
        "Did Serbia sign the treaty?",
    ],
)
def test_what_is_not_actual_is_never_asserted(text: str) -> None:
    assert not any(r == "signatoryOf" for _, r, _ in typed(text))
    assert any(s.relation == "signatoryOf" for s in read(text)), "the statement itself is kept"


def test_denial_is_negative_and_names_the_one_who_denies() -> None:
    found = [
        s
        for s in read("Ana Kodra denied that NATO attacked the bridge.")
        if s.relation == "attacks"
    ]
    assert [(s.polarity, s.attribution.source_text if s.attribution else "") for s in found] == [
        (Polarity.NEGATIVE, "Ana Kodra")
    ]


def test_quotation_has_its_speaker_even_in_the_next_sentence() -> None:
    text = "“We trust the envoy,” Ana Kodra said. “Serbia supports the treaty.”"
    found = [s for s in read(text) if s.relation == "supports" and s.subject.text == "Serbia"]
    assert [s.attribution.source_text for s in found if s.attribution] == ["Ana Kodra"]


def test_nothing_is_linked_because_it_stands_near() -> None:
    assert typed("NATO. Serbia. Albania. The treaty.") == set()


def test_title_is_a_fact_and_no_part_of_the_name() -> None:
    found = read("NATO Deputy Secretary General Ana Kodra spoke.")
    assert {(s.subject.text, s.object.text) for s in found if s.relation == "holdsPosition"} == {
        ("Ana Kodra", "Deputy Secretary General")
    }


def test_date_and_place_qualify_the_statement() -> None:
    [found] = [
        s
        for s in read("NATO attacked the base in Kandahar in May 2021.")
        if s.relation == "attacks"
    ]
    qualifiers = {q.property: getattr(q.value, "lexical", q.value.text) for q in found.qualifiers}
    assert qualifiers.get("eventDate") == "2021-05"


def test_open_facts_keep_what_no_relation_covers() -> None:
    opened = [s for s in read("The violinist tuned her instrument.") if s.relation is None]
    assert [(s.subject.text, s.predicate, s.object.text) for s in opened] == [
        ("violinist", "tuned", "instrument")
    ]
    assert all(s.modality is Modality.ACTUAL for s in opened)


def speakers(text: str) -> set[tuple[str, str, str | None]]:
    return {
        (s.subject.text, s.object.text, s.attribution.source.text if s.attribution.source else None)
        for s in read(text)
        if s.attribution is not None
    }


def test_answers_of_an_interview_belong_to_the_person_interviewed() -> None:
    text = (
        "Interview with Lena Novak\n\nLena Novak leads Kvarner Lines. We spoke with Novak.\n\n"
        "Why did the union strike?\n\nThe union attacked Kvarner Lines.\n\n"
        "What will you do now?\n\nThe ministry supports Kvarner Lines."
    )
    assert ("union", "Kvarner Lines", "Lena Novak") in speakers(text)
    assert ("ministry", "Kvarner Lines", "Lena Novak") in speakers(text)


def test_labels_name_the_speaker_of_a_turn() -> None:
    text = (
        "Lena Novak spoke in Split.\n\nNovak: The union attacked Kvarner Lines.\n\n"
        "Novak: The ministry supports the union."
    )
    assert {(s, o) for s, o, source in speakers(text) if source == "Novak"} >= {
        ("union", "Kvarner Lines"),
        ("ministry", "union"),
    }


def test_who_accuses_speaks_for_the_accusation() -> None:
    found = speakers("Ana Vidal accused Marko Ilic of attacking the union.")
    assert ("Marko Ilic", "union", "Ana Vidal") in found


def test_calling_a_thing_shameful_criticises_it() -> None:
    assert ("minister", "criticises", "law") in typed("The minister called the law shameful.")


def test_what_a_thing_is_holds_whatever_is_denied_of_it() -> None:
    found = read("The ministry denied that the mayor of Split had visited Norway.")
    heads = [s for s in found if s.relation == "headOf"]
    assert heads
    assert all(s.polarity is Polarity.POSITIVE for s in heads)
