"""Stored readings, or their periods, as a file: the store is read in stretches, so that no more
of it is held than one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

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


def download(store: Store, wanted: Wanted, format: str, now: datetime) -> Download:
    """The file, and its first piece made: raises BadRequest for what the format cannot say.

    `format`: a key of `formats.export.what.writers()`.
    """
    writer = writers()[format]
    pieces = writer.write(export(store, wanted, now))
    first = next(pieces)
    name = file_name(held(store, wanted), format)
    return Download(name, writer.MEDIA_TYPE, chain([first], pieces))


def export(store: Store, wanted: Wanted, now: datetime) -> Export:
    """What is stored now; what comes while it is written stays out."""
    raw = wanted.resolution is Resolution.RAW
    part = held(store, wanted, timedelta(0) if raw else LONGEST_INTERVAL)
    return Export(
        columns=[column_of(meter, raw) for meter in wanted.meters],
        chunks=partial(_readings if raw else _periods, store, part),
        timezone=store.site().timezone,
        made=now.astimezone(UTC),
        periods=not raw,
    )


def held(store: Store, wanted: Wanted, reach: timedelta = timedelta(0)) -> Wanted:
    """The part of the range from the first reading to `reach` after the last one."""
    known = [e for meter in wanted.meters if (e := store.extent(meter)) is not None]
    if not known:
        return replace(wanted, end=wanted.start)
    start = max(wanted.start, min(first for first, _ in known))
    end = min(wanted.end, max(last for _, last in known) + _INSTANT + reach)
    return replace(wanted, start=start, end=max(start, end))


def file_name(wanted: Wanted, format: str) -> str:
    """Letters, digits, dots and dashes only, whatever the meters are called."""
    named = wanted.meters[0].slug if len(wanted.meters) == 1 else f"{len(wanted.meters)} meters"
    days = f"{wanted.start:%Y-%m-%d}-{wanted.end - _INSTANT:%Y-%m-%d}"
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", named).strip("-.")[:80] or "meter"
    return f"energy-{plain}-{days}-{wanted.resolution}.{format}"


def column_of(meter: Meter, raw: bool) -> Column:
    """Of the meter's readings, or of its periods."""
    kind, unit = meter.kind, meter.unit
    if not raw and meter.measures_flow:
        kind, unit = Kind.INTERVAL, meter.summed_unit
    return Column(meter.slug, kind, meter.role, meter.commodity, unit)


def _readings(store: Store, part: Wanted) -> Iterator[Chunk]:
    steps = {meter: store.step_s(meter) for meter in part.meters}
    step = min(step or UNKNOWN_STEP_S for step in steps.values())
    length = min(max(timedelta(seconds=step * ROWS), SHORTEST), LONGEST)
    start = part.start
    while start < part.end:
        end = min(start + length, part.end)
        yield [_raw(store.readings(m, start, end - _INSTANT), m, steps[m]) for m in part.meters]
        start = end


def _raw(frame: pd.DataFrame, meter: Meter, step_s: float | None) -> Cells:
    covers = step_s if meter.kind is Kind.INTERVAL and step_s else 0.0
    return Cells(
        _stamps(frame["ts"]),
        frame["value"].to_numpy(np.float64),
        np.full(len(frame), covers),
        frame["quality"].to_numpy(np.uint8),
    )


def _periods(store: Store, part: Wanted) -> Iterator[Chunk]:
    timezone = store.site().timezone
    for start, end in _years(part, timezone):
        yield [
            period_cells(
                store.series(meter, start, end, part.resolution, timezone), meter.measures_flow
            )
            for meter in part.meters
        ]


def _years(part: Wanted, timezone: str) -> Iterator[tuple[datetime, datetime]]:
    """The range, cut where every local period ends: at new year."""
    if part.start == part.end:
        return
    zone = ZoneInfo(timezone)
    years = range(part.start.astimezone(zone).year + 1, part.end.astimezone(zone).year + 1)
    cuts = [midnight(date(year, 1, 1), timezone) for year in years]
    yield from pairwise(
        [part.start, *(cut for cut in cuts if part.start < cut < part.end), part.end]
    )


def period_cells(frame: pd.DataFrame, is_flow: bool) -> Cells:
    """Of a series as `store.series` gives it: its amounts, or of a level its means."""
    value = frame["amount" if is_flow else "mean"].to_numpy(np.float64)
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
