"""Precision of the facts that the annotation cannot judge, by a sample that was read.

``--draw`` prints a sample anew, with the sentence beside each fact, for reading; the judgements in
``audit.jsonl`` stay. Without it the judged sample is looked up again in what is extracted now: each
judged fact that is still extracted counts with its judgement, and what is not is told.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsgraph.model import Polarity, Statement
from newsgraph.records import statements_told

from .annotated import FOLDER, Article, Judge, check_folder, read_articles

JUDGED = Path(__file__).with_name("audit.jsonl")
#: The sets that are drawn from: our own invented articles.
SETS = ("world", "invented", "domestic", "economy")
SIZE, SEED = 60, 0

Key = tuple[str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A typed fact as read from one sentence."""

    article: str
    sentence: int  #: its number, from 1
    statement: Statement
    text: str

    @property
    def key(self) -> Key:
        s = self.statement
        return self.article, self.sentence, s.subject.text, s.relation or "", s.object.text

    def record(self) -> dict[str, Any]:
        article, sentence, subject, relation, target = self.key
        s = self.statement
        return {
            "article": article,
            "sentence": sentence,
            "subject": subject,
            "relation": relation,
            "object": target,
            "negated": s.polarity is Polarity.NEGATIVE,
            "modality": s.modality.value,
            "family": "reader" if "reader" in s.evidence.rules else "rules",
            "confidence": s.evidence.confidence,
        }


def articles(folder: Path) -> Iterator[Article]:
    """Every third article of each set."""
    for group in SETS:
        yield from list(read_articles(folder, [group]))[::3]


def _number(article: Article, statement: Statement) -> int:
    start = statement.evidence.sentence.start
    return 1 + sum(s.start_char < start for s in article.doc.sents if s.text.strip())


def typed(found: Iterable[Article]) -> Iterator[tuple[Article, Fact]]:
    """Yield the typed facts of the articles' records, in a fixed order."""
    for article in found:
        statements = article.statements()
        for statement in statements_told(article.extraction(statements)):
            if statement.relation is not None:
                span = statement.evidence.sentence
                text = " ".join(article.document.text[span.start : span.end].split())
                yield article, Fact(article.name, _number(article, statement), statement, text)


def draw(folder: Path) -> Iterator[str]:
    """Yield the sample as lines to be judged: typed facts in random order, the first uncovered."""
    judge, found = Judge(folder), list(typed(articles(folder)))
    random.Random(SEED).shuffle(found)
    left = SIZE
    for article, fact in found:
        if left and judge.verdict(article, fact.statement) is None:
            left -= 1
            yield json.dumps({**fact.record(), "text": fact.text}, ensure_ascii=False)


def score(folder: Path) -> None:
    say = sys.stdout.write
    judged = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    total = Counter(record["verdict"] for record in judged)
    now = {fact.key for _, fact in typed(articles(folder))}
    say("| facts | judged | supported | trivial | unsupported | precision |\n")
    say("|---|---|---|---|---|---|\n")
    _row("all", judged)
    for family in ("rules", "reader"):
        _row(family, [r for r in judged if r["family"] == family])
    still = [r for r in judged if _key(r) in now]
    _row("still extracted", still)
    mean = sum(r["confidence"] for r in judged) / max(1, len(judged))
    say(f"\nmean confidence of the sample {mean:.3f}; verdicts {dict(sorted(total.items()))}\n")
    for record in judged:
        if _key(record) not in now:
            say(f"no longer extracted: {' | '.join(map(str, _key(record)))}\n")


def _key(record: dict[str, Any]) -> Key:
    return (
        record["article"],
        record["sentence"],
        record["subject"],
        record["relation"],
        record["object"],
    )


def _row(name: str, records: Sequence[dict[str, Any]]) -> None:
    count = Counter(record["verdict"] for record in records)
    right = count["supported"] + count["trivial"]
    share = right / len(records) if records else 0.0
    cells = [len(records), *(count[v] for v in ("supported", "trivial", "unsupported"))]
    sys.stdout.write(f"| {name} | {' | '.join(map(str, cells))} | {share:.3f} |\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--draw", action="store_true", help="print a sample to be judged")
    options = parser.parse_args()
    check_folder(options.folder)
    if options.draw:
        for line in draw(options.folder):
            sys.stdout.write(line + "\n")
    else:
        score(options.folder)


if __name__ == "__main__":
    main()
