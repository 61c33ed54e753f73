from __future__ import annotations

import pickle

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph import analysis
from newsgraph.errors import ModelNotFound

TEXT = (
    "NATO deputy chief Ana Kodra visited Prishtina on Monday.\n\n"
    "She praised KFOR, the Alliance's largest mission. “We will stay,” she said."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return analysis.load()


def _annotation(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.pos_, t.tag_, t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in doc]


def test_analysis_parses_and_names(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert {(e.text, e.label_) for e in doc.ents} >= {("Ana Kodra", "PERSON"), ("KFOR", "ORG")}
    visited = next(t for t in doc if t.text == "visited")
    assert visited.lemma_ == "visit"
    assert {c.dep_ for c in visited.children} >= {"nsubj", "obj"}


def test_every_sentence_is_one_tree(nlp: Language) -> None:
    for sentence in nlp(TEXT).sents:
        assert sum(t.head.i == t.i for t in sentence) == 1


def test_annotation_does_not_depend_on_neighbours(nlp: Language) -> None:
    alone = _annotation(nlp(TEXT))
    others = ["A short text.", TEXT, "Another text of a quite different length, with more words."]
    assert _annotation(list(nlp.pipe(others))[1]) == alone


@pytest.mark.parametrize("before", ["", "It rained.\n\n", "Ships of many kinds sail there. " * 9])
def test_sentence_is_read_alike_whatever_stands_around_it(nlp: Language, before: str) -> None:
    sentence = "Ana Kodra, who leads the mission, met the envoys of Norway in Oslo on 4 May 2021."
    after = "\n\nA much longer sentence follows, with names such as Petra Zeilhofer and KFOR in it."

    def columns(doc: Doc, start: int) -> list[tuple[object, ...]]:
        span = doc[start : start + len(nlp.make_doc(sentence))]
        return [(*row[:5], t.head.i - start, row[6])
                for row, t in zip(_annotation(span.as_doc()), span, strict=True)]  # fmt: skip

    alone, within = nlp(sentence), nlp(before + sentence + after)
    start = len(nlp.make_doc(before))
    assert columns(within, start) == columns(alone, 0)
    states = np.asarray(within.tensor)[start : start + len(alone)]
    assert np.array_equal(states, np.asarray(alone.tensor))


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_change_nothing(nlp: Language, threads: int) -> None:
    doc, other = nlp(TEXT), analysis.load(threads=threads)(TEXT)
    assert _annotation(other) == _annotation(doc)
    assert np.array_equal(np.asarray(other.tensor), np.asarray(doc.tensor))


def test_batch_size_changes_nothing(nlp: Language) -> None:
    texts = [TEXT, "A short text.", "Norway attacked Kenya, and Kenya left the union."] * 2
    singly = [_annotation(nlp(text)) for text in texts]
    for size in (1, 2, 5):
        assert [_annotation(doc) for doc in nlp.pipe(texts, batch_size=size)] == singly


def test_same_text_gives_the_same_annotation(nlp: Language) -> None:
    first, second = nlp(TEXT), nlp(TEXT)
    assert _annotation(first) == _annotation(second)
    assert np.array_equal(np.asarray(first.tensor), np.asarray(second.tensor))


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "🚀", "\u200b.", "!" * 50, "a " * 3])
def test_odd_texts_are_analysed(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_a_sentence_longer_than_the_window_is_read_to_its_end(nlp: Language) -> None:
    text = (
        "The envoy met "
        + ", ".join(f"minister {i}" for i in range(400))
        + "; NATO praised them in Brussels."
    )
    doc = nlp(text)
    assert all(t.pos_ for t in doc)
    assert len(list(doc.sents)) == 1
    assert any(e.text == "NATO" for e in doc.ents)


def test_pipeline_pickles(nlp: Language) -> None:
    again = pickle.loads(pickle.dumps(nlp))
    assert _annotation(again(TEXT)) == _annotation(nlp(TEXT))


def test_missing_pipeline_says_what_to_do() -> None:
    with pytest.raises(ModelNotFound, match="no_such_pipeline") as caught:
        analysis.load("no_such_pipeline")
    assert "--model" in caught.value.hint
