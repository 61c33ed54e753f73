"""1 · Files become documents.

Files, folders and archives go in; ``Document`` objects come out, sorted, each text once. What
cannot be used is a ``Failure``, never an exception. ``formats`` is the table of readers, one for
each kind of file; those that parse what strangers built run in a process of their own
(``isolation``).
"""

from __future__ import annotations

from newsgraph.reading.documents import make_document, read_all
from newsgraph.reading.metadata import Metadata

__all__ = ["Metadata", "make_document", "read_all"]
