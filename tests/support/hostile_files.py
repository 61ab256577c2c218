"""Files made to take a reader down: deep, endless, huge, or full of what programs trip over."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pyarrow as pa
from pyarrow import parquet

DEEP = 200_000
HEAD = b"time,energy kWh\n"
ROW = b"2024-01-01T00:00:00Z,1.5\n"
NAESB = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content><IntervalBlock xmlns="http://naesb.org/espi">{}</IntervalBlock></content></entry></feed>'


def _laughs() -> bytes:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE lolz [{entities}]><feed>&l9;</feed>'.encode()


def _outside() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>'


def _odd_espi() -> bytes:
    odd = (
        ("1e30", "900", "5"), ("-1", "-900", "1e400"), ("9" * 400, "900", "9" * 400),
        ("1700000000", "900", "nan"), ("1700000900", "x", "5"), ("1700001800", "900", ""),
    )  # fmt: skip
    return NAESB.format(
        "".join(
            f"<IntervalReading><timePeriod><duration>{d}</duration><start>{s}</start></timePeriod>"
            f"<value>{v}</value></IntervalReading>"
            for s, d, v in odd
        )
    ).encode()


def _many_points() -> bytes:
    point = "<entry><content><UsagePoint xmlns='http://naesb.org/espi'/></content></entry>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'>{point * 100_000}</feed>".encode()


def _parquet_of_repeats() -> bytes:
    """Fifty million rows that pack into kilobytes."""
    sink = io.BytesIO()
    stamps = pa.array([1_700_000_000_000_000] * 1_000_000, pa.int64()).cast(pa.timestamp("us"))
    table = pa.table({"time": stamps, "power W": pa.array([1.0] * 1_000_000)})
    with parquet.ParquetWriter(sink, table.schema, compression="zstd") as writer:
        for _ in range(50):
            writer.write_table(table)
    return sink.getvalue()


def _odd_numbers() -> bytes:
    cells = ("1e308", "-1e308", "9" * 400, "1e999999", "nan", "inf", "0x1F", "1_000", "١٢٣", "½", "--5",
             "1.2.3.4", "1,2,3", "=1+1", "1e-400", "-0", "+", "e5", "." * 50, "1" + " 000" * 50)  # fmt: skip
    rows = [f"2024-01-01T{n:02}:00:00Z;{cell}" for n, cell in enumerate(cells * 1)]
    return ("time;power W\n" + "\n".join(rows)).encode()


def _odd_dates() -> bytes:
    cells = ("9999-12-31T23:59:59Z", "0000-00-00", "0001-01-01", "2024-02-30", "24:00", "99999-01-01",
             "2024-13-45T25:61:61", "1e18", "-1", "99999999999999999999", "2024-01-01T00:00:00+99:99",
             "2024-W01-1", "31/12/9999 24:00", "29.02.2023", "00/00/0000", "1970-01-01T00:00:00Z")  # fmt: skip
    return (
        "time,power W\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells * 20))
    ).encode()


def _formulas() -> bytes:
    return (
        b"Time,=cmd|' /C calc'!A0 (kWh),@SUM(1+1)*cmd\n"
        + b'2024-01-01T00:00:00Z,=HYPERLINK("http://x"),1\n' * 5
        + b"2024-01-01T01:00:00Z,1.5,2\n" * 5
    )


def _nem12() -> bytes:
    head = b"100,NEM12,200301011534,MDP1,Retailer1\n200,NMI,E1,E1,E1,N1,1,kWh,"
    return b"".join((
        head, b"0,\n300,20240101,", b"1.0," * 100_000, b"A\n", head, b"999999999999,\n300,x,y\n",
        head, b"5,\n300,20240230,1\n300,", b"9" * 10_000, b"\n400,5,1,A\n400,,,\n",
    ))  # fmt: skip


def _telegram() -> bytes:
    return b"/ISk5\\2MT382-1000\r\n" + b"1-0:1.8.1(" * 50_000 + b"000123.456*kWh)\r\n!"


FILES: dict[str, Callable[[], bytes]] = {
    "empty.csv": lambda: b"",
    "a byte order mark.csv": lambda: b"\xef\xbb\xbf",
    "half a utf-16.csv": lambda: b"\xff\xfet\x00i",
    "one line end.csv": lambda: b"\n",
    "a header alone.csv": lambda: HEAD,
    "a million line ends.csv": lambda: b"\n" * 1_000_000,
    "quotes.csv": lambda: b'"' * 1_000_000,
    "odd quotes.csv": lambda: b'"' * 999_999,
    "delimiters.csv": lambda: b"," * 20_000_000,
    "a quote that never ends.csv": lambda: HEAD + b'2024-01-01T00:00:00Z,"' + ROW * 200_000,
    "zeros.csv": lambda: bytes(5_000_000),
    "noise.csv": lambda: random.Random(1).randbytes(5_000_000),
    "noise.xml": lambda: b"<?xml version='1.0'?>" + random.Random(2).randbytes(1_000_000),
    "noise.json": lambda: b"{" + random.Random(3).randbytes(1_000_000),
    "ten thousand columns.csv": lambda: (
        b"time" + b",kWh" * 10_000 + b"\n" + (b"2024-01-01T00:00:00Z" + b",1.5" * 10_000 + b"\n") * 50
    ),
    "a row of a million cells.csv": lambda: HEAD + ROW * 20 + b"1," * 1_000_000 + b"\n" + ROW * 20,
    "a cell of fifty megabytes.csv": lambda: HEAD + ROW * 20 + b"x" * 50_000_000 + b",1\n" + ROW,
    "digits without end.csv": lambda: HEAD + ROW * 20 + b"2024-01-02T00:00:00Z," + b"1" * 5_000_000,
    "spaces without end.csv": lambda: HEAD + (b"2024-01-02T00:00:00Z," + b" " * 1_000_000 + b"x\n") * 9,
    "dots without end.csv": lambda: HEAD + ROW * 20 + b"1.1." * 1_000_000 + b",1\n",
    "a header of a megabyte.csv": lambda: b"time," + b"energy " * 150_000 + b"kWh\n" + ROW * 50,
    "a million registers.csv": lambda: b"time,meter,kWh\n" + b"".join(
        b"2024-01-01T00:00:00Z,m%d,1.5\n" % n for n in range(1_000_000)
    ),
    "odd numbers.csv": _odd_numbers,
    "odd dates.csv": _odd_dates,
    "formulas.csv": _formulas,
    "nem12.csv": _nem12,
    "a telegram.txt": _telegram,
    "lines of influx.txt": lambda: b"m,a=b v=1 1\n" * 5 + b"m" + b",a=b" * 100_000 + b" v=1 1\n",
    "a page.html": lambda: b"<!DOCTYPE html><html><table><tr><td>2024-01-01<td>1.5</table></html>",
    "a picture.csv": lambda: b"\x89PNG\r\n\x1a\n" + random.Random(4).randbytes(50_000),
    "a program.csv": lambda: b"\x7fELF\x02\x01\x01" + random.Random(5).randbytes(50_000),
    "a document.csv": lambda: b"%PDF-1.7\n" + random.Random(6).randbytes(50_000),
    "laughs.xml": _laughs,
    "outside.xml": _outside,
    "deep.xml": lambda: b"<?xml version='1.0'?>" + b"<a>" * DEEP + b"</a>" * DEEP,
    "deep and open.xml": lambda: b"<feed>" + b"<a>" * DEEP,
    "an attribute of ten megabytes.xml": lambda: b"<feed a='" + b"x" * 10_000_000 + b"'/>",
    "many attributes.xml": lambda: b"<feed " + b"".join(b"a%d='1' " % n for n in range(200_000)) + b"/>",
    "many points.xml": _many_points,
    "odd readings.xml": _odd_espi,
    "an unknown encoding.xml": lambda: b"<?xml version='1.0' encoding='klingon'?><feed/>",
    "deep.json": lambda: b"[" * DEEP + b"]" * DEEP,
    "deep objects.json": lambda: b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep and open.json": lambda: b'[{"a":' * DEEP,
    "a number of ten million digits.json": lambda: b'[{"time":1700000000,"value":' + b"9" * 10_000_000 + b"}]",
    "odd.json": lambda: b'[{"time":"\\ud800","value":1e999},{"time":null},[],1,"x",{"value":{"a":[]}}]',
    "cut short.json": lambda: b'[{"time":"2024-01-01T00:00:00Z","value":1.5},' * 1000,
    "a string of fifty megabytes.json": lambda: b'{"data":"' + b"x" * 50_000_000 + b'"}',
    "repeats.parquet": _parquet_of_repeats,
    "only its sign.parquet": lambda: b"PAR1" + b"\xff" * 100 + b"PAR1",
    "cut short.parquet": lambda: _parquet_of_repeats()[:5000],
}  # fmt: skip
"""Name of the file → its bytes."""

NAMES = (
    "../../etc/passwd",
    "a\x00b.csv",
    "x" * 5000 + ".csv",
    "=cmd|'/C calc'!A0.csv",
    "\x1b[2J.csv",
    "",
)
"""What a browser may say that a file is called."""
