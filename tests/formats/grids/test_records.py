from __future__ import annotations

import json
import sys

import pytest

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats.grids import records
from tests.formats.grids.made import grid, streamed

HOURS = ["2024-01-01T00:00", "2024-01-01T01:00"]


def table(path, value) -> list[tuple[str, ...]]:
    found = grid(path, value if isinstance(value, str) else json.dumps(value))
    assert [row.line for row in found.head] == list(range(1, len(found.head) + 1))
    assert streamed(found, len(found.head[0].cells)) == (found.head, [])
    return [row.cells for row in found.head]


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        pytest.param(
            [{"t": HOURS[0], "v": 1}, {"v": None, "t": HOURS[1], "ok": True}],
            [("t", "v", "ok"), (HOURS[0], "1", ""), (HOURS[1], "", "true")],
            id="objects",
        ),
        pytest.param(
            {"a": {"rows": [{"t": HOURS[0], "p": {"pv": {"w": 5}, "cells": [1, 2]}}]}},
            [("t", "p.pv.w", "p.cells.0", "p.cells.1"), (HOURS[0], "5", "1", "2")],
            id="nested objects",
        ),
        pytest.param(
            [[1704067200000, 1.5], [1704070800000, 2]],
            [("time", "value"), ("1704067200000", "1.5"), ("1704070800000", "2")],
            id="pairs",
        ),
        pytest.param(
            [["when", "kWh"], [HOURS[0], 1]],
            [("when", "kWh"), (HOURS[0], "1")],
            id="rows under a header",
        ),
        pytest.param(
            {"series": [{"columns": ["when", "W"], "values": [[HOURS[0], 1], [HOURS[1], 2]]}]},
            [("when", "W"), (HOURS[0], "1"), (HOURS[1], "2")],
            id="rows with columns beside",
        ),
        pytest.param(
            {"hourly": {"time": HOURS, "w": [1, 2], "note": [1]}},
            [("time", "w"), (HOURS[0], "1"), (HOURS[1], "2")],
            id="parallel arrays",
        ),
        pytest.param(
            {HOURS[0]: 1.0, HOURS[1]: 2},
            [("time", "value"), (HOURS[0], "1.0"), (HOURS[1], "2")],
            id="keyed by stamps",
        ),
        pytest.param(
            {
                "sensor.a": [{"start": HOURS[0], "sum": 1}],
                "sensor.b": [{"start": HOURS[0], "sum": 2}],
            },
            [("series", "start", "sum"), ("sensor.a", HOURS[0], "1"), ("sensor.b", HOURS[0], "2")],
            id="lists under names",
        ),
        pytest.param(
            [[{"state": "1", "at": HOURS[0]}], [{"state": "2", "at": HOURS[0]}]],
            [("series", "state", "at"), ("0", "1", HOURS[0]), ("1", "2", HOURS[0])],
            id="lists of lists",
        ),
        pytest.param(
            {"meters": [{"type": t, "values": [{"date": HOURS[0], "value": 1}]} for t in "ab"]},
            [("meters.type", "date", "value"), ("a", HOURS[0], "1"), ("b", HOURS[0], "1")],
            id="lists told apart by what stands beside",
        ),
        pytest.param(
            [{"day": "2024-01-01", "quarters": [1, 2]}, {"day": "2024-01-02", "quarters": [3, 4]}],
            [
                ("day", "quarters.0", "quarters.1"),
                ("2024-01-01", "1", "2"),
                ("2024-01-02", "3", "4"),
            ],
            id="a day a record",
        ),
        pytest.param(
            [{"at": h, "strings": [{"v": 1}, {"v": 2}, {"v": 3}]} for h in HOURS],
            [
                ("at", "strings.0.v", "strings.1.v", "strings.2.v"),
                (HOURS[0], "1", "2", "3"),
                (HOURS[1], "1", "2", "3"),
            ],
            id="more records within, but without stamps",
        ),
        pytest.param({"kwh": 5, "unit": "kWh"}, [("kwh", "unit"), ("5", "kWh")], id="one object"),
    ],
)
def test_records_are_found_wherever_they_are(tmp_path, value, rows) -> None:
    assert table(tmp_path, value) == rows


