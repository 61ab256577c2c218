from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.grid import HEAD_ROWS, TAIL_ROWS, Row
from tests.formats.grids.made import grid, streamed


def written(path, table: pa.Table, **options) -> bytes:
    pq.write_table(table, path / "written", **options)
    return (path / "written").read_bytes()


def test_typed_columns_become_text(tmp_path) -> None:
    quarter = datetime(2024, 1, 1, 0, 15, tzinfo=UTC)
    table = pa.table(
        {
            "at": pa.array([quarter], pa.timestamp("us", "Europe/Paris")),
            "__index_level_0__": pa.array([quarter.replace(tzinfo=None)], pa.timestamp("ns")),
            "energy": [0.1],
            "count": [7],
            "short": pa.array([0.1], pa.float32()),
            "name": pa.array(["é"]).dictionary_encode(),
            "valid": [True],
            "none": pa.array([None], pa.float64()),
        }
    )
    found = grid(tmp_path, written(tmp_path, table))
    assert found.head == [
        Row(1, ("at", "", "energy", "count", "short", "name", "valid", "none")),
        Row(
            2,
            ("2024-01-01 00:15:00Z", "2024-01-01 00:15:00", "0.1", "7", "0.1", "é", "true", ""),
        ),
    ]


def test_rows_are_streamed_from_any_line(tmp_path) -> None:
    count = 250_000
    table = pa.table({"n": range(count), "v": [0.5] * count})
    found = grid(tmp_path, written(tmp_path, table, row_group_size=60_000))
    every = [Row(1, ("n", "v")), *(Row(n + 2, (str(n), "0.5")) for n in range(count))]
    assert streamed(found, 2) == (every, [])
    assert streamed(found, 2, after_line=123_456)[0] == every[123_456:]
    assert (found.head, found.tail) == (every[:HEAD_ROWS], every[-TAIL_ROWS:])


def test_a_damaged_file_is_told(tmp_path) -> None:
    data = written(tmp_path, pa.table({"n": range(1000)}))
    with pytest.raises(UnreadableFile, match="no Parquet file"):
        grid(tmp_path, data[:-20])


def test_a_column_that_no_table_has_is_told(tmp_path) -> None:
    found = grid(tmp_path, written(tmp_path, pa.table({"n": [[1, 2]]})))
    with pytest.raises(UnreadableFile, match="list"):
        streamed(found, 1, after_line=1)
