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


#: What a regular rule adds after cutting an inflectional ending.
_REGULAR_SUFFIXES = frozenset({"", "e", "y"})
#: Tags of forms that are their own lemma.
_BASE_TAGS = frozenset({"NN", "VB", "VBP", "JJ", "RB", "IN", "MD", "CD", "UH", "HYPH"})


class Lemmatizer:
    """Turns a form into its lemma.

    A form that the training treebanks have with this tag keeps the lemma it has there. Otherwise
    the model's rules are tried, best first, and the first regular one wins whose result is a known
    lemma: the encoder knows the word class well, the spelling of endings less so.
    """

    def __init__(self, table: dict[str, dict[str, str]]) -> None:
        """Take a table of word class → form in lower case → lemma."""
        self._table = table
        self._known = {upos: frozenset(forms.values()) for upos, forms in table.items()}
        self._any = frozenset(lemma for lemmas in self._known.values() for lemma in lemmas)

    @classmethod
    def load(cls, path: Path) -> Lemmatizer:
        """Read the table from JSON."""
        return cls(json.loads(path.read_text("utf-8")))

    def known(self, form: str, upos: str) -> str | None:
        """Return the lemma that the treebanks have for a form, ``None`` if they do not have it."""
        return self._table.get(upos, {}).get(form.lower())

    def lemma(self, form: str, upos: str, xpos: str, rules: Iterable[str]) -> str:
        """Return the lemma of ``form``.

        Args:
            form: The word as written.
            upos: Its universal word class.
            xpos: Its Penn Treebank tag; says whether the form is inflected at all.
            rules: Edit rules, the likeliest first.
        """
        if upos == "PUNCT" or (upos == "PROPN" and xpos != "NNPS"):
            return form
        seen = self.known(form, upos)
        if seen is not None:
            return seen
        if xpos in _BASE_TAGS:
            return form.lower()
        ranked = list(rules)
        if upos == "PROPN":
            return apply_rule(form, next((r for r in ranked if r.startswith("^")), "^0|"))
        candidates = [
            lemma
            for r in ranked
            if _regular(r) and _inflects(lemma := apply_rule(form, r), form, xpos)
        ]
        for known in (self._known.get(upos, frozenset()), self._any):
            for lemma in candidates:
                if lemma in known:
                    return lemma
        best = next(iter(candidates), apply_rule(form, ranked[0]) if ranked else form)
        return _with_final_e(form, best) if upos == "VERB" else best


def _regular(rule: str) -> bool:
    return not rule.startswith("^") and rule.partition("|")[2] in _REGULAR_SUFFIXES


#: Endings that an inflected form adds to its lemma, without the lemma's own final e or y.
_ENDINGS = {
    "NNS": ("s", "es", "ies"),
    "VBZ": ("s", "es", "ies"),
    "VBD": ("ed", "d", "ied"),
    "VBN": ("ed", "d", "ied", "en", "n"),
    "VBG": ("ing",),
    "JJR": ("er", "r", "ier"),
    "JJS": ("est", "st", "iest"),
}


def _inflects(lemma: str, form: str, xpos: str) -> bool:
    """Tell whether ``form`` can be the regular form of ``lemma`` that its tag names."""
    endings = _ENDINGS.get(xpos)
    if endings is None:
        return True
    lowered = form.lower()
    if lemma.endswith("ie") and len(lemma) > 4:  # "libraries" is no plural of "librarie"
        return False
    stems = {lemma, lemma.removesuffix("e"), lemma.removesuffix("y"), lemma + lemma[-1:]}
    return any(lowered == stem + ending for stem in stems for ending in endings)


def _with_final_e(form: str, lemma: str) -> str:
    """Spelling of unknown verbs: no English verb ends in c, v, z, u or a single s."""
    bare = lemma[-1:] in ("c", "v", "z", "u") or (lemma.endswith("s") and lemma[-2:-1] != "s")
    return f"{lemma}e" if bare and form.lower().endswith(("ed", "ing")) else lemma
