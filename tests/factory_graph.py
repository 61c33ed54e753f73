"""Knowledge graphs built by hand, without reading any text: what the tests of output stand on.

``small_graph()`` holds one of everything that output must get right; ``generated_graph(n)`` is as
large as you like and always the same.
"""

from __future__ import annotations

import random
from datetime import date

from factory_article import Article, Entities, graph_of
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Attribution, MentionKind, Modality, Polarity, Qualifier, Stance, Value

__all__ = [
    "ANA",
    "COMPANY",
    "COUNCIL",
    "ENTITIES",
    "HOSTILE",
    "KELM",
    "MISSION",
    "TALKS",
    "VEDRA",
    "Article",
    "Entities",
    "generated_graph",
    "graph_of",
    "small_articles",
    "small_graph",
]

#: Text that breaks whatever pastes it into HTML, RDF, CSV or JSON unescaped.
HOSTILE = "</script><script>alert(\"x\")</script> & Co. 'Łódź' \\ {{a}} \u202e\u2028> . <urn:x>"

ANA = "ana-dordevic-1a2b3c4d5e6f"
COUNCIL = "northern-river-council-2b3c4d5e6f7a"
VEDRA = "vedra-3c4d5e6f7a2b"
KELM = "port-of-kelm-4d5e6f7a2b3c"
MISSION = "brenn-mission-5e6f7a2b3c4d"
COMPANY = "script-6f7a2b3c4d5e"
TALKS = "talks-7a2b3c4d5e6f"

ENTITIES: Entities = {
    ANA: ("Person", "Ana Đorđević", ("Ana Dordevic",), ("http://www.wikidata.org/entity/Q0",)),
    COUNCIL: ("IntergovernmentalOrganization", "Northern River Council", ("NRC",), ()),
    VEDRA: ("Country", "Vedra", (), ("not an IRI <x>",)),
    KELM: ("City", "Port of Kelm", ("Kelm",), ()),
    MISSION: ("MilitaryMission", "Brenn Mission", (), ()),
    COMPANY: ("Company", HOSTILE, ('=HYPERLINK("http://evil.example")',), ()),
    TALKS: ("Meeting", "the talks", (), ()),
}


def small_articles() -> list[Article]:
    """Two articles: an emoji before every span, names with diacritics, hostile metadata."""
    return [_first_article(), _second_article()]


def small_graph(*, reverse: bool = False) -> KnowledgeGraph:
    """Seven entities and eight facts out of two articles.

    Facts: Ana praises the mission (asserted in both articles), the council withdraws from Vedra
    (only denied, as future, by Ana), deploys to Kelm (planned), the mission cooperates with the
    council (attributed to Ana), Ana's office (a value, with ``of`` and start year), the company
    criticises Vedra (asserted in one article, denied in the other: disputed), Vedra aids the
    council (amount and place), the talks occurred on a day (a date).

    Args:
        reverse: Hand the articles over in the opposite order; the graph must be the same.
    """
    articles = small_articles()
    return graph_of(articles[::-1] if reverse else articles, ENTITIES)


def _first_article() -> Article:
    article = Article(
        id="doc-0123456789abcdef",
        sentences=(
            "🚢 Ana Đorđević, deputy chair of the council since 2021, "
            "praised the Brenn Mission on 3 March 2025.",
            "She said the Northern River Council would not leave Vedra.",
            "The council plans to send patrol boats to Kelm in May 2025.",
            "She added that the mission works closely with the council.",
            f"{HOSTILE} criticised Vedra.",
        ),
        entities=ENTITIES,
        title=HOSTILE,
        url='https://news.example/kelm?q=1&r=<b>"y"</b>\'',
        published=date(2025, 3, 4),
        publisher=f"Daily {HOSTILE}",
    )
    _state_of_ana(article)
    _state_of_the_council(article)
    article.state(
        4,
        article.mention(4, HOSTILE, COMPANY),
        "criticises",
        article.mention(4, "Vedra", VEDRA),
        "criticised",
        event_class="ACCUSE",
    )
    return article


def _state_of_ana(article: Article) -> None:
    ana = article.mention(0, "Ana Đorđević", ANA)
    council = article.mention(0, "council", COUNCIL, MentionKind.NOMINAL)
    mission = article.mention(0, "Brenn Mission", MISSION)
    office = article.value(0, "deputy chair", "deputy chair")
    day = article.value(0, "3 March 2025", "2025-03-03", "date")
    article.state(
        0,
        ana,
        "praises",
        mission,
        "praised",
        qualifiers=(Qualifier(property="eventDate", value=day),),
        confidence=0.91,
        event_class="SUPPORT",
    )
    article.state(
        0,
        ana,
        "holdsPosition",
        office,
        "deputy chair",
        qualifiers=(
            Qualifier(property="of", value=council),
            Qualifier(property="startDate", value=article.value(0, "2021", "2021", "gYear")),
        ),
    )


