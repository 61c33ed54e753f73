"""Scores ``newsgraph facts`` on the development sentences of CaRB."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("../shared/benchmarks"))
    script = parser.parse_args().folder / "carb_score.py"
    if not script.is_file():
        sys.exit(f"no {script}: name its folder with --folder")
    with tempfile.TemporaryDirectory() as folder:
        sentences, facts = Path(folder) / "sentences.txt", Path(folder) / "facts.jsonl"
        with sentences.open("wb") as out:
            subprocess.run([sys.executable, str(script), "--sentences"], stdout=out, check=True)
        command = [sys.executable, "-m", "newsgraph", "facts", "--sentences", str(sentences)]
        with facts.open("wb") as out:
            subprocess.run(command, stdout=out, check=True)
        subprocess.run([sys.executable, str(script), str(facts)], check=True)


if __name__ == "__main__":
    main()
