"""Descriptions and pronouns: ``the company``, ``her lawyer``, ``violent events``, ``they``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.mentions.name_classes import HEAD_CLASSES
from newsgraph.mentions.tokens import Tokens
from newsgraph.vocabulary import Vocabulary

#: A longer description is cut at its head: what follows no longer helps to recognise it.
_LONGEST = 12
#: Words after the head that a description may have.
_LONGEST_TAIL = 8
_TELLING_WHICH = frozenset(
    "of in from at near between with on for against to about outside under".split()
)

_LEFT = {"amod", "compound", "nummod", "nmod", "flat", "appos"}
_SKIPPED_LEFT = {"advmod", "punct"}
_NOT_A_HEAD = {"compound", "flat", "fixed", "goeswith", "list", "dep", "discourse", "vocative"}


_PERSONS_WORDS = """
he she him her his hers himself herself i me my mine myself who whom
"""
_PERSONS = frozenset(_PERSONS_WORDS.split())
_OTHERS_WORDS = """
it its itself they them their theirs themselves we us our ours ourselves
"""
_OTHERS = frozenset(_OTHERS_WORDS.split())
_RELATIVE = frozenset(("who", "whom", "which", "that", "whose"))
_BE = {"be", "seem", "appear", "become", "remain"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A description or pronoun: tokens ``[start, end)`` and its head."""

    start: int
    end: int
    head: int
    entity_class: str
    pronoun: bool = False


