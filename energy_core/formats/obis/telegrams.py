"""The lines of telegrams → columns of readings, one a register."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from functools import lru_cache
from math import isnan, nan

from energy_core.formats.findings import Findings
from energy_core.formats.obis import codes
from energy_core.formats.obis.clock import Clock
from energy_core.formats.obis.codes import Register
from energy_core.formats.registers import number as parsed

_CODE_STARTS = frozenset(b"0123456789")


@dataclass(slots=True)
class Column:
    """Readings of one register, in the file's order; value NaN: none could be read."""

    register: Register
    channel: str
    unit: str = ""
    ts: array[int] = field(default_factory=lambda: array("q"))
    value: array[float] = field(default_factory=lambda: array("d"))


class Telegrams:
    """Takes the file's lines one by one; `end` after the last."""

    def __init__(self, clock: Clock) -> None:
        self.columns: dict[str, Column] = {}
        self.findings = Findings()
        self.meters: dict[str, str] = {}
        self._clock = clock
        self._media: dict[str, int] = {}
        self._known: dict[bytes, Column | None] = {}
        self._stamp: int | None = None
        self._waiting: list[tuple[Column, float]] = []
        self._old_gas: tuple[Column, int] | None = None

    def take(self, line: bytes, number: int) -> None:
        if line[:1] in (b"/", b"!"):
            self.end(number)
        elif line[:1] == b"(" and self._old_gas is not None:
            column, stamp = self._old_gas
            self._old_gas = None
            self._own(column, stamp, line[1:].partition(b")")[0], number)
        elif (cut := line.find(b"(")) > 0 and line[0] in _CODE_STARTS:
            self._code(line[:cut], line[cut + 1 :], number)
        elif line:
            self.findings.add("a line is no part of a telegram", number)

    def end(self, number: int) -> None:
        """A telegram is complete: what it said was at its stamp."""
        if self._waiting and self._stamp is None:
            self.findings.add("a telegram tells no time (0-0:1.0.0)", number)
        elif self._stamp is not None:
            for column, value in self._waiting:
                column.ts.append(self._stamp)
                column.value.append(value)
        self._waiting.clear()
        self._stamp = None

    def _code(self, code: bytes, rest: bytes, number: int) -> None:
        if code not in self._known:
            self._known[code] = self._meet(code.decode("ascii", "replace"), rest, number)
        column = self._known[code]
        if column is None:
            if code.startswith(b"0-0:1.0.0"):
                self._time(rest, number)
            return
        if column.register.own_stamp:
            self._device(column, rest, number)
        else:
            self._waiting.append((column, self._number(column, rest.rpartition(b"(")[2], number)))

    def _time(self, rest: bytes, number: int) -> None:
        if self._stamp is not None:
            self.end(number)
        self._stamp = self._clock.utc(rest.partition(b")")[0].decode("ascii", "replace"))
        if self._stamp is None:
            self.findings.add("a telegram's stamp is no time (YYMMDDhhmmss, S or W)", number)

    def _meet(self, code: str, rest: bytes, number: int) -> Column | None:
        """The column of a code that is met for the first time."""
        code = code.strip().partition("*")[0].removesuffix(".255")
        text = rest.partition(b")")[0].decode("ascii", "replace")
        if device := codes.DEVICE_TYPE.fullmatch(code):
            self._media[device[1]] = int(text) if text.isdecimal() and len(text) < 4 else codes.GAS
        elif code in codes.METER_ID or code.endswith(":96.1.0"):
            self.meters.setdefault(code.partition(":")[0].partition("-")[2], _plain(text))
        found = codes.register(code, self._media)
        if found is None:
            return None
        channel = code.partition(":")[0].partition("-")[2]
        return self.columns.setdefault(found.name, Column(found, channel))

    def _device(self, column: Column, rest: bytes, number: int) -> None:
        """`stamp)(value*unit)`, or of old gas meters `stamp)(00)(60)(1)(0-1:24.2.1)(m3)` with the
        value at the end or in a line of its own."""
        cells = [cell.rstrip(b") \r") for cell in rest.split(b"(")]
        stamp = self._clock.utc(cells[0].decode("ascii", "replace"))
        if stamp is None:
            self.findings.add("a gas, water or heat reading tells no time", number)
        elif len(cells) == 6:
            self._old_gas = (column, stamp)
        else:
            self._own(column, stamp, cells[-1], number)

    def _own(self, column: Column, stamp: int, cell: bytes, number: int) -> None:
        """Devices are read once an hour and said in every telegram: each reading counts once."""
        value = self._number(column, cell, number)
        if not (column.ts and column.ts[-1] == stamp and column.value[-1] == value):
            column.ts.append(stamp)
            column.value.append(value)

    def _number(self, column: Column, cell: bytes, number: int) -> float:
        text, _, unit = cell.strip().rstrip(b")").partition(b"*")
        said = _unit(unit) or column.register.unit
        column.unit = column.unit or said
        if said != column.unit:
            self.findings.add(f"a value of {column.register.name} has another unit", number)
            return nan
        value = parsed(text)
        if isnan(value):
            self.findings.add(f"a value of {column.register.name} is no number", number)
        return value


@lru_cache(1000)
def _unit(written: bytes) -> str:
    text = written.decode("utf-8", "replace").strip()
    return codes.UNITS.get(text.lower(), text)


def _plain(text: str) -> str:
    """A meter's number, which telegrams write as hexadecimal letters."""
    try:
        plain = bytes.fromhex(text).decode("ascii")
    except ValueError:
        return text
    return plain if plain.isalnum() else text
