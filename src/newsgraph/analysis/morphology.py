"""Morphological features in the form of Universal Dependencies: ``Number=Sing|Person=3``.

One linear layer over the encoder's states and the word classes chooses a whole bundle of features,
so that the features of a word never contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from newsgraph.analysis.features import FloatArray, IntArray


class Morphology:
    """Chooses the feature bundle of words."""

    def __init__(self, layer: FloatArray, bundles: Sequence[str], upos: int, xpos: int) -> None:
        """Take the weights.

        Args:
            layer: (width + upos + xpos + 1) × bundles: one row for each number of a state, one for
                each word class, one for the bias.
            bundles: Names of the bundles; ``_`` for no feature.
            upos: Number of universal word classes.
            xpos: Number of Penn word classes.

        Raises:
            ValueError: The shape of the layer does not fit.
        """
        width = layer.shape[0] - upos - xpos - 1
        if width < 1 or layer.shape[1] != len(bundles):
            raise ValueError(f"a layer of shape {layer.shape} does not fit {len(bundles)} bundles")
        self._bundles = ["" if name == "_" else name for name in bundles]
        self._states, rest = layer[:width], layer[width:]
        self._upos, self._xpos = rest[:upos] + rest[-1], rest[upos : upos + xpos]

    @classmethod
    def load(cls, path: Path, bundles: Sequence[str], upos: int, xpos: int) -> Morphology:
        """Read the layer from a NumPy file."""
        return cls(np.load(path).astype(np.float32), bundles, upos, xpos)

    def choose(self, states: FloatArray, upos: IntArray, xpos: IntArray) -> list[str]:
        """Return each word's bundle; empty for no feature.

        Args:
            states: words × width.
            upos: Universal class of each word.
            xpos: Penn class of each word.
        """
        scores = states @ self._states + self._upos[upos] + self._xpos[xpos]
        return [self._bundles[i] for i in scores.argmax(1).tolist()]
