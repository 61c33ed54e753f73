"""Bytes become characters."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from newsgraph.errors import ReadError

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: C0 controls that no text holds (tab, line ends, form feed and escape occur in real text files)
_BINARY_CONTROLS = bytes(set(range(0x20)) - {0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})
_BINARY_SHARE = 0.02


def decode(data: bytes) -> tuple[str, str | None]:
    """Return the text and, if it was not UTF-8, the name of the encoding that was guessed.

    Raises:
        ReadError: The bytes are no text.
    """
    if data.startswith(_UTF16_MARKS):
        return _decode_utf16(data), "utf-16"
    if data.startswith(b"%PDF-") or b"\0" in data[:65536] or _looks_binary(data):
        raise ReadError("not a text file", hint="save the article as plain text in UTF-8")
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        best = from_bytes(data).best()
    if best is None:
        raise ReadError("the encoding cannot be recognised", hint="save the file as UTF-8")
    return str(best), best.encoding


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise ReadError("damaged UTF-16 text", hint="save the file as UTF-8") from error


def _looks_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _BINARY_CONTROLS))
    return controls > _BINARY_SHARE * len(data)
