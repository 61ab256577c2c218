"""A stream of text → pieces of whole rows with the number of their first line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.lines import MOST_LINES, Line

LONGEST_LINE = 1 << 20
PIECE_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """`data` ends with a line end; `line` is the number of its first line."""

    line: int
    data: bytes

    def after(self, line: int) -> Piece:
        """Without its lines up to `line`."""
        skipped = line + 1 - self.line
        if skipped <= 0:
            return self
        ends = line_ends(self.data)
        return Piece(line + 1, self.data[ends[skipped - 1] + 1 :] if skipped <= len(ends) else b"")

    def halves(self, quote: str) -> list[Piece]:
        """Two pieces, or one where no row ends before its middle."""
        cut = _row_end(self.data[: len(self.data) // 2], quote)
        if not cut:
            return [self]
        second = self.line + self.data.count(b"\n", 0, cut)
        return [Piece(self.line, self.data[:cut]), Piece(second, self.data[cut:])]


def line_ends(data: bytes) -> np.ndarray:
    return np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n"))


def pieces(chunks: Iterable[bytes], quote: str, size: int = PIECE_BYTES) -> Iterator[Piece]:
    """Pieces of about `size` bytes, cut where a row ends."""
    line, held = 1, b""
    for chunk in chunks:
        held += chunk
        if len(held) < size or not (cut := _row_end(held, quote)):
            continue
        yield Piece(line, held[:cut])
        line += held.count(b"\n", 0, cut)
        held = held[cut:]
    if held:
        yield Piece(line, held if held.endswith(b"\n") else held + b"\n")


def lines(chunks: Iterable[bytes], first: int = 1) -> Iterator[Line]:
    """Every line with its number."""
    number, held = first, b""
    for chunk in chunks:
        *whole, held = (held + chunk).split(b"\n")
        for text in whole:
            yield Line(number, text.decode("utf-8", "replace"))
            number += 1
    if held:
        yield Line(number, held.decode("utf-8", "replace"))


def squeezed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Runs of white space as one tab, none at the ends of a line."""
    for piece in pieces(chunks, "", LONGEST_LINE):
        signs = np.frombuffer(piece.data, np.uint8).copy()
        space = (signs == ord(" ")) | (signs == ord("\t"))
        signs[space] = ord("\t")
        idle = space & np.concatenate([[True], (space | (signs == ord("\n")))[:-1]])
        yield signs[~idle].tobytes().replace(b"\t\n", b"\n")


def _row_end(data: bytes, quote: str) -> int:
    """Where the last whole row ends; 0: nowhere.

    An odd number of quotes may mean that the last of them opens a cell that goes on."""
    end = data.rfind(b"\n") + 1
    sign = quote.encode()
    if not sign or data.count(sign, 0, end) % 2 == 0:
        return end
    cut = end
    for _ in range(MOST_LINES):
        start = data.rfind(b"\n", 0, max(cut - 1, 0)) + 1
        if data.count(sign, start, cut) % 2:
            return start
        cut = start
    return end


@dataclass(frozen=True, slots=True)
class Ending:
    """The last bytes of a text; `line` is the number of the line in which they begin."""

    line: int
    data: bytes

    def lines(self, most: int) -> list[Line]:
        """The last `most` whole lines."""
        start = len(self.data)
        for _ in range(most + 1):
            start = max(self.data.rfind(b"\n", 0, start), 0)
        begun = start > 0 or self.line > 1  # what stands before the first line end is cut
        line = self.line + self.data.count(b"\n", 0, start)
        return list(lines([self.data[start:]], line))[begun:]


def ending(chunks: Iterable[bytes]) -> Ending:
    """The last one or two chunks, after all of them were looked at.

    Raises UnreadableFile, naming the line, where one is longer than LONGEST_LINE."""
    line, last = 1, [b"", b""]
    begun = 0  # bytes of the line that is being read
    for chunk in chunks:
        _check_lengths(chunk, begun, line + last[0].count(b"\n") + last[1].count(b"\n"))
        end = chunk.rfind(b"\n")
        begun = len(chunk) - end - 1 + (begun if end < 0 else 0)
        line += last[0].count(b"\n")
        last = [last[1], chunk]
    return Ending(line, last[0] + last[1])


def _check_lengths(chunk: bytes, begun: int, line: int) -> None:
    start = -begun
    while len(chunk) - start > LONGEST_LINE:
        end = chunk.rfind(b"\n", max(start, 0), start + LONGEST_LINE + 1)
        if end < 0:
            raise UnreadableFile(
                f"a line of more than {LONGEST_LINE:,} bytes; this is no table of readings",
                line + chunk.count(b"\n", 0, max(start, 0)),
            )
        start = end + 1
