"""The story of one article, from text to statements.

Its extraction is a pure function of its text and metadata. An article that fails is reported, and
the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.analysis import gives_states, load
from newsgraph.analysis.repairs import repaired
from newsgraph.blame import failure_of
from newsgraph.coreference import corefer
from newsgraph.gazetteer import Entry, Gazetteer, extended, read_names
from newsgraph.mentions import find_mentions
from newsgraph.mentions.values import find_values
from newsgraph.model import Document, Extraction, Failure, Sentence, Span
from newsgraph.reading.copies import sketch
from newsgraph.settings import Settings
from newsgraph.statements import extract_statements, with_events
from newsgraph.vocabulary import Vocabulary, builtin

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from newsgraph.statements.reader import StatementReader

#: Articles analysed at a time; bounds memory, changes no result.
_BATCH = 16


def extract(
    document: Document,
    *,
    nlp: Language | None = None,
    vocabulary: Vocabulary | None = None,
    names: Sequence[Entry] = (),
    learned: bool = True,
) -> Extraction:
    """Read one article. Without ``nlp`` and ``vocabulary`` the shipped ones are used.

    ``names`` are known beforehand, besides those that come with newsgraph.

    ``learned=False`` leaves out what the trained relation reader finds beside the rules; so does
    another pipeline, since the reader reads the states of the shipped analyser only.
    """
    nlp = nlp or analyser(None)
    reading = Reading(
        vocabulary=vocabulary or builtin(),
        known=extended(tuple(names)),
        learned=learned and gives_states(nlp),
    )
    return _read_doc(document, nlp(document.text), reading)


def statement_reader(document: Document, doc: Doc, vocabulary: Vocabulary) -> StatementReader:
    """Return what reads the statements of an analysed article, for looking inside."""
    from newsgraph.statements.reader import StatementReader

    mentions = find_mentions(doc, document.id, vocabulary)
    clusters = corefer(doc, mentions, vocabulary)
    values = find_values(doc, document)
    return StatementReader(doc, mentions, clusters, document, vocabulary, values)


@cache
def analyser(model: str | None) -> Language:
    """Return the loaded analyser, once per process and model.

    Raises:
        ModelNotFound: There is no such model.
        ModelUnfit: The model lacks what the rules need.
    """
    return load(model)


def open_reader() -> None:
    """Load the trained relation reader, once per process.

    Raises:
        ModelNotFound: Its files are missing or damaged.
    """
    from newsgraph.statements.learned import shared_reader

    shared_reader()


def open_vocabulary(settings: Settings) -> Vocabulary:
    """Return the built-in vocabulary, with the user's folder laid over it if there is one.

    Raises:
        VocabularyError: The user's files contradict themselves or the schema.
    """
    return Vocabulary.load(Path(settings.vocabulary)) if settings.vocabulary else builtin()


def user_names(settings: Settings) -> tuple[Entry, ...]:
    """Return the names that the settings add to the known ones; empty if there are none.

    Raises:
        ReadError: The file is unreadable or a line of it is damaged.
    """
    return read_names(Path(settings.names)) if settings.names else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What every article is read with."""

    vocabulary: Vocabulary
    known: Gazetteer
    learned: bool  #: whether the trained relation reader is wanted, and can read the states


def reading_of(settings: Settings, nlp: Language, vocabulary: Vocabulary) -> Reading:
    """Return what the settings and an analyser make of the reading of articles.

    Raises:
        ReadError: The file of names is unreadable or a line of it is damaged.
    """
    return Reading(
        vocabulary=vocabulary,
        known=extended(user_names(settings)),
        learned=not settings.rules_only and gives_states(nlp),
    )


def attempt(document: Document, nlp: Language, reading: Reading) -> Extraction | Failure:
    """Read one article as ``extract`` does; what goes wrong is returned."""
    return _attempt(document, _analyse_one(document, nlp), reading)


def extract_all(
    documents: Sequence[Document], nlp: Language, reading: Reading
) -> Iterator[Extraction | Failure]:
    """Yield, for each document in order, what was read from it or why nothing was.

    Articles are analysed a few at a time; one that fails costs none of the others.
    """
    for start in range(0, len(documents), _BATCH):
        batch = documents[start : start + _BATCH]
        for document, doc in zip(batch, _analyse(batch, nlp), strict=True):
            yield _attempt(document, doc, reading)


def _analyse(batch: Sequence[Document], nlp: Language) -> list[Doc | Exception]:
    """Analyse a batch; if that fails, one by one, so that only the article to blame is lost."""
    try:
        return list(nlp.pipe(document.text for document in batch))
    except Exception:
        return [_analyse_one(document, nlp) for document in batch]


def _analyse_one(document: Document, nlp: Language) -> Doc | Exception:
    try:
        return nlp(document.text)
    except Exception as error:
        return error


def _attempt(document: Document, doc: Doc | Exception, reading: Reading) -> Extraction | Failure:
    if isinstance(doc, Exception):
        return failure_of(document, "analysis", doc)
    try:
        return _read_doc(document, doc, reading)
    except Exception as error:
        return failure_of(document, "extraction", error)


def _read_doc(document: Document, doc: Doc, reading: Reading) -> Extraction:
    vocabulary = reading.vocabulary
    doc = repaired(doc)
    mentions = find_mentions(doc, document.id, vocabulary, reading.known)
    clusters = corefer(doc, mentions, vocabulary, reading.known)
    values = find_values(doc, document)
    statements = extract_statements(
        doc, mentions, clusters, document, vocabulary, values, learned=reading.learned
    )
    every_mention, every_cluster = with_events(mentions, clusters, statements, vocabulary)
    return Extraction(
        document=document,
        sentences=tuple(_sentences(doc)),
        mentions=every_mention,
        clusters=every_cluster,
        statements=tuple(statements),
        sketch=sketch(document.text),
    )


def _sentences(doc: Doc) -> Iterator[Sentence]:
    """Yield the sentences without the blank space around them."""
    spans = []
    for sentence in doc.sents:
        words = [token for token in sentence if not token.is_space]
        if words:
            spans.append(Span(start=words[0].idx, end=words[-1].idx + len(words[-1])))
    return (Sentence(span=span, index=index) for index, span in enumerate(spans))
