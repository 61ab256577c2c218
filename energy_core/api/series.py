"""`GET /api/v1/meters` and `/api/v1/series`: what is stored, by meter and time."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query
from pyarrow import csv
from starlette.requests import Request
from starlette.responses import Response

from energy_core.errors import BadRequest
from energy_core.metering.local_days import midnight
from energy_core.metering.readings import SECOND
from energy_core.model import Meter, parts_of
from energy_core.services import running
from energy_core.services.corrections import trust
from energy_core.store import Resolution
from energy_core.units import ENERGY, VOLUME

router = APIRouter(tags=["series"])

COLUMNS: dict[str, dict[str, str]] = {
    ENERGY: {"amount": "energy_wh", "mean": "mean_w", "min": "min_w", "max": "max_w"},
    VOLUME: {"amount": "volume_m3", "mean": "mean_m3h", "min": "min_m3h", "max": "max_m3h"},
    "": {"mean": "mean", "min": "min", "max": "max"},
}
"""What is summed (energy, a volume, or nothing for levels) → names of the columns."""

FIRST, LAST = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)
AT_ONCE = CapacityLimiter(2)  # charts drawn at once: more would only wait for each other
ARROW, CSV = "application/vnd.apache.arrow.stream", "text/csv"


@router.get("/v1/meters")
def meters(request: Request) -> dict[str, Any]:
    """The site and its meters; `confirmed: false` where a sender made one that nobody looked at."""
    store = running().store
    site = store.site()
    names = ("slug", "name", "role", "commodity", "kind", "unit", "confirmed")
    return {
        "site": {
            name: getattr(site, name)
            for name in ("name", "timezone", "currency", "latitude", "longitude")
        },
        "meters": [
            {**{name: getattr(m, name) for name in names}, "step_s": store.step_s(m), **_extent(m)}
            for m in store.meters()
        ],
    }


@router.get("/v1/series")
async def series(
    request: Request,
    meter: Annotated[list[str], Query(description="slug; several with `sum=true`")],
    from_: Annotated[str, Query(alias="from", description="ISO 8601, a date, or epoch seconds")],
    to: Annotated[str, Query(description="as `from`; not included")],
    resolution: Resolution = Resolution.AUTO,
    timezone: str | None = None,
    sum: bool = False,
    format: Annotated[str, Query(pattern="^(json|csv|arrow)$")] = "json",
) -> Response:
    """Energy and power of a meter over time, with the share of each period that is accounted for.

    Periods are local to `timezone` (the site's unless given); `raw` gives one point for each
    reading; other resolutions widen the range to whole quarter hours. Periods without readings
    are left out of `points`, but count in the total's coverage.
    """
    store = running().store
    zone = _zone(timezone or store.site().timezone)
    start, end = instant_of(from_, zone), instant_of(to, zone)
    if end <= start:
        raise BadRequest(f"`to` ({to}) must be after `from` ({from_})")
    group = [one_way(store.meter(slug)) for slug in dict.fromkeys(meter)]
    _summable(group, sum, resolution)
    resolution = store.resolved(resolution, group, end - start)
    asked = Asked(group if sum else group[:1], start, end, resolution, zone)
    return await to_thread.run_sync(_answer, asked, _wanted(request, format), limiter=AT_ONCE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose words have been understood: [start, end) of the sum of `group`."""

    group: Sequence[Meter]
    start: datetime
    end: datetime
    resolution: Resolution
    timezone: str


def _answer(asked: Asked, kind: str) -> Response:
    store, first = running().store, asked.group[0]
    frame = store.series(asked.group, asked.start, asked.end, asked.resolution, asked.timezone)
    columns = _named(frame, first)
    if kind != "json":
        return Response(_table(columns, kind), media_type=kind)
    start, end = asked.start, asked.end
    if asked.resolution is not Resolution.RAW:
        start, end = store.whole_quarters(start, end)
    slugs = [meter.slug for meter in asked.group]
    return _json(
        {
            "meter": slugs[0] if len(slugs) == 1 else slugs,
            "unit": _summed(first) or first.unit,
            "resolution": asked.resolution,
            "points": _points(columns),
            "total": _total(frame, first, end - start),
        }
    )


def _json(content: dict[str, Any]) -> Response:
    return Response(
        orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY), media_type="application/json"
    )


