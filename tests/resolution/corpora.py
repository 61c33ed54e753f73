"""Extractions made by hand: articles that are nothing but their clusters."""

from __future__ import annotations

from hypothesis import strategies as st

from newsgraph.model import Cluster, Document, Extraction, Mention, MentionKind, Span

Spec = tuple[str, ...]  #: class, then the names in a cluster; the first is the fullest


def article(number: int, *specs: Spec, kind: MentionKind = MentionKind.NAME) -> Extraction:
    """Make the extraction of an article that holds these clusters."""
    document_id = f"doc-{number}"
    clusters: list[Cluster] = []
    start = 0
    for entity_class, *names in specs:
        mentions = []
        for name in names:
            span = Span(start=start, end=start + len(name))
            start = span.end + 1
            mentions.append(
                Mention(
                    span=span,
                    head=span,
                    text=name,
                    kind=kind,
                    entity_class=entity_class,
                    document_id=document_id,
                )
            )
        clusters.append(
            Cluster(
                mentions=tuple(mentions),
                name=names[0],
                named=kind is MentionKind.NAME,
                entity_class=entity_class,
                aliases=tuple(sorted(set(names[1:]))),
            )
        )
    return Extraction(
        document=Document(id=document_id, text="x" * start),
        sentences=(),
        mentions=tuple(m for c in clusters for m in c.mentions),
        clusters=tuple(clusters),
        statements=(),
    )


SPECS = st.sampled_from(
    [
        ("Person", "Mara Lind", "Lind"),
        ("Person", "Lind"),
        ("Person", "Marko Đurić"),
        ("Person", "Marko Duric"),
        ("Organization", "Northern Fishing Union", "NFU"),
        ("Company", "NFU"),
        ("Organization", "National Farm Unit", "NFU"),
        ("Country", "Serbia", "Serbian"),
        ("Thing", "Vortex"),
        ("City", "Vortex"),
        ("Court", "Supreme Court"),
        ("Court", "Supreme Court of Serbia", "Supreme Court"),
    ]
)
CORPORA = st.lists(st.lists(SPECS, max_size=4), max_size=6).map(
    lambda articles: [article(n, *specs) for n, specs in enumerate(articles)]
)
