"""Nothing ahead is looked at, and nothing is lost when readings come in pieces."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.detect import Found, detect
from energy_core.analysis.detectors.event import Event
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.analysis.detectors.state import State
from energy_core.model import Kind, Role
from tests.analysis.detectors.homes import between, changed, home, roof


def troubled() -> pd.DataFrame:
    frame = home(80)
    frame = changed(frame, between(frame, "2024-02-05 03:00", "6h"), 900.0)
    frame = changed(frame, between(frame, "2024-02-14 09:00", "7h"), 0.0)
    frame = changed(frame, between(frame, "2024-02-20 20:00", "30min"), 7000.0)
    rows = between(frame, "2024-02-26", "8D")
    frame = changed(frame, rows, frame["value"].to_numpy()[rows] * 1.9)
    return frame[~between(frame, "2024-03-10 12:00", "9h")].reset_index(drop=True)


def dimmed() -> pd.DataFrame:
    frame = roof(70)
    rows = between(frame, "2024-02-20", "9D")
    frame = changed(frame, rows, frame["value"].to_numpy()[rows] * 0.5)
    return changed(frame, between(frame, "2024-03-04 08:00", "8h"), 0.0)


SERIES = [
    pytest.param(troubled, "consumption", "UTC", id="home"),
    pytest.param(troubled, "consumption", "Europe/Paris", id="home in Paris"),
    pytest.param(dimmed, "production", "Europe/Paris", id="roof"),
]


def key(event: Event) -> tuple[object, ...]:
    return event.kind, event.layer, event.start, event.detected, event.score, event.facts


@pytest.mark.parametrize(("made", "role", "zone"), SERIES)
@pytest.mark.parametrize("sensitivity", ["auto", "high"])
def test_a_file_cut_where_an_event_was_detected_gives_the_same_event(
    made: object, role: str, zone: str, sensitivity: str
) -> None:
    frame = made()  # type: ignore[operator]
    ends = frame["ts"] + pd.Timedelta(minutes=30)
    whole = detect(frame, About(zone, role=Role(role), sensitivity=Sensitivity(sensitivity)))
    assert whole.events
    for event in whole.events:
        cut = frame[ends <= event.detected.replace(tzinfo=None)]
        again = detect(cut, About(zone, role=Role(role), sensitivity=Sensitivity(sensitivity)))
        assert key(event) in [key(e) for e in again.events]
        before = detect(
            cut.iloc[:-1], About(zone, role=Role(role), sensitivity=Sensitivity(sensitivity))
        )
        assert key(event) not in [key(e) for e in before.events]


def in_pieces(frame: pd.DataFrame, cuts: list[int], kind: Kind, role: str, zone: str) -> Found:
    found, events, state = None, {}, None
    for a, b in zip([0, *cuts], [*cuts, len(frame)], strict=True):
        found = detect(frame[a:b], About(zone, role=Role(role), kind=kind), state)
        state = State.from_bytes(found.state.to_bytes())
        events |= {(e.kind, e.start, e.detected): e for e in found.events}
    assert found is not None
    ordered = sorted(events.values(), key=lambda e: (e.detected, e.start, e.kind))
    return Found(tuple(ordered), found.sensitivity, found.readings, found.days, found.state)


@pytest.mark.parametrize(("made", "role", "zone"), SERIES)
@pytest.mark.parametrize("seed", [1, 2])
def test_pieces_through_the_kept_state_give_what_one_piece_gives(
    made: object, role: str, zone: str, seed: int
) -> None:
    frame = made()  # type: ignore[operator]
    cuts = sorted(np.random.default_rng(seed).integers(1, len(frame), 6).tolist())
    whole = detect(frame, About(zone, role=Role(role)))
    pieces = in_pieces(frame, cuts, Kind.POWER, role, zone)
    assert pieces.events == whole.events
    assert (pieces.readings, pieces.days) == (whole.readings, whole.days)


def test_pieces_of_a_register_give_what_one_piece_gives() -> None:
    frame = troubled()
    frame = frame.assign(value=np.cumsum(frame["value"].to_numpy()) / 2)
    whole = detect(frame, About("UTC", kind=Kind.COUNTER))
    pieces = in_pieces(frame, [700, 701, 2100], Kind.COUNTER, "consumption", "UTC")
    assert pieces.events == whole.events


def test_a_meter_read_every_ten_seconds_gives_the_same_in_pieces() -> None:
    frame = home(6, step=pd.Timedelta(seconds=10))
    whole = detect(frame, About("UTC"))
    pieces = in_pieces(frame, [19_003, 30_001], Kind.POWER, "consumption", "UTC")
    assert pieces.events == whole.events
    assert pieces.state.to_bytes() == whole.state.to_bytes()


@pytest.mark.parametrize("step", ["1min", "15min", "1h"])
def test_the_kept_state_is_at_most_25_kb(step: str) -> None:
    frame = home(60, step=pd.Timedelta(step))
    noise = np.random.default_rng(3).standard_normal(len(frame))
    frame = frame.assign(value=frame["value"] + noise)  # digits that do not compress
    assert len(detect(frame[:-1], About("Europe/Paris")).state.to_bytes()) <= 25_000


def test_a_day_of_23_and_one_of_25_hours_raise_nothing() -> None:
    """A home whose habits follow the wall clock; what is read in UTC moves with it."""
    ts = pd.date_range("2024-01-01", "2024-12-31", freq="30min", tz="UTC")
    wall = ts.tz_convert("Europe/Paris")
    hour = wall.hour.to_numpy() + wall.minute.to_numpy() / 60
    value = 200 + 800 * np.exp(-(((hour - 19.5) / 2) ** 2))
    noise = np.exp(0.1 * np.random.default_rng(4).standard_normal(len(ts)))
    found = detect(pd.DataFrame({"ts": ts, "value": value * noise}), About("Europe/Paris"))
    changes = [pd.Timestamp("2024-03-31", tz="UTC"), pd.Timestamp("2024-10-27", tz="UTC")]
    near = [e for e in found.events for c in changes if abs(e.detected - c) < pd.Timedelta("3D")]
    assert near == []


@pytest.mark.parametrize("step_s", [10, 20, 30])
@pytest.mark.parametrize("offset_s", [0, 5])
def test_what_is_read_more_than_once_a_minute_is_cut_no_differently(
    step_s: int, offset_s: int
) -> None:
    step = pd.Timedelta(seconds=step_s)
    frame = home(12, step=step)
    frame["ts"] += pd.Timedelta(seconds=offset_s)
    frame = changed(frame, between(frame, "2024-01-10 15:00:30", "5min"), 9000.0)
    whole = detect(frame, About("UTC"))
    assert [event.kind for event in whole.events] == ["spike"]
    for event in whole.events:
        cut = frame[frame["ts"] + step <= event.detected.replace(tzinfo=None)]
        assert key(event) in [key(e) for e in detect(cut, About("UTC")).events]
