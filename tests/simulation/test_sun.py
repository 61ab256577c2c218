"""The sun against almanacs and against geometry worked out another way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from math import acos, cos, degrees, radians, sin
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_core.simulation import sun, weather
from energy_core.simulation.day import produced
from energy_core.simulation.profiles import HOME

LATITUDE, LONGITUDE = 45.77, 4.88
PARIS = ZoneInfo("Europe/Paris")
OBLIQUITY = 23.44
REFRACTED_HORIZON = -0.833  # the upper limb touches the horizon


def seconds_of(day: date) -> np.ndarray:
    start = int(datetime(day.year, day.month, day.day, tzinfo=PARIS).timestamp())
    return np.arange(start, start + 86400, 10)


def clock(t: float) -> datetime:
    return datetime.fromtimestamp(float(t), UTC).astimezone(PARIS)


@pytest.mark.parametrize(
    ("day", "altitude"),
    [
        pytest.param(date(2026, 6, 21), 90 - LATITUDE + OBLIQUITY, id="summer solstice"),
        pytest.param(date(2026, 12, 21), 90 - LATITUDE - OBLIQUITY, id="winter solstice"),
    ],
)
def test_noon_altitude_at_the_solstices_is_that_of_the_ecliptic(day: date, altitude: float) -> None:
    sky = sun.position(seconds_of(day), LATITUDE, LONGITUDE)
    highest = int(sky.elevation_deg.argmax())
    assert sky.elevation_deg[highest] == pytest.approx(altitude, abs=0.05)
    assert degrees(sky.azimuth[highest]) == pytest.approx(180, abs=0.5)


@pytest.mark.parametrize(
    ("day", "rise", "set_"),
    [
        pytest.param(date(2026, 6, 21), (5, 53), (21, 34), id="longest day"),
        pytest.param(date(2026, 12, 21), (8, 20), (16, 58), id="shortest day"),
        pytest.param(date(2026, 3, 20), (6, 46), (18, 54), id="spring equinox"),
    ],
)
def test_sunrise_and_sunset_at_lyon_are_those_of_the_almanac(
    day: date, rise: tuple[int, int], set_: tuple[int, int]
) -> None:
    t = seconds_of(day)
    up = t[sun.position(t, LATITUDE, LONGITUDE).elevation_deg > REFRACTED_HORIZON]
    for seen, (hour, minute) in ((up[0], rise), (up[-1], set_)):
        expected = datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)
        assert abs(clock(seen) - expected) < timedelta(minutes=3)


def test_the_sun_rises_where_geometry_says() -> None:
    t = seconds_of(date(2026, 6, 21))
    sky = sun.position(t, LATITUDE, LONGITUDE)
    first = int(np.flatnonzero(sky.cos_zenith > 0)[0])
    expected = degrees(acos(sin(radians(OBLIQUITY)) / cos(radians(LATITUDE))))
    assert degrees(sky.azimuth[first]) == pytest.approx(expected, abs=0.5)


@pytest.mark.parametrize(
    ("day", "minutes_ahead"),
    [
        pytest.param(date(2026, 11, 3), 16.4, id="sundial fastest"),
        pytest.param(date(2026, 2, 11), -14.2, id="sundial slowest"),
        pytest.param(date(2026, 4, 15), 0.0, id="sundial right"),
    ],
)
def test_the_sun_culminates_by_the_equation_of_time(day: date, minutes_ahead: float) -> None:
    midnight = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    t = np.arange(midnight, midnight + 86400, 5)
    noon = t[sun.position(t, 45.0, 0.0).cos_zenith.argmax()] - midnight
    assert 12 * 60 - noon / 60 == pytest.approx(minutes_ahead, abs=0.5)


def test_a_kilowatt_of_panels_in_lyon_yields_what_such_panels_yield() -> None:
    t = np.arange(1767225600, 1767225600 + 365 * 86400, 300)
    sky = sun.position(t, LATITUDE, LONGITUDE)
    air = weather.at(HOME.climate, 42, t, LONGITUDE)
    power = produced(HOME.panels, sky, air)
    assert 1100 < power.sum() / 12 / 1000 / HOME.panels.kwp < 1400
    assert (power[sky.elevation_deg < -1] == 0).all()
    assert power.max() <= HOME.panels.kwp * 1000


def test_a_cloudless_noon_in_june_gives_about_a_kilowatt_a_square_metre() -> None:
    t = seconds_of(date(2026, 6, 21))
    light = sun.clear_sky(sun.position(t, LATITUDE, LONGITUDE))
    assert 900 < light.max() < 1050
