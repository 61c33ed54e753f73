"""Markdown becomes plain text: the words stay, the marks go."""

from __future__ import annotations

from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token


def to_plain_text(source: str) -> str:
    """Return headings, paragraphs and list items as paragraphs; raw HTML and code are left out."""
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    blocks = (_inline_text(t.children or ()) for t in tokens if t.type == "inline")
    return "\n\n".join(filter(None, (block.strip() for block in blocks)))


def _inline_text(tokens: Iterable[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
    return "".join(parts)
