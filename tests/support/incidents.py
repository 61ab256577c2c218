"""Incidents as detectors tell them, for tests of what is said and drawn of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from energy_core.analysis.detectors.event import Anomaly
from energy_core.model import Commodity, Incident, Kind, Meter, Role

START = datetime(2026, 5, 28, 17, tzinfo=UTC)
"""19:00 in Paris."""
FACTS: dict[Anomaly, dict[str, float | str]] = {
    Anomaly.MISSING: {"hours": 7.0},
    Anomaly.REPEATED: {"value": 420.0, "other": 1510.0, "why": "stamps"},
    Anomaly.COUNTER_RESET: {"before": 1_005_500.0, "after": 2_000.0},
    Anomaly.NEGATIVE: {"value_w": -420.0},
    Anomaly.STUCK: {"value_w": 62.5, "hours": 5.0},
    Anomaly.INTERPOLATED: {"hours": 6.0},
    Anomaly.CLOCK_SHIFTED: {"hours": -1.0, "days": 3.0},
    Anomaly.UNIT_CHANGE: {"factor": 1000.0},
    Anomaly.NIGHT_PRODUCTION: {"value_w": 120.0},
    Anomaly.SPIKE: {"value_w": 9800.0, "usual_w": 1200.0, "hours": 0.25},
    Anomaly.DROP_OUT: {"value_w": 20.0, "usual_w": 400.0, "hours": 0.25},
    Anomaly.UNUSUAL_HOURS: {"value_w": 2100.0, "usual_w": 800.0, "hours": 2.0},
    Anomaly.UNUSUAL_DAY: {"value_w": 1000.0, "usual_w": 500.0, "hours": 24.0},
    Anomaly.LEVEL_SHIFT: {"value_w": 690.0, "usual_w": 500.0, "percent": 38.0, "days": 4.0},
    Anomaly.JUMP: {"value": 17.4, "usual": 20.4},
    Anomaly.DRIFT: {"value_w": 650.0, "usual_w": 500.0, "percent": 30.0, "days": 7.0},
    Anomaly.BASE_LOAD: {"value_w": 190.0, "usual_w": 140.0, "percent": 35.7, "days": 6.0},
    Anomaly.PV_OUTAGE: {"hours": 3.0, "usual_w": 2100.0},
    Anomaly.PV_LOSS: {"value_w": 1440.0, "usual_w": 2000.0, "percent": -28.0, "days": 3.0},
}
"""What the detector of each kind tells."""
LAYERS = {
    **dict.fromkeys((Anomaly.SPIKE, Anomaly.DROP_OUT, Anomaly.UNUSUAL_HOURS,
                     Anomaly.UNUSUAL_DAY), 2),
    **dict.fromkeys((Anomaly.LEVEL_SHIFT, Anomaly.JUMP, Anomaly.DRIFT, Anomaly.BASE_LOAD,
                     Anomaly.PV_OUTAGE, Anomaly.PV_LOSS), 3),
}  # fmt: skip
HOUSE = Meter(
    1, 1, "house", "house", Role.CONSUMPTION, Commodity.ELECTRICITY, Kind.POWER, "W", "W",
    confirmed=True,
)  # fmt: skip


def incident(kind: Anomaly, hours: float = 4.0, meter: Meter = HOUSE, **more: Any) -> Incident:
    """Of `hours` from START on; `more`: other fields than those that fit its kind."""
    layer = LAYERS.get(kind, 1)
    start = more.pop("start", START)
    told: dict[str, Any] = {
        "id": 1, "severity": "warning", "score": 1.5, "facts": FACTS[kind], "is_open": False,
        "excess_wh": None if layer == 1 else 3000.0,
    }  # fmt: skip
    end = start + timedelta(hours=hours)
    return Incident(
        meter=meter, kind=kind, layer=layer, start=start, end=end, detected=end, **{**told, **more}
    )
