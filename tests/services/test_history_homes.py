"""Homes without an electricity meter, with panels alone, with a silent meter, with estimates: what
their history knows, and what it leaves open."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.figures import Figure, figures
from energy_core.analysis.period import Compare, Period, Span
from energy_core.metering.local_days import local_date
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, CorrectionKind, Kind, Meter, MeterSpec, Quality, Role
from energy_core.services.corrections import Asked, Correcting
from energy_core.services.history import (
    Selection,
    View,
    What,
    download,
    heating,
    line,
    looked,
    nearest,
    twelve_months,
    view,
)
from energy_core.settings import Settings
from energy_core.store import Resolution, Store
from tests.support.homes import Sends, send

ZONE = "Europe/Paris"
APRIL, MAY = (Period.of(Span.MONTH, date(2026, month, 1)) for month in (4, 5))
START, END = APRIL.bounds(ZONE)
LATER = END + timedelta(days=90)
DAY = timedelta(days=1)
HOUSE = Selection()
QUARTERS = 30 * 96  # of April
MIDDLE = START + 15 * DAY


def seen(store: Store, period: Period = APRIL, selection: Selection = HOUSE, **more) -> View:
    return view(store, period, Compare.NONE, selection, ZONE, LATER, **more)


def told(shown: View) -> dict[str, Figure]:
    return {one.name: one for one in figures(shown.now.measured, None, ZONE)}


# -- which meters a home has


@pytest.mark.parametrize(
    ("sends", "name", "total"),
    [
        pytest.param(Sends(Role.GAS, 0.1, "m³"), "gas", QUARTERS * 0.1, id="gas"),
        pytest.param(Sends(Role.WATER, 0.2, "m³"), "water", QUARTERS * 0.2, id="water"),
        pytest.param(Sends(Role.HEAT, 300.0), "heat", QUARTERS * 300.0, id="heat"),
    ],
)
@pytest.mark.parametrize("what", [What.HOUSE, What.SUBMETERS])
def test_a_home_without_electricity_is_told_by_what_it_has(
    store: Store, sends: Sends, name: str, total: float, what: What
) -> None:
    send(store, START, END, one=sends)
    shown = seen(store, selection=Selection(what))
    assert shown.looked.is_house
    assert told(shown)[name].value == pytest.approx(total)
    assert shown.now.roles[sends.role]["amount"].sum() == pytest.approx(total)
    for frame in (shown.now.bars, shown.now.fine):
        assert frame is not None and frame["amount"].sum() == pytest.approx(total)


def test_gas_and_water_have_each_their_figure_and_no_sum(store: Store) -> None:
    send(store, START, END, gas=Sends(Role.GAS, 0.1, "m³"), water=Sends(Role.WATER, 0.2, "m³"))
    shown = seen(store)
    assert {"gas", "water"} <= set(told(shown))
    assert shown.now.bars is None and shown.now.fine is None


def test_of_a_home_of_plugs_their_sum_is_used_beside_its_gas(store: Store) -> None:
    send(
        store, START, END, oven=Sends(Role.SUBMETER, 50.0), car=Sends(Role.EV, 100.0),
        gas=Sends(Role.GAS, 0.1, "m³"),
    )  # fmt: skip
    known = told(seen(store))
    assert known["used"].value == pytest.approx(QUARTERS * 150.0)
    assert known["gas"].value == pytest.approx(QUARTERS * 0.1)


def test_what_panels_make_is_never_called_the_houses_use(store: Store) -> None:
    send(store, START, END, pv=Sends(Role.PRODUCTION, 125.0))
    shown = seen(store)
    assert told(shown)["produced"].value == pytest.approx(QUARTERS * 125.0)
    assert shown.now.bars is None and shown.now.fine is None
    assert twelve_months(store, shown.looked, APRIL, ZONE, LATER) is None
    assert line(store, shown.looked, START, START + DAY, ZONE)[0] is None
    alone = looked(store, Selection(What.METERS, ("pv",)))
    assert line(store, alone, START, START + DAY, ZONE)[0] is not None


# -- a silent meter


@pytest.fixture
def two_grids(store: Store) -> Store:
    """Night and day at the grid; the day's one is silent from mid-April on."""
    bounds = MAY.bounds(ZONE)
    send(store, START, bounds[1], night=Sends(Role.GRID_IMPORT, 100.0))
    send(store, START, MIDDLE, daily=Sends(Role.GRID_IMPORT, 200.0))
    return store


