"""A mention with what agreement and syntax say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.gazetteer.keys import name_key
from newsgraph.model import Mention, MentionKind
from newsgraph.vocabulary import Lexicon, ListName

_FEMALE = {"she", "her", "hers", "herself"}
_MALE = {"he", "him", "his", "himself"}
_PLURAL = {"they", "them", "their", "theirs", "themselves", "we", "us", "our", "ours", "ourselves"}
_DEFINITE = {"the", "this", "that", "these", "those"}
_CONTENT = {"NOUN", "PROPN", "ADJ", "NUM", "X", "VERB"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One mention; token indices count from 0 in the article."""

    index: int  #: position in the list of mentions
    mention: Mention
    start: int
    end: int
    head: int  #: token that carries the phrase in the tree
    sentence: int
    relation: str  #: dependency label of the head
    governor: int  #: token the head depends on
    lemma: str  #: of the head, lower case
    lists: frozenset[ListName]  #: of the lexicon that the lemma stands in
    key: str  #: for names: equal for spellings, aliases and demonyms of one thing
    entry: Entry | None  #: gazetteer entry of a name
    gender: str | None  #: female, male
    plural: bool | None  #: ``None``: may be either
    definite: bool  #: with ``the`` or a demonstrative
    indefinite: bool  #: with ``a``, ``some``, a number: something new
    possessor: int | None  #: head token of the possessor
    modifiers: frozenset[str]  #: of a description: keys of its words without the head

    @property
    def kind(self) -> MentionKind:
        """Name, description or pronoun."""
        return self.mention.kind

    @property
    def word(self) -> str:
        """The mention in lower case; of use for pronouns."""
        return self.mention.text.lower()


class ItemBuilder:
    """Reads items off one parsed article."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        """Index token offsets and sentences."""
        self._doc = doc
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._starts = {token.idx: token.i for token in doc}
        self._ends = {token.idx + len(token.text): token.i + 1 for token in doc}
        self._named: dict[int, str] = {}  # token → key of the name that it is part of
        self._sentences: list[int] = []
        for number, sentence in enumerate(doc.sents):
            self._sentences += [number] * len(sentence)

    def build(self, mentions: Sequence[Mention]) -> list[Item]:
        """Return one item per mention, in the same order.

        Raises:
            ValueError: a mention does not begin and end with a token of the article.
        """
        for mention in mentions:
            entry = self._entry(mention) if mention.kind is MentionKind.NAME else None
            start, end = self._starts.get(mention.span.start), self._ends.get(mention.span.end)
            if entry is not None and start is not None and end is not None:
                self._named |= dict.fromkeys(range(start, end), name_key(entry.name))
        return [self._item(index, mention) for index, mention in enumerate(mentions)]

    def _item(self, index: int, mention: Mention) -> Item:
        try:
            start = self._starts[mention.span.start]
            end = self._ends[mention.span.end]
        except KeyError as error:
            raise ValueError(f"mention {mention.text!r} is not made of tokens") from error
        head = self._head(mention, start, end)
        nominal = mention.kind is MentionKind.NOMINAL
        entry = self._entry(mention) if mention.kind is MentionKind.NAME else None
        determiner, possessor = self._determiner(head)
        return Item(
            index=index,
            mention=mention,
            start=start,
            end=end,
            head=head.i,
            sentence=self._sentences[start],
            relation=head.dep_,
            governor=head.head.i,
            lemma=head.lemma_.lower(),
            lists=self._lexicon.lists_with(head.lemma_),
            key=self._key(mention, entry),
            entry=entry,
            gender=self._gender(mention, start, end, head),
            plural=self._plural(mention, head),
            definite=determiner in _DEFINITE,
            indefinite=bool(determiner) and determiner not in _DEFINITE,
            possessor=possessor,
            modifiers=self._modifiers(start, end, head.i) if nominal else frozenset(),
        )

    def _head(self, mention: Mention, start: int, end: int) -> Token:
        if mention.head != mention.span:
            return self._doc[self._starts[mention.head.start]]
        for token in self._doc[start:end]:
            if not start <= token.head.i < end or token.head.i == token.i:
                return token
        return self._doc[start]

    def _entry(self, mention: Mention) -> Entry | None:
        if mention.entity_class == "Person":
            return None
        if mention.entity_class == "Group":
            return None
        found = self._gazetteer.find(mention.text) or self._gazetteer.demonym(mention.text)
        if mention.metonym and found is not None:
            meant = found.stands_for or found.capital_of  # the state, not the town
            return self._gazetteer.find(meant) if meant else found
        return found

    def _key(self, mention: Mention, entry: Entry | None) -> str:
        if mention.kind is not MentionKind.NAME:
            return ""
        key = name_key(entry.name if entry else mention.text)
        return key.removesuffix("s") if mention.entity_class == "Group" else key

    def _determiner(self, head: Token) -> tuple[str, int | None]:
        determiner, possessor = "", None
        for child in head.lefts:
            if child.dep_ == "det" or (child.dep_ == "nummod" and not determiner):
                determiner = child.lower_
            elif child.dep_ == "nmod:poss":
                possessor = child.i
        return determiner, possessor

    def _gender(self, mention: Mention, start: int, end: int, head: Token) -> str | None:
        if mention.kind is MentionKind.PRONOUN:
            word = mention.text.lower()
            return "female" if word in _FEMALE else "male" if word in _MALE else None
        if mention.kind is MentionKind.NOMINAL:
            lists = self._lexicon.lists_with(head.lemma_)
            return "female" if "female" in lists else "male" if "male" in lists else None
        if mention.entity_class != "Person":
            return None
        before = self._doc[start - 1].lower_.rstrip(".") if start else ""
        given = self._doc[start].text if end - start > 1 else ""
        lists = self._lexicon.lists_with(before)
        told = "female" if "female_styles" in lists else "male" if "male_styles" in lists else None
        return told or (self._gazetteer.gender(given) if given else None)

    def _modifiers(self, start: int, end: int, head: int) -> frozenset[str]:
        keys = set()
        for token in self._doc[start:end]:
            if token.i in self._named and token.i != head:
                keys.add(self._named[token.i])
            elif token.i != head and token.pos_ in _CONTENT:
                place = self._gazetteer.demonym(token.text)
                keys.add(name_key(place.name if place else token.lemma_))
        return frozenset(keys)

    def _plural(self, mention: Mention, head: Token) -> bool | None:
        if mention.kind is MentionKind.PRONOUN:
            word = mention.text.lower()
            if word in _PLURAL:
                return True
            return None if word in {"who", "whom", "whose", "which", "that"} else False
        if mention.kind is MentionKind.NAME:
            return True if mention.entity_class == "Group" else None
        return (
            None
            if "either_number" in self._lexicon.lists_with(head.lower_)
            else head.tag_ in {"NNS", "NNPS"}
        )
