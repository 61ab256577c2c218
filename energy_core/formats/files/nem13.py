"""NEM13: register reads of Australian basic meters.

Each 250 record says two reads of a register and the energy between them. Where the reads explain
the energy they are kept as a counter, which an owner can compare with the meter's face; where they
do not (a register with a multiplier, a replaced meter), the energies are kept, each standing for
the time between its reads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan

import numpy as np

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Dialect, Document, Series
from energy_core.formats.findings import Findings
from energy_core.formats.nem import codes
from energy_core.formats.registers import number, ordered
from energy_core.formats.unpack import Part
from energy_core.model import Commodity, Kind, Role

PRIORITY = 90
FIELDS = 20  # up to the unit
TOLERANCE = 1.5  # in the register's unit: reads and energy are rounded by themselves
DIRECTIONS = {"E": Role.GRID_IMPORT, "I": Role.GRID_EXPORT}
"""DirectionIndicator, seen from the network: Export out of it, Import into it."""


@dataclass(frozen=True, slots=True)
class Read:
    """A register's reading; value NaN: none is written. `top`: where the register rolls over."""

    ts: int
    value: float
    quality: str
    top: float

    @property
    def null(self) -> bool:
        return self.quality[:1].upper() == codes.NONE


@dataclass(frozen=True, slots=True)
class Span:
    before: Read
    after: Read
    quantity: float

    def explained(self) -> bool:
        """Whether the reads differ by the quantity, the register rolling over at most once."""
        rise = self.after.value - self.before.value
        return any(abs(rise + lap - self.quantity) <= TOLERANCE for lap in (0.0, self.before.top))


@dataclass(slots=True)
class Register:
    nmi: str
    name: str
    serial: str
    unit: str
    role: Role
    spans: list[Span] = field(default_factory=list)


def claims(part: Part) -> bool:
    first = codes.first_records(part)
    if [cells[0] for cells in first[:1]] == ["100"]:
        return first[0][1:2] == ["NEM13"]
    return bool(first) and first[0][0] == "250" and len(first[0]) >= FIELDS


def read(part: Part, answers: Answers) -> Document:
    registers: dict[tuple[str, str, str, str], Register] = {}
    findings = Findings()
    for line, cells in codes.lines(part.path):
        _take([cell.strip() for cell in cells], line, registers, findings)
    if not registers:
        raise UnreadableFile(
            "this NEM13 file holds no reads: expected 250 records with two reads and a quantity",
            next((issue.line for issue in findings.issues()), None),
        )
    return Document(
        "NEM13 (AEMO)",
        tuple(_series(register, findings) for register in registers.values()),
        Dialect(encoding="utf-8", delimiter=","),
        timezone=codes.NEM_ZONE,
        issues=findings.issues(),
    )


def _take(
    cells: list[str],
    line: int,
    registers: dict[tuple[str, str, str, str], Register],
    findings: Findings,
) -> None:
    if cells[0] in ("100", "550", "900"):
        return
    if cells[0] != "250":
        findings.add("a line is no NEM13 record (100, 250, 550 or 900)", line)
        return
    span = _span(cells) if len(cells) >= FIELDS else None
    if span is None:
        findings.add("a 250 record has not two reads with their times, and a quantity", line)
        return
    unit = codes.UNITS.get(cells[19].lower(), cells[19])
    made = _register(cells, unit)
    registers.setdefault((made.nmi, made.name, made.serial, unit), made).spans.append(span)


def _register(cells: list[str], unit: str) -> Register:
    suffix = cells[4] or cells[3]
    role, _ = codes.role_of(suffix, unit)
    if role not in (Role.GAS, Role.OTHER) or unit in codes.ENERGY:
        role = DIRECTIONS.get(cells[7].upper(), role)
    return Register(cells[1], f"{cells[1]} {suffix}", cells[6], unit, role)


def _span(cells: list[str]) -> Span | None:
    before, after = _read(cells[8], cells[9], cells[10]), _read(cells[13], cells[14], cells[15])
    quantity = number(cells[18])
    if before is None or after is None or after.ts <= before.ts or isnan(quantity):
        return None
    return Span(before, after, quantity)


def _read(value: str, stamp: str, quality: str) -> Read | None:
    """None where time or value cannot be read; an empty value is none."""
    ts, shown = codes.instant(stamp), number(value)
    if ts is None or (value and isnan(shown)):
        return None
    whole = value.partition(".")[0].lstrip("+-")
    return Read(ts, shown, quality, 10.0 ** len(whole))


def _series(register: Register, findings: Findings) -> Series:
    known = [span for span in register.spans if not span.after.null]
    if all(span.explained() for span in known):
        reads = {(r.ts, r.value): r for span in known for r in (span.before, span.after)}
        return _of(register, Kind.COUNTER, [(r.ts, r.value, r.quality) for r in reads.values()])
    findings.add(
        "the reads of a register do not explain its energy (a multiplier, a replaced meter); the"
        " energies between the reads are kept"
    )
    return _of(
        register,
        Kind.INTERVAL,
        [(s.before.ts, s.quantity, s.after.quality) for s in known],
    )


def _of(register: Register, kind: Kind, rows: list[tuple[int, float, str]]) -> Series:
    good = ordered(
        np.array([ts for ts, _, _ in rows], np.int64),
        np.array([value for _, value, _ in rows], np.float64),
        np.array([quality[:1].upper() in codes.ESTIMATED for _, _, quality in rows], bool),
    )
    commodity = Commodity.GAS if register.role is Role.GAS else Commodity.ELECTRICITY
    return Series(
        register.name, kind, register.role, commodity, register.unit,
        good.ts, good.value, good.estimated,
        meter=register.nmi, repeated=good.repeated,
        missing=sum(span.after.null for span in register.spans),
    )  # fmt: skip
