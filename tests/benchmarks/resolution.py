"""Time and memory of resolution on generated articles, at growing numbers of mentions.

The names are made up from syllables. A few are in many articles and most in few, as in news; a
third of the persons share their surname with another, and some articles have the surname only.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from itertools import accumulate

from newsgraph.model import Cluster, Document, Extraction, Mention, MentionKind, Span
from newsgraph.resolution import resolve
from newsgraph.vocabulary import builtin

SIZES = (10_000, 30_000, 100_000)
_CLUSTERS = 14  #: of an article
_MENTIONS = 3  #: of a cluster
_SYLLABLES = "ba do ka le mi no ra si tu ve zo gar lin mer pol ris sten tor vak wen".split()
_KINDS = ("Person", "Company", "City", "Court", "Country")
_KNOWN = ("Serbia", "Kosovo", "Germany", "NATO", "European Union", "France", "Ukraine", "Italy")


def make_names(count: int, dice: random.Random) -> list[tuple[str, str]]:
    """Return that many distinct things: class and full name."""
    words = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
    surnames = [w.title() for w in dice.sample(words, min(len(words), count // 3 + 10))]
    names: dict[str, str] = {}
    while len(names) < count:
        kind = dice.choice(_KINDS)
        first = dice.choice(words).title()
        if kind == "Person":
            names.setdefault(f"{first} {dice.choice(surnames)}", kind)
        elif kind == "Country":
            names.setdefault(dice.choice(_KNOWN) if dice.random() < 0.1 else first + "ia", kind)
        elif kind == "Court":
            names.setdefault(f"{first} Regional Court", kind)
        else:
            names.setdefault(first + ("" if kind == "City" else " Ltd"), kind)
    return [(kind, name) for name, kind in names.items()]


def make_articles(mentions: int, seed: int = 1) -> Iterator[Extraction]:
    """Yield articles with that many mentions in all."""
    dice = random.Random(seed)
    things = make_names(mentions // 8, dice)
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(things))))
    for number in range(mentions // (_CLUSTERS * _MENTIONS)):
        chosen = dict.fromkeys(dice.choices(things, cum_weights=weights, k=_CLUSTERS))
        yield make_article(f"doc-{number:06}", list(chosen), dice)


def make_article(name: str, things: list[tuple[str, str]], dice: random.Random) -> Extraction:
    clusters: list[Cluster] = []
    start = 0
    for kind, full in things:
        short = full.split()[-1] if kind == "Person" else full
        first = short if dice.random() < 0.15 else full
        found = []
        for text in (first, *(short for _ in range(_MENTIONS - 1))):
            span = Span(start=start, end=start + len(text))
            start = span.end + 1
            found.append(
                Mention(
                    span=span,
                    head=span,
                    text=text,
                    kind=MentionKind.NAME,
                    entity_class=kind,
                    document_id=name,
                )
            )
        clusters.append(Cluster(mentions=tuple(found), name=first, named=True, entity_class=kind))
    mentions = tuple(mention for cluster in clusters for mention in cluster.mentions)
    return Extraction(
        document=Document(id=name, text=" " * start),
        sentences=(),
        mentions=mentions,
        clusters=tuple(clusters),
        statements=(),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="mentions")
    options = parser.parse_args()
    sys.stdout.write("mentions | articles | entities | seconds | µs a mention | peak MB\n")
    for size in options.sizes:
        articles = list(make_articles(size))
        begun = time.process_time()
        resolution = resolve(articles, builtin())
        seconds = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        cells = [len(resolution.links), len(articles), len(resolution.entities)]
        row = [f"{cell:,}" for cell in cells]
        row += [f"{seconds:.2f}", f"{1e6 * seconds / cells[0]:.1f}", f"{peak:.0f}"]
        sys.stdout.write(" | ".join(row) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
