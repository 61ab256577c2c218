"""The first and the last days of a series as it stands in the file; a piece of a stored one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energy_core.formats.document import Series
from energy_core.metering.readings import SECOND
from energy_core.model import Kind
from energy_core.services.thin import thinned

DAYS = 3 * 86400 * SECOND
LEAST_STEPS = 30
MOST_POINTS = 1500
FLOWS = (Kind.POWER, Kind.INTERVAL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Stamps [µs UTC] and values; a NaN where readings are missing. `holes`: (from, to)."""

    ts: np.ndarray
    value: np.ndarray
    holes: list[tuple[int, int]]


def ends_of(series: Series) -> list[Piece]:
    """The first days and the last ones; one piece where they meet."""
    if len(series) == 0:
        return []
    width = max(DAYS, int(LEAST_STEPS * (series.step_s or 0) * SECOND))
    first, last = int(series.ts[0]), int(series.ts[-1])
    step = int((series.step_s or 0) * SECOND)
    if last - first <= 2 * width:
        return [piece(series.ts, series.value, step)]
    edges = (first, first + width), (last - width, last + 1)
    cuts = [np.searchsorted(series.ts, each) for each in edges]
    return [piece(series.ts[a:b], series.value[a:b], step) for a, b in cuts]


def piece(ts: np.ndarray, value: np.ndarray, step: int) -> Piece:
    """`step` [µs]: what is wider than one and a half is a hole; 0 knows no holes."""
    between = np.diff(ts)
    usual = max(step, float(np.median(between))) if step and len(between) else np.inf
    at = np.flatnonzero(between > 1.5 * usual)
    holes = [(int(ts[n]) + step, int(ts[n + 1])) for n in at]
    if len(ts) > MOST_POINTS:
        pairs = thinned(list(zip(ts.tolist(), value.tolist(), strict=True)), MOST_POINTS)
        ts, value = np.array([t for t, _ in pairs], np.int64), np.array([v for _, v in pairs])
    ts, value = _broken(ts, value.astype(float), np.array([low for low, _ in holes], np.int64))
    if step and len(ts):  # the last step has its width
        ts, value = np.append(ts, ts[-1] + step), np.append(value, value[-1])
    return Piece(ts, value, holes)


def _broken(ts: np.ndarray, value: np.ndarray, holes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At the start of each hole the value before it ends, then there is nothing."""
    after = np.repeat(np.searchsorted(ts, holes), 2)
    before = value[after[::2] - 1] if len(holes) else np.empty(0)
    ends = np.column_stack([before, np.full(len(holes), np.nan)]).ravel()
    return np.insert(ts, after, np.repeat(holes, 2)), np.insert(value, after, ends)


def shared_domain(parts: Sequence[Piece], kind: Kind) -> tuple[float, float] | None:
    """The extent of all values; from zero for what flows."""
    values = np.concatenate([part.value for part in parts])
    values = values[np.isfinite(values)]
    if len(values) == 0:
        return None
    low, high = float(values.min()), float(values.max())
    if kind in FLOWS:
        low, high = min(low, 0.0), max(high, 0.0)
    return (low, high) if high > low else None
