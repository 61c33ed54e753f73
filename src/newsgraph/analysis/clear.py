"""From ClearNLP's dependencies to Universal Dependencies v2, as trees.

spaCy's English pipelines are trained on OntoNotes converted by ClearNLP (Choi and Palmer 2012).
Beside the names of the labels these trees differ in what governs what:

* a preposition governs its noun (``prep``, ``pobj``), here the noun governs it (``case``);
* a copula governs its predicate (``attr``, ``acomp``), here it hangs on the predicate (``cop``);
* coordinates form a chain, and a conjunction hangs on what is before it; here all coordinates
  hang on the first one, and a conjunction on what follows it;
* the subject of an infinitive hangs on it ("wants NATO to leave"); here it is the object of what
  governs the infinitive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from newsgraph.analysis.columns import Columns

#: Labels that only these trees have.
MARKS: Final = frozenset({"pobj", "dobj", "nsubjpass", "auxpass", "prep", "pcomp", "acomp", "attr"})

#: Labels that only change their name. Those after the line are of earlier conversions.
_NAMES: Final = {
    "ROOT": "root", "dobj": "obj", "dative": "iobj", "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass", "auxpass": "aux:pass", "agent": "obl:agent", "neg": "advmod",
    "prt": "compound:prt", "poss": "nmod:poss", "relcl": "acl:relcl", "intj": "discourse",
    "meta": "dep", "predet": "det:predet", "preconj": "cc:preconj", "quantmod": "advmod",
    "attr": "xcomp", "acomp": "xcomp", "oprd": "xcomp", "prep": "obl", "pobj": "obl",
    "pcomp": "advcl",
    # ---
    "possessive": "case", "rcmod": "acl:relcl", "nn": "compound", "num": "nummod",
    "number": "compound", "complm": "mark", "partmod": "acl", "infmod": "acl", "hmod": "compound",
    "hyph": "punct", "purpcl": "advcl", "tmod": "npadvmod", "abbrev": "appos",
}  # fmt: skip

_OBJECTS: Final = ("pobj", "pcomp")
_COMPLEMENTS: Final = ("acomp", "attr", "oprd")
_SUBJECTS: Final = ("nsubj", "csubj", "nsubjpass", "csubjpass")
_CLAUSAL: Final = frozenset({"VERB", "AUX", "ADJ", "ADV"})
#: Adverbs and adjectives that make one preposition with the word after them.
_TWO_WORDS: Final = frozenset(
    {
        *("because of", "due to", "instead of", "out of", "according to", "prior to", "such as"),
        *("thanks to", "owing to", "along with", "together with", "apart from", "up to"),
    }
)
#: Verbs with an object and a bare infinitive or participle.
_WITH_INFINITIVE: Final = frozenset("make let help have see hear watch".split())
#: Where a copula without another predicate says that something is.
_WHERE: Final = frozenset("here there abroad away home back inside outside nearby".split())


def to_universal(columns: Columns) -> None:
    """Rewrite ClearNLP trees as Universal Dependencies; every tree stays one."""
    _Conversion(columns).run()


class _Conversion:
    """Rebuilds the trees of one article; labels stay ClearNLP's until the last step."""

    def __init__(self, columns: Columns) -> None:
        self._c = columns
        self._deps, self._heads = columns.deps, columns.heads
        self._children: list[list[int]] = [[] for _ in columns.heads]
        for i, head in enumerate(columns.heads):
            if head != i:
                self._children[head].append(i)

    def run(self) -> None:
        for i in self._bottom_up():
            self._preposition(i)
        for i in range(len(self._deps)):
            if self._deps[i] == "conj":
                self._coordinate(i)
        for i in range(len(self._deps)):
            if self._c.lemmas[i] == "be" and self._deps[i] not in ("aux", "auxpass", "cop"):
                self._copula(i)
        for i in range(len(self._deps)):
            self._raise_subject(i)
        for i in range(len(self._deps)):
            self._deps[i] = self._label(i)

    def _bottom_up(self) -> list[int]:
        """All tokens, those below before those above."""
        order = [i for i, head in enumerate(self._heads) if head == i]
        for i in order:  # grows while it is read
            order += self._children[i]
        return order[::-1]

    def _attach(self, i: int, head: int, label: str) -> None:
        """Hang a subtree elsewhere; a token that is its own head becomes a root."""
        if self._heads[i] != i:
            self._children[self._heads[i]].remove(i)
        self._heads[i], self._deps[i] = head, label
        if head != i:
            self._children[head].append(i)
            self._children[head].sort()

    def _take_place(self, i: int, old: int, label: str) -> None:
        """Hang a child of ``old`` where ``old`` hangs, and what ``old`` governs on the child."""
        top = self._heads[old]
        self._attach(i, i if top == old else top, label)
        for other in list(self._children[old]):
            self._attach(other, i, self._deps[other])

    def _of(self, i: int, *labels: str) -> Iterator[int]:
        return (c for c in self._children[i] if self._deps[c] in labels)

    def _has(self, i: int, *labels: str) -> bool:
        return any(self._deps[c] in labels for c in self._children[i])

    # --- prepositions -------------------------------------------------------------------------

    def _preposition(self, i: int) -> None:
        """Put the object of a preposition in the preposition's place."""
        target = next(self._of(i, "pobj"), next(self._of(i, "pcomp"), None))
        if target is None:
            self._shared_object(i)
            return
        if self._deps[target] == "pcomp" and self._is_clause(target):
            role, label = "mark", self._clause_label(i)
            self._c.pos[i] = "SCONJ"
        else:
            role, label = "case", self._object_label(i)
        self._take_place(target, i, label)
        self._attach(i, target, role)
        for first, second in ((i - 1, i), (i, i + 1)):  # "such as", "because of"
            both = {first, second} <= set(self._children[target])
            if both and self._pair(first, second) in _TWO_WORDS:
                self._deps[first] = role
                self._attach(second, first, "fixed")

    def _shared_object(self, i: int) -> None:
        """“In and around Vienna”: the object that hangs on the last of several prepositions."""
        target = next((c for c in self._of(i, "conj") if self._has(c, "case")), None)
        if target is None or self._deps[i] not in ("prep", "agent", "dative"):
            return
        label, joints = self._object_label(i), list(self._of(i, "cc"))
        second = next(self._of(target, "case"))
        self._take_place(target, i, label)
        self._attach(i, target, "case")
        self._attach(second, i, "conj")
        for joint in joints:
            self._attach(joint, second, "cc")

    def _clause_label(self, i: int) -> str:
        """Label of a clause that a preposition introduces: "accused of lying"."""
        if self._deps[i] in ("conj", "ROOT", "pcomp"):
            return self._deps[i]
        if self._adjoins_bare(i, self._heads[i]):
            return "pcomp"
        return "advcl" if self._governor_pos(i) in _CLAUSAL else "acl"

    def _is_clause(self, i: int) -> bool:
        return self._c.tags[i].startswith("VB") or self._has(i, *_SUBJECTS, "aux", *_COMPLEMENTS)

    def _pair(self, first: int, second: int) -> str:
        return f"{self._c.words[first]} {self._c.words[second]}"

    def _governor_pos(self, i: int) -> str:
        return "" if self._heads[i] == i else self._c.pos[self._heads[i]]

    def _object_label(self, i: int) -> str:
        """Label of a preposition's object, after the preposition's own."""
        label, head = self._deps[i], self._heads[i]
        if label == "agent":
            return label
        if label not in ("prep", "dative", "pcomp", "advmod"):
            return label  # conj, ROOT, and what a phrase may be otherwise
        if label == "pcomp" or self._adjoins_bare(i, head):
            return "pobj"  # "from behind the wall", "because of": one preposition of two words
        return "obl" if self._governor_pos(i) in _CLAUSAL else "nmod"

    def _adjoins_bare(self, i: int, head: int) -> bool:
        """Tell whether the word before is a preposition, too, and has no object of its own."""
        if head != i - 1 or self._has(head, *_OBJECTS):
            return False
        return self._deps[head] in ("prep", "agent") or self._pair(head, i) in _TWO_WORDS

    # --- coordination -------------------------------------------------------------------------

    def _coordinate(self, i: int) -> None:
        """Hang a coordinate on the first one, and the conjunction before it on the coordinate."""
        before = self._heads[i]
        for joint in list(self._of(before, "cc")):
            if before < joint < i:
                self._attach(joint, i, "cc")
        if self._deps[before] == "conj":  # its own turn is over: it hangs on the first
            self._attach(i, self._heads[before], "conj")

    # --- copulas ------------------------------------------------------------------------------

    def _copula(self, i: int) -> None:
        """Put the predicate in the place of its copula."""
        if any(self._c.words[c] == "there" for c in self._of(i, "expl")):
            for c in list(self._of(i, "attr")):
                self._deps[c] = "nsubj"
            self._c.pos[i] = "VERB"
            return
        target = self._predicate(i)
        if target is None:
            return
        label = self._deps[i]
        if self._deps[target] == "ccomp":  # "the problem is that …": the clause has its subject
            for c in list(self._of(i, "nsubj")):
                self._deps[c] = "nsubj:outer"
        self._take_place(target, i, label)
        self._attach(i, target, "cop")
        self._c.pos[i] = "AUX"
        clause = next((c for c in self._of(target, "ccomp") if c > target), None)
        for c in list(self._of(target, "nsubj")):
            if clause is not None and self._c.words[c] == "it":  # "it is clear that …"
                self._deps[c], self._deps[clause] = "expl", "csubj"

    def _predicate(self, i: int) -> int | None:
        """What a form of *be* says of its subject; ``None`` if nothing."""
        found = next(self._of(i, *_COMPLEMENTS), None)
        if found is not None:
            return found
        if not self._has(i, *_SUBJECTS):
            return None
        for c in self._children[i]:
            where = self._deps[c] == "advmod" and self._c.words[c] in _WHERE
            if c > i and (where or self._deps[c] in ("obl", "ccomp")):
                return c
        return None

    # --- infinitives --------------------------------------------------------------------------

    def _raise_subject(self, i: int) -> None:
        """Make the subject of an infinitive or small clause the object of what governs it."""
        over = self._heads[i]
        if self._deps[i] not in ("ccomp", "xcomp", "oprd") or self._c.pos[over] != "VERB":
            return
        subject = next(self._of(i, "nsubj"), None)
        if subject is None or not over < subject < i or self._has(over, "dobj"):
            return
        if self._has(i, "mark") or not self._bare(i, over):
            return
        self._attach(subject, over, "dobj")
        self._deps[i] = "xcomp"

    def _bare(self, i: int, over: int) -> bool:
        """Tell whether a clause has no finite verb."""
        helpers = list(self._of(i, "aux", "auxpass", "cop"))
        if helpers:
            return self._c.tags[helpers[0]] == "TO"
        if self._c.pos[i] == "VERB":
            return self._c.tags[i] in ("VB", "VBG") and self._c.lemmas[over] in _WITH_INFINITIVE
        return True

    # --- labels -------------------------------------------------------------------------------

    def _label(self, i: int) -> str:
        label = self._deps[i]
        over = self._governor_pos(i)
        if self._heads[i] == i:
            return "root" if label else label
        if label == "aux" and self._c.tags[i] == "TO":
            return "mark"
        if label in ("npadvmod", "tmod"):
            return "obl:unmarked" if over in _CLAUSAL or over == "ADP" else "nmod:unmarked"
        if label == "nmod" and not self._has(i, "case"):
            return "compound" if i < self._heads[i] else "nmod:unmarked"
        if label == "prep" and self._c.tags[i].startswith("R"):
            return "advmod"
        return _NAMES.get(label, label)
