"""Whatever the split into periods: parts sum to the whole, no instant is lost or counted twice."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_core.analysis.balance import house_of
from energy_core.analysis.figures import Measured, figures
from energy_core.analysis.period import (
    Compare,
    Period,
    Span,
    compared,
    from_query,
    resolution,
    side_by_side,
    to_query,
)
from energy_core.analysis.shapes import calendar, carpet, cumulative, duration
from energy_core.model import Role
from tests.analysis.frames import any_time, series
from tests.properties.test_conservation import few

ZONES = ("Europe/Paris", "Australia/Sydney", "America/New_York", "Australia/Lord_Howe")
DAY = timedelta(days=1)
TILES = (Span.DAY, Span.WEEK, Span.MONTH, Span.YEAR)
zones = st.sampled_from(ZONES)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
changing_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day = draw(days)
    if draw(st.booleans()):
        return Period.range(day, day + DAY * draw(st.integers(0, 800)))
    return Period.of(draw(st.sampled_from(TILES)), day)


@any_time
@given(days, st.sampled_from(TILES), zones, st.integers(1, 40))
def test_periods_of_a_span_lie_side_by_side(day: date, span: Span, zone: str, count: int) -> None:
    period = Period.of(span, day)
    assert period.contains(day)
    row = [period.stepped(n) for n in range(count)]
    assert [one.stepped(-1) for one in row[1:]] == row[:-1]
    for one, after in itertools.pairwise(row):
        assert one.bounds(zone)[1] == after.bounds(zone)[0]
        assert one.last + DAY == after.first


@any_time
@given(periods(), zones)
def test_a_period_holds_the_instants_of_its_days(period: Period, zone: str) -> None:
    start, end = period.bounds(zone)
    tick = timedelta(seconds=1)
    for inside, outside in ((start, start - tick), (end - tick, end)):
        assert period.contains(inside.astimezone(ZoneInfo(zone)).date())
        assert not period.contains(outside.astimezone(ZoneInfo(zone)).date())


@any_time
@given(periods(), st.sampled_from(Compare), days)
def test_an_address_leads_back_to_its_period(period: Period, compare: Compare, other: date) -> None:
    asked = from_query(to_query(period, compare, other), date(2000, 1, 1))
    assert asked == (period, compare, other if compare is Compare.RANGE else None)


@any_time
@given(st.dictionaries(st.sampled_from(["period", "compare", "other"]), st.text()), days)
def test_no_address_is_an_error(query: dict[str, str], today: date) -> None:
    period, compare, other = from_query(query, today)
    assert period.first <= period.last
    assert from_query(to_query(period, compare, other), today) == (period, compare, other)


@any_time
@given(periods(), st.sampled_from([Compare.PREVIOUS, Compare.LAST_YEAR]))
def test_the_period_compared_with_is_as_long_and_lies_before(
    period: Period, compare: Compare
) -> None:
    before = compared(period, compare)
    assert before is not None and before.first < period.first
    assert abs(before.days - period.days) <= 3  # months and years have their own lengths
    if period.span in (Span.DAY, Span.WEEK):
        assert before.first.weekday() == period.first.weekday() or compare is Compare.PREVIOUS


@any_time
@given(
    periods(), st.sampled_from([Compare.PREVIOUS, Compare.LAST_YEAR]), zones, st.floats(0, 0.999)
)
def test_of_two_periods_as_much_is_compared_as_has_passed(
    period: Period, compare: Compare, zone: str, passed: float
) -> None:
    start, end = period.bounds(zone)
    now = start + (end - start) * passed
    today = now.astimezone(ZoneInfo(zone)).date()
    before = compared(period, compare, today=today)
    assert before is not None and before.days <= (today - period.first).days + 2
    own, others = side_by_side(period, before, zone, now)
    assert own == (start, now)
    assert others[0] == before.bounds(zone)[0] and others[1] <= before.bounds(zone)[1]
    lengths = [(b - a) / DAY for a, b in (own, others)]
    assert lengths[1] - lengths[0] <= 1.1  # a leap day, an hour of the clock
    assert lengths[0] - lengths[1] <= 3.1  # a month that is shorter than this one has lasted


@any_time
@given(st.integers(1, 40_000), st.sampled_from(Span), st.floats(1, 31 * 86_400))
def test_no_bar_is_much_shorter_than_the_meters_step(
    length: int, span: Span, step_s: float
) -> None:
    first = date(2000, 1, 1)
    last = first + DAY * (length - 1)
    period = Period(span, first, last) if span in (Span.ALL, Span.RANGE) else Period.of(span, first)
    longest = {"15m": 900, "1h": 3600, "1d": 86_400, "1mo": 28 * 86_400}[resolution(period, step_s)]
    assert step_s < 1.2 * longest


@st.composite
def homes(draw: st.DrawFn) -> tuple[str, Period, dict[Role, pd.DataFrame]]:
    """Some days around any date of 2026, as quarter hours of a house with holes and estimates."""
    zone = draw(zones)
    first = draw(changing_days)
    period = Period.range(first, first + DAY * draw(st.integers(0, 9)))
    start, end = period.bounds(zone)
    count = int((end - start) / timedelta(minutes=15))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    roles = draw(st.sets(st.sampled_from([*ROLES]), min_size=1))
    return zone, period, {role: _random(start, count, rng) for role in sorted(roles)}


ROLES = (
    Role.CONSUMPTION, Role.PRODUCTION, Role.GRID_IMPORT, Role.GRID_EXPORT, Role.BATTERY_CHARGE,
    Role.BATTERY_DISCHARGE, Role.GAS,
)  # fmt: skip


def _random(start: datetime, count: int, rng: np.random.Generator) -> pd.DataFrame:
    covered = np.where(rng.random(count) < 0.1, rng.choice([0, 0.5]), 1.0)
    return series(start, rng.integers(0, 5000, count), covered=covered, estimated=covered * 0.3)


def told(home: tuple[str, Period, dict], part: Period) -> dict:
    zone, _, frames = home
    start, end = part.bounds(zone)
    cut = {r: f[(f["start"] >= start) & (f["start"] < end)] for r, f in frames.items()}
    index = pd.date_range(start, end, freq="15min", inclusive="left", name="start")
    house = house_of({r: [f] for r, f in cut.items() if r is not Role.GAS}, index)
    made = figures(Measured(cut, end - start, house), None, zone)
    return {figure.name: figure for figure in made}


SUMS = ("used", "produced", "bought", "sold", "charged", "discharged", "gas")


@few
@given(homes(), st.data())
def test_the_parts_of_a_period_sum_to_the_whole(home: tuple, data: st.DataObject) -> None:
    zone, period, _ = home
    cuts = data.draw(st.sets(st.integers(1, max(period.days - 1, 1))))
    edges = [0, *sorted(cut for cut in cuts if cut < period.days), period.days]
    parts = [
        Period.range(period.first + a * DAY, period.first + (b - 1) * DAY)
        for a, b in itertools.pairwise(edges)
    ]
    whole, split = told(home, period), [told(home, part) for part in parts]
    length = period.bounds(zone)[1] - period.bounds(zone)[0]
    for name in set(SUMS) & whole.keys():
        values = [part[name].value or 0.0 for part in split]
        assert sum(values) == pytest.approx(whole[name].value or 0.0, abs=1e-6)
        covered = sum(part[name].trust.coverage * part[name].trust.length_s for part in split)
        assert covered == pytest.approx(whole[name].trust.coverage * length.total_seconds())
    peaks = [part["peak"].value for part in split if "peak" in part]
    known = [peak for peak in peaks if peak is not None]
    assert max(known, default=None) == (whole["peak"].value if "peak" in whole else None)


@few
@given(homes())
def test_every_figure_is_covered_by_none_to_all(home: tuple) -> None:
    for figure in told(home, home[1]).values():
        assert 0 <= figure.trust.coverage <= 1
        assert sum(figure.trust.shares().values()) == pytest.approx(1)
        if figure.unit == "1":
            assert figure.value is None or 0 <= figure.value <= 1


@few
@given(homes(), st.data())
def test_a_comparison_turned_round_has_the_opposite_sign(home: tuple, data: st.DataObject) -> None:
    zone, period, frames = home
    offset = data.draw(st.integers(0, period.days - 1)) * DAY
    parts = [Period.range(period.first, period.first + offset), period]
    sides = []
    for part in parts:
        start, end = part.bounds(zone)
        cut = {r: f[(f["start"] >= start) & (f["start"] < end)] for r, f in frames.items()}
        sides.append(Measured(cut, end - start))
    there, back = (figures(*pair, zone) for pair in (sides, sides[::-1]))
    assert [one.name for one in there] == [one.name for one in back]
    for one, other in zip(there, back, strict=True):
        assert (one.change is None) == (other.change is None)
        if one.change is not None and other.change is not None:
            assert one.change == -other.change


@few
@given(homes())
def test_every_picture_shows_the_whole_energy(home: tuple) -> None:
    zone, period, frames = home
    frame = next(iter(frames.values()))
    wh = frame["amount"].sum()
    cells = carpet(frame, zone, period.bounds(zone))
    lengths = _cell_lengths(period, zone)
    seconds = np.array(
        [lengths[day.date(), hour] for day, hour in zip(cells["day"], cells["hour"], strict=True)]
    )
    assert len(cells) == len(lengths)
    assert (cells["kw"].fillna(0) * cells["covered"] * seconds).sum() / 3.6 == pytest.approx(wh)
    by_day = calendar(frame, zone, period.bounds(zone))
    assert len(by_day) == period.days
    assert by_day["kwh"].sum() * 1000 == pytest.approx(wh)
    curve = duration(frame)
    steps = np.diff(curve["hours"]) * curve["kw"].to_numpy()[:-1]
    assert steps.sum() * 1000 == pytest.approx(wh)
    assert (np.diff(curve["kw"]) <= 0).all()
    line = cumulative(frame, period, zone)
    assert line["kwh"].max() * 1000 == pytest.approx(wh)
    for shares in (cells["covered"], by_day["covered"], line["covered"].dropna()):
        assert shares.between(0, 1).all()


def _cell_lengths(period: Period, zone: str) -> dict[tuple[date, int], float]:
    """Seconds of each hour of the wall clock, counted by walking through it."""
    at = datetime.combine(period.first, time(), ZoneInfo(zone)).astimezone(UTC)
    out: dict[tuple[date, int], float] = {}
    while period.contains((local := at.astimezone(ZoneInfo(zone))).date()):
        key = local.date(), local.hour
        out[key] = out.get(key, 0) + 900
        at += timedelta(minutes=15)
    return out
