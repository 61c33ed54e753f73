"""The manual of constructions and the vocabulary's examples, each with frozen parses.

Rules are tested on the same parses for ever, so that a red test means a changed rule. What a new
model does to them is shown by ``pytest --model``, and ``python tests/freeze.py`` takes its parses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import case_manual
from case_manual import Case, Expected, Reading
from factory import doc_from_conllu
from newsgraph import analysis
from newsgraph.vocabulary import Vocabulary, builtin

_TESTS = Path(__file__).parent

#: Cases that are right on one of frozen and live parse only, with their problems on the live one.
DRIFT = pytest.StashKey[dict[str, list[str]]]()

Parses = Mapping[tuple[str, str], Doc]  #: by id and text of the case


@dataclass(frozen=True, slots=True)
class Manual:
    """A collection of cases, where its files are, and what counts as a fault."""

    name: str
    cases: tuple[Case, ...]
    failures_path: Path
    compare: Callable[[Case, Reading, Vocabulary], list[str]]

    @property
    def parses_path(self) -> Path:
        """The file of frozen parses."""
        return _TESTS / "parses" / f"{self.name}.conllu"

    def parses(self) -> Parses:
        """Read the frozen parses."""
        parts = re.split(r"^# case = ", self.parses_path.read_text("utf-8"), flags=re.MULTILINE)
        docs = {}
        for part in parts[1:]:
            name, text, rows = part.split("\n", 2)
            docs[name, text.removeprefix("# text = ")] = doc_from_conllu(rows)
        return docs

    def known_failures(self) -> dict[str, str]:
        """Read why which case is known to fail, by id."""
        lines = self.failures_path.read_text("utf-8").splitlines()
        pairs = (line.split(" ", 1) for line in lines if not line.startswith("#"))
        return {name: reason.strip() for name, reason in pairs}

    def problems(self, case: Case, doc: Doc) -> list[str]:
        """Return what is wrong in what is read from the parse; empty if all is right."""
        vocabulary = builtin()
        return self.compare(case, case_manual.read(doc, vocabulary), vocabulary)


def constructions() -> Manual:
    """Return the manual of constructions, ``tests/cases/*.md``."""
    cases = tuple(case_manual.read_cases())
    failures = _TESTS / "cases" / "known_failures.txt"
    return Manual("cases", cases, failures, case_manual.problems)


def examples() -> Manual:
    """Return the examples of the packaged vocabulary; ids are ``relation-number``."""
    failures = _TESTS / "vocabulary" / "known_failures.txt"
    return Manual("examples", tuple(_examples()), failures, _problems_of_example)


def _examples() -> Iterator[Case]:
    for name, relation in sorted(builtin().relations.items()):
        for number, example in enumerate(relation.examples, start=1):
            facts = tuple(Expected(*fact) for fact in example.facts)
            yield Case(f"{name}-{number}", example.text, facts)


def _problems_of_example(case: Case, reading: Reading, vocabulary: Vocabulary) -> list[str]:
    if case.expected:
        return case_manual.problems(case, reading, vocabulary)
    relation = case.id.rpartition("-")[0]  # a negative example speaks of its own relation only
    return [
        f"must stay silent: {case_manual.shown(s)}"
        for s in reading.statements
        if s.relation == relation and s.asserted
    ]


def to_conllu(cases: Iterable[Case], parse: Callable[[str], Doc]) -> Iterator[str]:
    """Yield the frozen form of each case: its id, its text and its sentences."""
    for case in cases:
        doc = parse(case.text)
        yield f"# case = {case.id}\n# text = {case.text}\n"
        kinds = {span.start: span.label_ for span in doc.spans["heads"]}
        for sentence in doc.sents:
            for token in sentence:
                misc = [] if token.whitespace_ else ["SpaceAfter=No"]
                if token.ent_iob_ in ("B", "I"):
                    misc.append(f"Ent={token.ent_iob_}-{token.ent_type_}")
                if token.i in kinds:
                    misc.append(f"Head={kinds[token.i]}")
                head = 0 if token.head == token else token.head.i - sentence.start + 1
                columns = [token.i - sentence.start + 1, token.text, token.lemma_, token.pos_]
                columns += [token.tag_, "_", head, token.dep_, "_", "|".join(misc) or "_"]
                yield "\t".join(str(column) for column in columns) + "\n"
            yield "\n"


@cache
def _live() -> Language:
    return analysis.load()


def check(manual: Manual, parses: Parses, case: Case, request: pytest.FixtureRequest) -> None:
    """Fail if the case is not read right on its frozen parse; with ``--model`` only note drift."""
    __tracebackhide__ = True
    assert (case.id, case.text) in parses, "no frozen parse: run python tests/freeze.py parses"
    problems = manual.problems(case, parses[case.id, case.text])
    if request.config.getoption("--model"):
        live_problems = manual.problems(case, _live()(case.text))
        if bool(live_problems) != bool(problems):
            request.config.stash[DRIFT][f"{manual.name}: {case.id}"] = live_problems
        return
    if reason := manual.known_failures().get(case.id):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    assert not problems, "\n".join([case.text, *problems])
