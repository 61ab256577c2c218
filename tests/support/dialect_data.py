"""Random meter data on one grid of time, and what a reader must make of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from energy_core.model import Kind
from tests.support.dialect_words import LANGUAGES, units_of

DAY_S = 86_400
STEPS_S = (900, 3600, 1800, 300, 60, DAY_S)
ZONES = (
    "Europe/Paris", "UTC", "America/New_York", "Australia/Sydney", "Asia/Kolkata",
    "Europe/London", "Europe/Berlin", "America/Sao_Paulo", "Europe/Lisbon", "Asia/Kathmandu",
)  # fmt: skip
CHANGES = (
    date(2024, 3, 31), date(2024, 10, 27), date(2024, 3, 10), date(2024, 11, 3),
    date(2024, 4, 7), date(2024, 10, 6),
)  # fmt: skip
"""Days on which a clock of ZONES changes."""


@dataclass(frozen=True)
class Grid:
    """starts: of every interval, rising, UTC; one more in `ends`' last. zone: of its local days."""

    zone: str
    step_s: int
    starts: list[datetime]

    def end(self, start: datetime) -> datetime:
        if self.step_s < DAY_S:
            return start + timedelta(seconds=self.step_s)
        local = start.astimezone(ZoneInfo(self.zone))
        return _midnight(local.date() + timedelta(days=1), self.zone)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))


@dataclass
class Column:
    """One series: `cells` stands for each place of the grid, None where nothing is written of it
    (a row that is not there), "" where the cell is empty. `doubled`: places written twice.

    The text is the number as Python writes it; the dialect gives it its own marks."""

    label: str
    kind: Kind
    unit: str
    cells: list[str | None]
    estimated: set[int] = field(default_factory=set)
    invalid: set[int] = field(default_factory=set)
    doubled: set[int] = field(default_factory=set)

    def readings(self) -> list[tuple[int, float]]:
        """(place, value) of every reading that counts."""
        return [(n, float(c)) for n, c in enumerate(self.cells) if c and n not in self.invalid]

    def rows_at(self, n: int) -> int:
        """How often a row of this place is written."""
        return 0 if self.cells[n] is None else 1 + (n in self.doubled)

    @property
    def missing(self) -> int:
        return sum(
            c is not None and (c == "" or n in self.invalid) for n, c in enumerate(self.cells)
        )


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def grid(
    rng: random.Random, steps: Sequence[int] = STEPS_S, days: tuple[int, int] | None = None
) -> Grid:
    """A stretch of regular time, often over a day on which the clock changes; of whole days where
    their least and most number is given."""
    zone, step, around = rng.choice(ZONES), rng.choice(steps), rng.choice(CHANGES)
    if step == DAY_S:
        first = around - timedelta(days=rng.randint(1, 25))
        dates = [first + timedelta(days=n) for n in range(rng.randint(28, 60))]
        return Grid(zone, step, [_midnight(day, zone) for day in dates])
    if days:
        first = around - timedelta(days=rng.randint(0, 12))
        begin = _midnight(first, zone)
        end = _midnight(first + timedelta(days=rng.randint(*days)), zone)
    else:
        begin = _midnight(around, zone) - step * timedelta(seconds=rng.randint(0, 40))
        end = begin + step * timedelta(seconds=rng.randint(40, 400))
    count = int((end - begin).total_seconds()) // step
    return Grid(zone, step, [begin + timedelta(seconds=step * n) for n in range(count)])


def columns(
    rng: random.Random, language: str, grid: Grid, kinds: set[Kind], most: int
) -> list[Column]:
    """Distinct quantities with believable values, each with a unit."""
    offered = {k: v for k, v in LANGUAGES[language].quantities.items() if v in kinds}
    out = []
    for label in rng.sample(list(offered), rng.randint(1, min(most, len(offered)))):
        unit = rng.choice(units_of(label, offered[label]))
        out.append(Column(label, offered[label], unit, _values(rng, offered[label], unit, grid)))
    return out


def _values(rng: random.Random, kind: Kind, unit: str, grid: Grid) -> list[str | None]:
    hours = grid.step_s / 3600
    count = len(grid.starts)
    if kind is Kind.LEVEL:
        low, high = (-8.0, 35.0) if unit == "°C" else (4.0, 100.0)
        return [f"{rng.uniform(low, high):.1f}" for _ in range(count)]
    if kind is Kind.POWER:
        return [_number(rng.uniform(40, 6000), unit == "kW") for _ in range(count)]
    used = [rng.uniform(40, 6000) * hours for _ in range(count)]
    if kind is Kind.INTERVAL:
        return [_number(wh, unit == "kWh") for wh in used]
    at, out = rng.uniform(2e6, 3e7), []
    for wh in used:
        out.append(_number(at, unit == "kWh"))
        at += wh
    return out


def _number(value: float, thousands: bool) -> str:
    """Thousandths of a kW(h), tenths of a W(h)."""
    return f"{value / 1000:.4f}" if thousands else f"{value:.1f}"


def told_by_order(grid: Grid, shown: Sequence[bool]) -> bool:
    """Whether the order of local stamps alone tells a repeated hour's passes apart: no row is left
    out of it or from the hours beside it, and the stretch does not begin or end there."""
    zone = ZoneInfo(grid.zone)
    margin = timedelta(hours=3, seconds=2 * min(grid.step_s, 3600))
    for at in grid.starts:
        local = at.astimezone(zone)
        if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
            continue
        near = [n for n, s in enumerate(grid.starts) if abs(s - at) <= margin]
        inside = grid.starts[0] < at - margin / 2 and grid.starts[-1] > at + margin / 2
        if not inside or not all(shown[n] for n in near):
            return False
    return True