def test_what_the_other_meter_told_is_said_and_so_is_the_silence(two_grids: Store) -> None:
    shown = seen(two_grids, MAY)
    known = told(shown)
    total = 31 * 96 * 100.0
    assert known["bought"].value == pytest.approx(total)
    assert known["bought"].trust.coverage == pytest.approx(0.5)
    assert known["used"].value == pytest.approx(total)
    assert known["used"].trust.coverage == pytest.approx(0.5)
    assert known["peak"].value is None  # nobody knows what the silent one had at that time
    for frame in (shown.now.bars, shown.now.fine):
        assert frame is not None and frame["amount"].sum() == pytest.approx(total)
    compared = view(two_grids, MAY, Compare.PREVIOUS, HOUSE, ZONE, LATER)
    assert compared.before is not None
    both = figures(compared.now.measured, compared.before.measured, ZONE)
    assert {one.change for one in both} == {None}


def test_a_time_in_which_a_meter_was_silent_for_a_part_is_missing_for_that_part(
    two_grids: Store,
) -> None:
    assert told(seen(two_grids))["bought"].trust.coverage == pytest.approx(0.5)


def test_a_meter_that_had_not_begun_is_not_silent(store: Store) -> None:
    send(store, START, LATER, night=Sends(Role.GRID_IMPORT, 100.0))
    send(store, END, LATER, daily=Sends(Role.GRID_IMPORT, 200.0))
    assert told(seen(store))["bought"].trust.coverage == 1
    send(store, START - DAY, START, daily=Sends(Role.GRID_IMPORT, 200.0))
    assert told(seen(store))["bought"].trust.coverage == pytest.approx(0.5)


def test_a_meter_that_counts_as_another_is_not_silent(two_grids: Store) -> None:
    night, merge = two_grids.meter("night"), CorrectionKind.MERGE
    asked = Asked(night, merge, START, MIDDLE, {"other": "daily"}, "replaced", "Ada")
    made = Correcting(two_grids).add(asked)
    assert told(seen(two_grids, MAY))["bought"].trust.coverage == 1
    Correcting(two_grids).undo(made.id)
    assert told(seen(two_grids, MAY))["bought"].trust.coverage == pytest.approx(0.5)


def test_another_meters_silence_does_not_touch_the_gas(two_grids: Store) -> None:
    send(two_grids, *MAY.bounds(ZONE), gas=Sends(Role.GAS, 0.1, "m³"))
    assert told(seen(two_grids, MAY))["gas"].trust.coverage == 1


def test_what_the_houses_own_meter_says_needs_no_other(two_grids: Store) -> None:
    send(two_grids, *MAY.bounds(ZONE), house=Sends(Role.CONSUMPTION, 300.0))
    known = told(seen(two_grids, MAY))
    assert (known["used"].trust.coverage, known["bought"].trust.coverage) == (1, 0.5)


def test_no_share_is_told_while_a_meter_that_it_needs_is_silent(two_grids: Store) -> None:
    send(two_grids, *MAY.bounds(ZONE), pv=Sends(Role.PRODUCTION, 50.0))
    assert told(seen(two_grids, MAY))["self_sufficiency"].value is None


# -- estimates


HOME = {
    "house": Sends(Role.CONSUMPTION, 200.0), "fridge": Sends(Role.SUBMETER, 40.0),
    "bought": Sends(Role.GRID_IMPORT, 100.0), "heat_pump": Sends(Role.SUBMETER, 10.0),
}  # fmt: skip
LOST = START + 10 * DAY, START + 15 * DAY


@pytest.fixture
def guessed(store: Store) -> Store:
    """Five days of all but the panels were estimated by whoever sent them."""
    send(store, START, LOST[0], **HOME)
    send(store, *LOST, quality=Quality.ESTIMATED, **HOME)
    send(store, LOST[1], END, **HOME)
    send(store, START, END, pv=Sends(Role.PRODUCTION, 100.0))
    return store


def frames(shown: View) -> dict[str, pd.DataFrame]:
    now = shown.now
    single = {"bars": now.bars, "rest": now.rest, "fine": now.fine, "exchange": now.exchange}
    many = {**now.meters, **now.roles, **{f"part {slug}": each for slug, each in now.parts.items()}}
    return {str(name): f for name, f in {**single, **many}.items() if f is not None}


