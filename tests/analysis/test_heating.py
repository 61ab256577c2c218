"""The signature of buildings that were made up with known ones."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.heating import Refusal, degree_days, signature
from tests.analysis.frames import series

START = datetime(2025, 1, 1, tzinfo=UTC)
DAY_S = 86_400.0


def weather(days: int = 365, seed: int = 1) -> np.ndarray:
    """Daily means [°C] of a temperate year from January on."""
    season = 11 - 9 * np.cos(np.arange(days) / 365 * 2 * np.pi)
    return season + np.random.default_rng(seed).normal(0, 3, days)


def level(celsius: np.ndarray) -> pd.DataFrame:
    return series(START, celsius, DAY_S)


def daily(wh: np.ndarray, covered: float | np.ndarray = 1.0) -> pd.DataFrame:
    return series(START, np.asarray(wh) / 24, DAY_S, covered)


def house(celsius: np.ndarray, base: float, slope: float, balance: float, noise: float = 0):
    wh = base + slope * np.maximum(balance - celsius, 0)
    return wh + np.random.default_rng(2).normal(0, noise, len(celsius)) if noise else wh


@pytest.mark.parametrize("balance", [12.0, 15.5, 18.0])
def test_a_house_without_noise_gives_back_what_it_was_made_from(balance: float) -> None:
    celsius = weather()
    fit = signature(daily(house(celsius, 6000, 2500, balance)), level(celsius))
    assert fit.signature is not None
    found = fit.signature
    assert (found.base, found.slope) == (pytest.approx(6000), pytest.approx(2500))
    assert (found.balance_c, found.r2, found.days) == (balance, pytest.approx(1), 365)


def test_noise_moves_it_little_and_the_r2_says_how_much_is_explained() -> None:
    celsius = weather()
    wh = house(celsius, 6000, 2500, 16, noise=4000)
    found = signature(daily(wh), level(celsius)).signature
    assert found is not None
    assert found.slope == pytest.approx(2500, rel=0.05)
    assert found.balance_c == pytest.approx(16, abs=1)
    explained = np.corrcoef(found.expected(celsius), wh)[0, 1] ** 2  # of a line of least squares
    assert found.r2 == pytest.approx(explained, abs=1e-6)
    assert 0.8 < found.r2 < 0.99


def test_a_colder_winter_normalised_is_the_same_house() -> None:
    mild, cold = weather(), weather() - 2
    found = signature(daily(house(mild, 6000, 2500, 16)), level(mild)).signature
    assert found is not None
    amounts = [house(c, 6000, 2500, 16).sum() for c in (mild, cold)]
    assert amounts[1] > 1.15 * amounts[0]
    assert found.normalised(amounts[1], cold, mild) == pytest.approx(amounts[0])
    assert found.normalised(amounts[0], mild, mild) == pytest.approx(amounts[0])


def test_a_house_that_never_rests_has_no_base_below_zero() -> None:
    celsius = np.linspace(-5, 9, 60)
    found = signature(daily(house(celsius, -3000, 900, 12)), level(celsius)).signature
    assert found is not None
    assert found.base >= 0


def test_days_that_were_hardly_measured_are_left_out() -> None:
    celsius = weather(120)
    covered = np.ones(120)
    covered[::4] = 0.5
    fit = signature(daily(house(celsius, 6000, 2500, 16), covered), level(celsius))
    assert fit.days == len(fit.points) == 90
    assert fit.signature is not None and fit.signature.slope == pytest.approx(2500)


@pytest.mark.parametrize(
    ("celsius", "wh", "reason"),
    [
        pytest.param(weather(29), house(weather(29), 1, 2, 16), Refusal.FEW_DAYS, id="29 days"),
        pytest.param(np.full(90, 27.0), np.arange(90.0), Refusal.NO_COLD, id="a summer"),
        pytest.param(weather(), np.random.default_rng(3).normal(9000, 900, 365),
                     Refusal.NO_RELATION, id="what does not follow the weather"),
        pytest.param(weather(), 50_000 - house(weather(), 0, 900, 18), Refusal.NO_RELATION,
                     id="what falls in the cold"),
        pytest.param(weather(), np.full(365, 9000.0), Refusal.NO_RELATION, id="always the same"),
        pytest.param(np.full(60, 5.0), np.arange(60.0), Refusal.NO_RELATION, id="always as cold"),
    ],
)  # fmt: skip
def test_no_signature_where_there_is_none(
    celsius: np.ndarray, wh: np.ndarray, reason: Refusal
) -> None:
    fit = signature(daily(wh), level(celsius))
    assert (fit.signature, fit.refusal, fit.days) == (None, reason, len(celsius))


def test_no_common_day_is_too_few() -> None:
    empty = daily(np.zeros(0))
    assert signature(empty, level(weather())).refusal is Refusal.FEW_DAYS


def test_degree_days_are_what_a_day_lies_below_the_balance() -> None:
    assert degree_days(np.array([10.0, 16.0, 20.0]), 16.0).tolist() == [6, 0, 0]
