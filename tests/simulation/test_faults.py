"""Each fault shows in the readings as its truth says, and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise

import pytest

from energy_core.simulation.faults import FaultKind, schedule
from energy_core.simulation.profiles import HOME, PROFILES, Profile
from energy_core.simulation.site import WITNESS, Site

SEED, STEP = 11, 60
START = int(datetime(2025, 4, 1, tzinfo=UTC).timestamp())
END = START + 40 * 86400
Line = dict[int, float]


@lru_cache
def built(*kinds: FaultKind) -> Site:
    """One site for all tests that befall it with the same faults."""
    return Site(HOME, SEED, kinds)


def meters(site: Site, start: int, end: int) -> dict[str, Line]:
    return {
        r.meter.slug: dict(zip(r.stream.t.tolist(), r.stream.values.tolist(), strict=True))
        for r in site.readings(start, end, STEP)
    }


def around(kind: FaultKind) -> tuple[Line, Line, int, int, float, str]:
    """(true, shown, start, end, magnitude, meter) from an hour before to an hour after a fault."""
    site = built(kind)
    fault = next(f for f in site.faults_in(START, END) if f.start > START)
    span = fault.start - 3600, fault.end + 3600
    true, shown = (meters(s, *span)[fault.meter] for s in (built(), site))
    return true, shown, fault.start, fault.end, fault.magnitude, fault.meter


def test_a_spike_is_one_minute_of_its_magnitude() -> None:
    true, shown, start, _, magnitude, _ = around(FaultKind.SPIKE)
    assert {t: shown[t] - true[t] for t in true if shown[t] != true[t]} == {start: magnitude}


def test_a_stuck_meter_repeats_the_value_of_the_first_minute() -> None:
    true, shown, start, end, _, _ = around(FaultKind.STUCK)
    assert {shown[t] for t in shown if start <= t < end} == {true[start]}
    assert len({true[t] for t in true if start <= t < end}) > 10
    assert all(shown[t] == true[t] for t in true if not start <= t < end)


def test_a_drop_out_leaves_no_reading_and_touches_no_other() -> None:
    true, shown, start, end, _, _ = around(FaultKind.DROP_OUT)
    assert {t for t in true if t not in shown} == set(range(start, end, STEP))
    assert all(shown[t] == true[t] for t in shown)


def test_a_reset_counter_starts_again_at_zero_and_counts_on() -> None:
    true, shown, start, _, _, _ = around(FaultKind.COUNTER_RESET)
    assert shown[start] == 0
    assert shown[start - STEP] > 1
    later = [t for t in true if t >= start]
    assert all(shown[t] == pytest.approx(true[t] - true[start], abs=1e-9) for t in later)


def test_after_a_second_reset_the_counter_counts_from_that_one() -> None:
    site = built(FaultKind.COUNTER_RESET)
    _, second = [f for f in site.faults_in(START, END) if f.start > START][:2]
    shown = meters(site, second.start - STEP, second.start + STEP)["water"]
    assert 0 < shown[second.start - STEP] < 20
    assert shown[second.start] == 0


def test_a_rise_of_the_base_load_is_a_real_load_that_every_meter_sees() -> None:
    site, sound = built(FaultKind.BASE_LOAD_RISE), built()
    fault = next(f for f in site.faults_in(START, END) if f.start > START)
    span = fault.start - 86400, fault.end + 86400
    lines, before = meters(site, *span), meters(sound, *span)
    inside = [t for t in before["home"] if fault.start <= t < fault.end]
    more = [lines["home"][t] - before["home"][t] for t in inside]
    assert sorted(more)[len(more) // 2] == fault.magnitude
    assert all(lines["home"][t] == before["home"][t] for t in before["home"] if t < fault.start)
    for t in lines["home"]:
        into = lines["pv"][t] + lines["grid.import"][t] + lines["battery.discharge"][t]
        assert into == lines["home"][t] + lines["grid.export"][t] + lines["battery.charge"][t]


def test_a_level_shift_moves_every_reading_by_its_magnitude() -> None:
    true, shown, start, end, magnitude, _ = around(FaultKind.LEVEL_SHIFT)
    for t, value in true.items():
        expected = value + magnitude if start <= t < end else value
        assert shown[t] == pytest.approx(expected, abs=1e-9)


def test_a_drift_grows_to_its_magnitude_and_ends() -> None:
    true, shown, start, end, magnitude, _ = around(FaultKind.DRIFT)
    bright = [t for t in true if start <= t < end and true[t] > 1000]
    assert len(bright) > 100
    for t in bright:
        part = (t - start) / (end - start)
        assert shown[t] / true[t] - 1 == pytest.approx(magnitude * part, abs=0.001)
    assert all(shown[t] == true[t] for t in true if not start <= t < end)


def test_a_clock_shift_moves_stamps_and_leaves_values() -> None:
    true, shown, start, end, seconds, _ = around(FaultKind.CLOCK_SHIFT)
    expected = {t + int(seconds) if start <= t < end else t: v for t, v in true.items()}
    assert len(expected) == len(true)
    assert shown == expected


@pytest.mark.parametrize("kind", list(FaultKind))
def test_a_fault_happens_at_the_same_time_however_one_asks(kind: FaultKind) -> None:
    whole = schedule(SEED, [kind], START, END)
    assert len(whole) >= 2
    pieces = {f for t in range(START, END, 86400) for f in schedule(SEED, [kind], t, t + 86400)}
    assert pieces == set(whole)
    assert set(whole) <= set(schedule(SEED, list(FaultKind), START, END))


def test_no_two_device_faults_of_one_meter_overlap() -> None:
    faults = [f for f in schedule(SEED, list(FaultKind), START, START + 3 * 365 * 86400)
              if f.kind is not FaultKind.BASE_LOAD_RISE]  # fmt: skip
    for meter in {f.meter for f in faults}:
        mine = [f for f in faults if f.meter == meter]
        assert all(a.end <= b.start for a, b in pairwise(mine))


@pytest.mark.parametrize("profile", list(PROFILES.values()), ids=list(PROFILES))
def test_every_profile_has_the_meters_that_faults_befall(profile: Profile) -> None:
    site = Site(profile, SEED, list(FaultKind))
    assert {f.kind for f in site.faults} == set(FaultKind)
    silenced = {f.meter for f in site.faults if f.kind is FaultKind.DROP_OUT}
    assert WITNESS in {m.slug for m in site.meters} - silenced
