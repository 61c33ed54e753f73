"""The spaCy component that says which mentions of a document denote the same thing.

What it leaves on the ``Doc``:

* ``doc.spans["coref_clusters_1"]``, ``…_2``, …: the mentions of one thing each, in text order, at
  least two; clusters by their first mention;
* ``doc.spans["coref_links"]``: the head word of every mention; its ``attrs["links"]`` lists
  ``[anaphor token, antecedent token, probability]``, so that a reader may choose for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from newsgraph.analysis.antecedents import Candidates, FloatArray, IntArray, candidates
from newsgraph.analysis.session import Model, shared_model

FACTORY: Final = "newsgraph_coreference"
LINKS: Final = "coref_links"
CLUSTERS: Final = "coref_clusters_"

#: Heads that the network sees at once; memory grows with its square, not with the article.
WINDOW: Final = 512
_FAINT: Final = 0.01  #: links less likely than this are not kept
_NEVER: Final = -1e4

_OUTSIDE: Final = frozenset(
    "acl:relcl acl advcl appos aux aux:pass case cc ccomp conj cop csubj dep discourse "
    "dislocated mark nsubj nsubj:pass nsubj:outer parataxis punct vocative xcomp".split()
)


@Language.factory(
    FACTORY,
    default_config={"threads": 1},
    requires=["doc.ents", "doc.spans", "doc.tensor", "token.dep", "token.pos"],
    assigns=["doc.spans"],
)
def create(nlp: Language, name: str, threads: int) -> CoreferenceMarker:  # noqa: ARG001 - spaCy's
    """Make the component for a spaCy pipeline; it needs what ``newsgraph_analyser`` leaves."""
    return CoreferenceMarker(threads=threads)


@dataclass(frozen=True, slots=True)
class Reading:
    """Coreference of one document; a mention is given by the token of its head."""

    mentions: list[int]  #: in text order
    links: list[tuple[int, int, float]]  #: anaphor, antecedent, probability
    clusters: list[list[int]]  #: at least two mentions each, in text order


class CoreferenceMarker:
    """Links mentions, one document at a time; a document of any length in bounded memory."""

    def __init__(self, model: Model | None = None, *, threads: int = 1) -> None:
        """Use ``model``, or the one that ships with the package, on so many threads."""
        self._model = model
        self._threads = threads

    def __reduce__(self) -> tuple[Callable[[int], CoreferenceMarker], tuple[int]]:
        """Pickle without the session; it is loaded again where needed."""
        return (_with_threads, (self._threads,))

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        reading = self.read(doc)
        doc.spans[LINKS] = SpanGroup(
            doc,
            name=LINKS,
            spans=[doc[token : token + 1] for token in reading.mentions],
            attrs={"links": [list(link) for link in reading.links]},
        )
        names = {token.i: entity for entity in doc.ents for token in entity}
        for number, cluster in enumerate(reading.clusters, start=1):
            name = f"{CLUSTERS}{number}"
            spans = [mention_span(doc[token], names.get(token)) for token in cluster]
            doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
        return doc

    def read(self, doc: Doc) -> Reading:
        """Say what corefers in a parsed document, without writing to it."""
        found = candidates(doc)
        tokens = found.tokens
        mention, score = self._scores(doc, found)
        both = (mention[found.anaphors] > 0) & (mention[found.antecedents] > 0)
        probability = _probabilities(score, found.anaphors, len(tokens))
        links = [
            (
                tokens[found.anaphors[k]],
                tokens[found.antecedents[k]],
                round(float(probability[k]), 3),
            )
            for k in np.flatnonzero(both & (probability >= _FAINT)).tolist()
        ]
        best = _best(found, np.where(both, score, -1))
        return Reading(
            mentions=[tokens[i] for i in np.flatnonzero(mention > 0).tolist()],
            links=links,
            clusters=[[tokens[i] for i in cluster] for cluster in _clusters(best)],
        )

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:  # noqa: ARG002
        """Annotate documents one after the other."""
        for doc in stream:
            yield self(doc)

    def _scores(self, doc: Doc, found: Candidates) -> tuple[FloatArray, FloatArray]:
        """Logits of the heads (being a mention) and of the pairs (being one thing)."""
        model = self._model or shared_model(threads=self._threads)
        n = len(found.tokens)
        mention = np.full(n, _NEVER, np.float32)
        score = np.full(len(found.anaphors), _NEVER, np.float32)
        if not n:
            return mention, score
        states = np.asarray(doc.tensor, np.float32)[found.tokens]
        step = WINDOW // 2
        for start in range(0, max(1, n - step), step):
            end = min(n, start + WINDOW)
            fresh = start + step if start else 0  # heads before were read in the last window
            low, high = np.searchsorted(found.anaphors, (fresh, end))
            chosen = low + np.flatnonzero(found.antecedents[low:high] >= start)
            heads, pairs = model.coreference(
                states[start:end],
                found.features[start:end],
                found.anaphors[chosen] - start,
                found.antecedents[chosen] - start,
                found.pairs[chosen].astype(np.float32),
            )
            mention[fresh:end] = heads[fresh - start :]
            score[chosen] = pairs
        return mention, score


def _with_threads(threads: int) -> CoreferenceMarker:
    return CoreferenceMarker(threads=threads)


def mention_span(head: Token, name: Span | None = None) -> Span:
    """The phrase of a head word: what stands before it, and its complements.

    Relative clauses, appositions, other conjuncts and the preposition are left out.

    Args:
        head: The word that carries the phrase.
        name: The entity that the word belongs to; all of it is part of the phrase.
    """
    first, last = head.i, head.i
    for child in head.children:
        if child.dep_ in _OUTSIDE:
            continue
        if child.i < head.i:
            first = min(first, child.left_edge.i)
        elif child.dep_ in {"flat", "compound", "nummod", "nmod", "fixed"}:
            last = max(last, child.right_edge.i)
    doc = head.doc
    if name is not None:
        first, last = min(first, name.start), max(last, name.end - 1)
    while first < head.i and (doc[first].is_punct or doc[first].is_space):
        first += 1
    while last > head.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return doc[first : last + 1]


def _probabilities(score: FloatArray, anaphors: IntArray, n: int) -> FloatArray:
    """Softmax over the antecedents of each anaphor and "none", whose logit is 0."""
    top = np.zeros(n, np.float32)
    np.maximum.at(top, anaphors, score)
    weights = np.exp(score - top[anaphors])
    sums = np.exp(-top)
    np.add.at(sums, anaphors, weights)
    result: FloatArray = weights / sums[anaphors]
    return result


def _best(found: Candidates, score: FloatArray) -> dict[int, int]:
    """Head → its best antecedent, of two alike the nearer; heads without one are left out."""
    best: dict[int, tuple[float, int]] = {}
    for k in np.flatnonzero(score > 0).tolist():
        i, j, value = int(found.anaphors[k]), int(found.antecedents[k]), float(score[k])
        if i not in best or value >= best[i][0]:
            best[i] = (value, j)
    return {i: j for i, (_, j) in best.items()}


def _clusters(best: dict[int, int]) -> list[list[int]]:
    groups: dict[int, int] = {}
    clusters: dict[int, list[int]] = defaultdict(list)
    for i in sorted(best):
        root = groups.get(best[i], best[i])
        groups[i] = root
        if not clusters[root]:
            clusters[root].append(root)
        clusters[root].append(i)
    return [clusters[root] for root in sorted(clusters)]
