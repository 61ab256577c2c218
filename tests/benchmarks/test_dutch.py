"""Which days of the Dutch year an alarm is about."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pytest

from benchmarks.anomaly import dutch
from benchmarks.anomaly.alarms import Alarm


def alarm(start: str, end: str, layer: int = 3) -> Alarm:
    begin, until = (int(datetime.fromisoformat(at + "Z").timestamp()) for at in (start, end))
    return Alarm("unusual_day", layer, begin, until, until)


def test_an_alarm_is_about_the_days_that_it_covers_for_two_hours() -> None:
    one = alarm("1997-03-27T23:00", "1997-03-29T02:00")
    assert dutch.covered(one) == {date(1997, 3, 28), date(1997, 3, 29)}


def test_a_short_alarm_is_about_its_day() -> None:
    assert dutch.covered(alarm("1997-05-07T10:00", "1997-05-07T10:15")) == {date(1997, 5, 7)}


@pytest.mark.usefixtures("meter_files")
def test_holidays_count_as_found_by_alarms_of_use_and_labelled_days_neither_way() -> None:
    days = dutch.days([
        alarm("1997-05-05T00:00", "1997-05-06T00:00"),
        alarm("1997-05-08T00:00", "1997-05-09T00:00", layer=1),
        alarm("1997-06-10T00:00", "1997-06-11T00:00"),
        alarm("1997-12-29T00:00", "1997-12-30T00:00"),
        alarm("1997-10-04T00:00", "1997-10-05T00:00"),
    ])  # fmt: skip
    assert days.found == (date(1997, 5, 5),)
    assert len(days.missed) == 8
    assert days.others == (date(1997, 6, 10),)


@pytest.mark.usefixtures("meter_files")
def test_the_year_begins_and_ends_where_it_should() -> None:
    meter = dutch.meter()
    ends = meter.t[[0, -1]].astype("datetime64[s]").astype(str).tolist()
    assert ends == ["1997-01-01T00:00:00", "1997-12-31T23:45:00"]
    assert np.loadtxt(dutch.FOLDER / "dutch_power_demand.txt").sum() * 1000 == meter.value.sum()
