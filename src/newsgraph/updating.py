"""Articles come to a graph, change, and go: only what is new or has changed is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from newsgraph.blame import BLAMELESS, failure_of, sorted_failures
from newsgraph.building import Extractor, Means, Progress, kept, unused
from newsgraph.database.layout import Place, is_database
from newsgraph.database.working import Database, content_hash
from newsgraph.errors import GraphError
from newsgraph.extractions import load_lines
from newsgraph.folder import EXTRACTIONS, JUDGEMENTS, NAMES, REPORT, load
from newsgraph.model import Document, Extraction, Failure
from newsgraph.pipeline import open_vocabulary
from newsgraph.reading import read_all
from newsgraph.saving import save
from newsgraph.settings import Settings
from newsgraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What was done to a graph: ids of articles, sorted."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()  #: read from the very same text before, so not read again
    removed: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()  #: sorted by source


def add(  # noqa: PLR0913 - one keyword for each choice
    folder: Path | str,
    inputs: Sequence[Path | str | Document],
    *,
    settings: Settings | None = None,
    title: str | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    timeout: float | None = None,
) -> Changes:
    """Add articles to a graph; one of the same id is replaced, an unchanged one is not read.

    Args:
        folder: A graph folder. One that ``save`` wrote becomes a database; a new one is made.
        inputs: As for ``build``.
        settings: A graph that is there keeps those it was begun with, but for ``model``,
            ``vocabulary`` and ``max_bytes``. ``judgements`` and ``names``, if they are given, hold
            from then on; with other names, the articles are read again.
        title: Heading of the viewer, if the folder has one.
        progress: As for ``build``.
        workers: As for ``build``.
        timeout: As for ``build``.

    Raises:
        GraphBusy: Another program is changing the graph.
        GraphError: The folder is damaged, or was made with another vocabulary or a newer newsgraph.
        ModelNotFound: The analyser cannot be loaded.
        VocabularyError: The user's vocabulary contradicts itself.
    """
    means = _Means(settings or Settings.load(), workers, timeout)
    return _change(Path(folder), inputs, means, title, progress, lambda *_: [])


def update(  # noqa: PLR0913 - one keyword for each choice
    folder: Path | str,
    inputs: Sequence[Path | str | Document],
    *,
    prune: bool = False,
    settings: Settings | None = None,
    title: str | None = None,
    progress: Progress | None = None,
    workers: int = 1,
    timeout: float | None = None,
) -> Changes:
    """Make a graph follow its sources: as ``add``, and old versions of an article go.

    An article without an address has the hash of its text as id, so an edited one is another
    article. Here what the same file said before is removed.

    Args:
        folder: As for ``add``.
        inputs: As for ``build``.
        prune: Remove also what none of the inputs says any more.
        settings: As for ``add``.
        title: As for ``add``.
        progress: As for ``build``.
        workers: As for ``build``.
        timeout: As for ``build``.

    Raises:
        GraphBusy: Another program is changing the graph.
        GraphError: As for ``add``.
    """

    def outdated(database: Database, documents: list[Document], failed: set[str]) -> list[str]:
        present = {document.id for document in documents}
        read = {document.source for document in documents}
        return [
            id_
            for id_, source in database.ledger.sources().items()
            if id_ not in present and (source in read or (prune and source not in failed))
        ]

    means = _Means(settings or Settings.load(), workers, timeout)
    return _change(Path(folder), inputs, means, title, progress, outdated)


def remove(
    folder: Path | str,
    articles: Sequence[str],
    *,
    settings: Settings | None = None,
    title: str | None = None,
) -> Changes:
    """Forget articles, named by id or by the file they were read from.

    Raises:
        GraphBusy: Another program is changing the graph.
        GraphError: There is no such graph, or no such article; then none is removed.
    """
    folder, settings = Path(folder), settings or Settings.load()
    vocabulary = open_vocabulary(settings)
    _begin(folder, vocabulary, None)
    with Database(folder, vocabulary) as database:
        sources = database.ledger.sources()
        chosen: set[str] = set()
        for name in articles:
            found = {id_ for id_, source in sources.items() if name in {id_, source}}
            if not found:
                raise GraphError(
                    f"no article {name!r} in {folder.name}",
                    hint="newsgraph query GRAPH @articles lists them",
                )
            chosen |= found
        for id_ in sorted(chosen):
            database.remove(id_)
    failures = _refresh(folder, vocabulary, list(database.failures), title)
    return Changes(removed=tuple(sorted(chosen)), failures=tuple(failures))


def rebuild(folder: Path | str, *, settings: Settings | None = None) -> tuple[Failure, ...]:
    """Decide and write the dataset anew from what was read; mends a damaged one.

    Returns:
        The articles that made this fail, and have been left out.

    Raises:
        GraphBusy: Another program is changing the graph.
        GraphError: There is no database, or its ledger is damaged.
    """
    vocabulary = open_vocabulary(settings or Settings.load())
    Place(Path(folder)).settings()
    with Database(Path(folder), vocabulary, mend=True) as database:
        return database.failures


@dataclass(frozen=True, slots=True)
class _Means:
    settings: Settings
    workers: int
    timeout: float | None

    def read(
        self, news: Mapping[str, Document], settings: Settings, vocabulary: Vocabulary
    ) -> Iterator[Extraction | Failure]:
        """Yield what is to be known of all, and then what was read in each; each can be kept."""
        if news:
            means = Means(vocabulary=vocabulary, workers=self.workers, timeout=self.timeout)
            with Extractor(settings, means) as extractor:
                yield from extractor.notes()
                yield from extractor.extract(list(news.values()))


def _change(
    folder: Path,
    inputs: Sequence[Path | str | Document],
    means: _Means,
    title: str | None,
    progress: Progress | None,
    outdated: Callable[[Database, list[Document], set[str]], list[str]],
) -> Changes:
    chosen = means.settings
    vocabulary = open_vocabulary(chosen)
    documents, failures = read_all(
        [i for i in inputs if not isinstance(i, Document)], settings=chosen
    )
    documents += [item for item in inputs if isinstance(item, Document)]
    _begin(folder, vocabulary, chosen)
    with Database(folder, vocabulary, settings=chosen) as database:
        renamed = database.take(chosen.judgements, chosen.names)
        names = str(database.place.names) if database.place.names.is_file() else None
        own = replace(
            database.settings, model=chosen.model, vocabulary=chosen.vocabulary, names=names
        )
        before = database.ledger.hashes()
        news = {d.id: d for d in documents if renamed or not database.unchanged(d)}
        same = {d.id for d in documents} - news.keys()
        done: set[str] = set()
        for number, found in enumerate(means.read(news, own, vocabulary), start=1):
            if isinstance(found, Failure):
                failures.append(found)
            else:
                original = news[found.document.id]
                lost = _put(database, found, own, original)
                if lost:
                    failures.append(lost)
                else:
                    done.add(original.id)
            if progress:
                progress("adding", min(number, len(news)), len(news))
        gone = outdated(database, documents, {f.source for f in failures if f.fatal})
        for id_ in gone:
            database.remove(id_)
        changed = bool(done or gone or database.ledger.noted("rebuilding"))
    failures += [unused(problem, chosen) for problem in database.problems]
    failures += database.failures
    if changed:
        failures = _refresh(folder, vocabulary, failures, title)
    failures = sorted_failures(failures)
    return Changes(
        added=tuple(sorted(done - before.keys())),
        replaced=tuple(sorted(done & before.keys())),
        unchanged=tuple(sorted(same)),
        removed=tuple(sorted(gone)),
        failures=tuple(failures),
    )


def _put(
    database: Database, found: Extraction, settings: Settings, original: Document
) -> Failure | None:
    """Put what was read into a database; what goes wrong is returned, and has changed nothing."""
    try:
        database.put(kept(found, settings), content_hash(original))
    except BLAMELESS:
        raise
    except Exception as error:
        return failure_of(original, "resolution", error)
    return None


def _begin(folder: Path, vocabulary: Vocabulary, settings: Settings | None) -> None:
    """Turn a folder that ``save`` wrote into a database.

    Raises:
        GraphError: There is nothing to turn, and no settings to begin with.
    """
    if is_database(folder):
        return
    if not (folder / EXTRACTIONS).is_file():
        if settings is None:
            raise GraphError(f"no graph at {folder.name}", hint="newsgraph add begins one")
        if folder.exists() and not folder.is_dir():
            raise GraphError(f"{folder.name} is no folder", hint="name a new folder, or a graph's")
        if folder.is_dir() and any(p for p in folder.iterdir() if not p.name.startswith(".")):
            raise GraphError(
                f"{folder.name} is not empty, and no graph",
                hint="name a new folder, or one that newsgraph wrote",
            )
        return
    result = load(folder, vocabulary=vocabulary)
    given = folder / JUDGEMENTS, folder / NAMES
    with Database(folder, vocabulary, settings=result.settings) as database:
        # What the articles said before they were cut to quotes is not known: no hash is the same.
        database.take(*(str(p) if p.is_file() else None for p in given))
        database.fill((x, "") for x in load_lines(folder / EXTRACTIONS))


def _refresh(
    folder: Path, vocabulary: Vocabulary, failures: list[Failure], title: str | None
) -> list[Failure]:
    """Write the files of a folder anew, if it has them beside the database.

    Returns:
        The failures, with those of articles that are in the database but not in the files.
    """
    if (folder / REPORT).is_file():
        result = replace(load(folder, vocabulary=vocabulary), failures=tuple(failures))
        return list(save(result, folder, title=title, database=True).failures)
    return failures
