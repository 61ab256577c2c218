"""How much an event matters: by the energy at stake, not by the statistic."""

from __future__ import annotations

from energy_core.analysis.detectors.event import Anomaly, Mark, Severity
from energy_core.metering.readings import HOUR

WARNING_DAYS, ALERT_DAYS = 0.1, 0.75  # energy at stake, in mean days of the meter


def severity(mark: Mark, end: int, excess_wh: float | None, mean_w: float) -> Severity:
    """`mean_w`: the meter's usual mean power. Of a data fault, what was not measured is at
    stake."""
    stake = abs(excess_wh or 0.0)
    if mark.layer == 1:
        stake = max(stake, mean_w * (end - mark.start) / HOUR)
    if mark.kind is Anomaly.PV_OUTAGE:
        return Severity.ALERT
    day = 24 * max(mean_w, 1e-9)
    if stake >= ALERT_DAYS * day:
        return Severity.ALERT
    return Severity.WARNING if stake >= WARNING_DAYS * day else Severity.INFO
