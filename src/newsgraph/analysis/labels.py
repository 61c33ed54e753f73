"""The label inventories of the analyser's heads."""

from __future__ import annotations

from typing import Final

UPOS: Final = (
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X"
).split()

#: Classes of proper names. MISC: a name of another kind (a work, an award, a project).
NAME_TYPES: Final = "PERSON ORG GPE LOC FAC NORP EVENT LAW PRODUCT MISC".split()
NAME_TAGS: Final = ["O", *(f"{p}-{t}" for t in NAME_TYPES for p in "BI")]

#: What kind of thing a noun phrase or pronoun denotes, marked on its head word.
HEAD_TYPES: Final = ("PERSON ORG PLACE EVENT DOCUMENT OBJECT TIME GROUP ABSTRACT OTHER").split()
HEAD_TAGS: Final = ["O", *HEAD_TYPES]
