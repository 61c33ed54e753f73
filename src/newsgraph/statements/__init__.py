"""Step 5: parsed article and clusters go in, statements come out.

Four steps: ``predicates`` and ``nominals`` find what says something and its arguments;
``relations``, ``positions`` and ``places`` read typed relations off them, ``learned`` adds those
that no rule reads, ``open_facts`` the rest; ``qualifiers`` tells denied, planned and possible from
actual; ``attribution`` says by whose word; ``confidence``
how sure it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from newsgraph.model import Cluster, Document, Mention, Statement, Value
    from newsgraph.vocabulary import Vocabulary

__all__ = ["extract_statements", "with_events"]


def extract_statements(  # noqa: PLR0913 - what all earlier stages found
    doc: Doc,
    mentions: Sequence[Mention],
    clusters: Sequence[Cluster],
    document: Document,
    vocabulary: Vocabulary,
    values: Sequence[Value] = (),
    *,
    learned: bool = True,
) -> list[Statement]:
    """Read what an article states.

    Args:
        doc: Parsed article with Universal Dependencies.
        mentions: All mentions of the article.
        clusters: Every mention in exactly one of them.
        document: The article; its id marks what is made here.
        vocabulary: Relations, triggers and lexicon.
        values: Dates, amounts and quantities of the article.
        learned: Whether the trained reader adds relations that the rules do not read.

    Returns:
        Statements in text order: typed ones, and open ones (``relation`` is ``None``) for what no
        relation covers. Every statement has a trigger in the text. Empty if nothing is said.
    """
    from newsgraph.statements.confidence import shipped_confidence
    from newsgraph.statements.reader import StatementReader

    reader = StatementReader(doc, mentions, clusters, document, vocabulary, values)
    sureness = shipped_confidence()
    return [
        sureness.settled(statement, document.text, vocabulary)
        for statement in reader.read(learned=learned)
    ]


def with_events(
    mentions: Sequence[Mention],
    clusters: Sequence[Cluster],
    statements: Sequence[Statement],
    vocabulary: Vocabulary,
) -> tuple[tuple[Mention, ...], tuple[Cluster, ...]]:
    """Return mentions and clusters with the events that verbs stand for, see ``events``."""
    from newsgraph.statements import events

    return events.with_events(mentions, clusters, statements, vocabulary)
