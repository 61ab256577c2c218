"""What a person called normal teaches: later incidents like it are muted, for as long as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from energy_core.model import Incident, Verdict

STRONGER = 1.5  # times the score of what was called normal: that is another thing
HOURS_LAYER = 2
DAY_S = 86_400.0


def muted(incidents: Sequence[Incident], timezone: str) -> list[Incident]:
    """The incidents, `muted` where an earlier one that a person called normal is like them."""
    normal = [one for one in incidents if one.verdict is Verdict.NORMAL]
    zone = ZoneInfo(timezone)
    return [replace(one, muted=_is_taught(one, normal, zone)) for one in incidents]


def _is_taught(one: Incident, normal: Iterable[Incident], zone: ZoneInfo) -> bool:
    return one.verdict is None and any(_is_like(one, known, zone) for known in normal)


def _is_like(one: Incident, known: Incident, zone: ZoneInfo) -> bool:
    return (
        (one.meter.id, one.kind, _side(one)) == (known.meter.id, known.kind, _side(known))
        and one.detected > known.detected
        and one.score <= STRONGER * known.score
        and (one.layer != HOURS_LAYER or _same_hours(one, known, zone))
    )


def _side(one: Incident) -> int:
    """Above (1) or below (-1) what is usual; 0 where neither can be told."""
    excess = one.excess_wh or 0.0
    return (excess > 0) - (excess < 0)


def _same_hours(one: Incident, known: Incident, zone: ZoneInfo) -> bool:
    """Whether they share any time of the day."""
    a, b = _clock(one.start, zone), _clock(known.start, zone)
    long_a, long_b = _seconds(one.end - one.start), _seconds(known.end - known.start)
    return (b - a) % DAY_S < long_a or (a - b) % DAY_S < long_b


def _clock(at: datetime, zone: ZoneInfo) -> float:
    """Seconds on the wall clock since midnight."""
    local = at.astimezone(zone)
    return local.hour * 3600.0 + local.minute * 60 + local.second


def _seconds(length: timedelta) -> float:
    return max(length.total_seconds(), 1.0)
