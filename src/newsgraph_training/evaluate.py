"""Scores an exported model on development data: gold tokens and sentences in, figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from newsgraph.analysis.component import Analyser
from newsgraph.analysis.coreference import CoreferenceMarker
from newsgraph.analysis.segmentation import Segmenter
from newsgraph.analysis.session import Model
from newsgraph_training import name_corpora as names
from newsgraph_training.coreference_data import gum_documents
from newsgraph_training.coreference_scores import Scores
from newsgraph_training.samples import Sample
from newsgraph_training.span_scores import COARSE, Score, count, gold_spans, summary
from newsgraph_training.universal_dependencies import read_treebank, sentences


@dataclass(slots=True)
class Evaluation:
    """Figures by corpus and measure, in per cent."""

    figures: dict[str, dict[str, float]] = field(default_factory=dict)

    def table(self) -> str:
        """Return a Markdown table."""
        lines = ["| corpus | measure | value |", "|---|---|---|"]
        for corpus, row in self.figures.items():
            lines += [f"| {corpus} | {name} | {value:.1f} |" for name, value in row.items()]
        return "\n".join(lines)


def evaluate(model_folder: Path, corpora: Path) -> Evaluation:
    """Measure every head on development data.

    Trees, features and coreference on gold tokens and sentences; sentences on raw text, once with
    the paragraphs marked by blank lines and once as one line.
    """
    analyser = Analyser(Model(model_folder))
    result = Evaluation()
    for name in ("gum", "ewt"):
        path = corpora / "ud" / f"en_{name}-dev.conllu"
        row = _trees(analyser, read_treebank(path, name))
        row["features"] = _features(analyser, path)
        row["sentences F1, paragraphs known"] = _sentences(path, "\n\n").f1
        row["sentences F1, one line"] = _sentences(path, " ").f1
        result.figures[f"en_{name}-dev"] = row
    coreference = _coreference(model_folder, corpora / "ud" / "en_gum-dev.conllu")
    result.figures["en_gum-dev"] |= coreference
    politics = corpora / "ner" / "crossner" / "politics-dev.txt"
    result.figures["CrossNER politics dev"] = _names(analyser, names.read_crossner(politics), True)
    uner = names.read_uner(corpora / "ner" / "uner_ewt-dev.iob2")
    result.figures["UNER EWT dev"] = _names(analyser, uner, False)
    return result


def _features(analyser: Analyser, path: Path) -> float:
    """Share of words whose whole feature bundle is right, in per cent."""
    right = total = 0
    for _, rows in sentences(path):
        doc = _parse(analyser, [row[1] for row in rows])
        right += sum((str(t.morph) or "_") == row[5] for t, row in zip(doc, rows, strict=True))
        total += len(rows)
    return 100 * right / total


def _sentences(path: Path, break_: str) -> Score:
    """Spans of sentences found in raw text; paragraphs are parted by ``break_``."""
    segmenter, score = Segmenter(), Score()
    english = spacy.blank("en")
    for text, gold in _raw_texts(path, break_):
        found = set()
        for sentence in segmenter(english.make_doc(text)).sents:
            span = sentence.text.strip()
            start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
            if span:
                found.add((start, start + len(span)))
        score.hits += len(gold & found)
        score.found += len(found)
        score.gold += len(gold)
    return score


def _raw_texts(path: Path, break_: str) -> Iterator[tuple[str, set[tuple[int, int]]]]:
    text, spans, paragraph = "", set[tuple[int, int]](), False
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("# newdoc id") and text:
            yield text, spans
            text, spans = "", set()
        elif line.startswith("# newpar") and not line.startswith("# newpar_"):
            paragraph = True
        elif line.startswith("# text = "):
            if text:
                text += break_ if paragraph else " "
            sentence = line.removeprefix("# text = ")
            spans.add((len(text), len(text) + len(sentence)))
            text, paragraph = text + sentence, False
    if text:
        yield text, spans


def _coreference(model_folder: Path, path: Path) -> dict[str, float]:
    """CoNLL score by heads, and its three parts."""
    model = Model(model_folder)
    analyser, marker, scores = Analyser(model), CoreferenceMarker(model), Scores()
    for doc, wanted in gum_documents(path, analyser):
        found = [frozenset(cluster) for cluster in marker.read(doc).clusters]
        scores.add(found, wanted)
    parts = {
        "CoNLL": scores.conll,
        "MUC": scores.muc.f1,
        "B3": scores.b3.f1,
        "CEAFe": scores.ceaf.f1,
    }
    parts["mentions"] = scores.mentions.f1
    return {f"coreference, {name}": 100 * value for name, value in parts.items()}


def _parse(analyser: Analyser, words: list[str]) -> Doc:
    starts: list[bool | int | None] = [i == 0 for i in range(len(words))]
    return analyser(Doc(_VOCAB, words=words, sent_starts=starts))


_VOCAB = Vocab()


def _trees(analyser: Analyser, samples: list[Sample]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for sample in samples:
        tree = sample.tree
        assert tree is not None
        doc = _parse(analyser, sample.words)
        for i, token in enumerate(doc):
            head = 0 if token.dep_ == "root" else token.head.i + 1
            right = head == tree.heads[i]
            counts["words"] += 1
            counts["UPOS"] += token.pos_ == tree.upos[i]
            counts["XPOS"] += token.tag_ == tree.xpos[i]
            counts["lemma"] += token.lemma_.lower() == tree.lemmas[i].lower()
            counts["UAS"] += right
            counts["LAS"] += right and token.dep_ == tree.relations[i]
    return {k: 100 * counts[k] / counts["words"] for k in ("UPOS", "XPOS", "lemma", "UAS", "LAS")}


def _names(analyser: Analyser, samples: list[Sample], misc: bool) -> dict[str, float]:
    scores: dict[str, Score] = {}
    for sample in samples:
        doc = _parse(analyser, sample.words)
        found = {(e.start, e.end, COARSE.get(e.label_, "MISC")) for e in doc.ents}
        count(scores, found, gold_spans(sample), misc=misc)
    return summary(scores)
