"""What heats the house, and the weather outside: found by the words of the meters' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from energy_core.analysis.period import Period
from energy_core.formats.vocabulary import names
from energy_core.metering.local_days import local_date, midnight
from energy_core.model import Commodity, Kind, Meter, Role
from energy_core.store import Resolution, Store

HEATING = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Heating:
    """Whole days of what may heat the house (by its meter) and of the weather, of up to three
    years until the period's end."""

    meter: Meter
    energy: pd.DataFrame
    temperature: pd.DataFrame


def heating(
    store: Store, period: Period, timezone: str, now: datetime, estimated: bool = True
) -> Heating | None:
    """For the building's signature: delivered heat where it is measured, else gas, else the
    electricity of what is called a heat pump or a heating; None without such a meter or a
    thermometer that is called one outside. `estimated`: whether what was estimated counts."""
    meters = store.meters()
    heater, thermometer = _heater(meters), _thermometer(meters)
    if heater is None or thermometer is None:
        return None
    ends = local_date(min(period.bounds(timezone)[1], now), timezone)  # no day of it is whole yet
    start, end = (midnight(day, timezone) for day in (ends - HEATING, ends))
    days = store.grid([heater, thermometer], start, end, Resolution.DAY, timezone, estimated)
    return Heating(heater, days.frame(heater), days.frame(thermometer))


def _heater(meters: Sequence[Meter]) -> Meter | None:
    heat = [m for m in meters if m.role is Role.HEAT]
    gas = [m for m in meters if m.commodity is Commodity.GAS and m.role is Role.GAS]
    pumps = [m for m in meters if m.role is Role.SUBMETER and names.heats(_words(m))]
    return next(iter((*heat, *gas, *pumps)), None)


def _thermometer(meters: Sequence[Meter]) -> Meter | None:
    """The first one that is called after what is outside: no other tells where it hangs."""
    known = (m for m in meters if m.role is Role.TEMPERATURE and m.kind is Kind.LEVEL)
    return next((m for m in known if names.is_outside(_words(m))), None)


def _words(meter: Meter) -> str:
    return f"{meter.name} {meter.slug}"
