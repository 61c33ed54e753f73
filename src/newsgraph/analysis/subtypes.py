"""Subtypes of Universal Dependencies, for a pipeline that parses to the universal labels alone."""

from __future__ import annotations

from typing import Final

from newsgraph.analysis.columns import Columns

_PASSIVE: Final = {"nsubj": "nsubj:pass", "csubj": "csubj:pass"}
_PAIRED: Final = frozenset({"both", "either", "neither"})
_RELATIVE_TAGS: Final = frozenset({"WP", "WDT", "WP$", "WRB"})


def add_subtypes(columns: Columns) -> None:
    """Refine labels by the words around them, in place; a label with a subtype is left alone."""
    children: list[list[int]] = [[] for _ in columns.heads]
    for i, head in enumerate(columns.heads):
        if head != i:
            children[head].append(i)
    for i in range(len(children)):
        if columns.tags[i] == "VBN":
            _mark_passive(columns, i, children)
    for i, head in enumerate(columns.heads):
        if head != i:
            columns.deps[i] = _refined(columns, i, children)


def _mark_passive(columns: Columns, verb: int, children: list[list[int]]) -> None:
    """Mark what stands below a participle with a form of *be* or *get*: the last auxiliary."""
    helpers = [c for c in children[verb] if columns.deps[c] == "aux"]
    if not helpers or columns.lemmas[helpers[-1]] not in ("be", "get"):
        return
    columns.deps[helpers[-1]] = "aux:pass"
    for c in children[verb]:
        columns.deps[c] = _PASSIVE.get(columns.deps[c], columns.deps[c])
        cases = [k for k in children[c] if columns.deps[k] == "case"]
        if columns.deps[c] == "obl" and any(columns.words[k] == "by" for k in cases):
            columns.deps[c] = "obl:agent"


def _refined(columns: Columns, i: int, children: list[list[int]]) -> str:
    label, tag = columns.deps[i], columns.tags[i]
    below = children[i]
    if label == "compound" and tag == "RP":
        return "compound:prt"
    if label == "cc" and columns.words[i] in _PAIRED and i < columns.heads[i]:
        return "cc:preconj"
    if label == "acl":
        marked = any(columns.deps[c] == "mark" for c in below)
        relative = any(columns.tags[c] in _RELATIVE_TAGS for c in below)
        subject = any(columns.deps[c].startswith("nsubj") for c in below)
        return "acl:relcl" if relative or (subject and not marked) else label
    if label not in ("nmod", "obl"):
        return label
    cases = [c for c in below if columns.deps[c] == "case"]
    if tag in ("PRP$", "WP$") or any(columns.tags[c] == "POS" for c in cases):
        return "nmod:poss"
    return label if cases else f"{label}:unmarked"
