"""Document → spaCy ``Doc``: tokens, sentences, tags, lemmas, dependencies, names.

The analyser is our own and ships with the package: one small encoder with many heads, run by
onnxruntime. ``load`` gives it as a spaCy ``Language``. What it leaves on the ``Doc``:

* ``token.pos_``, ``tag_``, ``lemma_``, ``morph``, ``head``, ``dep_`` (Universal Dependencies v2,
  subtypes);
* ``doc.sents``; ``doc.ents`` (proper names, see ``labels.NAME_TYPES``, and DATE, MONEY, QUANTITY);
* ``doc.spans["heads"]``: one-token spans that say what kind of thing a phrase denotes, labelled
  with ``labels.HEAD_TYPES``;
* ``doc.spans["coref_clusters_1"]``, …: mentions of one thing; ``doc.spans["coref_links"]``: how
  likely which mention goes back to which (see ``coreference``);
* ``doc.tensor`` (tokens × 384): the encoder's states, for readers trained on top of it.

Each step is a spaCy component that spaCy finds by name, so that other pipelines may use it:
``spacy.blank("en").add_pipe("newsgraph_analyser")``. Nothing else is kept on a ``Doc``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_LONGEST = 20_000_000  #: characters; our memory is bounded by the sentence, not by the text

__all__ = ["gives_states", "load"]


def load(model: str | None = None, *, threads: int = 1) -> Language:
    """Load an analyser.

    Args:
        model: Name or path of an installed spaCy pipeline for English that tags and parses, be it
            to Universal Dependencies or to ClearNLP's labels; ``None`` for the one that ships with
            newsgraph.
        threads: Threads that the shipped analyser computes with; they change no result.

    Raises:
        ModelNotFound: The pipeline is not installed, or the shipped files are missing or damaged.
        ModelUnfit: The pipeline does not do what the rules need.
    """
    if model is not None:
        return _other(model)
    import spacy

    from newsgraph.analysis import (  # registers the factories
        component,
        coreference,
        segmentation,
        values,
    )

    nlp = spacy.blank("en")
    nlp.max_length = _LONGEST
    segmentation.keep_titles_whole(nlp)
    nlp.add_pipe(segmentation.FACTORY)
    analyser = nlp.add_pipe(component.FACTORY, config={"threads": threads})
    assert isinstance(analyser, component.Analyser)  # noqa: S101 - it has just been made
    _ = analyser.model  # damaged files are found out before any article is read
    nlp.add_pipe(values.FACTORY)
    nlp.add_pipe(coreference.FACTORY, config={"threads": threads})
    return nlp


def gives_states(nlp: Language) -> bool:
    """Tell whether a pipeline leaves the states that the learned relation reader reads."""
    from newsgraph.analysis.component import FACTORY

    return any(nlp.get_pipe_meta(name).factory == FACTORY for name in nlp.pipe_names)


def _other(model: str) -> Language:
    import spacy

    from newsgraph.analysis.adapter import adapt
    from newsgraph.errors import ModelNotFound, ModelUnfit, NewsgraphError

    try:
        nlp = spacy.load(model)
        if not gives_states(nlp):
            adapt(nlp)
    except NewsgraphError:
        raise
    except OSError as error:
        raise ModelNotFound(
            f"no spaCy pipeline is installed under the name or path {model!r}",
            hint="leave --model out to use the analyser that ships with newsgraph",
        ) from error
    except Exception as error:  # a component that is not installed, a damaged file
        reason = str(error).strip().split("\n", 1)[0]
        raise ModelUnfit(
            f"the spaCy pipeline {model!r} cannot be loaded: {reason}",
            hint="install what its components need, or leave --model out",
        ) from error
    if all(nlp.get_pipe_meta(name).factory.startswith("newsgraph_") for name in nlp.pipe_names):
        nlp.max_length = _LONGEST  # our own, saved; spaCy saves no such limit
    return nlp
