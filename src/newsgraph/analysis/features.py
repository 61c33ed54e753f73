"""Words become what the encoder reads: word pieces, casing classes, padded batches.

Used when training as well as at run time, so that both see the same. The encoder's vocabulary is
uncased and without accents; the casing of a word reaches it as a class of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float32]

CLS: Final = 101
SEP: Final = 102
UNKNOWN: Final = 100
MAX_PIECES: Final = 510  #: word pieces of one window, without room for more than [CLS] and [SEP]
MAX_PIECES_PER_WORD: Final = 8
CASE_CLASSES: Final = 9

# Treebanks write most quotation marks straight; dashes stay apart from hyphens, since
# "mission—guaranteeing" is no compound.
_PLAIN: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@lru_cache(maxsize=100_000)
def case_class(word: str) -> int:
    """Classify the casing of a word.

    Returns:
        0 no letter or digit, 1 digits only, 2 digits and letters, 3 lower case, 4 one capital,
        5 all capitals, 6 capitalised, 7 capital first and again later, 8 other.
    """
    if not any(c.isalnum() for c in word):
        return 0
    if any(c.isdigit() for c in word):
        return 2 if any(c.isalpha() for c in word) else 1
    if word.islower():
        return 3
    if word.isupper():
        return 4 if len(word) == 1 else 5
    if word[0].isupper():
        return 6 if word[1:].islower() else 7
    return 8


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """One window of words as the encoder reads it.

    ``first[i]`` is the piece that stands for word ``i - 1``, ``first[0]`` being [CLS], the root.
    """

    pieces: tuple[int, ...]
    cases: tuple[int, ...]
    first: tuple[int, ...]

    @property
    def words(self) -> int:
        """Number of words in the window."""
        return len(self.first) - 1


class WordPieces:
    """Splits words into word pieces, remembering what it has split."""

    def __init__(self, path: Path) -> None:
        """Load ``tokenizer.json`` of the encoder."""
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[int, ...]] = {}

    def split(self, word: str) -> tuple[int, ...]:
        """Return at least one and at most ``MAX_PIECES_PER_WORD`` piece ids."""
        pieces = self._known.get(word)
        if pieces is None:
            ids = self._tokenizer.encode(word.translate(_PLAIN), add_special_tokens=False).ids
            pieces = tuple(ids[:MAX_PIECES_PER_WORD]) or (UNKNOWN,)
            if len(self._known) < 200_000:
                self._known[word] = pieces
        return pieces

    def encode(self, words: Sequence[str], cases: Sequence[int] | None = None) -> EncodedSentence:
        """Encode words, which must fit one window (see ``windows``).

        Args:
            words: Surface forms.
            cases: Casing classes to use instead of the words' own (training augments them).
        """
        pieces, classes, first = [CLS], [0], [0]
        for word, case in zip(words, cases or map(case_class, words), strict=True):
            ids = self.split(word)
            first.append(len(pieces))
            pieces += ids
            classes += [case] * len(ids)
        pieces.append(SEP)
        classes.append(0)
        return EncodedSentence(tuple(pieces), tuple(classes), tuple(first))

    def windows(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Cut a word sequence into stretches that fit one encoder window each.

        Returns:
            Half-open word ranges that cover all words; one range for all but monstrous sentences.
        """
        sizes = [len(self.split(word)) for word in words]
        if sum(sizes) <= MAX_PIECES:
            return [(0, len(words))]
        ranges, start, used = [], 0, 0
        for i, n in enumerate(sizes):
            if used + n > MAX_PIECES:
                ranges.append((start, i))
                start, used = i, 0
            used += n
        ranges.append((start, len(words)))
        return ranges


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded arrays of several windows: the inputs of the network, by name."""

    ids: IntArray  #: windows × pieces
    case: IntArray  #: windows × pieces
    mask: FloatArray  #: windows × pieces; 1 where there is a piece
    first: IntArray  #: windows × (words + 1)
    words: FloatArray  #: windows × (words + 1); 1 where there is a word or the root


def collate(encoded: Sequence[EncodedSentence], *, multiple: int = 1) -> Batch:
    """Pad windows to one shape.

    Args:
        encoded: At least one window.
        multiple: Round the number of pieces up to a multiple of this.
    """
    length = max(len(e.pieces) for e in encoded)
    length = -(-length // multiple) * multiple
    width = max(len(e.first) for e in encoded)
    size = len(encoded)
    ids = np.zeros((size, length), np.int64)
    case = np.zeros((size, length), np.int64)
    mask = np.zeros((size, length), np.float32)
    first = np.zeros((size, width), np.int64)
    words = np.zeros((size, width), np.float32)
    for row, e in enumerate(encoded):
        n, w = len(e.pieces), len(e.first)
        ids[row, :n] = e.pieces
        case[row, :n] = e.cases
        mask[row, :n] = 1
        first[row, :w] = e.first
        words[row, :w] = 1
    return Batch(ids=ids, case=case, mask=mask, first=first, words=words)
