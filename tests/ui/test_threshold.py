"""How often a threshold would have been passed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.thresholds import daily_peaks, replay

START = pd.Timestamp("2026-05-28 10:00", tz="UTC")


def quarters(*watts: float) -> pd.Series:
    index = pd.date_range(START, periods=len(watts), freq="15min")
    return pd.Series(watts, index=index, dtype=float)


@pytest.mark.parametrize(
    ("watts", "times"),
    [
        pytest.param([1, 2, 3], 0, id="never"),
        pytest.param([1, 7, 1], 1, id="once"),
        pytest.param([7, 7, 7], 1, id="from the start, in one piece"),
        pytest.param([7, 1, 7, 8, 1, 9], 3, id="three separate times"),
        pytest.param([6, 6, 6], 0, id="reaching it is not passing it"),
        pytest.param([7, np.nan, 7], 2, id="a gap ends a pass"),
        pytest.param([np.nan, np.nan], 0, id="nothing measured"),
    ],
)
def test_neighbouring_quarter_hours_are_one_pass(watts: list[float], times: int) -> None:
    assert replay(quarters(*watts), 6).times == times


def test_the_car_is_blamed_only_when_it_charged_as_the_pass_began() -> None:
    house = quarters(7000, 1000, 7000, 7000)
    car = quarters(6500, 0, 0, 6500)
    assert replay(house, 6000, car).while_charging == 1


def test_without_a_car_none_is_blamed() -> None:
    assert replay(quarters(7000), 6000).while_charging == 0


def test_a_peak_belongs_to_the_local_day() -> None:
    late = pd.Series(
        [3000.0, 5000.0], index=pd.to_datetime(["2026-05-28 21:45Z", "2026-05-28 22:00Z"])
    )
    peaks = daily_peaks(late, "Europe/Paris")
    assert [str(day) for day in peaks["day"]] == ["2026-05-28", "2026-05-29"]
    assert peaks["peak"].tolist() == [3.0, 5.0]
