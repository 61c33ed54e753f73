"""``newsgraph vocabulary``: list what may be said, check a folder of additions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.building import VocabularyFolder
from newsgraph.cli.console import AsJson, say, say_json
from newsgraph.cli.examples import epilog

app = typer.Typer(
    help="List entity classes and relations; check your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command("list", epilog=epilog("vocabulary list"))
def list_all(vocabulary: VocabularyFolder = None, as_json: AsJson = False) -> None:
    """List the entity classes and relation types with their definitions."""
    loaded = newsgraph.Vocabulary.load(vocabulary)
    if as_json:
        say_json(_record(loaded))
        return
    say(f"Entity classes ({len(loaded.classes)})")
    for entity_class in loaded.classes.values():
        parents = ", ".join(entity_class.parents) or "(top)"
        say(f"  {entity_class.name} < {parents}: {entity_class.definition}")
    say()
    say(f"Relations ({len(loaded.relations)})")
    for relation in loaded.relations.values():
        ends = f"{' | '.join(relation.domain)} → {' | '.join(relation.range)}"
        say(f"  {relation.name} ({ends}): {relation.definition}")


def _record(vocabulary: newsgraph.Vocabulary) -> dict[str, object]:
    return {
        "classes": [
            {"name": c.name, "parents": list(c.parents), "definition": c.definition}
            for c in vocabulary.classes.values()
        ],
        "relations": [
            {
                "name": r.name,
                "domain": list(r.domain),
                "range": list(r.range),
                "definition": r.definition,
            }
            for r in vocabulary.relations.values()
        ],
    }


@app.command(epilog=epilog("vocabulary check"))
def check(
    folder: Annotated[Path, typer.Argument(help="Folder of YAML files.", metavar="FOLDER")],
) -> None:
    """Check a folder of classes, relations and lexicon against the built-in vocabulary.

    Exit code 0: it can be used; 2: the message names file, line and entry of the first fault.
    """
    loaded = newsgraph.Vocabulary.load(folder)
    counts = f"{len(loaded.classes)} entity classes, {len(loaded.relations)} relations"
    say(f"{folder.name} can be used; with the built-in vocabulary: {counts}")


@app.command(epilog=epilog("vocabulary publish"))
def publish(
    folder: Annotated[Path, typer.Argument(help="Folder to write.", metavar="DIR")],
    vocabulary: VocabularyFolder = None,
) -> None:
    """Write the vocabulary as an ontology, SHACL shapes, a JSON-LD context and an HTML page."""
    newsgraph.publish_vocabulary(newsgraph.Vocabulary.load(vocabulary), folder)
    say(f"written: {', '.join(sorted(path.name for path in folder.iterdir()))}")
