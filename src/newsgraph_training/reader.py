"""Trains the relation reader on annotated articles, measures it, and writes the shipped files.

The encoder is frozen: what is trained is a small head on the states that the shipped analyser
leaves on a document, so train it anew after the analyser has changed. The shipped head is trained
on the six sets ``GROUPS``; ``dev`` is never read here. Figures come from cross-validation: each
article is scored by a head that has not seen it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import numpy as np
import torch

from newsgraph.analysis import load
from newsgraph.statements.learned import NETWORK, RELATIONS
from newsgraph.statements.pairs import Describer, Inventories
from newsgraph.vocabulary import Vocabulary, builtin
from newsgraph_training.reader_data import NONE, Article, Examples, examples_of, read_articles
from newsgraph_training.reader_network import INPUTS, OF_WORDS, Head, Plan, train

GROUPS: Final = ("domestic", "economy", "general", "invented", "train", "world")
#: Least probability that is believed; chosen in cross-validation for precision.
THRESHOLD: Final = 0.5
#: Classes that the network tells apart, the narrowest first.
_CLASSES: Final = (
    "Country", "Place", "Person", "MilitaryForce", "GovernmentBody", "Organization", "Group",
    "Event", "Document", "Product", "Position", "Topic", "Agent",
)  # fmt: skip
_LEAST_PREPOSITIONS: Final = 10  #: occurrences that make a preposition worth a vector
UNSEEN: Final = "unseen.json"  #: beside the head of a fold: the articles that it has not seen
_REPORTED: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def make_reader(
    folder: Path, target: Path, *, folds: int, plan: Plan, keep: Path | None = None
) -> None:
    """Read the articles under ``folder``, cross-validate, train on all, write to ``target``.

    ``folds`` of 0 leaves the measuring out. With ``keep`` the head of each fold is written to
    ``keep/fold-N`` with the names of the articles that it has not seen, so that whatever uses the
    reader can be measured on articles unknown to it; nothing is then written to ``target``.
    """
    vocabulary = builtin()
    articles = list(read_articles(folder, GROUPS, load(), vocabulary))
    logging.info("%d articles, %d words", len(articles), sum(len(a.doc) for a in articles))
    inventories, labels = inventories_of(articles, vocabulary), labels_of(articles)
    describer = Describer(inventories, vocabulary)
    found = [(a, examples_of(a, describer, labels)) for a in articles]
    examples = [e for _, e in found if e is not None]
    if keep is not None:
        names = [Path(a.document.source).stem for a, e in found if e is not None]
        keep_folds(examples, names, inventories, labels, (folds, plan), (target, keep))
        return
    if folds:
        for line in cross_validate(examples, inventories, len(labels), folds, plan):
            logging.info(line)
    head = train(examples, inventories, len(labels), plan)
    export(head, examples[0], inventories, labels, target)


def labels_of(articles: Sequence[Article]) -> list[str]:
    """Relation labels of the annotation, sorted, after the label for none."""
    facts = (fact for article in articles for fact in article.annotation["facts"])
    return [NONE, *sorted({r for f in facts for r in (f["relation"], *f.get("alt_relations", ()))})]


def inventories_of(articles: Sequence[Article], vocabulary: Vocabulary) -> Inventories:
    """Number the labels and words that the network's inputs are made of."""
    tokens = [t for a in articles for t in a.doc]
    cases = Counter(t.lower_ for t in tokens if t.dep_ == "case")
    return Inventories(
        dependencies=tuple(sorted({t.dep_ for t in tokens})),
        prepositions=tuple(sorted(w for w, n in cases.items() if n >= _LEAST_PREPOSITIONS)),
        tags=tuple(sorted({t.pos_ for t in tokens})),
        classes=_CLASSES,
        evoked=tuple(sorted(vocabulary.relations)),
    )


