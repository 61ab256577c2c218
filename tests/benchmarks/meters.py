"""A made-up meter for the tests of the benchmark."""

from __future__ import annotations

import numpy as np

from benchmarks.anomaly.meters import DAY_S, HOUR_S, Floats, Meter
from energy_core.model import Kind, Role

BEGIN = 1_700_006_400  # a midnight in UTC


def house(days: int = 120, step_s: int = HOUR_S, role: Role = Role.CONSUMPTION) -> Meter:
    """Every day the same: 300 W, and a thousand more from seven to nineteen."""
    t = BEGIN + step_s * np.arange(days * DAY_S // step_s, dtype=np.int64)
    hour = t % DAY_S / HOUR_S
    value: Floats = 300.0 + 1000.0 * ((hour >= 7) & (hour < 19)).astype(np.float64)
    if role is Role.PRODUCTION:
        value -= 300.0
    return Meter("house", t, value, step_s, Kind.POWER, role, "UTC")
