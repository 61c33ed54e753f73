"""Polarity and modality: denied, planned, possible, demanded, or so.

A predicate's context is its own (negation, auxiliaries, adverbs, markers) joined with that of the
words that govern it: "failed to", "plans to", "called for", "if", "in order to".
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from newsgraph.model import Modality, Polarity, Stance
from newsgraph.statements.syntax import child, children, not_only, particle, preposition
from newsgraph.vocabulary import Lexicon, ModalityEntry

_OBJECT_EDGES = frozenset({"obj", "nsubj:pass", "obl", "nmod", "nsubj"})


@dataclass(frozen=True, slots=True)
class Context:
    """Polarity and modality, with the names of the rules that set them."""

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    rules: tuple[str, ...] = ()

    def within(self, outer: Context) -> Context:
        """Join with the context of what governs it; the outer modality wins where both speak."""
        modality = self.modality if outer.modality is Modality.ACTUAL else outer.modality
        negative = self.polarity is not outer.polarity
        twice = self.polarity is outer.polarity is Polarity.NEGATIVE
        if twice and modality is Modality.ACTUAL:
            modality = Modality.POSSIBLE  # "did not deny that" affirms nothing for sure
        return Context(
            Polarity.NEGATIVE if negative else Polarity.POSITIVE,
            modality,
            (*outer.rules, *self.rules),
        )


PLAIN = Context()


def _entry_context(entry: ModalityEntry) -> Context:
    return Context(
        entry.polarity or Polarity.POSITIVE,
        entry.modality or Modality.ACTUAL,
        (f"governed_by_{entry.lemma}".replace(" ", "_"),),
    )


class Contexts:
    """Computes the context of words of one document, each once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[int, Context] = {}

    def of(self, token: Token) -> Context:
        """Context of the clause or noun phrase that a word heads."""
        known = self._known.get(token.i)
        if known is None:
            self._known[token.i] = PLAIN  # a cycle cannot arise in a tree; this guards recursion
            known = self._own(token).within(self._governing(token))
            self._known[token.i] = known
        return known

    # --- the word's own -----------------------------------------------------------------------

    def _own(self, token: Token) -> Context:
        context = PLAIN
        for rule, entry_polarity, entry_modality in self._signs(token):
            modality = entry_modality or context.modality
            polarity = entry_polarity or context.polarity
            context = Context(polarity, modality, (*context.rules, rule))
        return context

    def _signs(self, token: Token) -> list[tuple[str, Polarity | None, Modality | None]]:
        signs: list[tuple[str, Polarity | None, Modality | None]] = []
        lender = self._aux_lender(token)
        negated = self._negated(token) or (
            lender is not None and self._negated_before(lender, token)
        )
        if negated and not self._counterfactual(token):  # "had they not come": they came
            signs.append(("negation", Polarity.NEGATIVE, None))
        for entry in self._hedges(token, lender):
            signs.append(
                (
                    f"{entry.construction}_{entry.lemma}".replace(" ", "_"),
                    entry.polarity,
                    entry.modality,
                )
            )
        if self._is_question(token):
            signs.append(("question", None, Modality.POSSIBLE))
        if self._heads_headline(token):
            signs.append(("headline_infinitive", None, Modality.FUTURE))
        if self._conditional(token):
            signs.append(("condition", None, Modality.HYPOTHETICAL))
        return signs

    def _counterfactual(self, token: Token) -> bool:
        """Tell whether a clause imagines the opposite of what was: "had they not come"."""
        first = next(iter(token.children), token)
        inverted = token.dep_ == "advcl" and first.lower_ == "had" and first.i < token.i
        return inverted and self._conditional(token)

    def _conditional(self, token: Token) -> bool:
        """The consequence of an if-clause, and a condition by inversion ("had they known")."""
        if token.dep_ == "advcl":
            first = next(iter(token.children), token)
            if (
                first.dep_ == "aux"
                and first.lower_ in ("had", "were", "should")
                and first.i < token.i
            ):
                return child(token, "nsubj", "nsubj:pass") is not None
        return any(
            (
                c.dep_ == "advcl"
                and any(m.dep_ == "mark" and m.lower_ in ("if", "unless") for m in c.children)
            )
            or (c.dep_ == "advcl" and self._conditional(c))
            for c in token.children
        )

    def _aux_lender(self, token: Token) -> Token | None:
        """The first coordinate, whose auxiliaries a bare coordinate shares: "may meet and sign"."""
        if token.dep_ != "conj" or token.pos_ not in ("VERB", "ADJ"):
            return None
        own = any(
            c.dep_ in ("aux", "aux:pass", "cop", "nsubj", "nsubj:pass") for c in token.children
        )
        return None if own or token.head.pos_ not in ("VERB", "ADJ", "AUX") else token.head

    def _negated(self, token: Token) -> bool:
        lexicon = self._lexicon
        for dependent in token.children:
            if dependent.dep_ in ("advmod", "det", "neg", "cc", "cc:preconj", "mark", "case"):
                text = dependent.lower_
                if text == "not" and not_only(token):
                    continue
                if dependent.dep_ == "advmod" and any(
                    lexicon.is_negator(f"{c.lower_} {text}") for c in dependent.children
                ):
                    return True
                kind = lexicon.negator_kind(text)
                if kind and (kind != "preposition" or dependent.dep_ in ("mark", "case")):
                    return True
            elif dependent.dep_ in ("nsubj", "nsubj:pass", "obj", "obl", "obl:agent") and (
                self._empty_argument(dependent) or self._not_even(dependent)
            ):
                return True
        return any(c.dep_ == "aux" and c.lower_ in ("cannot", "can't") for c in token.children)

    def _empty_argument(self, token: Token) -> bool:
        """“no party signed”, “nobody was arrested”, “neither side agreed”."""
        kind = self._lexicon.negator_kind(token.lower_)
        if kind == "pronoun":
            return True
        return any(
            c.dep_ in ("det", "cc:preconj", "advmod")
            and self._lexicon.negator_kind(c.lower_) in ("determiner", "pronoun", "conjunction")
            for c in token.children
        ) or any(  # "not one soldier"
            c.dep_ == "nummod" and any(d.lower_ == "not" for d in c.children)
            for c in token.children
        )

    def _not_even(self, token: Token) -> bool:
        """“not even Albania signed”: negation before the subject, without a contrasted partner."""
        return (
            token.dep_.startswith("nsubj")
            and child(token, "conj") is None
            and any(
                c.lower_ == "not" and c.dep_ == "advmod" and c.i < token.i for c in token.children
            )
        )

    def _negated_before(self, lender: Token, token: Token) -> bool:
        """Negation reaches the coordinate by "or" and "nor": "did not sign or ratify"."""
        joint = child(token, "cc")
        return joint is not None and joint.lower_ in ("or", "nor") and self._negated(lender)

    def _hedges(self, token: Token, lender: Token | None) -> list[ModalityEntry]:
        look = self._lexicon.modality_entry
        found: list[ModalityEntry | None] = []
        for dependent in (*token.children, *(lender.children if lender is not None else ())):
            match dependent.dep_:
                case "aux":
                    found.append(look("aux", dependent.lower_) or look("aux", dependent.lemma_))
                case "advmod":
                    found.append(look("adverb", dependent.lower_))
                case "amod" if token.pos_ in ("NOUN", "PROPN"):
                    hedge = look("adjective", dependent.lower_) or look(
                        "adjective", dependent.lemma_.lower()
                    )
                    found.append(hedge if hedge is not None and hedge.reaches("subject") else None)
                case "case" | "mark" if dependent.pos_ == "ADJ":  # "due to meet", misread
                    found.append(look("adjective", dependent.lower_))
                case "mark" if dependent.head.i == token.i:
                    phrase = " ".join(
                        [dependent.lower_, *(f.lower_ for f in children(dependent, "fixed"))]
                    )
                    found.append(look("marker", phrase))
        return [e for e in found if e is not None]

    def _is_question(self, token: Token) -> bool:
        return token.dep_ == "root" and any(c.text == "?" for c in token.children)

    def _heads_headline(self, token: Token) -> bool:
        """“Council to close school”: an infinitive with a subject of its own lies ahead."""
        to = any(c.dep_ == "mark" and c.lower_ == "to" for c in token.children)
        return token.dep_ == "root" and to and child(token, "nsubj", "nsubj:pass") is not None

    # --- what governs it ----------------------------------------------------------------------

    def _governing(self, token: Token) -> Context:
        head = token.head
        if head.i == token.i:
            return PLAIN
        match token.dep_:
            case "conj":
                return self._under_first_coordinate(token, head)
            case "advcl":
                return self._under_adverbial(token, head)
            case "acl" | "xcomp" if self._lexicon.negator_kind(head.lower_) == "pronoun":
                return Context(Polarity.NEGATIVE, rules=("negation",))  # "nothing to do with"
            case "ccomp" | "xcomp" | "csubj" | "csubj:pass":
                return self._under_predicate(token, head)
            case "acl" | "acl:relcl" if head.pos_ in ("NOUN", "PROPN"):
                marked = any(c.dep_ == "mark" for c in token.children)
                return self._under_noun(token, head) if marked else PLAIN
        is_argument = token.dep_ in _OBJECT_EDGES and token.pos_ in ("NOUN", "PROPN")
        return self._as_argument(token, head) if is_argument else PLAIN

    def _under_first_coordinate(self, token: Token, head: Token) -> Context:
        if token.pos_ in ("NOUN", "PROPN") or self._aux_lender(token) is not None:
            return self._governing(head)
        return (
            self._governing(head)
            if head.dep_ != "conj"
            else self._under_first_coordinate(head, head.head)
        )

    def _under_predicate(self, token: Token, head: Token) -> Context:
        infinitive = token.dep_ == "xcomp" and any(
            m.lower_ == "to" for m in children(token, "mark")
        )
        entry = self._entry_of(head, "infinitive" if infinitive else "clause")
        if infinitive and any(c.lower_ == "yet" and c.dep_ == "advmod" for c in token.children):
            entry = self._lexicon.modality_entry("verb", f"{head.lemma_.lower()} yet") or entry
        above = PLAIN if self._would_like(head) else self.of(head)
        if entry is not None:
            return self._by_entry(entry, head, above)
        if token.dep_ == "ccomp" and head.pos_ == "VERB":
            doubtful = above.polarity is Polarity.NEGATIVE or above.modality is not Modality.ACTUAL
            return (
                Context(modality=Modality.POSSIBLE, rules=("doubtful_report",))
                if doubtful
                else PLAIN
            )
        return above

    def _would_like(self, verb: Token) -> bool:
        """“would like to” is a wish, no future."""
        return verb.lemma_.lower() in ("like", "love", "prefer", "wish") and any(
            c.dep_ == "aux" and c.lower_ in ("would", "'d", "’d") for c in verb.children
        )

    def _by_entry(self, entry: ModalityEntry, head: Token, above: Context) -> Context:
        """What a hedge makes of what it governs; "could not confirm that" leaves it open."""
        told = self._lexicon.reporting_verb(head.lemma_) if head.pos_ == "VERB" else None
        leaves_open = above.polarity is Polarity.NEGATIVE or above.modality is not Modality.ACTUAL
        if told is not None and entry.polarity is None and entry.modality is Modality.ACTUAL:
            if leaves_open:
                return Context(modality=Modality.POSSIBLE, rules=("doubtful_report",))
            return PLAIN
        return _entry_context(entry).within(above)

    def _entry_of(self, head: Token, role: str) -> ModalityEntry | None:
        """The hedge that a word is for what stands in one of its roles."""
        lemma = head.lemma_.lower()
        look = self._lexicon.modality_entry
        if head.tag_ == "MD":
            return look("aux", head.lower_)  # "ought to", read as a verb
        if head.pos_ in ("VERB", "AUX"):
            forms = [f"{lemma} {particle(head)}"] if particle(head) else []
            forms += [f"{lemma} {a.lower_}" for a in children(head, "advmod")]
            forms += [lemma] if head.tag_ != "VBG" else [head.lower_, lemma]
            found = (look("verb", f) for f in forms)
        else:
            found = (look("adjective" if head.pos_ == "ADJ" else "noun", f) for f in [lemma])
        return next((e for e in found if e is not None and e.reaches(role)), None)

    def _under_adverbial(self, token: Token, head: Token) -> Context:
        marks = {m.lower_ for m in children(token, "mark")}
        if head.dep_ == "advmod" and head.head.i != head.i:
            head = head.head  # "stopped short of attacking" hangs on "short"
        for mark in sorted(marks & {"from", "of", "for", "against", "into"}):
            entry = self._lexicon.modality_entry("verb", f"{head.lemma_.lower()} {mark}")
            entry = entry or self._entry_of(head, f"prep:{mark}")
            if entry is not None:  # "decided against", "prevented from", "called for"
                return _entry_context(entry).within(self.of(head))
        gerund = (
            token.tag_ == "VBG" and not marks and 0 < token.i - head.i <= 1 + bool(particle(head))
        )
        if gerund and self._entry_of(head, "clause") is not None:
            return self._under_predicate(token, head)  # "ruled out buying"
        asked = self._entry_of(head, "infinitive") if "to" in marks else None
        if asked is not None and asked.modality is Modality.OBLIGED:
            return _entry_context(asked).within(self.of(head))  # "called on Norway to act"
        if "to" in marks and child(head, "cop") is not None and head.pos_ == "ADV":
            return self.of(head)  # "is there to support"
        if "to" in marks:
            return (
                Context(modality=Modality.HYPOTHETICAL, rules=("purpose",))
                if (self.of(head).modality is Modality.ACTUAL)
                else Context(modality=self.of(head).modality, rules=("purpose",))
            )
        if token.tag_ in ("VBG", "VBN") and not marks:
            return Context(modality=self.of(head).modality)
        return PLAIN

    def _under_noun(self, token: Token, noun: Token) -> Context:
        """“a plan to attack”, “the claim that”, against “troops stationed”."""
        entry = self._lexicon.modality_entry("noun", noun.lemma_.lower())
        marks = {m.lower_ for m in children(token, "mark")}
        infinitive = "to" in marks
        if "that" in marks:
            if self._negated(noun):  # "no evidence that"
                return Context(modality=Modality.POSSIBLE, rules=("nothing_says",))
            about = self._as_argument(noun, noun.head)
            if self._denied_by(noun.head):
                about = Context(Polarity.NEGATIVE, rules=("denied_report",))
            return _entry_context(entry).within(about) if entry is not None else about
        if entry is None and not infinitive:
            return PLAIN
        if entry is None:
            return Context(modality=Modality.FUTURE, rules=("infinitive_of_noun",))
        own = _entry_context(entry)
        return own if not infinitive else own.within(self._as_argument(noun, noun.head))

    def _denied_by(self, verb: Token) -> bool:
        """“dismissed reports that”, “rejected the claim that”."""
        word = self._lexicon.reporting_verb(verb.lemma_) if verb.pos_ == "VERB" else None
        return word is not None and word.stance is Stance.DENIES

    def _as_argument(self, noun: Token, head: Token) -> Context:
        """“planned the withdrawal”, “called for talks”, “the plan for a deployment”."""
        if head.i == noun.i or noun.dep_ not in _OBJECT_EDGES:
            return PLAIN
        name = preposition(noun)
        role = f"prep:{name}" if name else "object"
        if noun.dep_ == "nsubj":
            return PLAIN
        construction = "verb" if head.pos_ in ("VERB", "AUX") else "noun"
        lemma = head.lemma_.lower()
        forms = [f"{lemma} {particle(head)}", lemma] if particle(head) else [lemma]
        for form in forms:
            entry = self._lexicon.modality_entry(construction, form)
            if entry is not None and (
                role in entry.governs or (name == "of" and "of" in entry.governs)
            ):
                return self._by_entry(entry, head, self.of(head))
        return PLAIN

    def of_light_verb(self, noun: Token, verb: Token) -> Context:
        """Context of a noun whose verb only carries tense: "did not hold talks"."""
        own = PLAIN if self._empty_argument(noun) else self._own(noun)  # "no" counts once
        return own.within(self.of(verb))
