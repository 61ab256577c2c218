"""Faults put into a meter's readings: always the same ones, none touching another.

Each kind happens once a round. The faults of a round are spread over as many copies of the
series (runs) as they need, with quiet between them, after days in which nothing is wrong.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.anomaly import faults
from benchmarks.anomaly.faults import KINDS, Fault, Kind, Span
from benchmarks.anomaly.meters import DAY_S, HOUR_S, Floats, Meter

SEED = 7
ROUNDS = 3
WARM_UP_S = 28 * DAY_S
QUIET_S = 7 * DAY_S
ROOM_S = 3 * DAY_S  # in which a short fault finds its hour
ENOUGH_FLOW = 0.5  # of the mean
HOLE_STEPS = 3


@dataclass(frozen=True)
class Run:
    """A copy of a meter's series with faults in it, in order."""

    meter: Meter
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class _Plan:
    kind: str
    length_s: int

    @property
    def room_s(self) -> int:
        return max(self.length_s + DAY_S, ROOM_S)


def runs(meter: Meter, rounds: int = ROUNDS, seed: int = SEED) -> list[Run]:
    return [run for round_ in range(rounds) for run in _round(meter, round_, seed)]


def _round(meter: Meter, round_: int, seed: int) -> Iterator[Run]:
    rng = np.random.default_rng([seed, round_, zlib.crc32(meter.name.encode())])
    plans = [
        _Plan(kind, faults.length_s(KINDS[kind], meter.step_s, rng))
        for kind in rng.permutation(faults.of_role(meter)).tolist()
    ]
    for group in _groups(plans, _usable_s(meter)):
        yield _injected(meter, _placed(meter, group, rng), rng)


def _usable_s(meter: Meter) -> int:
    return meter.span_s - WARM_UP_S - DAY_S


def _groups(plans: Sequence[_Plan], usable_s: int) -> list[list[_Plan]]:
    """The plans, as many together as there is room for."""
    groups: list[list[_Plan]] = []
    left = 0
    for plan in plans:
        needed = plan.room_s + QUIET_S
        if needed > left:
            groups.append([])
            left = usable_s + QUIET_S  # behind the last one nothing has to be quiet
        if needed > left:
            raise ValueError(f"{plan.kind} does not fit into the series")
        groups[-1].append(plan)
        left -= needed
    return groups


def _placed(meter: Meter, plans: Sequence[_Plan], rng: np.random.Generator) -> list[Fault]:
    """What is left of the series is spread over the times before each fault."""
    rooms = sum(plan.room_s for plan in plans) + QUIET_S * (len(plans) - 1)
    waits = np.sort(rng.uniform(0, _usable_s(meter) - rooms, len(plans)))
    at, placed = int(meter.t[0]) + WARM_UP_S, []
    for plan, wait in zip(plans, waits, strict=True):
        placed.append(_in_room(meter, plan, at + int(wait), rng))
        at += plan.room_s + QUIET_S
    return placed


def _in_room(meter: Meter, plan: _Plan, begin: int, rng: np.random.Generator) -> Fault:
    kind = KINDS[plan.kind]
    first, last = np.searchsorted(meter.t, [begin, begin + plan.room_s - plan.length_s])
    starts = np.arange(first, max(last, first + 1))
    flows = _mean_from(meter, starts, plan.length_s)
    allowed = _allowed(meter, kind, starts, flows) & _is_whole(meter, starts, plan.length_s)
    chosen = rng.choice(starts[allowed]) if allowed.any() else starts[np.argmax(flows)]
    start = int(meter.t[chosen])
    return Fault(plan.kind, start, start + plan.length_s)


def _allowed(
    meter: Meter, kind: Kind, starts: npt.NDArray[np.int64], flows: Floats
) -> npt.NDArray[np.bool_]:
    if kind.whole_days:
        return local_hours(meter, meter.t[starts]) == 0
    if not kind.in_flow:
        return np.ones(len(starts), bool)
    enough = ENOUGH_FLOW * meter.value.mean()
    return (flows >= enough) & (meter.value[starts] >= enough)


def _is_whole(meter: Meter, starts: npt.NDArray[np.int64], length_s: int) -> npt.NDArray[np.bool_]:
    """Where the series has no hole of its own, nor had one in the day before: what is raised
    about that one would be about the fault too."""
    gap = np.flatnonzero(np.diff(meter.t) > HOLE_STEPS * meter.step_s)
    since, until = meter.t[gap], meter.t[gap + 1]
    begin = meter.t[starts][:, None]
    near = (since < begin + length_s) & (until > begin - DAY_S)
    return np.logical_not(near.any(axis=1))


def _mean_from(meter: Meter, starts: npt.NDArray[np.int64], length_s: int) -> Floats:
    ends = np.searchsorted(meter.t, meter.t[starts] + length_s)
    total = np.concatenate([[0.0], np.cumsum(meter.value)])
    return (total[ends] - total[starts]) / np.maximum(ends - starts, 1)


def _injected(meter: Meter, placed: Sequence[Fault], rng: np.random.Generator) -> Run:
    value = meter.value.copy()
    for fault in placed:
        first, last = np.searchsorted(meter.t, [fault.start, fault.end])
        hour = local_hours(meter, meter.t[first:last])
        value[first:last] = KINDS[fault.kind].effect(Span(meter, first, last, hour, rng))
    there = ~np.isnan(value)
    return Run(replace(meter, t=meter.t[there], value=value[there]), tuple(placed))


def local_hours(meter: Meter, t: npt.NDArray[np.int64]) -> Floats:
    """Hours since local midnight on the wall clock, such as 13.25."""
    local = pd.DatetimeIndex(pd.to_datetime(t, unit="s", utc=True)).tz_convert(meter.timezone)
    return local.hour.to_numpy() + local.minute.to_numpy() * 60 / HOUR_S
