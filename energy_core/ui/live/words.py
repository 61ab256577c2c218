"""The words that the components speak: sent as data, since their JavaScript speaks no language."""

from __future__ import annotations

from energy_core.model import Role
from energy_core.ui.words import _


def states() -> dict[str, str]:
    """How the connection and the readings are."""
    return {
        "connecting": _("One moment"),
        "no_meter": _("Waiting for the first meter"),
        "no_reading": _("Waiting for a first reading of the house"),
        "stale": _("No new reading since {time}"),
        "stale_day": _("No new reading since {day}, {time}"),
        "lost": _("Connection lost, trying again"),
        "lost_retry": _("Connection lost, trying again in {wait}"),
        "offline": _("Not connected"),
        "waiting": _("Waiting for readings"),
        "archived": _("Everything here came from files; last reading on {day}"),
        "nobody_sends": _("No device sends"),
        "last_reading": _("Last reading {age} ago"),
        "last_reading_on": _("Last reading on {day}"),
        "live_age": _("Live, {age} ago"),
    }


def sentences() -> dict[str, str]:
    """What happens now."""
    return {
        "used_now": _("The house is using {power}."),
        "used_partly_known": _("The house is using {power}; not all of its sources are measured."),
        "sun_and_sells": _("The house runs on its own sun and sells {power}."),
        "sun_and_charges": _("The house runs on its own sun and charges the battery."),
        "sun_only": _("The house runs on its own sun."),
        "battery_only": _("The house runs on its battery."),
        "own_all": _("Right now, all the electricity is home-made."),
        "own_nine_tenths": _("Right now, nine tenths of the electricity are home-made."),
        "own_three_quarters": _("Right now, three quarters of the electricity are home-made."),
        "own_two_thirds": _("Right now, two thirds of the electricity are home-made."),
        "own_half": _("Right now, half of the electricity is home-made."),
        "own_third": _("Right now, a third of the electricity is home-made."),
        "own_quarter": _("Right now, a quarter of the electricity is home-made."),
        "own_little": _("Right now, most of the electricity is bought."),
        "own_none": _("Right now, all the electricity is bought."),
    }


def picture() -> dict[str, str]:
    return {
        "home": _("Home"),
        "sun": _("Sun"),
        "bought": _("Bought"),
        "sold": _("Sold"),
        "from_battery": _("From the battery"),
        "into_battery": _("Into the battery"),
        "grid": _("Grid"),
        "battery": _("Battery"),
        "cars": _("Car"),
        "heat_pump": _("Heat pump"),
        "other_uses": _("Other uses"),
        "gas": _("Gas"),
        "water": _("Water"),
        "so_far_today": _("{energy} today"),
        "buying": _("buying"),
        "selling": _("selling"),
        "charging": _("charging"),
        "feeding": _("feeding the house"),
        "silent_for": _("silent for {age}"),
        "ago": _("{age} ago"),
        "at_time": _("at {time}"),
        "one_dot": _("One dot = {worth}"),
        "unaccounted": _("unaccounted {power}"),
        "missing": _("{power} not measured"),
    }


def today() -> dict[str, str]:
    """The figures beside the picture."""
    return {
        "used_today": _("Used today"),
        "measured": _("{share} measured"),
        "more": _("{energy} more"),
        "more_than_yesterday": _("than yesterday at this hour"),
        "less": _("{energy} less"),
        "less_than_yesterday": _("than yesterday at this hour"),
        "as_much": _("As much"),
        "as_much_than_yesterday": _("as yesterday at this hour"),
        "today_holed": _("Not compared: too little of today is measured."),
        "yesterday_holed": _("Not compared: yesterday is {share} measured at this hour."),
        "against_yesterday": _("against yesterday"),
        "produced": _("Produced"),
        "self_sufficiency": _("Self-sufficiency"),
        "self_consumption": _("Self-consumption"),
        "cost": _("Cost"),
        "carbon": "CO₂",
        "highest": _("Highest"),
        "points": _("pts"),
    }


def trace() -> dict[str, str]:
    return {
        "trace_600": _("Last 10 minutes, kW"),
        "trace_3600": _("Last hour, kW"),
        "trace_86400": _("Last 24 hours, kW"),
        "range_600": "10 min",
        "range_3600": "1 h",
        "range_86400": "24 h",
        "now": _("now"),
        "threshold": _("Threshold {value}"),
        "no_trace": _("nothing measured yet"),
        "peak": _("peak {power} at {time}"),
        "means": _("15-minute means"),
        "peak_over_briefly": _("peak {power} at {time}, above the threshold"),
        "peak_over": _("peak {power} at {time}, above the threshold for {duration}"),
    }


def roles() -> dict[str, str]:
    """What each meter's role is called beside its name."""
    names = {
        Role.GRID_IMPORT: _("bought from the grid"),
        Role.GRID_EXPORT: _("sold to the grid"),
        Role.PRODUCTION: _("production"),
        Role.CONSUMPTION: _("whole house"),
        Role.BATTERY_CHARGE: _("into the battery"),
        Role.BATTERY_DISCHARGE: _("out of the battery"),
        Role.EV: _("car"),
        Role.SUBMETER: _("use"),
        Role.GAS: _("gas"),
        Role.WATER: _("water"),
        Role.HEAT: _("heat"),
        Role.TEMPERATURE: _("temperature"),
        Role.LEVEL: _("level"),
        Role.OTHER: _("check"),
        Role.GRID: _("grid: + buying, − selling"),
        Role.BATTERY: _("battery: + giving, − taking"),
    }
    return {f"role_{role.value}": name for role, name in names.items()}


def table() -> dict[str, str]:
    return {
        "column_meter": _("Meter"),
        "column_now": _("Now"),
        "column_read": _("Age"),
        "column_today": _("Today"),
        "column_spark": _("24 h"),
        "column_measured": _("Measured, 30 d"),
        "load": _("Present load"),
        "asleep": _("This is what you will see, second by second. Your data stay on this device."),
        "leave_wall": _("Leave the wall display"),
        "role_unconfirmed": _("{role}, to confirm"),
    }


def formats() -> dict[str, str]:
    return {"clock": _("{hh}:{mm}"), "days": _("d")}


def texts() -> dict[str, str]:
    """Every word of the components in the session's language, by key."""
    groups = (states, sentences, picture, today, trace, roles, table, formats)
    return {key: text for group in groups for key, text in group().items()}
