"""Which days are alike: workdays, Saturdays, Sundays and holidays."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import holidays

WORKDAY, SATURDAY, SUNDAY = 0, 1, 2
_EPOCH = date(1970, 1, 1).toordinal()


def day_type(number: int, country: str | None) -> int:
    """Type of the local day `number` (days since 1970-01-01); holidays are Sundays."""
    if country and number in _holidays(country, date_of(number).year):
        return SUNDAY
    return weekday_type(number)


def weekday_type(number: int) -> int:
    """The same where nobody keeps holidays."""
    return (WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, SATURDAY, SUNDAY)[(number + 3) % 7]


def date_of(number: int) -> date:
    return date.fromordinal(_EPOCH + number)


def has_holidays(country: str) -> bool:
    """Whether the library knows this ISO code."""
    return country in holidays.list_supported_countries()


@cache
def _holidays(country: str, year: int) -> frozenset[int]:
    """Public holidays; none of a country that the library does not know."""
    if not has_holidays(country):
        return frozenset()
    found = holidays.country_holidays(country, years=year)
    return frozenset(day.toordinal() - _EPOCH for day in found)


@cache
def country_of(timezone: str) -> str | None:
    """ISO code of the country that the zone is named after; None of UTC and other zones that
    belong to none."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return next((row[0] for row in rows if row[2] == timezone), None)
