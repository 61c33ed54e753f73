"""The store that is written to, and small changes that need no more of the database."""

from __future__ import annotations

import shutil
from pathlib import Path

from pyoxigraph import Store

from newsgraph.database.layout import Place, disk_errors
from newsgraph.database.ledger import Ledger
from newsgraph.database.snapshots import publish
from newsgraph.errors import GraphBusy, GraphError
from newsgraph.rdf.iris import prefixes


def write_foreign(graph: Path, sparql: str) -> None:
    """Run an update on graphs that no article owns, as one transaction, and show readers.

    Raises:
        GraphBusy: Another program is writing.
        GraphError: There is no database, or the disk is full.
        SyntaxError, ValueError: Oxigraph does not understand the update.
    """
    place = Place(graph)
    settings = place.settings()
    store, ledger = open_live(place), Ledger(place.ledger)
    try:
        with disk_errors(f"writing {graph.name}"):
            replay(store, ledger)
            store.update(sparql, prefixes=prefixes(settings.base))
            publish(place, store)
        with ledger.transaction():
            ledger.forget_log()
    finally:
        ledger.close()
        del store  # else the frame of an error would keep it open, and all other writers out


def show_pending(place: Place) -> None:
    """Show readers what a program that was killed had committed, if nobody is writing now.

    A folder that may not be written to stays as it is.
    """
    try:
        ledger = Ledger(place.ledger, readonly=True)
        try:
            if not ledger.pending():
                return
        finally:
            ledger.close()
        store, ledger = open_live(place), Ledger(place.ledger)
    except GraphError:
        return
    try:
        with disk_errors(f"opening {place.graph.name}"):
            if replay(store, ledger):
                publish(place, store)
                with ledger.transaction():
                    ledger.forget_log()
    finally:
        ledger.close()


def replay(store: Store, ledger: Ledger) -> bool:
    """Run the updates of the log; once or more often comes to the same."""
    pending = ledger.pending()
    for text in filter(None, pending):
        store.update(text)
    return bool(pending)


def open_live(place: Place, *, mend: bool = False) -> Store:
    """Open the store; with ``mend`` an empty one takes the place of one that cannot be opened.

    Raises:
        GraphBusy: Another program has it.
        GraphError: It is damaged, or may not be written to.
    """
    draft = place.root / "live-draft"
    if not place.live.exists() and draft.exists():  # killed between two renames
        draft.rename(place.live)
    try:
        return Store(str(place.live))
    except (OSError, RuntimeError) as error:
        if "lock" in str(error).casefold():
            raise GraphBusy(
                f"another program is writing to {place.graph.name}",
                hint="wait until it has ended; reading goes on meanwhile",
            ) from error
        if mend:
            shutil.rmtree(place.live, ignore_errors=True)
            return Store(str(place.live))
        with disk_errors(f"opening {place.graph.name}"):
            raise
