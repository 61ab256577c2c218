"""Correcting what is stored: from a person's words to a correction, its preview, and the ledger."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd

from energy_core.analysis.trust import Trust, trust
from energy_core.errors import BadRequest
from energy_core.metering.corrections import FOREVER, Correction
from energy_core.metering.periods import instant, micros
from energy_core.metering.plan import cut, zones
from energy_core.metering.readings import QUARTER, SECOND, Stamps
from energy_core.metering.rollup import Quarters, roll_up
from energy_core.model import (
    SIGNED_ROLES,
    CorrectionKind,
    EventKind,
    EventState,
    Kind,
    Meter,
    MeterEvent,
)
from energy_core.services.filling import filled
from energy_core.services.refusing import CALENDAR, LARGEST_FACTOR, check
from energy_core.services.ways import LARGEST
from energy_core.store import Store
from energy_core.store.corrections import own_readings

LONGEST_REASON = 500
LONGEST_SHIFT_S = 10 * 365.25 * 86_400.0
MOST_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction in a person's words: [start, end), `end` None for one that goes on; parameters
    by kind as in the API."""

    meter: Meter
    kind: CorrectionKind
    start: datetime
    end: datetime | None
    parameters: Mapping[str, Any]
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class Side:
    """Quarter hours (columns as `store.series`), their sum [Wh or m³; of a level nothing], and
    how far it can be trusted."""

    quarters: pd.DataFrame
    amount: float | None
    trust: Trust


@dataclass(frozen=True, slots=True)
class Preview:
    """A range without and with a correction."""

    start: datetime
    end: datetime
    before: Side
    after: Side


class Correcting:
    """For pages, API and command line."""

    def __init__(self, store: Store, changed: Callable[[], object] = lambda: None) -> None:
        """`changed` is called when the past may look other than before."""
        self._store, self._changed = store, changed
        self._one_by_one = Lock()

    def preview(self, asked: Asked) -> Preview:
        """What a correction would change; nothing is kept. Raises BadRequest as `add`."""
        made = self._made(asked)
        low, high = self._range(made)
        sides = self._store.corrections.preview(made, low, high)
        start, end = instant(low), instant(high)
        before, after = (_side(roll_up(s), asked.meter, low, high) for s in sides)
        return Preview(start, end, before, after)

    def add(self, asked: Asked) -> Correction:
        """Correct; raises BadRequest where the parameters do not fit the kind or the meter."""
        with self._one_by_one:  # what is allowed hangs on those that there are
            made = self._store.corrections.add(self._made(asked))
        self._changed()
        return made

    def undo(self, id: int) -> Correction:
        """Take a correction back; raises UnknownCorrection, BadRequest for one that is undone."""
        undone = self._store.corrections.undo(id)
        self._changed()
        return undone

    def all(self, meter: Meter | None = None) -> list[Correction]:
        """The ledger, the newest first."""
        return self._store.corrections.all(meter)

    def judge(
        self, meter: Meter, kind: EventKind, start: datetime, state: EventState
    ) -> MeterEvent:
        """Confirm or reject an event; raises BadRequest where there is none such."""
        for event in self._store.events(meter):
            if (event.kind, event.start) == (kind, start):
                judged = self._store.corrections.judge(event, state)
                self._changed()
                return judged
        raise BadRequest(f"{meter.slug} has no {kind} event at {start.isoformat()}")

    def judge_all(self, events: Sequence[MeterEvent], state: EventState) -> None:
        """Confirm or reject events one by one, told to who looks once; BadRequest as `judge`."""
        try:
            for event in events:
                self._store.corrections.judge(event, state)
        finally:
            self._changed()

    def _range(self, made: Correction) -> tuple[int, int]:
        """Whole quarter hours that the correction changes, as far as there are readings."""
        low, high = self._held(made)
        changed = cut(zones(made), low, high)
        if not changed:
            raise BadRequest("there are no readings there")
        first, last = min(a for a, _ in changed), max(b for _, b in changed)
        return first // QUARTER * QUARTER, -(-max(last, first + 1) // QUARTER) * QUARTER

    def _held(self, made: Correction) -> tuple[int, int]:
        """First and last instant that the readings, as they are and as they would be, speak of."""
        meters = [made.meter, made.parameters.get("other", made.meter)]
        extents = [self._store.corrections.extent(self._store.meter_by_id(id)) for id in meters]
        known = cut([extent for extent in extents if extent], *CALENDAR)
        stamps = [at for extent in known for at in extent] + made.own.ts.tolist()
        moved = [min(max(at, made.start), made.end) + made.by for at in stamps]
        step = round((self._store.step_s(self._store.meter_by_id(made.meter)) or 0) * SECOND)
        reach = [*stamps, *moved] or [0]
        return min(reach), max(reach) + max(step, QUARTER)

    def _made(self, asked: Asked) -> Correction:
        start, end = micros(asked.start), FOREVER if asked.end is None else micros(asked.end)
        if asked.meter.role in SIGNED_ROLES:
            raise BadRequest(f"{asked.meter.slug} is kept as its two directions: correct these")
        if end <= start:
            raise BadRequest("`end` must be after `start`")
        if len(asked.reason) > LONGEST_REASON:
            raise BadRequest(f"a reason has at most {LONGEST_REASON} characters")
        said = replace(asked, reason=_plain_text(asked.reason), author=_plain_text(asked.author))
        made = _MAKERS[asked.kind](self._store, said, start, end)
        check(self._store, made)
        return made


