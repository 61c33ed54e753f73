"""The words that are no relations: how news reports, hedges, denies, titles and names kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, get_args

from newsgraph.model import Modality, Polarity, Stance
from newsgraph.vocabulary.spelling import Spelling

#: Constructions that a modality entry may stand in.
CONSTRUCTIONS = ("aux", "adverb", "verb", "noun", "adjective", "marker")

#: Kinds of negating word.
NEGATORS = ("particle", "determiner", "pronoun", "adverb", "conjunction", "preposition", "phrase")

#: What a judging word takes of its object.
SIDES = ("positive", "negative")

#: The lists of ``lists.yaml``, which says what each is for.
ListName = Literal[
    "subject_control",
    "giving",
    "calling_for",
    "asking",
    "appealing",
    "demanding",
    "accusing",
    "ascribing",
    "judging",
    "own_acts",
    "refusing",
    "succession",
    "being_there",
    "elsewhere",
    "happening",
    "kinds_of_places",
    "kinds_of_bodies",
    "stative",
    "addressing",
    "telling",
    "dealings",
    "of_governments",
    "of_languages",
    "kin",
    "roles_of_all",
    "offices",
    "doings",
    "views",
    "female",
    "male",
    "female_styles",
    "male_styles",
    "humans",
    "either_number",
    "bare",
    "measures",
    "name_styles",
    "droppable",
]
LIST_NAMES: tuple[ListName, ...] = get_args(ListName)

TITLE_KINDS = ("position", "rank", "role", "honorific")

#: What a word before a title says of the post.
TITLE_MODIFIERS = ("past", "future", "acting", "outgoing", "deputy", "current", "neutral")

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingWord:
    """A verb, noun or preposition that attributes content to a speaker."""

    lemma: str
    stance: Stance
    factive: bool = False  #: the article vouches for the content ("reveal", "point out")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModalityEntry:
    """A word that makes what it governs less than actual and affirmed, or keeps it so.

    ``modality`` or ``polarity`` is ``None`` where the word leaves it as it is. Of ``governs``,
    ``clause`` is any complement clause, ``infinitive`` only one with "to" ("told him to", not "told
    him that"), ``object`` and ``prep:of`` an event noun or gerund in that role.
    """

    lemma: str
    construction: str  #: one of ``CONSTRUCTIONS``
    modality: Modality | None = None
    polarity: Polarity | None = None
    governs: tuple[str, ...] = ("clause",)

    def reaches(self, role: str) -> bool:
        """Tell whether it reaches into this role; ``infinitive`` is a kind of ``clause``."""
        return role in self.governs or (role == "infinitive" and "clause" in self.governs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A noun for an office, a rank, or a form of address."""

    lemma: str
    kind: str  #: one of ``TITLE_KINDS``
    relation: str | None = None  #: stated besides ``holdsPosition``, e.g. ``headOf``


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Typed look-up; every key is brought to lower case and British spelling first."""

    spelling: Spelling
    reporting: Mapping[tuple[str, str], ReportingWord] = field(default_factory=dict)
    modality: Mapping[tuple[str, str], ModalityEntry] = field(default_factory=dict)
    negators: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, Title] = field(default_factory=dict)
    title_modifiers: Mapping[str, str] = field(default_factory=dict)
    light_verbs: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    nominals: Mapping[str, str] = field(default_factory=dict)
    demonyms: Mapping[str, str] = field(default_factory=dict)
    judgements: Mapping[str, str] = field(default_factory=dict)
    name_endings: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, frozenset[ListName]] = field(default_factory=dict)

    def reporting_verb(self, lemma: str) -> ReportingWord | None:
        """Look up a verb of saying, with its particle if it has one ("point out")."""
        return self.reporting.get(("verb", self.spelling.normal(lemma)))

    def reporting_noun(self, lemma: str) -> ReportingWord | None:
        """Look up a noun of saying ("the claim that")."""
        return self.reporting.get(("noun", self.spelling.normal(lemma)))

    def reporting_preposition(self, phrase: str) -> ReportingWord | None:
        """Look up a preposition that names a source ("according to")."""
        return self.reporting.get(("preposition", self.spelling.normal(phrase)))

    def modality_entry(self, construction: str, lemma: str) -> ModalityEntry | None:
        """Look up a hedge by the construction it stands in (one of ``CONSTRUCTIONS``)."""
        return self.modality.get((construction, self.spelling.normal(lemma)))

    def is_negator(self, phrase: str) -> bool:
        """Tell whether a word or phrase negates what it modifies ("not", "no longer")."""
        return self.negator_kind(phrase) is not None

    def negator_kind(self, phrase: str) -> str | None:
        """Return one of ``NEGATORS``, or ``None`` if it does not negate."""
        return self.negators.get(self.spelling.normal(phrase))

    def title(self, phrase: str) -> Title | None:
        """Look up a title by its whole phrase, else by its longest known last words.

        "Bosnian foreign minister" finds "foreign minister", "trade minister" finds "minister".
        """
        return self._tail(self.titles, phrase)

    def title_modifier(self, word: str) -> str | None:
        """Return one of ``TITLE_MODIFIERS`` for a word such as "former" or "acting"."""
        return self.title_modifiers.get(self.spelling.normal(word))

    def light_verb(self, lemma: str, noun: str) -> bool:
        """Tell whether a verb adds nothing to this event noun but tense ("hold talks")."""
        verb = self.spelling.normal(lemma)
        if verb not in self.light_verbs:
            return False
        nouns = self.light_verbs[verb]
        return nouns is None or self.spelling.normal(noun) in nouns

    def nominal_class(self, lemma: str) -> str | None:
        """Return the entity class of a common noun phrase, by its longest known last words.

        Nouns that lemmatisers leave in the plural ("troops") are found too.
        """
        found = self._tail(self.nominals, lemma)
        return found or self._tail(self.nominals, lemma.removesuffix("s"))

    def demonym(self, word: str) -> str | None:
        """Return the country or region of an adjective or people's name, singular or plural."""
        key = self.spelling.normal(word)
        return self.demonyms.get(key) or self.demonyms.get(key.removesuffix("s"))

    def judgement(self, lemma: str) -> str | None:
        """Return one of ``SIDES`` for a word that judges ("shameful", "hero"), else ``None``."""
        return self.judgements.get(self.spelling.normal(lemma))

    def name_ending(self, word: str) -> str | None:
        """Return the entity class that the last word of a longer name tells ("Airlines")."""
        return self.name_endings.get(self.spelling.normal(word))

    def lists_with(self, word: str) -> frozenset[ListName]:
        """Return the names of the lists that a lemma stands in; empty for most words."""
        return self.lists.get(self.spelling.normal(word), frozenset())

    def _tail(self, table: Mapping[str, _Entry], phrase: str) -> _Entry | None:
        words = self.spelling.normal(phrase).split()
        tails = (" ".join(words[start:]) for start in range(len(words)))
        return next((table[tail] for tail in tails if tail in table), None)
