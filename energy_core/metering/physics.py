"""From stored readings to quarter hours: the one place that picks the physics of a register."""

from __future__ import annotations

from collections.abc import Mapping

from energy_core.metering import counters, steps
from energy_core.metering.counters import Found, of_counter
from energy_core.metering.readings import SECOND, Flags, Readings, of_each
from energy_core.metering.segments import Segments, joined, of_interval, of_rate
from energy_core.model import Kind, Meter

REACH = {
    Kind.POWER: steps.REACH,
    Kind.LEVEL: steps.REACH,
    Kind.INTERVAL: steps.REACH,
    Kind.COUNTER: counters.REACH,
}
"""Readings on either side of a new one whose segments may change."""

SETTLE = {Kind.POWER: 0, Kind.LEVEL: 0, Kind.INTERVAL: 0, Kind.COUNTER: 40}
"""Readings further out from which the judgements of a register come to the same result."""


def segments(
    r: Readings, meters: Mapping[int, Meter], believed: Flags | None = None
) -> tuple[Segments, list[Found]]:
    """Segments of every meter in `r` by its kind of register, and the events found.

    `meters` by id must hold every meter of `r`. `believed`: see `of_counter`.
    """
    kind = of_each(r.meter, meters, lambda m: _CODE[m.kind])
    counter = kind == _CODE[Kind.COUNTER]
    counted, found = of_counter(
        r.take(counter), meters, None if believed is None else believed[counter]
    )
    parts = [
        of_rate(r.take((kind == _CODE[Kind.POWER]) | (kind == _CODE[Kind.LEVEL])), meters),
        of_interval(r.take(kind == _CODE[Kind.INTERVAL]), meters),
        counted,
    ]
    return joined([p for p in parts if len(p)] or parts[:1]), found


def figures(meter: Meter, r: Readings, s: Segments, since: int) -> list[tuple[float, float]]:
    """(epoch s, value to show) from `since` [µs] on, of one meter's readings and segments.

    A power or level is its own figure at its stamp; an interval register's is its mean rate
    at its start; a counter's is its mean rate at the later of two readings.
    """
    if meter.kind in (Kind.POWER, Kind.LEVEL):
        at, value = r.ts, r.value
    else:
        at, value = (s.end if meter.kind is Kind.COUNTER else s.start), s.rate
    shown = at >= since
    return list(zip((at[shown] / SECOND).tolist(), value[shown].tolist(), strict=True))


_CODE = {kind: code for code, kind in enumerate(Kind)}