def test_numbers_keep_their_digits(tmp_path) -> None:
    text = '[{"t": "2024-01-01", "v": 0.10, "w": 12345678901234567890.5e-3, "n": NaN}]'
    assert table(tmp_path, text)[1] == ("2024-01-01", "0.10", "12345678901234567890.5e-3", "NaN")


def test_scalars_beside_the_records_are_context(tmp_path) -> None:
    value = {
        "energy": {"unit": "Wh", "info": {"site": 7}, "values": [{"date": HOURS[0], "value": 1}]},
        "other": [{"date": HOURS[0]}],
    }
    context = grid(tmp_path, json.dumps(value)).context
    assert context == {"energy.unit": "Wh", "energy.info.site": "7", "other lists": "other"}


def test_of_joined_lists_what_all_share_is_context_and_what_differs_a_column(tmp_path) -> None:
    result = [{"metric": {"name": "p", "host": h}, "values": [[1704067200, "1"]]} for h in "ab"]
    found = grid(tmp_path, json.dumps({"result": result}))
    assert found.context == {"result.metric.name": "p"}
    assert [row.cells[0] for row in found.head] == ["result.metric.host", "a", "b"]


def test_one_object_a_line_is_read_and_a_broken_line_is_odd(tmp_path) -> None:
    found = grid(tmp_path, '{"t":"2024-01-01","v":1}\n\n{"t":\n{"t":"2024-01-02","v":2,"w":3}\n')
    rows, odd = streamed(found, 3, after_line=1)
    assert [row.cells for row in rows] == [("2024-01-01", "1", ""), ("2024-01-02", "2", "3")]
    assert [row.cells for row in odd] == [('{"t":',)]


def test_many_records_are_all_there(tmp_path) -> None:
    count = 50_000  # more than are gathered at once
    late = [{"t": f"{n}", "late": n} for n in range(count - 5, count)]
    value = [{"t": f"{n}", "v": n} for n in range(count - 5)] + late
    rows, odd = streamed(grid(tmp_path, json.dumps(value)), 3)
    assert (len(rows), odd) == (count + 1, [])
    assert rows[1].cells == ("0", "0", "")
    assert rows[-1].cells == (str(count - 1), "", str(count - 1))


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        pytest.param('[{"a":1},{"a":2},', "cut short at line 1", 1, id="cut between records"),
        pytest.param('[{"a":1},{"a', "cut short at line 1", 1, id="cut within a word"),
        pytest.param("[[" * 100_000, "nested too deeply", None, id="200,000 lists"),
        pytest.param('{"a":' * 200_000, "nested too deeply", None, id="200,000 objects"),
        pytest.param('{"a":\n1', "line 2, column 2", 2, id="cut"),
        pytest.param('[{"a":1},\n{"b":}]', "line 2, column 6", 2, id="broken"),
        pytest.param('{"a":1}\n' + "{\n" * 999, "line 2", 2, id="broken lines"),
        pytest.param('{"a": [], "b": {}}', "no list of records", None, id="nothing"),
        pytest.param(json.dumps([[1] * 20_000]), "20,000 columns", None, id="wide row"),
        pytest.param(
            json.dumps([{str(n): 1 for n in range(20_000)}]), "20,000 columns", None, id="wide"
        ),
    ],
)
def test_what_is_no_table_is_told(tmp_path, text, reason, line) -> None:
    with pytest.raises(UnreadableFile, match=reason) as error:
        grid(tmp_path, text)
    assert error.value.line == line


def test_nesting_that_json_takes_but_a_table_has_no_use_for_is_told(tmp_path) -> None:
    deep = sys.getrecursionlimit() - 150
    with pytest.raises(UnreadableFile, match="nested too deeply"):
        grid(tmp_path, '[{"a":' + "[" * deep + "]" * deep + "}]")


def test_json_of_more_than_the_limit_is_refused_unread(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(records, "MOST_BYTES", 10)
    with pytest.raises(FileTooLarge, match="JSON is read up to"):
        grid(tmp_path, '[{"t": "2024-01-01"}]')
