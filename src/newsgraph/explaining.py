"""Why a fact was read, and why nothing else was: rules replayed on a text or a graph's folder.

A fact is asked for as ``SUBJECT | RELATION | OBJECT``; an empty part, or a part that is left out,
stands for anything. In a graph it may be asked for by its id (``fact-…``), too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgraph.analysis.repairs import repaired
from newsgraph.errors import GraphError
from newsgraph.folder import load
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Document, Extraction, Fact, Mention, Statement, Value
from newsgraph.pipeline import analyser, extract, statement_reader
from newsgraph.statements.explanation import Explainer, Explanation
from newsgraph.statements.silence import Silence
from newsgraph.vocabulary import Vocabulary, builtin

if TYPE_CHECKING:
    from spacy.language import Language

_PARTS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A fact asked for: each part in lower case, empty for anything."""

    subject: str
    relation: str
    object: str

    @classmethod
    def read(cls, text: str) -> Question:
        """Read ``SUBJECT | RELATION | OBJECT``.

        Raises:
            GraphError: It has more than three parts.
        """
        parts = [" ".join(part.split()).casefold() for part in text.split("|")]
        if len(parts) > _PARTS:
            raise GraphError(
                f"{text!r} is no fact", hint="write 'SUBJECT | RELATION | OBJECT', or a fact's id"
            )
        return cls(*parts, *[""] * (_PARTS - len(parts)))

    def fits(self, subject: set[str], relation: str, target: set[str]) -> bool:
        """Tell whether a fact is meant, given the lower-case names of its ends."""
        return (
            self.relation in ("", relation.casefold())
            and (not self.subject or self.subject in subject)
            and (not self.object or self.object in target)
        )


def explain(
    document: Document,
    fact: str = "",
    *,
    nlp: Language | None = None,
    vocabulary: Vocabulary | None = None,
    learned: bool = True,
) -> list[Explanation]:
    """Explain the typed statements of a text, in text order.

    Args:
        document: What to read.
        fact: Which statements; all if it is empty.
        nlp: The analyser; without it the shipped one.
        vocabulary: Without it the shipped one.
        learned: Whether the trained reader adds its statements.

    Raises:
        GraphError: No statement fits ``fact``.
    """
    nlp, vocabulary = nlp or analyser(None), vocabulary or builtin()
    extraction = extract(document, nlp=nlp, vocabulary=vocabulary, learned=learned)
    question, explainer = Question.read(fact), Explainer(extraction, vocabulary)
    doc = repaired(nlp(document.text))
    names = _names(extraction)
    typed = [s for s in extraction.statements if s.relation]
    asked = [
        s
        for s in typed
        if question.fits(_forms(s.subject, names), s.relation or "", _forms(s.object, names))
    ]
    if fact and not asked:
        stated = "; ".join(_line(s) for s in typed) or "nothing typed"
        raise GraphError(f"the text states no {fact!r}", hint=f"it states: {stated}")
    return [explainer.explain(s, doc) for s in asked]


def explain_fact(
    folder: Path | str,
    fact: str,
    *,
    nlp: Language | None = None,
    vocabulary: Vocabulary | None = None,
) -> Iterator[tuple[Fact, list[Explanation]]]:
    """Explain the facts of a graph's folder that fit, each with all its statements.

    The tree is that of the sentence as the analyser reads it now, by itself; where the folder keeps
    no text there is none.

    Raises:
        GraphError: The folder is missing or damaged, or holds no such fact.
    """
    result = load(folder, vocabulary=vocabulary)
    facts = _asked(result.graph, fact)
    if not facts:
        raise GraphError(
            f"the graph holds no fact {fact!r}",
            hint="write 'SUBJECT | RELATION | OBJECT'; an empty part stands for anything",
        )
    nlp = nlp or analyser(None)
    for one in facts:
        yield one, list(_of_fact(one, result.graph, result.vocabulary, nlp))


def silences(
    document: Document,
    *,
    nlp: Language | None = None,
    vocabulary: Vocabulary | None = None,
    learned: bool = True,
) -> list[Silence]:
    """Return the predicates of a text that gave no plain edge, with the reasons, in text order."""
    nlp, vocabulary = nlp or analyser(None), vocabulary or builtin()
    reader = statement_reader(document, repaired(nlp(document.text)), vocabulary)
    return reader.silences(reader.read(learned=learned))


def as_record(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as plain data, for JSON."""
    statement = explanation.statement
    record = {k: v for k, v in asdict(explanation).items() if k != "statement"}
    return {
        **record,
        "relation": statement.relation,
        "predicate": statement.predicate,
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "probability": statement.evidence.confidence,
        "speaker": statement.attribution.source_text if statement.attribution else None,
        "stance": statement.attribution.stance.value if statement.attribution else None,
        "qualifiers": [
            {"property": q.property, "text": q.value.text} for q in statement.qualifiers
        ],
        "rules": [{"rule": name, "explanation": words} for name, words in explanation.rules],
        "confidence": [{"part": name, "adds": round(w, 3)} for name, w in explanation.confidence],
    }


def _names(extraction: Extraction) -> dict[Mention, set[str]]:
    return {
        m: {c.name.casefold(), *(x.text.casefold() for x in c.mentions)}
        for c in extraction.clusters
        for m in c.mentions
    }


def _forms(end: Mention | Value, names: dict[Mention, set[str]]) -> set[str]:
    if isinstance(end, Value):
        return {end.text.casefold(), end.lexical.casefold()}
    return names.get(end, set()) | {end.text.casefold()}


def _line(statement: Statement) -> str:
    return f"{statement.subject.text} | {statement.relation} | {statement.object.text}"


def _asked(graph: KnowledgeGraph, fact: str) -> list[Fact]:
    if fact in graph.facts:
        return [graph.facts[fact]]
    question = Question.read(fact)
    return [
        one
        for one in graph.facts.values()
        if question.fits(_known_as(one.subject, graph), one.relation, _known_as(one.object, graph))
    ]


def _known_as(end: str | Value, graph: KnowledgeGraph) -> set[str]:
    if isinstance(end, Value):
        return {end.text.casefold(), end.lexical.casefold()}
    entity = graph.entities[end]
    return {end.casefold(), entity.name.casefold(), *(a.casefold() for a in entity.aliases)}


def _of_fact(
    fact: Fact, graph: KnowledgeGraph, vocabulary: Vocabulary, nlp: Language
) -> Iterator[Explanation]:
    for resolved in fact.statements:
        extraction = graph.extractions[resolved.document_id]
        sentence = resolved.statement.evidence.sentence
        text = extraction.document.text[sentence.start : sentence.end]
        doc = repaired(nlp(text)) if text.strip() else None
        yield Explainer(extraction, vocabulary).explain(resolved.statement, doc, sentence.start)
