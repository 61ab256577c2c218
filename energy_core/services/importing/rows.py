"""A file's series → readings in stored units, in pieces that are committed together, and the
count of what became of their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np

from energy_core.formats.document import Series
from energy_core.metering.periods import micros
from energy_core.metering.readings import Readings
from energy_core.model import Quality
from energy_core.services.ways import Rows, Way, directed, unusable
from energy_core.store.group import Outcome
from energy_core.store.imports import Counts

PIECE_ROWS = 250_000  # stored in one transaction, for which live readings wait
EARLIEST = micros(datetime(1970, 1, 1, tzinfo=UTC))
CONTRADICTED = "another value stands for the same stamp in the file"


@dataclass(slots=True)
class Tally:
    """What became of the rows of one series; `meter`: slug, empty where it was left out."""

    name: str
    meter: str
    counts: Counts = Counts()
    reasons: Counter[str] = field(default_factory=Counter)

    def refuse(self, reason: str, rows: int) -> None:
        if rows:
            self.reasons[reason] += rows
            self.counts += Counts(refused=rows)

    def shown(self) -> dict[str, Any]:
        """As the API and the command line say it."""
        return {
            "name": self.name,
            "meter": self.meter or None,
            **asdict(self.counts),
            "reasons": dict(self.reasons),
        }

    def note(self, piece: Piece, outcome: Outcome) -> None:
        """Add the outcome of a piece; a row counts as one, also where it became two readings."""
        clash, fresh = (np.zeros(piece.rows, bool) for _ in range(2))
        clash[piece.row[outcome.clash]] = True
        fresh[piece.row[outcome.fresh]] = True
        new, different = int((fresh & ~clash).sum()), int(clash.sum())
        self.counts += Counts(new, piece.rows - new - different, different)


@dataclass(frozen=True, slots=True)
class Piece:
    """`readings` made from `rows` good rows of a series, of `of` in all; `row`: of which of the
    good ones each is."""

    tally: Tally
    readings: Readings
    row: np.ndarray
    rows: int
    of: int


def pieces(series: Series, way: Way, tally: Tally) -> Iterator[Piece]:
    """The series in order of time; rows that cannot be stored are counted in `tally`."""
    for start in range(0, len(series), PIECE_ROWS):
        end = min(start + PIECE_ROWS, len(series))
        good = _good(series, start, end, tally)
        count = int(good.sum())
        if count:
            readings, row = directed(_rows(series, start, end, good), [way])
            yield Piece(tally, readings, row, count, end - start)


def grouped(parts: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Small pieces together, up to about PIECE_ROWS."""
    group: list[Piece] = []
    size = 0
    for piece in parts:
        if group and size + piece.rows > PIECE_ROWS:
            yield group
            group, size = [], 0
        group.append(piece)
        size += piece.rows
    if group:
        yield group


def usable(series: Series, tally: Tally) -> int:
    """How many rows could be stored; the others are counted in `tally`."""
    return sum(
        int(_good(series, start, min(start + PIECE_ROWS, len(series)), tally).sum())
        for start in range(0, len(series), PIECE_ROWS)
    )


def _good(series: Series, start: int, end: int, tally: Tally) -> np.ndarray:
    """Which rows of start..end can be stored: of those with one stamp, the first."""
    ts, value = series.ts[start:end], series.value[start:end]
    before = series.ts[start - 1] if start else -1 - ts[0]
    again = np.diff(ts, prepend=before) == 0
    good = np.ones(end - start, bool)
    for bad, reason in [*unusable(ts, value, EARLIEST), (again, CONTRADICTED)]:
        tally.refuse(reason, int((bad & good).sum()))
        good &= ~bad
    return good


def _rows(series: Series, start: int, end: int, good: np.ndarray) -> Rows:
    ts, value = series.ts[start:end], series.value[start:end]
    quality = series.estimated[start:end].astype(np.uint8) * np.uint8(Quality.ESTIMATED)
    if not good.all():
        ts, value, quality = ts[good], value[good], quality[good]
    if series.sign != 1:
        value = value * series.sign
    count = len(ts)
    return Rows(np.zeros(count, np.intp), ts, value, quality, np.arange(count))


def total(tallies: Sequence[Tally]) -> Counts:
    counts = Counts()
    for tally in tallies:
        counts += tally.counts
    return counts
