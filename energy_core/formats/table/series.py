"""Collected columns → Series: in UTC, in order, rows that stand there twice taken once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from energy_core.formats.document import Flags, Floats, Series, Stamps
from energy_core.formats.table.meanings import Meaning
from energy_core.formats.table.stamp_calendar import NAT
from energy_core.formats.table.stamp_steps import step_us
from energy_core.model import Kind


@dataclass(frozen=True, slots=True)
class Raw:
    """The cells of one series in the file's order. ts: the instants that the rows name; start:
    those at which their intervals begin [µs UTC], NAT where no clock showed it; value: NaN where
    there is none; again: rows that stand in the file before, cell by cell."""

    name: str
    meter: str
    ts: Stamps
    start: Stamps
    value: Floats
    estimated: Flags
    again: Flags

    def times(self, factor: float) -> Raw:
        """The same with the factor of its unit applied."""
        return self if factor == 1.0 else replace(self, value=self.value * factor)

    def in_order(self) -> Floats:
        """The values there are, in order of time."""
        there = ~np.isnan(self.value) & (self.ts != NAT)
        ts, value = self.ts[there], self.value[there]
        if len(ts) > 1 and (np.diff(ts) < 0).any():
            value = value[np.argsort(ts, kind="stable")]
        return value


def series(raw: Raw, meaning: Meaning, mean: bool) -> Series:
    """`mean`: a power of the table is the mean of its interval."""
    mean = mean and meaning.kind is Kind.POWER
    stamps = raw.start if mean or meaning.kind is Kind.INTERVAL else raw.ts
    placed = stamps != NAT
    given = ~np.isnan(raw.value) & placed
    there = given & ~raw.again
    ts, value, estimated = _in_order(stamps[there], raw.value[there], raw.estimated[there])
    step = step_us(ts)
    return Series(
        name=raw.name,
        kind=meaning.kind,
        role=meaning.role,
        commodity=meaning.commodity,
        unit=meaning.unit,
        ts=ts,
        value=value,
        estimated=estimated,
        meter=raw.meter,
        sign=meaning.sign,
        step_s=step / 1e6 if step else None,
        missing=int((np.isnan(raw.value) & placed).sum()),
        repeated=int((given & raw.again).sum()),
        mean=mean,
        guessed=meaning.guessed,
    )


def clashes(series: Series) -> int:
    """Stamps that stand there with more than one value."""
    twins = np.diff(series.ts) == 0
    return int((twins & (np.diff(series.value) != 0)).sum())


def repeats(key: npt.NDArray[np.int64], stamps: Stamps, cells: Sequence[Floats]) -> Flags:
    """Rows whose key, stamp and numbers all stand in an earlier row."""
    again = np.zeros(len(stamps), bool)
    order = np.lexsort((stamps, key))
    twin = np.zeros(len(stamps), bool)
    same = (np.diff(stamps[order]) == 0) & (np.diff(key[order]) == 0)
    twin[order[1:][same]] = twin[order[:-1][same]] = True
    rows = np.flatnonzero(twin & (stamps != NAT))
    if len(rows):
        columns = [np.nan_to_num(c[rows], nan=np.inf) for c in cells]
        table = np.column_stack([key[rows], stamps[rows].view(np.float64), *columns])
        _, first = np.unique(table, axis=0, return_index=True)
        again[rows] = True
        again[rows[first]] = False
    return again


def _in_order(ts: Stamps, value: Floats, estimated: Flags) -> tuple[Stamps, Floats, Flags]:
    if len(ts) > 1 and (np.diff(ts) < 0).any():
        order = np.argsort(ts, kind="stable")
        return ts[order], value[order], estimated[order]
    return ts, value, estimated
