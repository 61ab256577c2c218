"""InfluxDB line protocol → Incoming, by column.

The body is cut into columns by Arrow's CSV reader; the few distinct series keys are parsed
once each. Lines with quotes or escapes, which no column reader can cut, take the slow way,
and so do those that the fast way cannot read, to name what is wrong.

Grammar: https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/
"""

from __future__ import annotations

import re
import time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from energy_core.errors import BadRequest
from energy_core.formats.incoming import Incoming, Problem, Sender, of_rows

PRECISION = {"ns": 1000, "n": 1000, "us": 1, "u": 1, "µ": 1, "ms": -1000, "s": -1_000_000,
             "m": -60_000_000, "h": -3_600_000_000}  # fmt: skip
"""Precision → µs: divide by a positive number, multiply by a negative one."""

HINT_TAGS = ("unit", "kind", "role", "commodity", "step")
LONGEST_LINE = 500  # bytes of a usual line, to count lines in the body's head only
FEWEST_FOR_COLUMNS = 50  # lines; fewer are quicker one by one
_IRREGULAR = (b"\\", b'"', b"#", b"\t", b"\r")  # what no column reader can cut
BOM = b"\xef\xbb\xbf"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[iu]?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
_CUT = re.compile(r"(?<!\\),")
_EQUALS = re.compile(r"(?<!\\)=")
_ESCAPED = re.compile(r"\\([,= \\\"])")


