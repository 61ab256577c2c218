"""Any zone, step, direction, placement and way of writing, through both changes of the clock: the
starts read are those that were written. The writer knows zoneinfo and strftime only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from energy_core.formats.document import Answers, Placement
from tests.formats.table.stamp_reading import Read, read

CHANGES = {
    "Europe/Paris": (date(2024, 3, 31), date(2024, 10, 27)),
    "Europe/London": (date(2023, 3, 26), date(2023, 10, 29)),
    "Europe/Lisbon": (date(2022, 3, 27), date(2022, 10, 30)),
    "America/New_York": (date(2024, 3, 10), date(2024, 11, 3)),
    "America/Los_Angeles": (date(2021, 3, 14), date(2021, 11, 7)),
    "Australia/Sydney": (date(2024, 10, 6), date(2024, 4, 7)),
    "Australia/Lord_Howe": (date(2024, 10, 6), date(2024, 4, 7)),
    "Pacific/Chatham": (date(2024, 9, 29), date(2024, 4, 7)),
    "Asia/Kolkata": (date(2024, 3, 31), date(2024, 10, 27)),
}

Writer = Callable[[datetime], tuple[str, ...]]


def _unpadded(at: datetime) -> str:
    return f"{at.day}/{at.month}/{at.year} {at.hour}:{at:%M}"


def _american(at: datetime) -> str:
    return f"{at.month}/{at.day}/{at.year} {at:%I:%M %p}"


STYLES: dict[str, tuple[tuple[str, ...], Writer]] = {
    "iso": (("time",), lambda at: (f"{at:%Y-%m-%dT%H:%M:%S}",)),
    "german": (("Zeit",), lambda at: (f"{at:%d.%m.%Y %H:%M}",)),
    "french": (("Horodate",), lambda at: (f"{at:%d/%m/%Y %H:%M:%S}",)),
    "unpadded": (("Datum",), lambda at: (_unpadded(at),)),
    "american": (("Date",), lambda at: (_american(at),)),
    "short year": (("Fecha",), lambda at: (f"{at:%d-%m-%y %H:%M}",)),
    "month's name": (("Date",), lambda at: (f"{at:%d %b %Y %H:%M}",)),
    "basic": (("Date",), lambda at: (f"{at:%Y%m%d%H%M}",)),
    "date and time": (("Datum", "Tijdstip"), lambda at: (f"{at:%d-%m-%Y}", f"{at:%H:%M}")),
    "date and hhmm": (("Date", "Time"), lambda at: (f"{at:%Y-%m-%d}", f"{at:%H%M}")),
}


@dataclass(frozen=True)
class Case:
    zone: str
    change: int
    step: int  # minutes
    before: int  # days
    after: int
    style: str
    written: str  # start, end as the clock showed it, or start and a step on the wall
    falling: bool
    swapped: bool
    meters: int

    def starts(self) -> list[datetime]:
        """Starts of the intervals of whole local days around the change, in UTC."""
        zone, day = ZoneInfo(self.zone), CHANGES[self.zone][self.change]
        at = datetime.combine(day - timedelta(self.before), time(), zone).astimezone(UTC)
        end = datetime.combine(day + timedelta(self.after), time(), zone).astimezone(UTC)
        found = []
        while at < end:
            found.append(at)
            at += timedelta(minutes=self.step)
        return found

    def stamp(self, start: datetime) -> datetime:
        """What the file says on the wall."""
        zone, step = ZoneInfo(self.zone), timedelta(minutes=self.step)
        if self.written == "end":
            return (start + step).astimezone(zone).replace(tzinfo=None)
        wall = start.astimezone(zone).replace(tzinfo=None)
        return wall + step if self.written == "shifted" else wall

    def order(self) -> list[datetime]:
        starts = self.starts()
        if self.swapped:  # the last day stands first
            midnight = starts[-1] - timedelta(hours=20)
            starts = [s for s in starts if s >= midnight] + [s for s in starts if s < midnight]
        return starts[::-1] if self.falling else starts


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone = draw(st.sampled_from(sorted(CHANGES)))
    steps = [5, 10, 15, 30] if zone == "Australia/Lord_Howe" else [5, 10, 15, 30, 60]
    return Case(
        zone=zone,
        change=draw(st.integers(0, 1)),
        step=draw(st.sampled_from(steps)),
        before=draw(st.integers(1, 3)),
        after=draw(st.integers(2, 3)),
        style=draw(st.sampled_from(sorted(STYLES))),
        written=draw(st.sampled_from(["start", "end", "shifted"])),
        falling=draw(st.booleans()),
        swapped=draw(st.booleans()),
        meters=draw(st.integers(1, 3)),
    )


def _read(case: Case, answers: Answers) -> tuple[Read, list[str]]:
    names, writer = STYLES[case.style]
    starts = [start for start in case.order() for _ in range(case.meters)]
    rows = [(*writer(case.stamp(start)), "1.5") for start in starts]
    meters = list(range(case.meters)) * (len(rows) // case.meters) if case.meters > 1 else None
    got = read([*names, "kWh"], rows, case.zone, answers, meters)
    return got, [f"{start:%Y-%m-%dT%H:%M}Z" for start in starts]


def _answered(case: Case, got: Read) -> Answers:
    """What a person would answer to the questions that are open."""
    open_ = {question.name for question in got.stamped.questions}
    placement = Placement.START if case.written == "start" else Placement.END
    return Answers(
        placement=placement if "placement" in open_ else None,
        day_first=case.style != "american" if "day_first" in open_ else None,
    )


def check(case: Case) -> None:
    got, written = _read(case, Answers())
    if got.stamped.questions:
        got, _ = _read(case, _answered(case, got))
    assert not got.stamped.questions
    assert got.stamped.step_us == case.step * 60_000_000
    assert list(zip(got.stamped.start.tolist(), written, strict=True)) == [
        (int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()) * 1_000_000, text)
        for text in written
    ]


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_what_is_written_is_read_back_through_the_changes_of_the_clock(case: Case) -> None:
    check(case)


@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_two_thousand_files_are_read_back_as_they_were_written(case: Case) -> None:
    check(case)
