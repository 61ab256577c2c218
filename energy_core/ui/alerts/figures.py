"""The numbers of a sentence, as a neighbour would say them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from energy_core import units
from energy_core.model import Incident, Meter, Role
from energy_core.ui.data.stored import shown_as
from energy_core.ui.data.wording import figure
from energy_core.ui.numbers import NO_BREAK, amount, clock, day, number, power, with_unit
from energy_core.ui.numbers import age as length
from energy_core.ui.words import _

WATTS = (units.POWER, units.ENERGY)
KILOWATT = 1000.0
DAY_S = 86_400
USES = {Role.CONSUMPTION, Role.EV, Role.SUBMETER, Role.GAS, Role.WATER, Role.HEAT}
"""Of these a sentence may say that they are "used"."""


def fact(incident: Incident, name: str) -> float | None:
    """A number of its sentence; None where its detector gave none."""
    value = incident.facts.get(name)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def flows(meter: Meter, *values: float | None) -> list[str]:
    """How much flowed at a time, all in one unit: in W where none reaches a kilowatt."""
    if meter.unit not in WATTS:
        unit = meter.unit if not meter.measures_flow else f"{meter.unit.removesuffix('/h')}/h"
        return [with_unit(number(value, 2), unit) for value in values]
    if all(abs(value or 0.0) < KILOWATT for value in values):
        return [with_unit(number(value), "W") for value in values]
    return [power(value) for value in values]


def amounts(meter: Meter, *mean_flows: float | None) -> list[str]:
    """What a day of these mean flows amounts to."""
    return [amount(None if w is None else w * 24, meter.unit) for w in mean_flows]


def readings(meter: Meter, *values: float | None) -> list[str]:
    """Readings as the meter gives them."""
    unit = shown_as(meter.unit)
    return [figure(None if v is None else v / unit.size, unit.name) for v in values]


def age(seconds: float) -> str:
    """As everywhere, but whole hours without minutes, and days in words."""
    if seconds >= 2 * DAY_S:
        return with_unit(number(round(seconds / DAY_S)), _("days"))
    return length(seconds).removesuffix(f"{NO_BREAK}00")


def hours(value: float | None) -> str:
    return age((value or 0.0) * 3600)


def percent(value: float | None) -> str:
    """Without a sign: the sentence says "more" or "less"."""
    return with_unit(number(abs(value) if value is not None else None), "%")


def lasts(incident: Incident) -> float:
    """[h], so far."""
    return (incident.end - incident.start) / timedelta(hours=1)


def days_of(incident: Incident) -> int:
    """How many days it lasts so far, at least those with which it was found."""
    lasts = round((incident.end - incident.start) / timedelta(days=1))
    return max(1, lasts, round(fact(incident, "days") or 0))


def is_more(incident: Incident) -> bool:
    """Whether more flowed than usual."""
    value, usual = fact(incident, "value_w"), fact(incident, "usual_w")
    if value is not None and usual is not None:
        return value >= usual
    return (incident.excess_wh or 0.0) >= 0


def at(moment: datetime, timezone: str) -> str:
    """ "28 May at 19:00"."""
    return _("{day} at {time}").format(day=date(moment, timezone), time=clock(moment, timezone))


def date(moment: datetime, timezone: str) -> str:
    return day(moment.astimezone(ZoneInfo(timezone)).date())
