"""Why it matters, under the sentence: energy and money, or what a fault leaves unknown."""

from __future__ import annotations

from dataclasses import dataclass

from energy_core.analysis.detectors.event import Anomaly
from energy_core.model import Incident, Role
from energy_core.services import running
from energy_core.ui.alerts.figures import WATTS, days_of, is_more
from energy_core.ui.numbers import amount, number, priced
from energy_core.ui.words import _

LASTING = {Anomaly.LEVEL_SHIFT, Anomaly.DRIFT, Anomaly.BASE_LOAD}
"""What goes on from day to day; its stake is told a day."""
YEAR_DAYS = 365
LEAST = 0.005  # of a currency: less is not told


@dataclass(frozen=True, slots=True)
class Stake:
    """`figure`: energy, and money where it is known. The sentence is around it: `words`."""

    words: str
    figure: str
    year: str = ""

    def told(self, figure: str | None = None) -> str:
        """`figure`: in the place of its own."""
        return self.words.format(figure=figure or self.figure, year=self.year)


def stake(incident: Incident) -> Stake | None:
    """None of what has no energy that can be told."""
    excess = incident.excess_wh
    if incident.layer == 1 or not excess or (excess > 0) != is_more(incident):
        return None  # what goes against its sentence explains nothing
    if Anomaly(incident.kind) in LASTING:
        return _a_day(incident, abs(excess) / days_of(incident), excess > 0)
    if excess > 0:
        return Stake(_("{figure} more than usual."), _figure(incident, excess))
    return Stake(_("{figure} less than usual."), _figure(incident, -excess))


def why(incident: Incident) -> str:
    """Why it matters, in a sentence; empty where nothing can be told."""
    if incident.layer == 1:
        return consequences()[Anomaly(incident.kind)]
    told = stake(incident)
    return told.told() if told else ""


def _a_day(incident: Incident, a_day: float, is_more: bool) -> Stake:
    figure = _figure(incident, a_day)
    if not is_more:
        return Stake(_("That is {figure} a day less."), figure)
    a_year = _money(incident, a_day * YEAR_DAYS, decimals=0)
    if a_year is None:
        return Stake(_("That is {figure} a day more."), figure)
    return Stake(_("That is {figure} a day more, {year} a year."), figure, a_year)


def _figure(incident: Incident, excess: float) -> str:
    energy = amount(excess, incident.meter.unit)
    money = _money(incident, excess)
    return energy if money is None else _("{energy} and {money}").format(energy=energy, money=money)


def _money(incident: Incident, excess: float, decimals: int = 2) -> str | None:
    """What that much costs, at the price that is known for what this meter measures."""
    price = _price(incident)
    if price is None or incident.meter.unit not in WATTS or price * excess / 1000 < LEAST:
        return None
    return money(price * excess / 1000, decimals)


def _price(incident: Incident) -> float | None:
    if incident.meter.role in (Role.GAS, Role.HEAT):
        return None
    known = running().store.prices.get()
    is_sold = incident.meter.role is Role.GRID_EXPORT
    return known.sold if is_sold else known.bought


def money(value: float, decimals: int = 2) -> str:
    """ "€0.22", "0,22 €"."""
    return priced(number(value, decimals), running().store.site().currency)


def consequences() -> dict[Anomaly, str]:
    """What a fault of the data means for the figures; it is no matter of consumption."""
    wrong = _("What these readings say did not flow like this.")
    return {
        Anomaly.MISSING: _(
            "What flowed since is unknown, not zero. It is filled in when it comes."
        ),
        Anomaly.REPEATED: _("What was measured then is not sure."),
        Anomaly.COUNTER_RESET: _("Nothing is counted across it. A new meter may have been fitted."),
        Anomaly.NEGATIVE: wrong,
        Anomaly.STUCK: _("The sensor may have stopped; what flowed then is not sure."),
        Anomaly.INTERPOLATED: _("A gap was filled before the readings came here."),
        Anomaly.CLOCK_SHIFTED: _("Totals are right, hours are not."),
        Anomaly.UNIT_CHANGE: _("Energy since then is a thousand times off."),
        Anomaly.NIGHT_PRODUCTION: wrong,
    }
