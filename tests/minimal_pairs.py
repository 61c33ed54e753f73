"""Counts the minimal pairs of the manual of constructions, and how many of them are read right.

A pair is a sentence that affirms a statement, and another of the same group that denies it, plans
it, makes it possible, demands it, or must not assert it. It is right if nothing is wrong in either.

Usage::

    python tests/minimal_pairs.py            # on the frozen parses
    python tests/minimal_pairs.py --model    # on those of the shipped model
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby

from case_manual import FOLDER, Case, read_cases
from frozen_manuals import constructions
from newsgraph import analysis

_CHANGED = frozenset({"denied", "future", "possible", "hypothetical", "obliged"})


def pairs() -> Iterator[tuple[Case, Case]]:
    """Yield each affirming case with each other one of its group that changes its statement."""
    for _, grouped in groupby(read_cases(), key=_group):
        cases = list(grouped)
        for first in cases:
            affirmed = {
                (e.relation, e.object)
                for e in first.expected
                if not (e.never or _CHANGED & e.flags)
            }
            for other in cases:
                changed = {
                    (e.relation, e.object) for e in other.expected if e.never or _CHANGED & e.flags
                }
                if other is not first and changed & affirmed:
                    yield first, other


def _group(case: Case) -> tuple[str, int]:
    return _GROUPS[case.id]


def _groups() -> dict[str, tuple[str, int]]:
    """Id of a case → file and number of the heading that it stands under."""
    found = {}
    for path in sorted(FOLDER.glob("*.md")):
        heading = number = 0
        for line in path.read_text("utf-8").splitlines():
            heading += line.startswith("## ")
            if line.startswith("> "):
                number += 1
                found[f"{path.stem}-{number}"] = (path.stem, heading)
    return found


_GROUPS = _groups()


def main() -> None:
    """Print the number of pairs and the share that is right; then those that are wrong."""
    manual, wrong, total = constructions(), [], 0
    nlp = analysis.load() if "--model" in sys.argv[1:] else None
    parses = manual.parses()
    bad: dict[str, bool] = {}
    for pair in pairs():
        total += 1
        for case in pair:
            if case.id not in bad:
                doc = nlp(case.text) if nlp is not None else parses[case.id, case.text]
                bad[case.id] = bool(manual.problems(case, doc))
        if any(bad[case.id] for case in pair):
            wrong.append(pair)
    lines = [f"{total} minimal pairs, {total - len(wrong)} right ({1 - len(wrong) / total:.1%})"]
    lines += [f"  {other.id}: {first.text} / {other.text}" for first, other in wrong]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
