"""What happened, in one sentence of its own for each kind: what, how much, and what is usual."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from energy_core.analysis.detectors.event import STAYS, Anomaly
from energy_core.model import Incident
from energy_core.ui.alerts.figures import (
    USES,
    amounts,
    at,
    date,
    days_of,
    fact,
    flows,
    hours,
    is_more,
    lasts,
    percent,
    readings,
)
from energy_core.ui.data.wording import plural
from energy_core.ui.numbers import clock
from energy_core.ui.words import _

Sentence = Callable[[Incident, str], str]
"""Called with the incident and the site's time zone."""


def sentence(incident: Incident, timezone: str) -> str:
    return _SENTENCES[Anomaly(incident.kind)](incident, timezone)


def kind_names() -> dict[Anomaly, str]:
    """As a filter and a mark name them."""
    return {
        Anomaly.SPIKE: _("Peak"), Anomaly.DROP_OUT: _("Drop"),
        Anomaly.UNUSUAL_HOURS: _("Unusual hours"), Anomaly.UNUSUAL_DAY: _("Unusual day"),
        Anomaly.LEVEL_SHIFT: _("Lasting change"), Anomaly.DRIFT: _("Slow change"),
        Anomaly.JUMP: _("Jump"),
        Anomaly.BASE_LOAD: _("Standby"), Anomaly.PV_OUTAGE: _("Solar outage"),
        Anomaly.PV_LOSS: _("Solar loss"), Anomaly.MISSING: _("No readings"),
        Anomaly.REPEATED: _("Repeated readings"), Anomaly.COUNTER_RESET: _("Register fell"),
        Anomaly.NEGATIVE: _("Below zero"), Anomaly.STUCK: _("Stuck value"),
        Anomaly.INTERPOLATED: _("Straight line"), Anomaly.CLOCK_SHIFTED: _("Shifted clock"),
        Anomaly.UNIT_CHANGE: _("Changed unit"), Anomaly.NIGHT_PRODUCTION: _("Sun at night"),
    }  # fmt: skip


def _missing(incident: Incident, timezone: str) -> str:
    told = _("No readings for {length}, from {when} on")
    return told.format(length=hours(lasts(incident)), when=at(incident.start, timezone))


def _repeated(incident: Incident, timezone: str) -> str:
    if "other" in incident.facts:
        one, other = readings(incident.meter, fact(incident, "value"), fact(incident, "other"))
        told = _("Two values for one moment, {when}: {one} and {other}")
        return told.format(when=at(incident.start, timezone), one=one, other=other)
    told = _("{length} copy what was read a day before")
    if "week" in str(incident.facts.get("why", "")):
        told = _("{length} copy what was read a week before")
    return told.format(length=hours(fact(incident, "hours")))


def _counter_reset(incident: Incident, timezone: str) -> str:
    before, after = readings(incident.meter, fact(incident, "before"), fact(incident, "after"))
    told = _("The register fell from {before} to {after}, {when}")
    return told.format(before=before, after=after, when=at(incident.start, timezone))


def _negative(incident: Incident, timezone: str) -> str:
    (value,) = flows(incident.meter, fact(incident, "value_w"))
    told = _("Below zero: {value}, where this meter never was, {when}")
    return told.format(value=value, when=at(incident.start, timezone))


def _stuck(incident: Incident, timezone: str) -> str:
    (value,) = flows(incident.meter, fact(incident, "value_w"))
    told = _("The same value for {length}: {value}")
    length = max(lasts(incident), fact(incident, "hours") or 0)
    return told.format(length=hours(length), value=value)


def _interpolated(incident: Incident, timezone: str) -> str:
    told = _("A straight line for {length}: nobody measured this")
    return told.format(length=hours(fact(incident, "hours")))


def _clock(incident: Incident, timezone: str) -> str:
    move = fact(incident, "hours") or 0.0
    told = _("The days come {length} later than they did, since {day}")
    if move < 0:
        told = _("The days come {length} earlier than they did, since {day}")
    return told.format(length=hours(abs(move)), day=date(incident.start, timezone))


def _unit(incident: Incident, timezone: str) -> str:
    told = _("Values a thousand times greater since {when}")
    if (fact(incident, "factor") or 1.0) < 1:
        told = _("Values a thousand times smaller since {when}")
    return told.format(when=at(incident.start, timezone))


def _night(incident: Incident, timezone: str) -> str:
    (value,) = flows(incident.meter, fact(incident, "value_w"))
    told = _("{value} from the sun at night, {when}")
    return told.format(value=value, when=at(incident.start, timezone))


def _spike(incident: Incident, timezone: str) -> str:
    told = _("{value} at {time} instead of {usual}")
    if fact(incident, "highest_w") is not None:
        told = _("{value} at {time}, never more than {usual} before")
    return _against(incident, timezone, "highest_w", told)


def _drop_out(incident: Incident, timezone: str) -> str:
    told = _("Down to {value} at {time} instead of {usual}")
    if fact(incident, "lowest_w") is not None:
        told = _("Down to {value} at {time}, never less than {usual} before")
    return _against(incident, timezone, "lowest_w", told)


def _against(incident: Incident, timezone: str, record: str, told: str) -> str:
    """Beside the record where it was broken, else what is usual."""
    beside = fact(incident, record)
    beside = fact(incident, "usual_w") if beside is None else beside
    value, usual = flows(incident.meter, fact(incident, "value_w"), beside)
    return told.format(value=value, time=clock(incident.start, timezone), usual=usual)


