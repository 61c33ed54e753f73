"""Document → spaCy ``Doc``: tokens, sentences, tags, lemmas, dependencies, names.

The analyser is our own and ships with the package: one small encoder with many heads, run by
onnxruntime. ``load`` gives it as a spaCy ``Language``. What it leaves on the ``Doc``:

* ``token.pos_``, ``tag_``, ``lemma_``, ``head``, ``dep_`` (Universal Dependencies v2, subtypes);
* ``doc.sents``; ``doc.ents`` (proper names, see ``labels.NAME_TYPES``, and DATE, MONEY, QUANTITY);
* ``doc.spans["heads"]``: one-token spans that say what kind of thing a phrase denotes, labelled
  with ``labels.HEAD_TYPES``;
* ``doc.spans["coref_clusters_1"]``, …: mentions of one thing; ``doc.spans["coref_links"]``: how
  likely which mention goes back to which (see ``coreference``);
* ``doc.tensor`` (tokens × 384): the encoder's states, for readers trained on top of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load"]


def load(model: str | None = None) -> Language:
    """Load an analyser.

    Args:
        model: Name or path of an installed spaCy pipeline that parses to Universal Dependencies;
            ``None`` for the one that ships with newsgraph.

    Raises:
        ModelNotFound: The pipeline is not installed, or the shipped files are missing or damaged.
    """
    import spacy

    from newsgraph.errors import ModelNotFound

    if model is not None:
        try:
            return spacy.load(model)
        except OSError as error:
            raise ModelNotFound(
                f"no spaCy pipeline is installed under the name or path {model!r}",
                hint="leave --model out to use the analyser that ships with newsgraph",
            ) from error
    from newsgraph.analysis import (  # registers the factories
        component,
        coreference,
        segmentation,
        values,
    )

    nlp = spacy.blank("en")
    nlp.max_length = 20_000_000  # our memory is bounded by the batch, not by the text
    nlp.add_pipe(segmentation.FACTORY)
    nlp.add_pipe(component.FACTORY)
    nlp.add_pipe(values.FACTORY)
    nlp.add_pipe(coreference.FACTORY)
    return nlp
