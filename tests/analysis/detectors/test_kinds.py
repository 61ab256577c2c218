"""Each kind of anomaly is found where it was put, and nothing where nothing was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.detect import Found, detect
from energy_core.analysis.detectors.event import Event
from energy_core.analysis.detectors.hindsight import look_back
from energy_core.model import Kind, Role
from tests.analysis.detectors.homes import between, changed, home, roof

Fault = Callable[[pd.DataFrame], pd.DataFrame]
AT = "2024-03-12"  # a Tuesday, after ten weeks


def events(frame: pd.DataFrame, role: str = "consumption", kind: Kind = Kind.POWER) -> list[Event]:
    return list(detect(frame, About("UTC", role=Role(role), kind=kind)).events)


def scaled(factor: float, length: str) -> Fault:
    def apply(frame: pd.DataFrame) -> pd.DataFrame:
        rows = between(frame, AT, length)
        return changed(frame, rows, frame["value"].to_numpy()[rows] * factor)

    return apply


def set_to(value: float, start: str, length: str) -> Fault:
    return lambda frame: changed(frame, between(frame, start, length), value)


def added(watts: float, start: str, length: str) -> Fault:
    def apply(frame: pd.DataFrame) -> pd.DataFrame:
        rows = between(frame, start, length)
        return changed(frame, rows, frame["value"].to_numpy()[rows] + watts)

    return apply


def stuck(start: str, length: str) -> Fault:
    def apply(frame: pd.DataFrame) -> pd.DataFrame:
        rows = between(frame, start, length)
        return changed(frame, rows, frame["value"].to_numpy()[rows][0])

    return apply


def dropped(start: str, length: str) -> Fault:
    return lambda frame: frame[~between(frame, start, length)].reset_index(drop=True)


def line(start: str, length: str) -> Fault:
    def apply(frame: pd.DataFrame) -> pd.DataFrame:
        rows = between(frame, start, length)
        return changed(frame, rows, np.linspace(250, 900, rows.sum()))

    return apply


def copied(frame: pd.DataFrame) -> pd.DataFrame:
    rows = between(frame, AT, "1D")
    return changed(frame, rows, frame["value"].to_numpy()[np.flatnonzero(rows) - 48])


def conflicting(frame: pd.DataFrame) -> pd.DataFrame:
    twin = frame[frame["ts"] == pd.Timestamp(f"{AT} 10:00")].assign(value=777.0)
    return pd.concat([frame, twin]).sort_values("ts", kind="stable", ignore_index=True)


def later(frame: pd.DataFrame) -> pd.DataFrame:
    rows = between(frame, AT, "9D")
    return changed(frame, rows, np.roll(frame["value"].to_numpy()[rows], 2))


def slowly(frame: pd.DataFrame) -> pd.DataFrame:
    """More from evening to evening; the night's base stays what it was."""
    evening = frame["ts"].dt.hour.to_numpy() >= 15
    rows = between(frame, "2024-02-20", "40D") & evening
    way = np.linspace(0, 1, rows.sum())
    return changed(frame, rows, frame["value"].to_numpy()[rows] * (1 + 2.5 * way))


HOMES = [
    pytest.param("missing", dropped(f"{AT} 10:00", "8h"), id="missing"),
    pytest.param("missing", set_to(np.nan, f"{AT} 10:00", "8h"), id="missing, empty rows"),
    pytest.param("repeated", conflicting, id="a stamp twice"),
    pytest.param("repeated", copied, id="a day copied"),
    pytest.param("negative", set_to(-40.0, f"{AT} 10:00", "1h"), id="negative"),
    pytest.param("stuck", stuck(f"{AT} 10:00", "6h"), id="stuck"),
    pytest.param("interpolated", line(f"{AT} 10:00", "10h"), id="interpolated"),
    pytest.param("clock_shift", later, id="clock an hour late"),
    pytest.param("unit_change", scaled(1000.0, "2D"), id="kW read as W"),
    pytest.param("spike", set_to(6000.0, f"{AT} 15:00", "30min"), id="spike"),
    pytest.param("drop_out", set_to(0.0, f"{AT} 15:00", "5h"), id="drop-out"),
    pytest.param("unusual_hours", added(500.0, f"{AT} 01:00", "4h"), id="night load"),
    pytest.param("base_load", added(130.0, AT, "10D"), id="base load"),
]


