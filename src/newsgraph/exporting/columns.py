"""The tables as Parquet, for pandas, polars, DuckDB and other tools of columns; needs pyarrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgraph.errors import PluginError
from newsgraph.exporting.attributes import Scalar
from newsgraph.exporting.tables import entity_rows, fact_rows, statement_rows
from newsgraph.graph import KnowledgeGraph
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 20_000  #: rows of a group: what is held at a time


def write_entities(graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary) -> None:
    """Write one row per entity."""
    _write(path, entity_rows(graph, vocabulary))


def write_facts(graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary) -> None:
    """Write one row per fact."""
    _write(path, fact_rows(graph, vocabulary))


def write_statements(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    store_text: StoreText = StoreText.QUOTES,
) -> None:
    """Write one row per statement."""
    _write(path, statement_rows(graph, vocabulary, store_text))


def _write(path: Path, rows: Iterable[dict[str, Scalar]]) -> None:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise PluginError(
            "Parquet needs the package pyarrow", hint="pip install 'newsgraph[parquet]'"
        ) from error
    pending = iter(rows)
    first = list(islice(pending, _ROWS))
    schema = pa.schema([(name, _type(pa, value)) for name, value in (first or [{}])[0].items()])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(first, pending):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _groups(
    first: list[dict[str, Scalar]], rest: Iterator[dict[str, Scalar]]
) -> Iterator[list[dict[str, Scalar]]]:
    group = first
    while group:
        yield group
        group = list(islice(rest, _ROWS))


def _type(pa: Any, value: Scalar) -> pa.DataType:  # noqa: ANN401  # a module
    kinds: dict[type, Callable[[], pa.DataType]] = {
        bool: pa.bool_,
        int: pa.int64,
        float: pa.float64,
        str: pa.string,
    }
    return kinds[type(value)]()
