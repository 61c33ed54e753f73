"""British and American spelling, brought to one form for look-up."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: "organize", "analyze", "organization" and their inflections; short words (size, prize) too,
#: which is harmless because entries and look-ups go through the same door.
_ENDINGS = re.compile(r"(i|y)z(e|es|ed|er|ers|ing|ation|ations)\b")


class Spelling:
    """Normalises a lemma: lower case, single spaces, British spelling."""

    def __init__(self, american_to_british: Mapping[str, str]) -> None:
        """Take the words whose spelling follows no rule ("defense": "defence")."""
        self._words = dict(american_to_british)
        self._known: dict[str, str] = {}

    def extended(self, american_to_british: Mapping[str, str]) -> Spelling:
        """Return a spelling that knows more words."""
        return Spelling({**self._words, **american_to_british})

    def normal(self, lemma: str) -> str:
        """Return the form under which entries are kept."""
        found = self._known.get(lemma)
        if found is None:
            words = lemma.lower().replace("-", " ").split()
            british = " ".join([self._words.get(word, word) for word in words])
            found = self._known[lemma] = _ENDINGS.sub(r"\1s\2", british)
        return found
