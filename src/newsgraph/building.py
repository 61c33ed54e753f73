"""The whole story, from articles to graph, in one screen.

Articles are read one by one, by this process or by several, and joined in the end. One that fails
is reported, and the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from newsgraph.blame import BLAMELESS, sorted_failures, spared
from newsgraph.extractions import redact
from newsgraph.gazetteer import extended
from newsgraph.graph import KnowledgeGraph, decide
from newsgraph.journal import Journal
from newsgraph.judgements import read_judgements
from newsgraph.model import Document, Extraction, Failure
from newsgraph.pipeline import (
    Reading,
    analyser,
    extract_all,
    open_reader,
    open_vocabulary,
    reading_of,
    user_names,
)
from newsgraph.processes import ExtractionPool
from newsgraph.reading import read_all
from newsgraph.report import BuildResult
from newsgraph.settings import Settings
from newsgraph.vocabulary import Vocabulary

_log = logging.getLogger(__name__)

#: Told after each article: stage, articles done, articles in all.
Progress = Callable[[str, int, int], None]


def build(
    inputs: Sequence[Path | str | Document],
    *,
    settings: Settings | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    timeout: float | None = None,
    resume: Path | str | None = None,
) -> BuildResult:
    """Read articles and assemble their graph.

    Args:
        inputs: Files, folders, or documents made in memory. Their order does not matter.
        settings: Defaults to ``Settings.load()``, so that the environment counts.
        progress: Called after each article.
        workers: Processes that extract; the result does not depend on it.
        timeout: Seconds for one article; one that needs longer is left out and reported.
        resume: The folder that ``save`` will write to. What is read is kept there until it does, so
            that the same build, begun again, goes on where it was interrupted.

    Returns:
        The graph, perhaps empty, and every problem met on the way, sorted by source.

    Raises:
        ModelNotFound: The analyser cannot be loaded.
        VocabularyError: The user's vocabulary contradicts itself.
        ReadError: The file of judgements or of names is unreadable, or a line of it is damaged.
        GraphBusy: Another build is writing to the folder ``resume``.
    """
    settings = settings or Settings.load()
    vocabulary = open_vocabulary(settings)
    judgements = read_judgements(Path(settings.judgements)) if settings.judgements else []
    with ExitStack() as stack:
        journal = stack.enter_context(Journal(Path(resume), settings)) if resume else None
        extractions, failures = _extract_inputs(
            inputs,
            settings,
            Means(vocabulary=vocabulary, workers=workers, timeout=timeout, journal=journal),
            progress,
        )
    names = user_names(settings)
    known = extended(names)

    def decided(articles: Sequence[Extraction]) -> tuple[KnowledgeGraph, tuple[str, ...]]:
        return decide([kept(x, settings) for x in articles], vocabulary, judgements, known)

    (graph, problems), lost = spared(extractions, decided, "resolution")
    failures += [*lost, *(unused(problem, settings) for problem in problems)]
    return BuildResult(
        graph=graph,
        failures=tuple(sorted_failures(failures)),
        settings=settings,
        vocabulary=vocabulary,
        names=names,
        judgements=tuple(judgements),
    )


def extract_files(
    inputs: Sequence[Path | str | Document],
    *,
    settings: Settings | None = None,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    timeout: float | None = None,
) -> tuple[list[Extraction], list[Failure]]:
    """Read articles one by one, without joining them; arguments and errors as for ``build``.

    Args:
        inputs: As for ``build``.
        settings: As for ``build``.
        vocabulary: Saves reading the one that the settings name, if it is at hand.
        progress: As for ``build``.
        workers: As for ``build``.
        timeout: As for ``build``.

    Returns:
        Extractions in the order of sources, then those of documents made in memory as given;
        and every problem, sorted by source.
    """
    settings = settings or Settings.load()
    vocabulary = vocabulary or open_vocabulary(settings)
    means = Means(vocabulary=vocabulary, workers=workers, timeout=timeout)
    return _extract_inputs(inputs, settings, means, progress)


def _extract_inputs(
    inputs: Sequence[Path | str | Document],
    settings: Settings,
    means: Means,
    progress: Progress | None,
) -> tuple[list[Extraction], list[Failure]]:
    with Extractor(settings, means) as extractor:
        paths = [item for item in inputs if not isinstance(item, Document)]
        documents, failures = read_all(paths, settings=settings)
        documents += [item for item in inputs if isinstance(item, Document)]
        failures += extractor.notes()
        extractions: list[Extraction] = []
        for done, result in enumerate(extractor.extract(documents), start=1):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                extractions.append(result)
            if progress:
                progress("extracting", done, len(documents))
    return extractions, sorted_failures(failures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """By what means articles are extracted; none of them changes what is found."""

    vocabulary: Vocabulary  #: as the settings name it
    workers: int = 1
    timeout: float | None = None  #: seconds for one article
    journal: Journal | None = None


class Extractor:
    """Extracts articles here or in other processes; a context manager.

    With other processes they load the model while the files are read.
    """

    def __init__(self, settings: Settings, means: Means) -> None:
        """Begin; processes are started, and nothing is loaded here."""
        self._settings = settings
        self._means = means
        self._pool: ExtractionPool | None = None
        if means.workers > 1 or means.timeout is not None:
            self._pool = ExtractionPool(settings, means.workers, timeout=means.timeout)

    def __enter__(self) -> Self:
        """Return the extractor."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        if self._pool:
            self._pool.__exit__()

    def notes(self) -> list[Failure]:
        """Load the model, and return what is to be known of all articles.

        Raises:
            ModelNotFound: The analyser cannot be loaded, or the relation reader.
        """
        model = self._settings.model
        learned = self._pool.ready().learned if self._pool else self._reading().learned
        if model and not (learned or self._settings.rules_only):
            return [_without_reader(model)]
        return []

    def extract(self, documents: Sequence[Document]) -> Iterator[Extraction | Failure]:
        """Yield, for each document in order, what was read from it or why nothing was."""
        journal = self._means.journal
        known = [journal is not None and document in journal for document in documents]
        fresh = self._read([d for d, k in zip(documents, known, strict=True) if not k])
        for document, is_known in zip(documents, known, strict=True):
            before = journal.get(document) if journal is not None and is_known else None
            found = before or next(self._read([document]) if is_known else fresh)
            if journal is not None and not before and isinstance(found, Extraction):
                _keep(journal, document, found)
            _tell(document, found, before=before is not None)
            yield found

    def _reading(self) -> Reading:
        reading = reading_of(self._settings, analyser(self._settings.model), self._means.vocabulary)
        if reading.learned:
            open_reader()  # what is wrong with it is wrong for all articles
        return reading

    def _read(self, documents: Sequence[Document]) -> Iterator[Extraction | Failure]:
        if self._pool:
            return self._pool.extract(documents)
        return extract_all(documents, analyser(self._settings.model), self._reading())


