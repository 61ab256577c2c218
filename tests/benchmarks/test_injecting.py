"""Injected faults: what is done, where, and that it is always the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.anomaly.faults import KINDS, Fault
from benchmarks.anomaly.injecting import QUIET_S, WARM_UP_S, Run, runs
from benchmarks.anomaly.meters import DAY_S, HOUR_S, NAMES, Meter, meter
from energy_core.model import Role
from tests.benchmarks.meters import house

HOUSE, ROOF = house(), house(role=Role.PRODUCTION)


def values_within(run: Run, fault: Fault) -> np.ndarray:
    within = (run.meter.t >= fault.start) & (run.meter.t < fault.end)
    return run.meter.value[within]


def the(kind: str, of: Meter) -> list[tuple[Run, Fault]]:
    found = [(run, fault) for run in runs(of) for fault in run.faults if fault.kind == kind]
    assert len(found) == 3
    return found


def test_the_same_seed_gives_the_same_faults_and_another_seed_others() -> None:
    first, again, other = runs(HOUSE, 1), runs(HOUSE, 1), runs(HOUSE, 1, seed=8)
    assert [run.faults for run in first] == [run.faults for run in again]
    for one, two in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.meter.value, two.meter.value)
    assert [run.faults for run in first] != [run.faults for run in other]


@pytest.mark.parametrize("days", [61, 365])
@pytest.mark.parametrize("role", [Role.CONSUMPTION, Role.PRODUCTION])
def test_every_kind_of_the_role_happens_three_times(days: int, role: Role) -> None:
    one = house(days, role=role)
    counted = Counter(fault.kind for run in runs(one) for fault in run.faults)
    assert set(counted) == {name for name, kind in KINDS.items() if kind.befalls(one)}
    assert set(counted.values()) == {3}


@pytest.mark.parametrize("days", [61, 365])
def test_faults_lie_apart_and_after_weeks_without_any(days: int) -> None:
    one = house(days)
    for run in runs(one):
        assert run.faults[0].start >= one.t[0] + WARM_UP_S
        assert run.faults[-1].end <= one.t[-1] + one.step_s
        for before, after in pairwise(run.faults):
            assert after.start - before.end >= QUIET_S


def test_nothing_is_changed_outside_the_faults() -> None:
    for run in runs(HOUSE):
        touched = np.zeros(len(HOUSE.t), bool)
        for fault in run.faults:
            touched |= (HOUSE.t >= fault.start) & (HOUSE.t < fault.end)
        kept = np.isin(run.meter.t, HOUSE.t[~touched])
        np.testing.assert_array_equal(run.meter.t[kept], HOUSE.t[~touched])
        np.testing.assert_array_equal(run.meter.value[kept], HOUSE.value[~touched])


def test_short_faults_keep_away_from_holes_that_the_series_has() -> None:
    one = house(61)
    there = (one.t < one.t[40 * 24]) | (one.t >= one.t[41 * 24])
    holed = replace(one, t=one.t[there], value=one.value[there])
    begin, end = int(one.t[40 * 24 - 1]), int(one.t[41 * 24])
    for run in (run for seed in range(6) for run in runs(holed, 1, seed)):
        for fault in run.faults:
            if fault.end - fault.start <= DAY_S / 2 and not KINDS[fault.kind].whole_days:
                assert fault.end <= begin or fault.start >= end + DAY_S


def test_a_missing_fault_leaves_no_reading() -> None:
    for run, fault in the("missing", HOUSE):
        assert len(values_within(run, fault)) == 0
        assert 3 * HOUR_S <= fault.end - fault.start <= 12 * HOUR_S


def test_a_negative_fault_is_below_zero_where_much_flows() -> None:
    for run, fault in the("negative", HOUSE):
        assert values_within(run, fault).tolist() == [-1300] * len(values_within(run, fault))


def test_a_stuck_meter_repeats_what_it_showed() -> None:
    for run, fault in the("stuck", HOUSE):
        shown = values_within(run, fault)
        assert len(shown) >= 6
        assert set(shown) == {HOUSE.value[HOUSE.t == fault.start][0]} == {1300}


def test_a_spike_is_one_reading_above_all_others() -> None:
    for run, fault in the("spike", HOUSE):
        (shown,) = values_within(run, fault)
        assert 1.5 * 1300 <= shown <= 3 * 1300


def test_a_spike_of_minute_readings_lasts_a_quarter_hour() -> None:
    for run, fault in the("spike", house(61, 60)):
        assert len(values_within(run, fault)) == 15


def test_a_higher_level_is_four_tenths_more_for_a_week() -> None:
    for run, fault in the("level", HOUSE):
        assert fault.end - fault.start == 7 * DAY_S
        assert values_within(run, fault).sum() == pytest.approx(1.4 * 7 * (24 * 300 + 12_000))


def test_an_offset_adds_three_tenths_of_the_mean_for_five_days() -> None:
    for run, fault in the("offset", HOUSE):
        more = values_within(run, fault).sum() - 5 * (24 * 300 + 12_000)
        assert more == pytest.approx(5 * 24 * 0.3 * (300 + 500))


def test_a_load_at_night_runs_from_midnight_to_six_for_three_nights() -> None:
    for run, fault in the("night_load", HOUSE):
        assert fault.start % DAY_S == 0
        nights = values_within(run, fault).reshape(3, 24)
        assert (nights[:, :6] == 300 + 800).all()
        assert (nights[:, 6] == 300).all()


@pytest.mark.parametrize(("of", "last"), [(HOUSE, 1.3), (ROOF, 0.7)])
def test_a_drift_grows_over_three_weeks_upwards_of_loads_and_downwards_of_the_sun(
    of: Meter, last: float
) -> None:
    for run, fault in the("drift", of):
        within = (of.t >= fault.start) & (of.t < fault.end)
        true, shown = of.value[within], values_within(run, fault)
        share = shown[true > 0] / true[true > 0]
        assert fault.end - fault.start == 21 * DAY_S
        assert (np.diff(share) * (last - 1) > 0).all()
        assert share[-1] == pytest.approx(last, abs=0.02)


def test_a_shifted_day_has_the_same_energy_at_other_hours() -> None:
    for run, fault in the("shifted_day", HOUSE):
        shown = values_within(run, fault)
        assert shown.sum() == 24 * 300 + 12_000
        assert (shown != HOUSE.value[:24]).sum() >= 12  # six hours at either end of the day


def test_a_shifted_clock_is_an_hour_off_with_every_stamp_in_place() -> None:
    for run, fault in the("clock_shift", HOUSE):
        days = values_within(run, fault)
        within = (HOUSE.t >= fault.start) & (HOUSE.t < fault.end)
        late, early = np.roll(HOUSE.value, 1)[within], np.roll(HOUSE.value, -1)[within]
        assert (days == late).all() or (days == early).all()
        assert len(days) == 7 * 24


def test_a_lost_string_halves_the_production_and_an_outage_stops_it() -> None:
    for run, fault in the("string_loss", ROOF):
        assert values_within(run, fault).sum() == 10 * 12_000 / 2
    for run, fault in the("pv_outage", ROOF):
        assert (values_within(run, fault) == 0).all()


@pytest.mark.usefixtures("meter_files")
@pytest.mark.parametrize("name", NAMES)
def test_about_thirty_faults_fit_into_each_open_meter(name: str) -> None:
    one = meter(name)
    every = [fault for run in runs(one) for fault in run.faults]
    assert 28 <= len(every) <= 36
    assert (np.diff(one.t) > 0).all()


@pytest.mark.usefixtures("meter_files")
def test_meters_hold_the_energy_that_their_files_hold() -> None:
    kwh = {name: meter(name).value.sum() / 1000 for name in ("ausgrid load", "ausgrid PV", "dsmr")}
    assert kwh["ausgrid load"] == pytest.approx(
        11_876.738, rel=1e-3
    )  # an hour that no clock showed
    assert kwh["ausgrid PV"] == pytest.approx(2592.808, rel=1e-3)
    assert kwh["dsmr"] == pytest.approx(1828.818 + 1914.313)
    assert meter("uci").value.mean() == pytest.approx(941, abs=1)
