"""Every picture's twin in words and figures, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import pandas as pd

from energy_core.store import Resolution
from energy_core.ui import numbers
from energy_core.ui.charts.parts import part_names
from energy_core.ui.charts.units import Unit, of_energy, of_power, sized
from energy_core.ui.charts.words import kind_names, season_names
from energy_core.ui.words import _

Column = tuple[str, str, Callable[[pd.DataFrame], Iterable[str]]]


def table(
    frame: pd.DataFrame, timezone: str, unit: str = "Wh", step: Resolution = Resolution.QUARTER
) -> pd.DataFrame:
    """`frame` as any of the charts takes it, with heads and cells in the page's language: times on
    the site's clock, figures with as many decimals as a tooltip has. `unit`: of a series' amounts;
    `step`: what a row of it stands for.

    Columns that no chart shows are left out.
    """
    columns = [column for column in _columns(timezone, unit, step) if column[0] in frame]
    return pd.DataFrame({head: list(words(frame)) for _name, head, words in columns})


def _columns(timezone: str, unit: str, step: Resolution) -> list[Column]:
    energy, power = of_energy(unit), of_power(unit)
    return [
        ("rank", _("Rank"), lambda frame: frame["rank"].astype(str)),
        ("start", _("When"), lambda frame: _starts(frame["start"], timezone, step)),
        ("meter", _("Meter"), lambda frame: frame["meter"]),
        ("day", _("Day"), lambda frame: map(_date, frame["day"])),
        ("season", _("Season"), lambda frame: frame["season"].map(season_names())),
        ("kind", _("Kind of day"), lambda frame: frame["kind"].map(kind_names())),
        ("hour", _("Time"), lambda frame: map(_clock, frame["hour"])),
        ("temperature_c", _("Outside, °C"), lambda f: _figures(f["temperature_c"], 1)),
        ("source", _("From"), lambda frame: _named(frame["source"])),
        ("target", _("To"), lambda frame: _named(frame["target"])),
        ("part", _("What"), lambda frame: _named(frame["part"])),
        ("share", _("Share of the time, %"), lambda frame: _figures(100 * frame["share"], 1)),
        ("hours", _("Hours"), lambda frame: _figures(frame["hours"], 1)),
        ("amount", energy.name, lambda frame: _sized(frame["amount"], energy)),
        ("mean", _mean(power), lambda frame: _sized(frame["mean"], power)),
        ("min", _("Lowest, {unit}").format(unit=power.name), lambda f: _sized(f["min"], power)),
        ("max", _("Highest, {unit}").format(unit=power.name), lambda f: _sized(f["max"], power)),
        ("kw", power.name, lambda f: _figures(sized(f["kw"], power), power.decimals)),
        ("low", _("Low, kW"), lambda frame: _figures(frame["low"], 2)),
        ("mid", _("Usual, kW"), lambda frame: _figures(frame["mid"], 2)),
        ("high", _("High, kW"), lambda frame: _figures(frame["high"], 2)),
        ("kwh", energy.name, lambda f: _figures(sized(f["kwh"], energy), energy.decimals)),
        ("before_kwh", _("Before, kWh"), lambda frame: _figures(frame["before_kwh"], 1)),
        ("covered", _("Measured, %"), lambda frame: map(_percent, frame["covered"])),
        ("covered_s", _("Measured, %"), lambda f: map(_percent, f["covered_s"] / f["length_s"])),
    ]  # fmt: skip


def _mean(power: Unit) -> str:
    return _("Mean, {unit}").format(unit=power.name)


def _starts(starts: pd.Series, timezone: str, step: Resolution) -> list[str]:
    """As exact as the rows are long."""
    local = pd.DatetimeIndex(starts).tz_convert(timezone)
    if step is Resolution.MONTH:
        return [f"{numbers.month_names()[at.month - 1]} {at.year}" for at in local]
    if step is Resolution.DAY:
        return [_date(at) for at in local]
    return [f"{_date(at)}, {numbers.clock(at.to_pydatetime(), timezone)}" for at in local]


def _date(day: datetime) -> str:
    return f"{numbers.day(day)} {day.year}"


def _clock(hour: float) -> str:
    whole, minute = int(hour), round(hour % 1 * 60)
    return _("{hh}:{mm}").format(h=whole, hh=f"{whole:02d}", mm=f"{minute:02d}")


def _named(keys: pd.Series) -> list[str]:
    names = part_names()
    return [names.get(key, key) for key in keys]


def _sized(values: pd.Series, unit: Unit) -> Iterable[str]:
    return _figures(values / unit.size, unit.decimals)


def _figures(values: pd.Series, decimals: int) -> Iterable[str]:
    return (numbers.number(float(value), decimals) for value in values)


def _percent(share: float) -> str:
    """Never more than is so."""
    return str(int(100 * min(max(share, 0.0), 1.0) + 1e-6))
