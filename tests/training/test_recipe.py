"""The training recipe on a handful of sentences: every step runs, and what it writes can be used.

PyTorch is no dependency of the tests: where the extra ``train`` is not installed there is nothing
to test. ``.ci/run`` installs it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")

from newsgraph.analysis.component import Analyser
from newsgraph.analysis.coreference import CoreferenceMarker
from newsgraph.analysis.session import Model
from newsgraph_training.card import write_figures
from newsgraph_training.coreference_scores import Scores

ROOT = Path(__file__).parents[2]
PARSES = ROOT / "tests" / "parses" / "examples.conllu"
CORPUS_SENTENCES = 40
NAMES = "Ana B-person\nKodra I-person\nvisited O\nLisna B-location\n. O\n\n".replace(" ", "\t")
TALK = [
    ("Ana", "PROPN", "NNP", 2, "nsubj", "(1-person-new-cf1-1-coref)"),
    ("spoke", "VERB", "VBD", 0, "root", "_"),
    ("to", "ADP", "IN", 4, "case", "_"),
    ("Ben", "PROPN", "NNP", 2, "obl", "(2-person-new-cf2-1-coref)"),
    (".", "PUNCT", ".", 2, "punct", "_"),
    ("She", "PRON", "PRP", 7, "nsubj", "(1-person-giv-cf1-1-coref)"),
    ("thanked", "VERB", "VBD", 0, "root", "_"),
    ("him", "PRON", "PRP", 7, "obj", "(2-person-giv-cf2-1-coref)"),
    (".", "PUNCT", ".", 7, "punct", "_"),
]


def _talk() -> str:
    lines = ["# newdoc id = talk", "# text = Ana spoke to Ben."]
    for i, (word, upos, xpos, head, relation, entity) in enumerate(TALK, start=1):
        number = i if i <= 5 else i - 5
        governor = head if i <= 5 or not head else head - 5
        if i == 6:
            lines += ["", "# text = She thanked him."]
        layer = f"Entity={entity}" if entity != "_" else "_"
        columns = [str(number), word, word.lower(), upos, xpos, "Number=Sing", str(governor)]
        lines.append("\t".join([*columns, relation, "_", layer]))
    return "\n".join([*lines, "", ""])


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Corpora in the shape that the recipe reads, made of our own sentences."""
    folder = tmp_path_factory.mktemp("corpora")
    blocks = PARSES.read_text("utf-8").strip().split("\n\n")[:CORPUS_SENTENCES]
    for name in ("ud", "ner/crossner", "relations"):
        (folder / name).mkdir(parents=True)
    for name in ("en_gum-train", "en_gum-dev", "en_ewt-train", "en_ewt-dev"):
        document = "\n".join(["# newdoc id = own", *"\n\n".join(blocks).split("\n"), "", ""])
        (folder / "ud" / f"{name}.conllu").write_text(document + _talk(), "utf-8")
    for name in ("politics-train", "politics-dev"):
        (folder / "ner" / "crossner" / f"{name}.txt").write_text(NAMES * 4, "utf-8")
    numbered = "1\tAna\tB-PER\n2\tKodra\tI-PER\n3\tspoke\tO\n\n" * 4
    (folder / "ner" / "wikigold.conllu").write_text(numbered, "utf-8")
    (folder / "ner" / "uner_ewt-dev.iob2").write_text(numbered, "utf-8")
    (folder / "ner" / "btc.train").write_text("Ana\tB-PER\nspoke\tO\n\n" * 4, "utf-8")
    entity = [{"name": "Lisna", "pos": [2, 3], "sent_id": 0, "type": "LOC"}]
    wiki = [{"sents": [["They", "left", "Lisna", "."]], "vertexSet": [entity]}]
    bare = json.dumps({"sentence": "Ben left the harbour early."})
    (folder / "relations" / "own.jsonl").write_text(bare + "\n", "utf-8")
    (folder / "relations" / "redocred-dev.json").write_text(json.dumps(wiki), "utf-8")
    return folder


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "own").mkdir()
    text = "Ana Kodra visited Lisna. She praised the harbour."
    article = {
        "doc_id": "own-1",
        "text": text,
        "sentences": [
            {"idx": 1, "text": "Ana Kodra visited Lisna."},
            {"idx": 2, "text": "She praised the harbour."},
        ],
        "entities": [
            {"id": "e1", "name": "Ana Kodra", "type": "Person", "named": True,
             "mentions": [[1, "Ana Kodra", "nam"], [2, "She", "pro"]]},
            {"id": "e2", "name": "Lisna", "type": "City", "named": True,
             "mentions": [[1, "Lisna", "nam"]]},
            {"id": "e3", "name": "the harbour", "type": "Facility", "named": False,
             "mentions": [[2, "the harbour", "nom"]]},
        ],
        "facts": [],
    }  # fmt: skip
    (folder / "own" / "own-1.json").write_text(json.dumps(article), "utf-8")
    (folder / "own" / "own-1.txt").write_text(text, "utf-8")
    return folder