def test_without_what_was_estimated_no_frame_knows_any_of_it(guessed: Store) -> None:
    whole, measured = frames(seen(guessed)), frames(seen(guessed, estimated=False))
    assert whole.keys() == measured.keys()
    assert sum(frame["estimated_s"].sum() for frame in whole.values()) > 0
    assert {name: frame["estimated_s"].sum() for name, frame in measured.items()} == dict.fromkeys(
        measured, 0
    )
    for name in ("house", "fridge", "bars", "fine", "exchange"):
        assert measured[name]["covered_s"].sum() == pytest.approx(25 * 86_400, rel=0.01)


def test_without_what_was_estimated_the_figures_and_the_file_do_without_it_too(
    guessed: Store,
) -> None:
    measured = seen(guessed, estimated=False)
    used = told(measured)["used"]
    assert used.value == pytest.approx(25 * 96 * 200.0, rel=0.01)
    assert (used.trust.estimated, round(used.trust.missing, 1)) == (0, 0.2)
    table = pd.read_csv(io.BytesIO(b"".join(download(measured, "csv", LATER).pieces)))
    fridge = table["fridge energy per interval (Wh)"].sum()
    assert fridge == pytest.approx(25 * 96 * 40.0, rel=0.01)


def test_what_is_kept_with_estimates_is_not_given_without_them(guessed: Store) -> None:
    for estimated in (True, False, True, False):
        shown = seen(guessed, estimated=estimated)
        assert shown.now.bars is not None
        assert bool(shown.now.bars["estimated_s"].any()) is estimated


def test_the_calendar_a_line_and_the_heating_do_without_estimates_too(guessed: Store) -> None:
    send(guessed, START, END, outside=Sends(Role.TEMPERATURE, 8.0, "°C"))
    found = {}
    for estimated in (True, False):
        what = looked(guessed, HOUSE, estimated)
        days = twelve_months(guessed, what, APRIL, ZONE, LATER)
        drawn, resolution = line(guessed, what, *LOST, ZONE)
        warmth = heating(guessed, APRIL, ZONE, LATER, estimated)
        assert days is not None and drawn is not None and warmth is not None
        assert resolution is Resolution.RAW
        found[estimated] = [
            float(frame["estimated_s"].sum()) for frame in (days, drawn, warmth.energy)
        ]
    assert min(found[True]) > 0
    assert found[False] == [0, 0, 0]


# -- how long a bar is


@pytest.mark.parametrize(
    ("period", "selection", "step"),
    [
        pytest.param(Period.of(Span.DAY, APRIL.first), "meters:gas", "1h", id="hourly gas"),
        pytest.param(Period.of(Span.DAY, APRIL.first), "meters:daily", "1d", id="a day's register"),
        pytest.param(Period.of(Span.DAY, APRIL.first), "house", "15m", id="the house beside it"),
        pytest.param(Period.of(Span.WEEK, APRIL.first), "meters:gas", "1h", id="its week"),
    ],
)
def test_no_bar_is_shorter_than_the_meters_own_step(
    store: Store, period: Period, selection: str, step: str
) -> None:
    send(
        store, START, END, house=Sends(Role.CONSUMPTION, 100.0),
        gas=Sends(Role.GAS, 0.4, "m³", 3600), daily=Sends(Role.SUBMETER, 960.0, step_s=86_400),
    )  # fmt: skip
    shown = seen(store, period, Selection.read(selection))
    assert shown.resolution == step
    assert shown.now.bars is not None and len(shown.now.bars) > 0


def test_a_meters_step_is_known_after_the_file_was_opened_again(tmp_path: Path) -> None:
    """Of one that declares none, as imported files do."""
    settings = Settings(db=tmp_path / "energy.duckdb", timezone=ZONE)
    hourly = MeterSpec("gas", Kind.INTERVAL, Role.GAS, Commodity.GAS, "m³", "m³")
    stamps = np.arange(*(int(edge.timestamp()) * 10**6 for edge in (START, END)), 3600 * 10**6)
    with Store(settings) as store:
        store.create_meters([hourly])
        ids = np.full(len(stamps), store.meter("gas").id, np.int32)
        store.ingest(Readings(ids, stamps, np.full(len(stamps), 0.4)), "a file").result()
    with Store(settings) as store:
        assert store.step_s(store.meter("gas")) == 3600
        assert seen(store, Period.of(Span.DAY, APRIL.first)).resolution == "1h"


def test_all_of_thirty_days_is_shown_by_day(store: Store) -> None:
    send(store, START, END, house=Sends(Role.CONSUMPTION, 100.0))
    shown = seen(store, Period(Span.ALL, APRIL.first, APRIL.last))
    assert shown.now.bars is not None
    assert (shown.resolution, len(shown.now.bars)) == ("1d", 30)


