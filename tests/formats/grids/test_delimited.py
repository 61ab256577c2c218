from __future__ import annotations

import csv
import io
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_core.errors import UnreadableFile
from energy_core.formats.grids import parse
from energy_core.formats.grids.delimited import Delimited
from energy_core.formats.grids.grid import HEAD_ROWS, TAIL_ROWS, Row
from energy_core.formats.grids.lines import Form, clean, rows
from energy_core.formats.grids.pieces import PIECE_BYTES, lines, pieces
from tests.formats.grids.made import grid, streamed

DATA = Path(__file__).parents[4] / "shared" / "data"
REAL = sorted(p for p in DATA.glob("*/*.[ct][sx][vt]") if "NEM1" not in p.name)


def oracle(text: str, delimiter: str, width: int) -> list[Row]:
    """The rows as Python's csv reads the whole text at once."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or "\x1f")
    read, line = [], 1
    for cells in reader:
        cells = [clean(cell.replace("\r\n", "\n")) for cell in cells]
        if any(cells) and not cells[0].startswith("sep="):
            read.append(Row(line, tuple(cells + [""] * (width - len(cells)))))
        line = reader.line_num + 1
    return read


@pytest.mark.skipif(not REAL, reason="the folder of real files, ../shared/data, is missing")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_real_files_are_read_as_pythons_csv_reads_them(path) -> None:
    found = Delimited(path)
    width = max(len(row.cells) for row in found.head)
    expected = oracle(path.read_bytes().decode(found.encoding), found.delimiter, width)
    assert streamed(found, width) == (expected, [])
    padded = [
        Row(r.line, r.cells + ("",) * (width - len(r.cells))) for r in found.head + found.tail
    ]
    assert padded == expected[:HEAD_ROWS] + expected[-TAIL_ROWS:]


CELL = st.text(alphabet='ab1.;," \n=é\t|', max_size=6)


@given(
    table=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=12),
    delimiter=st.sampled_from(",;\t|"),
    every=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    chunk=st.integers(1, 40),
    size=st.integers(1, 60),
)
def test_whatever_is_cut_into_chunks_is_read_as_it_was_written(
    table, delimiter, every, chunk, size
) -> None:
    memory = io.StringIO(newline="")
    writer = csv.writer(memory, delimiter=delimiter, quoting=every, lineterminator="\n")
    expected = []
    for cells in table:
        line = memory.getvalue().count("\n") + 1
        writer.writerow(cells)
        row = Row(line, tuple(clean(cell) for cell in cells))
        expected += [row] if any(row.cells) else []
    data, form = memory.getvalue().encode(), Form(delimiter)
    chunks = [data[n : n + chunk] for n in range(0, len(data), chunk)]
    found = []
    for piece in pieces(chunks, '"', size):
        for block in parse.blocks(piece, form, 3):
            assert not block.odd
            cells = zip(*(column.to_pylist() for column in block.columns), strict=True)
            found += [Row(n, c) for n, c in zip(block.lines.tolist(), cells, strict=True)]
    assert found == expected
    assert list(rows(lines(chunks), form)) == expected


def test_lines_are_counted_as_an_editor_counts_them(tmp_path) -> None:
    text = 'Report\r\n\r\n"a note\r\nof two lines";x\r\ntime;kWh\r\n\r\n1;2\r\n;\r\n3;4'
    found = grid(tmp_path, text)
    expected = [
        Row(1, ("Report",)),
        Row(3, ("a note\nof two lines", "x")),
        Row(5, ("time", "kWh")),
        Row(7, ("1", "2")),
        Row(9, ("3", "4")),
    ]
    assert found.head == found.tail == expected
    assert streamed(found, 2, after_line=5) == (expected[3:], [])


def test_rows_below_a_header_of_two_lines_begin_after_both(tmp_path) -> None:
    found = grid(tmp_path, 'time,"energy\n[kWh]"\n1,2\n3,4\n')
    assert streamed(found, 2, after_line=1)[0] == [Row(3, ("1", "2")), Row(4, ("3", "4"))]


def test_a_first_line_that_names_the_delimiter_is_no_row(tmp_path) -> None:
    found = grid(tmp_path, "\ufeffsep=,\na;b,c\n1;2,3\n")
    assert (found.encoding, found.delimiter) == ("utf-8-sig", ",")
    assert found.head == found.tail == streamed(found, 2)[0]
    assert found.head[0] == Row(2, ("a;b", "c"))


def test_excels_guard_and_spaces_around_cells_are_taken_off(tmp_path) -> None:
    found = grid(tmp_path, 'EAN;m³\n="0123"; 1,5 \n"=""0456""";\u00a02\n')
    expected = [Row(1, ("EAN", "m³")), Row(2, ("0123", "1,5")), Row(3, ("0456", "2"))]
    assert found.head == expected
    assert streamed(found, 2)[0] == expected


def test_a_space_before_a_quote_does_not_hide_it(tmp_path) -> None:
    found = grid(tmp_path, 'a, "b, c"\n  "d",   "e, ""f"\n')
    assert streamed(found, 2)[0] == found.head == [Row(1, ("a", "b, c")), Row(2, ("d", 'e, "f'))]


