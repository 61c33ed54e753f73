"""Who may import whom, and which heavy library stands behind which door."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgraph

PACKAGE = Path(newsgraph.__file__).parent

#: Top to bottom: each line may import the lines below it; names on one line do not know each other.
LAYERS = (
    "__main__",
    "cli",
    "web",
    "__init__",
    "explaining extracting installation updating pushing",
    "saving",
    "building folder",
    "pipeline",
    "identity",
    "journal report network staging",
    "exporting",
    "database",
    "rdf selection",
    "graph",
    "reading analysis mentions coreference statements resolution extractions records processes "
    "blame",
    "gazetteer model_files",
    "vocabulary settings judgements",
    "model errors interpreter",
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names.split()}

#: Library → the parts of the package that may import it when they run.
DOORS = {
    "spacy": "analysis mentions coreference statements",
    "onnxruntime": "model_files",
    "tokenizers": "analysis",
    "rdflib": "rdf",
    "oxrdflib": "rdf",
    "pyoxigraph": "rdf database exporting web pushing.py",
    "httpx": "pushing.py reading/fetching.py reading/connections.py",
    "httpcore": "reading/connections.py",
    "protego": "reading/fetching.py",
    "socket": "reading/connections.py reading/worker.py cli/serving.py",
    "starlette": "web",
    "uvicorn": "cli/serving.py",
    "pyshacl": "rdf",
    "pyarrow": "exporting/columns.py",
    "networkx": "graph exporting network.py web",
    "pyvis": "exporting/html.py",
    "rapidfuzz": "resolution web",
    "anyascii": "gazetteer",
    "rensa": "reading",
    "typer": "cli",
    "rich": "cli",
    "lxml": "reading",
    "trafilatura": "reading/webpages.py",
    "pdfminer": "reading/pdf.py",
    "docx": "reading/word.py",
    "feedparser": "reading/feeds.py",
    "warcio": "reading/warc.py",
    "torch": "",
    "newsgraph_training": "",
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}
LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def part_of(module: str) -> str:
    """Return the name on the layer list that a dotted module belongs to."""
    names = module.split(".")
    return names[1] if len(names) > 1 else "__init__"


def imports(tree: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield each imported module and whether it is imported for type checking only."""
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in typing_only
        elif isinstance(node, ast.ImportFrom):
            module = f"{'.' * node.level}{node.module or ''}"
            for alias in node.names:
                inner = module == "newsgraph" and alias.name in LEVEL
                yield f"newsgraph.{alias.name}" if inner else module, id(node) in typing_only


def violations(relative: str, source: str) -> list[str]:
    """Return what one file of the package does against the rules."""
    path = Path(relative)
    tree = ast.parse(source)
    part = path.parts[0].removesuffix(".py")
    found = []
    if NAMELESS & {name.removesuffix(".py") for name in path.parts}:
        found.append("name says nothing")
    if source.count("\n") > LONGEST_FILE:
        found.append("file too long")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(f"function {node.name} too long")
    for module, typing_only in imports(tree):
        found += import_violations(relative, part, module, typing_only=typing_only)
    return found


def import_violations(relative: str, part: str, module: str, *, typing_only: bool) -> list[str]:
    top = module.split(".", maxsplit=1)[0]
    if module.startswith("."):
        return ["relative import"]
    if top in DOORS:
        allowed = DOORS[top].split()
        return [] if typing_only or part in allowed or relative in allowed else [f"imports {top}"]
    if top != "newsgraph":
        return []
    target = part_of(module)
    if target != part and LEVEL.get(target, -1) <= LEVEL[part]:
        return [f"imports {target}, which is not below it"]
    return []


def sources() -> list[str]:
    return sorted(p.relative_to(PACKAGE).as_posix() for p in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("relative", sources())
def test_file_keeps_the_rules(relative: str) -> None:
    assert violations(relative, (PACKAGE / relative).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("relative", "source", "found"),
    [
        ("model.py", "from newsgraph.errors import ReadError", "imports errors"),
        ("mentions/names.py", "import newsgraph.statements.rules", "imports statements"),
        ("graph.py", "def f():\n    from newsgraph.rdf import to_quads", "imports rdf"),
        ("settings.py", "from newsgraph import build", "imports __init__"),
        ("model.py", "from newsgraph import errors", "imports errors"),
        ("pipeline.py", "import spacy", "imports spacy"),
        ("exporting/turtle.py", "from rdflib.graph import Graph", "imports rdflib"),
        ("exporting/view.py", "import pyvis.network", "imports pyvis"),
        ("reading/html.py", "import networkx as nx", "imports networkx"),
        ("reading/mail.py", "from trafilatura import bare_extraction", "imports trafilatura"),
        ("analysis/session.py", "import newsgraph_training", "imports newsgraph_training"),
        ("rdf/iris.py", "from . import encode", "relative import"),
        ("rdf/utils.py", "", "name says nothing"),
        ("model.py", "x = 1\n" * 401, "file too long"),
        ("model.py", "def f():\n" + "    x = 1\n" * 60, "function f too long"),
    ],
)
def test_violations_finds_planted_ones(relative: str, source: str, found: str) -> None:
    assert any(line.startswith(found) for line in violations(relative, source))


@pytest.mark.parametrize(
    ("relative", "source"),
    [
        ("pipeline.py", "if TYPE_CHECKING:\n    from spacy.language import Language"),
        ("exporting/html.py", "import pyvis"),
        ("cli/building.py", "import newsgraph"),
        ("mentions/names.py", "from newsgraph.mentions.overlaps import settle"),
        ("model.py", "def f():\n" + "    x = 1\n" * 59),
    ],
)
def test_violations_lets_the_allowed_pass(relative: str, source: str) -> None:
    assert violations(relative, source) == []


def test_every_part_has_its_place_in_the_layers() -> None:
    parts = {Path(relative).parts[0].removesuffix(".py") for relative in sources()}
    assert parts <= set(LEVEL)


@pytest.mark.parametrize("statement", ["import newsgraph", "import newsgraph.cli"])
def test_import_is_light(statement: str) -> None:
    code = f"import sys; {statement}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"lxml", "trafilatura", "pdfminer", "docx", "feedparser", "warcio"}
    heavy |= {"spacy", "rdflib", "pyvis", "networkx", "pyoxigraph", "numpy", "onnxruntime", "yaml"}
    assert heavy & set(run.stdout.split()) == set()


def test_public_names_are_all_there() -> None:
    for name in newsgraph.__all__:
        assert getattr(newsgraph, name) is not None
    with pytest.raises(AttributeError):
        newsgraph.no_such_name  # noqa: B018
