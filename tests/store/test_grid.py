"""A grid without what was estimated, against the same readings told as measured or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from energy_core.model import Kind, Quality, Role
from energy_core.store import Resolution, Store
from tests.support.homes import Sends, send

START = datetime(2026, 4, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PV = Sends(Role.PRODUCTION, 100.0, step_s=300)


def read(store: Store, resolution: Resolution, estimated: bool) -> pd.DataFrame:
    meter = store.meter("pv")
    grid = store.grid([meter], START, START + 4 * HOUR, resolution, "UTC", estimated)
    return grid.frame(meter)


def test_of_a_period_that_was_estimated_in_part_the_rest_is_kept(store: Store) -> None:
    send(store, START, START + HOUR, pv=PV)
    send(store, START + HOUR, START + 1.5 * HOUR, quality=Quality.ESTIMATED, pv=PV)
    send(store, START + 1.5 * HOUR, START + 2 * HOUR, pv=PV)
    send(store, START + 2 * HOUR, START + 3 * HOUR, quality=Quality.ESTIMATED, pv=PV)
    whole, measured = (read(store, Resolution.HOUR, estimated) for estimated in (True, False))
    assert whole["amount"].tolist() == pytest.approx([1200] * 3)
    assert measured["amount"].tolist() == pytest.approx([1200, 600])
    assert measured["covered_s"].tolist() == [3600, 1800]
    assert measured["mean"].tolist() == pytest.approx([1200, 1200])
    assert measured["estimated_s"].tolist() == [0, 0]


def test_where_nothing_was_estimated_nothing_changes(store: Store) -> None:
    send(store, START, START + 4 * HOUR, pv=PV)
    for resolution in (Resolution.QUARTER, Resolution.DAY):
        both = [read(store, resolution, estimated) for estimated in (True, False)]
        pd.testing.assert_frame_equal(*both)


@pytest.mark.parametrize(
    ("unit", "kind", "summed"),
    [
        ("W", Kind.POWER, "Wh"), ("Wh", Kind.COUNTER, "Wh"), ("m³", Kind.COUNTER, "m³"),
        ("°C", Kind.LEVEL, "°C"), ("W", Kind.LEVEL, "W"),
    ],
)  # fmt: skip
def test_a_meter_says_the_unit_of_its_sums(
    store: Store, unit: str, kind: Kind, summed: str
) -> None:
    spec = Sends(Role.OTHER, 1.0, unit).spec("m")
    store.create_meters([replace(spec, kind=kind)])
    assert store.meter("m").summed_unit == summed
