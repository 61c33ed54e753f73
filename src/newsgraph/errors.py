"""The error tree; a test compares this drawing with the classes.

NewsgraphError
├── SettingsError
├── VocabularyError
├── PluginError
├── ReadError
├── AnalysisError
│   ├── ModelNotFound
│   └── ModelUnfit
├── GraphError
│   ├── GraphBusy
│   └── UnknownEntity
├── QueryError
│   ├── QuerySyntaxError
│   ├── QueryRefused
│   └── QueryTimeout
├── ExportError
└── RemoteError

A message says what was asked and what was found; ``hint`` says what to do. Wrong arguments from a
programmer raise plain ``ValueError`` or ``TypeError``.
"""

from __future__ import annotations

import errno


class NewsgraphError(Exception):
    """Root of all errors that newsgraph raises on purpose."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message for ``str()`` and the hint beside it."""
        super().__init__(message)
        self.hint = hint


def disk_hint(error: OSError, otherwise: str) -> str:
    """Return what to do about a file that cannot be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return "make room on the disk, and run it again"
    return otherwise


class SettingsError(NewsgraphError):
    """A setting is unknown or has a value of the wrong kind."""

    exit_code = 2


class VocabularyError(NewsgraphError):
    """A vocabulary or lexicon file contradicts itself or the schema; names file, line and entry."""

    exit_code = 2


class PluginError(NewsgraphError):
    """A named reader, exporter or pipeline is not there."""

    exit_code = 2


class ReadError(NewsgraphError):
    """One source could not be read; the others go on."""


class AnalysisError(NewsgraphError):
    """One article could not be analysed; the others go on."""


class ModelNotFound(AnalysisError):
    """Model files are missing or damaged."""

    exit_code = 2


class ModelUnfit(AnalysisError):
    """Another spaCy pipeline lacks what the rules need, or cannot be loaded."""

    exit_code = 2


class GraphError(NewsgraphError):
    """A graph file or folder is missing or not what it should be."""


class GraphBusy(GraphError):
    """Another program is changing the graph."""


class UnknownEntity(GraphError):
    """The graph has no such entity."""


class QueryError(NewsgraphError):
    """A query could not be answered."""


class QuerySyntaxError(QueryError):
    """The query does not parse; the message holds line and column."""


class QueryRefused(QueryError):
    """Updates, ``SERVICE`` and ``LOAD`` are not allowed here."""


class QueryTimeout(QueryError):
    """The query ran longer than allowed."""


class ExportError(NewsgraphError):
    """A file could not be written."""


class RemoteError(NewsgraphError):
    """Another store cannot be reached, or refuses."""
