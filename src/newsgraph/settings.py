"""Every choice a user can make about a build, in one frozen object.

Later wins: default, TOML file (``newsgraph.toml`` unless another is named), environment variable
``NEWSGRAPH_<NAME>``, keyword.
"""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, Self
from urllib.parse import urlsplit

from newsgraph.errors import SettingsError

PREFIX = "NEWSGRAPH_"
#: Read from the working folder if it is there and no other file is named.
FILE = Path("newsgraph.toml")
_NUMBERS: Mapping[str, Callable[[str], float]] = {
    "min_confidence": float,
    "max_bytes": int,
    "max_expanded": int,
    "max_seconds": int,
    "fetch_delay": float,
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
#: What a column of a table may hold.
COLUMN_FIELDS = ("text", "title", "author", "date", "publisher", "url", "language")
DEFAULT_BASE = "https://newsgraph.invalid/"


class StoreText(StrEnum):
    """How much of each article is kept in what is written."""

    NONE = "none"  #: offsets only; the viewer then shows no sentences
    QUOTES = "quotes"  #: the sentences that a statement rests on
    FULL = "full"  #: the whole article


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices of one build. Values are checked on creation."""

    base: str = DEFAULT_BASE  #: IRI under which entities, statements and articles are named
    store_text: StoreText = StoreText.QUOTES
    model: str | None = None  #: name or folder of another spaCy pipeline; ``None``: the shipped one
    vocabulary: str | None = None  #: folder of YAML files laid over the built-in vocabulary
    names: str | None = None  #: CSV of names known beforehand, before the built-in ones
    judgements: str | None = None  #: JSON Lines of what people have decided about entities
    rules_only: bool = False  #: leave out what the trained relation reader finds beside the rules
    min_confidence: float = 0.0  #: statements below it are left out; 0–1
    max_bytes: int = 5_000_000  #: larger articles are refused; ten times that with pictures (PDF …)
    max_expanded: int = 2_000_000_000  #: bytes that are unpacked from one archive
    max_seconds: int = 60  #: for reading one PDF, page, book, e-mail or feed
    columns: str | None = None  #: of CSV and JSON Lines: ``text=body,title=headline``
    fetch: bool = False  #: fetch inputs that are web addresses; else they are an error
    fetch_private: bool = False  #: also from this machine and from private networks
    fetch_delay: float = 1.0  #: seconds between two pages of one site; more if it wants more
    language: str = "en"  #: the only language that is read; others are reported and skipped

    def __post_init__(self) -> None:
        """Refuse values that could only fail later, deep inside a build."""
        parts = urlsplit(self.base)
        if parts.scheme not in {"http", "https", "urn"} or not self.base.endswith(("/", ":")):
            _refuse("base", self.base, "an absolute IRI that ends in '/' or ':'")
        if any(character in '<>"{}|^`\\#?' or character <= " " for character in self.base):
            _refuse("base", self.base, "an IRI without spaces, quotes, brackets, # and ?")
        if not 0.0 <= self.min_confidence <= 1.0:
            _refuse("min_confidence", self.min_confidence, "a number from 0 to 1")
        if not 0.0 <= self.fetch_delay < math.inf:
            _refuse("fetch_delay", self.fetch_delay, "a number of seconds, not below 0")
        for name in ("max_bytes", "max_expanded", "max_seconds"):
            if getattr(self, name) < 1:
                _refuse(name, getattr(self, name), "a positive number")
        _ = self.column_map
        if self.language != "en":
            _refuse("language", self.language, "'en': the shipped analyser reads English only")

    @property
    def column_map(self) -> dict[str, str]:
        """The setting ``columns``: field of an article → column; empty if nothing is set.

        Raises:
            SettingsError: A part is no ``FIELD=COLUMN``, or the field is unknown.
        """
        pairs: dict[str, str] = {}
        for part in filter(str.strip, (self.columns or "").split(",")):
            field, _, column = (word.strip() for word in part.partition("="))
            if field not in COLUMN_FIELDS or not column:
                wanted = f"FIELD=COLUMN, apart by commas, with fields {' '.join(COLUMN_FIELDS)}"
                _refuse("columns", self.columns, wanted)
            pairs[field] = column
        return pairs

    @classmethod
    def load(
        cls,
        path: Path | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        **keywords: object,
    ) -> Self:
        """Combine a TOML file, the environment and keywords; a keyword that is ``None`` is unset.

        Without ``path`` the file is ``FILE``, if it is there. With ``environ`` given nothing
        else around the program counts: neither its own environment nor ``FILE``.

        Raises:
            SettingsError: The file is unreadable, or a key is unknown or has a value of the wrong
                kind; the message names the key and where it stands.
        """
        values: dict[str, object] = {}
        if path is None and environ is None and FILE.is_file():
            path = FILE
        if path is not None:
            values |= _checked(_read_toml(path), path.name)
        values |= _checked(_from_environment(os.environ if environ is None else environ), "env")
        values |= _checked({k: v for k, v in keywords.items() if v is not None}, "keyword")
        return cls(**values)  # type: ignore[arg-type]  # _checked has converted each value


def _read_toml(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"settings file {path.name} cannot be read: {error.strerror}",
            hint="give the path of a TOML file",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"settings file {path.name} is not TOML: {error}") from error


def _from_environment(environ: Mapping[str, str]) -> Mapping[str, object]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX)
    }


def _checked(values: Mapping[str, object], where: str) -> dict[str, object]:
    """Refuse unknown keys and turn each value into the type of its field."""
    names = [field.name for field in fields(Settings)]
    for name in values:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"settings are: {', '.join(names)}"
            raise SettingsError(f"unknown setting {name!r} ({where})", hint=hint)
    return {name: _convert(name, value) for name, value in values.items()}


def _convert(name: str, value: object) -> object:
    if name == "store_text":
        if value not in list(StoreText):
            _refuse(name, value, f"one of {', '.join(StoreText)}")
        return StoreText(str(value))
    if name in _NUMBERS:
        try:
            return _NUMBERS[name](str(value))
        except ValueError:
            _refuse(name, value, "a number")
    if name in {"rules_only", "fetch", "fetch_private"}:
        if str(value).lower() not in _TRUTH:
            _refuse(name, value, "true or false")
        return _TRUTH[str(value).lower()]
    if not isinstance(value, str) or not value:
        _refuse(name, value, "text")
    return value


def _refuse(name: str, value: object, wanted: str) -> NoReturn:
    raise SettingsError(f"setting {name!r} is {value!r}", hint=f"it must be {wanted}")
