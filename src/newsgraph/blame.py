"""Which articles are to blame when work on many of them fails.

Articles are read one by one, so one that fails there costs itself only. Who is who is decided, and
files are written, for all at once: if that fails, it is done again without the articles that make
it fail, and these are reported.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar

from newsgraph.errors import NewsgraphError
from newsgraph.model import Document, Extraction, Failure

_log = logging.getLogger(__name__)

#: What no article is to blame for: what was raised on purpose, the disk, the memory.
BLAMELESS: Final = (NewsgraphError, OSError, MemoryError)
#: If more articles than these make it fail, the fault is not theirs.
_MOST: Final = 20

T = TypeVar("T")
_Work = Callable[[Sequence[Extraction]], T]


def spared(
    articles: Sequence[Extraction], work: _Work[T], stage: str
) -> tuple[T, tuple[Failure, ...]]:
    """Do work on all articles; if it fails, on those that are not to blame.

    Args:
        articles: In an order that does not matter to ``work``.
        work: Is done again with fewer articles until it succeeds, and then not any more.
        stage: What it is, for the report.

    Returns:
        What ``work`` returned, and which articles were left out, and why.

    Raises:
        Exception: What ``work`` raised, if that is in ``BLAMELESS``, if it fails without any
            article too, or if it fails for too many of them.
    """
    left = sorted(articles, key=lambda x: x.document.id)
    failures: list[Failure] = []
    while True:
        outcome = _attempt(work, left)
        if not isinstance(outcome, Exception):
            return outcome[0], tuple(failures)
        if isinstance(_attempt(work, []), Exception):
            raise outcome
        room = _MOST - len(failures)
        found = list(islice(_culprits(left, work, outcome), room + 1))
        if len(found) > room:
            raise outcome
        failures += [failure_of(x.document, stage, error) for x, error in found]
        gone = {x.document.id for x, _ in found}
        left = [x for x in left if x.document.id not in gone]


def sorted_failures(failures: Iterable[Failure]) -> list[Failure]:
    """Return failures as reports list them: by file, stage and message."""
    return sorted(failures, key=lambda f: (f.source, f.stage, f.message))


def failure_of(document: Document, stage: str, error: Exception) -> Failure:
    """Report that an article could not be used."""
    _log.debug("%s: %s failed", document.source, stage, exc_info=error)
    known = isinstance(error, NewsgraphError)
    return Failure(
        source=document.source or document.id,
        stage=stage,
        message=str(error) if known else f"{type(error).__name__}: {error}",
        hint=error.hint if isinstance(error, NewsgraphError) else "a fault of newsgraph: report it",
    )


def _attempt(work: _Work[T], articles: Sequence[Extraction]) -> tuple[T] | Exception:
    try:
        return (work(articles),)
    except BLAMELESS:
        raise
    except Exception as error:
        # What its frames hold, such as an open store, must not outlive the attempt.
        return error.with_traceback(None)


def _culprits(
    articles: Sequence[Extraction], work: _Work[T], failed: Exception
) -> Iterator[tuple[Extraction, Exception]]:
    """Yield articles without which it may succeed, by halves: all together cost twice the work."""
    if len(articles) == 1:
        yield articles[0], failed
        return
    middle, found = len(articles) // 2, False
    for part in (articles[:middle], articles[middle:]):
        error = _attempt(work, part)
        if isinstance(error, Exception):
            found = True
            yield from _culprits(part, work, error)
    if not found:  # it takes some of both
        yield _last_straw(articles, work, failed)


def _last_straw(
    articles: Sequence[Extraction], work: _Work[T], failed: Exception
) -> tuple[Extraction, Exception]:
    """Return the article with which it begins to fail, if they come one after the other."""
    low, high = 0, len(articles)
    while high - low > 1:
        middle = (low + high) // 2
        error = _attempt(work, articles[:middle])
        if isinstance(error, Exception):
            high, failed = middle, error
        else:
            low = middle
    return articles[high - 1], failed
