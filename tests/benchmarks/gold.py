"""Scores ``newsgraph extract`` against annotated articles, one table row a set."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

#: Column → metric of the scoring script.
COLUMNS = {
    "ent F1 named": "ent_F1_named",
    "type": "type_acc",
    "coarse": "type_acc_coarse",
    "aliases": "alias_R_named",
    "lenient R imp3": "fact_R_len_imp3",
    "strict R imp2+3": "fact_R_str_imp23",
    "lenient P covered": "fact_P_len_covered",
    "strict P covered": "fact_P_str_covered",
    "speakers": "speaker_acc",
}
RELATIONS = Path(__file__).with_name("relmap.json")


def extract(articles: Sequence[Path], folder: Path) -> None:
    """Write one JSON file for each article that ``newsgraph extract`` could read."""
    command = [sys.executable, "-m", "newsgraph", "extract", *map(str, articles)]
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if not run.stdout:
        sys.exit("newsgraph extract gave nothing: see its message above")
    for line in run.stdout.split("\n"):
        if line:
            name = json.loads(line)["doc"]
            (folder / f"{name}.json").write_text(line, encoding="utf-8")


def score(gold: Path, found: Path, script: Path) -> dict[str, float]:
    command = [sys.executable, str(script), str(gold), str(found), "--json"]
    command += ["--relmap", str(RELATIONS)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    micro: dict[str, float] = json.loads(run.stdout)["micro"]
    return micro


def measure(gold: Path, script: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        extract(sorted(gold.glob("*.txt")), Path(folder))
        return score(gold, Path(folder), script)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", help="names of sets; all if none is given")
    parser.add_argument("--folder", type=Path, default=Path("../shared/gold"))
    options = parser.parse_args()
    script = options.folder / "score.py"
    if not script.is_file():
        sys.exit(f"no annotated articles in {options.folder}: name their folder with --folder")
    found = [path.name for path in sorted(options.folder.iterdir()) if path.is_dir()]
    sys.stdout.write(" | ".join(["set", *COLUMNS]) + "\n")
    for name in options.sets or found:
        metrics = measure(options.folder / name, script)
        cells = [f"{metrics[metric]:.3f}" for metric in COLUMNS.values()]
        sys.stdout.write(" | ".join([name, *cells]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
