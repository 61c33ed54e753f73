"""Text without annotation, cut into sentences: teachers say what there is to learn from it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import spacy

from newsgraph.analysis.segmentation import FACTORY, keep_titles_whole
from newsgraph_training.samples import Sample

#: Novels are no news: so many sentences of each.
_NOVEL_SENTENCES = 30


def read_plain(corpora: Path) -> list[Sample]:
    """Read what there is of FewRel, KnowledgeNet, Text2KGBench, GAP and LitBank; sorted, once each.

    The order and the tokens are fixed; corpora that are missing are left out.
    """
    nlp = spacy.blank("en")
    keep_titles_whole(nlp)
    nlp.add_pipe(FACTORY)
    found: dict[tuple[str, ...], None] = {}
    for text in _texts(corpora):
        for sentence in nlp(text).sents:
            words = tuple(t.text for t in sentence if not t.is_space)
            if 3 <= len(words) <= 80:
                found[words] = None
    fewrel = corpora / "relations" / "fewrel-val_wiki.json"
    if fewrel.exists():
        for items in json.loads(fewrel.read_text("utf-8")).values():
            found |= {tuple(item["tokens"]): None for item in items if len(item["tokens"]) <= 80}
    for path in sorted((corpora / "coref" / "litbank").glob("*.conll")):
        found |= dict.fromkeys(_novel(path))
    return [Sample(words=list(words), source="plain") for words in sorted(found)]


def _texts(corpora: Path) -> Iterator[str]:
    for path in sorted((corpora / "relations").glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from (json.loads(line)["sentence"] for line in file)
    gap = corpora / "coref" / "gap-development.tsv"
    if gap.exists():
        with gap.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["Text"]


def _novel(path: Path) -> list[tuple[str, ...]]:
    """The first sentences of a novel; the words are in the fourth column."""
    sentences: list[tuple[str, ...]] = []
    words: list[str] = []
    for line in path.read_text("utf-8").split("\n"):
        columns = line.split("\t")
        if len(columns) > 3:
            words.append(columns[3])
        elif words:
            if 3 <= len(words) <= 60:
                sentences.append(tuple(words))
            words = []
    return sentences[:_NOVEL_SENTENCES]
