"""Scores who is who across articles: B-cubed over annotated clusters, and planted namesakes.

An item is one annotated entity of one article. It is found in the entity that most of its mentions
lead to; an item none of whose mentions was found is alone. B-cubed (Bagga and Baldwin 1998) is
taken over the items that have a name, those of one article included. A government that is written
as its capital counts neither way, unless it is one with the city: that is a trap.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import newsgraph
from newsgraph.graph import KnowledgeGraph

Item = tuple[str, str]  #: article, entity in it
Spans = Mapping[tuple[int, int], str]

_ARTICLES = ("the ", "a ", "an ")


def gold_articles(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.json")):
        yield path.stem, json.loads(path.read_text(encoding="utf-8"))


def occurrences(article: dict[str, Any], text: str, entity: dict[str, Any]) -> Iterator[range]:
    """Yield where an annotated entity's mentions stand: names, or descriptions if it has none."""
    starts: dict[int, int] = {}
    at = 0
    for sentence in article["sentences"]:
        starts[sentence["idx"]] = at = max(text.find(sentence["text"], at), 0)
    kinds = {kind for _, _, kind in entity["mentions"]}
    wanted = "nam" if "nam" in kinds else "nom"
    seen: Counter[tuple[int, str]] = Counter()
    for sentence, surface, kind in entity["mentions"]:
        start = starts[sentence] + seen[sentence, surface]
        found = re.compile(rf"(?<!\w){re.escape(surface)}(?!\w)").search(text, start)
        if kind == wanted and found:
            seen[sentence, surface] = found.end() - starts[sentence]
            yield range(found.start(), found.end())


def entity_at(place: range, text: str, spans: Spans) -> str | None:
    """Return the entity that the mention ending here leads to, the longest within the place."""
    words = text[place.start : place.stop].lower()
    lead = next((len(a) for a in _ARTICLES if words.startswith(a)), 0)
    ends = [s for s in spans if s[1] == place.stop and s[0] >= place.start + lead]
    if not ends:
        ends = [s for s in spans if place.start <= s[0] and s[1] <= place.stop]
    best = min(ends, key=lambda s: (s[0], -s[1]), default=None)
    return None if best is None else spans[best]


def assignment(gold: Path, graph: KnowledgeGraph) -> tuple[dict[Item, Hashable], dict[Item, Any]]:
    """Return where each annotated entity was found, and the entities themselves."""
    spans: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for entity in graph.entities.values():
        for mention in entity.mentions:
            spans[mention.document_id][mention.start, mention.end] = entity.id
    by_stem = {Path(d.source).stem: d for d in graph.documents.values()}
    found: dict[Item, Hashable] = {}
    entities: dict[Item, Any] = {}
    for stem, article in gold_articles(gold):
        document = by_stem[stem]
        for entity in article["entities"]:
            item = (stem, entity["id"])
            entities[item] = entity
            votes = Counter(
                identifier
                for place in occurrences(article, document.text, entity)
                if (identifier := entity_at(place, document.text, spans[document.id]))
            )
            best = min(votes, key=lambda v: (-votes[v], v), default=None)
            found[item] = item if best is None else best
    return found, entities


def b_cubed(found: Mapping[Item, Hashable], gold: Mapping[Item, Hashable]) -> tuple[float, float]:
    """Return precision and recall, averaged over the items of ``gold``."""
    system: dict[Hashable, set[Item]] = defaultdict(set)
    truth: dict[Hashable, set[Item]] = defaultdict(set)
    for item, cluster in gold.items():
        system[found[item]].add(item)
        truth[cluster].add(item)
    shared = {i: len(system[found[i]] & truth[gold[i]]) for i in gold}
    precision = sum(shared[i] / len(system[found[i]]) for i in gold) / len(gold)
    recall = sum(shared[i] / len(truth[gold[i]]) for i in gold) / len(gold)
    return precision, recall


def gold_clusters(across: dict[str, Any], entities: Mapping[Item, Any]) -> dict[Item, Hashable]:
    """Return the cluster of each named item; governments written as their capital are left out."""
    gold: dict[Item, Hashable] = {
        item: item
        for item, entity in entities.items()
        if entity["named"] and not entity.get("metonym_of")
    }
    for number, cluster in enumerate(across["entity_clusters"]):
        for member in cluster["members"]:
            if tuple(member) in gold:
                gold[tuple(member)] = number
    return gold


def wrong_merges(across: dict[str, Any], found: Mapping[Item, Hashable]) -> list[str]:
    """Return the planted namesakes that are one entity in the graph."""
    wrong = []
    for trap in across["same_name_traps"]:
        sides = [
            {found[tuple(member)] for member in entity["members"]} for entity in trap["entities"]
        ]
        if any(one & other for one, other in combinations(sides, 2)):
            wrong.append(trap["surface"])
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("../shared/gold"))
    parser.add_argument("--errors", action="store_true", help="list split and mixed clusters")
    options = parser.parse_args()
    listed = options.folder / "invented_cross_document.json"
    if not listed.is_file():
        sys.exit(f"no {listed.name} in {options.folder}: name its folder with --folder")
    across = json.loads(listed.read_text(encoding="utf-8"))
    articles = sorted((options.folder / "invented").glob("*.txt"))
    graph = newsgraph.build(list(articles)).graph
    found, entities = assignment(options.folder / "invented", graph)
    gold = gold_clusters(across, entities)
    precision, recall = b_cubed(found, gold)
    score = 2 * precision * recall / (precision + recall)
    wrong = wrong_merges(across, found)
    sys.stdout.write(
        f"B-cubed over {len(gold)} named entities of {len(articles)} articles: "
        f"precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}\n"
        f"namesakes merged: {len(wrong)} of {len(across['same_name_traps'])} {wrong}\n"
    )
    if options.errors:
        list_errors(found, gold, entities)


def list_errors(
    found: Mapping[Item, Hashable], gold: Mapping[Item, Hashable], entities: Mapping[Item, Any]
) -> None:
    for title, one, other in (("split", gold, found), ("mixed", found, gold)):
        groups: dict[Hashable, list[Item]] = defaultdict(list)
        for item in gold:
            groups[one[item]].append(item)
        for members in groups.values():
            if len({other[i] for i in members}) > 1:
                names = [f"{i[0][:4]}:{entities[i]['name']}={found[i]}" for i in members]
                sys.stdout.write(f"{title}: {'; '.join(names)}\n")


if __name__ == "__main__":
    main()
