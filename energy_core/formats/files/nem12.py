"""NEM12: the interval meter data that every Australian retailer and network gives."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Dialect, Document, Series
from energy_core.formats.findings import Findings
from energy_core.formats.nem import codes
from energy_core.formats.nem.days import Day, day_of
from energy_core.formats.unpack import Part
from energy_core.metering.readings import SECOND
from energy_core.model import Commodity, Kind, Role

PRIORITY = 90
MINUTES_A_DAY = 1440


@dataclass(slots=True)
class Stream:
    """What a 200 record announces, and its days by their midnight [µs UTC]."""

    nmi: str
    suffix: str
    unit: str
    minutes: int
    days: dict[int, Day] = field(default_factory=dict)
    repeated: int = 0
    last: Day | None = None

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.nmi, self.suffix, self.unit, self.minutes

    def add(self, midnight: int, day: Day) -> int:
        """Take a day; of one that is there already, the number of other values replaced."""
        before, self.last = self.days.get(midnight), day
        self.days[midnight] = day
        if before is None:
            return 0
        both = ~np.isnan(before.value) & ~np.isnan(day.value)
        same = both & (before.value == day.value)
        self.repeated += int(same.sum())
        return int((both & ~same).sum())


def claims(part: Part) -> bool:
    first = codes.first_records(part)
    kinds = [cells[0] for cells in first]
    if kinds[:1] == ["100"]:
        return first[0][1:2] == ["NEM12"]
    return kinds[:2] == ["200", "300"] and codes.day_start(first[1][1]) is not None


def read(part: Part, answers: Answers) -> Document:
    reader = _Reader()
    for line, cells in codes.lines(part.path):
        reader.take(line, cells)
    streams = [stream for stream in reader.streams.values() if stream.days]
    if not streams:
        raise UnreadableFile(
            "this NEM12 file holds no interval data: expected a 200 record and 300 records with"
            " one value for each interval of a day",
            reader.first_fault(),
        )
    twice = [(stream.nmi, stream.suffix) for stream in streams]
    return Document(
        "NEM12 (AEMO)",
        tuple(_series(stream, twice.count((stream.nmi, stream.suffix)) > 1) for stream in streams),
        Dialect(encoding="utf-8", delimiter=","),
        timezone=codes.NEM_ZONE,
        issues=reader.findings.issues(),
    )


class _Reader:
    """Follows the records: a 200 opens a stream, a 300 is a day of it, a 400 qualifies the day."""

    def __init__(self) -> None:
        self.streams: dict[tuple[str, str, str, int], Stream] = {}
        self.findings = Findings()
        self._stream: Stream | None = None

    def first_fault(self) -> int | None:
        return next((issue.line for issue in self.findings.issues()), None)

    def take(self, line: int, cells: list[str]) -> None:
        record = cells[0].strip()
        if record == "200":
            self._open(line, cells)
        elif record == "300":
            self._day(line, cells)
        elif record == "400":
            self._quality(line, cells)
        elif record not in ("100", "500", "900"):
            self.findings.add("a line is no NEM12 record (100, 200, 300, 400, 500 or 900)", line)

    def _open(self, line: int, cells: list[str]) -> None:
        self._stream = None
        cells = [cell.strip() for cell in cells]
        minutes = _whole(cells[8]) if len(cells) > 8 else 0
        if minutes == 0 or MINUTES_A_DAY % minutes or not cells[1]:
            self.findings.add(
                "a 200 record names no NMI, unit and interval length (5, 15, 30)", line
            )
            return
        unit = codes.UNITS.get(cells[7].lower(), cells[7])
        suffix = cells[4] or cells[3]
        opened = Stream(cells[1], suffix, unit, minutes)
        self._stream = self.streams.setdefault(opened.key, opened)
        self._stream.last = None

    def _day(self, line: int, cells: list[str]) -> None:
        stream = self._stream
        midnight = codes.day_start(cells[1]) if len(cells) > 1 else None
        if stream is None or midnight is None:
            self.findings.add("a 300 record has no 200 record above it, or no date", line)
            return
        intervals = MINUTES_A_DAY // stream.minutes
        day = day_of(cells, line, intervals)
        if day is None:
            stream.last = None
            self.findings.add(
                f"a 300 record has not {intervals} values and a quality; its day is missing", line
            )
            return
        if day.unreadable:
            self.findings.add("a value of a 300 record is no number", line, day.unreadable)
        if replaced := stream.add(midnight, day):
            self.findings.add("a later 300 record of the same day has other values", line, replaced)

    def _quality(self, line: int, cells: list[str]) -> None:
        day = self._stream.last if self._stream else None
        bounds = [_whole(cell) for cell in cells[1:3]]
        if not all(bounds) or len(cells) < 4:
            self.findings.add("a 400 record names no first and last interval and quality", line)
        elif day is not None:
            day.qualify(bounds[0], bounds[1], cells[3].strip())


def _whole(text: str) -> int:
    """A small whole number; 0 where the text is none."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= len(str(MINUTES_A_DAY)) else 0


def _series(stream: Stream, twice: bool) -> Series:
    midnights = sorted(stream.days)
    days = [stream.days[midnight] for midnight in midnights]
    step = stream.minutes * 60
    within = np.arange(MINUTES_A_DAY // stream.minutes) * (step * SECOND)
    ts = (np.array(midnights, np.int64)[:, None] + within).ravel()
    value = np.concatenate([day.value for day in days])
    estimated = np.concatenate([day.estimated for day in days])
    there = ~np.isnan(value)
    role, commodity = codes.role_of(stream.suffix, stream.unit)
    kind = _kind(stream.unit)
    if kind is Kind.LEVEL:
        role, commodity = Role.LEVEL, Commodity.NONE
    name = f"{stream.nmi} {stream.suffix}"
    return Series(
        f"{name} {stream.unit} {stream.minutes} min" if twice else name,
        kind, role, commodity, stream.unit, ts[there], value[there], estimated[there],
        meter=stream.nmi, step_s=float(step), missing=int((~there).sum()),
        repeated=stream.repeated, mean=kind is Kind.POWER,
    )  # fmt: skip


def _kind(unit: str) -> Kind:
    if unit in codes.POWER:
        return Kind.POWER
    return Kind.INTERVAL if unit in codes.PER_INTERVAL else Kind.LEVEL
