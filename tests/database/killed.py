"""A writer to be killed: changes articles for as long as it lives, and says what is committed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

from factory_news import RELATIONS, THINGS, make_article
from newsgraph.database.working import Database
from newsgraph.model import Extraction
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin


def version_of(number: int, version: int) -> Extraction:
    """Return a version of an article: the same whoever asks."""
    choose = random.Random(f"{number} {version}")
    names = [choose.sample(sorted(THINGS), 2) for _ in range(3)]
    said = [(a, choose.choice(RELATIONS), b, False, None) for a, b in names]
    return make_article(number, said, version)  # type: ignore[arg-type]  # tuples of five


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(graph: str, seed: str) -> None:
    """Change the graph for ever; say ``put NUMBER VERSION`` or ``gone NUMBER`` when it is done."""
    choose = random.Random(seed)
    with Database(Path(graph), builtin(), settings=Settings()) as database:
        say("open")
        while True:
            number, version = choose.randrange(6), choose.randrange(1000)
            draw = choose.random()
            if draw < 0.03:
                database.rebuild()
            elif draw < 0.25:
                article = version_of(number, version)
                if article.document.id in database.ledger.hashes():
                    database.remove(article.document.id)
                    say(f"gone {number}")
            else:
                database.put(version_of(number, version), str(version))
                say(f"put {number} {version}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
