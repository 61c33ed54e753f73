"""Titles and offices: "NATO Deputy Secretary General X", "Y, the head of the mission, …".

Titles are facts, not parts of names: who holds which post, in which body.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from newsgraph.model import Mention, MentionKind, Qualifier, Value
from newsgraph.statements.claims import Claim
from newsgraph.statements.ends import Ends, span_of
from newsgraph.statements.nominals import referents
from newsgraph.statements.predicates import Predicate
from newsgraph.statements.sentences import Sentences
from newsgraph.statements.syntax import children, coordinated, preposition
from newsgraph.statements.tenure import (
    FORMER,
    TENURE,
    periods_of,
    status_qualifier,
    tenure_of,
)
from newsgraph.vocabulary import Title, Vocabulary

_SURE = {"title": 0.92, "apposition": 0.9, "predicate_nominal": 0.88, "capacity": 0.85}
_BODY_PREPOSITIONS = frozenset({"of", "for", "at", "in", "to", "with"})
#: Rule of a post that is yet to be taken: it makes no plain edge.
FUTURE_POST = "future_post"
#: Words that a post's name keeps in front of its title noun.
_KEPT = frozenset({"compound", "amod", "flat", "nmod:desc"})


class PositionReader:
    """Reads who holds which post."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        ends: Ends,
        verbs: dict[int, Predicate],
        sentences: Sentences,
    ) -> None:
        self._vocabulary = vocabulary
        self._sentences = sentences
        self._ends = ends
        self._verbs = verbs

    def read(self, doc: Doc, mentions: Sequence[Mention]) -> Iterator[Claim]:
        """Yield ``holdsPosition`` with the post as literal, and the relation to the post's body."""
        titled: set[int] = set()
        for mention in mentions:
            if mention.kind is MentionKind.NAME and self._ends.class_of(mention) == "Person":
                posts = list(self._titles_before(doc, mention))
                shared = next((b for p in posts if (b := list(self._bodies(p, mention)))), [])
                for words in posts:
                    titled |= {w.i for w in words}
                    title = self._title(words)
                    if title is not None:
                        yield from self._claims(words, title, mention, "title", shared)
        for token in doc:
            if token.pos_ not in ("NOUN", "PROPN") or token.i in titled:
                continue
            if self._continues_title(token):
                continue
            words = self._title_words(token)
            while words[-1].i + 1 < len(doc) and self._continues_title(words[-1].nbor()):
                words.append(words[-1].nbor())
            title = self._title(words)
            if title is None:
                continue
            for holder, rule in self._holders(token):
                bodies = list(self._bodies(words, holder)) or self._shared_bodies(token, holder)
                yield from self._claims(words, title, holder, rule, bodies)

    def _shared_bodies(self, token: Token, holder: Mention) -> list[Mention]:
        """“founder and director of Norvik Grid”: the body of one post is the other's."""
        partners = [*children(token, "conj"), *([token.head] if token.dep_ == "conj" else [])]
        return next((b for p in partners if (b := list(self._bodies([p], holder)))), [])

    def _title(self, words: list[Token]) -> Title | None:
        title = self._vocabulary.lexicon.title(" ".join(t.lower_ for t in words))
        return title if title is not None and title.kind in ("position", "rank") else None

    def _titles_before(self, doc: Doc, name: Mention) -> Iterator[list[Token]]:
        """The posts written right before a name: "founder and chairman X" has two.

        Works on the words alone, since parsers differ on the inside of names.
        """
        end = self._ends.first_token(name)
        while end is not None and end > 0:
            words = self._post_ending_at(doc, end)
            if not words:
                return
            yield words
            before = doc[words[0].i - 1] if words[0].i > 0 else None
            joined = before is not None and before.lower_ in ("and", "&") and before.i > 0
            end = before.i if joined and before is not None else None

    def _post_ending_at(self, doc: Doc, end: int) -> list[Token]:
        """The run of words before ``end`` that names a post; empty if its last word is no title."""
        first = end
        sentence = self._sentences.start(end)
        while first > sentence:
            token = doc[first - 1]
            fits = token.pos_ in ("NOUN", "PROPN", "ADJ", "VERB") or token.text == "-"
            if not fits or self._ends.is_name_word(token):
                break
            first -= 1
        while first < end:
            words = list(doc[first:end])
            known = self._title([words[-1]]) or self._title(words[-2:])
            if known is None:
                return []
            if words[0].text != "-" and words[0].pos_ != "VERB":
                return words
            first += 1
        return []

    def _continues_title(self, token: Token) -> bool:
        """Tell whether a word goes on with the title that the word before begins."""
        if token.i == 0:
            return False
        before, title = token.nbor(-1), self._vocabulary.lexicon.title
        return (
            before.pos_ in ("NOUN", "PROPN")
            and title(before.lower_) is not None
            and (title(f"{before.lower_} {token.lower_}") or title(token.lower_)) is not None
            and title(f"{before.lower_} {token.lower_}") != title(token.lower_)
        )

    def _title_words(self, token: Token) -> list[Token]:
        """The words before a title noun that belong to the post, names of bodies left out."""
        words = [token]
        doc = token.doc
        while words[0].i > self._sentences.start(token.i):
            before = doc[words[0].i - 1]
            linked = before.head.i in {w.i for w in words} and before.dep_ in _KEPT
            if (
                self._ends.is_name_word(before)
                or before.pos_ not in ("NOUN", "PROPN", "ADJ")
                or not linked
            ):
                break
            words.insert(0, before)
        return words

    def _holders(self, token: Token) -> Iterator[tuple[Mention, str]]:
        for word, rule in referents(token, self._verbs):
            if rule == "description":
                continue
            for one in coordinated(word) if rule == "predicate_nominal" else [word]:
                mention = self._ends.mention(one)
                if mention is not None and self._ends.class_of(mention) in ("Person", "Agent"):
                    yield mention, rule

    def _claims(
        self, words: list[Token], title: Title, holder: Mention, rule: str, bodies: list[Mention]
    ) -> Iterator[Claim]:
        token = words[-1]
        tenure = self._tenure(words, rule)
        status = next((q.value.text for q in tenure if q.property == TENURE), "")
        modifiers = {self._vocabulary.lexicon.title_modifier(w.lower_) for w in words}
        lesser = status == FORMER or "deputy" in modifiers
        span = span_of(words)
        text = self._ends.written(span)
        post = Value(span=span, text=text, lexical=text)
        confidence = _SURE.get(rule, 0.8)
        rules: tuple[str, ...] = (f"position_{rule}",)
        context = token if rule == "predicate_nominal" else None
        if (
            rule == "capacity"
        ):  # "will serve as", "may be elected": the verb says how far it is real
            context = token.head if token.head.i in self._verbs else token
        trigger_context = self._verbs[token.i].token if token.i in self._verbs else context
        of = [Qualifier(property="of", value=b) for b in bodies[:1]]
        if status == "future":
            rules = (*rules, FUTURE_POST)
        yield Claim(
            relation="holdsPosition",
            trigger=token,
            subject=holder,
            object=post,
            confidence=confidence,
            rules=rules,
            qualifiers=[*of, *tenure],
            context_of=trigger_context,
        )
        role = Qualifier(property="role", value=post)
        for body in bodies:
            relation = self._relation_to_body(title, body, lesser)
            if relation is not None and not self._ends.same(holder, body):
                yield Claim(
                    relation=relation,
                    trigger=token,
                    subject=holder,
                    object=body,
                    confidence=confidence * 0.95,
                    rules=rules,
                    qualifiers=[role, *tenure],
                    context_of=trigger_context,
                )

    def _tenure(self, words: list[Token], rule: str) -> list[Qualifier]:
        """When the post is held: a word before the title, or dates in its phrase."""
        start = self._sentences.start(words[0].i)
        told = tenure_of(words, start, self._vocabulary.lexicon)
        if told is None and rule == "predecessor" and words[-1].head.tag_ in ("VBD", "VBN"):
            told = status_qualifier([words[-1].head], FORMER)
        return [*([told] if told is not None else []), *periods_of(words, self._ends)]

    def _relation_to_body(self, title: Title, body: Mention, lesser: bool) -> str | None:
        """The relation a title states; neither a former head nor a deputy heads."""
        classes = ("Person", self._ends.class_of(body))
        names = [title.relation] if title.relation and not lesser else []
        for name in (*names, "positionIn"):
            relation = self._vocabulary.relations.get(name or "")
            if relation is not None and self._vocabulary.accepts(relation, *classes):
                return relation.name
        return None

    def _bodies(self, words: list[Token], holder: Mention) -> Iterator[Mention]:
        """The body or place of a post: before it ("NATO chief"), possessor, or of-phrase."""
        candidates: list[Token] = []
        for word in words:
            candidates += children(word, "nmod:poss", "compound", "amod", "nmod:unmarked")
            candidates += [
                d for d in children(word, "nmod", "obl") if preposition(d) in _BODY_PREPOSITIONS
            ]
        first = words[0]
        if first.i > 0:
            candidates.append(first.doc[first.i - 1])
        seen: set[tuple[int, int]] = set()
        for candidate in candidates:
            for one in coordinated(candidate):
                mention = self._ends.mention(one)
                if mention is None or (
                    mention.kind is MentionKind.PRONOUN and (candidate.dep_ != "nmod:poss")
                ):
                    continue
                key = (mention.span.start, mention.span.end)
                kind = self._vocabulary.coarse(self._ends.class_of(mention))
                fits = kind in ("organization", "place", "group", "event")
                if fits and key not in seen and not self._ends.same(mention, holder):
                    seen.add(key)
                    yield mention
