"""The analyser is a spaCy pipeline like any other: saved, pickled, run in processes, mixed."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph import analysis

TEXTS = [
    "NATO deputy chief Ana Kodra visited Prishtina on Monday.\n\nShe praised KFOR.",
    "“We will stay,” she said.",
    "",
    "Norvik Grid paid 5 million euros to the town of Tetovo, which sued the company.",
]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return analysis.load()


def annotation(doc: Doc) -> list[object]:
    """Everything that the analyser leaves."""
    tokens = [
        (t.text, t.pos_, t.tag_, t.lemma_, str(t.morph), t.dep_, t.head.i, t.ent_iob_, t.ent_type_,
         t.is_sent_start) for t in doc
    ]  # fmt: skip
    kinds = [(s.start, s.label_) for s in doc.spans["heads"]] if "heads" in doc.spans else []
    groups = {name: [(s.start, s.end) for s in doc.spans[name]] for name in doc.spans}
    return [tokens, kinds, groups, np.asarray(doc.tensor).tolist()]


@pytest.fixture(scope="module")
def expected(nlp: Language) -> list[object]:
    return [annotation(nlp(text)) for text in TEXTS]


def read(nlp: Language) -> list[object]:
    return [annotation(nlp(text)) for text in TEXTS]


def test_pickled_pipeline_reads_alike(nlp: Language, expected: list[object]) -> None:
    assert read(pickle.loads(pickle.dumps(nlp))) == expected


def test_saved_pipeline_reads_alike(nlp: Language, expected: list[object], tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    assert read(spacy.load(tmp_path / "saved")) == expected
    assert read(analysis.load().from_disk(tmp_path / "saved")) == expected


def test_saved_pipeline_reads_long_texts(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "saved")
    assert analysis.load(str(tmp_path / "saved")).max_length == nlp.max_length


def test_pipeline_from_bytes_reads_alike(nlp: Language, expected: list[object]) -> None:
    assert read(analysis.load().from_bytes(nlp.to_bytes())) == expected


@pytest.mark.parametrize("threads", [1, 2])
def test_processes_read_alike(expected: list[object], threads: int) -> None:
    nlp = analysis.load(threads=threads)
    nlp("The network is loaded before the processes start.")
    docs = list(nlp.pipe(TEXTS, n_process=2, batch_size=2))
    assert [annotation(doc) for doc in docs] == expected


def test_threads_are_saved_with_the_pipeline(tmp_path: Path) -> None:
    analysis.load(threads=3).to_disk(tmp_path / "saved")
    saved = spacy.load(tmp_path / "saved")
    assert saved.get_pipe_config("newsgraph_analyser")["threads"] == 3


def test_saved_document_keeps_its_annotation(nlp: Language, expected: list[object]) -> None:
    doc = nlp(TEXTS[0])
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert annotation(again) == expected[0]
    assert not doc.user_data


def test_components_are_found_by_name_without_importing_newsgraph() -> None:
    code = """
import spacy, sys
nlp = spacy.blank("en")
nlp.add_pipe("newsgraph_analyser")
nlp.add_pipe("newsgraph_values", before="newsgraph_analyser")
nlp.add_pipe("newsgraph_sentences", first=True)
assert "newsgraph" in sys.modules
spacy.blank("en").add_pipe("newsgraph_adapter")
print(*((e.text, e.label_) for e in nlp("Ana Kodra visited Oslo.").ents))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "('Ana Kodra', 'PERSON')" in run.stdout


def test_analyser_alone_finds_its_sentences(expected: list[object]) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsgraph_analyser")
    nlp.add_pipe("newsgraph_values")
    nlp.add_pipe("newsgraph_coreference")
    assert read(nlp) == expected


def test_analyser_keeps_sentences_found_before() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [";"]})
    nlp.add_pipe("newsgraph_analyser")
    doc = nlp("Ships sail; trains run. Cars drive")
    assert [s.text for s in doc.sents] == ["Ships sail;", "trains run. Cars drive"]


def test_names_of_a_ruler_stand_beside_those_of_the_analyser(nlp: Language) -> None:
    own = analysis.load()
    ruler = own.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": "COMPANY", "pattern": "Norvik Grid"}])  # type: ignore[attr-defined]
    found = {(e.text, e.label_) for e in own(TEXTS[3]).ents}
    assert {("Norvik Grid", "COMPANY"), ("5 million euros", "MONEY")} <= found
