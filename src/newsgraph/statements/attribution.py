"""Who says so: indirect speech, direct quotations, "according to".

Source, cue and content as in PARC. A quotation without a reporting verb of its own belongs to the
speaker that the text around it names: the sentence that reports it, the one before, or the speaker
of the quotation just before.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from newsgraph.model import Attribution, Mention, MentionKind, Stance
from newsgraph.statements.ends import Ends, span_of
from newsgraph.statements.predicates import Predicate
from newsgraph.statements.quotation import OPENING, quoted_tokens
from newsgraph.statements.sentences import Sentences
from newsgraph.statements.syntax import (
    ancestors,
    child,
    children,
    is_passive,
    particle,
    phrase_tokens,
    preposition,
)
from newsgraph.statements.turns import Turns
from newsgraph.vocabulary import ReportingWord, Vocabulary

_DEMAND = ReportingWord(lemma="demand", stance=Stance.ASSERTS)  # the infinitive says it is wanted
_ACCUSATION = ReportingWord(lemma="accuse", stance=Stance.ASSERTS)


@dataclass(frozen=True, slots=True)
class Source:
    """A speaker's head word with the reporting word, or neither."""

    speaker: Token | None
    cue: Token | None
    stance: Stance


class Attributions:
    """Finds the source of what a predicate says, within one document."""

    def __init__(
        self,
        doc: Doc,
        predicates: dict[int, Predicate],
        ends: Ends,
        sentences: Sentences,
        vocabulary: Vocabulary,
    ) -> None:
        self._vocabulary = vocabulary
        self._predicates = predicates
        self._sentences = sentences
        self._ends = ends
        self._lexicon = vocabulary.lexicon
        self._quoted = quoted_tokens(doc)
        self._turns = Turns(doc, ends, vocabulary, self._quoted)
        self._quote_sources = self._find_quote_sources(list(doc.sents))

    def of(self, token: Token) -> Attribution | None:
        """The attribution of a predicate's clause; ``None`` for the article's own voice."""
        source = self._syntactic(token)
        if source is not None and not self._unknown_self(source.speaker):
            return self._attribution(source)
        around = None
        if self._quoted[token.i]:
            start = self._sentences.start(token.i)
            around = self._quote_sources.get(start, Source(None, None, Stance.ASSERTS))
        elif (speaker := self._turns.speaker(token)) is not None:
            around = Source(speaker, None, Stance.ASSERTS)
        if source is not None and around is not None:  # "I think that …": who "I" is
            source = Source(around.speaker or source.speaker, source.cue, source.stance)
        source = source or around
        return self._attribution(source) if source is not None else None

    def by_ascribing(self, predicate: Predicate) -> Attribution | None:
        """“X blamed the delay on Y”: that Y caused the delay is X's word."""
        token = predicate.token
        if "ascribing" not in self._lexicon.lists_with(token.lemma_) or predicate.kind != "verb":
            return None
        subjects = predicate.of_role("subject")
        source = Source(subjects[0].token, token, Stance.ASSERTS) if subjects else None
        return self._attribution(source) if source is not None else None

    def _unknown_self(self, speaker: Token | None) -> bool:
        """Tell whether a speaker is an "I" or "we" of whom nothing is known."""
        if speaker is None or speaker.lower_ not in ("i", "we"):
            return False
        mention = self._ends.mention(speaker)
        cluster = self._ends.cluster(mention) if mention is not None else None
        return cluster is None or not cluster.named

    def quoted(self, token: Token) -> bool:
        """Tell whether a word stands inside quotation marks."""
        return self._quoted[token.i]

    def _attribution(self, source: Source) -> Attribution:
        mention, text = None, ""
        if source.speaker is not None:
            speaker = self._author(source.speaker)
            mention = self._ends.mention(speaker)
            text = (
                mention.text
                if mention is not None
                else " ".join(t.text for t in phrase_tokens(speaker))
            )
        cue = span_of([source.cue]) if source.cue is not None else None
        return Attribution(source=mention, source_text=text, cue=cue, stance=source.stance)

    def _author(self, source: Token) -> Token:
        """Who speaks in a document: "a report by EULEX", "the agency's statement"."""
        mention = self._ends.mention(source)
        if mention is None or self._lexicon.reporting_noun(source.lemma_.lower()) is None:
            return source
        if mention.kind is not MentionKind.NOMINAL:
            return source
        found = children(source, "nmod:poss")
        found += [d for d in children(source, "nmod") if preposition(d) in ("by", "from", "of")]
        for author in [*found, *children(source, "compound")]:
            named = self._ends.mention(author)
            if named is not None and self._speaks(named):
                return author
        return source

    def _speaks(self, mention: Mention) -> bool:
        return self._vocabulary.is_a(self._ends.class_of(mention), "Agent")

    # --- within the sentence ------------------------------------------------------------------

    def _syntactic(self, token: Token) -> Source | None:
        path: set[int] = set()
        presupposed = False
        for node in ancestors(token):
            path.add(node.i)
            found = (
                self._by_clause(node)
                or self._by_noun(node)
                or self._by_preposition(node, path)
                or self._by_view(node, path)
                or self._by_parataxis(node, path)
            )
            if found is not None:
                if presupposed and found.stance is Stance.DENIES:
                    return Source(found.speaker, found.cue, Stance.ASSERTS)
                return found
            # "denied knowing the man whom Kosovo blames": what only modifies is not denied
            presupposed = presupposed or node.dep_ == "acl:relcl"
        return None

    def _by_clause(self, node: Token) -> Source | None:
        """“X said that …”, also inverted, “X claims to …”, “X asked Y to …”, “accused Y of …”."""
        if node.head.i == node.i:
            return None
        if node.dep_ == "advcl":
            return self._by_accusation(node) or self._by_appeal(node)
        if node.dep_ not in ("ccomp", "xcomp"):
            return None
        word = self._reporting(node.head)
        if node.dep_ == "xcomp" and not self._speaks_of_itself(node.head):
            if self._demands(node.head):
                return self._source(node.head, _DEMAND)
            return self._by_appeal(node)
        return self._source(node.head, word) if word is not None else None

    def _speaks_of_itself(self, verb: Token) -> bool:
        return verb.lemma_.lower() in ("claim", "profess", "deny") and child(verb, "obj") is None

    def _demands(self, verb: Token) -> bool:
        """Tell whether a verb says what another is to do: "urged Y to", "wants Y to"."""
        return (
            "demanding" in self._lexicon.lists_with(verb.lemma_)
            and not is_passive(verb)
            and child(verb, "obj", "iobj") is not None
        )

    def _by_accusation(self, node: Token) -> Source | None:
        """“accused Y of lying”: that Y lied is the accuser's word."""
        verb = node.head
        marks = {m.lower_ for m in children(node, "mark")}
        if "accusing" not in self._lexicon.lists_with(verb.lemma_) or not marks & {
            "of",
            "for",
            "with",
        }:
            return None
        return self._source(verb, _ACCUSATION)

    def _by_appeal(self, node: Token) -> Source | None:
        """“called on Y to leave”, “appealed to Y not to leave”: it is wanted by who asks."""
        verb = node.head
        if "appealing" not in self._lexicon.lists_with(verb.lemma_) or all(
            m.lower_ != "to" for m in children(node, "mark")
        ):
            return None
        asked = any(preposition(d) in ("on", "upon", "to") for d in children(verb, "obl"))
        return self._source(verb, _DEMAND) if asked else None

    def _by_noun(self, node: Token) -> Source | None:
        """“X's claim that …”."""
        if node.dep_ not in ("acl", "acl:relcl", "ccomp") or node.head.pos_ != "NOUN":
            return None
        word = self._lexicon.reporting_noun(node.head.lemma_.lower())
        marked = any(m.lower_ == "that" for m in children(node, "mark"))
        if word is None or not marked:
            return None
        verb = self._reporting(node.head.head)
        if verb is not None and verb.stance is Stance.DENIES:  # "dismissed reports that"
            return self._source(node.head.head, verb)
        speaker = child(node.head, "nmod:poss") or self._issuer(node.head)
        if speaker is None:
            above = self._predicates.get(node.head.head.i)
            subjects = above.of_role("subject") if above is not None else []
            speaker = subjects[0].token if subjects else None
        if speaker is not None and speaker.i == node.head.i:
            return None  # "there is no doubt that": whose it is, the clause above may say
        return Source(speaker, node.head, word.stance)

    def _issuer(self, noun: Token) -> Token | None:
        """“a warning from X that”, “claims by X that”."""
        for dependent in children(noun, "nmod"):
            mention = self._ends.mention(dependent)
            if preposition(dependent) in ("by", "from") and mention is not None:
                return dependent if self._speaks(mention) else None
        return None

    def _by_view(self, node: Token, path: set[int]) -> Source | None:
        """“in her view”, “by the organisers' estimate”, “in the words of X”."""
        for dependent in children(node, "obl", "nmod"):
            if (
                "views" not in self._lexicon.lists_with(dependent.lemma_)
                or preposition(dependent) not in ("in", "by", "on")
                or dependent.i in path
            ):
                continue
            owners = children(dependent, "nmod:poss")
            owners += [d for d in children(dependent, "nmod") if preposition(d) == "of"]
            if owners:
                return Source(owners[0], dependent, Stance.ASSERTS)
        return None

    def _by_preposition(self, node: Token, path: set[int]) -> Source | None:
        """“according to X”."""
        for dependent in [
            *children(node, "obl", "nmod", "advcl", "advmod"),
            *(d for c in children(node, "conj") for d in _at_the_end(c)),
        ]:
            phrase = preposition(dependent).replace("_", " ")
            if not phrase and dependent.dep_ == "advcl":
                phrase = " ".join(m.lower_ for m in children(dependent, "mark"))
            if not phrase or dependent.i in path:
                continue
            word = self._lexicon.reporting_preposition(phrase)
            if word is not None:
                cue = child(dependent, "case")
                return Source(dependent, cue, word.stance)
        for dependent in children(node, "advcl", "obl"):  # "according" read as a verb
            if dependent.lower_ == "according" and dependent.i not in path:
                speaker = child(dependent, "obl", "nmod")
                return Source(speaker, dependent, Stance.ASSERTS)
        return None

    def _by_parataxis(self, node: Token, path: set[int]) -> Source | None:
        """“…, X said.”; the reporting clause hangs on the content, or the other way round."""
        for dependent in children(node, "parataxis", "advcl"):
            if dependent.dep_ == "advcl" and not _bare_clause(dependent):
                continue
            word = self._reporting(dependent)
            if word is not None and dependent.i not in path:
                reports_itself = any(c.dep_ == "ccomp" for c in dependent.children)
                if not reports_itself:
                    return self._source(dependent, word)
        if node.dep_ == "parataxis" and node.head.i != node.i:
            word = self._reporting(node.head)
            if word is not None and self._quoted[node.i] and not self._quoted[node.head.i]:
                return self._source(node.head, word)
        return None

    def _reporting(self, token: Token) -> ReportingWord | None:
        if token.pos_ not in ("VERB", "AUX"):
            return None
        lemma = token.lemma_.lower()
        if part := particle(token):
            return self._lexicon.reporting_verb(f"{lemma} {part}") or self._lexicon.reporting_verb(
                lemma
            )
        for adverb in children(token, "advmod"):
            if adverb.i == token.i + 1:
                found = self._lexicon.reporting_verb(f"{lemma} {adverb.lower_}")
                if found is not None:
                    return found
        return self._lexicon.reporting_verb(lemma)

    def _source(self, verb: Token, word: ReportingWord) -> Source:
        predicate = self._predicates.get(verb.i)
        subjects = predicate.of_role("subject") if predicate is not None else []
        speaker = subjects[0].token if subjects else None
        return Source(speaker, verb, word.stance)

    # --- across sentences ---------------------------------------------------------------------

    def _find_quote_sources(self, sentences: list[Span]) -> dict[int, Source]:
        """Speaker of each sentence that begins or lies inside quotation marks, by its start."""
        own = [self._reporter(s) for s in sentences]
        found: dict[int, Source] = {}
        for i, sentence in enumerate(sentences):
            if not any(self._quoted[t.i] for t in sentence):
                continue
            source = own[i]
            if source is None and self._continues(sentences, i + 1):
                source = next(
                    (
                        own[j]
                        for j in range(i + 1, min(i + 6, len(sentences)))
                        if own[j] is not None or not self._continues(sentences, j + 1)
                    ),
                    None,
                )
            if source is None and i:
                source = (
                    found.get(sentences[i - 1].start) or own[i - 1] or self._topic(sentences[i - 1])
                )
            if source is not None:
                found[sentence.start] = source
        return found

    def _continues(self, sentences: list[Span], i: int) -> bool:
        """Tell whether sentence ``i`` begins inside the quotation that the one before left open."""
        if i >= len(sentences):
            return False
        first = next((t for t in sentences[i] if not t.is_space), None)
        return first is not None and self._quoted[first.i] and first.text not in OPENING

    def _reporter(self, sentence: Span) -> Source | None:
        """The reporting verb of a sentence that stands outside the quotation, with its subject."""
        for token in sentence:
            if self._quoted[token.i] or token.pos_ != "VERB":
                continue
            word = self._reporting(token)
            if word is not None:
                source = self._source(token, word)
                if source.speaker is not None and not self._quoted[source.speaker.i]:
                    return source
        return None

    def _topic(self, sentence: Span) -> Source | None:
        """The person or body that the sentence before a bare quotation is about."""
        predicate = self._predicates.get(sentence.root.i)
        for argument in predicate.of_role("subject") if predicate is not None else ():
            mention = self._ends.mention(argument.token)
            if mention is not None and self._ends.class_of(mention) == "Person":
                return Source(argument.token, None, Stance.ASSERTS)
        return None


def _bare_clause(verb: Token) -> bool:
    """Tell whether an adverbial clause is none: "…, the mayor announced", read as if "which …"."""
    return (
        child(verb, "nsubj") is not None
        and child(verb, "mark", "aux") is None
        and (verb.tag_ in ("VBD", "VBN", "VBZ"))
    )


def _at_the_end(verb: Token) -> list[Token]:
    """What closes a sentence holds of all its coordinates: "…, according to X"."""
    return [d for d in children(verb, "obl", "nmod") if d.i > verb.i and _is_last(d.right_edge)]


def _is_last(token: Token) -> bool:
    """Tell whether only punctuation follows in the sentence."""
    doc = token.doc
    following = token.i + 1
    while following < len(doc) and (doc[following].is_punct or doc[following].is_space):
        following += 1
    return following == len(doc) or any(t.is_sent_start for t in doc[token.i + 1 : following + 1])
