"""The parts of the page "History" that need no page: its address, its words, zooming, its
stacks and notes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pandas as pd
import pytest

from energy_core.analysis.figures import Figure
from energy_core.analysis.period import Compare, Period, Span
from energy_core.analysis.trust import Trust
from energy_core.model import Commodity, Kind, Meter, Role
from energy_core.services.history import Selection, What
from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.charts import Line, Window
from energy_core.ui.history import address, choices, notes, sentence, titles, zoom
from energy_core.ui.history.address import Shown
from energy_core.ui.history.balance import UNACCOUNTED, stack_parts
from energy_core.ui.history.flows import seen
from energy_core.ui.history.head import of_span
from energy_core.ui.history.marks import Mark, within
from energy_core.ui.history.power import twin
from energy_core.ui.words import speaking

PARIS = "Europe/Paris"
TODAY = date(2026, 5, 28)
HELD = date(2024, 1, 10), date(2026, 5, 28)
MAY = Period.of(Span.MONTH, TODAY)


def meter(id: int, slug: str, role: Role, unit: str = "W", name: str = "") -> Meter:
    kind = Kind.LEVEL if unit == "°C" else Kind.POWER
    commodity = {"W": Commodity.ELECTRICITY, "m³": Commodity.GAS}.get(unit, Commodity.NONE)
    return Meter(id, 1, slug, name or slug, role, commodity, kind, unit, unit)


METERS = [
    meter(1, "house", Role.CONSUMPTION), meter(2, "pv", Role.PRODUCTION),
    meter(3, "pv2", Role.PRODUCTION), meter(4, "ev", Role.EV), meter(5, "gas", Role.GAS, "m³"),
]  # fmt: skip


def shown(period: Period = MAY, **changes) -> Shown:
    plain = Shown(
        period, Compare.PREVIOUS, None, Selection(), True, None, False, TODAY, HELD, PARIS
    )
    return plain.but(**changes)


def read(query: dict[str, str]) -> Shown:
    return address.read(query, TODAY, HELD, PARIS, METERS)


# -- the address


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(shown(), id="this month"),
        pytest.param(shown(Period.of(Span.DAY, date(2026, 3, 29))), id="a day"),
        pytest.param(shown(Period.of(Span.WEEK, TODAY)), id="a week"),
        pytest.param(shown(Period(Span.ALL, *HELD), compare=Compare.NONE), id="all"),
        pytest.param(shown(Period.range(date(2026, 5, 3), date(2026, 5, 20))), id="a range"),
        pytest.param(shown(compare=Compare.NONE), id="compared with nothing"),
        pytest.param(shown(compare=Compare.RANGE, other=date(2025, 2, 1)), id="with another"),
        pytest.param(shown(selection=Selection(What.METERS, ("ev", "pv"))), id="meters"),
        pytest.param(shown(selection=Selection(What.ROLE, ("production",))), id="a role"),
        pytest.param(shown(selection=Selection(What.SUBMETERS)), id="the uses"),
        pytest.param(shown(estimated=False, tables=True), id="switches"),
        pytest.param(
            shown(
                Period.of(Span.DAY, TODAY),
                zoom=(datetime(2026, 5, 28, 8, 5, 7, tzinfo=UTC),
                      datetime(2026, 5, 28, 9, tzinfo=UTC)),
            ),
            id="a zoom",
        ),
    ],
)  # fmt: skip
def test_a_view_comes_back_from_its_address(view: Shown) -> None:
    assert read(address.written(view)) == view


def test_the_usual_view_has_a_short_address() -> None:
    assert address.written(shown()) == {"period": "2026-05"}


@pytest.mark.parametrize(
    "query",
    [
        {"period": "2026-13", "compare": "moon", "what": "meters:nobody"},
        {"period": "<script>", "zoom": "a..b", "tables": "yes"},
        {"zoom": "2026-05-01T00:00..2026-05-02T00:00", "what": "role:nothing"},
        {"zoom": "2020-01-01T00:00:00Z..2020-01-02T00:00:00Z"},
        {"zoom": "0001-01-01T00:00:00+14:00..9999-12-31T23:59:59-14:00"},
    ],
)
def test_a_mistyped_address_shows_the_usual_view(query: dict[str, str]) -> None:
    assert read(query) == shown()


def test_a_zoom_stays_within_its_period() -> None:
    query = {"period": "2026-05-28", "zoom": "2026-05-27T00:00:00Z..2026-05-28T03:00:00Z"}
    assert read(query).zoom == (
        datetime(2026, 5, 27, 22, tzinfo=UTC), datetime(2026, 5, 28, 3, tzinfo=UTC)
    )  # fmt: skip


def test_another_period_is_seen_whole() -> None:
    zoomed = shown(zoom=(datetime(2026, 5, 3, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)))
    assert zoomed.but(period=MAY.stepped(-1)).zoom is None
    assert zoomed.but(tables=True).zoom is not None


def test_one_steps_only_where_something_is() -> None:
    assert (shown().may_go_back, shown().may_go_on) == (True, False)
    first = shown(Period.of(Span.MONTH, HELD[0]))
    assert (first.may_go_back, first.may_go_on) == (False, True)
    whole = shown(Period(Span.ALL, *HELD))
    assert (whole.may_go_back, whole.may_go_on) == (False, False)


@pytest.mark.parametrize(
    ("span", "period"),
    [
        (Span.DAY, Period.of(Span.DAY, TODAY)),
        (Span.WEEK, Period.of(Span.WEEK, TODAY)),
        (Span.YEAR, Period.of(Span.YEAR, TODAY)),
        (Span.RANGE, Period.range(date(2026, 5, 1), TODAY)),
    ],
)
def test_another_length_shows_the_last_of_what_was_seen(span: Span, period: Period) -> None:
    assert of_span(span, shown()) == period


# -- what may be looked at


def test_a_role_is_offered_where_several_meters_have_it() -> None:
    offered = [one.written() for one in choices.offered(METERS)]
    assert offered[:3] == ["house", "submeters", "role:production"]
    assert "role:consumption" not in offered
    assert {"meters:pv", "meters:gas"} <= set(offered)
    assert not any(one.startswith("commodity") for one in offered)


def test_every_choice_has_a_name_in_both_languages() -> None:
    for language in ("en", "fr"):
        with speaking(language):
            names = [choices.title(one, METERS) for one in choices.offered(METERS)]
            assert all(names)
            assert len(set(names)) == len(names)


# -- words


@pytest.mark.parametrize(
    ("period", "said"),
    [
        pytest.param(MAY, "May 2026", id="month"),
        pytest.param(Period.of(Span.YEAR, TODAY), "2026", id="year"),
        pytest.param(Period.of(Span.DAY, TODAY), "Thursday 28\u00a0May\u00a02026", id="day"),
        pytest.param(
            Period.of(Span.WEEK, TODAY), "Week 22 · 25 – 31\u00a0May\u00a02026", id="week"
        ),
        pytest.param(
            Period.range(date(2025, 12, 30), date(2026, 1, 2)),
            "30\u00a0December\u00a02025 – 2\u00a0January\u00a02026",
            id="over a year",
        ),
    ],
)
def test_a_period_is_called_as_people_do(period: Period, said: str) -> None:
    with speaking("en"):
        assert titles.title(period) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (Period.of(Span.MONTH, date(2026, 4, 1)), "than in the 30 days before"),
        (Period(Span.MONTH, date(2026, 4, 1), date(2026, 4, 28)), "than in April 2026 by the same day"),
        (Period.of(Span.MONTH, date(2025, 5, 1)), "than in May 2025"),
    ],
)  # fmt: skip
def test_what_is_compared_with_is_said(before: Period, said: str) -> None:
    with speaking("en"):
        assert titles.than(before, MAY) == said


def test_the_days_of_february_are_not_called_a_cut_month() -> None:
    assert not titles.is_cut(Period.of(Span.MONTH, date(2026, 2, 1)))
    assert titles.is_cut(Period(Span.YEAR, date(2025, 1, 1), date(2025, 5, 28)))


def known(name: str, value: float, before: float | None) -> Figure:
    return Figure(name, value, "Wh", before, Trust(1.0, 0.0, 0.0, 0.0, 86_400.0))


def test_why_more_was_bought_is_said_only_where_it_is_plain() -> None:
    figures = {
        "bought": known("bought", 180e3, 260e3), "produced": known("produced", 519e3, 434e3),
        "used": known("used", 489e3, 490e3),
    }  # fmt: skip
    with speaking("en"):
        assert sentence.reasons(figures) == ["more sun"]
    with speaking("fr"):
        assert sentence.reasons(figures) == ["plus de soleil"]


@pytest.mark.parametrize(
    ("bought", "produced", "used", "said"),
    [
        pytest.param((200, 100), (300, 200), (500, 300), ["more was used"], id="more, despite the sun"),
        pytest.param((100, 200), (100, 200), (200, 400), ["less was used"], id="less, despite less sun"),
        pytest.param((100, 200), (300, 200), (400, 400), ["more sun"], id="less, for the sun"),
        pytest.param((200, 100), (100, 200), (300, 300), ["less sun"], id="more, for want of sun"),
        pytest.param((100, 100), (300, 200), (400, 300), [], id="no change"),
    ],
)  # fmt: skip
def test_a_reason_never_contradicts_what_it_explains(
    bought: tuple[int, int], produced: tuple[int, int], used: tuple[int, int], said: list[str]
) -> None:
    sides = {"bought": bought, "produced": produced, "used": used}
    figures = {name: known(name, now * 1e3, before * 1e3) for name, (now, before) in sides.items()}
    with speaking("en"):
        assert sentence.reasons(figures) == said


def test_coverage_never_says_more_than_is_so() -> None:
    with speaking("en"):
        trust = Trust(0.96, 0.01, 0.0, 0.03, 30 * 86_400.0)
        assert sentence.coverage(trust) == (
            "96\u00a0% measured · 1\u00a0% estimated · 22\u00a0hours missing"
        )


# -- zooming


def utc(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("low", "high", "period"),
    [
        pytest.param(utc(3, 9), utc(9, 4), Period.range(date(2026, 5, 3), date(2026, 5, 9)), id="days"),
        pytest.param(utc(3, 1), utc(3, 20), Period.of(Span.DAY, date(2026, 5, 3)), id="one day"),
    ],
)  # fmt: skip
def test_bars_of_days_are_chosen_whole(low: datetime, high: datetime, period: Period) -> None:
    closer = zoom.closer(shown(), low, high, Resolution.DAY)
    assert (closer.period, closer.zoom) == (period, None)


def test_bars_of_months_are_chosen_whole() -> None:
    year = shown(Period.of(Span.YEAR, TODAY))
    one = zoom.closer(year, utc(3), utc(20), Resolution.MONTH)
    assert one.period == MAY
    three = zoom.closer(year, utc(3) - timedelta(days=50), utc(20), Resolution.MONTH)
    assert three.period == Period.range(date(2026, 3, 1), date(2026, 5, 31))


def test_hours_of_a_line_are_a_day_seen_closer() -> None:
    closer = zoom.closer(shown(), utc(3, 8), utc(3, 10, 30), Resolution.QUARTER)
    assert closer.period == Period.of(Span.DAY, date(2026, 5, 3))
    assert closer.zoom == (utc(3, 8), utc(3, 10, 30))
    again = zoom.closer(closer, utc(3, 9), utc(3, 9, 5), Resolution.RAW)
    assert again.zoom == (utc(3, 9), utc(3, 9, 5))


def test_a_slip_of_the_pointer_is_no_zoom() -> None:
    assert zoom.closer(shown(), utc(3), utc(3), Resolution.QUARTER) == shown()


# -- frames


def quarters(count: int, start: str = "2026-10-24T22:00Z", **columns) -> pd.DataFrame:
    """From the midnight in Paris on which 25 hours follow."""
    starts = pd.date_range(start, periods=count, freq="15min", unit="us")
    plain = {
        "length_s": 900.0, "amount": 250.0, "mean": 1000.0, "min": 1000.0, "max": 1000.0,
        "covered_s": 900.0, "estimated_s": 0.0, "corrected_s": 0.0,
    }  # fmt: skip
    return pd.DataFrame({"start": starts, **plain, **columns})


def test_a_stack_holds_all_of_its_uses_and_what_is_left() -> None:
    uses = {name: quarters(4, amount=wh) for name, wh in zip("abcde", (5, 4, 3, 2, 1), strict=True)}
    parts = stack_parts(uses, quarters(4, amount=-1.0).assign(amount=[7.0, 7.0, -2.0, 7.0]))
    sums = parts.groupby("part", sort=False)["kwh"].sum()
    assert list(sums.index) == ["a", "b", "rest", UNACCOUNTED]
    assert sums["rest"] == pytest.approx(4 * (3 + 2 + 1) / 1000)
    assert sums[UNACCOUNTED] == pytest.approx(0.021)


def test_hairlines_are_left_out_of_the_flows() -> None:
    links = pd.DataFrame(
        {"source": ["sun", "grid"], "target": ["home", "charged"], "kwh": [500.0, 0.03]}
    )
    assert seen(links)["source"].tolist() == ["sun"]


def test_of_several_lines_each_row_has_its_name_and_no_amount() -> None:
    lines = [Line.of(name, quarters(8, mean=mean)) for name, mean in (("in", 19.0), ("out", 4.0))]
    with speaking("en"):
        told = charts.table(twin(lines), PARIS, "°C")
        alone = charts.table(twin(lines[:1]), PARIS, "°C")
    heads = ["When", "Mean, °C", "Lowest, °C", "Highest, °C"]
    assert list(told) == ["When", "Meter", *heads[1:]]
    assert list(alone) == heads
    assert dict(zip(told["Meter"], told["Mean, °C"], strict=True)) == {"in": "19.00", "out": "4.00"}


# -- notes


def mark(start: datetime, end: datetime | None) -> Mark:
    return Mark("", "note", start, end, "Whole house", "")


def test_only_what_reaches_into_a_window_stands_on_it() -> None:
    window = Window(utc(3, 8), utc(3, 10), PARIS)
    over = [mark(utc(1), utc(2)), mark(utc(2), utc(2)), mark(utc(1), utc(3, 8))]
    inside = [
        mark(utc(3, 8), utc(3, 8)), mark(utc(1), utc(3, 9)), mark(utc(1), None),
        mark(utc(3, 9), utc(4)),
    ]  # fmt: skip
    assert within([*over, *inside], window) == inside


def test_a_note_is_of_whole_days_or_of_a_moment() -> None:
    days = (date(2026, 3, 28), date(2026, 3, 29))  # the second has 23 hours
    start, end = notes.bounds(days, None, PARIS)
    assert end is not None
    assert end - start == timedelta(hours=47)
    moment, nothing = notes.bounds(days[:1], time(12, 30), PARIS)
    assert moment.astimezone(UTC) == datetime(2026, 3, 28, 11, 30, tzinfo=UTC)
    assert nothing is None


def test_a_use_that_was_silent_takes_no_part_in_a_stack() -> None:
    silent = quarters(4, covered_s=0.0, amount=0.0)
    parts = stack_parts({"oven": quarters(4, amount=5.0), "car": silent}, None)
    assert set(parts["part"]) == {"oven"}
    assert parts["start"].notna().all()
