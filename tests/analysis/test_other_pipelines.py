"""``--model`` with pipelines that others made: trained, saved to a folder, loaded by its path."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import newsgraph
from factory import parse
from newsgraph import analysis
from newsgraph.cli import main
from newsgraph.errors import ModelNotFound, ModelUnfit

SCHEMES = Path(__file__).with_name("schemes.txt")
TEXT = "The treaty was signed by Serbia. Serbia did not sign the treaty."


@Language.factory("by_heart", assigns=["token.dep", "token.head", "token.tag", "doc.ents"])
def create(nlp: Language, name: str) -> ByHeart:
    return ByHeart()


class ByHeart:
    """Parses what it has been taught; leaves tags, no universal word classes and no lemmas."""

    def __init__(self) -> None:
        self.parses: dict[str, tuple[str, dict[str, str]]] = {}

    @property
    def labels(self) -> tuple[str, ...]:
        labels = {
            item.split("/")[-2] for parse, _ in self.parses.values() for item in parse.split()
        }
        return tuple(sorted(labels))

    def teach(self, scheme: str) -> None:
        for block in SCHEMES.read_text("utf-8").strip().split("\n\n")[1:]:
            title, *lines = block.split("\n")
            ents = dict(
                e.replace("_", " ").split("=") for e in title.partition("|")[2].split()
            )  # fmt: skip
            notation = next(x.removeprefix(f"{scheme} ") for x in lines if x.startswith(scheme))
            self.parses[parse(notation).text] = (notation.replace("/root/", "/ROOT/"), ents)

    def __call__(self, doc: Doc) -> Doc:
        known = [self.parses[s] for s in re.findall(r"[^.]+\.", doc.text.replace(". ", "."))
                 if s in self.parses]  # fmt: skip
        if not known:  # the sentences that nobody taught
            return doc
        read = parse(
            "\n".join(notation for notation, _ in known),
            ents={k: v for _, ents in known for k, v in ents.items()},
        )
        return Doc(
            doc.vocab,
            words=[t.text for t in doc],
            spaces=[bool(t.whitespace_) for t in doc],
            tags=[t.tag_ for t in read],
            heads=[t.head.i for t in read],
            deps=[t.dep_ for t in read],
            ents=[t.ent_iob_ + (f"-{t.ent_type_}" if t.ent_type_ else "") for t in read],
        )

    def to_disk(self, path: Path, exclude: object = ()) -> None:
        Path(path).write_text(json.dumps(self.parses), encoding="utf-8")

    def from_disk(self, path: Path, exclude: object = ()) -> ByHeart:
        self.parses = json.loads(Path(path).read_text("utf-8"))
        return self


@pytest.fixture(scope="module", params=["clear", "universal"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    nlp = spacy.blank("en")
    component = nlp.add_pipe("by_heart")
    assert isinstance(component, ByHeart)
    component.teach(request.param)
    path: Path = tmp_path_factory.mktemp("pipelines") / "en_other"
    nlp.to_disk(path)
    return path


def run(*words: object) -> int | str | None:
    """Run a command in this process and return its exit code."""
    with pytest.raises(SystemExit) as leaving:
        main([str(word) for word in words])
    return leaving.value.code


def records(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_facts_are_read_with_another_pipeline(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sentences.txt"
    path.write_text(TEXT.replace(". ", ".\n"), encoding="utf-8")
    assert run("facts", "--sentences", path, "--model", folder) == 0
    out, err = capsys.readouterr()
    found = [r for r in records(out) if r["relation"] == "signatoryOf"]
    assert [(r["line"], r["negated"]) for r in found] == [(0, False), (1, True)]
    assert "note: en_other" in err
    assert "rules alone" in err


def test_graph_is_built_with_another_pipeline(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    assert run("build", article, "-o", tmp_path / "graph", "--model", folder) == 0
    report = json.loads((tmp_path / "graph" / "report.json").read_text("utf-8"))
    assert report["facts_by_relation"] == {"signatoryOf": 1}
    [said] = report["failures"]
    assert (said["source"], said["fatal"]) == ("en_other", False)
    assert str(tmp_path) not in json.dumps(report)


def test_rules_alone_need_no_note(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    settings = newsgraph.Settings(model=str(folder), rules_only=True)
    assert newsgraph.extract_files([article], settings=settings)[1] == []


def test_parser_is_given_our_sentences_and_followed_by_the_adapter(folder: Path) -> None:
    nlp = analysis.load(str(folder))
    assert nlp.pipe_names == ["newsgraph_sentences", "by_heart", "newsgraph_adapter"]


def test_saved_pipeline_with_its_adapter_loads_again(folder: Path, tmp_path: Path) -> None:
    nlp = analysis.load(str(folder))
    nlp.to_disk(tmp_path / "adapted")
    again = analysis.load(str(tmp_path / "adapted"))
    assert again.pipe_names == nlp.pipe_names
    assert [t.dep_ for t in again(TEXT)] == [t.dep_ for t in nlp(TEXT)]


def test_reader_is_silent_for_another_pipeline(folder: Path) -> None:
    document = newsgraph.make_document(TEXT)
    nlp = analysis.load(str(folder))
    found = newsgraph.extract(document, nlp=nlp)
    assert found == newsgraph.extract(document, nlp=nlp, learned=False)
    assert found.statements


def test_own_analyser_inside_another_pipeline_needs_no_adapter(tmp_path: Path) -> None:
    analysis.load().to_disk(tmp_path / "own")
    nlp = analysis.load(str(tmp_path / "own"))
    assert analysis.gives_states(nlp)
    assert nlp.pipe_names == analysis.load().pipe_names


def saved(nlp: Language, tmp_path: Path) -> str:
    nlp.to_disk(tmp_path / "pipeline")
    return str(tmp_path / "pipeline")


def test_pipeline_without_parser_and_tagger_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "NATO"}])  # type: ignore[attr-defined]
    with pytest.raises(ModelUnfit, match="no dependency parser and no tagger") as caught:
        analysis.load(saved(nlp, tmp_path))
    assert "sentencizer, entity_ruler" in str(caught.value)
    assert "--model" in caught.value.hint


def test_pipeline_without_parser_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add(  # type: ignore[attr-defined]
        patterns=[[{"IS_ALPHA": True}]], attrs={"TAG": "NN", "POS": "NOUN"}
    )
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    model = saved(nlp, tmp_path)
    assert run("build", article, "-o", tmp_path / "graph", "--model", model) == 2
    err = capsys.readouterr().err
    assert "no dependency parser" in err
    assert "no tagger" not in err
    assert not (tmp_path / "graph").exists()


def test_pipeline_of_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnfit, match="'de'"):
        analysis.load(saved(spacy.blank("de"), tmp_path))


def test_damaged_pipeline_is_refused_with_its_reason(folder: Path, tmp_path: Path) -> None:
    copy = Path(saved(spacy.load(folder), tmp_path))
    (copy / "by_heart").write_bytes(b"nothing")
    with pytest.raises(ModelUnfit, match="cannot be loaded"):
        analysis.load(str(copy))


def test_folder_without_a_pipeline_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="no spaCy pipeline"):
        analysis.load(str(tmp_path))
