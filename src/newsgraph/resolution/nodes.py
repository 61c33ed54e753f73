"""A cluster of one article, with the keys under which it may meet clusters of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.gazetteer.keys import name_key, spelling_keys
from newsgraph.gazetteer.roles import families, role_words
from newsgraph.model import Cluster, Extraction, MentionKind, Span
from newsgraph.resolution.bodies import country_of, located_in, read_body
from newsgraph.resolution.offices import holder_of

#: Words at the end of a company's name that may be left out.
_DESIGNATORS = {"inc", "corp", "corporation", "co", "ltd", "plc", "llc", "gmbh", "ag", "group"}
#: Names of an article, the first ones, that each of its persons is known to keep company with; a
#: list of fifty thousand people would else be kept fifty thousand times.
_MOST_COMPANIONS = 200
_PLACES = {"Country", "City", "Region", "Place", "Municipality"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One cluster on its way to an entity."""

    document_id: str
    cluster: Cluster
    entry: Entry | None  #: what the gazetteer knows of it
    person: bool
    primary: tuple[str, ...]  #: equal keys make one entity; empty: it meets nobody by them
    secondary: tuple[str, ...]  #: one-word names beside the full one, acronyms above all
    context: str = ""  #: of a name that many share: whose it is
    surname: str = ""  #: of a person: key of the last name; alone if nothing else is known
    roles: frozenset[str] = frozenset()  #: of a person: words of known roles
    families: frozenset[str] = frozenset()  #: of a person: families of these roles
    inferred: str = ""  #: why a description is taken for a person whom its article does not name
    companions: frozenset[str] = frozenset()  #: keys of what else the article names, no countries
    place: Span | None = None  #: where it begins, if the mentions of ``cluster`` do not tell
    #: Of one that stands for several, the same but for their places: the article of each, this one
    #: among them, which is the first.
    articles: tuple[str, ...] = ()

    @property
    def position(self) -> tuple[str, int, int]:
        """Where the cluster begins in the corpus."""
        span = self.place or self.cluster.mentions[0].span
        return self.document_id, span.start, span.end

    @property
    def count(self) -> int:
        """How many nodes it stands for."""
        return len(self.articles) or 1

    @property
    def short(self) -> bool:
        """Whether only one word of a person's name is known."""
        return self.person and not self.primary and bool(self.surname)


def to_nodes(extraction: Extraction, gazetteer: Gazetteer) -> Iterator[Node]:
    """Yield the nodes of an article, in the order of its clusters; pronouns alone make none."""
    country = country_of(extraction.clusters, gazetteer)
    located = located_in(extraction.clusters, gazetteer)
    named = (
        name_key(c.name)
        for c in extraction.clusters
        if c.named and c.entity_class != "Country" and not gazetteer.demonym(c.name)
    )
    companions = frozenset(islice(named, _MOST_COMPANIONS))
    for cluster in extraction.clusters:
        if all(mention.kind is MentionKind.PRONOUN for mention in cluster.mentions):
            continue
        described = _descriptions(cluster)
        if cluster.entity_class != "Person":
            node = _thing(extraction.document.id, cluster, country, gazetteer)
            yield _rather_namesake(node, located, gazetteer)
        elif cluster.named:
            yield _person(extraction.document.id, cluster, cluster.name, companions)
        elif holder := holder_of(described, extraction.document.published, gazetteer):
            node = _person(extraction.document.id, cluster, holder, companions)
            told = f"office of {holder} on {extraction.document.published}: {described[0]!r}"
            yield replace(node, inferred=told)
        else:
            yield _thing(extraction.document.id, cluster, country, gazetteer)


def _rather_namesake(node: Node, located: frozenset[str], gazetteer: Gazetteer) -> Node:
    """Take Georgia for the state where the article names places in that country alone."""
    entry = node.entry
    if entry is None or entry.entity_class != "Country" or entry.name in located:
        return node
    namesake = gazetteer.namesake(entry.name, located)
    if namesake is None:
        return node
    return replace(node, entry=namesake, primary=(name_key(namesake.name),))


def _descriptions(cluster: Cluster) -> list[str]:
    return [m.text for m in cluster.mentions if m.kind is MentionKind.NOMINAL]


