"""The spaCy component that runs the model over the sentences of a ``Doc``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsgraph.analysis.decoding import BioDecoder, heads_from_scores
from newsgraph.analysis.features import EncodedSentence, FloatArray, collate
from newsgraph.analysis.session import Model, shared_model

FACTORY = "newsgraph_analyser"
PIECES_PER_BATCH: Final = 2048
LEMMA_RULES: Final = 10  #: edit rules tried for a form that is not in the table


@Language.factory(
    FACTORY,
    default_config={"threads": 1},
    requires=["token.is_sent_start"],
    assigns=["token.pos", "token.tag", "token.lemma", "token.dep", "token.head", "doc.ents",
             "doc.spans"],
)  # fmt: skip
def create(nlp: Language, name: str, threads: int) -> Analyser:  # noqa: ARG001 - spaCy's signature
    """Make the component for a spaCy pipeline; the model is loaded once per process."""
    return Analyser(threads=threads)


@dataclass(slots=True)
class _Reading:
    """What the model says about one window of words; positions are window-relative."""

    upos: list[int]
    xpos: list[int]
    lemma: list[list[int]]  #: edit rules, the likeliest first
    heads: list[int]
    relations: list[int]
    names: list[tuple[int, int, str]]
    kinds: list[int]
    states: FloatArray  #: words × width


class Analyser:
    """Tags, parses and finds names, one document at a time.

    Batches never mix documents: the int8 arithmetic scales with what shares a batch, so a
    document's annotation would otherwise depend on its neighbours.
    """

    def __init__(self, model: Model | None = None, *, threads: int = 1) -> None:
        """Use ``model``, or the one that ships with the package, on so many threads."""
        self._model = model
        self._threads = threads
        self._bio: BioDecoder | None = None

    def __reduce__(self) -> tuple[Callable[[int], Analyser], tuple[int]]:
        """Pickle without the session; it is loaded again where needed."""
        return (_with_threads, (self._threads,))

    @property
    def model(self) -> Model:
        """The model, loaded on first use."""
        if self._model is None:
            self._model = shared_model(threads=self._threads)
        return self._model

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document that has sentence boundaries."""
        windows: list[tuple[list[int], bool]] = []
        for sentence in doc.sents:
            words = [t.i for t in sentence if not t.is_space]
            texts = [doc[i].text for i in words]
            for k, (start, end) in enumerate(self.model.pieces.windows(texts)):
                if end > start:
                    windows.append((words[start:end], k > 0))
        readings = self._read([[doc[i].text for i in words] for words, _ in windows])
        _Annotation(doc, self.model).write(windows, readings)
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:  # noqa: ARG002
        """Annotate documents one after the other."""
        for doc in stream:
            yield self(doc)

    def _read(self, windows: list[list[str]]) -> list[_Reading]:
        encoded = [self.model.pieces.encode(words) for words in windows]
        readings: dict[int, _Reading] = {}
        for batch in _batches(encoded):
            outputs = self.model.run(collate([encoded[i] for i in batch]))
            for row, i in enumerate(batch):
                n = encoded[i].words
                readings[i] = self._decode({k: v[row] for k, v in outputs.items()}, n)
        return [readings[i] for i in range(len(windows))]

    def _decode(self, scores: dict[str, FloatArray], n: int) -> _Reading:
        if self._bio is None:
            self._bio = BioDecoder(self.model.labels.names)
        arcs = scores["arcs"][:n, : n + 1]
        heads = heads_from_scores(arcs)
        relations = scores["relations"][:n].argmax(1)
        for i in np.flatnonzero(arcs.argmax(1) != np.array(heads)):
            changed = self.model.relation_scores(scores["dependent"][i], scores["head"][heads[i]])
            relations[i] = changed.argmax()
        return _Reading(
            upos=scores["upos"][:n].argmax(1).tolist(),
            xpos=scores["xpos"][:n].argmax(1).tolist(),
            lemma=np.argsort(-scores["lemma"][:n], axis=1, kind="stable")[:, :LEMMA_RULES].tolist(),
            heads=heads,
            relations=relations.tolist(),
            names=self._bio.spans(scores["names"][:n]),
            kinds=scores["kinds"][:n].argmax(1).tolist(),
            states=scores["states"][:n],
        )


