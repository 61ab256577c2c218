"""What stands around a picture: its title says what is seen, the line under it quantity and unit,
and where there is nothing to see, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from energy_core.store import Resolution
from energy_core.ui.words import _


@dataclass(frozen=True, slots=True)
class Said:
    title: str
    measures: str


def nothing() -> str:
    """In place of a picture of a time without readings."""
    return _(
        "Nothing was measured in this time. Choose another one, or bring a file on the Data page."
    )


def too_little() -> str:
    """In place of a typical day."""
    return _("A habit needs five whole days of the same kind. Choose a longer time.")


def power(unit: str = "kW") -> Said:
    """`unit`: of what is drawn; of a level (a temperature, a share) it is no power."""
    titles = {
        "kW": _("Power over time"), "m³/h": _("Flow over time"), "°C": _("Temperature over time"),
    }  # fmt: skip
    measures = _("{unit} · line: mean; band: lowest to highest reading").format(unit=unit)
    return Said(titles.get(unit, _("Level over time")), measures if unit == "kW" else unit)


def energy(step: Resolution, unit: str, compared: bool = False) -> Said:
    """`step`: what a bar stands for."""
    measures = _("{unit} · grey: the time compared with") if compared else "{unit}"
    titles = _energy_titles() if unit.endswith("Wh") else _volume_titles()
    return Said(titles[step], measures.format(unit=unit))


def balance(step: Resolution) -> Said:
    return Said(_balance_titles()[step], _("kWh · uses above, where they came from below"))


def stack(step: Resolution) -> Said:
    return Said(_energy_titles()[step], _("kWh · by use"))


def carpet(period: str, unit: str = "kW") -> Said:
    """`period`: its name, "May 2026"."""
    return Said(_("The hours: {period}").format(period=period), _consumption(unit))


def exchange() -> Said:
    return Said(_("Exchange with the grid"), _("kW"))


def calendar(unit: str = "kWh") -> Said:
    return Said(_("Twelve months, day by day"), _consumption(unit))


def duration() -> Said:
    return Said(_("How long the load was how high"), _("kW, by share of the time measured"))


def typical() -> Said:
    return Said(_("A typical day"), _("kW · line: median; band: 4 days in 5"))


def top_days() -> Said:
    return Said(_("The days with the highest use"), _("kWh"))


def top_hours() -> Said:
    return Said(_("The hours with the highest use"), _("kWh"))


def cumulative() -> Said:
    return Said(_("Added up since the beginning"), _consumption("kWh"))


def heating(unit: str) -> Said:
    """`unit`: of what heats."""
    return Said(
        _("Each day against the cold"),
        _(
            "{unit} a day, by the day's mean temperature outside; line: what the cold explains"
        ).format(unit=unit),
    )


def flows() -> Said:
    return Said(_("From where to where"), _("kWh · outlined: unaccounted"))


def _consumption(unit: str) -> str:
    return _("consumption, {unit}").format(unit=unit)


def _energy_titles() -> dict[Resolution, str]:
    return {
        Resolution.QUARTER: _("Energy of each quarter-hour"),
        Resolution.HOUR: _("Energy of each hour"),
        Resolution.DAY: _("Energy of each day"),
        Resolution.MONTH: _("Energy of each month"),
    }


def _volume_titles() -> dict[Resolution, str]:
    return {
        Resolution.QUARTER: _("What each quarter-hour used"),
        Resolution.HOUR: _("What each hour used"),
        Resolution.DAY: _("What each day used"),
        Resolution.MONTH: _("What each month used"),
    }


def _balance_titles() -> dict[Resolution, str]:
    return {
        Resolution.QUARTER: _("Each quarter-hour's balance"),
        Resolution.HOUR: _("Each hour's balance"),
        Resolution.DAY: _("Each day's balance"),
        Resolution.MONTH: _("Each month's balance"),
    }
