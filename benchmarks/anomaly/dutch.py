"""Power demand of a Dutch research site in 1997: are its public holidays found as strange days?

No country is told, so that no calendar explains them. The days between Christmas and the new year
and one Saturday of high demand are labelled too: they count neither way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.meters import DATA, DAY_S, HOUR_S, SLOT_S, Meter
from energy_core.model import Kind, Role

FOLDER = DATA / "dutch_power_demand_1997"
ENOUGH_S = 2 * HOUR_S
"""An alarm is about a day where it covers so much of it, or where it lies within it."""


@dataclass(frozen=True)
class Days:
    found: tuple[date, ...]
    missed: tuple[date, ...]
    others: tuple[date, ...]


def meter() -> Meter:
    """Local time as the file has it: its days never change their length."""
    value = np.loadtxt(FOLDER / "dutch_power_demand.txt")
    begin = int(datetime.fromisoformat(_labels()["start"]).replace(tzinfo=UTC).timestamp())
    t = begin + SLOT_S * np.arange(len(value), dtype=np.int64)
    return Meter("Dutch power demand", t, value * 1000, SLOT_S, Kind.POWER, Role.CONSUMPTION, "UTC")


def days(alarms: Iterable[Alarm]) -> Days:
    """Holidays by alarms of use (layers 2 and 3); other days by any alarm."""
    labels = _labels()
    holidays = set(map(date.fromisoformat, labels["holidays"]))
    known = holidays | set(map(date.fromisoformat, labels["secondary"] + labels["high_saturday"]))
    every = list(alarms)
    strange = {day for alarm in every if alarm.layer > 1 for day in covered(alarm)}
    flagged = {day for alarm in every for day in covered(alarm)}
    return Days(
        tuple(sorted(holidays & strange)),
        tuple(sorted(holidays - strange)),
        tuple(sorted(flagged - known)),
    )


def covered(alarm: Alarm) -> set[date]:
    enough = min(ENOUGH_S, alarm.end - alarm.start)
    midnights = range(alarm.start // DAY_S * DAY_S, alarm.end, DAY_S)
    shares = {at: min(alarm.end, at + DAY_S) - max(alarm.start, at) for at in midnights}
    return {_day(at) for at, share in shares.items() if share >= enough}


def _day(midnight: int) -> date:
    return date(1970, 1, 1) + timedelta(seconds=midnight)


def _labels() -> dict:
    return json.loads((FOLDER / "labels.json").read_text())
