"""A line of few points, in which no extreme is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_core.analysis.lines import thinned
from tests.analysis.frames import any_time, series

START = datetime(2026, 1, 1, tzinfo=UTC)


@any_time
@given(st.integers(1, 3000), st.integers(1, 300), st.integers(0, 2**32), st.floats(0, 0.5))
def test_at_most_two_points_a_pixel_and_every_extreme(
    count: int, pixels: int, seed: int, holes: float
) -> None:
    rng = np.random.default_rng(seed)
    covered = (rng.random(count) > holes) | (np.arange(count) == count // 2)
    frame = series(START, rng.normal(500, 300, count), 60.0, covered.astype(float))
    line = thinned(frame, pixels)
    begin, end = frame["start"].iloc[0], frame["start"].iloc[-1] + pd.Timedelta(seconds=60)
    us = pd.Timedelta(microseconds=1)
    of_line, of_frame = (
        (f["start"] - begin) // us * pixels // ((end - begin) // us) for f in (line, frame)
    )
    assert of_line.value_counts().max() <= 2
    assert line["start"].is_monotonic_increasing
    for name, of_group in (("min", "min"), ("max", "max")):
        kept = line[name].groupby(of_line).agg(of_group).dropna()
        own = frame[name].groupby(of_frame).agg(of_group)
        pd.testing.assert_series_equal(kept, own, check_names=False)
    rows = line.dropna()
    assert len(rows.merge(frame, on=list(frame))) == len(rows)  # none is made up


def test_one_minute_of_a_year_is_seen() -> None:
    watts = np.full(365 * 96, 300.0)
    frame = series(START, watts)
    frame.loc[20_000, "max"] = 9000.0
    line = thinned(frame, 1000)
    assert len(line) <= 2000
    assert line["max"].max() == 9000.0
    assert line.loc[line["max"].idxmax(), "start"] == frame.loc[20_000, "start"]


def test_the_line_breaks_where_nothing_was_measured() -> None:
    covered = np.ones(100)
    covered[40:60] = 0
    line = thinned(series(START, np.arange(100.0), covered=covered), 50)
    hole = line[line["mean"].isna()]
    assert len(hole) == 1
    assert hole["start"].iloc[0] == START + 40 * pd.Timedelta(minutes=15)
    assert hole["length_s"].iloc[0] == 20 * 900


def test_a_hole_narrower_than_a_pixel_is_no_break() -> None:
    covered = np.ones(1000)
    covered[40] = 0
    assert thinned(series(START, np.arange(1000.0), covered=covered), 100)["mean"].notna().all()


def test_a_short_line_stays_as_it_is() -> None:
    frame = series(START, [1, 5, 2])
    pd.testing.assert_frame_equal(thinned(frame, 100), frame)
    assert thinned(frame.iloc[:0], 100).empty


@pytest.mark.parametrize("pixels", [1, 2, 7])
def test_values_that_are_not_known_hide_no_others(pixels: int) -> None:
    frame = series(START, np.arange(100.0))
    frame.loc[::2, ["mean", "min", "max"]] = np.nan
    line = thinned(frame, pixels)
    assert line["max"].max() == 99
    assert line["min"].min() == 1
