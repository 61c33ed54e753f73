"""Other spaCy pipelines: what they leave on a ``Doc`` becomes what the rules read.

The rules read Universal Dependencies v2 with subtypes, universal and Penn word classes, lemmas, the
entity labels of ``labels.NAME_TYPES`` and kinds of heads. Which scheme a pipeline parses to is told
by its labels: Universal Dependencies, or ClearNLP's (``clear``), as in spaCy's English pipelines.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsgraph.analysis import clear, segmentation, word_classes
from newsgraph.analysis.columns import Columns
from newsgraph.analysis.kinds import head_kinds
from newsgraph.analysis.lemmas import Lemmatizer
from newsgraph.analysis.session import MODEL_FOLDER
from newsgraph.analysis.subtypes import add_subtypes
from newsgraph.errors import AnalysisError, ModelUnfit

FACTORY: Final = "newsgraph_adapter"
CLEAR: Final = "clear"
UNIVERSAL: Final = "universal"
BASIC: Final = "basic"  #: universal labels without subtypes

#: Labels that only Universal Dependencies v2 have.
_UNIVERSAL_MARKS: Final = frozenset({"obj", "obl", "nsubj:pass", "aux:pass", "flat", "fixed"})
#: Run once to see what a pipeline leaves that does not declare it.
_PROBE: Final = "The committee of the city approved the plan. It was signed by her."
#: Entity labels of OntoNotes and CoNLL → ours; ``None``: no name, and no value that is read.
_ENTITIES: Final = {
    "PER": "PERSON", "PERCENT": "QUANTITY", "TIME": None, "LANGUAGE": None, "ORDINAL": None,
    "CARDINAL": None,
}  # fmt: skip
_SUBTYPES: Final = {"flat:name": "flat", "flat:foreign": "flat", "nmod:tmod": "nmod:unmarked",
                    "nmod:npmod": "nmod:unmarked", "ROOT": "root"}  # fmt: skip
#: Endings of regular forms, for a pipeline without a lemmatizer.
_LEMMA_RULES: Final = ("1|", "2|", "3|", "3|y", "3|e", "4|")
_HINT: Final = "name a pipeline with a tagger and a dependency parser for English, or leave --model out"  # fmt: skip # noqa: E501


def adapt(nlp: Language) -> None:
    """Add the adapter to a pipeline that has none, for the scheme that its labels tell.

    Our sentence boundaries go before a parser, which may not glue headlines to what follows.

    Raises:
        ModelUnfit: The pipeline is not for English, has no parser or no tagger, or its dependency
            labels belong to another scheme.
    """
    if any(nlp.get_pipe_meta(name).factory == FACTORY for name in nlp.pipe_names):
        return
    if nlp.lang not in ("en", "xx"):
        raise ModelUnfit(f"the pipeline is for the language {nlp.lang!r}", hint=_HINT)
    probe = nlp(_PROBE)
    declared = {a for name in nlp.pipe_names for a in nlp.get_pipe_meta(name).assigns}
    missing = [
        part
        for part, attributes in _NEEDED.items()
        if not any(f"token.{a.lower()}" in declared or probe.has_annotation(a) for a in attributes)
    ]
    if missing:
        raise ModelUnfit(
            f"the pipeline has no {' and no '.join(missing)}: it has "
            f"{', '.join(nlp.pipe_names) or 'no components'}",
            hint=_HINT,
        )
    labels = _dependency_labels(nlp) or {t.dep_ for t in probe if t.dep_}
    if (
        "token.dep" in declared and segmentation.FACTORY not in nlp.pipe_names
    ):  # spaCy's own parser keeps to boundaries that it finds set
        nlp.add_pipe(segmentation.FACTORY, first=True)
    nlp.add_pipe(FACTORY, config={"scheme": scheme_of(labels)})


_NEEDED: Final = {"dependency parser": ("DEP",), "tagger": ("TAG", "POS")}


def _dependency_labels(nlp: Language) -> set[str]:
    """Labels of the components that say they parse."""
    return {
        label
        for name in nlp.pipe_names
        if "token.dep" in nlp.get_pipe_meta(name).assigns
        for label in nlp.pipe_labels.get(name, ())
    }


def scheme_of(labels: Iterable[str]) -> str:
    """Return ``CLEAR``, ``UNIVERSAL`` or ``BASIC``; empty for labels that all have.

    Raises:
        ModelUnfit: The labels are many, and none is of either scheme.
    """
    found = set(labels)
    if found & clear.MARKS:
        return CLEAR
    if found & _UNIVERSAL_MARKS:
        return UNIVERSAL if any(":" in label for label in found) else BASIC
    if len(found) > 8:
        some = ", ".join(sorted(found)[:8])
        raise ModelUnfit(
            f"the dependency labels of the pipeline ({some} …) are neither those of Universal "
            "Dependencies nor ClearNLP's",
            hint=_HINT,
        )
    return ""


@Language.factory(
    FACTORY,
    default_config={"scheme": ""},
    requires=["token.dep", "token.head"],
    assigns=["token.dep", "token.head", "token.pos", "token.tag", "token.lemma", "doc.ents",
             "doc.spans"],
)  # fmt: skip
def create(nlp: Language, name: str, scheme: str) -> Adapter:  # noqa: ARG001 - spaCy's signature
    """Make the component for a spaCy pipeline."""
    return Adapter(scheme)


class Adapter:
    """Rewrites the annotation of a ``Doc``.

    ``scheme`` is ``CLEAR``, ``UNIVERSAL`` or ``BASIC``; empty where each article's labels are to
    tell.
    """

    def __init__(self, scheme: str = "") -> None:
        if scheme not in ("", CLEAR, UNIVERSAL, BASIC):
            raise ValueError(f"unknown scheme {scheme!r}: {CLEAR}, {UNIVERSAL}, {BASIC} or empty")
        self.scheme = scheme

    def __call__(self, doc: Doc) -> Doc:
        """Rewrite one article.

        Raises:
            AnalysisError: The pipeline has left no dependencies or no word classes.
        """
        if not any(not token.is_space for token in doc):
            return doc
        if not doc.has_annotation("DEP") or not (
            doc.has_annotation("TAG") or doc.has_annotation("POS")
        ):
            raise AnalysisError(
                "the pipeline has left no dependencies or no word classes", hint=_HINT
            )
        columns = _columns(doc)
        scheme = self.scheme or scheme_of(columns.deps)
        if scheme == CLEAR:
            clear.to_universal(columns)
        elif scheme == BASIC:
            add_subtypes(columns)
        columns.deps = [_SUBTYPES.get(label, label) for label in columns.deps]
        _store(doc, columns)
        doc.set_ents(list(_entities(doc)))
        if "heads" not in doc.spans:
            doc.spans["heads"] = head_kinds(doc)
        return doc


def _columns(doc: Doc) -> Columns:
    """Read a ``Doc``, with word classes and lemmas filled in where the pipeline has none."""
    words = [t.lower_ for t in doc]
    deps = [t.dep_ for t in doc]
    tags = [t.tag_ or word_classes.penn(t.pos_, t.lower_, t.morph.to_dict()) for t in doc]
    pos = [
        word_classes.corrected(t.pos_ or word_classes.universal(tag, word, dep), tag, dep)
        for t, tag, word, dep in zip(doc, tags, words, deps, strict=True)
    ]
    lemmas = [_lemma(t, p, tag) for t, p, tag in zip(doc, pos, tags, strict=True)]
    heads = [t.head.i for t in doc]
    return Columns(words=words, lemmas=lemmas, pos=pos, tags=tags, heads=heads, deps=deps)


def _lemma(token: Token, pos: str, tag: str) -> str:
    """The lemma of the treebanks, by which the vocabulary goes, else the pipeline's own."""
    if pos == "PROPN":
        return token.lemma_ or token.text
    known = _lemmatizer().known(token.text, pos)
    return known or token.lemma_ or _lemmatizer().lemma(token.text, pos, tag, _LEMMA_RULES)


@cache
def _lemmatizer() -> Lemmatizer:
    return Lemmatizer.load(MODEL_FOLDER / "lemmas.json")


def _store(doc: Doc, columns: Columns) -> None:
    strings = doc.vocab.strings
    offsets = np.array(columns.heads, np.int64) - np.arange(len(doc))
    texts = (columns.deps, columns.pos, columns.tags, columns.lemmas)
    rows = np.array(
        [offsets.astype(np.uint64), *([strings.add(x) for x in column] for column in texts)],
        np.uint64,
    ).T
    doc.from_array(["HEAD", "DEP", "POS", "TAG", "LEMMA"], np.ascontiguousarray(rows))  # type: ignore[arg-type]


def _entities(doc: Doc) -> Iterable[Span]:
    for ent in doc.ents:
        label = _ENTITIES.get(ent.label_, ent.label_)
        if label is not None:
            yield Span(doc, ent.start, ent.end, label=label)
