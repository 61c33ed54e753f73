"""Judgements and known names hold for every change of a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from database.test_changes import stored
from factory_news import make_article, scratch
from newsgraph.database.working import Database
from newsgraph.gazetteer import extended, read_names
from newsgraph.graph import decide
from newsgraph.judgements import Judgement, Verdict, dump_judgements
from newsgraph.model import Extraction
from newsgraph.rdf import to_quads
from newsgraph.resolution import resolve
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin

ARTICLES = [
    make_article(1, [(("Quiet River Council",), "praises", ("Vedra",), False, None)]),
    make_article(2, [(("Interior Ministry",), "praises", ("Vedra",), True, None)]),
    make_article(3, [(("Ana Kolar",), "criticises", ("Interior Ministry",), False, None)]),
]
NAMES = "name,class,aliases\nQuiet River Council,Organization,Interior Ministry\n"


def judged(
    extractions: list[Extraction], judgements: list[Judgement], names: Path | None
) -> object:
    """Return the dataset of a build from scratch."""
    known = extended(read_names(names) if names else ())
    graph, problems = decide(extractions, builtin(), judgements, known)
    assert not problems
    return set(to_quads(graph, builtin()))


def joining() -> Judgement:
    entities = resolve(ARTICLES, builtin()).entities
    ids = {e.name: e.id for e in entities}
    one, other = ids["Quiet River Council"], ids["Interior Ministry"]
    return Judgement(judgement=Verdict.SAME, one=one, other=other)


def rejecting() -> Judgement:
    """Reject a statement under the id it has before its ends are judged the same."""
    graph, _ = decide(ARTICLES, builtin())
    [found] = [s for s in graph.statements() if s.document_id == ARTICLES[2].document.id]
    return Judgement(judgement=Verdict.REJECT, one=found.id)


def test_judgements_hold_for_what_comes_before_and_after_them(quick: Path) -> None:
    judgements = [joining(), rejecting()]
    file = quick / "judgements.jsonl"
    file.write_text(dump_judgements(judgements), encoding="utf-8")
    with Database(quick / "g", builtin(), settings=Settings()) as database:
        database.put(ARTICLES[0], "")
        database.put(ARTICLES[1], "")
        database.put(ARTICLES[2], "")
    assert stored(quick / "g") == scratch(ARTICLES)
    with Database(quick / "g", builtin()) as database:
        database.take(str(file), None)
    assert stored(quick / "g") == judged(ARTICLES, judgements, None)
    with Database(quick / "g", builtin()) as database:
        database.remove(ARTICLES[1].document.id)
        database.put(ARTICLES[1], "")
    assert stored(quick / "g") == judged(ARTICLES, judgements, None)
    file.write_text("", encoding="utf-8")
    with Database(quick / "g", builtin()) as database:
        database.take(str(file), None)
        database.remove(ARTICLES[1].document.id)
    assert stored(quick / "g") == scratch([ARTICLES[0], ARTICLES[2]])


def test_known_names_hold_for_what_comes_after_them(quick: Path) -> None:
    file = quick / "names.csv"
    file.write_text(NAMES, encoding="utf-8")
    with Database(quick / "g", builtin(), settings=Settings()) as database:
        assert database.take(None, str(file))
        assert not database.take(None, str(file))
        for extraction in ARTICLES:
            database.put(extraction, "")
    assert stored(quick / "g") == judged(ARTICLES, [], file)
    assert not any("e/interior-ministry" in str(quad) for quad in stored(quick / "g"))


def test_what_a_stopped_writer_left_is_finished_by_the_next_one(quick: Path) -> None:
    file = quick / "names.csv"
    file.write_text(NAMES, encoding="utf-8")

    class Stopped(Exception):
        pass

    with (
        pytest.raises(Stopped),
        Database(quick / "g", builtin(), settings=Settings()) as database,
    ):
        database.take(None, str(file))
        database.put(ARTICLES[0], "")
        raise Stopped
    with Database(quick / "g", builtin()):
        pass
    assert stored(quick / "g") == judged(ARTICLES[:1], [], file)
