"""Pronouns and their antecedents: agreement, then salience; silence when unsure.

A candidate's salience falls with every sentence between, and rises for subjects, for names, for
what the article speaks of often, and for what the analyser's coreference head thinks likely.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from newsgraph.coreference.chains import Chain, Chains
from newsgraph.coreference.items import Item
from newsgraph.coreference.learned import Proposals
from newsgraph.coreference.quotes import Quote
from newsgraph.model import MentionKind
from newsgraph.vocabulary import Vocabulary

_PERSONAL = {"he", "him", "his", "himself", "she", "her", "hers", "herself"}
_NEUTER = {"it", "its", "itself"}
_MANY = {"they", "them", "their", "theirs", "themselves"}
_FIRST = {"i", "me", "my", "mine", "myself"}
_POSSESSIVE = {"his", "her", "its", "their"}

_REACH = 3  #: sentences
_MOST = 60  #: candidates kept; bounds the work per pronoun
_THRESHOLD = 30.0
_THRESHOLD_PROPOSED = 60.0  #: where the analyser's head has had its say
_GOVERNING = 18.0
_PROPOSED = 90.0  #: times the probability by the analyser's coreference head
_CLIMB = 8  #: steps up the tree from a pronoun to the clauses around it

_ROLES = {"nsubj": 25.0, "nsubj:pass": 22.0, "obj": 10.0, "iobj": 10.0, "nmod:poss": 6.0, "obl:agent": 12.0}  # fmt: skip # noqa: E501
#: What ``it`` and ``they`` stand for more or less readily, by coarse kind.
_NEUTER_KINDS = {"organization": 12.0, "place": 4.0, "event": 2.0, "document": 6.0, "product": 6.0}
_MANY_KINDS = {"group": 22.0, "person": 20.0, "organization": 2.0, "place": -12.0}


def link_pronouns(
    doc: Doc,
    items: Sequence[Item],
    chains: Chains,
    quotes: Sequence[Quote],
    vocabulary: Vocabulary,
    proposals: Proposals,
) -> None:
    """Link pronouns in text order, each at most once: as proposed, else by salience."""
    resolver = _Resolver(doc, chains, quotes, vocabulary, proposals)
    for item in items:
        alone = item.kind is MentionKind.PRONOUN and len(chains.of(item).items) == 1
        if alone:
            resolver.resolve(item)
        resolver.remember(item)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    item: Item
    score: float


class _Resolver:
    def __init__(
        self,
        doc: Doc,
        chains: Chains,
        quotes: Sequence[Quote],
        vocabulary: Vocabulary,
        proposals: Proposals,
    ) -> None:
        self._doc = doc
        self._chains = chains
        self._vocabulary = vocabulary
        self._proposals = proposals
        self._recent: deque[Item] = deque(maxlen=_MOST)
        self._quotes = {i: quote for quote in quotes for i in range(quote.start, quote.end)}

    def remember(self, item: Item) -> None:
        """Make an item a candidate for the pronouns after it."""
        self._recent.append(item)

    def resolve(self, item: Item) -> None:
        """Link one pronoun, or leave it alone."""
        word = item.word
        if word in _FIRST:
            quote = self._quotes.get(item.head)
            if quote is not None and quote.speaker is not None:
                self._chains.link(quote.speaker, item)
        elif word in _PERSONAL or word in _NEUTER or word in _MANY:
            best = self._best(item)
            if best is not None:
                self._chains.link(best, item)

    def _best(self, item: Item) -> Item | None:
        best: dict[int, _Candidate] = {}
        for candidate in self._candidates(item):
            key = id(self._chains.of(candidate.item))
            if key not in best or candidate.score > best[key].score:
                best[key] = candidate
        if not best:
            return None
        winner = max(best.values(), key=lambda c: (c.score, c.item.index))
        least = _THRESHOLD_PROPOSED if self._proposals.given else _THRESHOLD
        return winner.item if winner.score >= least else None

    def _candidates(self, item: Item) -> Iterator[_Candidate]:
        quote = self._quotes.get(item.head)
        governing = self._governing_subjects(item)
        likely = self._proposals.likely(item, self._chains)
        understood = self._understood_subject(item)
        bound = {
            id(self._chains.of(other))
            for other in self._recent
            if self._bound(item, other) or other.head == understood
        }
        for position, other in enumerate(reversed(self._recent)):
            if item.sentence - other.sentence > _REACH:
                return
            chain = self._chains.of(other)
            if id(chain) in bound or not self._possible(item, other, chain):
                continue
            score = self._salience(item, other, chain) - 0.3 * position
            score += governing.get(other.head, 0.0) + _PROPOSED * likely.get(id(chain), 0.0)
            if quote is not None and chain is self._speaker_chain(quote):
                score -= 40.0  # a speaker says "I" of themselves
            yield _Candidate(item=other, score=score)

    def _governing_subjects(self, item: Item) -> dict[int, float]:
        """Weigh the subjects of the clauses around a pronoun, the innermost most.

        "Dunmore, owned by Tallgrass, would only say that it …": the subject of the governing verb
        is meant, not the nearest name.
        """
        subjects: dict[int, float] = {}
        bonus = _GOVERNING
        node = self._doc[item.head]
        for _ in range(_CLIMB):
            found = [c.i for c in node.lefts if c.dep_.startswith("nsubj") and c.i != item.head]
            subjects |= {i: bonus for i in found if i not in subjects}
            bonus = bonus / 2 if found else bonus
            if node.head.i == node.i:
                break
            node = node.head
        return subjects

    def _speaker_chain(self, quote: Quote) -> Chain | None:
        return self._chains.of(quote.speaker) if quote.speaker is not None else None

    def _possible(self, item: Item, other: Item, chain: Chain) -> bool:
        if other.start <= item.start and item.end <= other.end:
            return False  # "his" within "his lawyer"
        kind = self._vocabulary.coarse(chain.entity_class)
        if other.word in _FIRST and _quote_differs(self._quotes, item, other):
            return False
        if item.word in _PERSONAL:
            fits = kind == "person" and chain.plural is not True
        elif item.word in _NEUTER:
            fits = kind not in {"person", "group"} and chain.plural is not True
        else:
            fits = chain.plural is True or kind in {"group", "organization"}
        return fits and self._chains.agree(other, item)

    def _bound(self, item: Item, other: Item) -> bool:
        """Tell whether both are arguments of one verb: "Ana saw her" is not about one person."""
        if item.word in _POSSESSIVE and item.relation == "nmod:poss":
            owned = self._doc[item.governor]
            return other.head == owned.i
        return item.governor == other.governor and item.relation != "conj"

    def _understood_subject(self, item: Item) -> int:
        """Return the subject of a verb without one of its own: "the bank offered to freeze it".

        Returns:
            The token that the subject is headed by; -1 if the verb of an object has its own.
        """
        if item.relation not in {"obj", "iobj", "obl"}:
            return -1
        node = self._doc[item.governor]
        for _ in range(_CLIMB):
            subject = next((c.i for c in node.lefts if c.dep_.startswith("nsubj")), None)
            if subject is not None:
                return subject
            if node.dep_ not in {"xcomp", "advcl", "conj", "ccomp"}:
                return -1
            node = node.head
        return -1

    def _salience(self, item: Item, other: Item, chain: Chain) -> float:
        distance = item.sentence - other.sentence
        score = 50.0 - 16.0 * distance + _ROLES.get(other.relation, 0.0)
        score += 2.0 * min(len(chain.items), 6)
        if other.kind is MentionKind.NAME:
            score += 6.0
        if other.kind is MentionKind.PRONOUN and other.word == item.word:
            score += 8.0
        kind = self._vocabulary.coarse(chain.entity_class)
        if item.word in _NEUTER:
            score += _NEUTER_KINDS.get(kind, -15.0)
        elif item.word in _MANY:
            score += _MANY_KINDS.get(kind, -8.0 if chain.plural else -20.0)
        elif chain.gender is not None:
            score += 8.0
        if item.relation.startswith("nsubj") and other.relation.startswith("nsubj"):
            score += 6.0
        return score


def _quote_differs(quotes: dict[int, Quote], item: Item, other: Item) -> bool:
    """Tell whether two items do not stand in the same direct speech."""
    return quotes.get(item.head) is not quotes.get(other.head)
