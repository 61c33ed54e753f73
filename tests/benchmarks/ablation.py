"""What each family of rules adds: figures with everything, and what is lost without the family.

A statement belongs to a family if one of its rules does; without the family it is not there. Own
and real articles are shown apart. With ``--readers`` no article is read by a reader trained on it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from newsgraph.model import Modality, Polarity, Statement

from .annotated import FOLDER, Article, Judge, check_folder, fold_readers, read_articles

GROUPS = {"own": ("invented", "world"), "real": ("dev", "train")}
COLUMNS = {
    "lenient R imp3": "fact_R_len_imp3",
    "strict R imp2+3": "fact_R_str_imp23",
    "lenient P covered": "fact_P_len_covered",
    "strict P covered": "fact_P_str_covered",
}

Change = Callable[[Statement], Statement | None]


def _without(*names: str) -> Change:
    """Leave out statements that a rule of these names, or beginnings of names, has read."""

    def change(statement: Statement) -> Statement | None:
        rules = statement.evidence.rules
        return None if any(rule.startswith(names) for rule in rules) else statement

    return change


def _plain(statement: Statement) -> Statement:
    return replace(statement, polarity=Polarity.POSITIVE, modality=Modality.ACTUAL)


FAMILIES: dict[str, Change] = {
    "verb triggers": _without("verb_trigger"),
    "noun triggers": _without("noun_trigger"),
    "adjective triggers": _without("adjective_trigger"),
    "titles and posts": _without("position_"),
    "places and dates": _without(
        "place_of_event", "place_before_event", "date_of_event", "origin_of_person",
        "place_in_place", "participant_in_place",
    ),
    "structure of noun phrases": _without("owner_in_phrase", "place_in_phrase", "prefix_of_name"),
    "events of verbs": _without("event_of_verb"),
    "light verbs": _without("light_verb"),
    "passives": _without("subject_of_passive", "agent_of_passive"),
    "coordination": _without(
        "coordination", "subject_shared_by_coordination", "object_shared_by_coordination",
        "shared_by_coordination",
    ),
    "control and participles": _without(
        "controlled_by", "subject_shared_by_adverbial", "reduced_relative"
    ),
    "relative clauses": _without("relative_clause"),
    "polarity": _plain,
    "trained reader": _without("reader"),
    "open facts": lambda s: s if s.relation else None,
}  # fmt: skip


def count(
    read: Sequence[tuple[Article, list[Statement]]], judge: Judge, change: Change
) -> Counter[str]:
    total: Counter[str] = Counter()
    for article, statements in read:
        total += judge.counts(article, [s for s in map(change, statements) if s is not None])
    return total


def table(read: Sequence[tuple[Article, list[Statement]]], judge: Judge) -> None:
    say = sys.stdout.write
    whole = count(read, judge, lambda s: s)
    full = judge.metrics(whole)
    say(" | ".join(["| without", *COLUMNS, "facts |"]) + "\n" + "|---" * 6 + "|\n")
    cells = [f"{full[metric]:.3f}" for metric in COLUMNS.values()]
    say(f"| (everything) | {' | '.join(cells)} | {whole['sys_facts']} |\n")
    for name, change in FAMILIES.items():
        left = count(read, judge, change)
        metrics = judge.metrics(left)
        cells = [f"{metrics[metric] - full[metric]:+.3f}" for metric in COLUMNS.values()]
        facts = left["sys_facts"] - whole["sys_facts"]
        say(f"| {name} | {' | '.join(cells)} | {facts:+d} |\n")
        sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--readers", type=Path, help="readers of the training's folds")
    options = parser.parse_args()
    check_folder(options.folder)
    judge, models = Judge(options.folder), fold_readers(options.readers)
    for name, groups in GROUPS.items():
        articles = read_articles(options.folder, groups)
        read = [(a, a.reader().read(model=models.get(a.name))) for a in articles]
        sys.stdout.write(f"\n{name} articles: {', '.join(groups)} ({len(read)})\n\n")
        table(read, judge)


if __name__ == "__main__":
    main()
