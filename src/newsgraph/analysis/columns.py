"""The columns of a parsed article, which the adapter rewrites."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Columns:
    """One item per token in each list; heads are absolute indices, a root is its own head.

    ``words`` are in lower case.
    """

    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]
