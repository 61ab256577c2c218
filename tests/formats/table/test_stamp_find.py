"""Which columns are the stamps, and what they leave open: one small table each."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from energy_core.formats.document import Answers, Placement
from energy_core.formats.table import stamps
from tests.formats.table.stamp_reading import read

Rows = list[tuple[str, ...]]


def _columns(names: list[str], rows: Rows) -> set[int]:
    return read(names, rows).plan.columns


def _no_plan(names: list[str], rows: Rows) -> bool:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return stamps.plan(names, columns, Answers()) is None


def _hours(day: str) -> list[str]:
    return [f"{day} {hour:02}:00" for hour in range(24)]


@pytest.mark.parametrize(
    ("name", "months", "first", "last"),
    [
        ("Mois", ["janvier 2023", "février 2023", "mars 2023"], "2022-12-31T23:00Z", "2023-02-28T23:00Z"),
        ("Month", [f"2023-{m:02}" for m in range(1, 13)], "2022-12-31T23:00Z", "2023-11-30T23:00Z"),
        ("Maand", [f"{m:02}.2023" for m in range(1, 13)], "2022-12-31T23:00Z", "2023-11-30T23:00Z"),
    ],
)  # fmt: skip
def test_months_begin_at_local_midnight_and_have_no_step(
    name: str, months: list[str], first: str, last: str
) -> None:
    got = read([name, "kWh"], [(month, "1") for month in months])
    assert (got.starts[0], got.starts[-1]) == (first, last)
    assert got.stamped.step_us is None
    assert not got.stamped.questions


def test_days_have_23_and_25_hours_where_the_clock_changes() -> None:
    days = [date(2024, 10, 26) + timedelta(n) for n in range(3)]
    got = read(["Datum", "kWh"], [(f"{day:%Y-%m-%d}", "1") for day in days])
    assert got.starts == ["2024-10-25T22:00Z", "2024-10-26T22:00Z", "2024-10-27T23:00Z"]


def test_days_that_are_stamped_at_their_end_begin_a_local_day_before() -> None:
    rows = [("27.10.2024 00:00", "1"), ("28.10.2024 00:00", "2"), ("29.10.2024 00:00", "3")]
    got = read(["Bis", "kWh"], rows)
    assert got.starts == ["2024-10-25T22:00Z", "2024-10-26T22:00Z", "2024-10-27T23:00Z"]


def test_bills_are_pairs_and_one_date_settles_the_order_of_both() -> None:
    rows = [("01/01/2023", "31/01/2023", "9"), ("01/02/2023", "28/02/2023", "8")]
    got = read(["Start date", "End date", "kWh"], rows)
    assert got.starts == ["2022-12-31T23:00Z", "2023-01-31T23:00Z"]
    assert got.plan.day_first is True
    assert not got.stamped.questions


def test_hours_that_follow_each_other_settle_the_order_of_day_and_month() -> None:
    rows = [(f"{day:02}/03/2023 {hour:02}:00", "1") for day in (4, 5, 6) for hour in range(24)]
    assert read(["Date", "kWh"], rows).plan.day_first is True
    swapped = [(f"03/{text[:2]}{text[5:]}", value) for text, value in rows]
    assert read(["Date", "kWh"], swapped).plan.day_first is False


def test_a_single_day_leaves_the_order_of_day_and_month_open_until_it_is_answered() -> None:
    rows = [(hour, "1") for hour in _hours("03/04/2023")]
    got = read(["Date", "kWh"], rows)
    assert [question.name for question in got.stamped.questions] == ["day_first"]
    assert got.starts[0] == "2023-04-02T22:00Z"
    assert (
        read(["Date", "kWh"], rows, answers=Answers(day_first=False)).starts[0]
        == "2023-03-03T23:00Z"
    )


def test_dates_with_dots_begin_with_the_day() -> None:
    got = read(["Date", "kWh"], [(hour, "1") for hour in _hours("03.04.2023")])
    assert not got.stamped.questions
    assert got.starts[0] == "2023-04-02T22:00Z"


def test_what_tells_no_placement_is_a_question_whose_answer_is_followed() -> None:
    rows = [(f"2023-07-01 {hour:02}:10", "1") for hour in range(3, 20)]
    got = read(["Date", "kWh"], rows)
    assert [(q.name, q.guess) for q in got.stamped.questions] == [("placement", "start")]
    answered = read(["Date", "kWh"], rows, answers=Answers(placement=Placement.END))
    assert answered.starts[0] == "2023-07-01T00:10Z"
    assert answered.instants[0] == "2023-07-01T01:10Z"


def test_a_column_that_is_named_an_end_is_one() -> None:
    rows = [(f"07/{day}/2023 {hour:02}:00", "1") for day in (13, 14) for hour in range(24)]
    got = read(["Hour Ending", "MWh"], rows)
    assert got.starts[0] == "2023-07-12T21:00Z"
    assert "Hour Ending" in got.stamped.placement.reason


@pytest.mark.parametrize(
    ("name", "first"),
    [("Zeit (UTC+1)", "23:00"), ("Date/time UTC", "00:00"), ("time [GMT-05:00]", "05:00")],
)
def test_the_clock_that_a_header_names_is_that_of_its_rows(name: str, first: str) -> None:
    got = read([name, "W"], [(hour, "1") for hour in _hours("2023-07-01")])
    assert got.starts[0].endswith(f"T{first}Z")
    assert got.stamped.timezone is None


def test_utc_is_taken_where_a_table_has_local_time_too() -> None:
    rows = [(f"2023-07-01 {h + 2:02}:00", f"2023-07-01 {h:02}:00", "1") for h in range(20)]
    got = read(["Local time", "UTC time", "W"], rows)
    assert got.starts[0] == "2023-07-01T00:00Z"


def test_when_a_row_was_written_is_not_its_stamp() -> None:
    rows = [(f"2023-05-01 10:{d:02}:00", f"2023-04-{d:02} 00:00:00", "1") for d in range(1, 30)]
    assert _columns(["Created", "Reading date", "kWh"], rows) == {1}


def test_a_local_date_beside_a_moment_in_utc_is_no_second_stamp() -> None:
    rows = [(f"2012-01-01T{h:02}:00:00Z", "4382.8", "2012-01-01") for h in range(24)]
    assert _columns(["Time", "Demand", "Date"], rows) == {0}


def test_midnights_that_a_spreadsheet_wrote_without_a_time_are_midnights() -> None:
    hours = [hour.removesuffix(" 00:00") for hour in _hours("14/07/2023")]
    got = read(["Date", "kWh"], [(hour, "1") for hour in hours])
    assert got.starts[:2] == ["2023-07-13T22:00Z", "2023-07-13T23:00Z"]


def test_days_of_a_spreadsheet_are_read_to_the_second() -> None:
    rows = [(f"{44927 + hour / 24:.6f}", "1") for hour in range(48)]
    got = read(["Date", "kWh"], rows)
    assert got.starts[:2] == ["2022-12-31T23:00Z", "2023-01-01T00:00Z"]
    assert got.stamped.step_us == 3_600_000_000


def test_seconds_since_1970_need_no_header_where_they_run_on() -> None:
    rows = [(str(1_665_532_800 + 3600 * n), str(n * n)) for n in range(50)]
    assert read(["", ""], rows).starts[:2] == ["2022-10-12T00:00Z", "2022-10-12T01:00Z"]


@pytest.mark.parametrize(
    ("names", "rows"),
    [
        (["id", "total"], [(str(1_700_000_000 + n * n * 7), str(n)) for n in range(50)]),
        (["ID", "value"], [("20230101", str(n)) for n in range(50)]),
        (["a", "b"], [("x", "1"), ("y", "2")]),
        (["", ""], [("", ""), ("", "")]),
        (["meter", "kWh"], [("1.5", "2.25"), ("1.75", "2.5")]),
    ],
    ids=["a counter near 1.7e9", "ids like dates", "words", "nothing", "numbers"],
)
def test_what_only_looks_like_stamps_is_none(names: list[str], rows: Rows) -> None:
    assert _no_plan(names, rows)


def test_totals_and_second_tables_have_no_stamp() -> None:
    rows = [(hour, "1") for hour in _hours("2023-07-01")]
    rows += [("Total", "24"), ("", ""), ("Du 2021-01-24 au", "x")]
    assert read(["Date", "kWh"], rows).starts[-4:] == ["2023-07-01T21:00Z", "", "", ""]


def test_clocks_that_mean_several_are_an_issue() -> None:
    got = read(["Date", "kWh"], [(f"{hour} CST", "1") for hour in _hours("2023-07-01")])
    assert [issue.rows for issue in got.stamped.issues] == [24]
    assert got.starts[0] == "2023-06-30T22:00Z"


def test_a_meter_whose_step_was_changed_keeps_the_length_of_each_interval() -> None:
    first = datetime(2023, 1, 14)
    ends = [first + timedelta(minutes=10 * n) for n in range(1, 73)]
    ends += [ends[-1] + timedelta(minutes=30 * n) for n in range(1, 25)]
    got = read(["Bis", "kWh"], [(f"{end:%d.%m.%Y %H:%M}", "1") for end in ends])
    assert got.starts[71:74] == ["2023-01-14T10:50Z", "2023-01-14T11:00Z", "2023-01-14T11:30Z"]


def test_the_moment_of_the_export_in_every_row_is_not_the_stamp() -> None:
    rows = [
        ("2023-05-01 10:00:00", f"{d:02}.04.2023", f"{h:02}:00")
        for d in (29, 30)
        for h in range(24)
    ]
    assert _columns(["Stand vom", "Datum", "Uhrzeit"], rows) == {1, 2}


def test_numbers_beyond_the_day_are_no_hours() -> None:
    rows = [(f"{day:02}/07/2023", str(hour), "1") for day in range(1, 21) for hour in range(1, 25)]
    rows += [("20/07/2023", number, "1") for number in ("26", "-1", "9" * 18, "x")]
    assert read(["Fecha", "Hora", "AE"], rows).starts[-5:] == ["2023-07-20T21:00Z", "", "", "", ""]
