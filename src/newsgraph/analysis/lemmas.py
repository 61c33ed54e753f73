"""Lemmas as edit rules: cut the ending, add another.

A rule is ``"N|suffix"``: drop the last ``N`` characters of the lower-cased form, append the suffix.
``"^"`` in front keeps the casing (proper names). Irregular forms have rules of their own, such as
``"4|be"`` for *were* (Chrupała 2006 calls this a shortest edit script, here restricted to endings).
"""

from __future__ import annotations


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
