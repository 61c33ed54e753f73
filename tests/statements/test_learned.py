"""What the trained reader may say, and how it fails; what it finds is measured elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.model import Document, Mention, Statement
from newsgraph.pipeline import analyser
from newsgraph.reading import read_all
from newsgraph.statements import extract_statements
from newsgraph.statements.learned import RULE, ReaderModel
from newsgraph.statements.reader import StatementReader
from newsgraph.vocabulary import builtin

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
TEXT = "\n\n".join(document.text for document in read_all([SEEDS])[0])


def read(text: str, *, learned: bool = True, states: bool = True) -> list[Statement]:
    document = Document(id="doc-test", text=text)
    doc = analyser(None)(text)
    if not states:
        doc.tensor = doc.tensor[:, :96]
    mentions = find_mentions(doc, document.id, builtin())
    clusters = corefer(doc, mentions, builtin())
    return extract_statements(doc, mentions, clusters, document, builtin(), learned=learned)


@pytest.fixture(scope="module")
def statements() -> list[Statement]:
    return read(TEXT)


@pytest.fixture(scope="module")
def of_reader(statements: list[Statement]) -> list[Statement]:
    return [s for s in statements if RULE in s.evidence.rules]


def test_reader_adds_typed_statements_between_mentions(of_reader: list[Statement]) -> None:
    assert len(of_reader) > 10
    assert all(s.relation and isinstance(s.object, Mention) for s in of_reader)


def test_reader_names_a_word_of_the_sentence_as_trigger(of_reader: list[Statement]) -> None:
    for statement in of_reader:
        evidence = statement.evidence
        assert evidence.sentence.contains(evidence.trigger)
        assert TEXT[evidence.trigger.start : evidence.trigger.end].isalpha()


def test_reader_is_believed_from_its_threshold_on(of_reader: list[Statement]) -> None:
    strict = ReaderModel()
    strict.threshold = 0.9
    document = Document(id="doc-test", text=TEXT)
    doc = analyser(None)(TEXT)
    mentions = find_mentions(doc, document.id, builtin())
    clusters = corefer(doc, mentions, builtin())
    reader = StatementReader(doc, mentions, clusters, document, builtin(), ())
    surest = reader.read(model=strict)
    kept = {(s.subject.span, s.object.span) for s in surest if RULE in s.evidence.rules}
    assert kept < {(s.subject.span, s.object.span) for s in of_reader}
    assert all(s.evidence.confidence >= 0.9 for s in surest if RULE in s.evidence.rules)


def test_reader_respects_the_classes_of_relations(of_reader: list[Statement]) -> None:
    vocabulary = builtin()
    for statement in of_reader:
        assert statement.relation is not None
        relation = vocabulary.relations[statement.relation]
        for end, wanted in (
            (statement.subject, relation.domain),
            (statement.object, relation.range),
        ):
            assert isinstance(end, Mention)
            if vocabulary.coarse(end.entity_class) == "person":
                assert any(vocabulary.is_a("Person", c) or vocabulary.is_a(c, "Person")
                           for c in wanted)  # fmt: skip


def test_reader_adds_to_the_rules_and_takes_nothing_away(statements: list[Statement]) -> None:
    by_rules = [s for s in read(TEXT, learned=False) if s.relation]
    kept = [s for s in statements if s.relation and RULE not in s.evidence.rules]
    assert by_rules == kept


def test_reader_is_silent_without_the_states_of_our_analyser() -> None:
    assert read(TEXT, states=False) == read(TEXT, learned=False)


def test_reader_says_the_same_each_time(statements: list[Statement]) -> None:
    assert read(TEXT) == statements


def test_word_that_denies_is_no_trigger_of_what_it_denies() -> None:
    said = read("Marta Kolar failed to win the seat of Lenore Vask in the parliament of Norway.")
    assert not [s for s in said if s.relation and s.asserted and s.relation in ("wins", "defeats")]


def test_network_labels_are_all_mapped_to_known_relations() -> None:
    model = ReaderModel()
    unmapped = set(model.labels[1:]) - set(model.choices)
    # dates are values, and the rules alone are sure enough of posts and of making
    assert unmapped == {"other", "occurs_on", "holds_position", "creates"}
    for choice in model.choices.values():
        assert {*choice.evoked, *choice.otherwise} <= set(builtin().relations)
