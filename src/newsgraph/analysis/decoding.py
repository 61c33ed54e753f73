"""From scores to structures: dependency trees and name spans.

Trees: Chu-Liu/Edmonds maximum spanning arborescence with exactly one root, tried only where the
greedy choice is no tree. Spans: Viterbi over BIO tags with forbidden transitions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
_NEVER = np.float32(-1e9)


def heads_from_scores(arcs: Scores) -> list[int]:
    """Return the head of each word: 0 for the root, else the 1-based position of the head.

    Args:
        arcs: words × (words + 1); column 0 is the root.

    Returns:
        A tree with exactly one root. Empty for no words.
    """
    n = arcs.shape[0]
    if n == 0:
        return []
    scores = arcs.copy()
    scores[np.arange(n), np.arange(1, n + 1)] = _NEVER
    greedy = [int(h) for h in scores.argmax(1)]
    if is_tree(greedy):
        return greedy
    square = np.full((n + 1, n + 1), _NEVER, np.float32)
    square[1:] = scores
    heads = _arborescence(square)[1:]
    roots = [i for i, h in enumerate(heads) if h == 0]
    if len(roots) == 1:
        return heads
    return max(
        (_rooted(square, root) for root in roots),
        key=lambda candidate: float(sum(square[i + 1, h] for i, h in enumerate(candidate))),
    )


def is_tree(heads: Sequence[int]) -> bool:
    """Tell whether heads (0 = root, else 1-based) form one tree with one root."""
    above = np.array([0, *heads])
    if np.count_nonzero(above[1:] == 0) != 1:
        return False
    for _ in range(len(heads).bit_length()):  # doubles the steps taken upwards each time
        above = above[above]
    return not above.any()


def _rooted(square: Scores, root: int) -> list[int]:
    """Best tree in which word ``root`` (0-based) is the only child of the root."""
    forced = square.copy()
    forced[1:, 0] = _NEVER / 10
    forced[root + 1, 0] = 0
    return _arborescence(forced)[1:]


def _arborescence(scores: Scores) -> list[int]:
    """Chu-Liu/Edmonds over ``scores[dependent, head]``; node 0 is the root."""
    n = scores.shape[0]
    scores = scores.copy()
    np.fill_diagonal(scores, _NEVER)
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _find_cycle([int(h) for h in heads])
    if not cycle:
        return [int(h) for h in heads]
    inside = np.zeros(n, bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    ring = np.array(cycle)
    ring_score = scores[ring, heads[ring]]
    k = len(rest)
    contracted = np.full((k + 1, k + 1), _NEVER, np.float32)
    contracted[:k, :k] = scores[np.ix_(rest, rest)]
    out_of = scores[np.ix_(rest, ring)]
    contracted[:k, k] = out_of.max(1)
    into = scores[np.ix_(ring, rest)] - ring_score[:, None]
    contracted[k, :k] = into.max(0) + ring_score.sum()
    inner = _arborescence(contracted)
    result = [0] * n
    for i in range(1, k):
        result[rest[i]] = int(ring[out_of[i].argmax()] if inner[i] == k else rest[inner[i]])
    for node in cycle:
        result[node] = int(heads[node])
    entry = inner[k]
    result[int(ring[into[:, entry].argmax()])] = int(rest[entry])
    return result


def _find_cycle(heads: Sequence[int]) -> list[int]:
    """Return the nodes of one cycle; empty if there is none."""
    colour = [0] * len(heads)
    for start in range(1, len(heads)):
        path: list[int] = []
        node = start
        while node != 0 and colour[node] == 0:
            colour[node] = start
            path.append(node)
            node = heads[node]
        if node != 0 and colour[node] == start and node in path:
            return path[path.index(node) :]
    return []


class BioDecoder:
    """Viterbi decoding of BIO tags; ``I-X`` follows only ``B-X`` or ``I-X``."""

    def __init__(self, tags: Sequence[str]) -> None:
        """Prepare the transitions for ``tags``, of which the first is ``O``."""
        self.tags = list(tags)
        n = len(self.tags)
        self._start = np.zeros(n, np.float32)
        self._step = np.zeros((n, n), np.float32)
        for j, tag in enumerate(self.tags):
            if tag.startswith("I-"):
                self._start[j] = _NEVER
                for i, before in enumerate(self.tags):
                    if before[2:] != tag[2:]:
                        self._step[i, j] = _NEVER

    def spans(self, scores: Scores) -> list[tuple[int, int, str]]:
        """Return the best spans as ``(first word, end word, type)``, half-open, in text order."""
        best_tags = scores.argmax(1)
        if not best_tags.any():
            return []
        allowed = self._start[best_tags[0]] + self._step[best_tags[:-1], best_tags[1:]].sum()
        if allowed == 0:  # each word's best tag may follow the one before: no search is needed
            return self._read([self.tags[i] for i in best_tags.tolist()])
        value = scores[0] + self._start
        back: list[npt.NDArray[np.intp]] = []
        for row in scores[1:]:
            table = value[:, None] + self._step
            best = table.argmax(0)
            back.append(best)
            value = table[best, np.arange(len(best))] + row
        path = [int(value.argmax())]
        for best in reversed(back):
            path.append(int(best[path[-1]]))
        return self._read([self.tags[i] for i in reversed(path)])

    @staticmethod
    def _read(tags: Sequence[str]) -> list[tuple[int, int, str]]:
        spans: list[tuple[int, int, str]] = []
        start = -1
        for i, tag in enumerate([*tags, "O"]):
            if start >= 0 and not tag.startswith("I-"):
                spans.append((start, i, tags[start][2:]))
                start = -1
            if tag.startswith("B-"):
                start = i
        return spans
