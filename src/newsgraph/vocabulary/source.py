"""YAML with line numbers: every value knows the file, line and entry it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from newsgraph.errors import VocabularyError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads ten times faster
_STRING = "tag:yaml.org,2002:str"
_NUMBERS = ("tag:yaml.org,2002:float", "tag:yaml.org,2002:int")
_BOOLEAN = "tag:yaml.org,2002:bool"


class Item:
    """One YAML value and where it stands."""

    __slots__ = ("_node", "entry", "file")

    def __init__(self, node: yaml.Node, *, file: str, entry: str) -> None:
        """Wrap a node; ``entry`` is the name of the top-level entry it belongs to."""
        self._node = node
        self.file = file
        self.entry = entry

    @property
    def line(self) -> int:
        """Line in the file, counted from 1."""
        return int(self._node.start_mark.line) + 1

    def error(self, problem: str, *, hint: str = "", line: int | None = None) -> VocabularyError:
        """Build (not raise) the error that points here, or at another line of this entry."""
        return fault(self.file, line or self.line, self.entry, problem, hint=hint)

    def text(self) -> str:
        """Return the string, with runs of white space made one space.

        Raises:
            VocabularyError: it is no string; ``no`` and ``2019`` are none in YAML.
        """
        node = self._node
        if not isinstance(node, yaml.ScalarNode):
            raise self.error("a text is wanted here, not a list or mapping")
        if node.tag != _STRING:
            kind = node.tag.rpartition(":")[2]
            raise self.error(
                f"{node.value!r} is read as {kind}, not as text", hint=f'write "{node.value}"'
            )
        return " ".join(node.value.split())

    def number(self) -> float:
        """Return the number."""
        node = self._node
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _NUMBERS:
            raise self.error("a number is wanted here")
        return float(node.value)

    def truth(self) -> bool:
        """Return true or false."""
        node = self._node
        if not isinstance(node, yaml.ScalarNode) or node.tag != _BOOLEAN:
            raise self.error("true or false is wanted here")
        return bool(node.value.lower() in ("true", "yes", "on"))

    def items(self) -> list[Item]:
        """Return the members of a list; a single value counts as a list of one."""
        node = self._node
        if isinstance(node, yaml.SequenceNode):
            return [Item(child, file=self.file, entry=self.entry) for child in node.value]
        return [self]

    def texts(self) -> tuple[str, ...]:
        """Return a list of strings; a single string counts as a list of one."""
        return tuple(item.text() for item in self.items())

    def fields(self, *, top: bool = False) -> dict[str, Item]:
        """Return a mapping in file order.

        Args:
            top: The keys are names of entries, to be shown in errors below them.

        Raises:
            VocabularyError: it is no mapping, or a key comes twice.
        """
        node = self._node
        if not isinstance(node, yaml.MappingNode):
            raise self.error("a mapping is wanted here")
        found: dict[str, Item] = {}
        for key_node, value_node in node.value:
            key = Item(key_node, file=self.file, entry=self.entry).text()
            entry = key if top else self.entry
            if key in found:
                here = Item(key_node, file=self.file, entry=entry)
                raise here.error(f"{key!r} stands here twice")
            found[key] = Item(value_node, file=self.file, entry=entry)
        return found


def fault(file: str, line: int, entry: str, problem: str, *, hint: str = "") -> VocabularyError:
    """Build (not raise) an error in the one form all vocabulary errors have."""
    where = f"{file}:{line}: {entry}: " if entry else f"{file}:{line}: "
    tail = f"; {hint}" if hint else ""
    return VocabularyError(f"{where}{problem}{tail}", hint=hint)


def read_fields(path: Path, *, shown: str) -> dict[str, Item]:
    """Read a file whose top level is a mapping of entries; empty if the file is empty.

    Args:
        path: The file.
        shown: How errors name it.

    Raises:
        VocabularyError: the file is missing, not UTF-8, or not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise fault(shown, 1, "", f"cannot be read ({type(error).__name__})") from error
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not YAML"
        raise fault(shown, line, "", str(problem), hint="check quotes and indents") from error
    if node is None:
        return {}
    return Item(node, file=shown, entry="").fields(top=True)


def refuse_unknown(fields: dict[str, Item], allowed: tuple[str, ...]) -> None:
    """Raise for the first field that the schema does not know."""
    for key, item in fields.items():
        if key not in allowed:
            raise item.error(f"unknown field {key!r}", hint="one of: " + ", ".join(allowed))
