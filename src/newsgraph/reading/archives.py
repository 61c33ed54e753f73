"""ZIP and tar archives, and files packed by gzip, bzip2 or xz; nothing is unpacked to disk."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from newsgraph.errors import ReadError
from newsgraph.reading.content import PICTURES, Budget, Content, Part, Unread
from newsgraph.reading.formats import is_readable
from newsgraph.reading.streams import Counted, unpacked
from newsgraph.settings import Settings

_ENCRYPTED = 0x1


def read_zip(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the files of a ZIP archive that can be articles, sorted by name."""
    if content.path is None:
        data = content.read(settings.max_bytes * PICTURES)
        stream: BinaryIO = io.BytesIO(data)
    else:
        stream = content.open()
    with stream, ZipFile(stream) as archive:
        for info in sorted(archive.infolist(), key=lambda info: info.filename):
            content.budget.take_member()
            content.budget.take(0)  # a member may have spent it
            if info.is_dir() or _passed_over(info.filename):
                continue
            name = f"{content.name}/{info.filename}"
            try:
                _check_name(info.filename)
                if info.flag_bits & _ENCRYPTED:
                    raise ReadError("is encrypted with a password", hint="unpack the archive")
                yield replace(
                    content.descend(info.filename),
                    open=lambda info=info: _open_member(archive, info, content.budget),  # type: ignore[misc]
                )
            except ReadError as error:
                yield Unread(name=name, error=error)


def read_tar(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the files of a tar archive that can be articles, in its order."""
    with (
        closing(Counted(unpacked(content), content.budget)) as stream,
        tarfile.open(fileobj=cast(BinaryIO, stream), mode="r:") as archive,
    ):
        for member in archive:
            content.budget.take_member()
            if member.isdir() or _passed_over(member.name):
                continue
            try:
                _check_name(member.name)
                yield content.inside(member.name, _member_bytes(archive, member, settings))
            except ReadError as error:
                if content.budget.bytes_left < 0:
                    raise
                yield Unread(name=f"{content.name}/{member.name}", error=error)


def read_packed(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the one file that gzip, bzip2 or xz packed."""
    with closing(Counted(unpacked(content), content.budget)) as stream:
        data = _bounded(stream, settings)
    name = content.name.rpartition("/")[2].rpartition(".")[0]
    yield replace(content.inside(name, b""), open=lambda: io.BytesIO(data), fields=content.fields)


def _open_member(archive: ZipFile, info: ZipInfo, budget: Budget) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(Counted(cast(BinaryIO, archive.open(info)), budget)))


def _member_bytes(archive: tarfile.TarFile, member: tarfile.TarInfo, settings: Settings) -> bytes:
    if not member.isreg():
        kind = "a link" if member.issym() or member.islnk() else "no regular file"
        raise ReadError(f"is {kind}; it is not followed", hint="pack the file itself")
    if member.size > settings.max_bytes * PICTURES:
        raise ReadError(
            f"too large: {member.size:,} bytes, the limit is {settings.max_bytes * PICTURES:,}",
            hint="unpack the archive and give the folder",
        )
    stream = archive.extractfile(member)
    return stream.read() if stream else b""


def _bounded(stream: Counted, settings: Settings) -> bytes:
    limit = settings.max_bytes * PICTURES
    pieces, size = [], 0
    while piece := stream.read(1 << 20):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise ReadError(f"unpacks to more than {limit:,} bytes", hint="unpack it yourself")
    return b"".join(pieces)


def _passed_over(name: str) -> bool:
    """Tell whether a member is hidden, an archive's own note, or of a kind that is no article."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return hidden or "__MACOSX" in parts or not is_readable(name)


def _check_name(name: str) -> None:
    windows = PureWindowsPath(name)
    if ".." in windows.parts or windows.anchor or PurePosixPath(name).is_absolute():
        raise ReadError(
            "its name leads out of the archive; it is not read", hint="pack the archive anew"
        )
