"""The house from its meters, and its days on the wall clock."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis import balance
from energy_core.model import Role

START = datetime(2026, 5, 28, 10, tzinfo=UTC)
QUARTERS = pd.DatetimeIndex([START + timedelta(minutes=15 * i) for i in range(3)])


def powers(**watts: list[float] | list[list[float]]) -> dict[Role, pd.DataFrame]:
    """Each role's watts: of one meter, or of several as a list of lists."""
    return {Role(role): frame(values) for role, values in watts.items()}


def frame(watts: list[Any]) -> pd.DataFrame:
    meters = watts if isinstance(watts[0], list) else [watts]
    return pd.DataFrame(np.array(meters, float).T, index=QUARTERS)


def test_the_meter_of_the_whole_house_is_believed_first() -> None:
    known = powers(consumption=[500, 600, 700], grid_import=[1, 2, 3])
    assert balance.used(known).tolist() == [500, 600, 700]


def test_without_it_the_house_is_what_comes_in_less_what_goes_out() -> None:
    known = powers(
        production=[3000, 0, 500], grid_import=[0, 800, 0], grid_export=[1200, 0, 100],
        battery_charge=[700, 0, 0], battery_discharge=[0, 200, 0],
    )  # fmt: skip
    assert balance.used(known).tolist() == [1100, 1000, 400]


def test_a_quarter_hour_that_one_meter_missed_is_unknown() -> None:
    known = powers(production=[1000, np.nan, 0], grid_import=[100, 100, 100])
    assert balance.used(known).isna().tolist() == [False, True, False]


def test_a_house_without_meters_has_no_days() -> None:
    assert balance.by_source({}).empty


def test_the_sources_add_up_to_what_is_used() -> None:
    known = powers(
        consumption=[1000, 1000, 1000], production=[400, 1500, 0], battery_discharge=[300, 0, 1200],
        grid_import=[300, 50, 0],
    )  # fmt: skip
    table = balance.by_source(known)
    assert table["sun"].tolist() == [400, 1000, 0]
    assert table["battery"].tolist() == [300, 0, 1000]
    assert table["grid"].tolist() == [300, 0, 0]
    assert (table[["sun", "battery", "grid"]].sum(axis=1) == table["used"]).all()


def test_two_inverters_are_one_sun() -> None:
    series = [
        pd.DataFrame({"start": QUARTERS, "mean": [1.0, 2.0, np.nan], "amount": 1, "covered_s": 9}),
        pd.DataFrame({"start": QUARTERS[:2], "mean": [10.0, np.nan], "amount": 1, "covered_s": 9}),
    ]
    house = balance.house_of({Role.PRODUCTION: series}, QUARTERS)
    assert house.powers[Role.PRODUCTION][0].tolist()[:2] == [1.0, 2.0]
    assert balance.used(house.powers).isna().tolist() == [False, True, True]
    assert balance.used(house.powers).iloc[0] == 11.0
    assert house.energies[Role.PRODUCTION]["amount"].tolist() == [2, 2, 1]
    assert house.energies[Role.PRODUCTION]["covered_s"].tolist() == [9, 9, 0]


def test_a_hole_in_the_suns_meter_is_not_given_to_the_grid() -> None:
    known = powers(consumption=[1000] * 3, production=[700, np.nan, 0], grid_import=[300] * 3)
    table = balance.by_source(known)
    assert table["grid"].tolist() == [300, 300, 300]
    assert table["missing"].tolist() == [0, 700, 0]
    assert table["unaccounted"].tolist() == [0, 0, 700]


def test_the_inverter_that_speaks_still_counts_while_the_other_is_silent() -> None:
    sun = [[400.0, 400, 400], [200.0, np.nan, 200]]
    table = balance.by_source(powers(consumption=[600] * 3, production=sun, grid_import=[0] * 3))
    assert table["sun"].tolist() == [600, 400, 600]
    assert table["missing"].tolist() == [0, 200, 0]


def test_what_comes_in_and_is_seen_going_nowhere_is_unaccounted() -> None:
    known = powers(consumption=[500] * 3, production=[2000] * 3, grid_export=[900, np.nan, 1500])
    table = balance.by_source(known)
    assert table["unaccounted"].tolist() == [600, 0, 0]
    assert table["missing"].tolist() == [0, 1500, 0]


def test_a_house_whose_sources_have_no_meter_has_no_balance_to_close() -> None:
    table = balance.by_source(powers(consumption=[500, np.nan, 700]))
    assert table["undivided"].iloc[[0, 2]].tolist() == [500, 700]
    assert table[["sun", "battery", "grid", "unaccounted", "missing"]].iloc[[0, 2]].sum().sum() == 0
    assert table.iloc[1].isna().all()


METERED = [Role.CONSUMPTION, *balance.SIGNS]


def by_a_plain_loop(watts: dict[Role, float]) -> dict[str, float]:
    """One quarter-hour's balance, by hand. NaN: a meter without a reading."""
    signs = {**balance.SIGNS, Role.CONSUMPTION: -1}
    inward = outward = 0.0
    silent = {role for role, watt in watts.items() if math.isnan(watt)}
    for role, watt in watts.items():
        if role not in silent and signs[role] > 0:
            inward += watt
        elif role not in silent:
            outward += watt
    served, left = {}, watts[Role.CONSUMPTION]
    for role, name in (
        (Role.PRODUCTION, "sun"), (Role.BATTERY_DISCHARGE, "battery"), (Role.GRID_IMPORT, "grid"),
    ):  # fmt: skip
        served[name] = 0.0 if role in silent else min(watts[role], left)
        left -= served[name]
    suspects = {role for role in silent if (signs[role] > 0) == (outward > inward)}
    size = abs(outward - inward)
    return {
        "used": watts[Role.CONSUMPTION], **served,
        "unaccounted": 0.0 if suspects else size, "missing": size if suspects else 0.0,
    }  # fmt: skip


