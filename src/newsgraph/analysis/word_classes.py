"""Universal and Penn word classes, the one from the other where a pipeline gives only one."""

from __future__ import annotations

from typing import Final

_UPOS_OF: Final = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "IN": "ADP", "JJ": "ADJ",
    "JJR": "ADJ", "JJS": "ADJ", "LS": "X", "MD": "AUX", "NN": "NOUN", "NNS": "NOUN",
    "NNP": "PROPN", "NNPS": "PROPN", "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON",
    "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "RP": "ADP", "SYM": "SYM", "TO": "PART", "UH": "INTJ",
    "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
    "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "WRB": "ADV", "$": "SYM", "ADD": "X", "AFX": "X",
    "XX": "X", "_SP": "SPACE",
}  # fmt: skip
_TAG_OF: Final = {
    "ADJ": "JJ", "ADP": "IN", "ADV": "RB", "CCONJ": "CC", "DET": "DT", "INTJ": "UH", "NUM": "CD",
    "PRON": "PRP", "SCONJ": "IN", "SYM": "SYM", "X": "FW", "SPACE": "_SP",
}  # fmt: skip
_AUXILIARIES: Final = frozenset({"aux", "auxpass", "aux:pass", "cop"})
_NEGATIONS: Final = frozenset({"not", "n't", "n’t"})
_POSSESSIVES: Final = frozenset("my your his her its our their whose".split())
_WH: Final = {
    **dict.fromkeys(("who", "whom", "what"), "WP"),
    **dict.fromkeys(("which", "whichever"), "WDT"),
    **dict.fromkeys(("where", "when", "why", "how"), "WRB"),
    "whose": "WP$",
}
_MODALS: Final = frozenset("can could may might must shall should will would ca wo 'll ’ll".split())

Morphology = dict[str, str]  #: Universal features: ``{"Number": "Plur"}``


def universal(tag: str, word: str, relation: str) -> str:
    """Return the universal word class of a Penn tag; ``X`` for an unknown one.

    Args:
        tag: Penn Treebank tag as OntoNotes extends it.
        word: The form in lower case.
        relation: Dependency label, by which a verb is told from an auxiliary.
    """
    if relation in _AUXILIARIES and tag.startswith(("VB", "MD")):
        return "AUX"
    if tag == "IN" and relation in ("mark", "complm"):
        return "SCONJ"
    if tag == "RB" and word in _NEGATIONS:
        return "PART"
    if tag == "DT" and relation not in ("det", "predet"):
        return "PRON"
    return _UPOS_OF.get(tag, "X" if tag[:1].isalpha() else "PUNCT")


def corrected(upos: str, tag: str, relation: str) -> str:
    """Return a word class as treebanks of UD v2 have it, where other inventories differ."""
    if tag in ("PRP$", "WP$"):
        return "PRON"
    if tag == "WRB":
        return "ADV"
    return "AUX" if relation in _AUXILIARIES and upos == "VERB" else upos


def penn(upos: str, word: str, morph: Morphology) -> str:
    """Return the Penn tag of a universal word class with its features, as far as they tell."""
    if upos in ("NOUN", "PROPN"):
        plural = "S" if morph.get("Number") == "Plur" else ""
        return ("NNP" if upos == "PROPN" else "NN") + plural
    if upos in ("VERB", "AUX"):
        return "MD" if word in _MODALS else _verb_tag(morph)
    if upos in ("ADJ", "ADV") and word not in _WH:
        return _TAG_OF[upos] + {"Cmp": "R", "Sup": "S"}.get(morph.get("Degree", ""), "")
    return _function_word(upos, word, morph)


def _function_word(upos: str, word: str, morph: Morphology) -> str:
    if upos == "PUNCT":
        return "HYPH" if word == "-" else "."
    if upos == "PART":
        return {"to": "TO", "'s": "POS", "’s": "POS", "'": "POS", "’": "POS"}.get(word, "RB")
    if word in _WH and upos in ("PRON", "DET", "ADV", "SCONJ"):
        return _WH[word]
    if word == "that" and upos == "PRON":
        return "WDT" if morph.get("PronType") == "Rel" else "DT"
    if word in _POSSESSIVES and morph.get("Poss", "Yes") == "Yes" and upos in ("PRON", "DET"):
        return "PRP$"
    return _TAG_OF.get(upos, "XX")


def _verb_tag(morph: Morphology) -> str:
    form, tense = morph.get("VerbForm"), morph.get("Tense")
    if form == "Ger" or (form == "Part" and tense != "Past"):
        return "VBG"
    if form == "Part":
        return "VBN"
    if form == "Inf":
        return "VB"
    if tense == "Past":
        return "VBD"
    third = morph.get("Person") == "3" and morph.get("Number") != "Plur"
    return "VBZ" if third else "VBP"
