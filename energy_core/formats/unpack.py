"""A dropped file → the parts it holds: itself, or what a .gz or .zip packs, within limits.

What a file is, its first bytes say; its name may lie.
"""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import EINVAL
from pathlib import Path
from typing import IO

from energy_core.errors import FileTooLarge, UnreadableFile

HEAD_BYTES = 64 << 10
MOST_BYTES = 2 << 30
MOST_MEMBERS = 1000
MOST_TIMES = 200
"""What a file may grow by when it is unpacked; counts beyond FREE_BYTES only."""
FREE_BYTES = 16 << 20
_MOST_DIRECTORY = 4 << 20
_CHUNK = 1 << 20
_LONGEST_NAME = 200
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
"""LZMA is left out: an archive may ask it for gigabytes of memory."""
_OTHERS = (
    ("7z", 0, b"7z\xbc\xaf\x27\x1c"),
    ("RAR", 0, b"Rar!\x1a\x07"),
    ("xz", 0, b"\xfd7zXZ\x00"),
    ("Zstandard", 0, b"\x28\xb5\x2f\xfd"),
    ("bzip2", 4, b"1AY&SY"),
    ("tar", 257, b"ustar"),
)
_BROKEN = (
    EOFError,
    zlib.error,
    zipfile.BadZipFile,
    struct.error,
    RuntimeError,  # how zipfile tells of a way of packing that it does not know
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One plain file on the disk. `name` is what the person sees; `path` may be a temporary copy;
    `head` its first 64 KiB, for recognition."""

    name: str
    path: Path
    head: bytes


def unpack(path: Path, name: str, folder: Path) -> list[Part]:
    """The plain files in `path`, unpacked into `folder` under names of our own.

    A workbook is a zip inside, yet one part. Raises UnreadableFile where an archive is damaged,
    encrypted, empty or holds another, FileTooLarge where it unpacks to too much.
    """
    part = _part(path, name)
    if part.head.startswith(_GZIP):
        return [_gunzipped(part, folder)]
    if is_zip(part.head) and not _is_document(part):
        return _unzipped(part, folder)
    _refuse_other_archives(part)
    return [part]


def is_zip(head: bytes) -> bool:
    return head.startswith(_ZIP)


@contextmanager
def open_zip(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive, its directory within limits and its files unencrypted.

    Whatever is found broken while it is open is told as UnreadableFile."""
    with _told(name), _Careful(path) as file, zipfile.ZipFile(file) as archive:
        if len(archive.infolist()) > MOST_MEMBERS:
            raise FileTooLarge(f"{name} holds more than {MOST_MEMBERS:,} files")
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise UnreadableFile(f"{name} is encrypted: unpack it with its password first")
        if any(info.compress_type not in _PACKINGS for info in archive.infolist()):
            raise UnreadableFile(f"{name} is packed in a way that is not read here; use deflate")
        yield archive


class _Careful(io.FileIO):
    """zipfile reads an archive's whole directory at once, however long it says it is."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _MOST_DIRECTORY:
            raise FileTooLarge(f"the archive holds more than {MOST_MEMBERS:,} files")
        return super().read(-1 if size is None else size)


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        said = str(error) or "it ends before its end"
        raise UnreadableFile(f"the archive {name} is damaged or cut short: {said}") from error
    except OSError as error:
        if error.errno not in (None, EINVAL):  # the disk's trouble; a seek before the start is not
            raise
        said = "it names a place that it does not have" if error.errno else str(error)
        raise UnreadableFile(f"the archive {name} is damaged: {said}") from error


def _part(path: Path, name: str) -> Part:
    with path.open("rb") as file:
        return Part(name, path, file.read(HEAD_BYTES))


def _is_document(part: Part) -> bool:
    """Whether the zip is how an office program writes one document."""
    with open_zip(part.path, part.name) as archive:
        names = set(archive.namelist())
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names


def _refuse_other_archives(part: Part) -> None:
    for kind, place, magic in _OTHERS:
        if part.head[place : place + len(magic)] == magic:
            raise UnreadableFile(
                f"{part.name} is a {kind} archive; unpack it first, or send a .zip or .gz"
            )


def _gunzipped(part: Part, folder: Path) -> Part:
    budget = _Budget(part)
    target = folder / "0000"
    with _told(part.name), gzip.open(part.path) as source:
        _copy(source, target, budget)
    return _plain(_part(target, re.sub(r"\.gz$", "", part.name, flags=re.I)), part.name)


def _unzipped(part: Part, folder: Path) -> list[Part]:
    budget = _Budget(part)
    parts = []
    with open_zip(part.path, part.name) as archive:
        _Budget(part).take(sum(info.file_size for info in archive.infolist()))
        for number, info in enumerate(archive.infolist()):
            name = _clean(info.filename)
            if info.is_dir() or _is_hidden(name):
                continue
            target = folder / f"{number:04}"
            with archive.open(info) as source:
                _copy(source, target, budget)
            parts.append(_plain(_part(target, name), part.name))
    if not parts:
        raise UnreadableFile(f"the archive {part.name} holds no files")
    return parts


def _clean(name: str) -> str:
    """A name to show: no way out of a folder, no signs that a terminal obeys."""
    steps = re.sub(r"[\x00-\x1f\x7f-\x9f]", "", name.replace("\\", "/")).split("/")
    kept = [step for step in steps if step not in ("", ".", "..") and not step.endswith(":")]
    return "/".join(kept)[-_LONGEST_NAME:]


def _is_hidden(name: str) -> bool:
    steps = name.split("/")
    return not name or steps[0] == "__MACOSX" or any(step.startswith(".") for step in steps)


def _plain(part: Part, archive: str) -> Part:
    """The part, if it is no archive again."""
    packed = is_zip(part.head) and not _is_document(part)
    if packed or part.head.startswith(_GZIP):
        raise UnreadableFile(f"{archive} holds an archive again ({part.name}); unpack it once")
    _refuse_other_archives(part)
    return part


class _Budget:
    """How much may still be unpacked of one file."""

    def __init__(self, part: Part) -> None:
        self._name = part.name
        self._packed = part.path.stat().st_size
        self._unpacked = 0

    def take(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > MOST_BYTES:
            raise FileTooLarge(f"{self._name} unpacks to more than {MOST_BYTES >> 30} GiB")
        if self._unpacked > max(FREE_BYTES, MOST_TIMES * self._packed):
            raise FileTooLarge(f"{self._name} unpacks to more than {MOST_TIMES} times its size")


def _copy(source: IO[bytes] | gzip.GzipFile, target: Path, budget: _Budget) -> None:
    with target.open("wb") as file:
        while data := source.read(_CHUNK):
            budget.take(len(data))
            file.write(data)
