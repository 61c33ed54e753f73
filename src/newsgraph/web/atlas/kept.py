"""An atlas kept beside the dataset that it describes, so that it is there when a server starts."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Collection
from dataclasses import fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Store

import newsgraph
from newsgraph.rdf.store import content_mark, is_oxigraph, put_if_possible
from newsgraph.web.atlas.atlas import Atlas
from newsgraph.web.atlas.columns import Columns, Statements
from newsgraph.web.atlas.communities import Regions
from newsgraph.web.atlas.names import Index, Names
from newsgraph.web.atlas.network import Network

#: Changes whenever an atlas of the same dataset comes out otherwise.
_FORMAT = 1
_FILE = "atlas.npz"
_TEXTS = "texts"


def keep(atlas: Atlas, dataset: Path, hidden: Collection[str]) -> None:
    """Keep an atlas in the folder of its dataset; do nothing where that cannot be.

    Args:
        atlas: What was made of the dataset.
        dataset: An Oxigraph folder that stays as it is; a file is not kept anything for.
        hidden: Relations that tie nobody.
    """
    if not is_oxigraph(dataset):
        return
    columns, regions, index = atlas.columns, atlas.regions, atlas.names.index
    texts = {
        "key": _key(dataset, atlas.iris.base, hidden),
        "relations": columns.relations,
        "entities": columns.entities,
        "names": columns.names,
        "aliases": columns.aliases,
        "totals": [columns.documents, columns.outlets, columns.period, regions.others],
        "keys": index.keys,
        "words": index.words,
    }
    arrays: dict[str, NDArray[Any]] = {
        _TEXTS: np.frombuffer(json.dumps(texts).encode(), dtype=np.uint8),
        **{f.name: getattr(columns.statements, f.name) for f in fields(Statements)},
        "articles": columns.articles,
        "of": regions.of,
        "members": np.concatenate([np.zeros(0, np.int32), *regions.members]),
        "ends": np.cumsum([0, *map(len, regions.members)]),
        "between": regions.between,
        **{name: getattr(index, name) for name in ("named", "rows", "starts")},
    }
    with put_if_possible(dataset / _FILE) as draft, draft.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def kept(store: Store, dataset: Path, base: str, hidden: Collection[str]) -> Atlas | None:
    """Return the atlas that was kept of a dataset; ``None`` if it is of another, or damaged."""
    if not (dataset / _FILE).is_file():
        return None
    try:
        with np.load(dataset / _FILE, allow_pickle=False) as file:
            texts = json.loads(bytes(file[_TEXTS]))
            if texts["key"] != _key(dataset, base, hidden):
                return None
            return _atlas(store, base, hidden, texts, dict(file.items()))
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile):
        return None


def _atlas(
    store: Store,
    base: str,
    hidden: Collection[str],
    texts: dict[str, Any],
    arrays: dict[str, NDArray[Any]],
) -> Atlas:
    documents, outlets, period, others = texts["totals"]
    columns = Columns(
        statements=Statements(*(arrays[f.name] for f in fields(Statements))),
        relations=texts["relations"],
        entities=texts["entities"],
        numbers={id_: i for i, id_ in enumerate(texts["entities"])},
        names=texts["names"],
        aliases=[(number, name) for number, name in texts["aliases"]],
        articles=arrays["articles"],
        documents=documents,
        outlets=outlets,
        period=tuple(period) if period else None,
    )
    network = Network(columns, hidden)
    index = Index(texts["keys"], arrays["named"], texts["words"], arrays["rows"], arrays["starts"])
    weight = network.strength + columns.articles
    members = [arrays["members"][first:end] for first, end in pairwise(arrays["ends"].tolist())]
    return Atlas(
        store,
        base,
        columns,
        network,
        Names(columns.names, columns.aliases, weight, index),
        Regions(arrays["of"], members, arrays["between"], others),
    )


def _key(dataset: Path, base: str, hidden: Collection[str]) -> str:
    """Return what changes with the content of a dataset, and with how an atlas is made of it."""
    told = hashlib.sha256()
    for part in (str(_FORMAT), newsgraph.__version__, base, *sorted(hidden)):
        told.update(part.encode() + b"\0")
    told.update(content_mark(dataset).encode())
    return told.hexdigest()
