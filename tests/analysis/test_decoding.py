from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from newsgraph.analysis.decoding import BioDecoder, heads_from_scores, is_tree
from newsgraph.analysis.labels import NAME_TAGS

_FLOATS = st.floats(-20, 20, width=32)


@given(st.integers(1, 9).flatmap(lambda n: hnp.arrays(np.float32, (n, n + 1), elements=_FLOATS)))
def test_heads_are_always_one_tree_with_one_root(scores: np.ndarray) -> None:
    heads = heads_from_scores(scores)
    assert len(heads) == scores.shape[0]
    assert is_tree(heads)


def test_heads_follow_the_scores_where_they_form_a_tree() -> None:
    scores = np.zeros((3, 4), np.float32)
    scores[0, 2] = scores[1, 0] = scores[2, 2] = 5
    assert heads_from_scores(scores) == [2, 0, 2]


def test_a_cycle_is_broken_at_its_weakest_link() -> None:
    # words 1 and 2 prefer each other; entering from the root costs least at word 1
    scores = np.array([[4, 0, 9, 0], [1, 9, 0, 0], [0, 8, 0, 0]], np.float32)
    assert heads_from_scores(scores) == [0, 1, 1]


def test_no_words_have_no_heads() -> None:
    assert heads_from_scores(np.zeros((0, 1), np.float32)) == []


@pytest.mark.parametrize(
    ("heads", "tree"),
    [([0], True), ([0, 1, 1], True), ([2, 1], False), ([0, 0], False), ([0, 3, 2], False)],
)
def test_is_tree_tells_trees(heads: list[int], tree: bool) -> None:
    assert is_tree(heads) is tree


@given(
    st.integers(1, 12).flatmap(
        lambda n: hnp.arrays(np.float32, (n, len(NAME_TAGS)), elements=_FLOATS)
    )
)
def test_name_spans_lie_in_the_sentence_and_do_not_cross(scores: np.ndarray) -> None:
    spans = BioDecoder(NAME_TAGS).spans(scores)
    ends = [0, *(end for _, end, _ in spans)]
    assert all(before <= start < end for before, (start, end, _) in zip(ends, spans, strict=False))
    assert all(end <= len(scores) for _, end, _ in spans)


def test_an_inside_tag_never_begins_a_name() -> None:
    scores = np.zeros((2, len(NAME_TAGS)), np.float32)
    scores[:, NAME_TAGS.index("I-ORG")] = 5
    assert BioDecoder(NAME_TAGS).spans(scores) == [(0, 2, "ORG")]
