"""Relations that a trained network reads where the rules read none.

The network sees two mentions of one sentence and the path between them, and gives probabilities of
relations and of words to be the trigger. What it may say is bounded as for the rules: there is a
trigger in the text, and the vocabulary must accept the classes of both ends. Polarity, modality
and source come from the same code as for the rules.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Token

from newsgraph.model import Mention
from newsgraph.model_files import open_session, opening, verified
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import End, Ends
from newsgraph.statements.pairs import (
    TRIGGER_KINDS,
    Arrays,
    Describer,
    Inventories,
    Pair,
    find_pairs,
)
from newsgraph.statements.predicates import Predicate
from newsgraph.statements.syntax import ancestors, preposition
from newsgraph.vocabulary import RelationType, Vocabulary

MODEL_FOLDER: Final = Path(__file__).parent / "reader_model"
NETWORK: Final = "reader.onnx"
RELATIONS: Final = "relations.json"  #: label of the network → our relations
FILES: Final = (NETWORK, RELATIONS, "labels.json")
OUTPUTS: Final = ("chances", "attention")
RULE: Final = "reader"

Floats = npt.NDArray[np.float32]
Key = tuple[int, Any, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """Our relations for one label of the network, the preferred first."""

    evoked: tuple[str, ...]  #: taken if the trigger word evokes them in the vocabulary
    otherwise: tuple[str, ...]


class ReaderModel:
    """The shipped network and its labels.

    Attributes:
        inventories: Orders of the labels that its inputs are numbered by.
        labels: What its probabilities are of; the first is "no relation".
        choices: Our relations for each label; a label that is absent is never read.
        threshold: The least probability that is believed.
        width: Width of the analyser's states that it was trained on.
    """

    def __init__(self, folder: Path = MODEL_FOLDER) -> None:
        """Load and check the files of ``folder``.

        Raises:
            ModelNotFound: A file is missing, differs from its checksum, or cannot be used.
        """
        contents = verified(folder, what="relation reader", names=FILES)
        with opening("labels.json"):
            about = json.loads(contents["labels.json"])
            self.inventories = Inventories(**{k: tuple(v) for k, v in about["inventories"].items()})
            self.labels: tuple[str, ...] = tuple(about["labels"])
            self.threshold: float = about["threshold"]
            self.width: int = about["width"]
        with opening(RELATIONS):
            self.choices = _choices(json.loads(contents[RELATIONS]))
        self._session = open_session(contents[NETWORK], NETWORK, outputs=OUTPUTS)

    def run(self, inputs: Arrays) -> tuple[Floats, Floats]:
        """Return probabilities: pairs × labels, and pairs × words of the path."""
        chances, attention = self._session.run(OUTPUTS, inputs)
        return chances, attention


@cache
def shared_reader(folder: Path = MODEL_FOLDER) -> ReaderModel:
    """Return the model of ``folder``, loaded once per process."""
    return ReaderModel(folder)


def _choices(table: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Choice]:
    return {
        label: Choice(tuple(entry["evoked"]), tuple(entry["otherwise"]))
        for label, entry in table.items()
    }


class LearnedReader:
    """Reads typed relations of one article by the network."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        ends: Ends,
        predicates: Mapping[int, Predicate],
        model: ReaderModel | None = None,
    ) -> None:
        """Use ``model``, or the one that ships with the package.

        Args:
            vocabulary: Says which relations there are and what they accept.
            ends: Mentions of the article.
            predicates: Token index → predicate, for context and surface form.
            model: Another model than the shipped one.
        """
        self._vocabulary, self._ends, self._predicates = vocabulary, ends, predicates
        self._model = model if model is not None else shared_reader()

    def read(self, doc: Doc, stated: Collection[Claim]) -> list[Claim]:
        """Return claims for ends of which ``stated`` says nothing in the same sentence.

        Empty if the document was analysed by a pipeline that leaves no states of our width.
        """
        if doc.tensor.ndim != 2 or doc.tensor.shape[1] != self._model.width:
            return []
        taken = {key for c in stated for key in self._keys(c.trigger, c.subject, c.object)}
        pairs = [p for p in find_pairs(doc, self._ends) if self._is_open(doc, p, taken)]
        if not pairs:
            return []
        describer = Describer(self._model.inventories, self._vocabulary)
        scores = self._model.run(describer.describe(doc, self._ends, pairs))
        return self._claims(doc, pairs, scores, taken)

    def _is_open(self, doc: Doc, pair: Pair, taken: Set[Key]) -> bool:
        """Tell whether the network may say anything of a pair: there is a word for it, and room."""
        first, last = pair.path[0], pair.path[-1]
        return (
            any(_is_content(doc[i]) for i in pair.path[1:-1])
            or doc[first if pair.top == 0 else last].pos_ == "NOUN"
        ) and taken.isdisjoint(self._keys(doc[first], pair.subject, pair.object))

    def _claims(
        self,
        doc: Doc,
        pairs: Sequence[Pair],
        scores: tuple[Floats, Floats],
        taken: set[Key],
    ) -> list[Claim]:
        chances, attention = scores
        best = chances[:, 1:].max(axis=1)
        claims: list[Claim] = []
        for row in np.argsort(-best, kind="stable").tolist():
            if best[row] < self._model.threshold:
                break
            claim = self._claim(doc, pairs[row], chances[row], attention[row])
            if claim is not None:
                keys = set(self._keys(claim.trigger, claim.subject, claim.object))
                if taken.isdisjoint(keys):
                    taken |= keys
                    claims.append(claim)
        return claims

    def _claim(self, doc: Doc, pair: Pair, chances: Floats, attention: Floats) -> Claim | None:
        label = int(chances[1:].argmax()) + 1
        choice = self._model.choices.get(self._model.labels[label])
        if choice is None:
            return None
        for trigger in _triggers(doc, pair, attention):
            relation = self._relation(choice, trigger, pair)
            if relation is not None:
                return self._stated(relation, trigger, pair, float(chances[label]))
        return None

    def _stated(
        self, relation: RelationType, trigger: Token, pair: Pair, confidence: float
    ) -> Claim:
        last = trigger.doc[pair.path[-1]]
        # what a noun phrase says by its build holds whatever is said of the thing
        between = trigger.i not in (pair.path[0], pair.path[-1])
        return Claim(
            relation=relation.name,
            trigger=trigger,
            subject=pair.subject,
            object=pair.object,
            confidence=confidence,
            rules=(RULE,),
            predicate=self._predicates.get(trigger.i) if between else None,
            preposition=preposition(last) if last.head.i == trigger.i else "",
            event_class=relation.plover,
            context_of=trigger if between else None,
        )

    def _relation(self, choice: Choice, trigger: Token, pair: Pair) -> RelationType | None:
        """Our relation for a label: one that the trigger evokes, else the usual one.

        A word that makes what it governs denied or possible ("failed to win") is no trigger, unless
        the vocabulary says that it states the relation itself ("refused the offer").
        """
        kind = TRIGGER_KINDS[trigger.pos_]
        classes = (self._ends.class_of(pair.subject), self._ends.class_of(pair.object))
        evoked = {
            relation.name
            for lemma in self._lemmas(trigger)
            for relation, entry in self._vocabulary.triggers(kind, lemma)
            if self._vocabulary.accepts_trigger(relation, entry, *classes)
        }
        for name in choice.evoked:
            if name in evoked:
                return self._vocabulary.relations[name]
        if self._vocabulary.lexicon.modality_entry(kind, trigger.lemma_.lower()) is not None:
            return None
        for name in choice.otherwise:
            relation = self._vocabulary.relations.get(name)
            if relation is not None and self._vocabulary.accepts(relation, *classes):
                return relation
        return None

    def _lemmas(self, trigger: Token) -> tuple[str, ...]:
        predicate = self._predicates.get(trigger.i)
        return (trigger.lemma_.lower(), *(predicate.lemmas if predicate is not None else ()))

    def _keys(self, word: Token, *ends: End) -> Iterator[Key]:
        """The sentence of a word with the two things, in both orders."""
        first, second = (
            id(cluster) if isinstance(e, Mention) and (cluster := self._ends.cluster(e)) else e.span
            for e in ends
        )
        sentence = list(ancestors(word))[-1].i  # its root stands for the sentence
        yield sentence, first, second
        yield sentence, second, first


def _triggers(doc: Doc, pair: Pair, attention: Floats) -> list[Token]:
    """The content words of the path, the one that the network attends to most first.

    Only words between the ends count; an end itself may state the relation where it governs the
    other ("the ministry of X") and no such word stands between them.
    """
    inner = [k for k in range(1, len(pair.path) - 1) if _is_content(doc[pair.path[k]])]
    if not inner and pair.top in (0, len(pair.path) - 1):
        inner = [pair.top] if doc[pair.path[pair.top]].pos_ == "NOUN" else []
    return [doc[pair.path[k]] for k in sorted(inner, key=lambda k: (-attention[k], k))]


def _is_content(token: Token) -> bool:
    return token.pos_ in ("VERB", "NOUN", "ADJ")
