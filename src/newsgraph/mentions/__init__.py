"""Step 3: what the article speaks of. A parsed article goes in, mentions come out.

Names first (``names``, ``consistency``, ``demonyms``), then descriptions and pronouns on the words
that are left (``nominals``). Values have an entry point of their own: ``values.find_values``.
"""

from __future__ import annotations

from spacy.tokens import Doc

from newsgraph import gazetteer
from newsgraph.mentions.consistency import agree
from newsgraph.mentions.demonyms import DemonymFinder, place_of_demonym
from newsgraph.mentions.metonymy import state_meant
from newsgraph.mentions.name_classes import LABEL_CLASSES, NameClassifier
from newsgraph.mentions.names import Labelled, Name, NameFinder
from newsgraph.mentions.nominals import NominalFinder, Phrase
from newsgraph.mentions.overlaps import one_per_span
from newsgraph.mentions.parties import parties
from newsgraph.mentions.titles import find_titles
from newsgraph.mentions.tokens import Tokens
from newsgraph.model import Mention, MentionKind, Span
from newsgraph.vocabulary import Lexicon, Vocabulary


def find_mentions(
    doc: Doc,
    document_id: str,
    vocabulary: Vocabulary,
    known: gazetteer.Gazetteer | None = None,
) -> list[Mention]:
    """Find every mention in one parsed article.

    Args:
        doc: Parsed article with sentence boundaries, dependencies, lemmas and names; the span
            group ``heads`` is used where it is there.
        document_id: Written into every mention.
        vocabulary: Says which class a common noun denotes.
        known: Names known beforehand; the ones that come with newsgraph if left out.

    Returns:
        Mentions in text order, of two with the same start the longer first. No two have the same
        span, but one may lie within another: ``Serbia`` in ``Serbia-linked events``. Empty if the
        article speaks of nothing.

    Raises:
        AnalysisError: the article is not parsed.
    """
    tokens = Tokens.of(doc)
    known = known or gazetteer.builtin()
    classifier = NameClassifier(vocabulary, known)
    labelled: list[Labelled] = [
        (ent.start, ent.end, ent.label_)
        for ent in doc.ents
        if ent.label_ in LABEL_CLASSES
        and not _is_demonym((ent.start, ent.end), tokens, vocabulary, known)
    ]
    names = agree(tokens, NameFinder(tokens, classifier, known).find(labelled), known)
    names = parties(tokens, names, vocabulary)
    taken = {i for name in names for i in range(name.start, name.end)}
    peoples = list(DemonymFinder(tokens, known, vocabulary).find(taken))
    taken |= {i for name in peoples for i in range(name.start, name.end)}
    titles = list(find_titles(tokens, names, taken, vocabulary))
    taken |= {i for title in titles for i in range(title.start, title.end)}
    phrases = [*titles, *NominalFinder(tokens, vocabulary).find(taken)]
    build = _MentionBuilder(tokens, document_id, known, vocabulary.lexicon)
    return one_per_span(
        [*(build.name(n) for n in (*names, *peoples)), *(build.phrase(p) for p in phrases)]
    )


def _is_demonym(
    name: tuple[int, int], tokens: Tokens, vocabulary: Vocabulary, known: gazetteer.Gazetteer
) -> bool:
    """Tell whether a name of the model is an adjective such as ``Serbian``, read elsewhere."""
    start, end = name
    if end - start > 1 or known.find(tokens.words[start]) is not None:
        return False
    return place_of_demonym(tokens.words[start], known, vocabulary) is not None


class _MentionBuilder:
    """Turns tokens into offsets."""

    def __init__(
        self, tokens: Tokens, document_id: str, known: gazetteer.Gazetteer, lexicon: Lexicon
    ) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._document_id = document_id
        self._gazetteer = known

    def name(self, name: Name) -> Mention:
        span = self._span(name.start, name.end)
        person = name.entity_class == "Person"
        state = None if person else state_meant(self._tokens, name, self._gazetteer, self._lexicon)
        return Mention(
            span=span,
            head=span,
            text=self._tokens.text[span.start : span.end],
            kind=MentionKind.NAME,
            entity_class=state.entity_class if state else name.entity_class,
            document_id=self._document_id,
            metonym=state is not None,
        )

    def phrase(self, phrase: Phrase) -> Mention:
        span = self._span(phrase.start, phrase.end)
        return Mention(
            span=span,
            head=self._span(phrase.head, phrase.head + 1),
            text=self._tokens.text[span.start : span.end],
            kind=MentionKind.PRONOUN if phrase.pronoun else MentionKind.NOMINAL,
            entity_class=phrase.entity_class,
            document_id=self._document_id,
        )

    def _span(self, start: int, end: int) -> Span:
        return Span(start=self._tokens.starts[start], end=self._tokens.ends[end - 1])
