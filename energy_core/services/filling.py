"""What a gap is filled with: the meter's habits in the weeks around, fixed when it is filled, so
that a closed month does not change with what is read later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from energy_core.errors import BadRequest
from energy_core.metering.periods import instant
from energy_core.metering.profile import usual_rates
from energy_core.metering.readings import HOUR, SECOND, Floats, Stamps
from energy_core.model import Kind, Meter
from energy_core.store import Resolution, Store

AROUND = timedelta(days=28)
FINEST = 60 * SECOND  # a filled gap has no more than a reading a minute
COARSEST = HOUR
MOST = 200_000


@dataclass(frozen=True, slots=True)
class Filled:
    """[start, end) [µs], and the readings that the filled gap gets; of a counter, what its register
    is to rise by from the start on [Wh or m³], or the share of its rise (0..1)."""

    start: int
    end: int
    ts: Stamps
    value: Floats


def filled(store: Store, meter: Meter, start: int, end: int, total: float | None) -> Filled:
    """A gap by the profile of the same hours of the week, or by a total [Wh or m³] spread over it.

    Raises BadRequest where there is no profile, or of a counter no reading on either side.
    """
    if total is not None and (not meter.measures_flow or total < 0):
        raise BadRequest("only what flows has a total, of 0 or more")
    if meter.kind is Kind.COUNTER:
        return _counter(store, meter, start, end, total)
    edges = _edges(store, meter, start, end)
    rate, length = _rates(store, meter, edges), np.diff(edges)
    if total is not None:
        rate = _spread(rate, length, total)
    value = rate * (length / HOUR) if meter.kind is Kind.INTERVAL else rate
    return Filled(start, end, edges[:-1], value)


def _counter(store: Store, meter: Meter, start: int, end: int, total: float | None) -> Filled:
    """From the last reading before the gap to the first one after it: the known rise, or the
    total, along the profile."""
    known = store.corrections.around(meter, start, end).ts
    before, after = known[known <= start], known[known >= end]
    if len(before) == 0 or len(after) == 0:
        raise BadRequest("a counter's gap must have a reading on either side")
    a, b = int(before[-1]), int(after[0])
    edges = _edges(store, meter, a, b)
    amounts = _spread(_rates(store, meter, edges), np.diff(edges), 1.0) * (np.diff(edges) / HOUR)
    share = np.cumsum(amounts)
    if total is None:
        return Filled(a, b + 1, edges[1:-1], share[:-1])
    ts = np.r_[edges[1:-1], b - 1]
    return Filled(a, b + 1, ts, share * total)


def _edges(store: Store, meter: Meter, start: int, end: int) -> Stamps:
    """The gap cut into even steps, about as the meter takes them."""
    pace = round((store.step_s(meter) or COARSEST / SECOND) * SECOND)
    finest = pace if meter.kind is Kind.INTERVAL else min(max(pace, FINEST), COARSEST)
    count = max(1, round((end - start) / max(finest, FINEST)))
    if count > MOST:
        raise BadRequest(f"a gap of {count} readings is too long to fill at once")
    places = [start + (end - start) * n // count for n in range(count + 1)]
    return np.array(places, np.int64)


def _rates(store: Store, meter: Meter, edges: Stamps) -> Floats:
    """The usual rate at each step of the gap [W, m³/h or the level]."""
    start, end = int(edges[0]), int(edges[-1])
    asked = instant(start) - AROUND, instant(end) + AROUND
    frame = store.series(meter, *asked, Resolution.QUARTER, "UTC")
    stamps = frame["start"].to_numpy("datetime64[us]").astype(np.int64)
    other = (stamps < start) | (stamps >= end)
    if not other.any():
        raise BadRequest("nothing is known of this meter in the weeks around the gap")
    amount, covered = frame["amount"].to_numpy()[other], frame["covered_s"].to_numpy()[other]
    zone = store.site().timezone
    return usual_rates(stamps[other], amount, covered, edges[:-1], zone)


def _spread(rate: Floats, length: Stamps, total: float) -> Floats:
    """The rates, so scaled that they come to `total`; even ones where all are 0."""
    hours = length / HOUR
    if (rate * hours).sum() <= 0:
        rate = np.ones(len(rate))
    return rate * (total / float((rate * hours).sum()))
