"""The spaCy component that runs the model over the sentences of a ``Doc``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from newsgraph.analysis.decoding import BioDecoder, heads_from_scores
from newsgraph.analysis.features import FloatArray, collate
from newsgraph.analysis.segmentation import Segmenter
from newsgraph.analysis.session import Model, shared_model

FACTORY = "newsgraph_analyser"
LEMMA_RULES: Final = 10  #: edit rules tried for a form that is not in the table


@Language.factory(
    FACTORY,
    default_config={"threads": 1},
    assigns=["token.pos", "token.tag", "token.morph", "token.lemma", "token.dep", "token.head",
             "doc.ents", "doc.spans", "doc.tensor"],
)  # fmt: skip
def create(nlp: Language, name: str, threads: int) -> Analyser:  # noqa: ARG001 - spaCy's signature
    """Make the component for a spaCy pipeline; the model is loaded once per process."""
    return Analyser(threads=threads)


@dataclass(slots=True)
class _Reading:
    """What the model says about one window of words; positions are window-relative."""

    upos: list[int]
    xpos: list[int]
    features: list[str]  #: in the form ``Number=Sing|Person=3``; empty for none
    lemma: FloatArray  #: words × edit rules
    heads: list[int]
    relations: list[int]
    names: list[tuple[int, int, str]]
    kinds: list[int]
    states: FloatArray  #: words × width


class Analyser:
    """Tags, parses and finds names, one sentence at a time.

    The int8 arithmetic scales with all that shares a batch, padding included: in batches, one word
    in thirty would be read otherwise than in its sentence alone. On a CPU batches are no faster,
    since what they save in calls they lose in padding.
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
        return self._model or shared_model(threads=self._threads)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document; its sentences are found first if no component has done so."""
        if not doc.has_annotation("SENT_START"):
            doc = Segmenter()(doc)
        model = self.model
        texts = [t.text for t in doc]
        spaces = doc.to_array("IS_SPACE").astype(bool).tolist()
        annotation = _Annotation(doc, texts, spaces, model)
        for sentence in doc.sents:
            words = [i for i in range(sentence.start, sentence.end) if not spaces[i]]
            forms = [texts[i] for i in words]
            for k, (start, end) in enumerate(model.pieces.windows(forms)):
                if end > start:
                    reading = self._read(forms[start:end])
                    annotation.add(words[start:end], reading, continues=k > 0)
        annotation.store()
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 32) -> Iterator[Doc]:  # noqa: ARG002
        """Annotate documents one after the other."""
        for doc in stream:
            yield self(doc)

    def _read(self, forms: list[str]) -> _Reading:
        encoded = self.model.pieces.encode(forms)
        outputs = self.model.run(collate([encoded]))
        return self._decode({name: values[0] for name, values in outputs.items()}, encoded.words)

    def _decode(self, scores: dict[str, FloatArray], n: int) -> _Reading:
        if self._bio is None:
            self._bio = BioDecoder(self.model.labels.names)
        arcs = scores["arcs"][:n, : n + 1]
        heads = heads_from_scores(arcs)
        relations = scores["relations"][:n].argmax(1)
        for i in np.flatnonzero(arcs.argmax(1) != np.array(heads)):
            changed = self.model.relation_scores(scores["dependent"][i], scores["head"][heads[i]])
            relations[i] = changed.argmax()
        upos, xpos = scores["upos"][:n].argmax(1), scores["xpos"][:n].argmax(1)
        morphology = self.model.morphology
        return _Reading(
            upos=upos.tolist(),
            xpos=xpos.tolist(),
            features=morphology.choose(scores["states"][:n], upos, xpos)
            if morphology
            else [""] * n,
            lemma=scores["lemma"][:n],
            heads=heads,
            relations=relations.tolist(),
            names=self._bio.spans(scores["names"][:n]),
            kinds=scores["kinds"][:n].argmax(1).tolist(),
            states=scores["states"][:n],
        )


def _with_threads(threads: int) -> Analyser:
    return Analyser(threads=threads)


class _Annotation:
    """Writes readings to a ``Doc``."""

    def __init__(self, doc: Doc, texts: list[str], spaces: list[bool], model: Model) -> None:
        self._doc, self._labels = doc, model.labels
        self._texts, self._spaces = texts, spaces
        self._lemmatizer = model.lemmatizer
        n = len(texts)
        self._pos, self._tags, self._deps = ["SPACE"] * n, ["_SP"] * n, ["dep"] * n
        self._lemmas, self._features = list(texts), [""] * n
        self._heads = list(range(n))
        self._root = 0
        self._names: list[Span] = []
        self._kinds: list[Span] = []
        self._states: FloatArray | None = None

    def add(self, words: list[int], reading: _Reading, *, continues: bool) -> None:
        """Take in one window; it may continue a sentence longer than the encoder's window."""
        own_root = self._window(words, reading)
        if continues:
            self._heads[own_root], self._deps[own_root] = self._root, "parataxis"
        else:
            self._root = own_root
        self._names += [
            Span(self._doc, words[first], words[end - 1] + 1, label=label)
            for first, end, label in reading.names
        ]
        self._kinds += [
            Span(self._doc, words[k], words[k] + 1, label=self._labels.kinds[kind])
            for k, kind in enumerate(reading.kinds)
            if kind
        ]

    def _window(self, words: list[int], reading: _Reading) -> int:
        labels, root = self._labels, words[0]
        if self._states is None:
            self._states = np.zeros((len(self._texts), reading.states.shape[1]), np.float32)
        self._states[words] = reading.states
        for k, i in enumerate(words):
            self._pos[i] = labels.upos[reading.upos[k]]
            self._tags[i] = labels.xpos[reading.xpos[k]]
            self._features[i] = reading.features[k]
            self._lemmas[i] = self._lemmatizer.lemma(
                self._texts[i],
                self._pos[i],
                self._tags[i],
                self._ranked_rules(reading.lemma[k]),
            )
            head = reading.heads[k]
            self._heads[i] = words[head - 1] if head else i
            self._deps[i] = labels.relations[reading.relations[k]] if head else "root"
            if not head:
                root = i
            elif self._deps[i] == "root":
                self._deps[i] = "parataxis"
        return root

    def _ranked_rules(self, scores: FloatArray) -> Iterator[str]:
        """Yield edit rules, the likeliest first; sorted only if the lemmatizer asks for them."""
        for rule in np.argsort(-scores, kind="stable")[:LEMMA_RULES].tolist():
            yield self._labels.lemma_rules[rule]

    def _attach_spaces(self) -> None:
        last = len(self._texts) - 1
        for i, space in enumerate(self._spaces):
            if space:
                self._heads[i] = i - 1 if i else min(1, last)
        leading = next((i for i, space in enumerate(self._spaces) if not space), last + 1)
        for i in range(leading):  # leading white space hangs on the first word
            self._heads[i] = min(i + 1, last)

    def store(self) -> None:
        """Write all that was taken in."""
        self._attach_spaces()
        doc = self._doc
        numbers: dict[str, int] = {}
        add = doc.vocab.strings.add
        rows = np.zeros((len(self._texts), 6), np.uint64)
        rows[:, 0] = (np.array(self._heads) - np.arange(len(self._heads))).astype(np.uint64)
        for k, column in enumerate((self._deps, self._pos, self._tags, self._lemmas), start=1):
            for label in column:
                if label not in numbers:
                    numbers[label] = add(label)
            rows[:, k] = [numbers[label] for label in column]
        bundles = {name: doc.vocab.morphology.add(name) for name in set(self._features)}
        rows[:, 5] = [bundles[name] for name in self._features]
        if len(rows):
            doc.from_array(["HEAD", "DEP", "POS", "TAG", "LEMMA", "MORPH"], rows)  # type: ignore[arg-type]
        doc.set_ents(self._names)
        if self._states is not None:
            doc.tensor = self._states  # type: ignore[assignment]
        doc.spans["heads"] = self._kinds
