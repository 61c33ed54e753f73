"""What the coreference head looks at, on hand-made parses."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import parse
from newsgraph.analysis.antecedents import (
    MENTION_FEATURES,
    PAIR_FEATURES,
    PAIR_FLAGS,
    Candidates,
    candidates,
)

SAME_HEAD, SAME_NAME, PART_OF_NAME, ACRONYM, STATED = 14, 19, 20, 22, 23


def flags(found: Candidates, anaphor: int, antecedent: int) -> list[int]:
    """Return the numbers of the flags set for two tokens."""
    i, j = found.tokens.index(anaphor), found.tokens.index(antecedent)
    row = np.flatnonzero((found.anaphors == i) & (found.antecedents == j))[0]
    return np.flatnonzero(found.pairs[row, -PAIR_FLAGS:]).tolist()


def test_name_and_its_surname_share_a_part() -> None:
    doc = parse(
        """
        Mara/PROPN/nsubj/3 Lind/PROPN/flat/1 spoke=speak/VERB/root/0
        Lind/PROPN/nsubj/2 left=leave/VERB/root/0
        """,
        ents={"Mara Lind": "PERSON", "Lind": "PERSON"},
    )
    found = candidates(doc)
    assert found.tokens == [0, 3]
    assert PART_OF_NAME in flags(found, 3, 0)
    assert SAME_NAME not in flags(found, 3, 0)


def test_acronym_is_told() -> None:
    doc = parse(
        """
        Kosovo/PROPN/compound/2 Force/PROPN/nsubj/3 spoke=speak/VERB/root/0
        KF/PROPN/nsubj/2 left=leave/VERB/root/0
        """,
        ents={"Kosovo Force": "ORG", "KF": "ORG"},
    )
    assert ACRONYM in flags(candidates(doc), 3, 1)


def test_apposition_and_copula_are_told() -> None:
    doc = parse(
        """
        Mara/PROPN/nsubj/7 ,/PUNCT/punct/5 the/DET/det/5 young/ADJ/amod/5 mayor/NOUN/appos/1 ,/PUNCT/punct/5 spoke=speak/VERB/root/0
        Mara/PROPN/nsubj/4 is=be/AUX/cop/4 a/DET/det/4 doctor/NOUN/root/0
        """  # noqa: E501
    )
    found = candidates(doc)
    assert STATED in flags(found, 4, 0)
    assert STATED in flags(found, 10, 7)
    assert STATED not in flags(found, 10, 4)
    assert SAME_HEAD in flags(found, 7, 0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(["Mara/PROPN", "ship/NOUN", "she/PRON", "sank/VERB"]), max_size=90))
def test_pairs_are_ordered_and_point_backwards(words: list[str]) -> None:
    notation = " ".join(f"{word}/{'root/0' if i == 0 else 'dep/1'}" for i, word in enumerate(words))
    found = candidates(parse(notation))
    assert found.features.shape == (len(found.tokens), MENTION_FEATURES)
    assert found.pairs.shape == (len(found.anaphors), PAIR_FEATURES)
    assert (found.antecedents < found.anaphors).all()
    assert (np.diff(found.anaphors) >= 0).all()
    assert len(set(zip(found.anaphors.tolist(), found.antecedents.tolist(), strict=True))) == len(
        found.anaphors
    )
