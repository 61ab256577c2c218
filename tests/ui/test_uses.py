"""Where the energy went, and from where it came."""

from __future__ import annotations

import pandas as pd
import pytest

from energy_core.analysis.uses import energy_by_source

QUARTERS = pd.date_range("2026-05-28 10:00", periods=4, freq="15min", tz="UTC")
HOUSE = pd.DataFrame(
    {
        "used": [4000.0, 4000, 4000, 4000], "sun": [4000.0, 2000, 0, 0],
        "battery": [0.0, 2000, 0, 0], "grid": [0.0, 0, 4000, 4000],
    },
    index=QUARTERS,
)  # fmt: skip


def series(*watts: float) -> pd.Series:
    return pd.Series(watts, index=QUARTERS, dtype=float)


def kwh(table: pd.DataFrame, use: str) -> dict[str, float]:
    rows = table[table["use"] == use]
    return dict(zip(rows["source"], rows["kwh"], strict=True))


def test_a_use_is_fed_as_the_house_was_at_that_hour() -> None:
    table = energy_by_source({"car": series(4000, 2000, 0, 0)}, HOUSE, "rest")
    assert kwh(table, "car") == pytest.approx({"sun": 1.25, "battery": 0.25, "grid": 0.0})


def test_everything_adds_up_to_what_the_house_used() -> None:
    uses = {"car": series(1000, 500, 0, 0), "oven": series(0, 0, 800, 0)}
    table = energy_by_source(uses, HOUSE, "rest")
    assert table["kwh"].sum() == pytest.approx(4.0)
    by_source = table.groupby("source")["kwh"].sum()
    assert by_source.to_dict() == pytest.approx({"sun": 1.5, "battery": 0.5, "grid": 2.0})


def test_the_largest_comes_first_and_the_rest_last() -> None:
    uses = {"small": series(400, 0, 0, 0), "large": series(0, 0, 3000, 3000)}
    table = energy_by_source(uses, HOUSE, "rest")
    assert list(dict.fromkeys(table["use"])) == ["large", "small", "rest"]


def test_uses_beyond_the_first_five_join_the_rest() -> None:
    uses = {f"use{n}": series(400 + n, 400, 0, 0) for n in range(7)}
    table = energy_by_source(uses, HOUSE, "rest")
    assert list(dict.fromkeys(table["use"])) == ["use6", "use5", "use4", "use3", "use2", "rest"]
    assert table["kwh"].sum() == pytest.approx(4.0)


def test_a_use_that_says_more_than_the_house_leaves_no_negative_rest() -> None:
    table = energy_by_source({"car": series(9000, 9000, 9000, 9000)}, HOUSE, "rest")
    assert (table["kwh"] >= 0).all()
    assert "rest" not in set(table["use"])


def test_a_house_without_readings_has_no_uses() -> None:
    assert energy_by_source({"car": series(1, 1, 1, 1)}, HOUSE.iloc[:0], "rest").empty
