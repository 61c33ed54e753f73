"""Batches to learn from: sentences of similar length, encoded, with the targets of every head."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from newsgraph.analysis.features import WordPieces, case_class, collate
from newsgraph_training.data import Inventory, Pool, lemma_rules
from newsgraph_training.samples import Allowed, Sample

#: Target of a word that a head learns nothing from.
IGNORE = -100
_LONGEST = 504  #: word pieces of a sentence to learn from
#: Number of the row of ``Batches.allowed`` that allows every tag: nothing is learnt there.
_ANY = 0


@dataclass(slots=True)
class TrainingBatch:
    """Sentences of one pool.

    ``inputs`` are the network's, ``targets`` batch × words: indices of labels, or ``IGNORE``;
    ``allowed`` batch × words: rows of ``Batches.allowed``.
    """

    pool: str
    words: int
    inputs: tuple[Tensor, ...]
    targets: dict[str, Tensor] = field(default_factory=dict)
    allowed: dict[str, Tensor] = field(default_factory=dict)


class Batches(Dataset[TrainingBatch]):
    """The batches of one pass; ``begin`` shuffles them for the next.

    Each batch depends on the seed, the pass and its number only, so that any number of worker
    processes makes the same ones.
    """

    def __init__(
        self,
        pools: Mapping[str, Pool],
        inventory: Inventory,
        pieces: WordPieces,
        *,
        stand_ins: Sequence[str],
        size: int,
        seed: int,
    ) -> None:
        """Prepare the targets of all sentences.

        Args:
            pools: What is learnt from.
            inventory: Labels of the heads.
            pieces: Word pieces of the encoder.
            stand_ins: One-word names to put in the place of persons and places now and then.
            size: Word pieces of a batch, padding included.
            seed: Of order and augmentation.
        """
        self._pools, self._pieces, self._stand_ins = pools, pieces, stand_ins
        self._size, self._seed = size, seed
        self._epoch, self._order = 0, list[tuple[str, list[int]]]()
        self._lengths = {
            name: [_padded(pieces, s.words) for s in pool.samples] for name, pool in pools.items()
        }
        targets = _Targets(inventory)
        self._targets = {n: [targets.of(s) for s in p.samples] for n, p in pools.items()}
        self.allowed = targets.tables()
        self.begin(0)

    def begin(self, epoch: int) -> None:
        """Draw and order the sentences of a pass, counted from 0."""
        dice = random.Random(self._seed + epoch)
        self._epoch, self._order = epoch, []
        for name, pool in self._pools.items():
            lengths = self._lengths[name]
            chosen = [i for i, n in enumerate(lengths) if n <= _LONGEST]
            if not chosen:
                continue
            chosen = dice.sample(chosen, max(1, int(len(chosen) * pool.share)))
            chosen.sort(key=lambda i, n=lengths: n[i] + dice.random() * 4)  # type: ignore[misc]
            batch: list[int] = []
            for i in chosen:
                if batch and lengths[i] * (len(batch) + 1) > self._size:
                    self._order.append((name, batch))
                    batch = []
                batch.append(i)
            self._order.append((name, batch))
        dice.shuffle(self._order)

    def __len__(self) -> int:
        """Batches of the pass."""
        return len(self._order)

    def __getitem__(self, number: int) -> TrainingBatch:
        """Make a batch of the pass."""
        if number >= len(self._order):
            raise IndexError(number)
        name, chosen = self._order[number]
        dice = random.Random(f"{self._seed} {self._epoch} {number}")
        samples = [self._pools[name].samples[i] for i in chosen]
        texts = [_renamed(s, dice, self._stand_ins) for s in samples]
        encoded = [self._pieces.encode(words, _augmented(words, dice)) for words in texts]
        batch = collate(encoded, multiple=8)
        arrays = (batch.ids, batch.case, batch.mask, batch.first, batch.words)
        result = TrainingBatch(
            name, sum(len(s.words) for s in samples), tuple(map(torch.from_numpy, arrays))
        )
        rows = [self._targets[name][i] for i in chosen]
        width = batch.first.shape[1] - 1
        for head in {head: None for row in rows for head in row}:
            free = _ANY if head in self.allowed else IGNORE
            table = torch.full((len(rows), width), free, dtype=torch.long)
            for i, row in enumerate(rows):
                if head in row:
                    table[i, : len(row[head])] = torch.from_numpy(row[head]).long()
            (result.allowed if head in self.allowed else result.targets)[head] = table
        return result


class _Targets:
    """Numbers the labels of sentences."""

    def __init__(self, inventory: Inventory) -> None:
        names = {"upos": "upos", "xpos": "xpos", "lemma": "lemma_rules", "relation": "relations"}
        self._index = {
            head: {label: i for i, label in enumerate(getattr(inventory, name))}
            for head, name in names.items()
        }
        self._tags = {"names": inventory.names, "kinds": inventory.kinds}
        self._rows: dict[str, dict[Allowed, int]] = {
            head: {frozenset(tags): _ANY} for head, tags in self._tags.items()
        }

    def of(self, sample: Sample) -> dict[str, np.ndarray]:
        """Numbers of all layers that a sentence has."""
        found: dict[str, np.ndarray] = {}
        if tree := sample.tree:
            columns = {
                "upos": tree.upos,
                "xpos": tree.xpos,
                "lemma": lemma_rules(sample),
                "relation": tree.relations,
            }
            for head, labels in columns.items():
                index = self._index[head]
                found[head] = np.array([index.get(x, IGNORE) for x in labels], np.int16)
            found["arc"] = np.array(tree.heads, np.int16)
        for head, tags in (("names", sample.names), ("kinds", sample.kinds)):
            if tags is not None:
                rows = self._rows[head]
                found[head] = np.array([rows.setdefault(t, len(rows)) for t in tags], np.int16)
        return found

    def tables(self) -> dict[str, Tensor]:
        """Head → sets of allowed tags × tags, true where allowed."""
        return {
            head: torch.tensor([[tag in row for tag in self._tags[head]] for row in rows])
            for head, rows in self._rows.items()
        }


def _padded(pieces: WordPieces, words: Sequence[str]) -> int:
    n = 2 + sum(len(pieces.split(w)) for w in words)
    return -(-n // 8) * 8


#: Share of sentences whose persons and places get foreign names instead.
_RENAMED = 0.15
_PERSON = frozenset({"B-PERSON", "I-PERSON"})
_PLACE = frozenset({"B-GPE"})


def _renamed(sample: Sample, dice: random.Random, stand_ins: Sequence[str]) -> Sequence[str]:
    """The words of a sample, now and then with foreign names where it has persons and places.

    English treebanks hold few foreign names; this teaches to go by context and casing.
    """
    if sample.names is None or len(sample.words) > 45 or dice.random() >= _RENAMED:
        return sample.words
    words = list(sample.words)
    for i, allowed in enumerate(sample.names):
        whole = i + 1 == len(words) or not sample.names[i + 1] <= frozenset({"I-GPE"})
        renamable = allowed <= _PERSON or (allowed <= _PLACE and whole)
        if renamable and words[i].istitle() and words[i].isalpha():
            words[i] = dice.choice(stand_ins)
    return words


def _augmented(words: Sequence[str], dice: random.Random) -> list[int]:
    """Casing classes, now and then as in a headline in capitals, in title case, or all lower."""
    cases = [case_class(w) for w in words]
    draw = dice.random()
    if draw < 0.04:
        return [5 if c in (3, 6, 7, 8) else c for c in cases]
    if draw < 0.05:
        return [3 if c in (4, 5, 6, 7, 8) else c for c in cases]
    if draw < 0.12:
        return [6 if c == 3 else c for c in cases]
    return cases
