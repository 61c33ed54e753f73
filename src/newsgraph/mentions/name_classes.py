"""What kind of thing a name denotes: by gazetteer, by its head word, else by the model's label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgraph.gazetteer import Gazetteer
from newsgraph.vocabulary import Vocabulary

#: Labels of proper names that the analyser gives, and the class each stands for at least.
LABEL_CLASSES = {
    "PERSON": "Person",
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "City",  # all countries are in the gazetteer; of the rest most are towns
    "LOC": "Place",
    "FAC": "Facility",
    "NORP": "Group",
    "EVENT": "Event",
    "LAW": "Law",
    "PRODUCT": "Product",
    "WORK_OF_ART": "CreativeWork",
    "MISC": "Thing",
}

#: Labels of head words of noun phrases (``doc.spans["heads"]``) and their classes.
HEAD_CLASSES = {
    "PERSON": "Person",
    "ORG": "Organization",
    "PLACE": "Place",
    "EVENT": "Event",
    "DOCUMENT": "Document",
    "OBJECT": "Product",
    "GROUP": "Group",
    "ABSTRACT": "Topic",
    "OTHER": "Thing",
}

_ANCESTORS = {
    "ORG": ("Organization",),
    "GPE": ("Place",),
    "LOC": ("Place",),
    "FAC": ("Place", "Organization"),
    "EVENT": ("Event",),
    "LAW": ("Document",),
    "PRODUCT": ("Product", "Document", "Vehicle"),
    "WORK_OF_ART": ("Document",),
    "MISC": ("Event", "Document", "Product", "Organization", "Place", "Group"),
    "": ("Event", "Document", "Product", "Organization", "Place", "Group"),
}

#: What tells one of several of one name: "Bill 21", "Act of 2021", "Resolution 2254 (2015)".
_NUMBERED = re.compile(r"(?<=\w)(?: (?:No\.?|of))? \(?\d[\dA-Z/-]*\)?(?: \(\d{4}\))?\Z")
_INNER = re.compile(r"\b(?:of|for|on|in|at|to|against)\b")


class NameClassifier:
    """Decides classes of names; one per run, for it keeps nothing of an article."""

    def __init__(self, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        """Keep where to look things up."""
        self._vocabulary = vocabulary
        self._gazetteer = gazetteer

    def classify(self, name: str, label: str) -> str:
        """Return the entity class of a name.

        Args:
            name: As written, without article, title and possessive.
            label: The model's label; empty if the model did not see a name.
        """
        known = self._gazetteer.find(name)
        fallback = LABEL_CLASSES.get(label, "Thing")
        if known is not None:
            return known.entity_class
        if label in {"PERSON", "PER"} or (label == "GPE" and self._is_full_name(name)):
            return "Person"
        if label != "ORG" and self._gazetteer.people(name.rsplit(" ", 1)[-1]) is not None:
            return "Group"  # Kosovo Serb, Bosnian Croats
        return self.by_head_word(name, _ANCESTORS.get(label, ())) or fallback

    def _is_full_name(self, name: str) -> bool:
        """Tell whether a name is a known given name and one more word: ``Valeska Paris``."""
        words = name.split()
        return len(words) == 2 and self._gazetteer.gender(words[0]) is not None

    def by_head_word(self, name: str, ancestors: Sequence[str]) -> str | None:
        """Return the class that the head word of a name tells, if it fits one of ``ancestors``.

        A single word tells only if the lexicon knows it: ``Senate``.
        """
        name = _NUMBERED.sub("", name)
        phrase = _INNER.split(name, maxsplit=1)[0].strip() or name
        words = [word.strip(".,").lower() for word in phrase.split()]
        lexicon = self._vocabulary.lexicon
        single = lexicon.nominal_class(words[-1])
        pair = lexicon.nominal_class(" ".join(words[-2:]))
        by_table = lexicon.name_ending(words[-1]) if len(name.split()) > 1 else None
        # "Fair Rents in Towns Act"
        whole = lexicon.name_ending(name.rsplit(" ", 1)[-1].lower()) if phrase != name else None
        document = whole if whole and self._fits(whole, ("Document",)) else None
        found = (pair if pair != single else None, by_table, single, document)
        return next((f for f in found if f and self._fits(f, ancestors)), None)

    def _fits(self, entity_class: str, ancestors: Sequence[str]) -> bool:
        return any(self._vocabulary.is_a(entity_class, ancestor) for ancestor in ancestors)

    def is_title(self, phrase: str) -> bool:
        """Tell whether a phrase is nothing but a title: ``Prime Minister``, ``Generals``."""
        lexicon = self._vocabulary.lexicon
        words = phrase.rstrip(".").split()
        while len(words) > 1 and lexicon.title_modifier(words[0]):
            words = words[1:]
        whole = lexicon.spelling.normal(" ".join(words))
        title = lexicon.title(whole) or lexicon.title(whole.removesuffix("s"))
        return title is not None and title.lemma in {whole, whole.removesuffix("s")}

    def ends_in_title(self, phrase: str) -> bool:
        """Tell whether a phrase is a post told more closely: ``Foreign Trade Minister``."""
        title = self._vocabulary.lexicon.title(phrase)
        return title is not None and title.kind in ("position", "rank")

    def title_words(self, words: Sequence[str]) -> int:
        """Count the leading words of a person's name that are titles; at least one word is left.

        ``NATO Deputy Secretary General Radmila Sekerinska`` begins with four.
        """
        lexicon = self._vocabulary.lexicon
        count = 0
        if len(words) == 2 and self._gazetteer.gender(words[0]) and words[0].istitle():
            return 0  # Dean Kamen
        for stop in range(1, len(words)):
            title = lexicon.title(" ".join(words[:stop]).rstrip("."))
            if title is not None and not (
                "name_styles" in lexicon.lists_with(title.lemma) and stop == len(words) - 1
            ):
                count = stop
        return count
