"""What people have decided about entities and statements: a file that only grows.

One JSON object a line. ``judgement`` says what: ``same``, ``not_same`` and ``undecided`` concern
two entities, ``name`` and ``class`` give one entity a value, ``reject`` takes back a statement,
``confirm`` says that a person has checked one.
``by``, ``when`` (ISO 8601) and ``why`` are told wherever the judgement is shown. A later line about
the same thing replaces an earlier one; ``undecided`` takes back ``same`` and ``not_same``.

An entity is written as its id, as ``id@article`` (its part in that article), or as its name if only
one entity has that name. ``id@article`` lasts longest: new articles do not change what it means.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from newsgraph.errors import ReadError


class Verdict(StrEnum):
    """What a judgement says."""

    SAME = "same"
    NOT_SAME = "not_same"
    UNDECIDED = "undecided"
    NAME = "name"
    CLASS = "class"
    REJECT = "reject"
    CONFIRM = "confirm"


_PAIRS = {Verdict.SAME, Verdict.NOT_SAME, Verdict.UNDECIDED}
OF_STATEMENTS = {Verdict.REJECT, Verdict.CONFIRM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision; ``other`` is an entity, a name or a class; empty for a statement."""

    judgement: Verdict
    one: str  #: an entity, or a statement's id
    other: str = ""
    by: str = ""
    when: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse what says nothing."""
        of_statement = self.judgement in OF_STATEMENTS
        if not self.one or bool(self.other) == of_statement:
            needs = "a statement" if of_statement else "'one' and 'other'"
            raise ValueError(f"{self.judgement} needs {needs}")
        if self.judgement in _PAIRS and self.one == self.other:
            raise ValueError("an entity is compared with itself")
        if self.when:
            datetime.fromisoformat(self.when)

    @property
    def subject(self) -> tuple[str, ...]:
        """What it is about: of two judgements about the same the later holds."""
        if self.judgement in _PAIRS:
            return ("pair", *sorted((self.one, self.other)))
        if self.judgement in OF_STATEMENTS:
            return ("statement", self.one)
        return (self.judgement, self.one)

    @property
    def told(self) -> str:
        """The judgement in words, for reports and explanations."""
        who = f" by {self.by}" if self.by else ""
        when = f" on {self.when}" if self.when else ""
        why = f": {self.why}" if self.why else ""
        verb = {"same": "is the same as", "not_same": "is not the same as"}.get(self.judgement)
        verb = verb or {"name": "is called", "class": "is a"}.get(self.judgement, "and")
        end = " undecided" if self.judgement is Verdict.UNDECIDED else ""
        alone = "is confirmed" if self.judgement is Verdict.CONFIRM else "is rejected"
        said = f"{self.one} {verb} {self.other}{end}" if self.other else f"{self.one} {alone}"
        return f"judged{who}{when}: {said}{why}"


def read_judgements(path: Path) -> list[Judgement]:
    """Read a file of judgements, in the order of its lines; blank lines are skipped.

    Raises:
        ReadError: The file cannot be read, or a line is no judgement; names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(
            f"judgements {path.name} cannot be read", hint="give a UTF-8 file of JSON Lines"
        ) from error
    return [_parse(line, n, path.name) for n, line in enumerate(lines, start=1) if line.strip()]


def _parse(line: str, number: int, name: str) -> Judgement:
    try:
        record = json.loads(line)
        fields = {key: str(value) for key, value in record.items() if key != "judgement"}
        return Judgement(judgement=Verdict(record["judgement"]), **fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(
            f"{name}, line {number}: not a judgement ({error})",
            hint='like {"judgement": "same", "one": "…", "other": "…", "by": "…", "why": "…"}',
        ) from error


def append_judgement(path: Path | str, judgement: Judgement) -> None:
    """Add a judgement at the end of a file, which is made if it is not there.

    Raises:
        ReadError: The file cannot be written.
    """
    append_judgements(Path(path), [judgement])


def append_judgements(path: Path, judgements: Sequence[Judgement]) -> None:
    """Add judgements at the end of a file, which is made if it is not there; all or none.

    While one program adds, another that adds waits.

    Raises:
        ReadError: The file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 1))
            missing_end = file.read(1) not in {b"", b"\n"}
            file.write(("\n" * missing_end + dump_judgements(judgements)).encode())
    except OSError as error:
        raise ReadError(
            f"judgements {path.name} cannot be written: {error.strerror}",
            hint="name another file with --judgements",
        ) from error


def dump_judgements(judgements: Iterable[Judgement]) -> str:
    """Return judgements as JSON Lines, in their order; what is empty is left out."""
    records = ({k: v for k, v in asdict(j).items() if v} for j in judgements)
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def in_force(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return what holds: of judgements about the same thing the last, in the order of the file."""
    last = {judgement.subject: judgement for judgement in judgements}
    return [j for j in judgements if last[j.subject] is j and j.judgement is not Verdict.UNDECIDED]


def today() -> str:
    """Return the date for a judgement made now."""
    return date.today().isoformat()
