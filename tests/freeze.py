"""Take new parses from the shipped model, or list anew which cases fail on the frozen ones.

Usage::

    python tests/freeze.py parses
    python tests/freeze.py failures
    python tests/freeze.py parses failures
"""

from __future__ import annotations

import sys

from frozen_manuals import Manual, constructions, examples, to_conllu
from newsgraph import analysis

_HEADER = """\
# Cases that the rules do not get right yet: id, reason. Written by: python tests/freeze.py failures
# A reason that stands here is kept as long as its case fails.
"""


def freeze_parses(manual: Manual) -> None:
    """Parse every case with the shipped model."""
    rows = "".join(to_conllu(manual.cases, analysis.load()))
    manual.parses_path.write_text(rows.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def freeze_failures(manual: Manual) -> None:
    """List the cases that fail now; the reason of a new one is its first problem."""
    told = manual.known_failures() if manual.failures_path.exists() else {}
    parses = manual.parses()
    lines = [_HEADER]
    for case in manual.cases:
        if problems := manual.problems(case, parses[case.id, case.text]):
            reason = told.get(case.id) or problems[0].partition("\n")[0]
            lines.append(f"{case.id} {reason}\n")
    manual.failures_path.write_text("".join(lines), encoding="utf-8", newline="\n")


STEPS = {"parses": freeze_parses, "failures": freeze_failures}

if __name__ == "__main__":
    if not sys.argv[1:] or set(sys.argv[1:]) - set(STEPS):
        sys.exit(__doc__)
    for step in (name for name in STEPS if name in sys.argv[1:]):
        for manual in (constructions(), examples()):
            STEPS[step](manual)
