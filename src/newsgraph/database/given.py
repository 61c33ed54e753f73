"""What people have given a graph beside its articles: judgements, and names known beforehand.

Copies of both files lie in the database, so that whoever changes the graph decides by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsgraph.database.layout import Place, disk_errors
from newsgraph.gazetteer import Entry, read_names
from newsgraph.judgements import Judgement, read_judgements


@dataclass(frozen=True, slots=True)
class Given:
    """Both; empty ones mean that the rules decide alone."""

    judgements: tuple[Judgement, ...] = ()
    names: tuple[Entry, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything is given."""
        return bool(self.judgements or self.names)


def read_given(place: Place) -> Given:
    """Read the copies.

    Raises:
        ReadError: One is damaged.
    """
    judged, named = place.judgements, place.names
    return Given(
        judgements=tuple(read_judgements(judged)) if judged.is_file() else (),
        names=read_names(named) if named.is_file() else (),
    )


def differing(place: Place, judgements: str | None, names: str | None) -> list[tuple[Path, bytes]]:
    """Return which of the copies are to be another file, and the content of that.

    Args:
        place: The database.
        judgements: File to copy; ``None`` lets the copy be as it is, as does ``names``.
        names: Likewise.

    Raises:
        ReadError: A file cannot be read, or a line of it is damaged.
    """
    return [
        *_differing(place.judgements, judgements, read_judgements),
        *_differing(place.names, names, read_names),
    ]


def _differing(
    copy: Path, file: str | None, read: Callable[[Path], Sequence[object]]
) -> Iterator[tuple[Path, bytes]]:
    if file is None:
        return
    path = Path(file)
    content = path.read_bytes() if read(path) else b""
    if content != (copy.read_bytes() if copy.is_file() else b""):
        yield copy, content


def write_given(place: Place, copies: list[tuple[Path, bytes]]) -> None:
    """Write copies; one without content goes."""
    with disk_errors(f"writing {place.graph.name}"):
        for copy, content in copies:
            if not content:
                copy.unlink(missing_ok=True)
                continue
            draft = copy.with_suffix(".draft")
            draft.write_bytes(content)
            draft.replace(copy)