def _person(document_id: str, cluster: Cluster, name: str, companions: frozenset[str]) -> Node:
    """Read the keys off a person; one word ("Marković said") is no key of its own."""
    keys = {_without_initials(key) for key in spelling_keys(name)}
    full = tuple(sorted(key for key in keys if " " in key))
    described = _descriptions(cluster)
    own = {name_key(name) for name in (cluster.name, *cluster.aliases)}
    return Node(
        document_id=document_id,
        cluster=cluster,
        entry=None,
        person=True,
        primary=full,
        secondary=(),
        surname=min(keys, default="").rsplit(" ", 1)[-1],
        roles=role_words(described),
        families=families(described),
        companions=companions if companions.isdisjoint(own) else companions - own,
    )


def _thing(document_id: str, cluster: Cluster, country: str | None, gazetteer: Gazetteer) -> Node:
    """Read the keys off anything else.

    A body with a common name gets one only together with the country of the article.
    """
    person = cluster.entity_class == "Person"
    entry = None if person or not cluster.named else _entry(cluster, gazetteer)
    primary: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    context = ""
    if cluster.named and entry is not None:
        primary = (name_key(entry.name),)
    elif cluster.named:
        names = [m.text for m in cluster.mentions if m.kind is MentionKind.NAME]
        primary, context = _keys(cluster, names, country or document_id, gazetteer)
    if cluster.named:
        words = (name_key(m.text) for m in cluster.mentions if _is_word(m.text, m.kind))
        secondary = tuple(sorted(set(words) - set(primary) - {""}))
    return Node(
        document_id=document_id,
        cluster=cluster,
        entry=entry,
        person=person,
        primary=primary,
        secondary=secondary,
        context=context,
    )


def _is_word(text: str, kind: MentionKind) -> bool:
    return kind is MentionKind.NAME and " " not in text


def _keys(
    cluster: Cluster, names: Sequence[str], country: str, gazetteer: Gazetteer
) -> tuple[tuple[str, ...], str]:
    """Return the keys of what no gazetteer knows, and the context that they hold for."""
    if cluster.entity_class == "Group":
        return tuple(sorted({key.removesuffix("s") for key in spelling_keys(cluster.name)})), ""
    keys = set(spelling_keys(cluster.name))
    if cluster.entity_class in _PLACES:
        return tuple(sorted(keys)), ""
    bodies = [read_body(name, gazetteer) for name in (cluster.name, *names)]
    owned = [body for body in bodies if body.place]
    context = ""
    if owned and owned[0].generic:
        context = owned[0].place
        keys = {f"{owned[0].core}\x1f{context}"}
    elif bodies[0].generic:
        context = country
        keys = {f"{bodies[0].core}\x1f{context}"}
    elif owned:
        keys |= {f"{body.core}\x1f{body.place}" for body in owned}
    words = next(iter(sorted(keys)), "").split()
    if len(words) > 2 and words[-1] in _DESIGNATORS:
        keys.add(" ".join(words[:-1]))
    return tuple(sorted(keys)), context


def _entry(cluster: Cluster, gazetteer: Gazetteer) -> Entry | None:
    """Return the entry that the best name has, else the one on which all known names agree.

    A town that stands for its state throughout is the state.
    """
    if cluster.entity_class == "Group":
        return None
    best = gazetteer.find(cluster.name) or gazetteer.demonym(cluster.name)
    names = [m for m in cluster.mentions if m.kind is MentionKind.NAME]
    meant = (best.stands_for or best.capital_of) if best is not None else None
    if meant and all(m.metonym for m in names):
        return gazetteer.find(meant)
    if best is None and cluster.entity_class in _PLACES:
        best = gazetteer.town(cluster.name)
    if best is not None:
        return best
    found = {e.name: e for m in names if (e := gazetteer.find(m.text))}
    return next(iter(found.values())) if len(found) == 1 else None


def _without_initials(key: str) -> str:
    """Drop middle initials: ``john f kennedy`` is ``john kennedy``."""
    words = key.split()
    middle = [word for word in words[1:-1] if len(word) > 1]
    return " ".join([*words[:1], *middle, *words[1:][-1:]])
