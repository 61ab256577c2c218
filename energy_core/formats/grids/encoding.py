"""A file's bytes → its text, streamed as UTF-8: BOM, else UTF-8, else cp1252.

The whole file decides, in one pass that holds none of it: a single letter at its end may tell.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CHUNK_BYTES = 4 << 20
_BOMS = (  # the longest first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8 = ("utf-8", "utf-8-sig")
_FALLBACK = "cp1252"
_REPLACEMENT = "\ufffd".encode()
_LEAD_BYTE = 0xC0


@dataclass(frozen=True, slots=True)
class Text:
    """A text file. `encoding` is Python's name; `damaged`: some bytes are not of it."""

    path: Path
    encoding: str
    damaged: bool = False

    def chunks(self) -> Iterator[bytes]:
        """Its UTF-8 in chunks, without BOM, every line end a single \\n and every run of NULs one
        sign that is in no number."""
        ends = _LineEnds()
        for data in self._utf8():
            yield ends.single(data)
        yield ends.rest()

    def whole(self) -> str:
        return b"".join(self.chunks()).decode("utf-8", "replace")

    def _utf8(self) -> Iterator[bytes]:
        if self.encoding in _UTF8 and not self.damaged:
            return _raw(self.path, len(codecs.BOM_UTF8) if self.encoding == "utf-8-sig" else 0)
        return self._decoded()

    def _decoded(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder(self.encoding)(errors="replace")
        for data in _raw(self.path):
            yield decoder.decode(data).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def text_of(path: Path) -> Text:
    with path.open("rb") as file:
        head = file.read(4096)
    told = next((name for bom, name in _BOMS if head.startswith(bom)), None) or _wide(head)
    if told not in (None, "utf-8-sig"):
        return Text(path, str(told))
    letters = _letters(path)
    if told or letters.good >= letters.bad:
        return Text(path, told or "utf-8", letters.bad > 0 or letters.cut)
    return Text(path, _FALLBACK)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a BOM: every other byte of plain text is NUL."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) <= 0.2 * len(head) or min(even, odd) > 0.05 * len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


@dataclass(slots=True)
class _Letters:
    """Read as UTF-8: letters beyond ASCII, bytes that are none, whether the end cuts one."""

    good: int = 0
    bad: int = 0
    cut: bool = False


def _letters(path: Path) -> _Letters:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    letters = _Letters()
    for data in _raw(path):
        if data.isascii() and not decoder.getstate()[0]:
            continue
        written = decoder.decode(data).encode()
        wrong = max(written.count(_REPLACEMENT) - data.count(_REPLACEMENT), 0)
        letters.bad += wrong
        letters.good += int((np.frombuffer(written, np.uint8) >= _LEAD_BYTE).sum()) - wrong
    letters.cut = bool(decoder.getstate()[0])
    return letters


_NULS = re.compile(rb"\0+")
_UNKNOWN = "\N{REPLACEMENT CHARACTER}".encode()


def _raw(path: Path, start: int = 0) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while data := file.read(CHUNK_BYTES):
            yield data


class _LineEnds:
    """\\r\\n and \\r → \\n, across chunks; a run of NULs, which a logger without power leaves, is one
    sign that no number has: what stood there is not known."""

    def __init__(self) -> None:
        self._held = b""

    def single(self, data: bytes) -> bytes:
        data = self._held + data if self._held else data
        self._held = b"\r" if data.endswith(b"\r") else b""
        if self._held:
            data = data[:-1]
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return _NULS.sub(_UNKNOWN, data) if b"\0" in data else data

    def rest(self) -> bytes:
        return b"\n" if self._held else b""
