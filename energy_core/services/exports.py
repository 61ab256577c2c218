"""Stored readings, or their periods, as a file: the store is read in stretches, so that no more
of it is held than one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from energy_core import units
from energy_core.formats.export.what import WHOLE, Cells, Chunk, Column, Export, writers
from energy_core.metering.local_days import midnight
from energy_core.model import Kind, Meter, Quality
from energy_core.store import Resolution, Store
from energy_core.store.queries import LONGEST_INTERVAL

ROWS = 50_000  # of one meter that a stretch is meant to hold
UNKNOWN_STEP_S = 60.0
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=366)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """[start, end) of each meter; raw readings, or periods of the site's clock."""

    meters: Sequence[Meter]
    start: datetime
    end: datetime
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    media_type: str
    pieces: Iterator[bytes]


def extent(store: Store, meters: Sequence[Meter]) -> tuple[datetime, datetime] | None:
    """[start, end) of all that is stored of these meters, or None."""
    known = [e for meter in meters if (e := store.extent(meter)) is not None]
    return (min(a for a, _ in known), max(b for _, b in known) + _INSTANT) if known else None


def download(store: Store, wanted: Wanted, format: str, now: datetime) -> Download:
    """The file, and its first piece made: raises BadRequest for what the format cannot say.

    `format`: a key of `formats.export.what.writers()`.
    """
    writer = writers()[format]
    pieces = writer.write(export(store, wanted, now))
    first = next(pieces)
    return Download(file_name(wanted, format), writer.MEDIA_TYPE, chain([first], pieces))


def export(store: Store, wanted: Wanted, now: datetime) -> Export:
    raw = wanted.resolution is Resolution.RAW
    return Export(
        columns=[_column(meter, raw) for meter in wanted.meters],
        chunks=partial(_readings if raw else _periods, store, wanted),
        timezone=store.site().timezone,
        made=now.astimezone(UTC),
        periods=not raw,
    )


def file_name(wanted: Wanted, format: str) -> str:
    """Letters, digits, dots and dashes only, whatever the meters are called."""
    named = wanted.meters[0].slug if len(wanted.meters) == 1 else f"{len(wanted.meters)} meters"
    days = f"{wanted.start:%Y-%m-%d}-{wanted.end - _INSTANT:%Y-%m-%d}"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", named).strip("-.")[:80] or "meter"
    return f"energy-{plain}-{days}-{wanted.resolution}.{format}"


def _column(meter: Meter, raw: bool) -> Column:
    kind, unit = meter.kind, meter.unit
    if not raw and meter.measures_flow:
        kind, unit = Kind.INTERVAL, units.ENERGY if unit == units.POWER else unit
    return Column(meter.slug, kind, meter.role, meter.commodity, unit)


def _readings(store: Store, wanted: Wanted) -> Iterator[Chunk]:
    steps = {meter: store.step_s(meter) for meter in wanted.meters}
    step = min(step or UNKNOWN_STEP_S for step in steps.values())
    length = min(max(timedelta(seconds=step * ROWS), SHORTEST), LONGEST)
    for start, end in _stretches(store, wanted, length):
        yield [_raw(store.readings(m, start, end - _INSTANT), m, steps[m]) for m in wanted.meters]


def _stretches(
    store: Store, wanted: Wanted, length: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """The part of the range that holds readings, piece by piece."""
    held = extent(store, wanted.meters)
    if held is None:
        return
    start, end = max(wanted.start, held[0]), min(wanted.end, held[1])
    while start < end:
        after = min(start + length, end)
        yield start, after
        start = after


def _raw(frame: pd.DataFrame, meter: Meter, step_s: float | None) -> Cells:
    covers = step_s if meter.kind is Kind.INTERVAL and step_s else 0.0
    return Cells(
        _stamps(frame["ts"]),
        frame["value"].to_numpy(np.float64),
        np.full(len(frame), covers),
        frame.get("quality", pd.Series(dtype=np.uint8)).to_numpy(np.uint8),
    )


def _periods(store: Store, wanted: Wanted) -> Iterator[Chunk]:
    timezone = store.site().timezone
    for start, end in _years(store, wanted, timezone):
        yield [
            _period(store.series(meter, start, end, wanted.resolution, timezone), meter)
            for meter in wanted.meters
        ]


def _years(store: Store, wanted: Wanted, timezone: str) -> Iterator[tuple[datetime, datetime]]:
    """The part of the range that can hold anything, cut where no local period is: at new year."""
    held = extent(store, wanted.meters)
    if held is None:
        return
    start, end = max(wanted.start, held[0]), min(wanted.end, held[1] + LONGEST_INTERVAL)
    if start >= end:
        return
    zone = ZoneInfo(timezone)
    years = range(start.astimezone(zone).year + 1, end.astimezone(zone).year + 1)
    inner = [midnight(datetime(year, 1, 1).date(), timezone) for year in years]
    yield from pairwise([start, *(cut for cut in inner if start < cut < end), end])


def _period(frame: pd.DataFrame, meter: Meter) -> Cells:
    value = frame["amount" if meter.measures_flow else "mean"].to_numpy(np.float64)
    length = frame["length_s"].to_numpy(np.float64)
    covered = np.floor(frame["covered_s"].to_numpy() / length * WHOLE + 1e-9)
    quality = np.where(frame["estimated_s"] > 0, Quality.ESTIMATED, Quality.MEASURED)
    quality = np.where(frame["corrected_s"] > 0, Quality.CORRECTED, quality)
    return Cells(
        _stamps(frame["start"]),
        value,
        length,
        quality.astype(np.uint8),
        np.clip(covered, 0, WHOLE).astype(np.uint8),
    )


def _stamps(column: pd.Series) -> np.ndarray:
    return column.to_numpy("datetime64[us]").astype(np.int64)
