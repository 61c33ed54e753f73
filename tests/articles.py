"""Three short articles for tests that go all the way from files to a graph."""

from __future__ import annotations

from pathlib import Path

PIER = """---
title: Norland visits Brenna
date: 2025-03-04
publisher: Brenna Post
url: https://post.example/pier
---
Norland visits Brenna

Prime Minister Ella Norland visited Brenna on Tuesday. She met Mayor Tomas Hale, who criticised
the government of Vedria. "Vedria did not support the island," Hale said.

Norland leads the Harbour Party. The Harbour Party supports the treaty with Vedria.
"""

TALKS = """Vedria and Brenna reach agreement

Ella Norland, the prime minister, will meet President Ivo Brandt in Oslo next week. Brandt praised
Norland. The European Union supports the talks, but the Nova Party rejected them on Friday.
"""

DENIAL = """# Nova denies funding

The Nova Party denied that it had attacked the harbour office. Police in Oslo arrested
Karl Brandt, the brother of President Ivo Brandt, on Monday.
"""

ARTICLES = {"pier.txt": PIER, "talks.txt": TALKS, "denial.md": DENIAL}


def write_articles(folder: Path) -> Path:
    """Write the articles to a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
