"""What can be asked of the store: series, readings, figures, events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import duckdb
import numpy as np
import pandas as pd

from energy_core.metering.habits import without_habits
from energy_core.metering.local_days import day_bounds, local_date
from energy_core.metering.periods import DAY, instant, micros
from energy_core.metering.physics import figures
from energy_core.metering.readings import HOUR, QUARTER, SECOND
from energy_core.model import SIGNED_ROLES, EventKind, EventState, Meter, MeterEvent, Site, parts_of
from energy_core.store import overlay, raw
from energy_core.store.context import Extent
from energy_core.store.corrections import Corrections
from energy_core.store.database import Database
from energy_core.store.registry import Registry
from energy_core.store.series import Resolution, automatic, rolled_up, whole_quarters

PACED, MOST_PACE_DAYS = 7, 400
LONGEST_INTERVAL = timedelta(days=400)  # that one reading may stand for
_FIRST, _LAST = (micros(datetime(year, 1, 1, tzinfo=UTC)) for year in (2, 9998))


class Queries:
    """The reading half of the store; any thread may call it."""

    _database: Database
    _registry: Registry
    _extents: dict[int, Extent]
    corrections: Corrections

    def site(self) -> Site:
        return self._registry.site

    def meters(self) -> list[Meter]:
        """Meters that hold readings; one with a sign stands behind its two directions."""
        return [m for m in self._registry.all() if m.role not in SIGNED_ROLES]

    def whole_meters(self) -> list[Meter]:
        """Meters as senders know them: one with a sign, instead of its two directions."""
        meters = self._registry.all()
        parts = {slug for m in meters for slug, _ in parts_of(m.slug, m.role)}
        return [m for m in meters if m.slug not in parts]

    def meter(self, slug: str) -> Meter:
        """The meter of this slug; raises UnknownMeter."""
        return self._registry.get(slug)

    def find(self, slug: str) -> Meter | None:
        return self._registry.find(slug)

    def meter_by_id(self, id: int) -> Meter:
        return self._registry.by_id(id)

    def series(
        self,
        meters: Meter | Sequence[Meter],
        start: datetime,
        end: datetime,
        resolution: Resolution,
        timezone: str,
    ) -> pd.DataFrame:
        """Energy of a meter, or of the sum of several, over [start, end) by local periods.

        Columns as `series.rolled_up`. `raw` gives one row a segment and takes one meter; the
        others widen the range to whole quarter hours; `auto` picks by the length of the range.
        """
        group = [meters] if isinstance(meters, Meter) else list(meters)
        resolution = self.resolved(resolution, group, end - start)
        with self._database.cursor() as cursor:
            if resolution is Resolution.RAW:
                (meter,) = group
                near = self._near(cursor, meter, micros(start), micros(end))
                return raw.cut_frame(near.segments, start, end)
            asked = whole_quarters(start, end)
            held = self._held(group, *asked)
            return rolled_up(cursor, group, asked, held, resolution, timezone)

    def _held(
        self, group: Sequence[Meter], start: datetime, end: datetime
    ) -> tuple[datetime, datetime]:
        """The part of a range in which these meters can hold anything: no calendar is walked
        through for nothing."""
        known = [e for m in group if (e := self._extent(m)) is not None]
        if not known:
            return start, start
        first = _quarter(min(e.first for e in known))
        last = _quarter(max(e.last for e in known)) + LONGEST_INTERVAL
        start = max(start, first)
        return start, max(start, min(end, last))

    def resolved(
        self, resolution: Resolution, group: Sequence[Meter], length: timedelta
    ) -> Resolution:
        """What `auto` comes to for a range of this length: few points, raw only of one meter."""
        if resolution is not Resolution.AUTO:
            return resolution
        step_s = self.step_s(group[0]) or 60.0 if len(group) == 1 else None
        return automatic(length, step_s)

    @staticmethod
    def whole_quarters(start: datetime, end: datetime) -> tuple[datetime, datetime]:
        """The range that a series of quarter hours and longer periods covers."""
        return whole_quarters(start, end)

    def figures(self, meter: Meter, start: datetime, end: datetime) -> list[tuple[float, float]]:
        """(epoch s, value to show) of a meter within [start, end), as the live page shows them."""
        low, high = micros(start), micros(end)
        with self._database.cursor() as cursor:
            near = self._near(cursor, meter, low, high)
        shown = figures(meter, near.known, near.segments, low)
        return [f for f in shown if f[0] * SECOND < high]

    def _near(
        self, cursor: duckdb.DuckDBPyConnection, meter: Meter, low: int, high: int
    ) -> overlay.Near:
        return overlay.near(cursor, self.corrections.book, self._extents, meter, low, high)

    def _extent(self, meter: Meter) -> Extent | None:
        return overlay.extent_of(self.corrections.book, self._extents, meter.id)

    def step_s(self, meter: Meter) -> float | None:
        """Seconds between readings: as declared, else as the last few came."""
        extent = self._extents.get(meter.id)
        if meter.step_s or extent is None:
            return meter.step_s
        if not extent.pace:
            extent.pace = self._pace(meter, extent.last)
        return extent.pace / SECOND or None

    def _pace(self, meter: Meter, last: int) -> int:
        """How the last few readings came [µs]; 0 of one alone. It is not in the file."""
        with self._database.cursor() as cursor:
            for back in (HOUR, DAY, MOST_PACE_DAYS * DAY):
                ts = raw.readings_between(cursor, meter.id, last - back, last).ts[-PACED:]
                if len(ts) > 2:
                    break
        return int(np.median(np.diff(ts))) if len(ts) > 1 else 0

    def readings(self, meter: Meter, start: datetime, end: datetime) -> pd.DataFrame:
        """Stored readings as they came: ts [UTC], value [stored unit], quality (`Quality`)."""
        with self._database.cursor() as cursor:
            r = raw.readings_between(cursor, meter.id, micros(start), micros(end))
        return pd.DataFrame(
            {
                "ts": pd.to_datetime(r.ts, unit="us", utc=True),
                "value": r.value,
                "quality": r.quality,
            }
        )

    def today(self, now: datetime) -> dict[int, tuple[float, float]]:
        """(amount, seconds covered) of every meter since local midnight, by meter id."""
        start, end = day_bounds(local_date(now, self.site().timezone), self.site().timezone)
        with self._database.cursor() as cursor:
            rows = cursor.execute(
                """SELECT meter, sum(amount), sum(covered_s) FROM energy.quarters
                   WHERE start >= ? AND start < ? GROUP BY meter""",
                [start, end],
            ).fetchall()
        return {meter: (amount, covered) for meter, amount, covered in rows}

    def extent(self, meter: Meter) -> tuple[datetime, datetime] | None:
        """First and last stored stamp, or None where there is no reading."""
        known = self._extents.get(meter.id)
        return (instant(known.first), instant(known.last)) if known else None

    def nearest(self, meters: Sequence[Meter], start: datetime, end: datetime) -> datetime | None:
        """The quarter hour outside [start, end) that is nearest to it of those in which any of
        these meters was measured; of two as near, the earlier."""
        of = f"meter IN ({', '.join(str(meter.id) for meter in meters)}) AND covered_s > 0"
        if not meters:
            return None
        with self._database.cursor() as cursor:
            ((before, after),) = cursor.execute(
                f"""SELECT (SELECT epoch_us(max(start)) FROM energy.quarters WHERE {of} AND start < ?),
                           (SELECT epoch_us(min(start)) FROM energy.quarters WHERE {of} AND start >= ?)
                """,
                [start, end],
            ).fetchall()
        away = {before: micros(start), after: micros(end)}
        known = [ts for ts in (before, after) if ts is not None]
        return instant(min(known, key=lambda ts: abs(ts - away[ts]))) if known else None

    def counts(self) -> dict[int, int]:
        """How many readings are stored of each meter that has any, by meter id."""
        with self._database.cursor() as cursor:
            return dict(
                cursor.execute(
                    "SELECT meter, count(*) FROM energy.readings GROUP BY ALL"
                ).fetchall()
            )

    def events(self, meter: Meter | None = None) -> list[MeterEvent]:
        """Meter events, the newest first; what a meter does every day is none."""
        with self._database.cursor() as cursor:
            rows = cursor.execute(
                """SELECT meter, kind, epoch_us(start_ts), epoch_us(end_ts), before, after, state
                   FROM energy.meter_events WHERE ? IS NULL OR meter = ? ORDER BY start_ts DESC""",
                [meter and meter.id, meter and meter.id],
            ).fetchall()
        events = [
            MeterEvent(m, EventKind(k), instant(a), instant(b), before, after, EventState(state))
            for m, k, a, b, before, after, state in rows
        ]
        meters = {each.id: each for each in self._registry.all()}
        return without_habits(events, meters, self.site().timezone)

    def sent_meters(self) -> frozenset[int]:
        """Ids of the meters of which a live source sent anything; all of the others came in
        files."""
        sent = """SELECT 1 FROM energy.readings
                  WHERE meter = ? AND batch IN (SELECT id FROM energy.batches) LIMIT 1"""
        with self._database.cursor() as cursor:  # one by one: the first reading tells
            ids = [meter.id for meter in self.meters()]
            return frozenset(id for id in ids if cursor.execute(sent, [id]).fetchone())


def _quarter(ts: int) -> datetime:
    """The quarter hour of a stamp [µs]; of one that a correction moved out of the calendar, or to
    its end, one inside it."""
    return instant(min(max(ts, _FIRST), _LAST) // QUARTER * QUARTER)
