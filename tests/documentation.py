"""The documentation's own commands, run as a reader runs them.

Every fence in the Markdown files that is code is run:

* one that follows ``<!-- file: NAME -->`` is written to that file;
* each ``$`` line of a ``console`` fence is run, and the lines below it are what it printed;
* each ``>>>`` line of a ``pycon`` fence likewise, in a Python that the page's fences share;
* a ``python`` or ``sh`` fence is run, and must not fail, unless ``<!-- not run: WHY -->`` stands
  before it;
* each ``sparql`` fence is asked of the sample graph (``test_docs.py``).

The files of one page share a folder, which also holds the repository's ``seeds`` and ``graphs``.

    python tests/documentation.py

builds the sample graph anew, takes its pictures, and writes all printed lines and the pages made
from the code (``reference.py``) anew; ``python tests/documentation.py reference`` those pages only.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt

from playing import Session, run, run_script
from reference import GENERATED

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "src/newsgraph/docs"
PAGES = (README, *sorted(DOCS.glob("*.md")))
SAMPLE = ROOT / "graphs/sample"
NOTEBOOK = DOCS / "tutorial.ipynb"
PICTURE = DOCS / "viewer.png"
SCREENS = ROOT / "tests/browser/screens"

#: What the README tells to build the sample with.
BUILD_SAMPLE = "newsgraph build seeds/articles -o graphs/sample"

_FILE = re.compile(r"<!-- file: (\S+) -->")
_NOT_RUN = re.compile(r"<!-- not run: (.+) -->")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced block of a Markdown file."""

    language: str
    content: str
    start: int  #: line of its first line of content, from 0
    end: int  #: line of the closing fence
    file: str | None  #: name of the file it shows
    not_run: str | None  #: why it is not run


def fences(markdown: str) -> list[Fence]:
    """Return the fenced blocks in order."""
    found: list[Fence] = []
    file = not_run = None
    for token in MarkdownIt().parse(markdown):
        if token.type == "fence" and token.map:
            start, end = token.map
            found.append(
                Fence(
                    language=token.info.strip(),
                    content=token.content,
                    start=start + 1,
                    end=end - 1,
                    file=file,
                    not_run=not_run,
                )
            )
        marker = _FILE.search(token.content) if token.type == "html_block" else None
        file = marker[1] if marker else None
        marker = _NOT_RUN.search(token.content) if token.type == "html_block" else None
        not_run = marker[1] if marker else None
    return found


def rewritten(markdown: str, folder: Path) -> str:
    """Run a page in an empty folder; return it with what its commands print now."""
    for name in ("seeds", "graphs"):
        (folder / name).symlink_to(ROOT / name)
    lines = markdown.split("\n")
    shift = 0
    session = Session(folder)
    for fence in fences(markdown):
        if fence.file:
            (folder / fence.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / fence.file).write_text(fence.content, encoding="utf-8")
        elif fence.language == "python" and not fence.not_run:
            session.run(fence.content)
        elif fence.language == "sh" and not fence.not_run:
            run_script(fence.content, folder)
        elif fence.language in {"console", "pycon"}:
            shown = (
                session.play(fence.content)
                if fence.language == "pycon"
                else [line for command in _commands(fence) for line in _play(command, folder)]
            )
            lines[fence.start + shift : fence.end + shift] = shown
            shift += len(shown) - (fence.end - fence.start)
    return "\n".join(lines)


def _commands(fence: Fence) -> Iterator[list[str]]:
    """Yield the lines of each command of a session: the first and those it goes on in."""
    command: list[str] = []
    for line in fence.content.split("\n"):
        if line.startswith("$ "):
            command = [line]
        elif command and command[-1].endswith("\\"):
            command.append(line)
        else:
            continue
        if not line.endswith("\\"):
            yield command


def _play(command: list[str], folder: Path) -> list[str]:
    printed = run("\n".join(command).removeprefix("$ "), folder)
    return command + [line.rstrip() for line in printed.splitlines()]


