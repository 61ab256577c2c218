"""The building's signature: a dot a day, and the line that bends where heating begins."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.heating import Signature
from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.charts import of_energy
from energy_core.ui.words import speaking
from tests.support.drawn import layers, said, words

PARIS = "Europe/Paris"
OWN = Signature(base=2000.0, slope=1500.0, balance_c=15.0, r2=0.95, days=40)


def days() -> pd.DataFrame:
    """Forty days from 0 to 19.5 °C, each exactly on the line."""
    starts = pd.date_range("2026-01-01", periods=40, freq="D", tz=PARIS).tz_convert("UTC")
    celsius = np.arange(40) / 2
    return pd.DataFrame(
        {"start": starts, "temperature_c": celsius, "amount": OWN.expected(celsius)}
    )


def drawn(unit: str = "Wh", language: str = "en", points: pd.DataFrame | None = None):
    shown = days() if points is None else points
    with speaking(language):
        return charts.heating_chart(shown, OWN, of_energy(unit), PARIS)


def test_each_day_is_a_dot_at_its_cold_and_its_energy() -> None:
    (dots,) = layers(drawn(), "point")
    assert len(dots["rows"]) == 40
    coldest = dots["rows"][0]
    assert (coldest["temperature_c"], coldest["amount"]) == (0, pytest.approx(24.5))
    told = {each["as"]: each["calculate"] for each in dots["transform"]}
    assert said(told["when"], **coldest) == "Thursday 1\u00a0January 2026"
    assert said(told["cold"], **coldest) == "0.0\u00a0°C"
    assert said(told["told"], **coldest) == "24.5\u00a0kWh"


def test_the_line_falls_to_where_heating_begins_and_is_flat_beyond() -> None:
    (line,) = layers(drawn(), "line")
    rows = [(row["temperature_c"], row["amount"]) for row in line["rows"]]
    assert rows == [
        (-1, pytest.approx(26)), (15, pytest.approx(2)), (20.5, pytest.approx(2)),
    ]  # fmt: skip


def test_where_it_was_never_warm_the_line_has_no_bend() -> None:
    (line,) = layers(drawn(points=days().iloc[:20]), "line")
    assert len(line["rows"]) == 2


def test_a_gas_heater_is_told_in_cubic_metres() -> None:
    (dots,) = layers(drawn("m³"), "point")
    told = {each["as"]: each["calculate"] for each in dots["transform"]}
    assert said(told["told"], **dots["rows"][0]) == "24,500.00\u00a0m³"


def test_degrees_stand_on_the_axis_and_the_chart_is_valid() -> None:
    chart = drawn(language="fr")
    chart.to_dict()
    assert any(text.endswith("\u00a0°C") for text in words(chart))


def test_its_twin_tells_day_cold_and_energy() -> None:
    with speaking("en"):
        rows = charts.table(days(), PARIS, step=Resolution.DAY)
    assert list(rows.columns) == ["When", "Outside, °C", "kWh"]
    assert rows.iloc[0].tolist() == ["1\u00a0January 2026", "0.0", "24.5"]
