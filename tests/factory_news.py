"""Small articles out of few names, so that they meet: what changes of a graph are tried with."""

from __future__ import annotations

from hypothesis import strategies as st

from factory_article import Article, Entities
from newsgraph.graph import assemble
from newsgraph.model import Attribution, Extraction, Mention, MentionKind, Modality, Polarity
from newsgraph.rdf import to_quads
from newsgraph.resolution import resolve
from newsgraph.settings import DEFAULT_BASE
from newsgraph.vocabulary import builtin

__all__ = ["RELATIONS", "THINGS", "Said", "articles", "make_article", "scratch"]

#: Forms that one article uses for a thing → its class. Some are one thing, some only look so.
THINGS = {
    ("Quiet River Council", "QRC"): "Organization",
    ("Quiet River Council",): "Organization",
    ("QRC",): "Organization",
    ("Quick Rowing Club", "QRC"): "Organization",
    ("Interior Ministry",): "GovernmentBody",
    ("Vedra",): "Country",
    ("Brenn",): "Country",
    ("VEDRA",): "Company",
    ("Ana Kolar",): "Person",
    ("Ana M. Kolar",): "Person",
    ("Kolar",): "Person",
    ("Anna Kolar",): "Person",
    ("Anna Kolar", "Kolar"): "Person",
    ("Marko Kolar",): "Person",
    ("Serbs",): "Group",
    ("Serb",): "Group",
    ("Kosovo",): "Country",
    ("NATO",): "IntergovernmentalOrganization",
    ("the talks",): "Meeting",
    ("ministers",): "Group",
}
RELATIONS = ("praises", "criticises", "cooperatesWith", "memberOf")
Said = tuple[tuple[str, ...], str, tuple[str, ...], bool, tuple[str, ...] | None]


def make_article(number: int, said: list[Said], version: int = 0) -> Extraction:
    """Make an article of that number; the version changes its text, not its id."""
    entities: Entities = {" | ".join(forms): (c, forms[0], (), ()) for forms, c in THINGS.items()}
    sentences = [
        f"{' or '.join(subject)} met {' or '.join(target)}, {' or '.join(speaker or ('many',))} "
        f"said in version {version}."
        for subject, _, target, _, speaker in said
    ]
    article = Article(
        id=f"doc-{number:016x}",
        sentences=tuple(sentences) or (f"Nothing happened in version {version}.",),
        entities=entities,
        title=f"Report {number}",
        publisher=f"Paper {number % 2}",
    )
    for index, (subject, relation, target, denied, speaker) in enumerate(said):
        ends = [_mentions(article, index, forms) for forms in (subject, target)]
        source = _mentions(article, index, speaker) if speaker else None
        article.state(
            index,
            ends[0],
            relation,
            ends[1],
            "met",
            polarity=Polarity.NEGATIVE if denied else Polarity.POSITIVE,
            modality=Modality.ACTUAL,
            attribution=Attribution(source=source, source_text="x", cue=None) if source else None,
        )
    return article.extraction()


def _mentions(article: Article, index: int, forms: tuple[str, ...]) -> Mention:
    kind = (
        MentionKind.NOMINAL if forms[0].islower() or forms[0] == "the talks" else MentionKind.NAME
    )
    made = [article.mention(index, form, " | ".join(forms), kind) for form in forms]
    return made[0]


_thing = st.sampled_from(sorted(THINGS))
_said = st.tuples(
    _thing, st.sampled_from(RELATIONS), _thing, st.booleans(), st.none() | _thing
).filter(lambda s: s[0] != s[2])


def articles(number: int) -> st.SearchStrategy[Extraction]:
    """Draw some version of the article of a number."""
    return st.builds(make_article, st.just(number), st.lists(_said, max_size=3), st.integers(0, 3))


def scratch(extractions: list[Extraction], base: str = DEFAULT_BASE) -> set[object]:
    """Return the dataset that a build of these articles writes."""
    vocabulary = builtin()
    return set(to_quads(assemble(extractions, resolve(extractions, vocabulary)), vocabulary, base))