@pytest.mark.parametrize(("kind", "fault"), HOMES)
def test_a_fault_of_a_home_is_found_while_it_lasts(kind: str, fault: Fault) -> None:
    clean = {(e.kind, e.start) for e in events(home())}
    found = [e for e in events(fault(home())) if (e.kind, e.start) not in clean]
    mine = [e for e in found if e.kind == kind]
    assert mine, [(e.kind.value, e.start) for e in found]
    begin = pd.Timestamp(AT, tz="UTC")
    assert begin < mine[0].detected <= begin + pd.Timedelta("10D")


def test_a_slow_rise_is_told_as_a_lasting_change() -> None:
    """Of one family: which of its detectors is first depends on the hours in which it rises."""
    found = [e for e in events(slowly(home())) if e.layer == 3]
    assert [e.kind for e in found] == ["level_shift"]
    assert found[0].start >= pd.Timestamp("2024-02-20", tz="UTC")


ROOFS = [
    pytest.param("pv_outage", set_to(0.0, AT, "2D"), "4h", id="outage"),
    pytest.param("pv_loss", scaled(0.6, "10D"), "6D", id="string loss"),
    pytest.param("night_production", set_to(300.0, f"{AT} 01:00", "2h"), "0h", id="night"),
    pytest.param("clock_shift", later, "4D", id="clock an hour late"),
]


@pytest.mark.parametrize(("kind", "fault", "patience"), ROOFS)
def test_a_fault_of_a_roof_is_found_soon(kind: str, fault: Fault, patience: str) -> None:
    mine = [e for e in events(fault(roof()), "production") if e.kind == kind]
    assert len(mine) == 1
    begin = pd.Timestamp(f"{AT} 09:00", tz="UTC")
    assert pd.Timestamp(AT, tz="UTC") < mine[0].detected <= begin + pd.Timedelta(patience)


def test_a_register_that_falls_is_a_reset_and_no_spike() -> None:
    frame = home()
    register = np.cumsum(frame["value"].to_numpy()) / 2
    register[frame["ts"] >= pd.Timestamp(f"{AT} 10:00")] -= register[
        frame["ts"] < pd.Timestamp(f"{AT} 10:00")
    ][-1]
    (event,) = [
        e for e in events(frame.assign(value=register), kind=Kind.COUNTER)
        if e.detected >= pd.Timestamp(AT, tz="UTC")
    ]  # fmt: skip
    assert (event.kind, event.layer) == ("counter_reset", 1)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_clean_homes_are_quiet(seed: int) -> None:
    months = 90 / 30.4
    assert len(events(home(seed=seed))) <= 1.2 * months


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_clean_roofs_are_quiet(seed: int) -> None:
    assert len(events(roof(seed=seed), "production")) <= 1


@pytest.mark.parametrize("look", [detect, look_back], ids=["causal", "hindsight"])
@pytest.mark.parametrize(
    "value", [0.0, 5.0, np.nan, -3.0], ids=["nothing flows", "constant", "empty", "negative"]
)
def test_odd_meters_raise_no_error(value: float, look: Callable[..., Found]) -> None:
    frame = home(30)
    look(changed(frame, np.ones(len(frame), bool), value), About("Europe/Paris"))


def test_a_data_fault_is_no_alarm_about_use() -> None:
    fault = set_to(-4000.0, f"{AT} 10:00", "3h")
    during = pd.Timestamp(f"{AT} 10:00", tz="UTC"), pd.Timestamp(f"{AT} 13:00", tz="UTC")
    found = [e for e in events(fault(home())) if e.start < during[1] and e.end > during[0]]
    assert {e.kind for e in found} == {"negative", "stuck"}


def test_energy_above_usual_is_what_was_added() -> None:
    (event,) = [
        e for e in events(added(1500.0, f"{AT} 01:00", "4h")(home()))
        if e.start.date() == pd.Timestamp(AT).date()
    ]  # fmt: skip
    assert event.excess_wh == pytest.approx(1500 * 4, rel=0.2)
