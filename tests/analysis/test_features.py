from __future__ import annotations

import pytest

from newsgraph.analysis.features import MAX_PIECES, WordPieces, case_class, collate
from newsgraph.analysis.session import MODEL_FOLDER


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(MODEL_FOLDER / "tokenizer.json")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("…", 0), ("2023", 1), ("F-16", 2), ("troops", 3), ("A", 4), ("NATO", 5), ("Kodra", 6),
     ("McDonald", 7), ("iPhone", 8)],
)  # fmt: skip
def test_case_class_tells_casings_apart(word: str, expected: int) -> None:
    assert case_class(word) == expected


def test_every_word_has_a_first_piece(pieces: WordPieces) -> None:
    encoded = pieces.encode(["Sekerinska", "\u200b", "🚀", "met", "Vučić"])
    assert encoded.words == 5
    assert len(encoded.pieces) == len(encoded.cases)


def test_windows_cover_a_monstrous_sentence_without_loss(pieces: WordPieces) -> None:
    words = [f"word{i}" for i in range(2000)]
    windows = pieces.windows(words)
    assert len(windows) > 1
    assert [i for start, end in windows for i in range(start, end)] == list(range(2000))
    assert all(len(pieces.encode(words[a:b]).pieces) <= MAX_PIECES + 2 for a, b in windows)


def test_collate_pads_to_the_longest(pieces: WordPieces) -> None:
    batch = collate([pieces.encode(["Go", "!"]), pieces.encode(["NATO", "met", "the", "envoy"])])
    assert batch.ids.shape == batch.mask.shape
    assert batch.words.sum(1).tolist() == [3, 5]
