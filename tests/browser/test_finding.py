"""Finding things: questions, slips of the pen, ways between two, who says what, when, together."""

from __future__ import annotations

import pytest

from browser.open_page import OpenViewer, Viewer
from factory_graph import (
    ANA,
    COUNCIL,
    KELM,
    MISSION,
    VEDRA,
    Article,
    Entities,
    generated_graph,
    graph_of,
    small_graph,
)
from newsgraph.graph import KnowledgeGraph

pytestmark = pytest.mark.browser


def typed(viewer: Viewer, text: str) -> list[str]:
    viewer.page.fill("#search", text)
    return viewer.texts("#found li .what")


def open_details(viewer: Viewer) -> None:
    viewer.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")


def square() -> KnowledgeGraph:
    """Five ways from A to D: over B (two articles), over C, over both, over E and F."""
    names = "ABCDEF"
    entities: Entities = {
        f"{n.lower()}-000000000000": ("Person", f"Person {n}", (), ()) for n in names
    }
    pairs = [tuple(pair) for pair in ("AB", "BD", "AC", "CD", "AE", "EF", "FD", "BC")]
    articles = []
    for number, some in enumerate((pairs, pairs[:2])):
        article = Article(
            id=f"doc-{number:016x}",
            sentences=tuple(f"Person {one} praised Person {other}." for one, other in some),
            entities=entities,
            title=f"Report {number}",
            publisher=f"Paper {number}",
        )
        for index, (one, other) in enumerate(some):
            ends = [
                article.mention(index, f"Person {n}", f"{n.lower()}-000000000000")
                for n in (one, other)
            ]
            article.state(index, ends[0], "praises", ends[1], "praised")
        articles.append(article)
    return graph_of(articles, entities)


def doubled(pairs: int) -> KnowledgeGraph:
    """As many pairs of entities, in a ring, with two facts each."""
    entities: Entities = {
        f"thing-{i:012x}": ("Person", f"Thing {i:03}", (), ()) for i in range(pairs)
    }
    ids = list(entities)
    article = Article(
        id="doc-0000000000000000",
        sentences=tuple(f"Thing {i:03} praised Thing {(i + 1) % pairs:03}." for i in range(pairs)),
        entities=entities,
        title="Ring",
    )
    for i in range(pairs):
        ends = [article.mention(i, f"Thing {n:03}", ids[n]) for n in (i, (i + 1) % pairs)]
        for relation in ("praises", "aids"):
            article.state(i, ends[0], relation, ends[1], "praised")
    return graph_of([article], entities)


@pytest.mark.parametrize("text", ["Djordevic", "Dordevci", "Dorevic"])
def test_name_is_found_in_spite_of_a_slip(open_viewer: OpenViewer, text: str) -> None:
    assert typed(open_viewer(small_graph()), text) == ["Ana Đorđević"]


def test_slip_finds_nothing_that_is_only_remotely_alike(open_viewer: OpenViewer) -> None:
    assert typed(open_viewer(small_graph()), "Tordavix") == []


