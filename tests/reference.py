"""Pages of the documentation that are made from the code and from what is installed.

A test compares each with the code; ``python tests/documentation.py reference`` writes them anew.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import Any, TypeAlias

import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.cli import get_docs_for_click

import newsgraph
from newsgraph.cli import app
from newsgraph.vocabulary import builtin
from newsgraph.vocabulary.schema import RelationType

ROOT = Path(__file__).parent.parent
#: The words that call a command, and the command of typer.
Call: TypeAlias = tuple[tuple[str, ...], Any]

#: Extras that users install; "" is what all have.
EXTRAS = ("", "web", "validate", "parquet", "ftm")
#: For who works on newsgraph.
DEVELOPING = ("dev", "train")

#: What licence texts call themselves → SPDX.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "Apache 2.0 License": "Apache-2.0",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "MIT License": "MIT",
    "MPL": "MPL-2.0",
    "The MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "W3C License": "W3C-20150513",
}

_LICENCE_FIELDS = ("License-Expression", "License")

_CLI_HEAD = """\
# Commands

What `--help` prints, for all commands. [README](../../../README.md#command-line) tells what they
are for, and their exit codes.
"""
_NAMES_HEAD = """\
# Names of the Python API

`import newsgraph as ng` gives these, each loaded on first use; `help(ng.build)` explains arguments,
results and errors. [Python](python.md) shows how they are used.
"""
_VOCABULARY_HEAD = """\
# Vocabulary

The entity classes and relations that come along; [a folder of one's own](extending.md#a-relation)
is laid over them. `newsgraph vocabulary publish DIR` writes them as an ontology, with what they
match in schema.org, Wikidata and others.
"""
_LICENCES_HEAD = """\
# Licences of the dependencies

What `pip install newsgraph` installs, and what its extras `web`, `validate`, `parquet` and `ftm`
add, by the licences that the packages themselves name. A test reads the licences from what is
installed: every package that newsgraph names must be here with its licence, and none may be there,
needed by newsgraph or another one, that has the GPL or the like alone.

Where a package may be used under one licence OR another, one of them will do: `tld`, which
trafilatura brings by way of courlan, may be had under the MPL. The MPL asks to share what one
changes in those files themselves; newsgraph changes none. `python-stdnum`, which the extra `ftm`
brings by way of rigour, is under the LGPL, which lets every program use it as the library it is.

| package | licence | needed by |
|---|---|---|
"""
_DEVELOPING_HEAD = """
## For who works on newsgraph

What the extras `dev` and `train` name. Tests, training and measuring use them; no
part of newsgraph imports them when it runs.

| package | licence | extra |
|---|---|---|
"""


def command_line() -> str:
    """Return the page of all commands with their options."""
    group = typer.main.get_command(app)
    text = get_docs_for_click(obj=group, ctx=typer.Context(group), name="newsgraph")
    text = re.sub(r"\A# .*\n", "", text).replace("```console\n$ ", "```text\n")
    text = re.sub(r"\n{3,}", "\n\n", text)
    text = re.sub(r"Examples:\n((?:  .+\n)+)", _example, text)
    whole = {
        path[-1]: " ".join((command.help or "").split("\n\n")[0].split())
        for path, command in commands(group)
    }
    text = re.sub(
        r"(?<=^\* `)(\S+)`: .*\.\.\.$", lambda m: f"{m[1]}`: {whole[m[1]]}", text, flags=re.M
    )
    return f"{_CLI_HEAD}\n{text.strip()}\n"


def _example(found: re.Match[str]) -> str:
    lines = "\n".join(line.strip() for line in found[1].splitlines())
    return f"**Examples**:\n\n```text\n{lines}\n```\n"


def commands(
    group: Any,  # noqa: ANN401 - what typer makes has no public type
    path: tuple[str, ...] = ("newsgraph",),
) -> Iterator[Call]:
    """Yield the words that call each command, and the command; ``group`` is typer's."""
    yield path, group
    for name, below in getattr(group, "commands", {}).items():
        yield from commands(below, (*path, name))


def python_names() -> str:
    """Return the page of all public names."""
    lines = [_NAMES_HEAD]
    for module in sorted({getattr(newsgraph, name).__module__ for name in newsgraph.__all__}):
        lines.append(f"## {module}\n")
        for name in newsgraph.__all__:
            public = getattr(newsgraph, name)
            if public.__module__ == module:
                lines.append(f"- **`{name}{_parameters(public)}`** {_first_sentence(public)}")
                lines += [
                    f"  - `.{method}{_parameters(member)}` {_first_sentence(member)}"
                    for method, member in _methods(public)
                ]
        lines.append("")
    return "\n".join(lines)


def _methods(public: object) -> Iterator[tuple[str, object]]:
    if not inspect.isclass(public):
        return
    for name, member in vars(public).items():
        inner = getattr(member, "__func__", member)
        if name.startswith("_") or not inspect.getdoc(inner):
            continue
        if inspect.isfunction(inner) or isinstance(inner, property):
            yield name, inner


def _parameters(public: object) -> str:
    """Return names and defaults; types stand in ``help``."""
    if isinstance(public, property) or not callable(public):
        return ""
    if inspect.isclass(public) and issubclass(public, str):
        return ""
    shown = [
        p.replace(annotation=inspect.Parameter.empty)
        for p in inspect.signature(public).parameters.values()
        if p.name not in {"self", "cls"}
    ]
    return str(inspect.Signature(shown))


def _first_sentence(public: object) -> str:
    text = (inspect.getdoc(public) or "").split("\n\n")[0]
    return " ".join(text.replace("``", "`").split())


def vocabulary() -> str:
    """Return the page of entity classes and relations."""
    known = builtin()
    lines = [
        _VOCABULARY_HEAD,
        "## Entity classes\n",
        "| class | kind of | means |",
        "|---|---|---|",
    ]
    for entity in known.classes.values():
        parents = ", ".join(f"`{parent}`" for parent in entity.parents)
        lines.append(f"| `{entity.name}` | {parents} | {entity.definition} |")
    for group, label in known.groups.items():
        relations = [relation for relation in known.relations.values() if relation.group == group]
        lines += [f"\n## Relations: {label}\n", "| relation | between | means | for instance |"]
        lines += ["|---|---|---|---|", *map(_relation_row, relations)]
    return "\n".join(lines) + "\n"


def _relation_row(relation: RelationType) -> str:
    ends = " → ".join(" or ".join(classes) for classes in (relation.domain, relation.range))
    below = f" (kind of `{relation.parent}`)" if relation.parent else ""
    stated = next(example.text for example in relation.examples if example.facts)
    return f"| `{relation.name}`{below} | {ends} | {relation.definition} | {stated} |"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A package that newsgraph needs when it runs."""

    name: str
    licence: str  #: SPDX
    parents: tuple[str, ...]


@cache
def dependencies() -> dict[str, Dependency]:
    """Return what is installed of the dependencies, theirs too, by name."""
    parents: dict[str, set[str]] = {}
    waiting = [("newsgraph", extra, f"newsgraph[{extra}]" if extra else "") for extra in EXTRAS]
    seen = set()
    while waiting:
        package, extra, parent = waiting.pop(0)
        if (package, extra) in seen:
            continue
        seen.add((package, extra))
        for line in requires(package) or ():
            needed = Requirement(line)
            if needed.marker and not needed.marker.evaluate({"extra": extra}):
                continue
            if extra and not (needed.marker and "extra" in str(needed.marker)):
                continue
            name = canonicalize_name(needed.name)
            try:
                distribution(name)
            except PackageNotFoundError:
                continue  # an extra that is not installed here
            parents.setdefault(name, set()).add(parent or package)
            waiting += [(name, chosen, "") for chosen in ("", *sorted(needed.extras))]
    parents.pop("newsgraph", None)
    return {
        name: Dependency(name=name, licence=licence(distribution(name)), parents=tuple(sorted(by)))
        for name, by in sorted(parents.items())
    }


def licence(package: Distribution) -> str:
    """Return the licence that a package names, in SPDX where it is known."""
    told = package.metadata
    classifiers = [
        c.rsplit(" :: ", 1)[1]
        for c in told.get_all("Classifier") or ()
        if c.startswith("License :: ") and c != "License :: OSI Approved"
    ]
    expression, short = ("".join(told.get_all(key) or ()).strip() for key in _LICENCE_FIELDS)
    if expression:
        return expression
    if classifiers:
        return " OR ".join(_SPDX.get(c, c) for c in sorted(classifiers))
    return _SPDX.get(short, short) if "\n" not in short else "see its text"


def licences() -> str:
    """Return the page of dependencies and their licences.

    Raises:
        PackageNotFoundError: An extra is not installed.
    """
    rows = [f"| {d.name} | {d.licence} | {', '.join(d.parents)} |" for d in dependencies().values()]
    named = {(name, extra) for extra in (*EXTRAS, *DEVELOPING) for name in direct(extra)}
    found = {name: licence(distribution(name)) for name, _ in named}
    tools = [
        f"| {name} | {found[name] or 'see its text'} | {extra} |"
        for name, extra in sorted(named)
        if extra in DEVELOPING
    ]
    parts = (_LICENCES_HEAD, "\n".join(rows), "\n", _DEVELOPING_HEAD, "\n".join(tools), "\n")
    return "".join(parts)


def direct(extra: str) -> list[str]:
    """Return the packages that newsgraph itself names, or one extra of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    names = {canonicalize_name(Requirement(line).name) for line in lines}
    return sorted(names - {"newsgraph"})


#: Licences under which other packages may use a package without taking them on.
PERMITTED = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python HPND ISC "
    "LGPL-2.0-or-later MIT MIT-0 MPL-1.1 MPL-2.0 PSF-2.0 Python-2.0 Unlicense W3C-20150513 "
    "Zlib".split()
)


def is_permitted(expression: str) -> bool:
    """Tell whether one of the alternatives of an SPDX expression consists of ``PERMITTED`` only."""
    return any(
        all(part.strip(" ()") in PERMITTED for part in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


GENERATED = {
    "cli.md": command_line,
    "licences.md": licences,
    "names.md": python_names,
    "vocabulary.md": vocabulary,
}
