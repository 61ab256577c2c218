"""Where the energy went, and from where it came."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_core.analysis.balance import PARTS
from energy_core.analysis.uses import Words, energy_by_source, outermost
from energy_core.model import Commodity, Kind, Meter, Role

QUARTERS = pd.date_range("2026-05-28 10:00", periods=4, freq="15min", tz="UTC")
HOUSE = pd.DataFrame(
    {
        "used": [4000.0, 4000, 4000, 4000], "sun": [4000.0, 2000, 0, 0],
        "battery": [0.0, 2000, 0, 0], "grid": [0.0, 0, 4000, 4000],
        "undivided": 0.0, "unaccounted": 0.0, "missing": 0.0,
    },
    index=QUARTERS,
)  # fmt: skip
WORDS = Words("rest", "elsewhere")


def series(*watts: float) -> pd.Series:
    """The energy [Wh] of quarter-hours at this power."""
    return pd.Series(watts, index=QUARTERS, dtype=float) / 4


def table_of(uses: dict[str, pd.Series], house: pd.DataFrame = HOUSE) -> pd.DataFrame:
    energy = pd.DataFrame({"amount": house["used"] / 4, "covered_s": 900.0})
    return energy_by_source(uses, house, energy, WORDS)


def only(**parts: float) -> dict[str, float]:
    return {**dict.fromkeys(PARTS, 0.0), **parts}


def kwh(table: pd.DataFrame, use: str) -> dict[str, float]:
    rows = table[table["use"] == use]
    return dict(zip(rows["source"], rows["kwh"], strict=True))


def test_a_use_is_fed_as_the_house_was_at_that_hour() -> None:
    table = table_of({"car": series(4000, 2000, 0, 0)})
    assert kwh(table, "car") == pytest.approx(only(sun=1.25, battery=0.25))


def test_everything_adds_up_to_what_the_house_used() -> None:
    uses = {"car": series(1000, 500, 0, 0), "oven": series(0, 0, 800, 0)}
    table = table_of(uses)
    assert table["kwh"].sum() == pytest.approx(4.0)
    by_source = table.groupby("source")["kwh"].sum()
    assert by_source.to_dict() == pytest.approx(only(sun=1.5, battery=0.5, grid=2.0))


def test_the_largest_comes_first_and_the_rest_last() -> None:
    uses = {"small": series(400, 0, 0, 0), "large": series(0, 0, 3000, 3000)}
    table = table_of(uses)
    assert list(dict.fromkeys(table["use"])) == ["large", "small", "rest"]


def test_uses_beyond_the_first_five_join_the_rest() -> None:
    uses = {f"use{n}": series(400 + n, 400, 0, 0) for n in range(7)}
    table = table_of(uses)
    assert list(dict.fromkeys(table["use"])) == ["use6", "use5", "use4", "use3", "use2", "rest"]
    assert table["kwh"].sum() == pytest.approx(4.0)


def test_a_use_that_says_more_than_the_house_leaves_no_negative_rest() -> None:
    table = table_of({"car": series(9000, 9000, 9000, 9000)})
    assert (table["kwh"] >= 0).all()
    assert "rest" not in set(table["use"])


def test_a_house_without_readings_has_no_uses() -> None:
    assert table_of({"car": series(1, 1, 1, 1)}, HOUSE.iloc[:0]).empty


HOLED = HOUSE.assign(
    sun=[4000.0, 0, 0, 0], unaccounted=[0.0, 2000, 0, 500], missing=[0.0, 0, 1000, 0],
    grid=[0.0, 0, 3000, 4000],
)  # fmt: skip


def test_what_no_source_gave_is_a_part_of_its_own() -> None:
    table = table_of({"car": series(0, 2000, 2000, 0)}, HOLED)
    assert kwh(table, "car") == pytest.approx(
        only(battery=0.25, unaccounted=0.25, grid=0.375, missing=0.125)
    )


def test_what_passed_the_house_by_unmeasured_has_its_own_bar_at_the_end() -> None:
    table = table_of({}, HOLED)
    assert list(dict.fromkeys(table["use"])) == ["rest", "elsewhere"]
    assert kwh(table, "elsewhere") == pytest.approx(only(unaccounted=0.125))
    assert kwh(table, "rest") == pytest.approx(
        only(sun=1.0, battery=0.5, grid=1.75, unaccounted=0.5, missing=0.25)
    )


def test_a_use_in_an_hour_that_the_house_did_not_measure_has_no_known_source() -> None:
    unknown = HOUSE.copy()
    unknown.loc[QUARTERS[0]] = float("nan")
    table = table_of({"car": series(4000, 0, 0, 0)}, unknown)
    assert kwh(table, "car") == pytest.approx(only(missing=1.0))


def meter(id: int, role: Role = Role.SUBMETER, parent: int | None = None) -> Meter:
    commodity = Commodity.ELECTRICITY
    return Meter(id, 1, f"m{id}", f"m{id}", role, commodity, Kind.POWER, "W", "W", parent)


def test_a_use_behind_another_use_is_counted_in_that_one() -> None:
    meters = [
        meter(1, Role.CONSUMPTION), meter(2, parent=1), meter(3, parent=2), meter(4, parent=3),
        meter(5, Role.EV), meter(6, Role.OTHER, parent=5), meter(7, parent=6),
    ]  # fmt: skip
    assert [each.id for each in outermost(meters)] == [2, 5]


def test_meters_that_lie_behind_each_other_in_a_ring_end_no_search() -> None:
    assert outermost([meter(1, parent=2), meter(2, parent=1)]) == []
