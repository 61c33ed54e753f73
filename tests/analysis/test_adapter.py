"""Both dependency schemes give the same statements; what else the adapter makes of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

import case_manual
from factory import parse
from newsgraph.analysis.adapter import BASIC, CLEAR, UNIVERSAL, Adapter, scheme_of
from newsgraph.analysis.clear import to_universal
from newsgraph.analysis.columns import Columns
from newsgraph.errors import AnalysisError, ModelUnfit
from newsgraph.model import Modality, Polarity, Statement
from newsgraph.vocabulary import builtin

PATH = Path(__file__).with_name("schemes.txt")


@dataclass(frozen=True, slots=True)
class Construction:
    name: str
    ents: dict[str, str]
    parses: dict[str, str]  #: by scheme
    gives: frozenset[str]


def constructions() -> list[Construction]:
    found = []
    for block in PATH.read_text("utf-8").strip().split("\n\n")[1:]:
        title, *lines = block.split("\n")
        name, _, ents = title.removeprefix("# ").partition("|")
        rows = [line.split(" ", 1) for line in lines]
        found.append(
            Construction(
                name=name.strip(),
                ents=dict(e.replace("_", " ").split("=") for e in ents.split()),
                parses={kind: rest for kind, rest in rows if kind in (CLEAR, UNIVERSAL)},
                gives=frozenset(rest for kind, rest in rows if kind == "gives"),
            )
        )
    return found


def adapted(notation: str, scheme: str = CLEAR, ents: dict[str, str] | None = None) -> Doc:
    doc = parse(notation, ents=ents)
    del doc.spans["heads"]  # as another pipeline leaves it
    return Adapter(scheme)(doc)


def statements(doc: Doc) -> set[str]:
    return {shown(s) for s in case_manual.read(doc, builtin()).statements}


def shown(s: Statement) -> str:
    relation = s.relation or f"{s.predicate} (open)"
    parts = [s.subject.text, relation, s.object.text]
    parts += ["denied"] if s.polarity is Polarity.NEGATIVE else []
    parts += [s.modality.value] if s.modality is not Modality.ACTUAL else []
    parts += [f"by {s.attribution.source_text}"] if s.attribution else []
    parts += [f"{q.property}={getattr(q.value, 'lexical', q.value.text)}" for q in s.qualifiers]
    return " | ".join(parts)


def tree(doc: Doc) -> list[str]:
    return [f"{t.text}/{t.dep_}/{0 if t.head == t else t.head.i + 1}" for t in doc]


@pytest.mark.parametrize("construction", constructions(), ids=lambda c: c.name)
def test_both_schemes_give_the_same_statements(construction: Construction) -> None:
    found = {
        scheme: statements(adapted(notation, scheme, construction.ents))
        for scheme, notation in construction.parses.items()
    }
    assert construction.gives
    assert construction.gives <= found[UNIVERSAL]
    assert found[CLEAR] == found[UNIVERSAL]


@pytest.mark.parametrize("construction", constructions(), ids=lambda c: c.name)
def test_universal_labels_without_subtypes_give_the_same_statements(
    construction: Construction,
) -> None:
    rich = construction.parses[UNIVERSAL]
    basic = re.sub(r"(/[a-z]+):[a-z]+/", r"\1/", rich)
    assert statements(adapted(basic, BASIC, construction.ents)) >= construction.gives


@pytest.mark.parametrize("construction", constructions(), ids=lambda c: c.name)
def test_no_label_of_the_other_scheme_is_left(construction: Construction) -> None:
    doc = adapted(construction.parses[CLEAR], CLEAR, construction.ents)
    labels = {t.dep_ for t in doc}
    assert not labels & {"ROOT", "dobj", "pobj", "prep", "pcomp", "agent", "attr", "acomp", "poss"}
    assert not labels & {
        "nsubjpass",
        "auxpass",
        "neg",
        "prt",
        "dative",
        "oprd",
        "relcl",
        "npadvmod",
    }
    assert all(t.pos_ and t.tag_ and t.lemma_ for t in doc)


@pytest.mark.parametrize(
    ("clear", "universal"),
    [
        (
            "They/PRON/nsubj/2 met/VERB/ROOT/0 in/ADP/prep/2 and/CCONJ/cc/3 around/ADP/conj/3 "
            "Vienna/PROPN/pobj/5 and/CCONJ/cc/6 Oslo/PROPN/conj/6",
            "They/nsubj/2 met/root/0 in/case/6 and/cc/5 around/conj/3 Vienna/obl/2 and/cc/8 "
            "Oslo/conj/6",
        ),
        (
            "They/PRON/nsubj/2 came/VERB/ROOT/0 from/ADP/prep/2 behind/ADP/prep/3 "
            "walls/NOUN/pobj/4",
            "They/nsubj/2 came/root/0 from/case/5 behind/case/5 walls/obl/2",
        ),
        (
            "Banks/NOUN/nsubj/5 such/ADJ/amod/3 as/ADP/prep/1 Norvik/PROPN/pobj/3 "
            "failed/VERB/ROOT/0",
            "Banks/nsubj/5 such/case/4 as/fixed/2 Norvik/nmod/1 failed/root/0",
        ),
        (
            "Ships/NOUN/nsubj/2 are/AUX/ROOT/0 here/ADV/advmod/2 now/ADV/advmod/2",
            "Ships/nsubj/3 are/cop/3 here/root/0 now/advmod/3",
        ),
        (
            "He/PRON/nsubj/2 is/AUX/ROOT/0 rich/ADJ/acomp/2 and/CCONJ/cc/2 owns/VERB/conj/2 "
            "ships/NOUN/dobj/5",
            "He/nsubj/3 is/cop/3 rich/root/0 and/cc/5 owns/conj/3 ships/obj/5",
        ),
        (
            "She/PRON/nsubj/2 became/VERB/ROOT/0 mayor/NOUN/attr/2 in/ADP/prep/2 May/PROPN/pobj/4",
            "She/nsubj/2 became/root/0 mayor/xcomp/2 in/case/5 May/obl/2",
        ),
        (
            "All/DET:PDT/predet/3 the/DET/det/3 men/NOUN/nsubj/6 two/NUM/nummod/5 "
            "days/NOUN/npadvmod/6 slept/VERB/ROOT/0",
            "All/det:predet/3 the/det/3 men/nsubj/6 two/nummod/5 days/obl:unmarked/6 slept/root/0",
        ),
        (
            "the/DET/det/2 man/NOUN/ROOT/0 she/PRON/nsubj/4 spoke/VERB/relcl/2 to/ADP/prep/4",
            "the/det/2 man/root/0 she/nsubj/4 spoke/acl:relcl/2 to/obl/4",
        ),
    ],
)
def test_trees_are_rebuilt(clear: str, universal: str) -> None:
    assert tree(adapted(clear)) == universal.split()


_LABELS = (
    "ROOT nsubj dobj prep pobj pcomp agent attr acomp conj cc aux ccomp xcomp relcl mark dative "
    "oprd nsubjpass auxpass expl advmod punct"
).split()


@st.composite
def trees(draw: st.DrawFn) -> Columns:
    """Well-formed trees with labels at random, several to a text."""
    n = draw(st.integers(1, 12))
    order = draw(st.permutations(range(n)))
    heads = list(range(n))
    for rank, i in enumerate(order[1:], start=1):
        heads[i] = draw(st.sampled_from([i, *order[:rank]]))

    def column(*choices: str) -> list[str]:
        return draw(st.lists(st.sampled_from(choices), min_size=n, max_size=n))

    return Columns(
        words=column("such", "as", "it", "there", "of"),
        lemmas=column("be", "make", "x"),
        pos=column("VERB", "NOUN", "ADP", "AUX"),
        tags=column("VB", "VBG", "IN", "TO"),
        heads=heads,
        deps=column(*_LABELS),
    )


def _root(heads: list[int], i: int) -> int:
    for _ in heads:
        i = heads[i]
    assert heads[i] == i, "a cycle"
    return i


@given(trees())
def test_any_tree_stays_a_tree_over_the_same_words(columns: Columns) -> None:
    def together(heads: list[int]) -> set[frozenset[int]]:
        roots = [_root(heads, i) for i in range(len(heads))]
        return {frozenset(i for i, r in enumerate(roots) if r == root) for root in roots}

    before = together(columns.heads)
    to_universal(columns)
    assert together(columns.heads) == before


@pytest.mark.parametrize(
    ("labels", "scheme"),
    [
        (("ROOT", "nsubj", "dobj", "pobj", "prep", "case", "nmod"), CLEAR),
        (("ROOT", "nsubj", "obj", "obl", "case", "nmod", "acl:relcl"), UNIVERSAL),
        (("ROOT", "nsubj", "obj", "obl", "case", "nmod", "acl"), BASIC),
        (("nsubj", "det"), ""),
    ],
)
def test_scheme_is_told_by_labels(labels: Iterable[str], scheme: str) -> None:
    assert scheme_of(labels) == scheme


def test_labels_of_another_scheme_are_refused() -> None:
    with pytest.raises(ModelUnfit, match="neither those of Universal") as caught:
        scheme_of("sb oa mo nk ag pd oc cj cd".split())
    assert "--model" in caught.value.hint


def test_without_a_scheme_the_labels_of_the_article_tell() -> None:
    [construction] = [c for c in constructions() if c.name == "passive with agent"]
    for notation in construction.parses.values():
        assert construction.gives <= statements(adapted(notation, "", construction.ents))


def test_entity_labels_become_ours() -> None:
    words = "Ana Kodra Monday noon English 5% first three euros".split()
    doc = parse(" ".join(f"{w}/X/dep/1" if i else f"{w}/X/ROOT/0" for i, w in enumerate(words)))
    labels = ["PER", "PER", "DATE", "TIME", "LANGUAGE", "PERCENT", "ORDINAL", "CARDINAL", "MONEY"]
    doc.set_ents([*(doc.char_span(t.idx, t.idx + len(t), label=label) for t, label in
                    zip(doc, labels, strict=True))])  # type: ignore[list-item]  # fmt: skip
    found = {e.text: e.label_ for e in Adapter(CLEAR)(doc).ents}
    assert found == {
        "Ana": "PERSON", "Kodra": "PERSON", "Monday": "DATE", "5%": "QUANTITY", "euros": "MONEY",
    }  # fmt: skip


def test_kinds_are_derived_where_the_pipeline_has_none() -> None:
    doc = adapted(
        "Oslo/PROPN/nsubj/2 saw=see/VERB/ROOT/0 them/PRON/dobj/2 and/CCONJ/cc/3 the/DET/det/6 "
        "clerk/NOUN/conj/3 who/PRON:WP/nsubj/8 left=leave/VERB/relcl/6 the/DET/det/10 "
        "wounded/ADJ/dobj/8 in/ADP/prep/8 ships=ship/NOUN:NNS/pobj/11",
        ents={"Oslo": "GPE"},
    )
    assert {s.text: s.label_ for s in doc.spans["heads"]} == {
        "Oslo": "PLACE", "them": "GROUP", "clerk": "PERSON", "who": "PERSON", "wounded": "GROUP",
        "ships": "OTHER",
    }  # fmt: skip


def test_kinds_of_the_pipeline_are_kept() -> None:
    doc = parse("Oslo/PROPN/nsubj/2 grew=grow/VERB/ROOT/0", heads={"Oslo": "ORG"})
    assert [s.label_ for s in Adapter(CLEAR)(doc).spans["heads"]] == ["ORG"]


def bare(notation: str, **kept: bool) -> Doc:
    """The parse of a pipeline that leaves only some of its columns."""
    full = parse(notation)
    columns = {
        "tags": [t.tag_ for t in full],
        "pos": [t.pos_ for t in full],
        "lemmas": [t.lemma_ for t in full],
        "morphs": [_MORPHS.get(t.tag_, "") for t in full],
    }
    return Doc(
        full.vocab,
        words=[t.text for t in full],
        spaces=[bool(t.whitespace_) for t in full],
        heads=[t.head.i for t in full],
        deps=[t.dep_ for t in full],
        **{name: column for name, column in columns.items() if kept.get(name)},  # type: ignore[arg-type]
    )


_MORPHS = {
    "VBD": "Tense=Past|VerbForm=Fin", "VBN": "Tense=Past|VerbForm=Part", "NNS": "Number=Plur",
    "VBZ": "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin", "VB": "VerbForm=Inf",
    "VBG": "VerbForm=Ger", "MD": "VerbForm=Fin",
}  # fmt: skip
_RICH = (
    "His/PRON:PRP$/poss/2 ships=ship/NOUN:NNS/nsubjpass/5 were=be/AUX:VBD/auxpass/5 "
    "not/PART:RB/neg/5 seized=seize/VERB:VBN/ROOT/0 in/ADP:IN/prep/5 Oslo/PROPN:NNP/pobj/6 "
    "and/CCONJ:CC/cc/5 may/AUX:MD/aux/10 leave/VERB:VB/conj/5 to/PART:TO/aux/12 "
    "sail/VERB:VB/xcomp/10"
)


@pytest.mark.parametrize("kept", [("tags",), ("tags", "pos"), ("pos", "morphs")])
def test_missing_columns_are_filled_in(kept: tuple[str, ...]) -> None:
    full = Adapter(CLEAR)(bare(_RICH, tags=True, pos=True, lemmas=True))
    doc = Adapter(CLEAR)(bare(_RICH, **dict.fromkeys(kept, True)))
    for attribute in ("pos_", "tag_", "lemma_", "dep_"):
        assert [getattr(t, attribute) for t in doc] == [getattr(t, attribute) for t in full]


def test_unparsed_article_is_refused() -> None:
    full = parse(_RICH)
    doc = Doc(full.vocab, words=[t.text for t in full], tags=[t.tag_ for t in full])
    with pytest.raises(AnalysisError, match="no dependencies"):
        Adapter(CLEAR)(doc)


def test_article_without_words_is_let_through() -> None:
    assert Adapter(CLEAR)(Doc(parse("a/X/ROOT/0").vocab)).text == ""


def test_trees_of_every_sentence_are_rebuilt() -> None:
    block = next(c for c in constructions() if c.name == "copula").parses[CLEAR]
    doc = adapted(f"{block}\n{block}")
    assert [s.root.text for s in doc.sents] == ["president", "president"]
    assert re.sub(r"\d+", "", " ".join(tree(doc)[:8])) == re.sub(
        r"\d+", "", " ".join(tree(doc)[8:])
    )