def _state_of_the_council(article: Article) -> None:
    nominal, pronoun = MentionKind.NOMINAL, MentionKind.PRONOUN
    says = Attribution(
        source=article.mention(1, "She", ANA, pronoun),
        source_text="She",
        cue=article.span(1, "said"),
    )
    article.state(
        1,
        article.mention(1, "Northern River Council", COUNCIL),
        "withdrawsFrom",
        article.mention(1, "Vedra", VEDRA),
        "leave",
        polarity=Polarity.NEGATIVE,
        modality=Modality.FUTURE,
        attribution=says,
        event_class="RETREAT",
    )
    article.state(
        2,
        article.mention(2, "council", COUNCIL, nominal),
        "deploysTo",
        article.mention(2, "Kelm", KELM),
        "plans to send",
        modality=Modality.FUTURE,
        qualifiers=(
            Qualifier(
                property="eventDate", value=article.value(2, "May 2025", "2025-05", "gYearMonth")
            ),
        ),
    )
    article.state(
        3,
        article.mention(3, "mission", MISSION, nominal),
        "cooperatesWith",
        article.mention(3, "council", COUNCIL, nominal),
        "works closely with",
        attribution=Attribution(
            source=article.mention(3, "She", ANA, pronoun),
            source_text="She",
            cue=article.span(3, "added"),
        ),
    )


def _second_article() -> Article:
    article = Article(
        id="doc-fedcba9876543210",
        sentences=(
            "🚢🚢 Ana Đorđević praised the Brenn Mission again.",
            f"According to the port authority, {HOSTILE} did not criticise Vedra.",
            "Vedra gave the NRC about 5 million euros in Kelm.",
            "The talks took place on 9 March 2025.",
        ),
        entities=ENTITIES,
        title="Talks in Kelm",
        published=date(2025, 3, 10),
    )
    article.state(
        0,
        article.mention(0, "Ana Đorđević", ANA),
        "praises",
        article.mention(0, "Brenn Mission", MISSION),
        "praised",
        confidence=0.8,
    )
    article.state(
        1,
        article.mention(1, HOSTILE, COMPANY),
        "criticises",
        article.mention(1, "Vedra", VEDRA),
        "did not criticise",
        polarity=Polarity.NEGATIVE,
        attribution=Attribution(
            source=None,
            source_text="the port authority",
            cue=article.span(1, "According to"),
            stance=Stance.DENIES,
        ),
    )
    _state_of_the_gift(article)
    article.state(
        3,
        article.mention(3, "talks", TALKS, MentionKind.NOMINAL),
        "occursOn",
        article.value(3, "9 March 2025", "2025-03-09", "date"),
        "took place on",
    )
    return article


def _state_of_the_gift(article: Article) -> None:
    amount = Value(
        span=article.span(2, "about 5 million euros"),
        text="about 5 million euros",
        lexical="5000000",
        datatype="decimal",
        unit="EUR",
    )
    article.state(
        2,
        article.mention(2, "Vedra", VEDRA),
        "aids",
        article.mention(2, "NRC", COUNCIL),
        "gave",
        qualifiers=(
            Qualifier(property="amount", value=amount),
            Qualifier(property="place", value=article.mention(2, "Kelm", KELM)),
        ),
        event_class="AID",
    )


#: Relations of generated graphs, by the four kinds that the viewer colours, and a neutral one.
GENERATED_RELATIONS = ("praises", "aids", "criticises", "attacks", "memberOf")
GENERATED_CLASSES = ("Person", "Organization", "Country", "City", "Event")


def generated_graph(n: int, *, seed: int = 7) -> KnowledgeGraph:
    """Build ``n`` entities with about ``2 * n`` facts, the same for the same ``n`` and ``seed``.

    Few entities have many edges, as in the news; about one statement in ten is denied and one in
    ten planned. An article has twenty statements.
    """
    choose = random.Random(seed)
    entities: Entities = {}
    for i in range(n):
        entity_class = GENERATED_CLASSES[i % len(GENERATED_CLASSES)]
        entities[f"thing-{i:012x}"] = (entity_class, f"Thing {i:05}", (), ())
    ids = list(entities)
    pairs = [(i, min(int(i * choose.random() ** 2), i - 1)) for i in range(1, n) for _ in range(2)]
    articles = []
    for number, first in enumerate(range(0, len(pairs), 20)):
        chunk = pairs[first : first + 20]
        article = Article(
            id=f"doc-{number:016x}",
            sentences=tuple(f"Thing {i:05} dealt with Thing {j:05} then." for i, j in chunk),
            entities=entities,
            title=f"Report {number}",
            url=f"https://news.example/{number}",
            published=date(2025, 1 + number % 12, 1 + number % 28),
            publisher=f"Paper {number % 5}",
        )
        for index, (i, j) in enumerate(chunk):
            draw = choose.random()
            article.state(
                index,
                article.mention(index, f"Thing {i:05}", ids[i]),
                GENERATED_RELATIONS[(i + j) % len(GENERATED_RELATIONS)],
                article.mention(index, f"Thing {j:05}", ids[j]),
                "dealt with",
                polarity=Polarity.NEGATIVE if draw < 0.1 else Polarity.POSITIVE,
                modality=Modality.FUTURE if draw > 0.9 else Modality.ACTUAL,
                confidence=round(0.5 + draw / 2, 2),
            )
        articles.append(article)
    return graph_of(articles, entities)
