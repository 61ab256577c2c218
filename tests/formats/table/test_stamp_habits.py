"""Tables as vendors of many countries write them: which columns are the stamps, and what they say.
Each habit is written by zoneinfo and strftime over three local days, with and without a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.formats.table.stamp_reading import read

PARIS = ZoneInfo("Europe/Paris")
DAYS = {"autumn": date(2024, 10, 26), "spring": date(2024, 3, 30), "winter": date(2024, 1, 14)}

Rows = list[tuple[str, ...]]
Habit = Callable[[list[datetime], list[datetime], timedelta], tuple[list[str], Rows]]
"""Local starts, local ends, step → names and rows."""


def _intervals(day: date, step: timedelta) -> list[datetime]:
    at = datetime.combine(day, time(), PARIS).astimezone(UTC)
    end = datetime.combine(day + timedelta(3), time(), PARIS).astimezone(UTC)
    found = []
    while at < end:
        found.append(at)
        at += step
    return found


def _wall_end(start: datetime, step: timedelta) -> datetime:
    return start.replace(tzinfo=None) + step


def _start(starts, ends, step):
    return ["Datum", "kWh"], [(f"{s:%d.%m.%Y %H:%M}", "1") for s in starts]


def _end(starts, ends, step):
    return ["Datum", "kWh"], [(f"{e:%d.%m.%Y %H:%M}", "1") for e in ends]


def _shifted(starts, ends, step):
    return ["Datum", "kWh"], [(f"{_wall_end(s, step):%d.%m.%Y %H:%M}", "1") for s in starts]


def _until_24(starts, ends, step):
    clocks = [f"{_wall_end(s, step):%H:%M}".replace("00:00", "24:00") for s in starts]
    dates = [f"{s:%d.%m.%Y}" for s in starts]
    return ["Datum", "Zeit", "kWh"], [(d, c, "1") for d, c in zip(dates, clocks, strict=True)]


def _range(starts, ends, step):
    rows = zip(starts, ends, strict=True)
    return ["Zeit", "kWh"], [(f"{s:%d.%m.%Y %H:%M} - {e:%d.%m.%Y %H:%M}", "1") for s, e in rows]


def _date_and_range(starts, ends, step):
    rows = zip(starts, ends, strict=True)
    return ["Datum", "Zeit", "kWh"], [
        (f"{s:%d.%m.%Y}", f"{s:%H:%M}-{e:%H:%M}", "1") for s, e in rows
    ]


def _minute_before(starts, ends, step):
    rows = [(s, e - timedelta(minutes=1)) for s, e in zip(starts, ends, strict=True)]
    return ["TYPE", "DATE", "START TIME", "END TIME", "USAGE"], [
        ("Electric usage", f"{s:%m/%d/%Y}", f"{s:%H:%M}", f"{e:%H:%M}", "1") for s, e in rows
    ]


def _from_to(starts, ends, step):
    rows = zip(starts, ends, strict=True)
    return ["Von", "Bis", "kWh"], [
        (f"{s:%d.%m.%y %H:%M}", f"{e:%d.%m.%y %H:%M}", "1") for s, e in rows
    ]


def _four_columns(starts, ends, step):
    rows = zip(starts, ends, strict=True)
    return ["Van datum", "Van tijdstip", "Tot datum", "Tot tijdstip", "Volume"], [
        (f"{s:%d-%m-%Y}", f"{s:%H:%M:%S}", f"{e:%d-%m-%Y}", f"{e:%H:%M:%S}", "1") for s, e in rows
    ]


def _falling(starts, ends, step):
    return ["Date", "kWh"], [(f"{s:%Y-%m-%d %H:%M:%S}", "1") for s in starts][::-1]


def _hhmm(starts, ends, step):
    rows = [(f"{s:%Y%m%d}", str(s.hour * 100 + s.minute), "1") for s in starts]
    return ["Date", "Time", "kWh"], rows


def _milliseconds(starts, ends, step):
    return ["ts", "kWh"], [(str(int(s.timestamp() * 1000)), "1") for s in starts]


def _fields(starts, ends, step):
    return ["Year", "Month", "Day", "Hour", "Minute", "GHI"], [
        (str(s.year), str(s.month), str(s.day), str(s.hour), str(s.minute), "1") for s in starts
    ]


def _named_clock(starts, ends, step):
    return ["Date", "kWh"], [(f"{s:%Y-%m-%d %H:%M %Z}", "1") for s in starts]


def _clock_column(starts, ends, step):
    rows = [(f"{s:%d.%m.%Y}", f"{s:%H:%M}", f"{s:%Z}", "1") for s in starts]
    return ["Datum", "Zeit", "Zone", "kWh"], rows


def _duration(starts, ends, step):
    rows = [(f"{s:%d.%m.%Y %H:%M}", f"0{step}", "1") for s in starts]
    return ["Beginn", "Dauer", "kWh"], rows


def _minutes(starts, ends, step):
    rows = [(f"{s:%d/%m/%Y %H:%M}", str(step // timedelta(minutes=1)), "1") for s in starts]
    return ["Horodate", "Pas en minutes", "Valeur"], rows


def _counted(starts, ends, step):
    seen: Counter[date] = Counter()
    rows: Rows = []
    for start in starts:
        seen[start.date()] += 1
        rows.append((f"{start:%d/%m/%Y}", str(seen[start.date()]), "0,5"))
    return ["Fecha", "Hora" if step == timedelta(hours=1) else "Periodo", "Consumo"], rows


def _hour_ending(starts, ends, step):
    return ["Date", "HE", "MW"], [(f"{s:%m/%d/%Y}", str(s.hour + 1), "0.5") for s in starts]


def _hour_beginning(starts, ends, step):
    return ["Fecha", "Hour", "AE"], [(f"{s:%d/%m/%Y}", str(s.hour), "0,5") for s in starts]


HABITS: dict[str, tuple[Habit, tuple[int, ...]]] = {
    "starts": (_start, (15, 60)),
    "ends": (_end, (15, 60)),
    "ends counted on from starts": (_shifted, (15, 60)),
    "date and time until 24:00": (_until_24, (15, 60)),
    "a range in one cell": (_range, (15, 60)),
    "date and a range of times": (_date_and_range, (15, 60)),
    "end a minute before": (_minute_before, (15, 60)),
    "from and to": (_from_to, (15, 60)),
    "four columns": (_four_columns, (15, 60)),
    "falling": (_falling, (15, 60)),
    "915 for 09:15": (_hhmm, (15, 60)),
    "milliseconds since 1970": (_milliseconds, (15, 60)),
    "fields in columns": (_fields, (15, 60)),
    "CET and CEST in the cell": (_named_clock, (15, 60)),
    "CET and CEST in a column": (_clock_column, (15, 60)),
    "a duration beside": (_duration, (15, 60)),
    "minutes beside": (_minutes, (15, 60)),
    "periods counted from midnight": (_counted, (15, 30, 60)),
    "hours 1 to 24 of the wall": (_hour_ending, (60,)),
    "hours 0 to 23 of the wall": (_hour_beginning, (60,)),
}
CASES = [
    pytest.param(habit, minutes, day, id=f"{name}, {minutes} min, {season}")
    for name, (habit, steps) in HABITS.items()
    for minutes in steps
    for season, day in DAYS.items()
]


@pytest.mark.parametrize(("habit", "minutes", "day"), CASES)
def test_a_vendors_habit_gives_the_starts_that_were_written(
    habit: Habit, minutes: int, day: date
) -> None:
    step = timedelta(minutes=minutes)
    intervals = _intervals(day, step)
    starts = [at.astimezone(PARIS) for at in intervals]
    ends = [(at + step).astimezone(PARIS) for at in intervals]
    got = read(*habit(starts, ends, step))
    written = [f"{at:%Y-%m-%dT%H:%M}Z" for at in intervals]
    assert got.starts == (written[::-1] if habit is _falling else written)
    assert got.stamped.step_us == minutes * 60_000_000
    assert not got.stamped.questions
