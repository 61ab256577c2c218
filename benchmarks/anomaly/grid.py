"""A series on an even grid, as these detectors want it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.anomaly.meters import DAY_S, Floats, Ints, Meter


@dataclass(frozen=True)
class Grid:
    """Means of even slots. A slot without readings holds 0: these detectors know no gaps, and so
    they have a chance to find one."""

    t: Ints  # start of each slot [epoch s]
    value: Floats
    slot_s: int
    timezone: str

    @property
    def a_day(self) -> int:
        return DAY_S // self.slot_s

    @property
    def local(self) -> pd.DatetimeIndex:
        stamps = pd.DatetimeIndex(pd.to_datetime(self.t, unit="s", utc=True))
        return stamps.tz_convert(self.timezone)


def of(meter: Meter) -> Grid:
    slot = meter.t // meter.slot_s
    place = slot - slot[0]
    count = np.bincount(place)
    total = np.bincount(place, meter.value)
    value = np.divide(total, count, out=np.zeros(len(count)), where=count > 0)
    t = (slot[0] + np.arange(len(count))) * meter.slot_s
    return Grid(t, value, meter.slot_s, meter.timezone)
