"""Which source fed which use: nothing is made, nothing lost."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_core.analysis.balance import House
from energy_core.analysis.shapes import flows
from tests.analysis.frames import any_time, house, series

START = datetime(2026, 6, 1, tzinfo=UTC)
ROLES = {
    "production": "sun", "battery_discharge": "battery", "grid_import": "grid",
    "consumption": "home", "battery_charge": "charged", "grid_export": "sold",
}  # fmt: skip


def made(**watts: list[float]) -> House:
    """One list of hours a role, as quarter hours."""
    frames = {role: series(START, np.repeat(values, 4)) for role, values in watts.items()}
    return house(START, 4 * len(next(iter(watts.values()))), **frames)


def links(table: pd.DataFrame) -> dict[tuple[str, str], float]:
    return {(row.source, row.target): round(row.kwh, 9) for row in table.itertuples()}


def test_the_sun_feeds_the_house_the_battery_and_the_grid() -> None:
    told = flows(made(production=[5000], consumption=[1000], battery_charge=[2500],
                      grid_export=[1500], grid_import=[0]))  # fmt: skip
    assert links(told) == {("sun", "home"): 1, ("sun", "charged"): 2.5, ("sun", "sold"): 1.5}


def test_hours_are_matched_each_for_itself() -> None:
    told = flows(made(production=[2000, 0], consumption=[1000, 1000], grid_export=[1000, 0],
                      grid_import=[0, 1000]))  # fmt: skip
    assert links(told) == {("sun", "home"): 1, ("sun", "sold"): 1, ("grid", "home"): 1}


def test_without_a_meter_of_the_house_its_use_is_what_is_left() -> None:
    told = flows(made(production=[2000], grid_import=[500], grid_export=[700]))
    assert links(told) == {("sun", "home"): 1.3, ("sun", "sold"): 0.7, ("grid", "home"): 0.5}


def test_what_is_sold_of_panels_without_a_meter_comes_from_nowhere_known() -> None:
    told = flows(made(grid_import=[500, 0], grid_export=[0, 3000]))
    assert links(told) == {("grid", "home"): 0.5, ("unaccounted", "sold"): 3}


def test_what_does_not_close_has_its_own_node_on_its_own_side() -> None:
    told = flows(made(consumption=[1500, 500], grid_import=[1000, 800]))
    assert links(told) == {
        ("grid", "home"): 1.5, ("grid", "unaccounted"): 0.3, ("unaccounted", "home"): 0.5,
    }  # fmt: skip


def test_uses_divide_the_house() -> None:
    known = made(consumption=[2000], grid_import=[2000])
    car = series(START, [1200] * 4).set_index("start")["amount"]
    assert links(flows(known, {"car": car})) == {
        ("grid", "home"): 2, ("home", "car"): 1.2, ("home", "rest"): 0.8,
    }  # fmt: skip
    assert links(flows(known, {"car": car * 2})) == {
        ("grid", "home"): 2, ("home", "car"): 2.4, ("unaccounted", "home"): 0.4,
    }  # fmt: skip


def test_a_house_without_meters_has_no_flows() -> None:
    assert flows(House({}, {})).empty


@any_time
@given(st.sets(st.sampled_from([*ROLES]), min_size=1), st.integers(0, 2**32))
def test_every_node_gives_and_takes_what_its_meters_say(roles: set[str], seed: int) -> None:
    rng = np.random.default_rng(seed)
    watts = {role: list(rng.integers(-50, 5000, 12)) for role in sorted(roles)}
    table = flows(made(**watts))
    given_by, taken_by = defaultdict(float), defaultdict(float)
    for row in table.itertuples():
        assert row.kwh > 0
        given_by[row.source] += row.kwh
        taken_by[row.target] += row.kwh
    for role, node in ROLES.items():
        kwh = sum(max(w, 0) for w in watts.get(role, [])) / 1000
        if node in ("sun", "battery", "grid"):
            assert given_by[node] == pytest.approx(kwh)
        elif node != "home" or role in watts:
            assert taken_by[node] == pytest.approx(kwh)
    assert sum(given_by.values()) == pytest.approx(sum(taken_by.values()))
    assert ("unaccounted", "unaccounted") not in links(table)


@any_time
@given(st.integers(0, 2**32))
def test_in_a_house_that_closes_nothing_is_unaccounted(seed: int) -> None:
    """Whatever is bought and sold, or charged and discharged, within the same quarter hour."""
    rng = np.random.default_rng(seed)
    hours = 20
    sun, bought = rng.integers(0, 4000, (2, hours))
    charging = rng.random(hours) < 0.5
    discharged = np.where(charging, 0, rng.integers(0, 3000, hours))
    sold = (rng.random(hours) * (sun + discharged)).astype(int)
    charged = np.where(charging, rng.random(hours) * (sun + bought - sold), 0).astype(int)
    watts = {
        "production": sun, "grid_import": bought, "grid_export": sold,
        "battery_charge": charged, "battery_discharge": discharged,
        "consumption": sun + bought + discharged - sold - charged,
    }  # fmt: skip
    table = flows(made(**{role: list(values) for role, values in watts.items()}))
    assert "unaccounted" not in {*table["source"], *table["target"]}