def _unusual_hours(incident: Incident, timezone: str) -> str:
    value, usual = flows(incident.meter, fact(incident, "value_w"), fact(incident, "usual_w"))
    told = _("More than usual from {start} to {end}: {value} instead of {usual}")
    if not is_more(incident):
        told = _("Less than usual from {start} to {end}: {value} instead of {usual}")
    end = incident.start + timedelta(hours=fact(incident, "hours") or 0)
    ends = {"start": clock(incident.start, timezone), "end": clock(end, timezone)}
    return told.format(**ends, value=value, usual=usual)


def _unusual_day(incident: Incident, timezone: str) -> str:
    value, usual = amounts(incident.meter, fact(incident, "value_w"), fact(incident, "usual_w"))
    told = _("More than usual on {day}: {value} instead of {usual}")
    if not is_more(incident):
        told = _("Less than usual on {day}: {value} instead of {usual}")
    return told.format(day=date(incident.start, timezone), value=value, usual=usual)


def _jump(incident: Incident, timezone: str) -> str:
    value, usual = readings(incident.meter, fact(incident, "value"), fact(incident, "usual"))
    told = _("From {usual} to {value} at once, {when}")
    return told.format(usual=usual, value=value, when=at(incident.start, timezone))


def _level_shift(incident: Incident, timezone: str) -> str:
    value, usual = amounts(incident.meter, fact(incident, "value_w"), fact(incident, "usual_w"))
    return _changed(incident).format(
        percent=percent(fact(incident, "percent")), days=days(days_of(incident)),
        day=date(incident.start, timezone), value=value, usual=usual,
    )  # fmt: skip


def _changed(incident: Incident) -> str:
    """As it goes on, as it stayed, or as it was."""
    if incident.meter.role not in USES:
        if is_more(incident):
            return _("{percent} more than usual for {days}: {value} a day instead of {usual}")
        return _("{percent} less than usual for {days}: {value} a day instead of {usual}")
    if fact(incident, STAYS):
        if is_more(incident):
            return _("Use has been {percent} higher since {day}: {value} a day instead of {usual}")
        return _("Use has been {percent} lower since {day}: {value} a day instead of {usual}")
    if incident.is_open:
        if is_more(incident):
            return _("Use has been {percent} higher for {days}: {value} a day instead of {usual}")
        return _("Use has been {percent} lower for {days}: {value} a day instead of {usual}")
    if is_more(incident):
        return _("Use was {percent} higher for {days}: {value} a day instead of {usual}")
    return _("Use was {percent} lower for {days}: {value} a day instead of {usual}")


def days(count: int) -> str:
    return plural("{count} day", "{count} days", count)


def _drift(incident: Incident, timezone: str) -> str:
    value, usual = amounts(incident.meter, fact(incident, "value_w"), fact(incident, "usual_w"))
    told = _("Slowly rising: {value} a day in a week instead of {usual}")
    if not is_more(incident):
        told = _("Slowly falling: {value} a day in a week instead of {usual}")
    return told.format(value=value, usual=usual)


def _base_load(incident: Incident, timezone: str) -> str:
    value, usual = flows(incident.meter, fact(incident, "value_w"), fact(incident, "usual_w"))
    told = _("Standby has risen: {value} at night instead of {usual}")
    if fact(incident, STAYS):
        told = _("Standby has been higher since {day}: {value} at night instead of {usual}")
    elif not incident.is_open:
        told = _("Standby was higher for {days}: {value} at night instead of {usual}")
    return told.format(
        value=value, usual=usual, days=days(days_of(incident)), day=date(incident.start, timezone)
    )


def _pv_outage(incident: Incident, timezone: str) -> str:
    (usual,) = flows(incident.meter, fact(incident, "usual_w"))
    told = _("Nothing from the sun in daylight, from {when} on; usual: {usual}")
    return told.format(when=at(incident.start, timezone), usual=usual)


def _pv_loss(incident: Incident, timezone: str) -> str:
    told = _("The panels give {percent} less than a clear day should, for {days}")
    return told.format(percent=percent(fact(incident, "percent")), days=days(days_of(incident)))


_SENTENCES: dict[Anomaly, Sentence] = {
    Anomaly.MISSING: _missing,
    Anomaly.REPEATED: _repeated,
    Anomaly.COUNTER_RESET: _counter_reset,
    Anomaly.NEGATIVE: _negative,
    Anomaly.STUCK: _stuck,
    Anomaly.INTERPOLATED: _interpolated,
    Anomaly.CLOCK_SHIFTED: _clock,
    Anomaly.UNIT_CHANGE: _unit,
    Anomaly.NIGHT_PRODUCTION: _night,
    Anomaly.SPIKE: _spike,
    Anomaly.DROP_OUT: _drop_out,
    Anomaly.UNUSUAL_HOURS: _unusual_hours,
    Anomaly.UNUSUAL_DAY: _unusual_day,
    Anomaly.LEVEL_SHIFT: _level_shift,
    Anomaly.JUMP: _jump,
    Anomaly.DRIFT: _drift,
    Anomaly.BASE_LOAD: _base_load,
    Anomaly.PV_OUTAGE: _pv_outage,
    Anomaly.PV_LOSS: _pv_loss,
}
"""Kind → its sentence; a test holds that each kind has one."""
