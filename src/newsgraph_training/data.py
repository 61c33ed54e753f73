"""Which corpora are trained on, how often, and what is held out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path

from newsgraph.analysis.labels import HEAD_TAGS, NAME_TAGS, UPOS
from newsgraph.analysis.lemmas import rule_for
from newsgraph_training import name_corpora as names
from newsgraph_training.plain_texts import read_plain
from newsgraph_training.samples import Sample
from newsgraph_training.universal_dependencies import read_treebank

#: Annotated articles that stay unseen, for measuring.
HELD_OUT_ARTICLES = ("dev", "world")


@dataclass(slots=True)
class Inventory:
    """Labels of every head; written beside the weights."""

    xpos: list[str]
    lemma_rules: list[str]
    relations: list[str]
    upos: list[str] = field(default_factory=lambda: list(UPOS))
    names: list[str] = field(default_factory=lambda: list(NAME_TAGS))
    kinds: list[str] = field(default_factory=lambda: list(HEAD_TAGS))

    def save(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> Inventory:
        """Read what ``save`` wrote."""
        return cls(**json.loads(path.read_text("utf-8")))


@dataclass(slots=True)
class Pool:
    """Samples of one kind and the share of them that each epoch sees."""

    samples: list[Sample]
    share: float = 1.0
    weight: float = 1.0  #: of the name loss


def training_pools(
    corpora: Path, articles: Path | None, *, plain: bool = False, without: Collection[str] = ()
) -> dict[str, Pool]:
    """Read everything that is trained on.

    Args:
        corpora: Folder of the public corpora.
        articles: Folder of the annotated articles; ``None`` to do without them.
        plain: Add text without annotation, for teachers to speak about.
        without: Names of pools to leave out, to measure on them.
    """
    held_out = (
        frozenset(p.stem for part in HELD_OUT_ARTICLES for p in (articles / part).glob("*.json"))
        if articles
        else frozenset[str]()
    )
    ud, ner = corpora / "ud", corpora / "ner"
    crossner = [
        s
        for p in sorted((ner / "crossner").glob("*.txt"))
        if p.stem != "politics-dev"
        for s in names.read_crossner(p)
    ]
    pools = {
        "gum": Pool(
            read_treebank(ud / "en_gum-train.conllu", "gum", without=held_out, entities=True)
        ),
        "ewt": Pool(read_treebank(ud / "en_ewt-train.conllu", "ewt")),
        "crossner": Pool(crossner, weight=1.5),
        "wikigold": Pool(names.read_wikigold(ner / "wikigold.conllu"), weight=1.5),
        "redocred": Pool(names.read_redocred(corpora / "relations" / "redocred-dev.json"), 0.7),
        "btc": Pool(names.read_broad_twitter(ner / "btc.train"), 0.4, 0.7),
    }
    if articles:
        parts = [
            p for p in sorted(articles.iterdir()) if p.is_dir() and p.name not in HELD_OUT_ARTICLES
        ]
        pools["articles"] = Pool([s for p in parts for s in names.read_articles(p)], weight=2.0)
    if plain:
        pools["plain"] = Pool(read_plain(corpora))
    for name in without:
        del pools[name]
    for pool in pools.values():
        pool.samples = [s for s in pool.samples if 1 <= len(s.words) <= 110]
    return pools


def development_sets(corpora: Path) -> dict[str, list[Sample]]:
    """Read the sentences that progress is told on; missing corpora give none."""
    ud, ner = corpora / "ud", corpora / "ner"
    sets: dict[str, list[Sample]] = {}
    for name in ("gum", "ewt"):
        path = ud / f"en_{name}-dev.conllu"
        sets[name] = read_treebank(path, name) if path.exists() else []
    politics, uner = ner / "crossner" / "politics-dev.txt", ner / "uner_ewt-dev.iob2"
    sets["politics"] = names.read_crossner(politics) if politics.exists() else []
    sets["uner"] = names.read_uner(uner) if uner.exists() else []
    return {name: samples for name, samples in sets.items() if samples}


def inventory(pools: dict[str, Pool]) -> Inventory:
    """Collect the labels that occur; lemma rules seen once are left to the commonest rule."""
    xpos, relations, rules = Counter[str](), Counter[str](), Counter[str]()
    for sample in (s for p in pools.values() for s in p.samples):
        if tree := sample.tree:
            xpos.update(tree.xpos)
            relations.update(tree.relations)
            rules.update(lemma_rules(sample))
    common = [r for r, n in sorted(rules.items(), key=lambda x: (-x[1], x[0])) if n >= 3]
    return Inventory(xpos=sorted(xpos), lemma_rules=common, relations=sorted(relations))


#: Word classes whose lemmas are looked up before a rule is tried.
_LOOKED_UP = frozenset("ADJ ADP ADV AUX CCONJ DET NOUN NUM PART PRON SCONJ VERB".split())


def lemma_table(pools: dict[str, Pool]) -> dict[str, dict[str, str]]:
    """Word class → form in lower case → its commonest lemma in the treebanks, sorted."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for sample in (s for p in pools.values() for s in p.samples):
        if tree := sample.tree:
            for word, upos, lemma in zip(sample.words, tree.upos, tree.lemmas, strict=True):
                if upos in _LOOKED_UP and (word[0].isalpha() or word[0] in "'’"):
                    counts.setdefault((upos, word.lower()), Counter())[lemma.lower()] += 1
    table: dict[str, dict[str, str]] = {}
    for upos, form in sorted(counts):
        ranked = sorted(counts[upos, form].items(), key=lambda x: (-x[1], x[0]))
        table.setdefault(upos, {})[form] = ranked[0][0]
    return table


def lemma_rules(sample: Sample) -> list[str]:
    """The edit rule of each word of a sample with a tree."""
    assert sample.tree is not None
    return [
        rule_for(w, lemma, proper=u == "PROPN")
        for w, lemma, u in zip(sample.words, sample.tree.lemmas, sample.tree.upos, strict=True)
    ]
