"""Byte streams that cannot be made to grow without end."""

from __future__ import annotations

import io
from bz2 import BZ2File
from gzip import GzipFile
from lzma import LZMAFile
from typing import BinaryIO, cast

from newsgraph.errors import ReadError
from newsgraph.reading.content import Budget, Content

#: One read of an archive's own tables asks for no more, unless it is a trap.
_LARGEST_READ = 1 << 26


class Counted(io.RawIOBase):
    """A stream that is read forwards only and counts what it gives against a budget."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        """Read from ``stream``, which is closed with this one."""
        self._stream = stream
        self._budget = budget
        self._position = 0
        #: What the stream below failed with; some libraries take that for its end.
        self.damage: Exception | None = None

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be wound forwards."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill a buffer; the base class makes the other ways of reading from it."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # a buffer, by the protocol
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes.

        Raises:
            ReadError: The budget is spent, or the archive asks for far too much at once.
        """
        if size < 0 or size > _LARGEST_READ:
            self._budget.take(max(size, 0))
            raise ReadError(
                f"one of its headers asks for {size:,} bytes", hint="it is damaged or a trap"
            )
        try:
            data = self._stream.read(size)
        except Exception as error:
            self.damage = error
            raise
        self._position += len(data)
        self._budget.take(len(data))
        return data

    def tell(self) -> int:
        """Return how many bytes lie behind."""
        return self._position

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Wind forwards to a place counted from the beginning."""
        if whence != 0 or offset < self._position:
            raise io.UnsupportedOperation("this stream is read forwards only")
        while self._position < offset and self.read(min(offset - self._position, 1 << 20)):
            pass
        return self._position

    def close(self) -> None:
        """Close this stream and the one below it."""
        self._stream.close()
        super().close()


def unpacked_head(content: Content, size: int) -> bytes:
    """Return the first bytes of what is packed; none if that is damaged."""
    try:
        with unpacked(content) as stream:
            return stream.read(size)
    except (OSError, EOFError, ValueError):
        return b""


def unpacked(content: Content) -> BinaryIO:
    """Open content that gzip, bzip2 or xz may have packed, as what it was before."""
    stream = content.open()
    head = stream.read(6)
    stream.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, GzipFile(fileobj=stream))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, BZ2File(stream))
    if head.startswith(b"\xfd7zXZ\0"):
        return cast(BinaryIO, LZMAFile(stream))
    return stream
