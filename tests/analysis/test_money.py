"""What use cost and emitted and what production saved, against sums over plain quarter hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_core.analysis import money
from energy_core.analysis.figures import Figure, Measured, Rates, figures
from energy_core.model import Prices, Role
from tests.analysis.frames import any_time, series

START = datetime(2026, 6, 1, tzinfo=UTC)
DAY, QUARTER_H = timedelta(days=1), 0.25
PRICES = Prices(bought=0.25, sold=0.1, carbon_bought=60.0)
ALL = {"cost", "saved", "carbon", "carbon_saved"}


def told(
    frames: dict[Role, pd.DataFrame], prices: Prices = PRICES, length: timedelta = DAY,
    before: dict[Role, pd.DataFrame] | None = None,
) -> dict[str, Figure]:  # fmt: skip
    """The figures that prices add to those of the meters."""
    earlier = Measured(before, length) if before is not None else None
    made = figures(Measured(frames, length), earlier, "UTC", Rates(prices, "EUR"))
    return {figure.name: figure for figure in made if figure.name in ALL}


def values(found: dict[str, Figure]) -> dict[str, float | None]:
    return {name: figure.value for name, figure in found.items()}


def watts(rng: np.random.Generator, top: int) -> list[float]:
    return [float(one) for one in rng.integers(0, top, 96)]


def frames_of(**watts_of: list[float]) -> dict[Role, pd.DataFrame]:
    return {Role(role): series(START, values) for role, values in watts_of.items()}


def flat(*roles: str, at: float = 1000.0) -> dict[Role, pd.DataFrame]:
    return {Role(role): series(START, np.full(96, at)) for role in roles}


def test_a_day_with_sun_and_battery_is_the_sum_of_its_quarter_hours() -> None:
    rng = np.random.default_rng(3)
    sun, bought, sold, into, out = (watts(rng, top) for top in (5000, 3000, 2000, 1500, 1500))
    found = told(frames_of(
        production=sun, grid_import=bought, grid_export=sold, battery_charge=into,
        battery_discharge=out,
    ))  # fmt: skip
    paid = alone = emitted = emitted_alone = 0.0
    for s, b, x, c, d in zip(sun, bought, sold, into, out, strict=True):
        used_kwh = (s + b + d - x - c) / 1000 * QUARTER_H
        paid += b / 1000 * QUARTER_H * 0.25 - x / 1000 * QUARTER_H * 0.1
        alone += used_kwh * 0.25
        emitted += b / 1000 * QUARTER_H * 60
        emitted_alone += used_kwh * 60
    assert values(found) == pytest.approx({
        "cost": paid, "saved": alone - paid, "carbon": emitted,
        "carbon_saved": emitted_alone - emitted,
    })  # fmt: skip
    assert [found[name].unit for name in found] == ["EUR", "EUR", "g CO₂", "g CO₂"]


def test_with_a_meter_of_the_house_what_was_saved_follows_what_it_says() -> None:
    found = told(frames_of(
        consumption=[900.0] * 96, production=[800.0] * 96, grid_import=[300.0] * 96,
        grid_export=[150.0] * 96,
    ))  # fmt: skip
    assert found["cost"].value == pytest.approx(24 * (0.3 * 0.25 - 0.15 * 0.1))
    assert found["saved"].value == pytest.approx(24 * (0.9 - 0.3) * 0.25 + 24 * 0.15 * 0.1)
    assert found["carbon_saved"].value == pytest.approx(24 * 0.6 * 60)


def test_who_sells_more_than_is_bought_has_a_cost_below_zero() -> None:
    found = told(frames_of(production=[3e3] * 96, grid_import=[10.0] * 96, grid_export=[2e3] * 96))
    assert found["cost"].value == pytest.approx(24 * (0.01 * 0.25 - 2 * 0.1))


@pytest.mark.parametrize(
    ("prices", "known"),
    [
        pytest.param(Prices(), set(), id="nothing"),
        pytest.param(Prices(bought=0.2), set(), id="not what is sold"),
        pytest.param(Prices(sold=0.2), set(), id="not what is bought"),
        pytest.param(Prices(bought=0.2, sold=0.0), {"cost", "saved"}, id="sold for nothing"),
        pytest.param(Prices(carbon_bought=50), {"carbon", "carbon_saved"}, id="carbon alone"),
        pytest.param(PRICES, ALL, id="all"),
    ],
)
def test_only_what_prices_tell_is_told(prices: Prices, known: set[str]) -> None:
    assert set(told(flat("production", "grid_import", "grid_export"), prices)) == known


def test_the_price_of_selling_is_not_asked_for_where_nothing_was_sold() -> None:
    never = {**flat("production", "grid_import"), **flat("grid_export", at=0.0)}
    assert told(never, Prices(bought=0.2))["cost"].value == pytest.approx(24 * 0.2)


@pytest.mark.parametrize(
    ("roles", "known"),
    [
        pytest.param(["grid_import"], {"cost", "carbon"}, id="a meter at the grid"),
        pytest.param(["consumption"], {"cost", "carbon"}, id="a meter of the house alone"),
        pytest.param(["consumption", "production"], set(), id="sun, and none at the grid"),
        pytest.param(["consumption", "battery_charge"], set(), id="a battery, none at the grid"),
        pytest.param(["consumption", "grid_export"], set(), id="sold, bought unknown"),
        pytest.param(["production", "grid_import"], ALL, id="sun and the grid"),
        pytest.param(["production"], set(), id="sun alone"),
        pytest.param(["gas"], set(), id="gas"),
    ],
)
def test_nothing_is_told_where_nobody_measured_what_was_bought(
    roles: list[str], known: set[str]
) -> None:
    assert set(told(flat(*roles))) == known


def test_what_was_used_while_the_grid_was_silent_is_not_taken_for_saved() -> None:
    """Half of the day nobody knows what was bought: the house's 1 kW may be all of it."""
    half = np.repeat([1.0, 0.0], 48)
    frames = flat("consumption", "production", "grid_import")
    frames[Role.GRID_IMPORT] = series(START, np.full(96, 400.0), covered=half)
    found = told(frames)
    assert found["saved"].value == pytest.approx(12 * (1 - 0.4) * 0.25)
    assert found["carbon_saved"].value == pytest.approx(12 * (1 - 0.4) * 60)
    assert found["saved"].trust.coverage == pytest.approx(0.5)


