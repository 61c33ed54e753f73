"""Whether newsgraph can work as it is installed here, and what to do if it cannot.

Each check stands by itself and imports what it checks: one that breaks tells so and stops no other.
"""

from __future__ import annotations

import os
import platform
import shutil
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import NewsgraphError

if TYPE_CHECKING:
    from packaging.requirements import Requirement

_PACKAGE: Final = "newsgraph"
_OLDEST: Final = (3, 11)
_REPAIR: Final = "reinstall newsgraph: pip install --force-reinstall newsgraph"
#: Extra → what it is needed for; the others are for those who change newsgraph.
EXTRAS: Final = {
    "web": "serve, push, pull, --fetch",
    "validate": "validate",
    "parquet": "export -f parquet",
    "ftm": "export -f ftm",
}
_ROOM: Final = 200_000_000  #: bytes of free disk below which a build may fail
_SENTENCE: Final = "Lena Novak visited Oslo."


class State(StrEnum):
    """How a check ended."""

    OK = "ok"
    NOTE = "note"  #: something that is not needed is not there
    ERROR = "error"  #: newsgraph, or a part of it, cannot work


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found."""

    topic: str
    state: State
    message: str
    hint: str = ""  #: what to do; empty if there is nothing to do


def check_installation() -> list[Finding]:
    """Check Python, packages, model files, extras, places to write to, the locale and settings.

    Nothing is changed but for one temporary file, and nothing is asked of a network.

    Returns:
        At least one finding for each topic, in the order of the checks.

    >>> {finding.topic for finding in check_installation()} >= {"python", "models", "locale"}
    True
    """
    return [finding for topic, check in _CHECKS for finding in _run(topic, check)]


def _run(topic: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except NewsgraphError as error:
        return [_error(topic, str(error), error.hint)]
    except Exception as error:  # a broken installation breaks in ways that nobody foresees
        return [_error(topic, f"{type(error).__name__}: {error}", _REPAIR)]


def _ok(topic: str, message: str) -> Finding:
    return Finding(topic=topic, state=State.OK, message=message)


def _note(topic: str, message: str, hint: str) -> Finding:
    return Finding(topic=topic, state=State.NOTE, message=message, hint=hint)


def _error(topic: str, message: str, hint: str) -> Finding:
    return Finding(topic=topic, state=State.ERROR, message=message, hint=hint)


def _python() -> Iterator[Finding]:
    told = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < _OLDEST or struct.calcsize("P") < 8:
        yield _error("python", told, "install a 64-bit Python 3.11 or later")
    else:
        yield _ok("python", told)


def _packages() -> Iterator[Finding]:
    """Compare each package with what newsgraph asks for; all that fit are one finding."""
    fitting = 0
    for requirement in _requirements(None):
        if fault := _fault(requirement):
            yield _error("packages", fault, f"pip install '{requirement}'")
        else:
            fitting += 1
    told = f"newsgraph {_version(_PACKAGE)} and {fitting} packages as it needs them"
    yield _ok("packages", told)


def _extras() -> Iterator[Finding]:
    for extra, uses in EXTRAS.items():
        lacking = [r.name for r in _requirements(extra) if _fault(r)]
        if lacking:
            told = f"{extra} ({uses}): {', '.join(lacking)} not installed"
            yield _note("extras", told, f"if you want it: pip install 'newsgraph[{extra}]'")
        else:
            yield _ok("extras", f"{extra} ({uses})")


def _requirements(extra: str | None) -> Iterator[Requirement]:
    """Yield what newsgraph always needs, or what it needs for one extra."""
    from packaging.requirements import Requirement

    for line in requires(_PACKAGE) or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or "extra" not in str(marker):
            wanted = extra is None and (marker is None or marker.evaluate())
        else:
            wanted = extra is not None and marker.evaluate({"extra": extra})
        if wanted:
            yield requirement


def _fault(requirement: Requirement) -> str | None:
    found = _version(requirement.name)
    if found is None:
        return f"{requirement.name} is not installed"
    if requirement.specifier.contains(found, prereleases=True):
        return None
    return f"{requirement.name} is {found}, not {requirement.specifier}"


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _analyser() -> Iterator[Finding]:
    """Compare the files of the model with their checksums, and open them."""
    from newsgraph.analysis.session import Model

    Model()
    yield _ok("models", "analyser: all files are there and undamaged")


def _relation_reader() -> Iterator[Finding]:
    from newsgraph.statements.learned import ReaderModel

    ReaderModel()
    yield _ok("models", "relation reader: all files are there and undamaged")


def _data() -> Iterator[Finding]:
    from newsgraph.gazetteer import builtin as names
    from newsgraph.vocabulary import builtin

    loaded = builtin()
    counts = f"{len(loaded.classes)} entity classes, {len(loaded.relations)} relations"
    yield _ok("data", f"vocabulary of {counts}; {len(names().entries)} known names")


def _reading() -> Iterator[Finding]:
    from newsgraph.pipeline import extract
    from newsgraph.reading import make_document

    extraction = extract(make_document(_SENTENCE))
    if any(statement.relation == "visits" for statement in extraction.statements):
        yield _ok("reading", f"“{_SENTENCE}” is read as it should be")
    else:
        yield _error("reading", f"“{_SENTENCE}” gives no fact", _REPAIR)


def _places() -> Iterator[Finding]:
    """Look where a build writes: the folder for temporary files, and the one it is run in."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"newsgraph")
        file.flush()
        free = shutil.disk_usage(file.name).free
    told = f"temporary files can be written; {free / 1e9:.1f} GB are free"
    if free < _ROOM:
        yield _note("places", told, "make room, or set TMPDIR to a folder on another disk")
    else:
        yield _ok("places", told)
    if os.access(Path.cwd(), os.W_OK):
        yield _ok("places", "the current folder can be written to")
    else:
        told = "the current folder cannot be written to"
        yield _note("places", told, "name a folder that can be with -o")


def _locale() -> Iterator[Finding]:
    """Look at the encoding of file names; articles and output do not depend on the locale."""
    name = sys.getfilesystemencoding()
    if name.lower().replace("-", "") == "utf8":
        yield _ok("locale", "UTF-8")
    else:
        told = f"names of files are {name}, not UTF-8"
        yield _note("locale", told, "set PYTHONUTF8=1, or names with accents are shown as \ufffd")


def _settings() -> Iterator[Finding]:
    from newsgraph.settings import FILE, PREFIX, Settings

    Settings.load()
    chosen = sorted(name for name in os.environ if name.startswith(PREFIX))
    file = f"from {FILE} and " if FILE.is_file() else ""
    yield _ok("settings", f"{file}from the environment: {', '.join(chosen) or 'none'}")


def _viewer() -> Iterator[Finding]:
    yield _ok("viewer", "view.html opens in any browser; to build one none is needed")


_CHECKS: Final = (
    ("python", _python),
    ("packages", _packages),
    ("models", _analyser),
    ("models", _relation_reader),
    ("data", _data),
    ("reading", _reading),
    ("extras", _extras),
    ("places", _places),
    ("locale", _locale),
    ("settings", _settings),
    ("viewer", _viewer),
)
