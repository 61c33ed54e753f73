"""The columns of a parsed article as plain lists: the finders look at every token many times."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from newsgraph.errors import AnalysisError


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """All lists have one item per token; indices count from 0 in the article."""

    text: str
    words: list[str]
    lemmas: list[str]  #: lower case except proper nouns, as the analyser gives them
    pos: list[str]
    tags: list[str]
    relations: list[str]  #: Universal Dependencies label to the head
    heads: list[int]  #: a root is its own head
    children: list[list[int]]  #: in text order
    left_edges: list[int]  #: first token of the subtree
    starts: list[int]  #: code points
    ends: list[int]
    sentences: list[int]  #: index of the sentence
    first_of_sentence: list[bool]
    head_labels: dict[int, str]  #: what the analyser thinks the phrase headed here denotes

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.words)

    @classmethod
    def of(cls, doc: Doc) -> Tokens:
        """Read the columns of ``doc``.

        Raises:
            AnalysisError: the article has no sentence boundaries or no dependency parse.
        """
        if len(doc) > 1 and not (doc.has_annotation("SENT_START") and doc.has_annotation("DEP")):
            raise AnalysisError(
                "The article is not parsed: sentence boundaries or dependencies are missing.",
                hint="Use a pipeline with a dependency parser.",
            )
        tokens = list(doc)
        heads = [token.head.i for token in tokens]
        starts = [token.idx for token in tokens]
        words = [token.text for token in tokens]
        first = [bool(token.is_sent_start) for token in tokens]
        group = doc.spans.get("heads")
        return cls(
            text=doc.text,
            words=words,
            lemmas=[token.lemma_ for token in tokens],
            pos=[token.pos_ for token in tokens],
            tags=[token.tag_ for token in tokens],
            relations=[token.dep_ for token in tokens],
            heads=heads,
            children=_children(heads),
            left_edges=[token.left_edge.i for token in tokens],
            starts=starts,
            ends=[start + len(word) for start, word in zip(starts, words, strict=True)],
            sentences=_sentence_indices(first),
            first_of_sentence=first,
            head_labels={span.start: span.label_ for span in group} if group is not None else {},
        )

    def base_relation(self, index: int) -> str:
        """Return the dependency label without subtype: ``nmod`` for ``nmod:poss``."""
        return self.relations[index].split(":", 1)[0]

    def cases(self, index: int) -> list[str]:
        """Return the lower-case prepositions and postpositions of the phrase headed here."""
        return [self.words[c].lower() for c in self.children[index] if self.relations[c] == "case"]

    def slice_text(self, start: int, end: int) -> str:
        """Return the text of the tokens from ``start`` to ``end - 1``."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def _children(heads: list[int]) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    return children


def _sentence_indices(first: list[bool]) -> list[int]:
    indices: list[int] = []
    current = -1
    for begins in first:
        current += begins or current < 0
        indices.append(current)
    return indices
