"""Incidents as other pages tell of them: in a line, with the way to the page "Alerts"."""

from __future__ import annotations

from datetime import UTC, datetime

from energy_core.analysis.detectors.event import Severity
from energy_core.model import Incident
from energy_core.services import running
from energy_core.ui.alerts.inbox import to_look_at
from energy_core.ui.alerts.sentences import sentence
from energy_core.ui.alerts.stake import why
from energy_core.ui.names import shown_name
from energy_core.ui.problems import Action, Problem

OPENED = "incident"  # in the address of the page "Alerts"
MOST = 3
DATA_ICON = "sensors_off"
ICONS = {Severity.ALERT: "priority_high", Severity.WARNING: "warning", Severity.INFO: "info"}


def known_until() -> datetime:
    """Up to when there are readings."""
    store, now = running().store, datetime.now(UTC)
    ends = [extent[1] for meter in store.meters() if (extent := store.extent(meter))]
    return min(now, max(ends, default=now))


def open_incidents(timezone: str) -> list[Problem]:
    """The first ones that nobody has said anything of."""
    opened = to_look_at(running().detecting.incidents(), known_until())
    return [_problem(one, timezone) for one in opened[:MOST]]


def _problem(incident: Incident, timezone: str) -> Problem:
    title = f"{shown_name(incident.meter)} · {sentence(incident, timezone)}"
    meters = (incident.meter.slug,)
    return Problem(
        icon(incident), title, why(incident), Action.SEE_INCIDENT, meters, incident.id
    )  # fmt: skip


def icon(incident: Incident) -> str:
    """A Material symbol; that of a fault of the data is its own."""
    return DATA_ICON if incident.layer == 1 else ICONS[Severity(incident.severity)]
