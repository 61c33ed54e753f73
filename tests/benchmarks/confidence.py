"""How far confidence can be believed: fitted and measured by cross-validation over articles.

Right means a lenient hit on two ends that the annotation links; what links other ends cannot be
judged by the annotation (see ``audit``). ``--fit`` writes the table that the package ships; it
never reads the set ``dev``, which is measured on only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from newsgraph.statements.confidence import (
    ALWAYS,
    FAMILIES,
    TABLE,
    family_of,
    features_of,
)
from newsgraph.vocabulary import builtin

from .annotated import (
    FITTED,
    FOLDER,
    HELD_OUT,
    Judge,
    check_folder,
    fold_readers,
    read_articles,
)

FOLDS = 10
BINS = 10
#: How strongly weights are held near zero, and how often a feature must be seen to get one.
RIDGE, LEAST = 3.0, 20

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement on a pair that the annotation links."""

    group: str
    article: str
    family: str
    features: Mapping[str, float]
    guess: float
    right: bool


def readings(folder: Path, folds: Path | None) -> list[Reading]:
    judge, models, vocabulary = Judge(folder), fold_readers(folds), builtin()
    found = []
    for article in read_articles(folder, (*FITTED, HELD_OUT)):
        statements = article.reader().read(model=models.get(article.name))
        for statement, right in judge.verdicts(article, statements):
            if right is not None:
                features = features_of(statement, article.document.text, vocabulary)
                guess = statement.evidence.confidence
                kind = family_of(statement)
                found.append(Reading(article.group, article.name, kind, features, guess, right))
    return found


def fit(known: Sequence[Reading]) -> dict[str, float]:
    """Fit a logistic model by Newton's method; everything but the intercept is held near 0."""
    seen = Counter(name for reading in known for name in reading.features)
    names = sorted(name for name in seen if seen[name] >= LEAST)
    table, right = _table(known, names), np.array([float(r.right) for r in known])
    penalty = np.array([1e-6 if name == ALWAYS else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - right) + penalty * weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _table(known: Sequence[Reading], names: Sequence[str]) -> Floats:
    return np.array([[r.features.get(name, 0.0) for name in names] for r in known])


def predict(weights: Mapping[str, float], some: Sequence[Reading]) -> Floats:
    names = sorted(weights)
    odds = _table(some, names) @ np.array([weights[name] for name in names])
    chances: Floats = np.clip(1 / (1 + np.exp(-odds)), 0.02, 0.99)
    return chances


def cross_validated(known: Sequence[Reading]) -> Floats:
    """The chance of each reading, from the articles of the other folds."""
    number = {name: k for k, name in enumerate(sorted({r.article for r in known}))}
    chances = np.zeros(len(known))
    for fold in range(FOLDS):
        inside = [number[r.article] % FOLDS == fold for r in known]
        weights = fit([r for r, held in zip(known, inside, strict=True) if not held])
        held = [r for r, out in zip(known, inside, strict=True) if out]
        if held:
            chances[np.array(inside)] = predict(weights, held)
    return chances


def bins(chances: Floats, right: Floats, count: int) -> list[tuple[int, float, float]]:
    """Readings from the least to the most sure in groups of one size: size, mean chance, share."""
    order = np.argsort(chances, kind="stable")
    return [
        (len(part), float(chances[part].mean()), float(right[part].mean()))
        for part in np.array_split(order, count)
        if len(part)
    ]


def calibration_error(chances: Floats, right: Floats, count: int = BINS) -> float:
    """Expected calibration error: how far chance and share lie apart, over the groups."""
    parts = bins(chances, right, count)
    return sum(n * abs(chance - share) for n, chance, share in parts) / len(chances)


def ranking(chances: Floats, right: Floats) -> float:
    """Chance that a right reading is ranked before a wrong one; ties count half."""
    good, bad = chances[right == 1], chances[right == 0]
    if not len(good) or not len(bad):
        return float("nan")
    above = (good[:, None] > bad).mean() + (good[:, None] == bad).mean() / 2
    return float(above)


def _row(name: str, chances: Floats, right: Floats, count: int = BINS) -> str:
    brier = float(((chances - right) ** 2).mean())
    cells = (right.mean(), chances.mean(), calibration_error(chances, right, count))
    numbers = " | ".join(f"{c:.3f}" for c in (*cells, brier, ranking(chances, right)))
    return f"| {name} | {len(right)} | {numbers} |"


def report(found: Sequence[Reading], tables: Mapping[str, Mapping[str, float]]) -> None:
    say = sys.stdout.write
    say("| statements | judged | share right | mean confidence | ECE | Brier | ranking |\n")
    say("|---|---|---|---|---|---|---|\n")
    typed: list[tuple[Floats, Floats]] = []
    for family in FAMILIES:
        known = [r for r in found if r.family == family and r.group != HELD_OUT]
        right = np.array([float(r.right) for r in known])
        chances = cross_validated(known)
        say(_row(f"{family}, cross-validated", chances, right) + "\n")
        say(_row(f"{family}, first guess", np.array([r.guess for r in known]), right) + "\n")
        held = [r for r in found if r.family == family and r.group == HELD_OUT]
        there = np.array([float(r.right) for r in held])
        say(_row(f"{family}, `{HELD_OUT}`", predict(tables[family], held), there, 5) + "\n")
        if family != "open":
            typed.append((chances, right))
    chances, right = (np.concatenate(parts) for parts in zip(*typed, strict=True))
    say(_row("typed, cross-validated", chances, right) + "\n\n")
    say("| confidence of typed statements (mean of a tenth) | judged | share right |")
    say("\n|---|---|---|\n")
    for size, chance, share in bins(chances, right, BINS):
        say(f"| {chance:.3f} | {size} | {share:.3f} |\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--fit", action="store_true", help=f"write {TABLE.name} anew")
    parser.add_argument(
        "--readers", type=Path, help="readers of the training's folds, so that none knows its text"
    )
    options = parser.parse_args()
    check_folder(options.folder)
    found = readings(options.folder, options.readers)
    fitted = [r for r in found if r.group != HELD_OUT]
    tables = {family: fit([r for r in fitted if r.family == family]) for family in FAMILIES}
    if options.fit:
        about = {
            "judged": {f: sum(r.family == f for r in fitted) for f in FAMILIES},
            "sets": list(FITTED),
        }
        contents = json.dumps({"about": about, "weights": tables}, indent=1, sort_keys=True)
        TABLE.write_text(contents + "\n", "utf-8")
    report(found, tables)


if __name__ == "__main__":
    main()
