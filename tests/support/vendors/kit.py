"""What the writers of vendors' files share: runs of time, believable numbers, and the answer key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import pi, sin
from random import Random
from zoneinfo import ZoneInfo

from energy_core.model import Kind

Times = list[datetime]
Values = list[float]
POWER, INTERVAL, COUNTER, LEVEL = Kind.POWER, Kind.INTERVAL, Kind.COUNTER, Kind.LEVEL


@dataclass(frozen=True)
class Key:
    """One series of a file. name: its name, or a part that no other has; at: the starts or stamps of
    its readings; values: None where the file has none; unit None: the file does not tell it;
    direction: that of `facts`; aside: it repeats another series, and counts for nothing."""

    name: str
    at: Times
    values: Sequence[float | None]
    unit: str | None
    kind: Kind
    direction: str | None
    aside: bool = False


@dataclass(frozen=True)
class VendorFile:
    """`habit`: the quirk, as a sentence; `zone`: what a person answers, "" where the file tells it."""

    vendor: str
    habit: str
    name: str
    zone: str
    content: bytes
    keys: tuple[Key, ...]


Writer = Callable[[], VendorFile]
WRITERS: list[Writer] = []


def vendor(writer: Writer) -> Writer:
    """Registers a writer; its name is the vendor's, its docstring the habit."""
    WRITERS.append(writer)
    return writer


def made(
    habit: Writer, name: str, zone: str, lines: Iterable[str] | bytes, *keys: Key
) -> VendorFile:
    content = lines if isinstance(lines, bytes) else ("\n".join(lines) + "\n").encode()
    said = (habit.__doc__ or "").strip().rstrip(".")
    return VendorFile(habit.__name__.replace("_", " "), said, name, zone, content, keys)


def run(zone: str, start: str, count: int, minutes: int) -> Times:
    """Instants every `minutes` from local `start` on, straight through changes of the clock."""
    first = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return [first + timedelta(minutes=minutes * n) for n in range(count)]


def days(zone: str, start: str, count: int) -> Times:
    """Local midnights."""
    first = date.fromisoformat(start)
    at = [datetime.combine(first + timedelta(days=n), datetime.min.time()) for n in range(count)]
    return [t.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for t in at]


def local(at: Times, zone: str, written: str, minutes: int = 0) -> list[str]:
    """Stamps as a clock of `zone` shows them, `minutes` later."""
    place = ZoneInfo(zone)
    return [(t + timedelta(minutes=minutes)).astimezone(place).strftime(written) for t in at]


def iso(at: Times, zone: str, minutes: int = 0) -> list[str]:
    place = ZoneInfo(zone)
    return [(t + timedelta(minutes=minutes)).astimezone(place).isoformat() for t in at]


def use(count: int, seed: int, digits: int = 3, scale: float = 1.0) -> Values:
    """What a house takes: a daily wave and noise, never zero."""
    dice = Random(seed)
    return [
        round(scale * (0.3 + 0.2 * sin(n / 7.0) ** 2 + 0.3 * dice.random()), digits)
        for n in range(count)
    ]


def sun(at: Times, seed: int, digits: int = 3, scale: float = 1.0) -> Values:
    """What a roof gives: nothing at night."""
    dice = Random(seed)
    heights = [sin(pi * (t.hour + t.minute / 60 - 6) / 12) for t in at]
    return [round(max(h, 0) * scale * (0.5 + 0.5 * dice.random()), digits) for h in heights]


def register(steps: Values, first: float, digits: int = 3) -> Values:
    """A counter that has gone through `steps`."""
    total, out = first, []
    for step in steps:
        out.append(round(total, digits))
        total += step
    return out


def comma(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".replace(".", ",")


def rows(*columns: Sequence[object], by: str = ",") -> list[str]:
    """Columns side by side; None is an empty cell."""
    return [by.join("" if c is None else str(c) for c in row) for row in zip(*columns, strict=True)]


def keys(
    names: Sequence[str], at: Times, values: Sequence[Sequence[float | None]], unit: str | None,
    kind: Kind, directions: Sequence[str | None],
) -> list[Key]:  # fmt: skip
    """Series that share their stamps and unit."""
    return [Key(n, at, v, unit, kind, d) for n, v, d in zip(names, values, directions, strict=True)]
