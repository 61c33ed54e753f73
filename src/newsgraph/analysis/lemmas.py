"""Lemmas: what the treebanks say of a form, else edit rules that the model ranks.

A rule is ``"N|suffix"``: drop the last ``N`` characters of the lower-cased form, append the suffix.
``"^"`` in front keeps the casing (proper names). Irregular forms have rules of their own, such as
``"4|be"`` for *were* (Chrupała 2006 calls this a shortest edit script, here restricted to endings).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path


def rule_for(form: str, lemma: str, *, proper: bool) -> str:
    """Return the edit rule that turns ``form`` into ``lemma``."""
    mark = "^" if proper else ""
    source = form if proper else form.lower()
    target = lemma if proper else lemma.lower()
    shared = 0
    while shared < min(len(source), len(target)) and source[shared] == target[shared]:
        shared += 1
    return f"{mark}{len(source) - shared}|{target[shared:]}"


def apply_rule(form: str, rule: str) -> str:
    """Apply an edit rule; a rule that cuts more than there is returns the form in lower case."""
    keep = rule.startswith("^")
    source = form if keep else form.lower()
    cut, _, suffix = rule.removeprefix("^").partition("|")
    if int(cut) > len(source):
        return source
    return (source[: len(source) - int(cut)] + suffix) or source


class Lemmatizer:
    """Turns a form into its lemma.

    A form that the training treebanks have with this tag keeps the lemma it has there. Otherwise
    the model's rules are tried, best first, and the first wins whose result is a known lemma of
    this word class: the encoder knows the word class well, the spelling of endings less so.
    """

    def __init__(self, table: dict[str, dict[str, str]]) -> None:
        """Take a table of word class → form in lower case → lemma."""
        self._table = table
        self._known = {upos: frozenset(forms.values()) for upos, forms in table.items()}

    @classmethod
    def load(cls, path: Path) -> Lemmatizer:
        """Read the table from JSON."""
        return cls(json.loads(path.read_text("utf-8")))

    def lemma(self, form: str, upos: str, rules: Iterable[str]) -> str:
        """Return the lemma of ``form``; ``rules`` are edit rules, the likeliest first."""
        seen = self._table.get(upos, {}).get(form.lower())
        if seen is not None:
            return seen
        known = self._known.get(upos, frozenset())
        first: str | None = None
        for rule in rules:
            lemma = apply_rule(form, rule)
            if lemma in known:
                return lemma
            first = lemma if first is None else first
        return form if first is None else first