def parse(body: bytes, precision: str = "ns", now: int | None = None) -> Incoming:
    """Every numeric field of every line; texts and booleans are no readings and are left out.

    A line that cannot be read becomes a Problem (row: the line, from 0). One without a stamp is
    of `now` [µs UTC; None: the clock's]. Raises BadRequest for an unknown precision.
    """
    if precision not in PRECISION:
        raise BadRequest(f"precision {precision!r} is not one of {', '.join(PRECISION)}")
    body = body.removeprefix(BOM)
    many = body.count(b"\n", 0, LONGEST_LINE * FEWEST_FOR_COLUMNS) >= FEWEST_FOR_COLUMNS
    if many and not any(mark in body for mark in _IRREGULAR):
        columns = _columns(body, precision)
        if columns is not None:
            return columns
    return _lines(body, precision, time.time_ns() // 1000 if now is None else now)


# -- by column


def _columns(body: bytes, precision: str) -> Incoming | None:
    """None where the body is not regular enough: blank lines, missing stamps, odd values."""
    try:
        table = csv.read_csv(
            pa.py_buffer(body),
            read_options=csv.ReadOptions(column_names=["key", "fields", "ts"], block_size=1 << 20),
            parse_options=csv.ParseOptions(
                delimiter=" ", quote_char=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types={
                    "key": pa.dictionary(pa.int32(), pa.string()),
                    "fields": pa.string(),
                    "ts": pa.int64(),
                },
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table["ts"].null_count or pc.any(pc.equal(table["fields"], "")).as_py():
        return None
    key = table["key"].unify_dictionaries().combine_chunks()
    keys, codes = key.dictionary.to_pylist(), key.indices.to_numpy()
    split = _split_fields(table["fields"].combine_chunks())
    if split is None:
        return None
    names, name, value, line = split
    pairs = codes[line].astype(np.int64) * len(names) + name
    distinct, which = _distinct(pairs, len(keys) * len(names))
    try:
        series = [_sender(keys[p // len(names)], names[p % len(names)]) for p in distinct.tolist()]
    except _Bad:
        return None
    ts = _to_micros(table["ts"].to_numpy(), precision)[line]
    return Incoming(series, which, ts, value, line, len(line))


def _distinct(pairs: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    if limit > 1_000_000:
        distinct, which = np.unique(pairs, return_inverse=True)
        return distinct, which.astype(np.int32)
    seen = np.zeros(limit, bool)
    seen[pairs] = True
    distinct = np.flatnonzero(seen)
    place = np.zeros(limit, np.int32)
    place[distinct] = np.arange(len(distinct), dtype=np.int32)
    return distinct, place[pairs]


def _split_fields(
    fields: pa.StringArray,
) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray] | None:
    """`a=1,b=2i` per line → (field names, name and value of each numeric field, its line)."""
    line = np.arange(len(fields))
    if pc.any(pc.match_substring(fields, ",")).as_py():
        parts = pc.split_pattern(fields, ",")
        line, fields = pc.list_parent_indices(parts).to_numpy(), parts.flatten()
    cut = pc.find_substring(fields, "=").to_numpy()
    if (cut < 1).any():
        return None
    names: list[str] = []
    name = np.zeros(len(fields), np.int64)
    value = np.zeros(len(fields))
    for position in np.unique(cut).tolist():
        at = np.flatnonzero(cut == position)
        some = fields if len(at) == len(fields) else fields.take(pa.array(at))
        word = pc.dictionary_encode(pc.utf8_slice_codeunits(some, 0, position))
        number = _floats(pc.utf8_slice_codeunits(some, position + 1))
        if number is None:
            return None
        name[at] = len(names) + word.indices.to_numpy()
        value[at] = number
        names += word.dictionary.to_pylist()
    return names, name, value, line


def _floats(text: pa.StringArray) -> np.ndarray | None:
    if pc.any(pc.ends_with(text, "i")).as_py() or pc.any(pc.ends_with(text, "u")).as_py():
        text = pc.utf8_rtrim(text, "iu")
    try:
        return pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return None


def _to_micros(ts: np.ndarray, precision: str) -> np.ndarray:
    factor = PRECISION[precision]
    if factor < 0:
        limit = np.iinfo(np.int64).max // -factor
        return np.clip(ts, -limit, limit) * -factor
    return ts // factor


# -- line by line


class _Bad(Exception):
    """A line cannot be read; its text says why."""


def _lines(body: bytes, precision: str, now: int) -> Incoming:
    senders: dict[Sender, int] = {}
    rows: list[tuple[int, int, float, int]] = []
    problems: list[Problem] = []
    for number, raw in enumerate(body.split(b"\n")):
        try:
            line = raw.decode().strip()
            if not line or line.startswith("#"):
                continue
            key, pairs, ts = _line(line, precision, now)
            for name, value in pairs:
                sender = _sender(key, name)
                rows.append((senders.setdefault(sender, len(senders)), ts, value, number))
        except UnicodeDecodeError:
            problems.append(Problem(number, "not UTF-8"))
        except _Bad as reason:
            problems.append(Problem(number, str(reason)))
    return of_rows(senders, rows, problems)


def _line(line: str, precision: str, now: int) -> tuple[str, list[tuple[str, float]], int]:
    parts = _spaces(line)
    if len(parts) not in (2, 3):
        raise _Bad("expected `measurement,tags fields timestamp`")
    fields = [_field(part) for part in _outside_quotes(parts[1], ",")]
    ts = now
    if len(parts) == 3:
        if not _WHOLE.fullmatch(parts[2]):
            raise _Bad(f"the timestamp {parts[2][:40]!r} is not a whole number")
        factor = PRECISION[precision]
        ts = int(parts[2]) * -factor if factor < 0 else int(parts[2]) // factor
        if abs(ts) > 1 << 62:
            raise _Bad(f"the timestamp {parts[2]} is out of range for precision {precision}")
    return parts[0], [(name, value) for name, value in fields if value is not None], ts


def _spaces(line: str) -> list[str]:
    return [part for part in _outside_quotes(line, " ") if part]


def _outside_quotes(text: str, mark: str) -> list[str]:
    """Cut at `mark`, but not where it is escaped or inside quotes."""
    parts, start, quoted, i = [], 0, False, 0
    while i < len(text):
        if text[i] == "\\":
            i += 1
        elif text[i] == '"':
            quoted = not quoted
        elif text[i] == mark and not quoted:
            parts.append(text[start:i])
            start = i + 1
        i += 1
    if quoted:
        raise _Bad("a quote is not closed")
    return [*parts, text[start:]]


def _field(text: str) -> tuple[str, float | None]:
    """(name, number), or (name, None) for a text or a boolean."""
    name, equals, value = text.partition("=") if "\\=" not in text else _escaped_pair(text)
    if not equals or not name or not value:
        raise _Bad(f"the field {text[:60]!r} is not name=value")
    if value[0] == '"' or value in _BOOLEANS:
        return _plain(name), None
    if _NUMBER.fullmatch(value):
        return _plain(name), float(value.rstrip("iu"))
    raise _Bad(f"the field {name[:60]!r} has no number: {value[:40]!r}") from None


_BOOLEANS = {"t", "T", "true", "True", "TRUE", "f", "F", "false", "False", "FALSE"}


def _escaped_pair(text: str) -> tuple[str, str, str]:
    parts = _EQUALS.split(text, 1)
    return (parts[0], "=", parts[1]) if len(parts) == 2 else (text, "", "")


def _sender(key: str, name: str) -> Sender:
    """`measurement,tag=value…` and a field's name → the series that they are.

    The meter is the tag `meter` where there is one, else the measurement and the tags' values
    joined by dots; the field follows unless it is `value`.
    """
    measurement, *rest = _CUT.split(key) if "\\" in key else key.split(",")
    if not measurement:
        raise _Bad("the measurement is missing")
    tags: dict[str, str] = {}
    for pair in rest:
        tag, equals, value = _escaped_pair(pair) if "\\=" in pair else pair.partition("=")
        if not equals or not tag or not value:
            raise _Bad(f"the tag {pair[:60]!r} is not name=value")
        tags[_plain(tag)] = _plain(value)
    base = tags.get("meter") or ".".join(
        [_plain(measurement), *(v for t, v in tags.items() if t not in HINT_TAGS)]
    )
    return Sender(
        base if name == "value" else f"{base}.{name}",
        field=f"{_plain(measurement)} {name}",
        unit=tags.get("unit"),
        kind=tags.get("kind"),
        role=tags.get("role"),
        commodity=tags.get("commodity"),
        step_s=_seconds(tags.get("step")),
    )


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        raise _Bad(f"the tag step={text[:20]!r} is not a number of seconds") from None


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