def test_question_begun_is_completed_and_answered(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    assert typed(viewer, "vedra aid")[0] == "Vedra gives aid to …"
    assert typed(viewer, "ana dordevic pra") == ["Ana Đorđević praises …"]
    viewer.page.keyboard.press("Enter")
    assert viewer.text("#panel h2") == "Ana Đorđević praises …"
    assert viewer.texts("#panel .answer .what") == ["Ana Đorđević praises Brenn Mission"]
    assert "praised the Brenn Mission" in viewer.text("#panel .answer blockquote")
    assert "ask=praises" in viewer.page.url


def test_question_can_be_asked_from_the_other_end(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    assert "… praises Brenn Mission" in typed(viewer, "brenn mission")
    viewer = open_viewer(small_graph(), address=f"ask=praises&of={MISSION}&back=1")
    assert viewer.text("#panel h2") == "… praises Brenn Mission"
    assert viewer.texts("#panel .answer .what") == ["Ana Đorđević praises Brenn Mission"]


def test_relation_alone_lists_who_and_whom(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    assert typed(viewer, "praises")[0] == "… praises …"
    viewer.page.keyboard.press("Enter")
    assert len(viewer.texts("#panel .answer")) == 1


def test_two_names_with_a_relation_open_what_is_between_them(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    assert (
        typed(viewer, "ana dordevic praises brenn mission")[0] == "Ana Đorđević and Brenn Mission"
    )
    viewer.page.keyboard.press("Enter")
    assert viewer.text("#panel h2") == "Ana Đorđević and Brenn Mission"
    assert len(viewer.texts("#panel .answer")) == 1


def test_ways_come_short_and_well_supported_first(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(square(), address="p=a-000000000000&q=d-000000000000")
    assert viewer.page.locator("#panel [aria-label='Ways'] button").count() == 5
    hops = [viewer.texts("#panel .hop h3")]
    for way in range(1, 5):
        viewer.page.click(f"#panel [aria-label='Ways'] button >> nth={way}")
        hops.append(viewer.texts("#panel .hop h3"))
    assert [len(way) for way in hops] == [2, 2, 3, 3, 3]
    assert "Person B" in hops[0][0]
    assert "Person C" in hops[1][0]
    assert "way=4" in viewer.page.url


def test_ways_respect_the_filters(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(square(), address="p=a-000000000000&q=d-000000000000&hide=b-000000000000")
    assert "Person C" in viewer.texts("#panel .hop h3")[0]
    assert viewer.page.locator("#panel [aria-label='Ways'] button").count() == 2


def test_what_one_speaker_says_can_be_left_out(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list&table=statements")
    assert len(viewer.texts("#list tbody tr")) == 10
    open_details(viewer)
    viewer.page.uncheck(f'input[data-token="speaker:{ANA}"]')
    assert len(viewer.texts("#list tbody tr")) == 8
    viewer.page.uncheck('input[data-token="speaker:?"]')
    assert len(viewer.texts("#list tbody tr")) == 7


def test_only_of_a_section_leaves_the_rest_of_that_section_out(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list&table=statements")
    open_details(viewer)
    row = viewer.page.locator(
        ".switch-row", has=viewer.page.locator(f'[data-token="speaker:{ANA}"]')
    )
    row.locator(".only").click(force=True)
    assert len(viewer.texts("#list tbody tr")) == 2


def test_modality_is_told_apart(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list&table=statements")
    open_details(viewer)
    viewer.page.uncheck('input[data-token="modality:future"]')
    assert len(viewer.texts("#list tbody tr")) == 8


def test_statements_stream_by_date(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list&table=statements")
    days = viewer.texts("#list tbody td:first-child")
    assert days == ["10 Mar 2025"] * 4 + ["4 Mar 2025"] * 6
    viewer.page.click("#list th >> nth=0 >> button")
    assert viewer.texts("#list tbody td:first-child") == days[::-1]
    assert viewer.page.locator("#list tbody tr:has(mark.subject)").count() == 10


def test_disputes_name_both_sides(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="view=list&table=disputes")
    (row,) = viewer.page.locator("#list tbody tr").all()
    cells = row.locator("td").all_inner_texts()
    assert cells[2] == "Vedra"
    assert cells[3].startswith("Daily")
    assert cells[4] == "the port authority, in unknown outlet"


def test_play_lets_the_days_go_by_and_ends_where_it_began(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.click("#play")
    assert "from=2025-03-04" in viewer.page.url
    assert viewer.page.get_attribute("#play", "aria-pressed") == "true"
    viewer.page.wait_for_function("() => location.hash.includes('from=2025-03-06')")
    assert "facts" in viewer.text("#notice") or "Nothing passes" in viewer.text("#notice")
    viewer.page.wait_for_function("() => !location.hash.includes('from=')", timeout=15_000)
    assert viewer.page.get_attribute("#play", "aria-pressed") == "false"


def test_play_stops_at_a_second_press(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    viewer.page.click("#play")
    viewer.page.click("#play")
    here = viewer.page.url
    viewer.page.wait_for_timeout(1000)
    assert viewer.page.url == here


def test_community_folds_into_one_dot_and_unfolds(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(generated_graph(60))
    dots = (
        "Object.keys(newsgraph.network.body.nodes).filter((id) => !id.startsWith('edgeId')).length"
    )
    before = viewer.page.evaluate(dots)
    viewer.page.click("#fold-all")
    viewer.settle()
    folded = viewer.page.evaluate(dots)
    assert folded < before / 2
    assert "folded" in viewer.text("#notice")
    group = viewer.page.evaluate(
        "Object.keys(newsgraph.network.body.nodes).find((id) => id.startsWith('community:'))"
    )
    viewer.page.mouse.click(*viewer.where_is(group))
    assert "Community" in viewer.text("#panel .eyebrow")
    viewer.page.click("#fold")
    viewer.settle()
    assert folded < viewer.page.evaluate(dots) < before
    viewer.page.click("#unfold")
    viewer.settle()
    assert viewer.page.evaluate(dots) == before


def test_crowded_map_draws_one_line_for_each_pair(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(doubled(160), address="limit=5000")
    lines = viewer.page.evaluate("[...newsgraph.lines.keys()]")
    facts = int(viewer.text("#notice").split(" and ")[1].split()[0].replace(",", ""))
    bundles = [line for line in lines if line.startswith("pair:")]
    assert (facts, len(lines), len(bundles)) == (320, 160, 160)
    one, other = bundles[0].removeprefix("pair:").split()
    viewer.page.evaluate("(words) => { location.hash = words; }", f"a={one}&b={other}&limit=5000")
    viewer.settle()
    assert len(viewer.texts("#panel .answer")) == 2


def test_dragged_dot_stays_in_the_address_and_comes_back(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    x, y = viewer.where_is(KELM)
    viewer.page.mouse.move(x, y)
    viewer.page.mouse.down()
    viewer.page.mouse.move(x + 60, y + 40, steps=5)
    viewer.page.mouse.up()
    viewer.settle()
    assert "1 pinned" in viewer.text("#notice")
    assert viewer.where_is(KELM) == pytest.approx((x + 60, y + 40), abs=3)
    address = viewer.page.url.partition("#")[2]
    assert "pin=" in address
    again = open_viewer(small_graph(), address=address)
    at, place = "newsgraph.network.getPositions(['{}'])['{}'].x", KELM
    there = [v.page.evaluate(at.format(place, place)) for v in (viewer, again)]
    assert there[0] == pytest.approx(there[1], abs=0.2)
    viewer.page.click("#notice >> text=unpin")
    viewer.settle()
    assert "pinned" not in viewer.text("#notice")


def test_undo_takes_steps_back_one_by_one(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={VEDRA}")
    viewer.page.keyboard.press("h")
    viewer.page.uncheck('input[data-token="status:planned"]')
    viewer.page.focus("#map")
    shown = viewer.text("#notice")
    viewer.page.keyboard.press("u")
    notice = "(words) => document.getElementById('notice').innerText"
    viewer.page.wait_for_function(f"{notice} !== words", arg=shown)
    assert viewer.page.is_checked('input[data-token="status:planned"]')
    viewer.page.keyboard.press("u")
    viewer.page.wait_for_function(f"{notice}.startsWith(words)", arg="Showing 6 ")


def test_entity_tells_ties_posts_and_where_it_is_named(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    panel = viewer.text("#panel")
    assert "POSITIONS OVER TIME" in panel
    assert "deputy chair of council" in panel
    assert "from 2021" in panel
    assert "NAMED IN" in panel
    viewer = open_viewer(small_graph(), address=f"n={COUNCIL}")
    assert "WHAT OTHERS SAY OF NORTHERN RIVER COUNCIL" in viewer.text("#panel")
    viewer.page.click("#panel .chips .name >> nth=0")
    assert " and " in viewer.text("#panel h2")


def test_names_in_an_article_lead_to_their_entities_and_back(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="d=doc-fedcba9876543210")
    assert "Brenn Mission" in viewer.texts("#panel .mention")
    viewer.page.click("#panel .mention >> text=NRC")
    assert viewer.text("#panel h2") == "Northern River Council"
    viewer.page.click("#panel section >> text=Talks in Kelm")
    assert viewer.text("#panel h2") == "Talks in Kelm"


def test_touch_opens_dots_and_lines(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), touch=True)
    viewer.page.touchscreen.tap(*viewer.where_is(ANA))
    viewer.settle()
    assert viewer.text("#panel h2") == "Ana Đorđević"