def cross_validate(
    examples: Sequence[Examples], inventories: Inventories, labels: int, folds: int, plan: Plan
) -> Iterator[str]:
    """Yield figures on pairs, each article read by a head trained on the other folds."""
    chances, triggers = [], []
    order = [i for k in range(folds) for i in range(k, len(examples), folds)]
    for k in range(folds):
        head = train(
            [e for i, e in enumerate(examples) if i % folds != k], inventories, labels, plan
        )
        for one in examples[k::folds]:
            with torch.no_grad():
                scores, attention = head(*(torch.from_numpy(one.inputs[n]) for n in INPUTS))
            chances.append(scores.numpy())
            chosen = attention.numpy().argmax(1)
            triggers.append(one.triggers[np.arange(len(chosen)), chosen][one.triggers.any(1)])
    yield f"trigger right: {np.concatenate(triggers).mean():.3f}"
    yield from _table(np.concatenate(chances), [examples[i] for i in order])


def keep_folds(  # noqa: D417 - pairs that belong together
    examples: Sequence[Examples],
    names: Sequence[str],
    inventories: Inventories,
    labels: Sequence[str],
    schedule: tuple[int, Plan],
    folders: tuple[Path, Path],
) -> None:
    """Write the head of each fold as a reader of its own.

    Args:
        names: Of the articles, in the order of ``examples``.
        schedule: Number of folds, and how to train each.
        folders: The shipped reader, for its table of relations, and where to write.
    """
    (folds, plan), (shipped, keep) = schedule, folders
    for k in range(folds):
        known = [e for i, e in enumerate(examples) if i % folds != k]
        target = keep / f"fold-{k}"
        target.mkdir(parents=True, exist_ok=True)
        (target / RELATIONS).write_bytes((shipped / RELATIONS).read_bytes())
        head = train(known, inventories, len(labels), plan)
        export(head, examples[0], inventories, labels, target)
        unseen = json.dumps(sorted(names[k::folds]), indent=1)
        (target / UNSEEN).write_text(unseen + "\n", "utf-8")
        logging.info("fold %d written", k)


def _table(chances: np.ndarray, examples: Sequence[Examples]) -> Iterator[str]:  # type: ignore[type-arg]
    accepted = np.concatenate([e.accepted for e in examples])
    known = np.concatenate([e.weight for e in examples]) == 1
    best = chances[:, 1:].argmax(1) + 1
    surest = chances[np.arange(len(best)), best]
    right = accepted[np.arange(len(best)), best] > 0
    linked = accepted[:, 0] == 0
    for threshold in _REPORTED:
        read = surest >= threshold
        yield (
            f"at {threshold}: {read.sum()} pairs read, relation right where linked "
            f"{right[read & linked].mean():.3f}, precision where annotated "
            f"{right[read & known].mean():.3f}, recall {(right & read)[linked].mean():.3f}"
        )


def export(
    head: Head, example: Examples, inventories: Inventories, labels: Sequence[str], target: Path
) -> None:
    """Write network, labels and checksums; ``target`` holds the table of relations already."""
    outputs = ["chances", "attention"]
    axes = {name: {0: "words" if name in OF_WORDS else "pairs"} for name in INPUTS}
    axes |= {name: {0: "pairs"} for name in outputs}
    torch.onnx.export(
        head, tuple(torch.from_numpy(example.inputs[n]) for n in INPUTS), str(target / NETWORK),
        input_names=list(INPUTS), output_names=outputs, dynamic_axes=axes, opset_version=17,
        dynamo=False,
    )  # fmt: skip
    _halve(target / NETWORK)
    about = {
        "inventories": asdict(inventories),
        "labels": list(labels),
        "threshold": THRESHOLD,
        "width": int(example.inputs["states"].shape[1]),
    }
    (target / "labels.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")
    write_checksums(target)


def write_checksums(target: Path) -> None:
    """Renew the checksums, also after an edit of the table of relations."""
    names = (NETWORK, "labels.json", RELATIONS)
    sums = {n: hashlib.sha256((target / n).read_bytes()).hexdigest() for n in names}
    (target / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", "utf-8")


def _halve(path: Path) -> None:
    """Store the large weights in 16 bits; they are widened again when the file is loaded."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    for weights in model.graph.initializer:
        array = numpy_helper.to_array(weights)
        if weights.data_type == TensorProto.FLOAT and array.ndim > 1:
            name, short = weights.name, f"{weights.name}_16"
            weights.CopyFrom(numpy_helper.from_array(array.astype(np.float16), short))
            model.graph.node.insert(0, helper.make_node("Cast", [short], [name], to=1))
    onnx.save(model, str(path))