def _plain_text(text: str) -> str:
    """Without what could steer a terminal or a page."""
    return "".join(c if c.isprintable() else " " for c in text)


def _side(q: Quarters, meter: Meter, low: int, high: int) -> Side:
    q = q.take((q.start >= low) & (q.start < high))
    hours = q.covered_s / 3600
    frame = pd.DataFrame(
        {
            "start": pd.to_datetime(q.start, unit="us", utc=True),
            "length_s": QUARTER / SECOND,
            "amount": q.amount,
            "mean": np.divide(q.amount, hours, out=np.full(len(q), np.nan), where=hours > 0),
            "min": q.low,
            "max": q.high,
            "covered_s": q.covered_s,
            "estimated_s": q.estimated_s,
            "corrected_s": q.corrected_s,
        }
    )
    amount = float(q.amount.sum()) if meter.measures_flow else None
    return Side(frame, amount, trust(frame, instant(high) - instant(low)))


def _plain(store: Store, asked: Asked, start: int, end: int, **parameters: Any) -> Correction:
    return Correction(
        asked.meter.id, asked.kind, start, end, parameters, asked.reason, asked.author
    )


def _scaled(store: Store, asked: Asked, start: int, end: int) -> Correction:
    factor = _number(asked, "factor")
    if factor == 0 or abs(factor) > LARGEST_FACTOR:
        raise BadRequest("`factor` must not be 0, nor above a thousand million")
    return _plain(store, asked, start, end, factor=factor)


def _shifted(store: Store, asked: Asked, start: int, end: int) -> Correction:
    seconds = _number(asked, "seconds")
    if not 0 < abs(seconds) <= LONGEST_SHIFT_S:
        raise BadRequest("`seconds` must not be 0, nor more than ten years")
    return _plain(store, asked, start, end, seconds=seconds)


def _replaced(store: Store, asked: Asked, start: int, end: int) -> Correction:
    """`values`: [[epoch s, value], …], or one `value` for every reading that is there."""
    ts, value = _values(store, asked, start, end)
    if len(ts) == 0:
        raise BadRequest("there is nothing to replace")
    ts, order = np.unique(ts, return_index=True)
    made = _plain(store, asked, int(ts[0]), int(ts[-1]) + 1)
    return _with_own(made, asked.meter, ts, value[order])


