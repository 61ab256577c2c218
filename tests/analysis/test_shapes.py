"""Energy as cells, curves and typical days: what is drawn is what was measured."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.period import Period, Span
from energy_core.analysis.shapes import (
    by_day,
    by_hour,
    calendar,
    carpet,
    cumulative,
    duration,
    top,
    typical_day,
)
from tests.analysis.frames import series

START = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Paris, of the first of June, a Monday
PARIS = "Europe/Paris"


def cell(cells: pd.DataFrame, day: int, hour: int) -> pd.Series:
    (row,) = (r for _, r in cells[cells["hour"] == hour].iterrows() if r["day"].day == day)
    return row


def test_a_cell_is_the_mean_of_what_was_measured_in_its_hour() -> None:
    frame = series(START, [100, 200, 300, 400, 1000, 1000], covered=[1, 1, 1, 1, 0.5, 0])
    cells = carpet(frame, PARIS, (START, START + timedelta(hours=3)))
    assert cells["hour"].tolist() == [0, 1, 2]
    assert cells["kw"].tolist()[:2] == [pytest.approx(0.25), pytest.approx(1.0)]
    assert cells["covered"].tolist() == [1, 0.125, 0]
    assert cells["missing"].tolist() == [False, False, True]
    assert np.isnan(cells["kw"].iloc[2])


def test_hours_are_cells_too_and_estimates_are_told() -> None:
    frame = series(START, [500, 700], 3600, estimated=[0.25, 0])
    cells = carpet(frame, PARIS)
    assert cells["kw"].tolist() == [pytest.approx(0.5), pytest.approx(0.7)]
    assert cells["estimated"].tolist() == [0.25, 0]


@pytest.mark.parametrize(
    ("timezone", "day", "hours", "double"),
    [
        (PARIS, date(2026, 3, 29), 23, None),
        (PARIS, date(2026, 10, 25), 24, 2),
        ("Australia/Sydney", date(2026, 4, 5), 24, 2),
        ("America/New_York", date(2026, 11, 1), 24, 1),
        ("Australia/Lord_Howe", date(2026, 10, 4), 24, None),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24, 1),
    ],
)
def test_the_hours_of_a_day_are_those_of_the_wall_clock(
    timezone: str, day: date, hours: int, double: int | None
) -> None:
    """The skipped hour is no cell; the repeated one is one, the mean of both."""
    start, end = Period.of(Span.DAY, day).bounds(timezone)
    count = int((end - start) / timedelta(minutes=15))
    cells = carpet(series(start, np.arange(count)), timezone, (start, end))
    assert len(cells) == hours
    assert not cells["missing"].any() and (cells["covered"] == 1).all()
    skipped = {2} if timezone == PARIS and hours == 23 else set()
    assert set(cells["hour"]) == set(range(24)) - skipped
    if double is not None:
        many = 6 if timezone == "Australia/Lord_Howe" else 8
        first = double * 4
        expected = np.arange(first, first + many).mean() / 1000
        assert cell(cells, day.day, double)["kw"] == pytest.approx(expected)


def test_a_calendar_has_a_cell_for_every_day_measured_or_not() -> None:
    covered = np.repeat([1.0, 0.0, 0.5], 96)
    frame = series(START, np.full(3 * 96, 1000.0), covered=covered)
    days = calendar(frame, PARIS, Period.range(date(2026, 6, 1), date(2026, 6, 4)).bounds(PARIS))
    assert [day.date().day for day in days["day"]] == [1, 2, 3, 4]
    assert days["kwh"].tolist()[0] == pytest.approx(24)
    assert days["kwh"].tolist()[2] == pytest.approx(12)
    assert days["covered"].tolist() == [1, 0, 0.5, 0]
    assert days["missing"].tolist() == [False, True, False, True]


def test_days_as_they_come_from_the_store_make_the_same_calendar() -> None:
    frame = series(START, [1000, 500], 86_400)
    assert calendar(frame, PARIS)["kwh"].tolist() == [pytest.approx(24), pytest.approx(12)]


def test_nothing_measured_and_no_bounds_are_no_cells() -> None:
    nothing = series(START, [])
    assert carpet(nothing, PARIS).empty
    assert calendar(nothing, PARIS).empty
    bounds = Period.of(Span.DAY, date(2026, 6, 1)).bounds(PARIS)
    assert carpet(nothing, PARIS, bounds)["missing"].tolist() == [True] * 24


def test_the_load_duration_falls_and_knows_how_long_each_power_was_passed() -> None:
    curve = duration(series(START, [100, 900, 500, 100], 3600, covered=[1, 1, 0.5, 0]))
    assert curve["kw"].tolist() == pytest.approx([0.9, 0.5, 0.1, 0.1])
    assert curve["hours"].tolist() == [0, 1, 1.5, 2.5]
    assert curve["share"].tolist() == [0, 0.4, 0.6, 1]


def test_a_long_load_duration_keeps_two_points_a_pixel_and_both_ends() -> None:
    watts = np.random.default_rng(1).gamma(1, 500, 35_040)
    curve = duration(series(START, watts), 400)
    assert len(curve) <= 800
    ordered = np.append(np.sort(watts)[::-1], watts.min()) / 1000
    places = (curve["hours"] * 4).round().astype(int)
    assert (places.iloc[0], places.iloc[-1]) == (0, 35_040)
    np.testing.assert_allclose(curve["kw"], ordered[places], rtol=1e-12)


def test_nothing_measured_has_no_load_duration() -> None:
    assert duration(series(START, [])).empty


def test_the_top_is_the_largest_and_of_equals_the_earliest() -> None:
    frame = series(START, [5, 9, 1, 9, 7, 0], 3600, covered=[1, 1, 1, 1, 0.5, 0])
    best = top(frame, 3)
    assert best["rank"].tolist() == [1, 2, 3]
    assert best["start"].tolist() == [START + timedelta(hours=h) for h in (1, 3, 0)]
    assert best["kwh"].tolist() == [0.009, 0.009, 0.005]
    assert best["covered"].tolist() == [1, 1, 1]
    assert len(top(frame, 99)) == 5
    assert top(frame.iloc[:0]).empty


def test_a_day_of_which_hours_are_lost_is_as_long_as_another() -> None:
    """Six hours of the first day have no rows, of the second some quarter hours."""
    known = np.r_[np.arange(96) >= 24, np.arange(96) % 4 > 0].astype(float)
    frame = series(START, np.full(192, 1000.0), covered=known)
    bounds = Period.range(date(2026, 6, 1), date(2026, 6, 3)).bounds(PARIS)
    days = by_day(frame, PARIS, bounds)
    assert days["start"].tolist() == [START + n * timedelta(days=1) for n in range(3)]
    assert days["length_s"].tolist() == [86_400] * 3
    assert days["covered_s"].tolist() == [18 * 3600, 18 * 3600, 0]
    best = top(days)
    assert best["covered"].tolist() == [0.75, 0.75]
    assert best["start"].tolist() == days["start"].tolist()[:2]  # midnight, not where it goes on
    hours = by_hour(frame, PARIS, bounds)
    assert len(hours) == 72 and (hours["length_s"] == 3600).all()
    assert top(hours, 99)["covered"].tolist() == [1] * 18 + [0.75] * 24


@pytest.mark.parametrize(
    ("timezone", "day", "lengths"),
    [
        (PARIS, date(2026, 3, 29), [3600] * 23),
        (PARIS, date(2026, 10, 25), [3600] * 25),
        ("Asia/Kolkata", date(2026, 6, 1), [3600] * 24),
        ("Australia/Lord_Howe", date(2026, 10, 4), [3600] * 2 + [1800] + [3600] * 21),
        ("Australia/Lord_Howe", date(2026, 4, 5), [3600] * 2 + [1800] + [3600] * 22),
    ],
)
def test_hours_and_days_are_as_long_as_the_clock_makes_them(
    timezone: str, day: date, lengths: list[int]
) -> None:
    start, end = Period.of(Span.DAY, day).bounds(timezone)
    frame = series(start, np.full(int((end - start) / timedelta(minutes=15)), 400.0))
    hours = by_hour(frame, timezone, (start, end))
    assert hours["length_s"].tolist() == lengths
    ends = hours["start"] + pd.to_timedelta(hours["length_s"], unit="s")
    assert ends.tolist() == [*hours["start"][1:], end]
    assert hours["amount"].tolist() == pytest.approx([400 * s / 3600 for s in lengths])
    days = by_day(frame, timezone, (start, end))
    assert days["length_s"].tolist() == [sum(lengths)]
    assert days["amount"].sum() == pytest.approx(400 * sum(lengths) / 3600)


def test_a_day_that_goes_on_is_as_long_as_it_has_lasted() -> None:
    frame = series(START, np.ones(40))
    days = by_day(frame, PARIS, (START, START + timedelta(hours=10)))
    assert days["length_s"].tolist() == [36_000]
    assert by_day(series(START, []), PARIS).empty


def test_energy_adds_up_day_by_day_beside_another_period() -> None:
    june, may = Period.of(Span.MONTH, date(2026, 6, 1)), Period.of(Span.MONTH, date(2026, 5, 1))
    own = series(june.bounds(PARIS)[0], [1000, 500, 500], 86_400, covered=[1, 0, 1])
    other = series(may.bounds(PARIS)[0], [250] * 31, 86_400)
    lines = cumulative(own, june, PARIS, other, may)
    assert len(lines) == 31
    assert lines["kwh"].tolist()[:3] == [24, 24, 36]
    assert lines["kwh"].iloc[3:].isna().all()
    assert lines["covered"].tolist()[:3] == [1, 0.5, pytest.approx(2 / 3)]
    assert lines["before_kwh"].iloc[-1] == pytest.approx(31 * 6)
    assert lines["day"].iloc[0] == pd.Timestamp(2026, 6, 1)
    alone = cumulative(own, june, PARIS)
    assert len(alone) == 30 and alone["before_kwh"].isna().all()


def test_what_is_wholly_measured_stays_so_over_a_change_of_the_clock() -> None:
    march = Period.of(Span.MONTH, date(2026, 3, 1))
    start, end = march.bounds(PARIS)
    frame = series(start, np.ones(int((end - start) / timedelta(minutes=15))))
    assert (cumulative(frame, march, PARIS)["covered"] == 1).all()


def year(timezone: str) -> tuple[datetime, np.ndarray]:
    """Watts of 2025: the month's number, and at weekends 100 more, and each hour its tenth."""
    start, end = Period.of(Span.YEAR, date(2025, 1, 1)).bounds(timezone)
    stamps = pd.date_range(start, end, freq="15min", inclusive="left").tz_convert(timezone)
    return start, stamps.month + 100.0 * (stamps.day_of_week >= 5) + stamps.hour / 10


