"""From an incident to the correction that answers it, with meter, kind and time filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st

from energy_core.analysis.detectors.event import Anomaly
from energy_core.model import CorrectionKind, Incident
from energy_core.services import running
from energy_core.ui.alerts.figures import fact
from energy_core.ui.alerts.sentences import kind_names
from energy_core.ui.data.correcting import fill_in

ANSWERS = {
    Anomaly.MISSING: CorrectionKind.FILL,
    Anomaly.UNIT_CHANGE: CorrectionKind.SCALE,
    Anomaly.CLOCK_SHIFTED: CorrectionKind.SHIFT,
    Anomaly.COUNTER_RESET: CorrectionKind.SPLIT,
}
"""Kind → what mends it; what was measured wrongly is left out."""
MINUTE = timedelta(minutes=1)


def correct(incident: Incident) -> None:
    """Go to the page "Data", the form of the correction open and filled in."""
    store = running().store
    kind = Anomaly(incident.kind)
    start, end = whole_minutes(incident.start, incident.end)
    fill_in(
        incident.meter, ANSWERS.get(kind, CorrectionKind.DELETE), start, end,
        store.site().timezone, reason=kind_names()[kind], **_parameters(incident),
    )  # fmt: skip
    st.switch_page("data.py")


def whole_minutes(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """All of the incident, as the form's clocks can say it."""
    start = start.astimezone(UTC).replace(second=0, microsecond=0)
    whole = end.astimezone(UTC).replace(second=0, microsecond=0)
    return start, whole if whole == end else whole + MINUTE


def _parameters(incident: Incident) -> dict[str, Any]:
    """Of the form's own fields."""
    factor, hours = fact(incident, "factor"), fact(incident, "hours")
    if incident.kind == Anomaly.UNIT_CHANGE and factor:
        return {"factor": 1 / factor}
    if incident.kind == Anomaly.CLOCK_SHIFTED and hours:
        return {"hours": -hours}
    return {}
