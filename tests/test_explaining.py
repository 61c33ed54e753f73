"""Why a fact was read, and why nothing else was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import newsgraph
from case_manual import read_cases
from frozen_manuals import constructions
from newsgraph.cli import main
from newsgraph.coreference import corefer
from newsgraph.errors import GraphError
from newsgraph.explaining import Question
from newsgraph.mentions import find_mentions
from newsgraph.model import Document
from newsgraph.settings import Settings, StoreText
from newsgraph.statements.reader import StatementReader
from newsgraph.statements.rules import BEGINNINGS, RULES, explain_rule
from newsgraph.vocabulary import builtin

pytestmark = pytest.mark.model

TEXT = (
    "Ana Vidal, the Albanian envoy, said she had met Lena Novak in Rijeka. "
    "Serbia did not sign the treaty."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graphs") / "one"
    result = newsgraph.build([newsgraph.make_document(TEXT)], settings=Settings())
    newsgraph.save(result, path)
    return path


def reasons(text: str) -> dict[str, str]:
    """Word of the text → why it gave no edge."""
    found = newsgraph.silences(newsgraph.make_document(text))
    return {silence.text: "; ".join(silence.reasons) for silence in found}


def test_explanation_replays_trigger_path_coreference_and_classes() -> None:
    [told] = newsgraph.explain(newsgraph.make_document(TEXT), "Ana Vidal | meetsWith | Lena Novak")
    assert told.trigger == "met"
    assert told.entry == "verb “meet” states meetsWith: subject → object"
    assert told.subject.text == "she"
    assert told.subject.stands_for == "Ana Vidal"
    assert "Ana Vidal" in told.subject.coreference
    assert told.subject.path == ("met —nsubj→ she",)
    assert (told.object.entity_class, told.object.fits) == ("Person", True)
    assert [name for name, _ in told.rules][:2] == ["verb_trigger", "subject_of_active"]
    assert told.sentence.startswith("Ana Vidal")


def test_empty_part_of_a_question_stands_for_anything() -> None:
    document = newsgraph.make_document(TEXT)
    every = newsgraph.explain(document)
    assert len(every) > len(newsgraph.explain(document, "serbia")) >= 1
    with pytest.raises(GraphError, match="states no 'x'") as caught:
        newsgraph.explain(document, "x")
    assert "meetsWith" in caught.value.hint
    with pytest.raises(GraphError, match="is no fact"):
        Question.read("a | b | c | d")


def test_fact_of_a_graph_is_explained_like_that_of_the_text(folder: Path) -> None:
    [(fact, [told])] = newsgraph.explain_fact(folder, "Ana Vidal | meetsWith |")
    [direct] = newsgraph.explain(newsgraph.make_document(TEXT), "| meetsWith |")
    assert told.rules == direct.rules
    assert told.subject.path == direct.subject.path
    assert [f.id for f, _ in newsgraph.explain_fact(folder, fact.id)] == [fact.id]
    with pytest.raises(GraphError, match="holds no fact"):
        list(newsgraph.explain_fact(folder, "nobody | meetsWith |"))


def test_graph_without_text_explains_what_it_has(tmp_path: Path) -> None:
    settings = Settings(store_text=StoreText.NONE)
    newsgraph.save(newsgraph.build([newsgraph.make_document(TEXT)], settings=settings), tmp_path)
    [(_, [told])] = newsgraph.explain_fact(tmp_path, "| meetsWith |")
    assert told.rules
    assert told.subject.path == ()


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("Serbia smiled.", "smiled", "no trigger verb “smile” in the vocabulary"),
        ("Serbia did not sign the treaty.", "sign", "is a statement, not an edge: denied"),
        ("Serbia may sign the treaty.", "sign", "is a statement, not an edge: possible"),
        ("Lena Novak has criticised.", "criticised", "nothing stands as object"),
        ("The treaty arrested Lena Novak.", "arrested", "its subject must be"),
        ("Serbia held talks with Kosovo.", "held", "it only carries “talks”"),
        ("Lena Novak claimed that it rained.", "claimed", "names the speaker"),
    ],
)
def test_silent_predicate_says_why(text: str, word: str, reason: str) -> None:
    assert reason in reasons(text)[word]


def test_predicate_with_an_edge_is_not_silent() -> None:
    assert "met" not in reasons("Ana Vidal met Lena Novak.")


def test_every_rule_that_is_applied_is_explained() -> None:
    manual, vocabulary = constructions(), builtin()
    parses, applied = manual.parses(), set[str]()
    for case in read_cases():
        doc = parses[case.id, case.text]
        mentions = find_mentions(doc, "case", vocabulary)
        document = Document(id="case", text=doc.text)
        clusters = corefer(doc, mentions, vocabulary)
        reader = StatementReader(doc, mentions, clusters, document, vocabulary, ())
        applied |= {rule for s in reader.read(learned=False) for rule in s.evidence.rules}
    assert len(applied) > 50
    assert sorted(rule for rule in applied if not explain_rule(rule)) == []


def test_explanations_name_no_rule_twice() -> None:
    assert len(set(RULES.values())) == len(RULES)
    assert explain_rule("governed_by_refuse") == BEGINNINGS["governed_by_"].format("refuse")
    assert explain_rule("a_rule_of_tomorrow") == ""


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(a) for a in arguments])
    return int(caught.value.code or 0)


def test_show_tells_silent_predicates_and_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "Serbia smiled.") == 0
    assert "no trigger verb “smile”" in capsys.readouterr().out
    assert run("show", "Serbia smiled.", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["silent"][0]["lemma"] == "smile"
    assert record["extraction"]["mentions"][0]["text"] == "Serbia"


def test_show_why_explains_text_and_graph(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", TEXT, "--why", "| meetsWith |") == 0
    direct = capsys.readouterr().out
    assert "she   stands for “Ana Vidal”" in direct
    assert run("show", "--graph", folder, "--why", "| meetsWith |") == 0
    assert direct in capsys.readouterr().out
    assert run("show", "--graph", folder, "--why", "| meetsWith |", "--json") == 0
    [record] = json.loads(capsys.readouterr().out)
    assert record["statements"][0]["rules"][0]["rule"] == "verb_trigger"
    assert run("show", "--graph", folder, "--why", "x") == 1
    assert run("show", "--graph", folder) == 2
    assert run("show") == 2
