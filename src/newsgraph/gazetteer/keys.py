"""Keys under which different spellings of one name meet.

``Đoković``, ``Djokovic`` and ``Ђоковић`` have one key; so have ``U.N.`` and ``the UN's``. A key is
for comparing, never for showing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_LATIN = "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š"
_CYRILLIC = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        _LATIN.split(),
        strict=True,
    )
)
_CYRILLIC |= {"ё": "e", "й": "i", "ы": "y", "э": "e", "ю": "yu", "я": "ya", "щ": "shch"}
_CYRILLIC |= {"ь": "", "ъ": "", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ѓ": "gj", "ќ": "kj"}
_LETTERS = str.maketrans(
    {**_CYRILLIC, "đ": "dj", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"}
)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})
_POSSESSIVE = re.compile(r"(?<=[\w.])(?:'s?$|'s?(?= ))")  # the UN's, New People's Party
_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_SEPARATORS = re.compile(r"[\s\-_/]+")
_NOISE = re.compile(r"[^\w ]")
_ARTICLE = re.compile(r"^(?:(?:the|an?) )+(?=\w)")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return the comparison key of a name: folded case, accents, script, article, possessive.

    Empty if the name holds neither letters nor digits.
    """
    visible = "".join(c for c in name if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFKC", visible).casefold().translate(_QUOTES).strip()
    text = _POSSESSIVE.sub("", text)
    text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    # Twice: "ж" becomes "ž" and then "z", "ђ" becomes "đ" and then "dj".
    plain = _without_accents(_without_accents(text))
    spaced = _NOISE.sub("", _SEPARATORS.sub(" ", plain))
    return _ARTICLE.sub("", " ".join(spaced.split()))


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.translate(_LETTERS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=65536)
def spelling_keys(name: str) -> tuple[str, ...]:
    """Return the key and those of other usual spellings.

    ``đ`` is written ``dj`` or plain ``d``; other scripts are romanised as English does it, beside
    the Serbian way: ``Жуков`` is ``Zhukov`` and ``Žukov``.
    """
    variants = (name, name.replace("đ", "d").replace("Đ", "D"), _romanised(name))
    return tuple(dict.fromkeys(key for key in map(name_key, variants) if key))


def _romanised(name: str) -> str:
    """Return a name in Latin letters; as it is if all its letters are Latin."""
    foreign = any(c.isalpha() and c > "\u024f" and not _is_latin(c) for c in name)
    return anyascii(name) if foreign else name


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def abbreviates(short: str, full: str) -> bool:
    """Tell whether ``short`` can be an acronym of ``full``: ``KFOR`` of ``Kosovo Force``.

    ``short`` must be one word of two to eight capitals (dots and a lower-case plural ``s`` are
    ignored) and ``full`` two words or more. Every capital must be found in order, the first at the
    beginning of ``full``, and every capitalised word of ``full`` must give at least its first
    letter.
    """
    letters = re.sub(r"[^\w]", "", short).removesuffix("s")
    words = [word for word in re.split(r"[\s\-]+", full) if word[:1].isupper()]
    if not (2 <= len(letters) <= 8 and letters.isupper() and len(words) >= 2):
        return False
    return _consumes(letters.casefold(), [word.casefold() for word in words])


def _consumes(letters: str, words: list[str]) -> bool:
    """Tell whether the letters run through the words, each giving a first letter, then others."""
    if not words:
        return not letters
    if not letters or letters[0] != words[0][0]:
        return False
    rest = letters[1:]
    position = 0
    while True:
        if _consumes(rest, words[1:]):
            return True
        if not rest:
            return False
        position = words[0].find(rest[0], position + 1)
        if position < 0:
            return False
        rest = rest[1:]
