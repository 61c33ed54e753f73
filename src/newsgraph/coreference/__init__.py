"""Step 4: which mentions of one article denote the same thing.

Rules, the precise before the greedy, each over the result of those before: names (``names``), what
the sentence states (``structure``), kinds with their names (``naming``), headlines (``headlines``),
definite descriptions (``descriptions``), what the analyser's coreference head says of the
descriptions left (``learned``), pronouns (``pronouns``). When unsure a rule leaves a mention alone:
two clusters for one thing lose a link, one cluster for two things invents facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from newsgraph import gazetteer
from newsgraph.coreference.chains import Chains
from newsgraph.coreference.clusters import to_cluster
from newsgraph.coreference.descriptions import link_descriptions
from newsgraph.coreference.headlines import link_headlines
from newsgraph.coreference.items import ItemBuilder
from newsgraph.coreference.learned import Proposals, link_remaining
from newsgraph.coreference.names import link_names
from newsgraph.coreference.naming import link_kinds
from newsgraph.coreference.pronouns import link_pronouns
from newsgraph.coreference.quotes import find_quotes
from newsgraph.coreference.structure import link_structure
from newsgraph.model import Cluster, Mention
from newsgraph.vocabulary import Vocabulary


def corefer(
    doc: Doc,
    mentions: Sequence[Mention],
    vocabulary: Vocabulary,
    known: gazetteer.Gazetteer | None = None,
) -> list[Cluster]:
    """Group the mentions of one article.

    Args:
        doc: The parsed article that the mentions were found in.
        mentions: In text order.
        vocabulary: Says which classes are kinds of which, and which words are titles.
        known: Names known beforehand; the ones that come with newsgraph if left out.

    Returns:
        Clusters by their first mention. Every mention is in exactly one; a mention that nothing
        corefers with makes a cluster of its own.

    Raises:
        ValueError: a mention is not made of whole tokens of ``doc``.
    """
    known = known or gazetteer.builtin()
    items = ItemBuilder(doc, known, vocabulary.lexicon).build(mentions)
    chains = Chains(items, vocabulary)
    link_names(doc, items, chains, known, vocabulary.lexicon)
    link_structure(doc, items, chains, vocabulary)
    link_kinds(doc, items, chains, vocabulary)
    link_headlines(items, chains)
    link_descriptions(items, chains, vocabulary)
    proposals = Proposals(doc, items)
    link_remaining(items, chains, proposals)
    quotes = find_quotes(doc, items, vocabulary)
    link_pronouns(doc, items, chains, quotes, vocabulary, proposals)
    return [to_cluster(chain, doc, known, vocabulary) for chain in chains.all()]
