"""Reads the manual of constructions (``tests/cases/*.md``) and compares it with what is extracted.

A case is a text of one or two sentences and the statements a careful reader draws from it. See
``tests/cases/README.md`` for the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from spacy.tokens import Doc

from newsgraph.analysis.repairs import repaired
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.mentions.values import find_values
from newsgraph.model import Cluster, Document, Mention, Modality, Polarity, Stance, Statement
from newsgraph.statements import extract_statements
from newsgraph.vocabulary import Vocabulary

FOLDER = Path(__file__).parent / "cases"
#: Publication date of every case; relative dates in the cases count from it.
PUBLISHED = date(2025, 12, 4)
_MODALITIES = {m.value for m in Modality} - {"actual"}


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of a case."""

    subject: str
    relation: str
    object: str
    flags: frozenset[str] = frozenset()
    never: bool = False

    def __str__(self) -> str:
        mark = "never: " if self.never else ""
        extra = f" | {', '.join(sorted(self.flags))}" if self.flags else ""
        return f"{mark}{self.subject} | {self.relation} | {self.object}{extra}"


@dataclass(frozen=True, slots=True)
class Case:
    """A text with what is to be read from it; without expectations, nothing asserted is."""

    id: str
    text: str
    expected: tuple[Expected, ...] = ()
    nothing: bool = False


@dataclass(slots=True)
class Reading:
    """What was extracted from a case's text."""

    statements: list[Statement]
    clusters: list[Cluster]
    names: dict[tuple[int, int], Cluster] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cluster in self.clusters:
            for mention in cluster.mentions:
                self.names[mention.span.start, mention.span.end] = cluster


def read_cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Yield all cases in the order of files and lines."""
    for path in sorted(folder.glob("*.md")):
        text, lines, number = "", list[str](), 0
        for line in [*path.read_text("utf-8").splitlines(), "## end"]:
            if line.startswith(("> ", "## ")):
                if text:
                    number += 1
                    yield _case(f"{path.stem}-{number}", text, lines)
                text, lines = line[2:].strip() if line.startswith("> ") else "", []
            elif line.startswith("- ") and text:
                lines.append(line[2:].strip())


def _case(name: str, text: str, lines: list[str]) -> Case:
    expected = tuple(_expected(line) for line in lines if line != "none")
    return Case(id=name, text=text, expected=expected, nothing="none" in lines)


def _expected(line: str) -> Expected:
    never = line.startswith("never:")
    parts = [p.strip() for p in line.removeprefix("never:").split("|")]
    flags = (
        frozenset(f.strip() for f in parts[3].split(",")) if len(parts) > 3 else frozenset[str]()
    )
    return Expected(parts[0], parts[1], parts[2], flags, never)


def read(doc: Doc, vocabulary: Vocabulary) -> Reading:
    """Run the stages after the parser on one case."""
    document = Document(id="case", text=doc.text, published=PUBLISHED)
    doc = repaired(doc)
    mentions = find_mentions(doc, document.id, vocabulary)
    clusters = corefer(doc, mentions, vocabulary)
    values = find_values(doc, document)
    statements = extract_statements(doc, mentions, clusters, document, vocabulary, values)
    return Reading(statements, clusters)


def problems(case: Case, reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """Return what differs from the manual; empty if the case is right."""
    typed = [s for s in reading.statements if s.relation is not None]
    found: list[str] = []
    if case.nothing:
        found += [f"unexpected: {shown(s)}" for s in typed if s.asserted]
    for expected in case.expected:
        hits = [s for s in typed if _ends_match(expected, s, reading, vocabulary)]
        if expected.never:
            found += [f"must not be asserted: {shown(s)}" for s in hits if s.asserted]
        elif not any(_flags_match(expected, s, reading) for s in hits):
            found.append(f"missing: {expected}" + "".join(f"\n    but: {shown(s)}" for s in hits))
    return found


def shown(s: Statement) -> str:
    """Return a statement on one line, for a report."""
    return (
        f"{s.subject.text} | {s.relation} | {s.object.text} "
        f"[{s.polarity} {s.modality} {s.attribution.source_text if s.attribution else ''}]"
    )


def _ends_match(e: Expected, s: Statement, reading: Reading, vocabulary: Vocabulary) -> bool:
    if s.relation != e.relation:
        return False
    subject, target = _forms(s.subject, reading), _forms(s.object, reading)
    if _same(e.subject, subject) and _same(e.object, target):
        return True
    symmetric = vocabulary.relations[e.relation].symmetric
    return symmetric and _same(e.object, subject) and _same(e.subject, target)


def _forms(end: object, reading: Reading) -> set[str]:
    forms = {_plain(getattr(end, "text", "")), _plain(getattr(end, "lexical", ""))}
    if isinstance(end, Mention):
        cluster = reading.names.get((end.span.start, end.span.end))
        if cluster is not None:
            forms |= {_plain(cluster.name), *(_plain(m.text) for m in cluster.mentions)}
    return forms - {""}


def _plain(text: str) -> str:
    words = re.sub(r"[’']s?$", "", text.strip()).casefold().split()
    while words and words[0] in ("the", "a", "an", "its", "his", "her", "their"):
        words.pop(0)
    return " ".join(words)


def _same(wanted: str, forms: set[str]) -> bool:
    plain = _plain(wanted)
    return any(f == plain or f.endswith(f" {plain}") or f.startswith(f"{plain} ") for f in forms)


def _flags_match(e: Expected, s: Statement, reading: Reading) -> bool:
    wanted = {f for f in e.flags if f in _MODALITIES}
    modality = set() if s.modality is Modality.ACTUAL else {s.modality.value}
    if wanted != modality or ("denied" in e.flags) != (s.polarity is Polarity.NEGATIVE):
        return False
    return all(_detail_matches(f, s, reading) for f in e.flags if "=" in f)


def _detail_matches(flag: str, s: Statement, reading: Reading) -> bool:
    key, _, wanted = flag.partition("=")
    match key:
        case "speaker":
            source = s.attribution.source if s.attribution else None
            return source is not None and _same(wanted, _forms(source, reading))
        case "stance":
            return s.attribution is not None and s.attribution.stance is Stance(wanted)
        case "date":
            dates = [q.value for q in s.qualifiers if q.property.endswith("Date")]
            return any(getattr(v, "lexical", "") == wanted for v in dates)
        case "role" | "of":
            values = [q.value for q in s.qualifiers if q.property == key]
            return any(_same(wanted, _forms(v, reading)) for v in values)
    raise ValueError(f"unknown flag {flag!r}")
