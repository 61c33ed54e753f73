"""The graph as a database: articles come and go, one transaction each, and readers go on.

A graph folder may hold a folder ``store``::

    format.json     version of this layout, and the settings that the graph was begun with
    ledger.sqlite   what was read in each article, and which mention belongs to which entity
    live/           the dataset as an Oxigraph store; one writer at a time
    snapshots/N/    the dataset as readers see it: hard links to files of ``live`` that never change

``Database`` changes it, ``snapshots`` hands it to readers. Whatever the order of changes, the
dataset is the one that a build from scratch of the same articles writes.
"""

from __future__ import annotations

from newsgraph.database.layout import Place, is_database

__all__ = ["Place", "is_database"]
