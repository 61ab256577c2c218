"""What `inspect` says of a series, against numbers computed by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from energy_core.formats.document import Document, Issue, Question, Series, Severity
from energy_core.formats.facts import of_document, of_file, of_series
from energy_core.model import Commodity, Kind, Role
from tests.support.parts import at

NOON = at("2024-01-01 12:00")


def series(
    kind: Kind, unit: str, value: Sequence[float], step_s: float | None = 3600.0,
    role: Role = Role.GRID_IMPORT, minutes: Sequence[float] | None = None, **more: object,
) -> Series:  # fmt: skip
    """Readings from noon on, `step_s` apart or at the given minutes."""
    seconds = (
        [n * (step_s or 0) for n in range(len(value))] if minutes is None
        else [m * 60 for m in minutes]
    )  # fmt: skip
    ts = NOON + (np.array(seconds) * 1e6).astype(np.int64)
    return Series(
        "s", kind, role, more.pop("commodity", Commodity.ELECTRICITY), unit,  # type: ignore[arg-type]
        ts, np.array(value, np.float64), np.zeros(len(value), bool), step_s=step_s,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def energy(of: Series) -> float | None:
    return of_series(of)["energy_kwh"]


def test_every_field_of_the_issue_is_there_and_is_json() -> None:
    made = of_series(series(Kind.INTERVAL, "kWh", [1.5, -0.5, 2.0]))
    names = (
        "name meter commodity direction kind unit step_s readings missing repeated first_utc"
        " last_utc sum first last min max energy_kwh gaps"
    )
    assert set(names.split()) <= set(made)
    assert json.loads(json.dumps(made, allow_nan=False)) == made
    assert (made["readings"], made["sum"], made["first"], made["last"]) == (3, 3.0, 1.5, 2.0)
    assert (made["min"], made["max"], made["kind"]) == (-0.5, 2.0, "interval")
    assert (made["first_utc"], made["last_utc"]) == ("2024-01-01T12:00:00Z", "2024-01-01T14:00:00Z")


@pytest.mark.parametrize(
    ("of", "kwh"),
    [
        pytest.param(series(Kind.INTERVAL, "kWh", [1, 2, 3]), 6.0, id="interval-kwh"),
        pytest.param(series(Kind.INTERVAL, "Wh", [250, 750]), 1.0, id="interval-wh"),
        pytest.param(series(Kind.INTERVAL, "MJ", [3.6, 7.2]), 3.0, id="interval-megajoule"),
        pytest.param(
            series(Kind.INTERVAL, "kWh", [1, 2], minutes=[0, 600]), 3.0, id="interval-over-a-gap"
        ),
        pytest.param(series(Kind.COUNTER, "kWh", [100, 101.5, 104]), 4.0, id="counter"),
        pytest.param(
            series(Kind.COUNTER, "kWh", [100, 102, 0.5, 1.5]), 3.5, id="counter-reset"
        ),
        pytest.param(
            series(Kind.COUNTER, "kWh", [99_998, 99_999, 1, 2]), 4.0, id="counter-rolls-over"
        ),
        pytest.param(
            series(Kind.COUNTER, "kWh", [50, 51, 0, 52, 53]), 3.0, id="counter-dips-once"
        ),
        pytest.param(
            series(Kind.POWER, "kW", [2, 4], 1800.0, mean=True), 3.0, id="mean-power-of-half-hours"
        ),
        pytest.param(
            series(Kind.POWER, "W", [1000, 1000], 1800.0, minutes=[0, 600], mean=True), 1.0,
            id="mean-power-stands-for-its-own-step-only",
        ),
        pytest.param(
            series(Kind.POWER, "W", [600, 1200, 0], 60.0), 0.03, id="momentary-power-holds"
        ),
        pytest.param(
            series(Kind.INTERVAL, "therm", [1.0], commodity=Commodity.GAS, role=Role.GAS),
            29.307107, id="therms-are-energy",
        ),
        pytest.param(series(Kind.INTERVAL, "kWh", [-1, -2], sign=-1), 3.0, id="negative-in-the-file"),
        pytest.param(series(Kind.INTERVAL, "kVArh", [5.0]), None, id="reactive-is-none-of-ours"),
        pytest.param(series(Kind.LEVEL, "V", [230.0]), None, id="a-level-has-none"),
        pytest.param(series(Kind.INTERVAL, "kWh", []), 0.0, id="no-reading"),
    ],
)  # fmt: skip
def test_energy_is_what_the_physics_of_the_kind_makes(of: Series, kwh: float | None) -> None:
    assert energy(of) == (None if kwh is None else pytest.approx(kwh, abs=1e-9))


def test_gas_in_cubic_metres_is_a_volume_and_no_energy() -> None:
    gas = series(Kind.COUNTER, "m³", [10, 11.5, 13], role=Role.GAS, commodity=Commodity.GAS)
    made = of_series(gas)
    assert (made["energy_kwh"], made["volume_m3"]) == (None, 3.0)
    litres = replace(gas, unit="L", value=np.array([0.0, 1000.0, 3000.0]))
    assert of_series(litres)["volume_m3"] == 3.0


def test_of_two_values_of_one_stamp_the_first_makes_the_energy() -> None:
    twice = series(Kind.INTERVAL, "kWh", [1, 2, 9, 3], minutes=[0, 60, 60, 120])
    made = of_series(twice)
    assert (made["readings"], made["sum"], made["energy_kwh"]) == (4, 15.0, 6.0)


@pytest.mark.parametrize(
    ("role", "value", "direction", "kwh"),
    [
        pytest.param(Role.GRID_IMPORT, [2, 1], "import", 3.0, id="import"),
        pytest.param(Role.GRID_EXPORT, [2, 1], "export", 3.0, id="export"),
        pytest.param(Role.PRODUCTION, [2, 1], "production", 3.0, id="production"),
        pytest.param(Role.SUBMETER, [2, 1], "consumption", 3.0, id="part"),
        pytest.param(Role.BATTERY_CHARGE, [2, 1], "charge", 3.0, id="charge"),
        pytest.param(Role.GRID, [3, -1], "import", 2.0, id="net-import"),
        pytest.param(Role.GRID, [1, -3], "export", 2.0, id="net-export"),
        pytest.param(Role.BATTERY, [1, -3], "charge", 2.0, id="net-charge"),
        pytest.param(Role.OTHER, [2, 1], None, 3.0, id="a-second-register"),
    ],
)
def test_direction_says_which_way_a_positive_energy_went(
    role: Role, value: list[float], direction: str | None, kwh: float
) -> None:
    made = of_series(series(Kind.INTERVAL, "kWh", value, role=role))
    assert (made["direction"], made["energy_kwh"]) == (direction, kwh)


def test_a_signed_meter_says_both_directions() -> None:
    made = of_series(series(Kind.INTERVAL, "kWh", [3, -1], role=Role.GRID))
    assert (made["import_kwh"], made["export_kwh"]) == (3.0, 1.0)


@pytest.mark.parametrize(
    ("of", "gaps"),
    [
        pytest.param(series(Kind.INTERVAL, "kWh", [1] * 3), [], id="none"),
        pytest.param(
            series(Kind.INTERVAL, "kWh", [1] * 4, minutes=[0, 60, 300, 360]),
            [["2024-01-01T14:00:00Z", "2024-01-01T17:00:00Z"]],
            id="from-the-end-of-the-interval-before",
        ),
        pytest.param(
            series(Kind.COUNTER, "kWh", [1, 2, 3], minutes=[0, 60, 300]),
            [["2024-01-01T13:00:00Z", "2024-01-01T17:00:00Z"]],
            id="from-the-counters-last-reading",
        ),
        pytest.param(
            series(Kind.POWER, "W", [1] * 4, None, minutes=[0, 0.5, 0.8, 600]),
            [["2024-01-01T12:00:48Z", "2024-01-01T22:00:00Z"]],
            id="of-an-irregular-power-as-the-physics-says",
        ),
        pytest.param(
            series(Kind.INTERVAL, "kWh", [1] * 3, 86400.0, minutes=[0, 1440, 2940]), [],
            id="a-day-of-25-hours-is-none",
        ),
    ],
)  # fmt: skip
def test_gaps_are_stretches_that_no_reading_covers(of: Series, gaps: list[list[str]]) -> None:
    assert of_series(of)["gaps"] == gaps


def test_a_sum_beyond_any_number_is_none() -> None:
    with np.errstate(over="ignore"):
        made = of_series(series(Kind.INTERVAL, "kWh", [1.7e308, 1.7e308]))
    assert (made["sum"], made["energy_kwh"], made["max"]) == (None, None, 1.7e308)


def test_an_archive_of_several_has_one_object_a_file() -> None:
    one = Document("A", (series(Kind.INTERVAL, "kWh", [1]),), file="a.csv")
    issue = Issue(Severity.ERROR, "no table", 3, "kWh")
    other = Document(
        "B", (), issues=(issue,), file="b.csv", questions=(Question("timezone", "UTC"),)
    )
    assert of_file("x.csv", [one])["file"] == "x.csv"
    made = of_file("x.zip", [one, other])
    assert [f["file"] for f in made["files"]] == ["a.csv", "b.csv"]
    assert made["files"][1]["issues"] == [
        {"severity": "error", "line": 3, "column": "kWh", "message": "no table", "rows": 1}
    ]
    json.dumps(of_document(other), allow_nan=False)
