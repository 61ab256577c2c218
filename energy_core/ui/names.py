"""What a meter is called: by the name people gave it, else what its technical name means."""

from __future__ import annotations

from energy_core.model import Commodity, Meter
from energy_core.ui.words import _


def known_slugs() -> dict[str, str]:
    """Technical names that senders often use, in words."""
    return {
        "home": _("House"),
        "house": _("House"),
        "pv": _("Solar panels"),
        "solar": _("Solar panels"),
        "grid.import": _("Grid, bought"),
        "grid.export": _("Grid, sold"),
        "smartmeter.import": _("Smart meter, bought"),
        "smartmeter.export": _("Smart meter, sold"),
        "battery.charge": _("Battery, charging"),
        "battery.discharge": _("Battery, giving"),
        "battery.level": _("Battery level"),
        "heatpump": _("Heat pump"),
        "heatpump.heat": _("Heat from the heat pump"),
        "ev": _("Car"),
        "car": _("Car"),
        "dishwasher": _("Dishwasher"),
        "washing": _("Washing machine"),
        "fridge": _("Fridge"),
        "oven": _("Oven"),
        "water": _("Water"),
        "gas": _("Gas"),
        "temperature.outdoor": _("Outside temperature"),
        "temperature.indoor": _("Inside temperature"),
    }


def commodity_names() -> dict[Commodity, str]:
    return {
        Commodity.ELECTRICITY: _("Electricity"), Commodity.GAS: _("Gas"),
        Commodity.WATER: _("Water"), Commodity.HEAT: _("Heat"),
    }  # fmt: skip


def shown_name(meter: Meter) -> str:
    """The meter's name; where it is only the slug, that in words if we know it."""
    if meter.name != meter.slug:
        return meter.name
    return known_slugs().get(meter.slug, meter.slug)