def _extent(meter: Meter) -> dict[str, str | None]:
    extent = running().store.extent(meter)
    first, last = (t.isoformat() for t in extent) if extent else (None, None)
    return {"first": first, "last": last}


def one_way(meter: Meter) -> Meter:
    """The meter; one with a sign has no series of its own."""
    if parts := parts_of(meter.slug, meter.role):
        told = " and ".join(slug for slug, _ in parts)
        raise BadRequest(f"{meter.slug} is kept as {told}: ask for these")
    return meter


def _summable(group: Sequence[Meter], sum: bool, resolution: Resolution) -> None:
    if len(group) > 1 and not sum:
        raise BadRequest("several meters need sum=true")
    if len(group) > 1 and (len({_summed(m) for m in group}) > 1 or not _summed(group[0])):
        raise BadRequest("only energies, or only volumes, have a sum")
    if sum and resolution is Resolution.RAW and len(group) > 1:
        raise BadRequest("the sum of several meters has no raw readings; ask for 15m")


def _summed(meter: Meter) -> str:
    """The unit of what can be summed over time: Wh, m³, or nothing."""
    return meter.summed_unit if meter.measures_flow else ""


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(f"{name[:60]!r} is not a time zone (e.g. Europe/Paris)") from None


def instant_of(text: str, zone: str) -> datetime:
    """ISO 8601 (local to `zone` where it has no offset), a date, or epoch seconds → UTC."""
    try:
        if text.replace(".", "", 1).lstrip("-").isdigit() and "-" not in text[1:]:
            return min(max(datetime.fromtimestamp(float(text), UTC), FIRST), LAST)
        if len(text) == len("2026-11-24"):
            return min(max(midnight(date.fromisoformat(text), zone), FIRST), LAST)
        stamp = datetime.fromisoformat(text.replace(" ", "+"))
        stamp = stamp if stamp.tzinfo else stamp.replace(tzinfo=ZoneInfo(zone))
        return min(max(stamp.astimezone(UTC), FIRST), LAST)
    except OverflowError:
        return LAST if text[:4] > "5000" else FIRST  # beyond the calendar: its end
    except (ValueError, OSError):
        raise BadRequest(f"{text[:40]!r} is not a time (e.g. 2026-11-24T00:00:00+01:00)") from None


def _named(frame: pd.DataFrame, meter: Meter) -> dict[str, np.ndarray]:
    """Columns of the answer: start [UTC], what the meter measures, coverage 0..1."""
    names = COLUMNS[_summed(meter)]
    covered = frame["covered_s"].to_numpy() / frame["length_s"].to_numpy()
    return {
        "start": frame["start"].to_numpy("datetime64[us]"),
        **{new: frame[old].to_numpy(np.float64) for old, new in names.items()},
        "coverage": np.minimum(covered, 1.0),
    }


def _points(columns: dict[str, np.ndarray]) -> list[dict[str, Any]]:
    start, *values = columns.values()
    rows = zip(_stamps(start), *(_or_none(v) for v in values), strict=True)
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _or_none(values: np.ndarray) -> list[float | None]:
    plain: list[float | None] = values.tolist()
    for n in np.flatnonzero(np.isnan(values)).tolist():
        plain[n] = None
    return plain


def _stamps(start: np.ndarray) -> list[str]:
    """ISO 8601 in UTC, to the second where all are whole."""
    whole = (start.astype(np.int64) % SECOND == 0).all()
    text = np.datetime_as_string(start.astype("datetime64[s]") if whole else start)
    return [f"{stamp}Z" for stamp in text.tolist()]


def _total(frame: pd.DataFrame, meter: Meter, length: timedelta) -> dict[str, float]:
    known = trust(frame, length)
    total = {"coverage": known.coverage, **known.shares()}
    summed = COLUMNS[_summed(meter)].get("amount")
    return {summed: float(frame["amount"].sum()), **total} if summed else total


def _wanted(request: Request, format: str) -> str:
    accept = request.headers.get("accept", "")
    if format == "csv" or CSV in accept:
        return CSV
    return ARROW if format == "arrow" or ARROW in accept else "json"


def _table(columns: dict[str, np.ndarray], kind: str) -> bytes:
    start, *rest = columns
    stamps = pa.array(columns[start]).cast(pa.timestamp("us", "UTC"))
    table = pa.table({start: stamps, **{name: columns[name] for name in rest}})
    sink = io.BytesIO()
    if kind == CSV:
        csv.write_csv(table, sink)
        return sink.getvalue()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()
