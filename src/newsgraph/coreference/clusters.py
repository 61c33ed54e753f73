"""A finished chain becomes a cluster with a name and a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from spacy.tokens import Doc, Token

from newsgraph.coreference.chains import Chain
from newsgraph.coreference.items import Item
from newsgraph.gazetteer import Gazetteer
from newsgraph.model import Cluster, MentionKind
from newsgraph.vocabulary import Vocabulary

#: Phrases and clauses after a noun that tell which one is meant.
_TELLING_WHICH = {"nmod", "acl"}
#: What no description goes beyond.
_BREAKS = frozenset('.,;:!?"“”()–—') | {"\n"}
#: Words of a description that still names what it describes.
_LONGEST = 14


def to_cluster(chain: Chain, doc: Doc, gazetteer: Gazetteer, vocabulary: Vocabulary) -> Cluster:
    """Name a chain by its fullest good name, else its fullest description, else its pronoun.

    The name has no title; with the titles that stand before it, it is an alias.
    """
    names = [i for i in chain.items if i.kind is MentionKind.NAME]
    nominals = [i for i in chain.items if i.kind is MentionKind.NOMINAL]
    # Names that the gazetteer knows go before "the Alliance" and the like.
    good = [i for i in names if i.entry is not None] or names
    name = _best_name(good, gazetteer) if good else _fullest(nominals or chain.items)
    aliases = {i.mention.text for i in (*names, *nominals)} | {_short(i) for i in nominals}
    if names:  # what has no name goes by its description already
        aliases |= {full for i in nominals if (full := _full(i, doc)) is not None}
    aliases -= {name}
    before: dict[int, int] = {}  # end of a description → its first word, the leftmost of several
    for item in nominals:
        before[item.end] = min(item.start, before.get(item.end, item.start))
    aliases |= {
        with_title for i in names if (with_title := _with_title(i, before, doc, vocabulary))
    }
    return Cluster(
        mentions=tuple(item.mention for item in chain.items),
        name=name,
        named=bool(names),
        entity_class=_entity_class(good, chain.entity_class),
        aliases=tuple(sorted(aliases - {name})),
    )


def _with_title(
    name: Item, before: Mapping[int, int], doc: Doc, vocabulary: Vocabulary
) -> str | None:
    """Return ``Mr Key``, ``President Osmani`` for a name with a title before it in the text."""
    start = before.get(name.start, name.start)
    if start == name.start and start and not doc[start].is_sent_start:
        word = doc[start - 1].text
        title = vocabulary.lexicon.title(word.rstrip("."))
        if title is not None and word[:1].isupper():
            start -= 1
    return doc[start : name.end].text if start < name.start else None


def _best_name(names: list[Item], gazetteer: Gazetteer) -> str:
    """Return the longest full name; of a country its usual name, never the demonym."""
    own = [n for n in names if not _is_metonym(n, gazetteer)]
    if not own and names[0].entry is not None:
        return names[0].entry.name  # Brussels is no name of the union that it stands for
    counts = Counter(item.mention.text for item in own or names)
    demonyms = {text for text in counts if gazetteer.demonym(text) and not gazetteer.find(text)}
    entry = names[0].entry
    if entry is not None and (demonyms or entry.entity_class == "Country"):
        return entry.name
    return max(
        counts, key=lambda text: (text not in demonyms, *_fullness(text), counts[text], text)
    )


def _is_metonym(item: Item, gazetteer: Gazetteer) -> bool:
    """Tell whether a name is that of another thing: a town that stands for its state."""
    return item.mention.metonym and gazetteer.find(item.mention.text) is not item.entry


def _fullness(text: str) -> tuple[int, int]:
    words = text.split()
    capitalised = sum(word[:1].isupper() for word in words)
    shouted = text.isupper() and len(words) > 1
    return (0 if shouted else min(capitalised, 6), len(text) if len(words) < 9 else 0)


def _short(item: Item) -> str:
    """Return a description up to its head: "authorities" of "authorities in Lviv"."""
    mention = item.mention
    return mention.text[: mention.head.end - mention.span.start]


def _full(item: Item, doc: Doc) -> str | None:
    """Return a description with whose it is and all that tells which, if that is not too long.

    “Lipa's coach”, “group of veterans of the war”, “letter seen by the paper”.
    """
    start, end = item.start, item.end
    for child in doc[item.head].children:
        left, right = child.left_edge.i, child.right_edge.i + 1
        if child.dep_ == "nmod:poss" and child.pos_ in {"PROPN", "NOUN"} and right == start:
            start = left
        elif child.dep_ in _TELLING_WHICH and item.head < left <= end < right:
            if any(_breaks(token) for token in doc[end:right]):
                break
            end = right
    while start < item.start and doc[start].pos_ == "DET":
        start += 1
    words = doc[start:end]
    known = (start, end) == (item.start, item.end) or len(words) > _LONGEST
    return None if known else words.text


def _breaks(token: Token) -> bool:
    """Tell whether a description ends here; a place may follow its town: “of Split, Croatia”."""
    if token.text != "," or not 0 < token.i < len(token.doc) - 1:
        return token.text in _BREAKS
    around = (token.nbor(-1), token.nbor())
    return not all(near.pos_ == "PROPN" for near in around)


def _fullest(items: list[Item]) -> str:
    return max(
        (item.mention.text for item in items), key=lambda text: (len(text.split()), len(text), text)
    )


def _entity_class(names: list[Item], otherwise: str) -> str:
    """Return the class that most names have, ``otherwise`` if none of them tells any."""
    votes = Counter(item.mention.entity_class for item in names)
    decided = {name: count for name, count in votes.items() if name != "Thing"}
    return min(decided, key=lambda name: (-decided[name], name)) if decided else otherwise