def test_short_rows_are_filled_and_surplus_cells_cut_where_they_are_empty(tmp_path) -> None:
    found = grid(tmp_path, "t;v\n1;2;\n3\n4;5;;;\n6;7;late\n8;9\n")
    assert streamed(found, 2) == (
        [
            Row(1, ("t", "v")),
            Row(2, ("1", "2")),
            Row(3, ("3", "")),
            Row(4, ("4", "5")),
            Row(6, ("8", "9")),
        ],
        [Row(5, ("6", "7", "late"))],
    )


def test_ragged_rows_far_apart_in_a_large_file_cost_no_other_row(tmp_path) -> None:
    count = 2 * PIECE_BYTES // 8
    text = [f"{n:05},1" for n in range(count)]
    text[count // 2], text[-1] = "middle", "end,1,2"
    found = grid(tmp_path, "\n".join(text))
    numbers, odd = [], []
    for block in found.blocks(0, 2):
        numbers.append(block.lines)
        odd += block.odd
    assert np.array_equal(np.concatenate(numbers), np.arange(1, count))
    assert odd == [Row(count, ("end", "1", "2"))]


def test_a_quote_that_never_closes_spoils_its_own_line_alone(tmp_path) -> None:
    good = [f"{n},1" for n in range(100)]
    found = grid(tmp_path, "\n".join([*good[:50], '50,"open', *good[51:]]))
    expected = [Row(n + 1, (str(n), "1")) for n in range(100)]
    expected[50] = Row(51, ("50", '"open'))
    assert streamed(found, 2) == (expected, [])
    assert found.head == expected


def test_quotes_that_never_close_on_and_on_end_the_reading_and_name_the_first(tmp_path) -> None:
    body = ('"open,1\n' + "2,3\n" * 30) * 2000
    found = grid(tmp_path, "1,2\n" * 500 + body)
    with pytest.raises(UnreadableFile, match="never closes") as error:
        streamed(found, 2)
    assert error.value.line == 501


def test_one_number_a_line_is_a_table_of_one_column(tmp_path) -> None:
    found = grid(tmp_path, "950\n939\n\n943")
    assert (found.delimiter, found.head) == (
        "",
        [Row(1, ("950",)), Row(2, ("939",)), Row(4, ("943",))],
    )
    assert streamed(found, 1)[0] == found.tail == found.head


def test_runs_of_white_space_part_cells(tmp_path) -> None:
    found = grid(tmp_path, "  1   2.5\n10  \t 3.5  \n\n 7 8\n")
    assert found.delimiter == " "
    expected = [Row(1, ("1", "2.5")), Row(2, ("10", "3.5")), Row(4, ("7", "8"))]
    assert streamed(found, 2)[0] == found.head == found.tail == expected


def test_head_and_tail_are_the_ends_of_a_long_file(tmp_path) -> None:
    found = grid(tmp_path, "".join(f"{n};x\n" for n in range(1, 500_001)))
    assert [row.line for row in found.head] == list(range(1, HEAD_ROWS + 1))
    assert found.tail == [Row(n, (str(n), "x")) for n in range(500_001 - TAIL_ROWS, 500_001)]


def test_thousands_of_blank_rows_at_the_end_do_not_hide_the_last_readings(tmp_path) -> None:
    found = grid(tmp_path, "".join(f"{n};x\n" for n in range(1, 1001)) + ";\n\n" * 20_000)
    assert found.tail == [Row(n, (str(n), "x")) for n in range(1001 - TAIL_ROWS, 1001)]
    assert len(streamed(found, 2)[0]) == 1000


def test_a_line_that_goes_on_and_on_is_refused_by_its_number(tmp_path) -> None:
    with pytest.raises(UnreadableFile, match="more than 1,048,576 bytes") as error:
        grid(tmp_path, b"a,b\n" * 7 + b"1" * (20 << 20) + b"\n1,2\n")
    assert error.value.line == 8


def test_a_table_of_more_columns_than_a_workbook_has_is_refused(tmp_path) -> None:
    found = grid(tmp_path, ",".join("1" * 20_000))
    with pytest.raises(UnreadableFile, match="20,000 columns"):
        streamed(found, 20_000)


def test_two_million_rows_are_streamed_in_little_memory(tmp_path) -> None:
    path = tmp_path / "long.csv"
    minute = [
        f"2024-01-01 {h:02}:{m:02}:00,{h}.{m}\n" for h, m in itertools.product(range(24), range(60))
    ]
    path.write_text("".join(minute) * 1400)
    program = (
        "import sys, resource; from pathlib import Path\n"
        "from energy_core.formats.grids.delimited import Delimited\n"
        "found = Delimited(Path(sys.argv[1]))\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "print(sum(len(block.lines) for block in found.blocks(0, 2)))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )
    rows_read, grown_kib = map(int, done.stdout.split())
    assert rows_read == 1400 * 1440
    assert grown_kib < 300 << 10
