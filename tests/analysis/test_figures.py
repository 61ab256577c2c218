"""The figures of a period: what they are, what they are not told for, and their trust."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.balance import house_of
from energy_core.analysis.figures import Figure, Measured, figures
from energy_core.analysis.sums import added, used
from energy_core.model import Role
from tests.analysis.frames import house, series

START = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def measured(length: timedelta = DAY, **frames: pd.DataFrame) -> Measured:
    """Quarter hours of each role, and the house that they make."""
    by_role = {Role(role): frame for role, frame in frames.items()}
    of_house = {r: f for r, f in frames.items() if r not in ("gas", "water", "heat")}
    quarters = house(START, int(length / timedelta(minutes=15)), **of_house)
    return Measured(by_role, length, quarters)


def told(now: Measured, before: Measured | None = None, zone: str = "UTC") -> dict[str, Figure]:
    return {figure.name: figure for figure in figures(now, before, zone)}


def flat(watts: float, days: int = 1, **more: object) -> pd.DataFrame:
    return series(START, np.full(96 * days, watts), **more)


def test_a_house_with_sun_and_battery_has_all_figures() -> None:
    found = told(measured(
        production=flat(1000), grid_import=flat(500), grid_export=flat(200),
        battery_charge=flat(300), battery_discharge=flat(100), gas=flat(2), water=flat(1),
        heat=flat(400),
    ))  # fmt: skip
    values = {name: figure.value for name, figure in found.items()}
    assert values == pytest.approx({
        "used": 26_400, "produced": 24_000, "bought": 12_000, "sold": 4800, "charged": 7200,
        "discharged": 2400, "self_sufficiency": 1 - 500 / 1100, "self_consumption": 0.8,
        "base_load": 1100, "peak": 1100, "load_factor": 1, "full_load_hours": 24,
        "month_peak": 500, "gas": 48, "water": 24, "heat": 9600,
    })  # fmt: skip
    units = {name: figure.unit for name, figure in found.items()}
    assert (units["used"], units["gas"], units["peak"]) == ("Wh", "m³", "W")
    assert (units["self_consumption"], units["full_load_hours"]) == ("1", "h")


def test_a_gas_meter_that_counts_energy_says_so() -> None:
    known = Measured({Role.GAS: flat(2000)}, DAY, in_units={Role.GAS: "Wh"})
    assert told(known)["gas"].unit == "Wh"


def test_a_difference_is_told_of_what_was_measured_well() -> None:
    now, before = measured(grid_import=flat(500)), measured(grid_import=flat(800))
    bought = told(now, before)["bought"]
    assert bought.before == 19_200
    assert bought.change == -7200
    assert bought.change_share == pytest.approx(-0.375)


@pytest.mark.parametrize("holed", ["now", "before"])
def test_a_difference_with_a_hole_is_not_told(holed: str) -> None:
    gap = np.where(np.arange(96) < 4, 0.0, 1.0)
    sides = {"now": flat(500), "before": flat(800)}
    sides[holed] = series(START, np.full(96, 500.0), covered=gap)
    found = told(measured(grid_import=sides["now"]), measured(grid_import=sides["before"]))
    assert found["bought"].value is not None
    assert found["bought"].before is None and found["bought"].change is None


def test_what_began_at_nothing_has_no_percentage() -> None:
    found = told(measured(grid_import=flat(500)), measured(grid_import=flat(0)))
    assert found["bought"].change == 12_000
    assert found["bought"].change_share is None


def test_nothing_measured_is_no_zero() -> None:
    found = told(measured(grid_import=series(START, []), gas=flat(0)))
    assert found["bought"].value is None
    assert found["bought"].trust.missing == 1
    assert found["gas"].value == 0
    assert found["peak"].value is None and found["base_load"].value is None


def test_what_is_used_is_as_trustworthy_as_its_worst_meter() -> None:
    half = np.repeat([1.0, 0.0], 48)
    sun = series(START, np.full(96, 1000.0), covered=half)
    found = told(measured(production=sun, grid_import=flat(500, estimated=0.25)))
    assert found["used"].trust.shares() == pytest.approx(
        {"measured": 0.25, "estimated": 0.25, "corrected": 0, "missing": 0.5}
    )
    assert found["bought"].trust.missing == 0


def test_a_share_with_a_hole_is_that_of_the_time_when_both_were_measured() -> None:
    """In the second half nobody measured what was sold: it was not nothing."""
    half = np.repeat([1.0, 0.0], 48)
    sold = series(START, np.full(96, 900.0), covered=half)
    found = told(measured(production=flat(1000), grid_export=sold, consumption=flat(200)))
    assert found["self_consumption"].value == pytest.approx(0.1)
    assert found["self_consumption"].trust.coverage == pytest.approx(0.5)


def test_a_share_of_nothing_is_none() -> None:
    found = told(measured(production=flat(0), grid_export=flat(0), grid_import=flat(100)))
    assert found["self_consumption"].value is None


@pytest.mark.parametrize(
    ("roles", "known"),
    [
        pytest.param({"consumption": 100}, True, id="a meter of the house"),
        pytest.param({"grid_import": 100}, True, id="a meter at the grid"),
        pytest.param({"grid_import": 100, "grid_export": 0}, True, id="that never sold"),
        pytest.param({"grid_import": 100, "grid_export": 9}, False, id="sold of nobody knows what"),
        pytest.param({"grid_import": 1, "grid_export": 9, "production": 20}, True, id="sun"),
        pytest.param({"production": 100}, False, id="panels alone"),
        pytest.param({"grid_export": 100}, False, id="sold alone"),
        pytest.param({"gas": 100}, False, id="gas alone"),
    ],
)
def test_what_the_house_used_is_told_where_it_follows(roles: dict[str, int], known: bool) -> None:
    found = told(measured(**{role: flat(watts) for role, watts in roles.items()}))
    assert ("used" in found) is known
    assert ("peak" in found) is known


def test_the_peak_is_a_whole_quarter_hour_and_knows_when() -> None:
    """A minute of a kettle, of a quarter hour that is hardly measured, is none."""
    watts, covered = np.full(96, 300.0), np.ones(96)
    watts[40], watts[60], covered[60] = 2500, 3000, 0.1
    found = told(measured(consumption=series(START, watts, covered=covered)))
    assert found["peak"].value == 2500
    assert found["peak"].at == START + timedelta(hours=10)


def test_of_whole_hours_no_figure_of_power_is_told() -> None:
    """They would be lower than those of quarter hours, and look like them."""
    hours = series(START, np.full(24, 500.0), 3600)
    index = pd.DatetimeIndex(hours["start"])
    by_hour = house_of({Role.GRID_IMPORT: [hours]}, index)
    assert set(told(Measured({Role.GRID_IMPORT: hours}, DAY, by_hour))) == {
        "used", "bought", "self_sufficiency",
    }  # fmt: skip


def test_the_months_peak_is_the_mean_of_the_months_of_what_was_bought() -> None:
    watts = np.full(96 * 60, 400.0)
    watts[100], watts[96 * 29 + 95], watts[96 * 45] = 4000, 5000, 2000
    bought = series(START, watts)
    found = told(measured(60 * DAY, consumption=flat(9000, 60), grid_import=bought))
    assert found["month_peak"].value == pytest.approx((5000 + 2000) / 2)
    shifted = told(measured(60 * DAY, grid_import=bought), zone="Asia/Tokyo")
    assert shifted["month_peak"].value == pytest.approx((4000 + 5000) / 2)


def test_the_base_load_is_that_of_most_nights() -> None:
    """One night of guests, one with a silent meter: neither moves it. Days do not count."""
    rng = np.random.default_rng(5)
    watts = np.tile(np.where(np.arange(96) < 20, 150.0, 900.0), 10)
    watts[: 96 * 10 : 7] += rng.integers(0, 2000, len(watts[::7]))  # the fridge, now and then
    watts[2 * 96 : 2 * 96 + 20] = 2500
    covered = np.ones(960)
    covered[5 * 96 + 3 : 5 * 96 + 9] = 0
    found = told(measured(10 * DAY, consumption=series(START, watts, covered=covered)))
    assert found["base_load"].value == pytest.approx(150)


def test_without_a_whole_night_there_is_no_base_load() -> None:
    evening = series(START + timedelta(hours=6), np.full(72, 100.0))
    assert told(measured(consumption=evening))["base_load"].value is None


@pytest.mark.parametrize("night", [datetime(2026, 3, 28, 23), datetime(2026, 10, 24, 22)])
def test_the_night_of_a_change_of_the_clock_is_a_night(night: datetime) -> None:
    start = night.replace(tzinfo=UTC)
    frame = series(start, np.full(96, 120.0))
    known = Measured({Role.CONSUMPTION: frame}, DAY, house(start, 96, consumption=frame))
    assert told(known, zone="Europe/Paris")["base_load"].value == pytest.approx(120)


def test_series_are_added_period_by_period_with_their_signs() -> None:
    one = series(START, [100, 200, 300], covered=[1, 1, 0.5])
    two = series(START + timedelta(minutes=15), [10, 20, 30], estimated=0.5)
    total = added([one, two], [1, -1])
    assert total["start"].tolist() == [START + timedelta(minutes=15 * n) for n in range(4)]
    assert total["amount"].tolist() == [25, 47.5, 32.5, -7.5]
    assert total["covered_s"].tolist() == [0, 900, 450, 0]
    assert total["estimated_s"].tolist() == [0, 450, 450, 450]
    assert total["mean"].isna().tolist() == [True, False, True, True]
    assert total["mean"].iloc[1] == pytest.approx(190)


def test_one_series_alone_keeps_its_extremes_and_none_is_an_empty_one() -> None:
    one = series(START, [100, 200])
    assert added([one]) is one
    assert list(added([])) == list(one)
    assert added([]).empty
    assert used({Role.GAS: one}) is None