def test_every_mix_of_readings_and_holes_is_as_a_plain_loop_says() -> None:
    random = np.random.default_rng(4)
    quarters = pd.date_range(START, periods=500, freq="15min")
    watts = random.integers(0, 6000, (len(quarters), len(METERED))).astype(float)
    holes = random.random(watts.shape) < 0.15
    holes[:, 0] = False
    watts[holes] = np.nan
    known = {
        role: pd.DataFrame(watts[:, [n]], index=quarters) for n, role in enumerate(METERED)
    }  # fmt: skip
    table = balance.by_source(known)
    expected = pd.DataFrame(
        [by_a_plain_loop(dict(zip(METERED, row, strict=True))) for row in watts], index=quarters
    )
    pd.testing.assert_frame_equal(table[list(expected)], expected)
    assert (expected["missing"] > 0).sum() > 50
    assert (expected["unaccounted"] > 0).sum() > 50


@pytest.mark.parametrize(
    ("timezone", "hour"),
    [("Europe/Paris", 12.0), ("America/New_York", 6.0), ("Australia/Lord_Howe", 20.5)],
)
def test_hours_are_those_of_the_wall_clock(timezone: str, hour: float) -> None:
    assert balance.clock_hours(QUARTERS, timezone).iloc[0] == hour


def test_the_repeated_hour_falls_on_itself() -> None:
    night = pd.date_range("2026-10-25 00:00", periods=8, freq="15min", tz="UTC")
    assert balance.clock_hours(night, "Europe/Paris").tolist() == [2.0, 2.25, 2.5, 2.75] * 2


def energies(amounts: list[float], covered: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"amount": amounts, "covered_s": covered}, index=QUARTERS)


def test_energy_cumulates_from_midnight_and_says_how_much_of_it_was_measured() -> None:
    holed = energies([100.0, 0.0, 150.0], [900, 0, 450])
    points = balance.cumulated(holed, "Europe/Paris")
    assert points == [[12.25, 100.0, 1.0], [12.5, 100.0, 0.5], [12.75, 250.0, 0.5]]


def test_half_a_quarter_hour_counts_what_was_measured_in_it() -> None:
    """600 W during the 450 measured seconds are 75 Wh; the mean times a quarter hour were 150."""
    frame = pd.DataFrame(
        {"start": QUARTERS[:1], "mean": [600.0], "amount": [75.0], "covered_s": [450.0]}
    )
    joined = balance.together([frame], QUARTERS)
    assert joined["amount"].tolist() == [75.0, 0.0, 0.0]
    assert joined["covered_s"].tolist() == [450.0, 0.0, 0.0]


def test_two_meters_together_are_as_measured_as_the_worse_one() -> None:
    frames = [
        pd.DataFrame({"start": QUARTERS, "amount": [10.0] * 3, "covered_s": [900.0, 900.0, 900.0]}),
        pd.DataFrame({"start": QUARTERS[:2], "amount": [5.0, 2.0], "covered_s": [900.0, 300.0]}),
    ]
    joined = balance.together(frames, QUARTERS)
    assert joined["amount"].tolist() == [15.0, 12.0, 10.0]
    assert joined["covered_s"].tolist() == [900.0, 300.0, 0.0]


def test_the_houses_energy_is_what_came_in_less_what_went_out() -> None:
    known = {
        Role.PRODUCTION: energies([700, 0, 200], [900, 900, 900]),
        Role.GRID_IMPORT: energies([0, 300, 0], [900, 600, 900]),
        Role.GRID_EXPORT: energies([400, 0, 50], [900, 900, 900]),
    }
    total = balance.used_energy(known)
    assert total["amount"].tolist() == [300, 300, 150]
    assert total["covered_s"].tolist() == [900, 600, 900]


def test_the_meter_of_the_house_has_the_say_about_its_energy() -> None:
    own = energies([1, 2, 3], [900, 900, 900])
    assert balance.used_energy({Role.CONSUMPTION: own, Role.GRID_IMPORT: own * 9}).equals(own)


def test_fewer_than_five_days_are_no_habit() -> None:
    day = pd.Series(100.0, index=np.arange(0, 24, 0.25))
    assert balance.usual_band([day] * 4).empty


def test_the_band_holds_four_days_in_five() -> None:
    days = [pd.Series(float(watts), index=np.arange(0, 24, 0.25)) for watts in range(0, 1100, 100)]
    band = balance.usual_band(days)
    assert len(band) == 96
    assert band["low"].iloc[40] == pytest.approx(100)
    assert band["mid"].iloc[40] == pytest.approx(500)
    assert band["high"].iloc[40] == pytest.approx(900)


def test_a_day_hardly_measured_makes_no_habit() -> None:
    hours = np.arange(0, 24, 0.25)
    hollow = pd.Series(np.where(hours < 12, 9999.0, np.nan), index=hours)
    whole = pd.Series(100.0, index=hours)
    assert balance.usual_band([whole] * 5 + [hollow])["high"].max() == pytest.approx(100)