def _with_threads(threads: int) -> Analyser:
    return Analyser(threads=threads)


def _batches(encoded: list[EncodedSentence]) -> Iterator[list[int]]:
    """Group windows of similar length; yields their positions."""
    batch: list[int] = []
    for i in sorted(range(len(encoded)), key=lambda i: (len(encoded[i].pieces), i)):
        if batch and len(encoded[i].pieces) * (len(batch) + 1) > PIECES_PER_BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


class _Annotation:
    """Writes readings to a ``Doc``."""

    def __init__(self, doc: Doc, model: Model) -> None:
        self._doc, self._labels = doc, model.labels
        self._lemmatizer = model.lemmatizer
        n = len(doc)
        self._pos, self._tags, self._deps = ["SPACE"] * n, ["_SP"] * n, ["dep"] * n
        self._lemmas = [t.text for t in doc]
        self._heads = list(range(n))
        self._states: FloatArray | None = None

    def write(self, windows: list[tuple[list[int], bool]], readings: list[_Reading]) -> None:
        names: list[Span] = []
        kinds: list[Span] = []
        root = 0
        for (words, continues), reading in zip(windows, readings, strict=True):
            own_root = self._window(words, reading)
            if continues:  # the rest of a sentence that is longer than the encoder's window
                self._heads[own_root], self._deps[own_root] = root, "parataxis"
            else:
                root = own_root
            names += [
                Span(self._doc, words[first], words[end - 1] + 1, label=label)
                for first, end, label in reading.names
            ]
            kinds += [
                Span(self._doc, words[k], words[k] + 1, label=self._labels.kinds[kind])
                for k, kind in enumerate(reading.kinds)
                if kind
            ]
        self._attach_spaces()
        self._store(names, kinds)

    def _window(self, words: list[int], reading: _Reading) -> int:
        labels, root = self._labels, words[0]
        if self._states is None:
            self._states = np.zeros((len(self._doc), reading.states.shape[1]), np.float32)
        self._states[words] = reading.states
        for k, i in enumerate(words):
            self._pos[i] = labels.upos[reading.upos[k]]
            self._tags[i] = labels.xpos[reading.xpos[k]]
            self._lemmas[i] = self._lemmatizer.lemma(
                self._doc[i].text,
                self._pos[i],
                self._tags[i],
                (labels.lemma_rules[rule] for rule in reading.lemma[k]),
            )
            head = reading.heads[k]
            self._heads[i] = words[head - 1] if head else i
            self._deps[i] = labels.relations[reading.relations[k]] if head else "root"
            if not head:
                root = i
            elif self._deps[i] == "root":
                self._deps[i] = "parataxis"
        return root

    def _attach_spaces(self) -> None:
        for token in self._doc:
            if token.is_space:
                self._heads[token.i] = token.i - 1 if token.i else min(1, len(self._doc) - 1)
        for i in range(len(self._doc) - 1, -1, -1):  # leading white space hangs on the first word
            if self._doc[i].is_space and all(t.is_space for t in self._doc[: i + 1]):
                self._heads[i] = min(i + 1, len(self._doc) - 1)

    def _store(self, names: list[Span], kinds: list[Span]) -> None:
        doc = self._doc
        strings = doc.vocab.strings
        rows = np.zeros((len(doc), 5), dtype="uint64")
        for i in range(len(doc)):
            rows[i] = (
                np.array(self._heads[i] - i, dtype="int64").astype("uint64"),
                strings.add(self._deps[i]),
                strings.add(self._pos[i]),
                strings.add(self._tags[i]),
                strings.add(self._lemmas[i]),
            )
        if len(doc):
            doc.from_array(["HEAD", "DEP", "POS", "TAG", "LEMMA"], rows)  # type: ignore[arg-type]
        doc.set_ents(names)
        if self._states is not None:
            doc.tensor = self._states  # type: ignore[assignment]
        doc.spans["heads"] = kinds
