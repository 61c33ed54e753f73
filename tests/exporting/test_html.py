"""The page as text: one file, nothing to fetch, nothing to run but our scripts."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from factory_graph import HOSTILE, generated_graph, small_graph
from newsgraph.errors import ExportError
from newsgraph.exporting import html
from newsgraph.graph import assemble
from newsgraph.model import Resolution
from newsgraph.selection import support
from newsgraph.vocabulary import builtin

DATA = re.compile(r'<script type="application/json" id="data"( data-packed)?>(.*?)</script>', re.S)


@pytest.fixture(scope="module")
def page() -> str:
    return html.render(small_graph(), vocabulary=builtin(), title=HOSTILE)


def data_of(page: str) -> dict[str, Any]:
    (found,) = DATA.findall(page)
    data = json.loads(found[1])
    if found[0]:
        data = json.loads(zlib.decompress(base64.b64decode(data)))
    return dict(data)


def test_render_gives_the_same_page_for_the_same_graph(page: str) -> None:
    again = html.render(small_graph(reverse=True), vocabulary=builtin(), title=HOSTILE)
    assert again == page


def test_render_forbids_everything_but_its_own_scripts(page: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    (nonce,) = set(re.findall(r"'nonce-(\w+)'", policy))
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert len(nonce) == 32
    assert page.count(f'<script nonce="{nonce}">') == 2


def test_render_changes_the_nonce_with_the_data() -> None:
    pages = [html.render(g, vocabulary=builtin()) for g in (small_graph(), generated_graph(5))]
    nonces = [re.findall(r"'nonce-(\w+)'", page)[0] for page in pages]
    assert nonces[0] != nonces[1]


def test_render_keeps_hostile_text_inside_its_script_element(page: str) -> None:
    data = data_of(page)
    assert data["meta"]["title"] == HOSTILE
    assert HOSTILE in {entity["name"] for entity in data["entities"]}
    assert "<script>alert" not in page
    assert len(re.findall(r"^<script[ >]", page, re.M)) == 3


def test_render_names_nothing_to_fetch(page: str) -> None:
    markup = re.sub(r"<script[ >].*?</script>|<style.*?</style>", "", page, flags=re.S)
    assert not re.findall(r"\b(?:src|href|srcset|action)=", markup)
    style = re.findall(r"<style.*?</style>", page, flags=re.S)[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "sourceMappingURL" not in page


def test_render_adds_less_than_a_megabyte() -> None:
    empty = html.render(assemble([], Resolution(entities=())), vocabulary=builtin())
    assert len(empty.encode()) < 1_000_000


def test_render_packs_large_data(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    monkeypatch.setattr(html, "PACK_ABOVE", 1000)
    packed = html.render(small_graph(), vocabulary=builtin(), title=HOSTILE)
    assert 'id="data" data-packed' in packed
    assert data_of(packed) == data_of(page)


def test_render_survives_half_a_surrogate_pair_in_the_title() -> None:
    page = html.render(small_graph(), vocabulary=builtin(), title="Kelm \ud83d")
    assert "<title>Kelm ?</title>" in page
    page.encode("utf-8")


def test_write_writes_utf8_under_any_locale(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from factory_graph import small_graph\n"
        "from newsgraph.exporting import html; from newsgraph.vocabulary import builtin\n"
        "html.write(small_graph(), Path(sys.argv[1]), vocabulary=builtin(),"
        " title='\\u0110or\\U0001f600')"
    )
    target = tmp_path / "view.html"
    tests = str(Path(__file__).parents[1])
    subprocess.run(
        [sys.executable, "-c", program, str(target), tests],
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=True,
    )
    assert "<title>Đor😀</title>" in target.read_text(encoding="utf-8")


def test_write_says_what_to_do_when_the_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        html.write(small_graph(), tmp_path / "none" / "view.html", vocabulary=builtin())
    assert "folder" in caught.value.hint


def test_scripts_are_all_used_and_short() -> None:
    folder = Path(html.__file__).parent / "viewer"
    assert {path.stem for path in folder.glob("*.js")} == {*html.SCRIPTS, *html.SERVED_SCRIPTS}
    for path in folder.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 400, path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_a_page_of_a_large_graph_holds_its_best_supported_facts_and_says_so() -> None:
    graph = generated_graph(60)
    page = html.render(graph, vocabulary=builtin(), title="Ports", most=10)
    data = data_of(page)

    best = sorted(graph.facts.values(), key=lambda fact: support(graph, fact))[:10]
    assert {fact["id"] for fact in data["facts"]} == {fact.id for fact in best}
    assert data["meta"]["title"] == f"Ports: the 10 best supported of {len(graph.facts):,} facts"
    ends = {e for f in best for e in (f.subject, f.object) if isinstance(e, str)}
    assert ends <= {entity["id"] for entity in data["entities"]}
