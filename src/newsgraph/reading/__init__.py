"""1 · Files become documents.

``.txt`` and ``.md`` files and folders of them go in; ``Document`` objects come out, sorted, each
text once. A file that cannot be used is a ``Failure``, never an exception.
"""

from __future__ import annotations

from newsgraph.reading.documents import make_document, read_all
from newsgraph.reading.metadata import Metadata

__all__ = ["Metadata", "make_document", "read_all"]
