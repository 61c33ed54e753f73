"""Who is meant by pronouns and descriptions: clusters of an article against annotated ones.

A row a set: of the pronouns whose entity is named or described elsewhere, how many were linked to
something (found) and how many of those to the right thing (precision); the same for descriptions of
named entities, right if they stand in the cluster of the name. Last the CoNLL score by heads.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.model import Cluster, MentionKind
from newsgraph.pipeline import analyser
from newsgraph.vocabulary import Vocabulary, builtin
from newsgraph_training.coreference_scores import Ratio, Scores

Gold = dict[int, tuple[str, str]]  # head token → entity, kind (nam, nom, pro)


def gold_heads(doc: Doc, article: dict[str, Any]) -> Gold:
    """Find the heads of the annotated mentions in the parsed article."""
    heads: Gold = {}
    places: dict[int, tuple[int, int]] = {}
    position = 0
    for sentence in article["sentences"]:
        start = doc.text.find(sentence["text"], position)
        if start >= 0:
            position = start + len(sentence["text"])
            places[sentence["idx"]] = (start, position)
    for entity in article["entities"]:
        for index, surface, kind in entity["mentions"]:
            start, end = places.get(index, (0, 0))
            at = doc.text.find(surface, start, end)
            while at >= 0:
                span = doc.char_span(at, at + len(surface))
                if span is not None:
                    heads.setdefault(span.root.i, (entity["id"], kind))
                at = doc.text.find(surface, at + 1, end)
    return heads


def measure(
    doc: Doc, clusters: Sequence[Cluster], gold: Gold, ratios: dict[str, Ratio], scores: Scores
) -> None:
    starts = {t.idx: t.i for t in doc}
    found: list[frozenset[int]] = []
    entity_of: dict[int, str | None] = {}
    named_of: dict[int, set[str]] = {}
    for cluster in clusters:
        tokens = {}
        for mention in cluster.mentions:
            head = mention.head.start if mention.head else mention.span.start
            tokens[starts[head]] = mention.kind
        votes = Counter(
            gold[t][0] for t, k in tokens.items() if t in gold and k is not MentionKind.PRONOUN
        )
        entity = votes.most_common(1)[0][0] if votes else None
        named = {gold[t][0] for t in tokens if t in gold and gold[t][1] == "nam"}
        alone = not [k for k in tokens.values() if k is not MentionKind.PRONOUN]
        for t in tokens:
            entity_of[t] = None if alone else entity or "other"
            named_of[t] = named
        found.append(frozenset(tokens))
    by_entity: dict[str, set[int]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    for token, (entity, kind) in gold.items():
        by_entity[entity].add(token)
        kinds[entity].add(kind)
    scores.add(found, [frozenset(c) for c in by_entity.values()])
    for token, (entity, kind) in gold.items():
        if kind == "pro" and kinds[entity] & {"nam", "nom"}:
            found_entity = entity_of.get(token)
            _add(ratios["pronouns"], found_entity is not None, found_entity == entity)
        elif kind == "nom" and "nam" in kinds[entity]:
            named = named_of.get(token, set())
            _add(ratios["descriptions"], bool(named), entity in named)


def _add(ratio: Ratio, linked: bool, right: bool) -> None:
    ratio.found += linked
    ratio.wanted += 1
    ratio.right_found += right
    ratio.right_wanted += right


def run(folder: Path, nlp: Language, vocabulary: Vocabulary) -> str:
    ratios = {"pronouns": Ratio(), "descriptions": Ratio()}
    scores = Scores()
    for path in sorted(folder.glob("*.json")):
        article = json.loads(path.read_text("utf-8"))
        doc = nlp(path.with_suffix(".txt").read_text("utf-8"))
        clusters = corefer(doc, find_mentions(doc, path.stem, vocabulary), vocabulary)
        measure(doc, clusters, gold_heads(doc, article), ratios, scores)
    cells = [folder.name]
    for ratio in ratios.values():
        precision = ratio.right_found / max(1.0, ratio.found)
        recall = ratio.right_wanted / max(1.0, ratio.wanted)
        cells += [f"{precision:.3f}", f"{recall:.3f}", f"{ratio.f1:.3f}"]
    return " | ".join([*cells, f"{scores.conll:.3f}"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help="names of sets; all if none is given")
    parser.add_argument("--folder", type=Path, default=Path("../shared/gold"))
    options = parser.parse_args()
    names = options.sets or sorted(p.name for p in options.folder.iterdir() if p.is_dir())
    head = "set | pronouns P | R | F1 | descriptions P | R | F1 | CoNLL"
    sys.stdout.write(head + "\n")
    nlp, vocabulary = analyser(None), builtin()
    for name in names:
        sys.stdout.write(run(options.folder / name, nlp, vocabulary) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