def _values(store: Store, asked: Asked, start: int, end: int) -> tuple[Stamps, np.ndarray]:
    if "value" in asked.parameters:
        there = store.corrections.readings(asked.meter, start, end - 1).ts
        return there, np.full(len(there), _number(asked, "value"))
    pairs = asked.parameters.get("values")
    try:
        table = np.array(pairs, np.float64).reshape(-1, 2)
    except (TypeError, ValueError):
        raise BadRequest("`values` must be a list of [epoch seconds, value]") from None
    ts = np.round(table[:, 0] * SECOND)
    if len(table) > MOST_VALUES or not np.isfinite(table).all():
        raise BadRequest(f"`values` must be finite numbers, {MOST_VALUES} at most")
    if (np.abs(table[:, 1]) > LARGEST).any():
        raise BadRequest("value is too large")
    if ((ts < start) | (ts >= end)).any():
        raise BadRequest("`values` must lie between `start` and `end`")
    return ts.astype(np.int64), table[:, 1]


def _split(store: Store, asked: Asked, start: int, end: int) -> Correction:
    """`last` of the old register and `first` of the new one at `start`, where they are known."""
    if asked.meter.kind is not Kind.COUNTER:
        raise BadRequest("only a counter has a register that can be another")
    ends = [(start - 1, "last"), (start, "first")]
    known = [(ts, _number(asked, name)) for ts, name in ends if name in asked.parameters]
    made = _plain(store, asked, start, start + 1)
    ts = np.array([ts for ts, _ in known], np.int64)
    return _with_own(made, asked.meter, ts, np.array([value for _, value in known], float))


def _merged(store: Store, asked: Asked, start: int, end: int) -> Correction:
    """`other`: slug of the meter whose readings count as this one's; `joined`: its register goes
    on with this one's."""
    other = store.meter(str(asked.parameters.get("other", "")))
    if other.id == asked.meter.id:
        raise BadRequest("a meter cannot be merged with itself")
    if (other.kind, other.unit) != (asked.meter.kind, asked.meter.unit):
        raise BadRequest(f"{other.slug} is another kind of meter than {asked.meter.slug}")
    joined = bool(asked.parameters.get("joined", False))
    return _plain(store, asked, start, end, other=other.id, joined=joined)


def _filled(store: Store, asked: Asked, start: int, end: int) -> Correction:
    """`how`: profile, total or missing; `total` [Wh or m³]."""
    if end >= FOREVER:
        raise BadRequest("a gap must have an end")
    how = asked.parameters.get("how")
    if how == "missing":
        return _plain(store, asked, start, end, how=how)
    if how not in ("profile", "total"):
        raise BadRequest("`how` must be profile, total or missing")
    total = _number(asked, "total") if how == "total" else None
    gap = filled(store, asked.meter, start, end, total)
    register = {"register": True} if asked.meter.kind is Kind.COUNTER else {}
    made = _plain(store, asked, gap.start, gap.end, how=how, **register)
    return _with_own(made, asked.meter, gap.ts, gap.value)


def _with_own(c: Correction, meter: Meter, ts: Stamps, value: np.ndarray) -> Correction:
    own = own_readings(meter, ts, value)
    return Correction(c.meter, c.kind, c.start, c.end, c.parameters, c.reason, c.author, own)


def _number(asked: Asked, name: str) -> float:
    value = asked.parameters.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadRequest(f"a {asked.kind} needs `{name}`, a number")
    if abs(value) > LARGEST:
        raise BadRequest("value is too large")
    return float(value)


_MAKERS: dict[CorrectionKind, Callable[[Store, Asked, int, int], Correction]] = {
    CorrectionKind.DELETE: _plain,
    CorrectionKind.SCALE: _scaled,
    CorrectionKind.REPLACE: _replaced,
    CorrectionKind.FILL: _filled,
    CorrectionKind.SHIFT: _shifted,
    CorrectionKind.SPLIT: _split,
    CorrectionKind.MERGE: _merged,
}
