"""News is untrusted text: whatever is written in it, nothing of it runs and nothing is fetched."""

from __future__ import annotations

from datetime import date

import pytest

from browser.open_page import OpenViewer, Viewer
from factory_graph import HOSTILE, Article, graph_of, small_graph
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Attribution, Qualifier

pytestmark = pytest.mark.browser

RUN = "window.__ran=(window.__ran||0)+1"

PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><script >{RUN}</script >",
    f"<!--<script>{RUN}//--></script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror='{RUN}'>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<details open ontoggle={RUN}>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>">',
    f"<body onload={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<a href='javascript:{RUN}'>href</a>",
    f"javascript:{RUN}",
    f"data:text/html,<script>opener.{RUN}</script>",
    f"<math><mtext><style><img src=x onerror={RUN}></style></mtext></math>",
    f"${{{RUN}}}",
    f"{{{{{RUN}}}}}",
    f"{{% set x = {RUN} %}}",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"');{RUN};//",
    f'");{RUN};//',
    f"`;{RUN};//",
    f"\u2028{RUN}\u2029",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example>",
    "__proto__",
    "constructor",
)


def planted_graph() -> KnowledgeGraph:
    """Every field of every row holds a payload; each payload is in many fields."""
    entities: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
        f"thing-{i}-{text}": ("Person", text, (f"alias {text}", text[::-1]), (text, f"x:{text}"))
        for i, text in enumerate(PAYLOADS)
    }
    ids = list(entities)
    articles = []
    for i, text in enumerate(PAYLOADS):
        one, two, speaker = (ids[(i + step) % len(ids)] for step in (0, 1, 2))
        names = [entities[key][1] for key in (one, two, speaker)]
        article = Article(
            id=f"doc-{text}",
            sentences=(f"According to {names[2]}: {names[0]} met {names[1]} as {text}.",),
            title=text,
            url=text,
            published=date(2025, 1, 1 + i % 28),
            publisher=text,
        )
        said = article.mention(0, names[2], speaker, entity_class="Person")
        start = f"According to {names[2]}: {names[0]} met "
        subject = article.mention(0, f"{names[0]} met"[: len(names[0])], one, entity_class="Person")
        target = article.mention(0, names[1], two, entity_class="Person")
        assert article.text.startswith(start)
        for relation in ("meetsWith", text):
            article.state(
                0,
                subject,
                relation,
                target,
                "met",
                attribution=Attribution(source=said, source_text=text, cue=None),
                qualifiers=(Qualifier(property=text, value=article.value(0, text, text)),),
            )
        article.state(0, subject, "holdsPosition", article.value(0, text, f"{text}!"), "as")
        articles.append(article)
    return graph_of(articles, entities)


def ran(viewer: Viewer) -> int:
    return int(viewer.page.evaluate("window.__ran || 0"))


def test_planted_text_never_runs_wherever_the_reader_goes(open_viewer: OpenViewer) -> None:
    graph = planted_graph()
    assert len(PAYLOADS) >= 25
    viewer = open_viewer(graph, title=PAYLOADS[1])
    assert viewer.text("h1") == PAYLOADS[1]
    page = viewer.page
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for kind, keys in (
        ("n", list(graph.entities)),
        ("e", list(graph.facts)[:40]),
        ("d", list(graph.documents)),
    ):
        for key in keys:
            page.evaluate(
                "([kind, key]) => { location.hash = new URLSearchParams({ [kind]: key }); }",
                [kind, key],
            )
    page.evaluate("location.hash = 'view=list'")
    for table_name in ("facts", "entities"):
        page.evaluate(f"location.hash = 'view=list&table={table_name}'")
    page.evaluate("location.hash = ''")
    viewer.settle()
    for entity_id in list(graph.entities)[:5]:
        page.mouse.move(*viewer.where_is(entity_id))
    for text in PAYLOADS:
        page.fill("#search", text[:12])
    assert ran(viewer) == 0


def test_planted_addresses_in_the_hash_never_run(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    for text in PAYLOADS:
        viewer.page.evaluate(
            "(text) => { location.hash = new URLSearchParams("
            "{ n: text, e: text, off: text, from: text, view: text, hide: text }); }",
            text,
        )
    viewer.settle()
    assert ran(viewer) == 0


def test_only_web_addresses_become_links(open_viewer: OpenViewer) -> None:
    graph = planted_graph()
    viewer = open_viewer(graph)
    for kind, keys in (("n", list(graph.entities)), ("d", list(graph.documents))):
        for key in keys:
            viewer.page.evaluate(
                "([kind, key]) => { location.hash = new URLSearchParams({ [kind]: key }); }",
                [kind, key],
            )
            assert viewer.page.locator("#panel h2").count() == 1
            assert viewer.page.locator("#panel a").count() == 0
    good = open_viewer(small_graph(), address="d=doc-0123456789abcdef")
    link = good.page.locator("#panel a").first
    assert str(link.get_attribute("href")).startswith("https://news.example/kelm?q=1")
    assert "noopener" in str(link.get_attribute("rel"))


def test_policy_stops_scripts_that_get_in_all_the_same(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.evaluate(
        f"""() => {{
            const script = document.createElement("script");
            script.textContent = "{RUN}";
            document.body.append(script);
            document.body.setAttribute("onclick", "{RUN}");
            document.body.click();
        }}"""
    )
    assert ran(viewer) == 0
    stopped = [problem for problem in viewer.problems if "Content Security Policy" in problem]
    assert len(stopped) == 2
    viewer.problems.clear()


def test_hostile_names_are_shown_as_they_are(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), title=HOSTILE)
    viewer.page.fill("#search", "alert")
    found = viewer.page.locator("#found .what").first.text_content()
    assert found is not None
    assert found.startswith("</script>")