def _keep(journal: Journal, document: Document, found: Extraction) -> None:
    """Write down what was read, if that can be done: it is for another run only."""
    try:
        journal.put(document, found)
    except BLAMELESS:
        raise
    except Exception as error:
        _log.debug("%s is not kept", document.source, exc_info=error)


def _tell(document: Document, found: Extraction | Failure, *, before: bool) -> None:
    source = document.source or document.id
    if isinstance(found, Failure):
        _log.info("%s: %s", source, found.message)
    else:
        when = " (read before)" if before else ""
        _log.info("%s: %d statements%s", source, len(found.statements), when)


def kept(extraction: Extraction, settings: Settings) -> Extraction:
    """Leave out what the settings do not want to be stored."""
    confident = tuple(
        s for s in extraction.statements if s.evidence.confidence >= settings.min_confidence
    )
    return redact(replace(extraction, statements=confident), settings.store_text)


def _without_reader(model: str) -> Failure:
    return Failure(
        source=Path(model).name,
        stage="analysis",
        message="read by rules alone: the trained relation reader knows the shipped analyser only",
        fatal=False,
    )


def unused(problem: str, settings: Settings) -> Failure:
    """Return the report on a judgement that could not be applied."""
    return Failure(
        source=Path(settings.judgements or "").name,
        stage="judgements",
        message=problem,
        hint="not applied: correct it, or take it back with 'undecided'",
        fatal=False,
    )
