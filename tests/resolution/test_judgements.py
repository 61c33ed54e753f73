"""What people judge holds on every build, and leaves no trace when it is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgraph.errors import ReadError
from newsgraph.judgements import (
    Judgement,
    Verdict,
    append_judgement,
    dump_judgements,
    in_force,
    read_judgements,
)
from newsgraph.model import Entity, Extraction
from newsgraph.resolution import own_id, resolve
from newsgraph.vocabulary import builtin
from resolution.corpora import CORPORA, article

LIND = ("Person", "Mara Lind", "Lind")
BERG = ("Person", "Joan Berg")
SHORT = ("Person", "Lind")
PAIR = (Verdict.SAME, Verdict.NOT_SAME)


def judge(verdict: Verdict, one: str, other: str = "") -> Judgement:
    return Judgement(judgement=verdict, one=one, other=other, by="ana", why="asked her")


def resolved(*articles: Extraction, judgements: list[Judgement]) -> list[Entity]:
    return list(resolve(articles, builtin(), judgements).entities)


def reference(extraction: Extraction, cluster: int = 0) -> str:
    """Name a cluster of an article as a judgement does."""
    mention = extraction.clusters[cluster].mentions[0]
    [entity] = [
        e
        for e in resolve([extraction], builtin()).entities
        if any(m.start == mention.span.start for m in e.mentions)
    ]
    return own_id(extraction, entity.mentions[0], builtin())


def test_same_joins_two_entities_under_one_of_their_ids() -> None:
    articles = article(1, LIND), article(2, SHORT)
    before = {entity.id for entity in resolved(*articles, judgements=[])}
    [entity] = resolved(
        *articles,
        judgements=[judge(Verdict.SAME, reference(articles[0]), reference(articles[1]))],
    )
    assert entity.id in before
    assert len(entity.mentions) == 3
    assert "judged by ana" in " ".join(entity.reasons)


def test_not_same_divides_what_the_rules_have_joined() -> None:
    articles = article(1, LIND), article(2, LIND)
    one, other = (reference(a) for a in articles)
    found = resolved(*articles, judgements=[judge(Verdict.NOT_SAME, one, other)])
    assert len({entity.id for entity in found}) == 2
    assert {m.document_id for m in found[0].mentions} != {m.document_id for m in found[1].mentions}


def test_not_same_beats_a_path_of_same() -> None:
    articles = article(1, LIND), article(2, BERG), article(3, ("Person", "Ida Falk"))
    one, two, three = (reference(a) for a in articles)
    judgements = [
        judge(Verdict.SAME, one, two),
        judge(Verdict.SAME, two, three),
        judge(Verdict.NOT_SAME, one, three),
    ]
    resolution = resolve(articles, builtin(), judgements)
    assert len(resolution.entities) == 2
    assert ["contradicts" in problem for problem in resolution.problems] == [True]


def test_undecided_takes_back_what_was_judged_before() -> None:
    articles = article(1, LIND), article(2, BERG)
    one, two = (reference(a) for a in articles)
    judgements = [judge(Verdict.SAME, one, two), judge(Verdict.UNDECIDED, two, one)]
    assert resolve(articles, builtin(), judgements) == resolve(articles, builtin())


def test_name_and_class_are_as_judged() -> None:
    extraction = article(1, ("City", "Vortex"))
    [entity] = resolved(
        extraction,
        judgements=[
            judge(Verdict.NAME, "Vortex", "Vortex Ltd"),
            judge(Verdict.CLASS, "Vortex", "Company"),
        ],
    )
    assert (entity.name, entity.entity_class) == ("Vortex Ltd", "Company")
    assert entity.aliases == ("Vortex",)
    assert entity.id == resolved(extraction, judgements=[])[0].id


@pytest.mark.parametrize("reference", ["no-such-entity", "Lind", "no-such@doc-1"])
def test_judgement_about_nothing_or_several_is_reported_and_changes_nothing(reference: str) -> None:
    articles = article(1, SHORT), article(2, SHORT)
    judgements = [judge(Verdict.NAME, reference, "Somebody")]
    resolution = resolve(articles, builtin(), judgements)
    assert reference in resolution.problems[0]
    assert resolution.entities == resolve(articles, builtin()).entities


def test_judgement_keeps_its_meaning_when_new_articles_come() -> None:
    articles = [article(1, LIND), article(2, SHORT)]
    judgement = judge(Verdict.SAME, *(reference(a) for a in articles))
    more = article(3, ("Person", "Mara Astrid Lind", "Mara Lind"))
    assert len(resolved(*articles, more, judgements=[judgement])) == len(
        resolved(articles[0], more, judgements=[])
    )


@st.composite
def judged(draw: st.DrawFn) -> tuple[list[Extraction], list[Judgement]]:
    corpus = draw(CORPORA)
    places = [reference(x, n) for x in corpus for n in range(len(x.clusters))]
    if len(set(places)) < 2:
        return corpus, []
    pairs = st.tuples(st.sampled_from(places), st.sampled_from(places)).filter(
        lambda pair: pair[0] != pair[1]
    )
    judgement = st.builds(lambda verdict, pair: judge(verdict, *pair), st.sampled_from(PAIR), pairs)
    return corpus, draw(st.lists(judgement, max_size=4))


@settings(deadline=None)
@given(judged(), st.randoms(use_true_random=False))
def test_judged_result_does_not_depend_on_order_or_repetition_of_articles(
    case: tuple[list[Extraction], list[Judgement]], random: object
) -> None:
    corpus, judgements = case
    once = resolve(corpus, builtin(), judgements)
    shuffled = [*corpus, *corpus]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolve(shuffled, builtin(), judgements) == once


@settings(deadline=None)
@given(judged())
def test_judgements_taken_back_leave_no_trace(
    case: tuple[list[Extraction], list[Judgement]],
) -> None:
    corpus, judgements = case
    back = [judge(Verdict.UNDECIDED, j.one, j.other) for j in judgements]
    assert resolve(corpus, builtin(), [*judgements, *back]) == resolve(corpus, builtin())


@settings(deadline=None)
@given(judged())
def test_judged_entities_have_ids_of_their_own_and_lose_no_mention(
    case: tuple[list[Extraction], list[Judgement]],
) -> None:
    corpus, judgements = case
    found = resolve(corpus, builtin(), judgements)
    assert len({entity.id for entity in found.entities}) == len(found.entities)
    assert found.links.keys() == resolve(corpus, builtin()).links.keys()
    assert all(entity.mentions for entity in found.entities)


@settings(deadline=None)
@given(judged())
def test_what_is_judged_holds_unless_it_is_reported(
    case: tuple[list[Extraction], list[Judgement]],
) -> None:
    corpus, judgements = case
    found = resolve(corpus, builtin(), judgements)
    entity_at = {f"{m.document_id}:{m.start}": i for m, i in found.links.items()}
    at = {
        reference(x, n): entity_at[f"{x.document.id}:{c.mentions[0].span.start}"]
        for x in corpus
        for n, c in enumerate(x.clusters)
    }
    once = [reference(x, n) for x in corpus for n in range(len(x.clusters))]
    for judgement in in_force(judgements):
        told_once = once.count(judgement.one) == once.count(judgement.other) == 1
        if told_once and not any(judgement.told in problem for problem in found.problems):
            together = at[judgement.one] == at[judgement.other]
            assert together is (judgement.judgement is Verdict.SAME)


def test_file_of_judgements_grows_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "judgements.jsonl"
    first, second = judge(Verdict.SAME, "a", "b"), judge(Verdict.REJECT, "st-1")
    append_judgement(path, first)
    append_judgement(path, second)
    assert read_judgements(path) == [first, second]
    assert path.read_text("utf-8") == dump_judgements([first, second])


def test_line_is_added_after_a_last_line_without_an_end(tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    first = judge(Verdict.SAME, "a", "b")
    path.write_text(dump_judgements([first]).rstrip("\n"), encoding="utf-8")
    append_judgement(path, judge(Verdict.NAME, "a", "Ana"))
    assert [j.judgement for j in read_judgements(path)] == [Verdict.SAME, Verdict.NAME]


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"judgement": "same", "one": "a"}',
        '{"judgement": "same", "one": "a", "other": "a"}',
        '{"judgement": "perhaps", "one": "a", "other": "b"}',
        '{"judgement": "reject", "one": "st-1", "other": "b"}',
        '{"judgement": "same", "one": "a", "other": "b", "when": "yesterday"}',
        '{"judgement": "same", "one": "a", "other": "b", "because": "x"}',
    ],
)
def test_damaged_line_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "judgements.jsonl"
    path.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ReadError, match=r"judgements\.jsonl, line 2"):
        read_judgements(path)
