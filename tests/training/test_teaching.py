"""Parts of the training recipe that a wrong number would silently spoil."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")

import torch

from newsgraph.analysis.features import CASE_CLASSES, WordPieces
from newsgraph.analysis.session import MODEL_FOLDER
from newsgraph_training.batches import IGNORE, Batches
from newsgraph_training.data import Pool, inventory
from newsgraph_training.encoders import Encoder, LargeEncoder, _bucket
from newsgraph_training.network import Network, Sizes
from newsgraph_training.samples import NOTHING, Sample, Tree
from newsgraph_training.span_scores import gold_spans, tag_spans
from newsgraph_training.teaching import Teachers, soft_losses

PERSON = [frozenset({"B-PERSON"}), frozenset({"I-PERSON"})]


def _pools() -> dict[str, Pool]:
    tree = Tree(
        upos=["PROPN", "PROPN", "VERB", "PUNCT"],
        xpos=["NNP", "NNP", "VBD", "."],
        lemmas=["Ana", "Kodra", "speak", "."],
        heads=[3, 1, 0, 3],
        relations=["nsubj", "flat", "root", "punct"],
    )
    words = ["Ana", "Kodra", "spoke", "."]
    tagged = Sample(words, "gum", tree, [*PERSON, NOTHING, NOTHING])
    bare = Sample(["They", "went", "home", "early", "."], "plain")
    return {"gum": Pool([tagged] * 3), "plain": Pool([bare] * 3)}


def _batches(seed: int = 1) -> Batches:
    pools = _pools()
    pieces = WordPieces(MODEL_FOLDER / "tokenizer.json")
    stand_ins = ("Lisna", "Mirevo")
    return Batches(pools, inventory(pools), pieces, stand_ins=stand_ins, size=64, seed=seed)


def test_batches_depend_on_seed_pass_and_number_only() -> None:
    first, second = _batches(), _batches()
    _ = first[0]  # reading one batch twice, or out of order, changes none
    for number in reversed(range(len(second))):
        a, b = first[number], second[number]
        assert a.pool == b.pool
        assert all(torch.equal(x, y) for x, y in zip(a.inputs, b.inputs, strict=True))


def test_batches_hold_targets_of_annotated_words_only() -> None:
    batches = _batches()
    by_pool = {batch.pool: batch for batch in (batches[i] for i in range(len(batches)))}
    assert not by_pool["plain"].targets and not by_pool["plain"].allowed
    tagged = by_pool["gum"]
    assert tagged.targets["arc"][0].tolist() == [3, 1, 0, 3]
    assert (tagged.targets["upos"] != IGNORE).all()
    allowed = batches.allowed["names"][tagged.allowed["names"][0]]
    assert allowed.sum(-1).tolist() == [1, 1, 1, 1]


def test_pupil_that_thinks_as_its_teacher_learns_nothing_more() -> None:
    batches = _batches()
    labels = inventory(_pools())
    torch.manual_seed(3)
    network = Network(Sizes.of(labels), Encoder(2)).eval()
    batch = batches[0]
    lesson = Teachers([network]).lesson(batch.inputs, None)
    assert lesson is not None
    ids, case, mask, first, words = batch.inputs
    states = network.encode(ids, case, mask, first)
    arcs, dependent, head = network.arcs(states, words)
    scores = {
        "arc": arcs,
        **network.label_scores(states, dependent, head, lesson.heads),
        "names": network.name_scores(states),
        "kinds": network.kind_scores(states),
    }
    scores = {name: value.detach().requires_grad_() for name, value in scores.items()}
    total = torch.stack(list(soft_losses(scores, lesson, words[:, 1:]).values())).sum()
    for name, slope in zip(scores, torch.autograd.grad(total, list(scores.values())), strict=True):
        assert slope.abs().max() < 1e-6, name


def test_no_teacher_gives_no_lesson() -> None:
    assert Teachers([]).lesson(_batches()[0].inputs, None) is None


def test_large_encoder_sees_order_near_and_far() -> None:
    """Buckets as in T5 (Raffel et al. 2020): exact up to 7, then by logarithm, one side each."""
    distance = torch.tensor([0, 1, 7, 8, 127, 500, -1, -7, -500])
    assert _bucket(distance).tolist() == [0, 17, 23, 24, 31, 31, 1, 7, 15]


def test_padding_does_not_change_what_an_encoder_says() -> None:
    torch.manual_seed(5)
    for encoder in (Encoder(2).eval(), LargeEncoder().eval()):
        ids = torch.tensor([[101, 2000, 3000, 102]])
        case = torch.randint(CASE_CLASSES, ids.shape)
        alone = encoder(ids, case, torch.ones(ids.shape))
        padded = [torch.nn.functional.pad(t, (0, 4)) for t in (ids, case, torch.ones(ids.shape))]
        assert torch.allclose(alone, encoder(*padded)[:, :4], atol=1e-5)


def test_spans_of_tags_and_of_annotation_agree() -> None:
    sample = _pools()["gum"].samples[0]
    assert gold_spans(sample) == {(0, 2, "PER")}
    assert tag_spans(["B-PERSON", "I-PERSON", "O", "O"]) == {(0, 2, "PER")}
    assert tag_spans(["I-ORG", "I-GPE", "B-GPE"]) == {
        (0, 1, "ORG"),
        (1, 2, "LOC"),
        (2, 3, "LOC"),
    }
