"""The annotated articles, analysed once, and their scoring script, for the measurements here."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from spacy.tokens import Doc

from newsgraph.analysis.repairs import repaired
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.mentions.values import find_values
from newsgraph.model import Cluster, Document, Extraction, Mention, Statement, Value
from newsgraph.pipeline import analyser
from newsgraph.reading import read_all
from newsgraph.records import article_record, statements_told
from newsgraph.statements import extract_statements, with_events
from newsgraph.statements.learned import ReaderModel
from newsgraph.statements.reader import StatementReader
from newsgraph.vocabulary import builtin

FOLDER = Path("../shared/gold")
RELATIONS = Path(__file__).with_name("relmap.json")
#: Sets that may be fitted and trained on; ``dev`` is only measured on.
FITTED = ("domestic", "economy", "general", "invented", "train", "world")
HELD_OUT = "dev"


@dataclass(frozen=True, slots=True)
class Article:
    """An annotated article and what the stages before statements make of it."""

    group: str
    name: str
    annotation: dict[str, Any]
    document: Document
    doc: Doc
    mentions: list[Mention]
    clusters: list[Cluster]
    values: list[Value]

    def reader(self) -> StatementReader:
        return StatementReader(
            self.doc, self.mentions, self.clusters, self.document, builtin(), self.values
        )

    def statements(self, *, learned: bool = True) -> list[Statement]:
        """What the package reads, with settled confidence."""
        return extract_statements(
            self.doc, self.mentions, self.clusters, self.document, builtin(), self.values,
            learned=learned,
        )  # fmt: skip

    def extraction(self, statements: Sequence[Statement]) -> Extraction:
        mentions, clusters = with_events(self.mentions, self.clusters, statements, builtin())
        return Extraction(
            document=self.document,
            sentences=(),
            mentions=mentions,
            clusters=clusters,
            statements=tuple(statements),
        )


def check_folder(folder: Path) -> None:
    if not (folder / "score.py").is_file():
        sys.exit(f"no annotated articles in {folder}: name their folder with --folder")


def scoring(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_articles(folder: Path, groups: Sequence[str]) -> Iterator[Article]:
    nlp, vocabulary = analyser(None), builtin()
    for group in groups:
        documents, failures = read_all(sorted((folder / group).glob("*.txt")))
        if failures:
            sys.exit(f"{failures[0].source}: {failures[0].message}")
        for document in documents:
            name = Path(document.source).stem
            annotation = json.loads((folder / group / f"{name}.json").read_text("utf-8"))
            doc = repaired(nlp(document.text))
            mentions = find_mentions(doc, document.id, vocabulary)
            clusters = corefer(doc, mentions, vocabulary)
            values = find_values(doc, document)
            yield Article(group, name, annotation, document, doc, mentions, clusters, values)


class Judge:
    """Scores statements as the scoring script does, together or one by one."""

    def __init__(self, folder: Path) -> None:
        self._script: Any = scoring(folder)
        self._relations = json.loads(RELATIONS.read_text("utf-8"))

    def counts(self, article: Article, statements: Sequence[Statement]) -> Counter[str]:
        return self._score(article, self._record(article, statements))[0]

    def metrics(self, counts: Counter[str]) -> dict[str, float]:
        found: dict[str, float] = self._script.metrics(counts)
        return found

    def verdicts(
        self, article: Article, statements: Sequence[Statement]
    ) -> list[tuple[Statement, bool | None]]:
        """Each statement that the article's record holds: right, wrong, or not to be judged.

        Right is a lenient hit on two ends that the annotation links; what links other ends may be
        true or not.
        """
        record = self._record(article, statements)
        told = statements_told(article.extraction(statements))
        matched = self._script.match_entities(article.annotation, record)
        held = self._script.match_entities
        self._script.match_entities = lambda *_: matched  # the same for every fact of the article
        try:
            return [
                (statement, _verdict(self._score(article, {**record, "facts": [fact]})[0]))
                for statement, fact in zip(told, record["facts"], strict=True)
            ]
        finally:
            self._script.match_entities = held

    def verdict(self, article: Article, statement: Statement) -> bool | None:
        """As ``verdicts``, for one statement that the record of the article would hold."""
        return next((right for _, right in self.verdicts(article, [statement])), None)

    def _record(self, article: Article, statements: Sequence[Statement]) -> dict[str, Any]:
        record = article_record(article.extraction(statements), builtin())
        plain: dict[str, Any] = json.loads(json.dumps(record))
        return plain

    def _score(
        self, article: Article, record: dict[str, Any]
    ) -> tuple[Counter[str], dict[str, list[str]]]:
        scored: tuple[Counter[str], dict[str, list[str]]] = self._script.score_doc(
            article.annotation, record, self._relations
        )
        return scored


def _verdict(counts: Counter[str]) -> bool | None:
    return bool(counts["cov_len"]) if counts["cov"] else None


def fold_readers(folder: Path | None) -> dict[str, ReaderModel]:
    """Article → a reader that was not trained on it, as kept by the training (``--keep``)."""
    found: dict[str, ReaderModel] = {}
    for path in sorted(folder.glob("fold-*")) if folder is not None else ():
        model = ReaderModel(path)
        found |= dict.fromkeys(json.loads((path / "unseen.json").read_text("utf-8")), model)
    return found