def of(table: pd.DataFrame, kind: str, season: str) -> pd.DataFrame:
    return table[(table["kind"] == kind) & (table["season"] == season)].set_index("hour")


def test_a_typical_day_is_of_its_kind_and_season() -> None:
    start, watts = year(PARIS)
    table = typical_day(series(start, watts), PARIS)
    groups = set(zip(table["kind"], table["season"], strict=True))
    seasons = ("all", "winter", "spring", "summer", "autumn")
    assert groups == set(itertools.product(("workday", "weekend"), seasons))
    summer = of(table, "workday", "summer")
    assert len(summer) == 96
    assert summer["mid"].loc[12.0] * 1000 == pytest.approx(7 + 1.2)
    assert (summer["low"].loc[0.0], summer["high"].loc[0.0]) == (0.006, 0.008)
    assert of(table, "weekend", "winter")["low"].loc[3.25] * 1000 == pytest.approx(101.3)
    days = table.groupby(["kind", "season"])["days"].first()
    assert days["workday", "all"] + days["weekend", "all"] == 365
    assert days["workday", "summer"] + days["weekend", "summer"] == 92


def test_in_the_south_june_is_winter() -> None:
    start, watts = year("Australia/Sydney")
    frame = series(start, watts)
    winter = of(typical_day(frame, "Australia/Sydney", southern=True), "workday", "winter")
    assert winter["mid"].loc[0.0] * 1000 == pytest.approx(7)


def test_its_spread_is_that_of_four_days_in_five() -> None:
    monday = START
    weeks = [series(monday + timedelta(days=d), [100.0 * d] * 24, 3600) for d in range(5)]
    table = typical_day(pd.concat(weeks, ignore_index=True), PARIS)
    assert table["days"].unique().tolist() == [5]
    assert table["low"].iloc[5] * 1000 == pytest.approx(40)
    assert table["mid"].iloc[5] * 1000 == pytest.approx(200)
    assert table["high"].iloc[5] * 1000 == pytest.approx(360)


def test_few_days_and_days_hardly_measured_make_no_habit() -> None:
    assert typical_day(series(START, np.ones(4 * 96)), PARIS).empty
    covered = np.tile(np.arange(96) < 80, 20).astype(float)
    assert typical_day(series(START, np.ones(20 * 96), covered=covered), PARIS).empty
    assert typical_day(series(START, []), PARIS).empty
