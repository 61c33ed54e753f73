"""A graph's database, open for changes: one writer at a time, one transaction for each article."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import NamedNode, Quad, Store

from newsgraph.blame import BLAMELESS, spared
from newsgraph.database.changes import change, encoded, exchange, judged, whole
from newsgraph.database.given import differing, read_given, write_given
from newsgraph.database.layout import Place, disk_errors
from newsgraph.database.ledger import LAYOUT, LOST, Ledger, as_json
from newsgraph.database.live import open_live, replay
from newsgraph.database.snapshots import latest, publish
from newsgraph.errors import GraphError
from newsgraph.model import Document, Extraction, Failure
from newsgraph.rdf.encode import Encoder
from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.terms import TYPE, ng
from newsgraph.resolution.blocks import describe
from newsgraph.settings import Settings
from newsgraph.vocabulary import Vocabulary

#: While many articles come, readers see the state of at most so many seconds ago.
_SHOWN_EVERY = 5.0


class Database:
    """Adds, replaces and removes articles.

    Use it in a ``with`` block: on leaving, readers are shown the new state. What was committed
    before a program was killed is there when the next one opens the database. Where there are
    judgements or names, the dataset is written anew on leaving.
    """

    def __init__(
        self,
        graph: Path,
        vocabulary: Vocabulary,
        *,
        settings: Settings | None = None,
        mend: bool = False,
    ) -> None:
        """Open a database, or begin one if ``settings`` are given and there is none.

        Args:
            graph: The graph folder.
            vocabulary: The one that the articles were and are read with.
            settings: What to begin with; a database that is there keeps its own.
            mend: Write the dataset anew, whatever state it and the snapshots are in.

        Raises:
            GraphBusy: Another program is writing to it.
            GraphError: It is missing, damaged, newer than this program, or was made with another
                vocabulary.
        """
        place = Place(graph)
        beginning = settings is not None and not place.format.is_file()
        if beginning:
            with disk_errors(f"making {graph.name}"):
                place.root.mkdir(parents=True, exist_ok=True)
        self.settings = settings if beginning and settings else place.settings()
        self.place = place
        self._vocabulary = vocabulary
        self._encoder = Encoder(vocabulary, self.settings.base, store_text=self.settings.store_text)
        if not beginning and not place.ledger.is_file():
            raise GraphError(f"{place.ledger.name} of {graph.name} is missing", hint=LOST)
        lost = not beginning and not place.live.is_dir()
        self._store = open_live(place, mend=mend)
        self._mending = mend or lost
        self._behind = False  # a change is in the ledger and not in the store
        self._given = read_given(place)
        self.problems: tuple[str, ...] = ()  #: judgements that could not be applied, in words
        self.failures: tuple[Failure, ...] = ()  #: articles that a rebuild could not keep
        self.ledger = Ledger(place.ledger)
        self._shown = time.monotonic()
        if beginning:
            place.describe(self.settings)
        if mend:
            self.rebuild()
        else:
            self._recover(lost=lost)

    def __enter__(self) -> Self:
        """Return the open database."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Show readers what was done, and let the next writer in."""
        try:
            if self.ledger.noted("rebuilding") and error is None:
                self.rebuild()
            if self.ledger.pending() and not self._behind:
                self._show()
        except (OSError, GraphError):
            if error is None:  # else the first error is the one to tell
                raise
        finally:
            self.ledger.close()
            self._store = Store()  # drops the lock of the live one

    def unchanged(self, document: Document) -> bool:
        """Tell whether an article is there and was read from the very same text and metadata."""
        return self.ledger.hashes().get(document.id) == content_hash(document)

    def put(self, extraction: Extraction, content: str) -> None:
        """Add an article, or replace the one of the same id, as one transaction.

        Args:
            extraction: As it is to be kept.
            content: ``content_hash`` of the article as it was read.
        """
        known = extraction.document.id in self.ledger.hashes()
        self._commit(extraction.document.id if known else None, (extraction, content))

    def remove(self, document: str) -> None:
        """Forget an article, as one transaction.

        Raises:
            GraphError: There is no such article.
        """
        if document not in self.ledger.hashes():
            raise GraphError(f"no article {document!r}", hint="newsgraph query GRAPH @articles")
        self._commit(document, None)

    def take(self, judgements: str | None, names: str | None) -> bool:
        """Decide by these files from now on; ``None`` lets what was given before hold.

        Returns:
            Whether other names are known now, so that articles may be read otherwise.

        Raises:
            ReadError: A file cannot be read, or a line of it is damaged.
        """
        copies = differing(self.place, judgements, names)
        if copies:
            with self.ledger.transaction():
                self.ledger.note({"rebuilding": "yes"})
            write_given(self.place, copies)
            self._given = read_given(self.place)
        return any(copy == self.place.names for copy, _ in copies)

    def fill(self, articles: Iterable[tuple[Extraction, str]]) -> None:
        """Put many articles into an empty database at once, which is faster than one by one."""
        with self.ledger.transaction():
            for extraction, content in articles:
                if extraction.document.id not in self.ledger.hashes():
                    self.ledger.add_document(extraction, content, describe(extraction))
        self.rebuild()

    def rebuild(self) -> None:
        """Decide and write everything anew from what was read; graphs of others stay.

        Articles that make it fail are forgotten, and reported in ``failures``.
        """
        try:
            return self._rebuild()
        except BLAMELESS:
            raise
        except Exception as error:
            # Its frames hold the draft of the store, which could not be opened again.
            failed = error.with_traceback(None)
        articles = {x.document.id: x for x in self.ledger.extractions()}
        left, lost = spared([*articles.values()], self._encoded, "resolution")
        if not lost:
            raise failed
        with self.ledger.transaction():
            for document in articles.keys() - left:
                exchange(self.ledger, document, None)
        self.failures += lost
        return self._rebuild()

    def _encoded(self, articles: Sequence[Extraction]) -> set[str]:
        """Do with some articles what a rebuild does with all; return their ids."""
        encoded(articles, self._encoder, self._vocabulary, self._given)
        return {x.document.id for x in articles}

    def _rebuild(self) -> None:
        # What the log holds belongs to the files that will be replaced: readers get it first.
        if not self._mending and self.ledger.pending():
            self._show()
        others = [quad for name in self.foreign() for quad in self._graph(name)]
        draft = self.place.root / "live-draft"
        with disk_errors(f"writing {self.place.graph.name}"):
            shutil.rmtree(draft, ignore_errors=True)
            fresh = Store(str(draft))
            with self.ledger.transaction():
                self.ledger.forget_decisions()
                fresh.bulk_extend(self._whole())
                fresh.bulk_extend(others)
                fresh.flush()
                self.ledger.note(self._signature())
                # Until the new files are in place, the next writer has to do this again.
                self.ledger.note({"rebuilding": "yes"})
            del fresh
            self._store = Store()
            old = self.place.root / "live-old"
            shutil.rmtree(old, ignore_errors=True)
            self.place.live.replace(old)
            draft.replace(self.place.live)
            shutil.rmtree(old, ignore_errors=True)
            self._store = open_live(self.place)
            with self.ledger.transaction():
                self.ledger.note({"rebuilding": ""})
            self._show()

    def _whole(self) -> Iterable[Quad]:
        if not self._given:
            return whole(self.ledger, self._encoder, self._vocabulary)
        quads, self.problems = judged(self.ledger, self._encoder, self._vocabulary, self._given)
        return quads

    def show(self) -> None:
        """Show readers the present state at once."""
        self._show()

    def update(self, sparql: str) -> None:
        """Run an update of the user's own, as one transaction.

        Graphs that articles or decisions own may be changed too, but are written anew when their
        articles are.

        Raises:
            SyntaxError, ValueError, RuntimeError, OSError: As Oxigraph does.
        """
        self._store.update(sparql, prefixes=prefixes(self.settings.base))
        self._show()

    def dataset(self) -> Iterator[Quad]:
        """Yield all quads as they are now, in no order."""
        return iter(self._store)

    def foreign(self) -> list[NamedNode]:
        """Return the named graphs that no article and no build owns, sorted."""
        iris = self._encoder.iris
        owned = {iris.graph(document) for document in self.ledger.hashes()}
        owned |= {iris.build_graph(name) for name in ("meta", "registry", "vocab")}
        # Those of articles that have gone while the dataset was not written.
        meta, kind = iris.build_graph("meta"), ng("DocumentGraph")
        described = self._store.quads_for_pattern(None, TYPE, kind, meta)
        owned |= {quad.subject for quad in described if isinstance(quad.subject, NamedNode)}
        names = (n for n in self._store.named_graphs() if isinstance(n, NamedNode))
        return sorted((n for n in names if n not in owned), key=str)

    def _graph(self, name: NamedNode) -> Iterator[Quad]:
        return iter(self._store.quads_for_pattern(None, None, None, name))

    def _commit(self, removed: str | None, added: tuple[Extraction, str] | None) -> None:
        with disk_errors(f"writing {self.place.graph.name}"):
            # The dataset follows when all have come.
            if self._given or self.ledger.noted("rebuilding"):
                with self.ledger.transaction():
                    exchange(self.ledger, removed, added)
                    self.ledger.note({"rebuilding": "yes"})
                return
            with self.ledger.transaction():
                text = change(
                    self.ledger, self._store, self._encoder, self._vocabulary, removed, added
                )
                number = self.ledger.log(text)
            self._behind = True
            try:
                if text:
                    self._store.update(text)
            except (SyntaxError, ValueError):
                # The engine does not understand it, and has changed nothing: neither may the log,
                # or no program could open the database any more.
                self._withdraw(number, added)
                self._behind = False
                raise
            self._behind = False
            if time.monotonic() - self._shown > _SHOWN_EVERY:
                self._show()

    def _withdraw(self, number: int, added: tuple[Extraction, str] | None) -> None:
        with self.ledger.transaction():
            self.ledger.unlog(number)
            if added is not None:
                exchange(self.ledger, added[0].document.id, None)
            self.ledger.note({"rebuilding": "yes"})

    def _show(self) -> None:
        with disk_errors(f"writing {self.place.graph.name}"):
            publish(self.place, self._store)
        with self.ledger.transaction():
            self.ledger.forget_log()
        self._shown = time.monotonic()

    def _recover(self, *, lost: bool) -> None:
        """Finish what a killed program has begun; begin an empty database, or one that was lost."""
        signature = self._signature()
        written = {name: self.ledger.noted(name) for name in signature}
        with disk_errors(f"opening {self.place.graph.name}"):
            if written["vocabulary"] is None:
                self._store.extend(self._encoder.frame())
                with self.ledger.transaction():
                    self.ledger.note(signature)
                self._show()
                return
            try:
                pending = replay(self._store, self.ledger)
            except (SyntaxError, ValueError):  # killed before such a one was withdrawn
                self.rebuild()
                return
        if written["vocabulary"] != signature["vocabulary"]:
            self.ledger.close()
            self._store = Store()
            raise GraphError(
                f"{self.place.graph.name} was made with another vocabulary",
                hint="give the same --vocabulary as then, or build the graph anew",
            )
        if lost or written != signature or self.ledger.noted("rebuilding"):
            self.rebuild()
        elif pending or latest(self.place) is None:
            self._show()

    def _signature(self) -> dict[str, str]:
        return {
            "vocabulary": self._encoder.vocabulary_hash,
            "software": self._encoder.software,
            "layout": str(LAYOUT),
        }


def content_hash(document: Document) -> str:
    """Return the hash of all that reading an article depends on."""
    parts = (
        document.text,
        document.title,
        document.url,
        document.published.isoformat() if document.published else None,
        document.publisher,
        document.language,
        document.source,
        *([document.author] if document.author else []),
    )
    written = as_json(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(written).hexdigest()