def test_a_cost_is_as_trustworthy_as_its_worst_meter_and_not_compared_with_a_hole() -> None:
    holed = {**flat("grid_import"), **flat("grid_export", at=10.0)}
    holed[Role.GRID_EXPORT] = series(START, np.full(96, 10.0), covered=np.repeat([1.0, 0.0], 48))
    whole = flat("grid_import", "grid_export")
    assert told(holed, before=whole)["cost"].trust.coverage == pytest.approx(0.5)
    assert told(holed, before=whole)["cost"].change is None
    assert told(whole, before=holed)["cost"].change is None
    assert told(whole, before=whole)["cost"].change == 0


def test_nothing_measured_costs_nobody_knows_what() -> None:
    assert told({Role.GRID_IMPORT: series(START, [])})["cost"].value is None


prices = st.builds(
    Prices, bought=st.floats(-10, 100), sold=st.floats(-10, 100), carbon_bought=st.floats(0, 2000)
)
houses = st.sets(
    st.sampled_from([
        Role.CONSUMPTION, Role.PRODUCTION, Role.GRID_IMPORT, Role.GRID_EXPORT,
        Role.BATTERY_CHARGE, Role.BATTERY_DISCHARGE,
    ]),
    min_size=1,
)  # fmt: skip


@any_time
@given(prices, houses, st.integers(0, 2**32), st.integers(0, 96))
def test_two_parts_of_a_day_cost_emit_and_save_what_the_day_does(
    prices: Prices, roles: set[Role], seed: int, cut: int
) -> None:
    rng = np.random.default_rng(seed)
    held = [np.where(rng.random(96) < 0.1, 0.5, 1.0) for _ in roles]
    whole = {
        role: series(START, rng.integers(1, 5000, 96), covered=covered)
        for role, covered in zip(sorted(roles), held, strict=True)
    }
    at = START + cut * timedelta(minutes=15)
    halves = [{r: f[is_in(f["start"], at)] for r, f in whole.items()} for is_in in (before, since)]
    for of in (money.cost, money.saved, money.carbon, money.carbon_saved):
        all_ = of(whole, prices)
        parts = [of(half, prices) for half in halves]
        if all_ is None:
            assert [part for part in parts if part is not None] == []
            continue
        sums = [float(part["amount"].sum()) for part in parts if part is not None]
        assert len(sums) == 2
        assert sum(sums) == pytest.approx(float(all_["amount"].sum()), abs=1e-6)


def before(starts: pd.Series, at: datetime) -> pd.Series:
    return starts < at


def since(starts: pd.Series, at: datetime) -> pd.Series:
    return starts >= at
