"""What the coreference head looks at: mention heads of a ``Doc``, alone and in pairs.

A mention is represented by its head word (Dobrovolskii 2021, word-level coreference): every noun,
name and pronoun is a candidate, and the network says which are mentions. Features beside the
encoder's states are what an encoder that reads single sentences can't know: who else bears the
name, how far back, in whose words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc, Span, Token

from newsgraph.analysis.labels import HEAD_TYPES, NAME_TYPES

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]
FlagArray = npt.NDArray[np.uint8]

#: Mentions that an antecedent is looked for among, counted backwards …
REACH: Final = 50
#: … and further back, the latest with the same head word, or with a word of a name in common.
ALIKE: Final = 12

_PRONOUNS: Final = (
    "i me my mine myself", "we us our ours ourselves", "you your yours yourself yourselves",
    "he him his himself", "she her hers herself", "it its itself",
    "they them their theirs themselves", "this that", "these those", "who whom whose which",
)  # fmt: skip
PRONOUN: Final = {w: i + 1 for i, words in enumerate(_PRONOUNS) for w in words.split()}
_PRONOUN_KINDS: Final = len(_PRONOUNS) + 2  #: none, those above, any other
_DETERMINERS: Final = {"the": 1, "this": 2, "that": 2, "these": 2, "those": 2, "a": 3, "an": 3}
_DETERMINER_KINDS: Final = 6
_RELATIONS: Final = {
    name: i
    for i, name in enumerate(
        "nsubj nsubj:pass obj iobj obl obl:agent nmod nmod:poss appos conj compound flat "
        "root ccomp xcomp advcl parataxis nummod amod".split()
    )
}
_CLASSES: Final = {"PROPN": 0, "NOUN": 1, "PRON": 2, "NUM": 3, "DET": 4}
_CANDIDATES: Final = frozenset(_CLASSES)
_CONTENT: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_NAME_INDEX: Final = {name: i + 1 for i, name in enumerate(NAME_TYPES)}
_KIND_INDEX: Final = {name: i + 1 for i, name in enumerate(HEAD_TYPES)}
_QUOTES: Final = {'"', "“", "”", "``", "''", "«", "»"}
_STEPS: Final = (1, 2, 3, 4, 6, 10, 20, 40)  #: upper bounds of distance classes

#: Widths of the one-hot blocks of a mention's features.
_BLOCKS: Final = (
    _PRONOUN_KINDS, len(_CLASSES) + 1, 2, _DETERMINER_KINDS, len(_RELATIONS) + 1,
    len(NAME_TYPES) + 1, len(HEAD_TYPES) + 1, 2, 2, 2,
)  # fmt: skip
MENTION_FEATURES: Final = sum(_BLOCKS)
PAIR_FLAGS: Final = 24
_AT_A_TIME: Final = 100_000  #: pairs described together
#: What is one number of each head.
_COMPARED: Final = (
    "token", "sentence", "pronoun", "plural", "name", "kind", "quote", "governor", "first", "last",
)  # fmt: skip
PAIR_FEATURES: Final = 2 * (len(_STEPS) + 1) + PAIR_FLAGS


@dataclass(slots=True)
class Candidates:
    """Mention heads of one document, in text order, and pairs of them."""

    tokens: list[int]  #: token index of each head
    features: FloatArray  #: heads × MENTION_FEATURES
    anaphors: IntArray  #: pairs; index into ``tokens``; ascending
    antecedents: IntArray  #: pairs; always smaller than the anaphor
    pairs: FlagArray  #: pairs × PAIR_FEATURES


@dataclass(slots=True)
class _Head:
    token: int
    sentence: int
    lemma: str
    pronoun: int
    plural: bool
    name: int
    kind: int
    governor: int
    quote: int
    words: frozenset[str]  #: content words of the phrase, without the head
    parts: frozenset[str]  #: words of the name it belongs to; empty if none
    text: str  #: of the name, lower case
    acronym: str
    first: int  #: left edge of the phrase
    last: int  #: right edge, inclusive


def candidates(doc: Doc) -> Candidates:
    """Collect heads and pairs of a parsed document; empty arrays where it has no nouns."""
    heads, features = _heads(doc)
    anaphors, antecedents = _pairs(heads)
    return Candidates(
        tokens=[head.token for head in heads],
        features=features,
        anaphors=anaphors,
        antecedents=antecedents,
        pairs=_pair_features(doc, heads, anaphors, antecedents),
    )


def _heads(doc: Doc) -> tuple[list[_Head], FloatArray]:
    names = {t.i: entity for entity in doc.ents for t in entity}
    kinds = {span.start: _KIND_INDEX.get(span.label_, 0) for span in doc.spans.get("heads", ())}
    quotes = _quotations(doc)
    heads: list[_Head] = []
    rows: list[list[int]] = []
    lemmas: set[str] = set()
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            if token.pos_ not in _CANDIDATES or (token.dep_ in {"flat", "det"}):
                continue
            head = _head(token, number, names, kinds, quotes)
            seen = head.lemma in lemmas
            lemmas.add(head.lemma)
            heads.append(head)
            rows.append(
                [
                    head.pronoun,
                    _CLASSES[token.pos_],
                    int(head.plural),
                    _determiner(token),
                    _RELATIONS.get(token.dep_, len(_RELATIONS)),
                    head.name,
                    head.kind,
                    int(head.quote > 0),
                    int(seen),
                    int(token.dep_ == "conj" or any(c.dep_ == "conj" for c in token.rights)),
                ]
            )
    features = np.zeros((len(rows), MENTION_FEATURES), np.float32)
    if rows:
        offsets = np.cumsum([0, *_BLOCKS[:-1]])
        features[np.arange(len(rows))[:, None], np.array(rows) + offsets] = 1
    return heads, features


def _head(
    token: Token, sentence: int, names: dict[int, Span], kinds: dict[int, int], quotes: list[int]
) -> _Head:
    entity = names.get(token.i)
    name_words: list[str] = []
    name = 0
    if entity is not None:
        name = _NAME_INDEX.get(entity.label_, 0)
        if name:
            name_words = [t.lower_ for t in entity if t.text[0].isalnum()]
    pronoun = 0
    if token.pos_ in {"PRON", "DET"}:
        pronoun = PRONOUN.get(token.lower_, _PRONOUN_KINDS - 1)
    words = frozenset(
        c.lemma_.lower() for c in token.children if c.pos_ in _CONTENT and c.dep_ != "conj"
    )
    return _Head(
        token=token.i,
        sentence=sentence,
        lemma=token.lemma_.lower() if not pronoun else token.lower_,
        pronoun=pronoun,
        plural=token.tag_ in {"NNS", "NNPS"} or pronoun in {2, 7, 9},
        name=name,
        kind=kinds.get(token.i, 0),
        governor=token.head.i,
        quote=quotes[token.i],
        words=words,
        parts=frozenset(name_words),
        text=" ".join(name_words),
        acronym="".join(w[0] for w in name_words if w not in {"of", "the", "and", "for"}),
        first=token.left_edge.i,
        last=token.right_edge.i,
    )


def _determiner(token: Token) -> int:
    for child in token.lefts:
        if child.dep_ == "det":
            return _DETERMINERS.get(child.lower_, 5)
        if child.dep_ == "nmod:poss":
            return 4
    return 0


def _quotations(doc: Doc) -> list[int]:
    """Number of the quotation that each token stands in; 0 outside."""
    inside, number, result = False, 0, []
    for token in doc:
        if token.text in _QUOTES:
            opens = token.text in {"“", "``", "«"} or (token.text == '"' and not inside)
            inside = opens
            number += int(opens)
        elif token.is_space and "\n\n" in token.text:
            inside = False
        result.append(number if inside else 0)
    return result


def _pairs(heads: list[_Head]) -> tuple[IntArray, IntArray]:
    """Index pairs: every near antecedent, and those further back that look alike."""
    anaphors: list[IntArray] = []
    antecedents: list[IntArray] = []
    alike: dict[str, list[int]] = defaultdict(list)
    for i, head in enumerate(heads):
        start = max(0, i - REACH)
        keys = [head.lemma, *sorted(head.parts - {head.lemma})]
        far: list[int] = []
        if head.pronoun <= 1:  # of pronouns only "I" reaches far
            far = sorted({j for key in keys for j in alike[key][-ALIKE:] if j < start})[-ALIKE:]
        others = np.concatenate([np.array(far, np.int64), np.arange(start, i, dtype=np.int64)])
        anaphors.append(np.full(len(others), i, np.int64))
        antecedents.append(others)
        for key in keys:
            alike[key].append(i)
    empty = np.zeros(0, np.int64)
    return np.concatenate([empty, *anaphors]), np.concatenate([empty, *antecedents])


def _steps(distances: IntArray) -> FlagArray:
    classes = np.searchsorted(np.array(_STEPS), distances)
    return np.eye(len(_STEPS) + 1, dtype=np.uint8)[classes]


def _pair_features(
    doc: Doc, heads: list[_Head], anaphors: IntArray, antecedents: IntArray
) -> FlagArray:
    """Describe the pairs, some at a time: of a long article they are millions."""
    result = np.zeros((len(anaphors), PAIR_FEATURES), np.uint8)
    if not len(anaphors):
        return result
    columns = _columns(heads)
    token, sentence = columns["token"], columns["sentence"]
    stated = np.array([i * len(doc) + j for i, j in _stated(doc)], np.int64)
    for start in range(0, len(anaphors), _AT_A_TIME):
        some = slice(start, start + _AT_A_TIME)
        one, other = anaphors[some], antecedents[some]
        flags = result[some, -PAIR_FLAGS:]
        alike = _vector_flags(columns, one, other, flags)
        for row in alike.tolist():
            _text_flags(heads[one[row]], heads[other[row]], flags[row])
        flags[:, 23] = np.isin(token[other] * len(doc) + token[one], stated)
        steps = (_steps(one - other - 1), _steps(sentence[one] - sentence[other]))
        result[some, :-PAIR_FLAGS] = np.concatenate(steps, axis=1)
    return result


def _columns(heads: list[_Head]) -> dict[str, IntArray]:
    """What can be compared of heads as numbers."""
    columns = {name: np.array([int(getattr(h, name)) for h in heads]) for name in _COMPARED}
    numbers: dict[str, int] = {}
    columns["lemma"] = np.array([numbers.setdefault(h.lemma, len(numbers)) for h in heads])
    columns["named"] = np.array([int(bool(h.parts)) for h in heads])
    return columns


def _vector_flags(
    columns: dict[str, IntArray], anaphors: IntArray, antecedents: IntArray, flags: FlagArray
) -> IntArray:
    """Set the flags that compare one number of each head.

    Returns:
        The pairs whose words are worth comparing: the same head word, or two names.
    """

    def column(name: str) -> tuple[IntArray, IntArray]:
        return columns[name][anaphors], columns[name][antecedents]

    pronoun, other_pronoun = column("pronoun")
    flags[:, 0] = (pronoun > 0) & (pronoun == other_pronoun)
    flags[:, 1] = (pronoun > 0) & (other_pronoun > 0) & (pronoun != other_pronoun)
    plural, other_plural = column("plural")
    flags[:, 2] = plural == other_plural
    name, other_name = column("name")
    flags[:, 3] = (name > 0) & (name == other_name)
    flags[:, 4] = (name > 0) & (other_name > 0) & (name != other_name)
    kind, other_kind = column("kind")
    flags[:, 5] = (kind > 0) & (kind == other_kind)
    flags[:, 6] = (kind > 0) & (other_kind > 0) & (kind != other_kind)
    quote, other_quote = column("quote")
    flags[:, 7] = (quote > 0) & (quote == other_quote)
    flags[:, 8] = (quote > 0) != (other_quote > 0)
    governor, other_governor = column("governor")
    token, other_token = column("token")
    flags[:, 9] = governor == other_governor
    flags[:, 10] = governor == other_token
    flags[:, 11] = other_governor == token
    first, other_first = column("first")
    last, other_last = column("last")
    flags[:, 12] = (other_first <= token) & (token <= other_last)
    flags[:, 13] = (first <= other_token) & (other_token <= last)
    lemma, other_lemma = column("lemma")
    named, other_named = column("named")
    same = (lemma == other_lemma) & (pronoun == 0)
    return np.flatnonzero(same | ((named > 0) & (other_named > 0)))


def _text_flags(head: _Head, other: _Head, flags: FlagArray) -> None:
    """Set the flags that compare words."""
    same = head.lemma == other.lemma and not head.pronoun
    flags[14] = same
    if same:
        if head.words or other.words:
            flags[15] = head.words == other.words
            flags[16] = bool(head.words) and head.words < other.words
            flags[17] = bool(head.words - other.words) and bool(other.words)
        else:
            flags[18] = 1
    if head.parts and other.parts:
        flags[19] = head.text == other.text
        flags[20] = head.parts != other.parts and (
            head.parts <= other.parts or other.parts <= head.parts
        )
        flags[21] = not (head.parts & other.parts)
        flags[22] = len(head.text) > 1 and (
            (head.text == other.acronym) or (other.text == head.acronym and len(other.text) > 1)
        )


def _stated(doc: Doc) -> set[tuple[int, int]]:
    """Pairs of heads that the sentence says are one: apposition, copula ("Ana is the mayor")."""
    pairs = set()
    for token in doc:
        if token.dep_ == "appos":
            pairs.add((token.head.i, token.i))
        elif token.dep_ == "nsubj" and any(c.dep_ == "cop" for c in token.head.children):
            pairs.add((token.i, token.head.i))
    return pairs