def _take_pictures() -> None:
    """Photograph the sample's viewer: one for the README, the others for who looks."""
    from playwright.sync_api import sync_playwright

    import newsgraph
    from factory_graph import generated_graph
    from newsgraph.exporting import html

    sample = newsgraph.load(SAMPLE)

    def telling(fact: newsgraph.Fact) -> tuple[bool, int, bool, str]:
        ends = [sample.graph.entities.get(str(end)) for end in (fact.subject, fact.object)]
        coloured = sample.vocabulary.relations[fact.relation].quad is not None
        return all(end and end.named for end in ends), len(fact.documents), coloured, fact.id

    best = max(sample.graph.facts.values(), key=telling)
    ids = {entity.name: entity.id for entity in sample.graph.entities.values()}
    article = min(sample.graph.documents)
    page = SAMPLE / "view.html"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.html"
        html.write(generated_graph(2000), large, vocabulary=sample.vocabulary)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("NEWSGRAPH_CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        take = partial(_take, browser)
        take(PICTURE, page, f"e={best.id}")
        take(SCREENS / "light.png", page)
        take(SCREENS / "dark.png", page, f"n={ids['KFOR']}", dark=True)
        take(SCREENS / "narrow.png", page, f"n={ids['KFOR']}", width=420)
        take(SCREENS / "phone.png", page, f"e={best.id}", width=390, whole=True)
        take(SCREENS / "fact-dark.png", page, f"e={best.id}", dark=True)
        take(SCREENS / "tablet.png", page, f"n={ids['KFOR']}", width=900)
        take(SCREENS / "nothing.png", page, "least=1&off=kind:person&off=kind:place")
        take(SCREENS / "path.png", page, f"p={ids['KFOR']}&q={ids['Montenegro']}")
        take(SCREENS / "timeline.png", page, "from=2026-03-12&to=2026-04-30")
        take(SCREENS / "article.png", page, f"d={article}")
        take(SCREENS / "list.png", page, "view=list&table=statements")
        take(SCREENS / "folded.png", page, click="#fold-all")
        take(SCREENS / "2000.png", large)
        browser.close()


def _take(
    browser: Browser,
    picture: Path,
    page: Path,
    address: str = "",
    *,
    width: int = 1280,
    dark: bool = False,
    click: str = "",
    whole: bool = False,
) -> None:
    picture.parent.mkdir(exist_ok=True)
    scheme: Literal["dark", "light"] = "dark" if dark else "light"
    opened = browser.new_page(
        viewport={"width": width, "height": 800}, color_scheme=scheme, has_touch=whole
    )
    opened.goto(f"{page.as_uri()}#{address}")
    opened.wait_for_selector("body[data-ready]")
    if click:
        opened.click(click)
    opened.wait_for_timeout(1500)  # the map moves to what is chosen
    opened.screenshot(path=picture, full_page=whole)
    opened.close()


def main(only: str = "") -> None:
    """Bring sample, picture and pages up to date."""
    for name, write in GENERATED.items():
        try:
            (DOCS / name).write_text(write(), encoding="utf-8", newline="\n")
        except PackageNotFoundError as error:
            sys.stderr.write(f"{name} stays as it is: {error}; pip install -e '.[dev,ftm,train]'\n")
    if only == "reference":
        return
    run(BUILD_SAMPLE, ROOT)
    _take_pictures()
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            new = rewritten(page.read_text(encoding="utf-8"), Path(folder))
            page.write_text(new, encoding="utf-8", newline="\n")
    write_notebook()


def write_notebook() -> None:
    """Write what the notebook prints anew."""
    import nbformat

    from notebooks import executed, kept

    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(kept(executed(NOTEBOOK, Path(folder))), NOTEBOOK)


if __name__ == "__main__":
    main(*sys.argv[1:])
