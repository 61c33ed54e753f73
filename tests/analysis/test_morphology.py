from __future__ import annotations

import numpy as np
import pytest

from newsgraph import analysis
from newsgraph.analysis.morphology import Morphology


def test_words_carry_features() -> None:
    doc = analysis.load()("She visits the harbours.")
    features = [t.morph.to_dict() for t in doc]
    assert features[0]["Gender"] == "Fem"
    assert (features[1]["Tense"], features[1]["Person"]) == ("Pres", "3")
    assert features[3] == {"Number": "Plur"}
    assert features[4] == {}


def test_states_and_word_classes_choose_a_bundle() -> None:
    layer = np.zeros((2 + 2 + 1 + 1, 2), np.float32)
    layer[0, 1] = 1  # the first number of the state speaks for the second bundle
    layer[3, 0] = 5  # the second word class for the first
    morphology = Morphology(layer, ["_", "Number=Plur"], 2, 1)
    states = np.array([[1, 0], [1, 0]], np.float32)
    chosen = morphology.choose(states, np.array([0, 1]), np.array([0, 0]))
    assert chosen == ["Number=Plur", ""]


def test_layer_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Morphology(np.zeros((9, 3), np.float32), ["_"], 2, 1)
