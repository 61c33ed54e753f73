"""The vocabulary as files to be published: ontology, shapes, context, and a page for people."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined

from newsgraph.errors import ExportError
from newsgraph.exporting.linked_json import write_context
from newsgraph.rdf.ontology import describe_vocabulary
from newsgraph.rdf.ordering import triple_order
from newsgraph.rdf.serialisation import serialise
from newsgraph.rdf.terms import NG
from newsgraph.rdf.validation import shapes
from newsgraph.vocabulary import Vocabulary
from newsgraph.vocabulary.schema import EntityClass, RelationType

Item = TypeVar("Item", EntityClass, RelationType)

FILES = ("context.jsonld", "index.html", "ontology.ttl", "shapes.ttl")


def publish(vocabulary: Vocabulary, folder: Path) -> None:
    """Write ``FILES`` into a folder, which is made if it is not there.

    Raises:
        ExportError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ontology.ttl").write_bytes(ontology(vocabulary))
        (folder / "shapes.ttl").write_text(shapes(), encoding="utf-8", newline="\n")
        context = json.dumps(write_context(vocabulary), ensure_ascii=False, indent=1)
        (folder / "context.jsonld").write_text(f"{context}\n", encoding="utf-8", newline="\n")
        (folder / "index.html").write_text(page(vocabulary), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ExportError(
            f"{folder.name} cannot be written: {error.strerror}", hint="name another folder"
        ) from error


def ontology(vocabulary: Vocabulary) -> bytes:
    """Return the vocabulary as OWL and SKOS in Turtle."""
    return serialise(sorted(describe_vocabulary(vocabulary), key=triple_order), "turtle")


def page(vocabulary: Vocabulary) -> str:
    """Return the vocabulary as an HTML page that needs nothing beside it."""
    environment = Environment(
        loader=PackageLoader("newsgraph.exporting", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    groups: dict[str, list[RelationType]] = defaultdict(list)
    for relation in vocabulary.relations.values():
        groups[relation.group].append(_spelt(relation, vocabulary))
    return environment.get_template("vocabulary.html.jinja").render(
        namespace=NG,
        classes=[_spelt(item, vocabulary) for item in vocabulary.classes.values()],
        relations=vocabulary.relations,
        names=vocabulary.classes.keys(),
        groups=dict(sorted(groups.items())),
    )


def _spelt(item: Item, vocabulary: Vocabulary) -> Item:
    """Write the mappings as whole IRIs."""
    split = (curie.partition(":") for curie in item.mappings)
    return replace(
        item, mappings=tuple(vocabulary.prefixes[prefix] + name for prefix, _, name in split)
    )
