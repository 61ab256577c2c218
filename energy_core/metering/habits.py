"""What a meter does every day is a habit of its make, and no event of its own. Pure.

An inverter's "energy today" begins at zero each morning, and it says nothing without sun. Such
events come once a day, at the same time of day within HOURS, on FEWEST days of DAYS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np

from energy_core.metering.readings import Flags, Floats
from energy_core.model import EventKind, EventState, Meter, MeterEvent, Role

HOURS = 3.0
FEWEST, DAYS = 3, 5
REACH = DAYS - 1  # days on either side that can be of one habit
SLEEPERS = {Role.PRODUCTION, Role.OTHER}  # a second register of the production is `other`


def without_habits(
    events: Iterable[MeterEvent], meters: Mapping[int, Meter], timezone: str
) -> list[MeterEvent]:
    """`events` in their order, without the restarts and the nights that are a meter's habit by
    the clock of `timezone`. What a person judged stays."""
    events = list(events)
    alike: dict[tuple[int, EventKind], list[int]] = {}
    for n, event in enumerate(events):
        if _may_be_habit(event, meters.get(event.meter)):
            alike.setdefault((event.meter, event.kind), []).append(n)
    usual = {n for group in alike.values() for n in _usual(events, group, timezone)}
    return [
        event
        for n, event in enumerate(events)
        if n not in usual or event.state is not EventState.FOUND
    ]


def _may_be_habit(event: MeterEvent, meter: Meter | None) -> bool:
    if event.kind is EventKind.OFFLINE:
        is_short = (event.end - event.start).days == 0
        return meter is not None and meter.role in SLEEPERS and is_short
    return event.kind is EventKind.RESET


def _usual(events: Sequence[MeterEvent], group: Sequence[int], timezone: str) -> list[int]:
    zone = ZoneInfo(timezone)
    ends = [events[n].end.astimezone(zone).replace(tzinfo=None) for n in group]
    days = np.array(ends, "datetime64[us]").astype(np.int64) / 86_400e6
    order = np.argsort(days)
    return [group[k] for k in order[daily(days[order])].tolist()]


def daily(at: Floats) -> Flags:
    """Which of the moments `at` [days by the local clock, rising] are one of a daily habit."""
    days = np.zeros((len(at), 2 * REACH + 1), bool)  # on which days before and after it is so too
    days[:, REACH] = True
    for k in range(1, min(2 * REACH, len(at) - 1) + 1):
        apart = at[k:] - at[:-k]
        whole = np.rint(apart).astype(int)
        same = (abs(apart - whole) <= HOURS / 24) & (whole >= 1) & (whole <= REACH)
        n, whole = np.flatnonzero(same), whole[same]
        days[n, REACH + whole] = True
        days[n + k, REACH - whole] = True
    often = np.stack([days[:, a : a + DAYS].sum(1) for a in range(DAYS)]).max(0, initial=0)
    lonely = np.diff(at, prepend=-np.inf, append=np.inf) > 0.5
    return (often >= FEWEST) & lonely[:-1] & lonely[1:]
