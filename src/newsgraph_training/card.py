"""Puts measured figures into a model card, between two marks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_BEGIN: Final = "<!-- figures: written by newsgraph_training evaluate -->"
_END: Final = "<!-- end of figures -->"


def write_figures(card: Path, table: str) -> None:
    """Replace what stands between the marks; a card without them is begun anew with them.

    Args:
        card: Markdown file; made if missing.
        table: Markdown table of the figures.
    """
    text = card.read_text("utf-8") if card.exists() else "# Model card\n"
    if _BEGIN not in text or _END not in text:
        text = f"{text.rstrip()}\n\n{_BEGIN}\n{_END}\n"
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    card.write_text(f"{before}{_BEGIN}\n\n{table}\n\n{_END}{after}", "utf-8")
