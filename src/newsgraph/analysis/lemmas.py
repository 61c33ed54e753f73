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
        return _base_form(form, best) if upos == "VERB" else best


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


#: Past forms that no ending tells; compounds ("overthrew", "withheld") follow their last part.
_IRREGULAR_PAIRS = """
froze freeze frozen freeze shook shake shaken shake held hold rang ring rung ring struck strike
stricken strike threw throw thrown throw drew draw drawn draw flew fly flown fly grew grow grown
grow knew know known know blew blow blown blow swore swear sworn swear tore tear torn tear wore
wear worn wear stole steal stolen steal broke break broken break spoke speak spoken speak chose
choose chosen choose rose rise risen rise arose arise arisen arise drove drive driven drive rode
ride ridden ride wrote write written write bit bite bitten bite hid hide hidden hide fell fall
fallen fall took take taken take gave give given give forgave forgive forbade forbid forbidden
forbid ate eat eaten eat fought fight sought seek bought buy brought bring caught catch taught
teach thought think sold sell told tell led lead fled flee bled bleed bred breed fed feed sped
speed met meet shot shoot lit light slid slide dug dig hung hang swung swing stung sting clung
cling flung fling won win spun spin sank sink sunk sink swam swim swum swim sang sing sung sing
began begin begun begin ran run came come became become went go gone go stood stand understood
understand lost lose left leave kept keep slept sleep swept sweep wept weep crept creep dealt deal
meant mean felt feel knelt kneel dreamt dream built build sent send lent lend spent spend bent
bend bound bind found find ground grind wound wind laid lay paid pay said say slain slay slew slay
shown show sewn sew sown sow proven prove woke wake woken wake awoke awake trod tread trodden
tread shrank shrink shrunk shrink sprang spring sprung spring strove strive striven strive wove
weave woven weave
"""
_WORDS = _IRREGULAR_PAIRS.split()
_IRREGULAR = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_PREFIXES = ("over", "under", "out", "up", "with", "re", "mis", "un", "fore", "be", "a")
_VOWELS = frozenset("aeiou")
_SHORT_E = ("at", "it", "iz", "yz", "c", "v", "z", "u", "rg", "dg", "ang", "ous", "ib", "rul")
#: A verb's last syllable without stress has no final e: "summon", "widen".
_UNSTRESSED = ("en", "er", "or", "mon", "don", "kon", "son", "aul")


def _irregular(form: str) -> str | None:
    found = _IRREGULAR.get(form)
    for prefix in _PREFIXES if found is None else ():
        rest = _IRREGULAR.get(form.removeprefix(prefix)) if form.startswith(prefix) else None
        if rest is not None:
            return prefix + rest
    return found


def _base_form(form: str, lemma: str) -> str:
    """Spelling of verbs that no treebank has: what its endings leave, with or without final e."""
    lowered = form.lower()
    if (irregular := _irregular(lowered)) is not None:
        return irregular
    ending = next((e for e in ("ied", "ed", "ing") if lowered.endswith(e)), None)
    if ending is None or len(lowered) - len(ending) < 3:
        return lemma
    if ending == "ied":
        return lowered[:-3] + "y"
    stem = lowered[: -len(ending)]
    doubled = stem[-1] == stem[-2] and stem[-1] not in "lsfz"  # "rammed", "acquitted"
    if doubled or (stem.endswith("ll") and sum(c in _VOWELS for c in stem) > 1):
        return stem[:-1]  # "quarrelled", but "culled"
    return _with_final_e(stem, lemma)


def _with_final_e(stem: str, lemma: str) -> str:
    cluster = stem[-1] not in _VOWELS and stem[-2] not in _VOWELS
    silent = (
        (stem.endswith(_SHORT_E) and not (cluster and stem[-1] == "t"))
        or (stem[-1] == "s" and stem[-2] != "s")
        or (cluster and stem[-1] == "l" and stem[-2] not in "lrw")  # "toppled"
    )
    if silent:
        return stem + "e"
    return stem if cluster or stem.endswith(_UNSTRESSED) else lemma
