"""The time axis: real instants, and the site's clock in every word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from energy_core.analysis.period import Period, Span
from energy_core.store import Resolution
from energy_core.ui.axes import NUMBERS
from energy_core.ui.charts import Window, beside, chosen_span, energy_chart, of_energy
from energy_core.ui.charts.clock import gaps, placed
from energy_core.ui.charts.ticks import ticks
from energy_core.ui.charts.words import amount_words, date_words, moment_words, span_words
from energy_core.ui.words import speaking
from tests.support.drawn import layers, said, words
from tests.support.periods_of_power import by_day, series

PARIS = "Europe/Paris"


def window(span: Span, day: date, timezone: str = PARIS) -> Window:
    return Window(*Period.of(span, day).bounds(timezone), timezone)


def ms(*local: int, timezone: str = PARIS) -> float:
    return datetime(*local, tzinfo=ZoneInfo(timezone)).timestamp() * 1000


def names(where: Window, centred: bool = False) -> list[str]:
    return [name for _at, name in ticks(where.start, where.end, where.timezone, centred)]


@pytest.mark.parametrize(
    ("day", "timezone", "hours"),
    [
        pytest.param(date(2026, 3, 29), PARIS, 23, id="spring in Paris"),
        pytest.param(date(2026, 10, 25), PARIS, 25, id="autumn in Paris"),
        pytest.param(date(2026, 4, 5), "Australia/Sydney", 25, id="autumn in Sydney"),
        pytest.param(date(2026, 3, 8), "America/New_York", 23, id="spring in New York"),
        pytest.param(date(2026, 4, 5), "Australia/Lord_Howe", 24.5, id="autumn on Lord Howe"),
    ],
)
def test_a_day_is_as_wide_as_it_is_long_and_noon_stands_at_noon(
    day: date, timezone: str, hours: float
) -> None:
    where = window(Span.DAY, day, timezone)
    low, high = where.edges
    assert high - low == hours * 3_600_000
    with speaking("en"):
        named = ticks(where.start, where.end, timezone, centred=False)
    assert [name for _at, name in named] == ["00:00", "06:00", "12:00", "18:00", "24:00"]
    local = [at.astimezone(ZoneInfo(timezone)) for at, _name in named]
    assert [at.hour for at in local] == [0, 6, 12, 18, 0]


def test_a_month_names_some_days_and_a_year_its_months() -> None:
    with speaking("en"):
        assert names(window(Span.MONTH, date(2026, 5, 1))) == ["1", "5", "10", "15", "20", "25"]
        assert names(window(Span.YEAR, date(2026, 5, 1)))[:3] == ["Jan", "Feb", "Mar"]
        assert names(window(Span.WEEK, date(2026, 5, 27)))[:2] == ["Mon 25", "Tue 26"]


def test_months_of_bars_are_named_in_their_middle() -> None:
    where = window(Span.YEAR, date(2026, 5, 1))
    with speaking("en"):
        january, _name = ticks(where.start, where.end, PARIS, centred=True)[0]
    assert january.astimezone(ZoneInfo(PARIS)).date() == date(2026, 1, 16)


def test_more_than_two_years_are_named_by_year() -> None:
    bounds = Period.range(date(2022, 6, 1), date(2026, 5, 31)).bounds(PARIS)
    with speaking("en"):
        assert names(Window(*bounds, PARIS), centred=True) == [
            "2022",
            "2023",
            "2024",
            "2025",
            "2026",
        ]


def test_an_hour_drawn_over_is_named_by_its_minutes() -> None:
    start = datetime(2026, 5, 28, 12, 0, tzinfo=UTC)
    with speaking("fr"):
        found = names(Window(start, start + timedelta(hours=1), PARIS))
    assert found[:3] == ["14\u00a0h", "14\u00a0h\u00a005", "14\u00a0h\u00a010"]


def test_rows_are_placed_by_instant_and_told_by_the_wall_clock() -> None:
    repeated = [datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1)]  # twice 2 o'clock
    rows = placed(series(repeated, [3600, 3600], [1, 1]), PARIS)
    assert rows["start"].diff().iloc[1] == 3_600_000
    assert rows["clock"].nunique() == 1
    assert rows["end"].iloc[0] == rows["start"].iloc[1]


def test_gaps_are_what_no_row_covers() -> None:
    where = window(Span.MONTH, date(2026, 5, 1))
    days = by_day(date(2026, 5, 1), [1.0] * 31, PARIS).drop(index=[0, 10, 11, 30])
    found = gaps(days, where)
    assert (found["length_s"] / 86_400).tolist() == [1, 2, 1]
    assert (found["start"].dt.tz_convert(PARIS).dt.day).tolist() == [1, 11, 31]
    assert gaps(by_day(date(2026, 5, 1), [1.0] * 31, PARIS), where).empty
    assert gaps(days.iloc[:0], where)["length_s"].tolist() == [31 * 86_400]


def test_another_month_is_laid_under_this_one_day_by_day() -> None:
    october = by_day(date(2026, 10, 1), [float(n) for n in range(31)], PARIS)
    under = beside(october, date(2026, 11, 1), date(2026, 10, 1), PARIS, Resolution.DAY)
    local = under["start"].dt.tz_convert(PARIS)
    assert local.dt.hour.unique().tolist() == [0]
    assert local.dt.day.iloc[:30].tolist() == list(range(1, 31))
    assert under["was"].equals(october["start"])


def test_another_year_is_laid_under_this_one_month_by_month_over_a_leap_day() -> None:
    starts = [Period.of(Span.MONTH, date(2024, n, 1)).bounds(PARIS) for n in range(1, 13)]
    lengths = [(end - start).total_seconds() for start, end in starts]
    leap = series([start for start, _end in starts], lengths, [1.0] * 12)
    under = beside(leap, date(2026, 1, 1), date(2024, 1, 1), PARIS, Resolution.MONTH)
    local = under["start"].dt.tz_convert(PARIS)
    assert local.dt.month.tolist() == list(range(1, 13))
    assert set(zip(local.dt.year, local.dt.day, strict=True)) == {(2026, 1)}


def test_what_is_drawn_over_is_a_span_of_seconds() -> None:
    assert chosen_span({"zoom": {"start": [2000.0, 1000.0]}}) == (1.0, 2.0)
    assert chosen_span({"zoom": {}}) is None
    assert chosen_span({}) is None
    assert chosen_span({"zoom": {"start": [1000.0, 1000.0]}}) is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Friday 1\u00a0May 2026, 17:05"), ("fr", "vendredi 1er\u00a0mai 2026, 17 h 05")],
)
def test_a_tooltip_says_date_and_time_as_the_language_writes_them(
    language: str, expected: str
) -> None:
    clock = datetime(2026, 5, 1, 17, 5, tzinfo=UTC).timestamp() * 1000
    with speaking(language):
        found = said(moment_words("datum.clock"), clock=clock)
        assert found.replace("\u00a0h\u00a0", " h ") == expected
        assert said(date_words("datum.clock"), clock=clock) == expected.split(",")[0]
        assert said(span_words(Resolution.MONTH), clock=clock).endswith("2026")


@pytest.mark.parametrize(
    ("datum", "expected"),
    [
        pytest.param({"covered": 1, "estimated": 0}, "12,4\u00a0kWh (mesuré)", id="all measured"),
        pytest.param(
            {"covered": 0.999, "estimated": 0}, "12,4\u00a0kWh (99\u00a0% mesuré)", id="never 100"
        ),
        pytest.param(
            {"covered": 1, "estimated": 0.25},
            "12,4\u00a0kWh (75\u00a0% mesuré, 25\u00a0% estimé)",
            id="estimated",
        ),
    ],
)
def test_a_tooltip_says_how_much_was_measured(datum: dict[str, float], expected: str) -> None:
    config = {"locale": {"number": NUMBERS["fr"]}}
    with speaking("fr"):
        expression = amount_words("kwh", "kWh", 1, ["kwh", "covered", "estimated"])
    assert said(expression, config, kwh=12.41, **datum) == expected


def test_nothing_is_a_dash_and_never_zero() -> None:
    assert said(amount_words("kwh", "kWh", 1), kwh=None, other=1) == "—"


def test_the_axis_that_is_drawn_has_these_names() -> None:
    days = by_day(date(2026, 5, 1), [10.0] * 31, PARIS)
    with speaking("fr"):
        chart = energy_chart(days, window(Span.MONTH, date(2026, 5, 1)), of_energy("Wh"))
        drawn = words(chart)
    assert [text for text in drawn if text in {"1", "5", "10", "15", "20", "25"}][:6] == [
        "1", "5", "10", "15", "20", "25",
    ]  # fmt: skip
    axis = layers(chart, "bar")[0]["encoding"]["x"]
    assert axis["scale"]["domain"] == [ms(2026, 5, 1), ms(2026, 6, 1)]