class NominalFinder:
    """Finds descriptions and pronouns in one article."""

    def __init__(self, tokens: Tokens, vocabulary: Vocabulary) -> None:
        """Keep the article and where to look classes up."""
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._taken: set[int] = set()

    def find(self, taken: set[int]) -> Iterator[Phrase]:
        """Yield phrases whose head no name covers, in text order of their heads."""
        self._taken = taken
        for index, pos in enumerate(self._tokens.pos):
            if index in taken:
                continue
            if pos == "PRON":
                yield from self._pronoun(index)
            elif pos in {"NOUN", "PROPN", "ADJ", "NUM"}:
                yield from self._nominal(index)

    # Pronouns

    def _pronoun(self, index: int) -> Iterator[Phrase]:
        tokens = self._tokens
        word = tokens.words[index].lower()
        if tokens.relations[index].startswith("expl") or self._is_pleonastic(index):
            return
        personal = word in _PERSONS and word not in _RELATIVE
        if personal or word in _OTHERS or (word in _RELATIVE and self._is_relative(index)):
            entity_class = "Person" if word in _PERSONS else "Thing"
            yield Phrase(
                start=index, end=index + 1, head=index, entity_class=entity_class, pronoun=True
            )

    def _is_relative(self, index: int) -> bool:
        """Tell whether the clause of a wh-word or ``that`` modifies a noun."""
        tokens = self._tokens
        node = index
        for _ in range(4):  # whose → noun → verb of the clause; to whom; which of them
            head = tokens.heads[node]
            if tokens.relations[node] == "acl:relcl":
                return True
            if head == node:
                return False
            node = head
        return tokens.relations[node] == "acl:relcl"

    def _is_pleonastic(self, index: int) -> bool:
        """Tell whether ``it`` stands for a clause: ``it is clear that``, ``it seems that``."""
        tokens = self._tokens
        if tokens.words[index].lower() != "it" or tokens.base_relation(index) != "nsubj":
            return False
        head = tokens.heads[index]
        clauses = {"csubj", "ccomp", "xcomp", "advcl"}
        has_clause = any(
            tokens.base_relation(c) in clauses and c > head for c in tokens.children[head]
        )
        linking = tokens.lemmas[head] in _BE or any(
            tokens.relations[c] == "cop" for c in tokens.children[head]
        )
        return has_clause and linking and tokens.pos[head] in {"ADJ", "VERB", "NOUN"}

    # Descriptions

    def _nominal(self, index: int) -> Iterator[Phrase]:
        tokens = self._tokens
        if tokens.base_relation(index) in _NOT_A_HEAD:
            return
        if tokens.pos[index] in {"ADJ", "NUM"} and not self._is_nominalised(index):
            return
        entity_class = self._class(index)
        if entity_class is not None:
            start = self._start(index)
            end = self._end(index)
            if end - start > _LONGEST:
                end = index + 1
            yield Phrase(
                start=max(start, end - _LONGEST), end=end, head=index, entity_class=entity_class
            )

    def _is_nominalised(self, index: int) -> bool:
        """Tell whether an adjective or number heads a phrase: ``the wounded``."""
        tokens = self._tokens
        argument = tokens.base_relation(index) in {"nsubj", "obj", "obl", "nmod", "iobj"}
        return argument and tokens.head_labels.get(index) in {"PERSON", "GROUP"}

    def _class(self, index: int) -> str | None:
        """Return the class of the phrase headed here; ``None`` if it is no mention."""
        tokens = self._tokens
        lemma = tokens.lemmas[index].lower()
        label = tokens.head_labels.get(index)
        title = self._vocabulary.lexicon.title(lemma)
        if title is not None and title.kind == "honorific":
            return None  # "Mr" says who is meant only with the name after it
        if (
            "measures" in self._vocabulary.lexicon.lists_with(lemma)
            or label == "TIME"
            or not lemma[:1].isalpha()
        ):
            return None
        known = self._known_class(index, lemma)
        if known is not None:
            return self._number(index, known)
        if label is None and tokens.head_labels:
            return None  # the model looked, and saw no mention
        return self._number(index, HEAD_CLASSES.get(label or "", "Thing"))

    def _known_class(self, index: int, lemma: str) -> str | None:
        """Look the noun up, with the compound before it first: ``news agency``."""
        tokens = self._tokens
        lexicon = self._vocabulary.lexicon
        before = index - 1
        if before >= 0 and tokens.heads[before] == index:
            phrase = f"{tokens.lemmas[before].lower()} {lemma}"
            found = lexicon.nominal_class(phrase)
        else:
            found = lexicon.nominal_class(lemma)
        return "Person" if found is None and lexicon.title(lemma) is not None else found

    def _number(self, index: int, entity_class: str) -> str:
        """Several persons are a group."""
        plural = self._tokens.tags[index] in {"NNS", "NNPS"}
        return "Group" if plural and entity_class == "Person" else entity_class

    def _start(self, index: int) -> int:
        """Return the first token of the phrase, without article, quantifier and preposition."""
        tokens = self._tokens
        start = index
        for child in reversed([c for c in tokens.children[index] if c < index]):
            relation = tokens.base_relation(child)
            if relation in _LEFT and tokens.pos[child] not in {"DET", "PRON"}:
                start = tokens.left_edges[child]
            elif relation not in _SKIPPED_LEFT or child < start - 1:
                break
        while start < index and tokens.pos[start] in {
            "DET",
            "PRON",
            "PUNCT",
            "ADP",
            "ADV",
            "CCONJ",
        }:
            start += 1
        return start

    def _end(self, index: int) -> int:
        """Return one past the last token: the head, and the phrases after it that tell which.

        "authorities in Sana'a", "talks between the two sides".
        """
        tokens = self._tokens
        end = index + 1
        for child in tokens.children[index]:
            if child < index or tokens.left_edges[child] != end:
                continue
            cases = [c for c in tokens.children[child] if tokens.relations[c] == "case"]
            if tokens.relations[child] != "nmod" or not cases or cases[0] != end:
                break
            if tokens.words[cases[0]].lower() not in _TELLING_WHICH:
                break
            further = self._flat_end(child)
            if further - index > _LONGEST_TAIL:
                break
            end = further
        return end

    def _flat_end(self, index: int) -> int:
        """Return the end of the phrase headed here: its name, compound, and all it is joined with.

        "between Belgrade and Prishtina", "of the Council on Foreign Relations".
        """
        tokens = self._tokens
        end = index + 1
        while index in self._taken and end in self._taken:
            end += 1
        for child in tokens.children[index]:
            if child == end and tokens.base_relation(child) in {"flat", "compound", "nummod"}:
                end = child + 1
        joined = [c for c in tokens.children[index] if tokens.relations[c] == "conj"]
        return max(end, self._flat_end(joined[-1])) if joined else end
