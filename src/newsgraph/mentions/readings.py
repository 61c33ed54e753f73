"""What a pattern read in the text: a stretch and its normalised form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Code points ``[start, end)`` and what they mean; ``lexical`` is empty if unknown."""

    start: int
    end: int
    lexical: str = ""
    datatype: str = "string"  #: XSD local name
    unit: str | None = None
