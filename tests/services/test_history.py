"""What the history page is given: every frame, against what the store says of each meter alone."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from energy_core.analysis import sums
from energy_core.analysis.balance import by_source, house_of
from energy_core.analysis.figures import UNPRICED, Rates, figures
from energy_core.analysis.period import Compare, Period, Span
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Prices, Role
from energy_core.services.corrections import Asked, Correcting
from energy_core.services.history import (
    Selection,
    Side,
    View,
    What,
    download,
    everything,
    heating,
    line,
    looked,
    twelve_months,
    view,
)
from energy_core.services.history import side as history_side
from energy_core.store import Resolution, Store

ZONE = "Europe/Paris"
START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 10, tzinfo=UTC)
NOW = datetime(2026, 5, 9, 12, tzinfo=UTC)
MARCH = Period.of(Span.MONTH, date(2026, 3, 1))  # the clock changes on the 29th
APRIL = Period.of(Span.MONTH, date(2026, 4, 1))
COMPARED = ["start", "length_s", "amount", "mean", "covered_s", "estimated_s", "corrected_s"]
WHOLE = Selection()
WATTS = {
    "import": (Role.GRID_IMPORT, 900.0), "export": (Role.GRID_EXPORT, 300.0),
    "pv": (Role.PRODUCTION, 1200.0), "ev": (Role.EV, 400.0), "oven": (Role.SUBMETER, 200.0),
    "grill": (Role.SUBMETER, 50.0),
}  # fmt: skip


def spec(slug: str, role: Role, kind: Kind = Kind.POWER, unit: str = "W") -> MeterSpec:
    commodity = {"W": Commodity.ELECTRICITY, "m³": Commodity.GAS}.get(unit, Commodity.NONE)
    return MeterSpec(slug, kind, role, commodity, unit, unit, step_s=900)


@pytest.fixture
def house(store: Store) -> Store:
    """Ten weeks of quarter hours, at random around WATTS, of which one in fifty is lost."""
    store.create_meters([spec(slug, role) for slug, (role, _) in WATTS.items()])
    store.create_meters([spec("gas", Role.GAS, Kind.INTERVAL, "m³")])
    store.create_meters([spec("temperature.outdoor", Role.TEMPERATURE, Kind.LEVEL, "°C")])
    store.create_meters([spec("temperature.indoor", Role.TEMPERATURE, Kind.LEVEL, "°C")])
    store.change_meter("grill", parent=store.meter("oven").id)
    rng = np.random.default_rng(6)
    stamps = np.arange(*(int(at.timestamp()) * 10**6 for at in (START, END)), 900 * 10**6)
    for meter in store.meters():
        kept = stamps[rng.random(len(stamps)) > 0.02]
        level = WATTS.get(meter.slug, (None, 10.0))[1]
        values = np.round(level * rng.uniform(0.5, 1.5, len(kept)), 1)
        id = np.full(len(kept), meter.id, np.int32)
        store.ingest(Readings(id, kept, values), "a test").result()
    return store


def seen(
    store: Store, selection: Selection = WHOLE, compare: Compare = Compare.NONE,
    period: Period = APRIL,
) -> View:  # fmt: skip
    return view(store, period, compare, selection, ZONE, NOW)


def alone(store: Store, slug: str, period: Period, resolution: Resolution) -> pd.DataFrame:
    return store.series(store.meter(slug), *period.bounds(ZONE), resolution, ZONE)


@pytest.mark.parametrize("period", [MARCH, APRIL], ids=["with a change of the clock", "without"])
def test_each_role_and_each_part_is_what_the_store_says_of_its_meter(
    house: Store, period: Period
) -> None:
    shown = seen(house, period=period)
    assert shown.resolution is Resolution.DAY
    for slug in ("import", "export", "pv"):
        own = shown.now.roles[WATTS[slug][0]]
        pd.testing.assert_frame_equal(own, alone(house, slug, period, Resolution.DAY))
    assert list(shown.now.parts) == ["ev", "oven"]  # the grill is a part of the oven
    for slug, part in shown.now.parts.items():
        pd.testing.assert_frame_equal(part, alone(house, slug, period, Resolution.DAY))


def test_what_the_house_used_is_what_came_in_less_what_went_out(house: Store) -> None:
    now = seen(house).now
    for frame, resolution in ((now.bars, Resolution.DAY), (now.fine, Resolution.QUARTER)):
        pv, bought, sold = (alone(house, n, APRIL, resolution) for n in ("pv", "import", "export"))
        wanted = sums.added([pv, bought, sold], [1, 1, -1])
        assert frame is not None
        pd.testing.assert_frame_equal(frame[COMPARED], wanted[COMPARED])


def test_what_no_part_explains_is_left_as_the_rest(house: Store) -> None:
    now = seen(house, Selection(What.SUBMETERS)).now
    assert now.rest is not None and now.bars is not None
    explained = sum(part["amount"].sum() for part in now.parts.values())
    assert now.rest["amount"].sum() == pytest.approx(now.bars["amount"].sum() - explained)


def test_the_house_by_quarter_hour_is_the_one_of_the_live_page(house: Store) -> None:
    start, end = APRIL.bounds(ZONE)
    series = {
        WATTS[slug][0]: [alone(house, slug, APRIL, Resolution.QUARTER)]
        for slug in ("import", "export", "pv")
    }
    quarters = pd.date_range(start, end, freq="15min", inclusive="left", name="start", unit="us")
    wanted = house_of(series, quarters)
    found = seen(house).now.measured.house
    pd.testing.assert_frame_equal(
        by_source(found.powers), by_source(wanted.powers), check_freq=False
    )
    for role in wanted.energies:
        pd.testing.assert_frame_equal(found.energies[role], wanted.energies[role], check_freq=False)


def test_the_figures_of_a_period_and_their_changes_can_be_made_of_it(house: Store) -> None:
    shown = seen(house, compare=Compare.PREVIOUS)
    assert shown.before is not None
    made = {f.name: f for f in figures(shown.now.measured, shown.before.measured, ZONE)}
    assert made["bought"].value == alone(house, "import", APRIL, Resolution.DAY)["amount"].sum()
    assert {"used", "produced", "self_sufficiency", "base_load", "peak", "gas"} <= set(made)
    assert made["gas"].unit == "m³"


def test_what_a_period_cost_is_the_sum_of_what_its_quarter_hours_did(house: Store) -> None:
    house.prices.put(Prices(0.25, 0.1, 60.0))
    shown = seen(house)
    made = {f.name: f for f in figures(shown.now.measured, None, ZONE, shown.rates)}
    paid = grams = 0.0
    for slug, price, carbon in (("import", 0.25, 60.0), ("export", -0.1, 0.0)):
        for wh in alone(house, slug, APRIL, Resolution.QUARTER)["amount"].tolist():
            paid += wh / 1000 * price
            grams += wh / 1000 * carbon
    assert made["cost"].value == pytest.approx(paid)
    assert made["carbon"].value == pytest.approx(grams)
    assert (made["cost"].unit, made["saved"].unit) == ("EUR", "EUR")


def test_new_prices_are_seen_at_once_and_never_of_a_part_of_the_house(house: Store) -> None:
    assert seen(house).rates.prices == Prices()
    house.prices.put(Prices(bought=0.3))
    assert seen(house).rates == Rates(Prices(bought=0.3), "EUR")
    assert seen(house, Selection(What.METERS, ("ev",))).rates == UNPRICED


def test_a_period_that_goes_on_is_compared_with_the_same_part_of_the_other(house: Store) -> None:
    may = Period.of(Span.MONTH, date(2026, 5, 1))
    shown = seen(house, compare=Compare.PREVIOUS, period=may)
    assert shown.before is not None
    assert shown.now.end == NOW
    assert shown.before.end - shown.before.start == shown.now.end - shown.now.start


def test_without_a_period_before_there_is_nothing_to_compare_with(house: Store) -> None:
    assert seen(house).before is None
    whole = everything(house, ZONE, NOW.date())
    assert seen(house, compare=Compare.PREVIOUS, period=whole).before is None
    assert (whole.first, whole.last) == (date(2026, 3, 1), date(2026, 5, 10))


@pytest.mark.parametrize(
    ("selection", "slugs", "figure"),
    [
        pytest.param(Selection(What.METERS, ("pv",)), ["pv"], "produced", id="one meter"),
        pytest.param(Selection(What.METERS, ("ev", "oven")), ["ev", "oven"], "used", id="several"),
        pytest.param(Selection(What.COMMODITY, ("gas",)), ["gas"], "gas", id="a commodity"),
        pytest.param(Selection(What.ROLE, ("ev",)), ["ev"], "used", id="a role"),
        pytest.param(Selection(What.ROLE, ("submeter",)), ["oven"], "used", id="outermost only"),
    ],
)
def test_what_is_chosen_is_added_up(
    house: Store, selection: Selection, slugs: list[str], figure: str
) -> None:
    now = seen(house, selection).now
    assert list(now.parts) == slugs
    total = sum(alone(house, slug, APRIL, Resolution.DAY)["amount"].sum() for slug in slugs)
    assert now.bars is not None
    assert now.bars["amount"].sum() == pytest.approx(total)
    made = {f.name: f.value for f in figures(now.measured, None, ZONE)}
    assert made[figure] == pytest.approx(total)


def test_meters_of_different_units_have_no_sum(house: Store) -> None:
    now = seen(house, Selection(What.METERS, ("pv", "gas"))).now
    assert list(now.parts) == ["pv", "gas"]
    assert now.bars is None and now.fine is None


def test_a_level_has_no_figures_but_its_values(house: Store) -> None:
    now = seen(house, Selection(What.METERS, ("temperature.indoor",))).now
    assert figures(now.measured, None, ZONE) == []
    assert now.fine is not None
    assert now.fine["mean"].between(5, 15).all()


@pytest.mark.parametrize(
    "selection",
    [
        Selection(), Selection(What.SUBMETERS), Selection(What.METERS, ("a b", "ü:1", "c,d", "5 %2C")),
        Selection(What.ROLE, ("ev",)),
    ],
)  # fmt: skip
def test_a_selection_is_read_as_it_was_written(selection: Selection) -> None:
    assert Selection.read(selection.written()) == selection


@pytest.mark.parametrize("text", ["", "nothing", "meters", "meters:", "house:pv", "role:,"])
def test_a_selection_that_says_nothing_is_the_house(text: str) -> None:
    assert Selection.read(text) == Selection()


def test_a_house_whose_meters_do_not_tell_its_use_shows_none(store: Store) -> None:
    store.create_meters([spec("pv", Role.PRODUCTION)])
    stamps = np.arange(int(START.timestamp()) * 10**6, int(END.timestamp()) * 10**6, 900 * 10**6)
    id = np.full(len(stamps), store.meter("pv").id, np.int32)
    store.ingest(Readings(id, stamps, np.full(len(stamps), 500.0)), "a test").result()
    now = seen(store).now
    assert now.roles[Role.PRODUCTION]["amount"].sum() == pytest.approx(30 * 24 * 500)
    assert now.bars is None and now.fine is None and now.rest is None


def test_an_empty_house_has_an_empty_view(store: Store) -> None:
    shown = seen(store, compare=Compare.PREVIOUS)
    assert shown.now.roles == {} and shown.now.parts == {}
    assert shown.now.bars is None
    assert figures(shown.now.measured, None, ZONE) == []
    assert twelve_months(store, shown.looked, APRIL, ZONE, NOW) is None
    assert heating(store, APRIL, ZONE, NOW) is None
    assert line(store, shown.looked, START, END, ZONE)[0] is None


def test_the_calendar_has_a_year_of_days(house: Store) -> None:
    shown = seen(house)
    days = twelve_months(house, shown.looked, APRIL, ZONE, NOW)
    assert days is not None and shown.now.bars is not None
    april = days[days["start"] >= APRIL.bounds(ZONE)[0]]
    pd.testing.assert_frame_equal(april.reset_index(drop=True), shown.now.bars)
    assert len(days) == 61 and days["length_s"].min() == 23 * 3600


def test_a_line_is_made_of_single_readings_where_they_are_few(house: Store) -> None:
    shown = seen(house, Selection(What.METERS, ("pv",)))
    day = APRIL.bounds(ZONE)[0]
    frame, resolution = line(house, shown.looked, day, day + timedelta(hours=6), ZONE)
    assert resolution is Resolution.RAW
    assert frame is not None
    raw = house.series(house.meter("pv"), day, day + timedelta(hours=6), Resolution.RAW, ZONE)
    pd.testing.assert_frame_equal(frame, raw)
    assert line(house, seen(house).looked, day, day + timedelta(hours=6), ZONE)[1] == "15m"


def test_the_heating_is_set_beside_the_weather_outside(house: Store) -> None:
    found = heating(house, APRIL, ZONE, NOW)
    assert found is not None
    assert found.meter.slug == "gas"
    outside: Meter = house.meter("temperature.outdoor")
    wanted = house.series(outside, START, APRIL.bounds(ZONE)[1], Resolution.DAY, ZONE)
    assert found.temperature["mean"].tolist() == pytest.approx(wanted["mean"].tolist())


def test_what_happened_is_marked_in_order(house: Store) -> None:
    start = APRIL.bounds(ZONE)[0]
    later, earlier = start + timedelta(days=9), start + timedelta(days=2)
    house.notes.add(None, later, later, "Guests", "Ada")
    house.notes.add(house.meter("oven"), earlier, later, "Bread", "Ada")
    house.notes.add(house.meter("temperature.indoor"), earlier, later, "Window", "Ada")
    house.notes.add(None, start - timedelta(days=1), start, "Before", "Ada")
    asked = Asked(house.meter("pv"), "scale", earlier, later, {"factor": 2.0}, "shade", "Ada")
    Correcting(house).add(asked)
    marks = seen(house).marks
    assert [note.words for note in marks.notes] == ["Bread", "Guests"]
    assert [c.reason for c in marks.corrections] == ["shade"]


def downloaded(store: Store, format: str, compare: Compare = Compare.NONE) -> bytes:
    made = download(seen(store, compare=compare), format, NOW)
    assert made.name == f"energy-house-2026-04-01-2026-04-30-1d.{format}"
    return b"".join(made.pieces)


def test_what_is_downloaded_is_what_is_shown(house: Store) -> None:
    table = pd.read_csv(io.BytesIO(downloaded(house, "csv")))
    now = seen(house).now
    assert now.bars is not None and now.rest is not None
    assert table["start"].iloc[0] == "2026-04-01T00:00:00+02:00"
    assert table["end"].iloc[-1] == "2026-05-01T00:00:00+02:00"
    for column, frame in (
        ("pv energy per interval (Wh)", now.roles[Role.PRODUCTION]),
        ("oven energy per interval (Wh)", now.parts["oven"]),
        ("house used energy per interval (Wh)", now.bars),
        ("house rest energy per interval (Wh)", now.rest),
    ):
        assert table[column].tolist() == pytest.approx(frame["amount"].tolist())


def test_every_format_says_the_same(house: Store) -> None:
    shown = pd.read_csv(io.BytesIO(downloaded(house, "csv")))
    stored = pd.read_parquet(io.BytesIO(downloaded(house, "parquet")))
    book = CalamineWorkbook.from_filelike(io.BytesIO(downloaded(house, "xlsx")))
    rows = book.get_sheet_by_index(0).to_python()
    for number, name in enumerate(shown.columns[2:], 2):
        assert stored[name].tolist() == shown[name].tolist()
        cells = [row[number] for row in rows[1:]]
        if name.endswith("quality"):
            assert cells == shown[name].tolist()
        else:
            assert cells == pytest.approx(shown[name].tolist(), rel=1e-15)


def test_the_period_compared_with_comes_along_at_its_own_time(house: Store) -> None:
    table = pd.read_csv(io.BytesIO(downloaded(house, "csv", Compare.PREVIOUS)))
    assert len(table) == 31 + 30
    assert table["start"].str[:7].unique().tolist() == ["2026-03", "2026-04"]
    assert table["start"].is_unique


def test_periods_that_overlap_are_written_once(house: Store) -> None:
    period = Period.range(date(2026, 4, 1), date(2026, 4, 10))
    shown = view(house, period, Compare.RANGE, WHOLE, ZONE, NOW, other=date(2026, 4, 6))
    content = b"".join(download(shown, "csv", NOW).pieces)
    table = pd.read_csv(io.BytesIO(content))
    assert len(table) == 15 * 24
    assert table["start"].is_unique and table["start"].is_monotonic_increasing


def test_what_is_kept_of_a_period_is_what_would_be_read_again(house: Store) -> None:
    """Readings into the period and beside it; corrections, and their undoing."""
    what, (start, end) = looked(house, WHOLE), APRIL.bounds(ZONE)
    correcting, rng = Correcting(house), np.random.default_rng(60)

    def kept() -> Side:
        return history_side.side(house, what, start, end, Resolution.DAY, ZONE)

    def read_again() -> Side:
        history_side._read.cache_clear()
        return kept()

    assert kept() is kept()
    for number in range(16):
        slug = str(rng.choice([*WATTS]))
        at = rng.integers(int(START.timestamp()), int(END.timestamp()) + 20 * 86_400, 1) * 10**6
        id = np.array([house.meter(slug).id], np.int32)
        house.ingest(Readings(id, at, np.array([7777.0])), "late").result()
        if number in (5, 9):
            span = (start + number * timedelta(days=1), start + 20 * timedelta(days=1))
            asked = Asked(house.meter("pv"), "scale", *span, {"factor": 1.5}, "shade", "Ada")
            correction = correcting.add(asked)
        if number == 12:
            correcting.undo(correction.id)
        before = kept()
        again = read_again()
        for slug, frame in again.meters.items():
            pd.testing.assert_frame_equal(before.meters[slug], frame)
        assert before.fine is not None and again.fine is not None
        pd.testing.assert_frame_equal(before.fine, again.fine)


def test_a_share_is_the_same_whatever_the_length_of_the_bars(store: Store) -> None:
    """Where little is measured, it is told of the time when both meters were: by quarter hours."""
    store.create_meters([spec("house", Role.CONSUMPTION), spec("import", Role.GRID_IMPORT)])
    rng = np.random.default_rng(8)
    stamps = np.arange(*(int(at.timestamp()) * 10**6 for at in (START, END)), 900 * 10**6)
    heard = {slug: stamps[rng.random(len(stamps)) > 0.6] for slug in ("house", "import")}
    for slug, ts in heard.items():
        id = np.full(len(ts), store.meter(slug).id, np.int32)
        watts = 1000 + 500 * np.sin(ts / 1e10) if slug == "house" else np.full(len(ts), 400.0)
        store.ingest(Readings(id, ts, watts), "a test").result()
    year, month, range_ = (
        figures(seen(store, period=period).now.measured, None, ZONE)
        for period in (
            Period.of(Span.YEAR, date(2026, 1, 1)),
            Period.range(date(2026, 1, 1), date(2026, 12, 31)),
            everything(store, ZONE, NOW.date()),
        )
    )
    told = [
        next(one.value for one in made if one.name == "self_sufficiency")
        for made in (year, month, range_)
    ]
    assert told[0] is not None
    assert told == pytest.approx([told[0]] * 3)
