from __future__ import annotations

import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.grids.delimited import Delimited
from tests.formats.grids.made import grid


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\r\n \0\t\n", "is empty", id="blank"),
        pytest.param(b"%PDF-1.7\n", "a PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "a picture", id="picture"),
        pytest.param(b"SQLite format 3\0", "a database", id="database"),
        pytest.param(b"<!DOCTYPE html><table></table>", "XML or HTML", id="page"),
        pytest.param(bytes(range(1, 32)) * 100, "neither text nor a workbook", id="binary"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(tmp_path, data, reason) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        grid(tmp_path, data)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[Header]\na,1\n", id="section"),
        pytest.param("{curly}\na,1\n", id="curly"),
        pytest.param("MWh;1\n2;3\n", id="a unit that begins like nothing else"),
        pytest.param("time;W\n1;2\n", id="table"),
    ],
)
def test_what_only_begins_like_something_else_is_read_as_delimited_text(tmp_path, text) -> None:
    assert isinstance(grid(tmp_path, text), Delimited)