# -- the year's calendar, the nearest readings


def test_the_calendar_of_a_month_that_goes_on_has_twelve_months(store: Store) -> None:
    send(store, START - 400 * DAY, START + 10 * DAY, house=Sends(Role.CONSUMPTION, 100.0))
    now = START + 9 * DAY + timedelta(hours=7)
    days = twelve_months(store, looked(store, HOUSE), APRIL, ZONE, now)
    assert days is not None
    local = days["start"].dt.tz_convert(ZONE)
    assert local.iloc[0] == pd.Timestamp("2025-05-01", tz=ZONE)
    assert local.dt.strftime("%Y-%m").nunique() == 12
    whole = twelve_months(store, looked(store, HOUSE), APRIL.stepped(-1), ZONE, END)
    assert whole is not None
    first = whole["start"].dt.tz_convert(ZONE).iloc[0]
    assert first == pd.Timestamp("2025-04-01", tz=ZONE)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param(START - 9 * DAY, START, id="before all"),
        pytest.param(START + 12 * DAY, START + 9 * DAY, id="early in the gap"),
        pytest.param(START + 17 * DAY, START + 20 * DAY, id="late in the gap"),
        pytest.param(END + 40 * DAY, END - DAY, id="after all"),
    ],
)
def test_the_nearest_readings_are_those_on_either_side_of_a_gap(
    store: Store, day: datetime, found: datetime
) -> None:
    send(store, START, START + 10 * DAY, house=Sends(Role.CONSUMPTION, 100.0))
    send(store, START + 20 * DAY, END, house=Sends(Role.CONSUMPTION, 100.0))
    period = Period.of(Span.DAY, local_date(day, ZONE))
    assert nearest(store, looked(store, HOUSE), period, ZONE) == local_date(found, ZONE)


def test_of_a_meter_that_measured_nothing_there_is_no_nearest(store: Store) -> None:
    assert nearest(store, looked(store, HOUSE), APRIL, ZONE) is None


# -- what heats, and what hangs outside


@pytest.mark.parametrize(
    ("thermometer", "heater", "is_found"),
    [
        ("outside", "heatpump", True),
        ("temperature.outdoor", "heat_pump", True),
        ("capteur.exterieur", "pompe_a_chaleur", True),
        ("temp_out", "chauffage", True),
        ("aussentemperatur", "waermepumpe", False),
        ("aussentemperatur", "warmepumpe", True),
        ("fridge", "heatpump", False),
        ("router", "heatpump", False),
        ("next_room", "heatpump", False),
        ("outside", "waterheater", False),
        ("outside", "water_heating", False),
        ("outside", "cheater", False),
    ],
)
def test_the_heating_is_found_by_whole_words(
    store: Store, thermometer: str, heater: str, is_found: bool
) -> None:
    send(
        store, START, END,
        **{thermometer: Sends(Role.TEMPERATURE, 8.0, "°C"), heater: Sends(Role.SUBMETER, 10.0)},
    )  # fmt: skip
    assert (heating(store, APRIL, ZONE, LATER) is not None) is is_found


def test_a_meters_name_tells_where_it_is(store: Store) -> None:
    send(
        store, START, END, t1=Sends(Role.TEMPERATURE, 8.0, "°C"), gas=Sends(Role.GAS, 0.1, "m³")
    )  # fmt: skip
    assert heating(store, APRIL, ZONE, LATER) is None
    store.change_meter("t1", name="Température extérieure")
    found = heating(store, APRIL, ZONE, LATER)
    assert found is not None
    thermometer: Meter = store.meter("t1")
    whole = store.series(thermometer, START, END, Resolution.DAY, ZONE)
    assert found.temperature["mean"].tolist() == whole["mean"].tolist()


def test_only_whole_days_are_set_beside_the_weather(store: Store) -> None:
    """Not today, and not the day of three years ago at whose noon a view would begin."""
    noon = datetime(2026, 4, 20, 10, tzinfo=UTC)
    send(
        store, noon - 1100 * DAY, noon, outside=Sends(Role.TEMPERATURE, 8.0, "°C", 3600),
        gas=Sends(Role.GAS, 0.1, "m³", 3600),
    )  # fmt: skip
    found = heating(store, APRIL, ZONE, noon)
    assert found is not None
    for frame in (found.energy, found.temperature):
        assert frame["length_s"].min() >= 23 * 3600
        assert len(frame) == 3 * 365
        assert frame["start"].iloc[-1] == pd.Timestamp("2026-04-19", tz=ZONE)