def _step(name: str, *options: str | Path) -> str:
    command = [sys.executable, "-m", "newsgraph_training", name, *map(str, options)]
    path = os.pathsep.join(p for p in sys.path if p)  # with the training package, see conftest
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def model(corpora: Path, articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was trained in two goes, the second going on where the first stopped."""
    run, target = tmp_path_factory.mktemp("run"), tmp_path_factory.mktemp("model")
    data = ("--corpora", corpora, "--articles", articles, "--threads", "1")
    _step("train", *data, "--out", run, "--epochs", "1")
    assert "resumed after pass 1" in _step("train", *data, "--out", run, "--epochs", "2")
    _step("export", *data, "--run", run, "--to", target)
    _step("heads", *data, "--to", target, "--coreference-epochs", "1")
    return target


def test_trained_model_annotates(model: Path) -> None:
    import spacy

    doc = spacy.blank("en").make_doc("Ana Kodra visited Lisna. She praised the harbour.")
    doc[5].is_sent_start = True
    loaded = Model(model)
    doc = CoreferenceMarker(loaded)(Analyser(loaded)(doc))
    assert all(token.pos_ and token.dep_ and token.lemma_ for token in doc)
    assert sum(token.dep_ == "root" for token in doc) == 2
    assert doc.tensor.shape == (len(doc), 384)
    assert "coref_links" in doc.spans


def test_pupil_learns_from_a_teacher_also_where_nothing_is_annotated(
    corpora: Path, articles: Path, tmp_path: Path
) -> None:
    data = ("--corpora", corpora, "--articles", articles, "--threads", "1", "--epochs", "1")
    _step("train", *data, "--out", tmp_path / "teacher", "--layers", "2")
    learning = ("--teacher", tmp_path / "teacher", "--words-learn", "--workers", "1")
    told = _step("train", *data, "--out", tmp_path / "pupil", *learning)
    assert "plain: 1 sentences" in told
    assert "taught arc=" in told and "taught names=" in told
    assert "after pass 1: gum UPOS" in told
    _step("export", "--run", tmp_path / "pupil", "--to", tmp_path / "model")
    assert (tmp_path / "model" / "analyser.onnx").stat().st_size > 10_000_000


def test_figures_go_into_the_card(model: Path, corpora: Path, articles: Path) -> None:
    printed = _step("evaluate", "--corpora", corpora, "--articles", articles, "--to", model)
    card = (model / "MODEL_CARD.md").read_text("utf-8")
    rows = [line for line in printed.splitlines() if line.startswith("| en_gum-dev |")]
    assert {"LAS", "features", "coreference, CoNLL"} <= {row.split("|")[2].strip() for row in rows}
    assert all(row in card for row in rows)


def test_figures_replace_the_older_ones(tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    write_figures(card, "| old |")
    card.write_text(card.read_text("utf-8") + "\nLicence.\n", "utf-8")
    write_figures(card, "| new |")
    text = card.read_text("utf-8")
    assert "| new |" in text and "| old |" not in text and text.endswith("Licence.\n")


def test_coreference_scores_of_the_reference_example() -> None:
    """Key {a b c} {d e f g}, response {a b} {c d} {f g h i}: Pradhan et al. 2014, table 2."""
    scores = Scores()
    wanted = [frozenset("abc"), frozenset("defg")]
    scores.add([frozenset("ab"), frozenset("cd"), frozenset("fghi")], wanted)
    assert scores.muc.right_wanted / scores.muc.wanted == pytest.approx(2 / 5)
    assert scores.muc.right_found / scores.muc.found == pytest.approx(2 / 5)
    assert scores.b3.right_found / scores.b3.found == pytest.approx(1 / 2)
    assert scores.b3.right_wanted / scores.b3.wanted == pytest.approx(5 / 12)
    assert scores.ceaf.right_found / scores.ceaf.found == pytest.approx(0.433, abs=1e-3)
    assert scores.ceaf.right_wanted / scores.ceaf.wanted == pytest.approx(0.65)
