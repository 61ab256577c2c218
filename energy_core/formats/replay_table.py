"""A delimited table with a column of stamps and one column a meter → series and issues.

Pure: bytes in, values out. Nothing is converted: a series carries its unit as the file has it.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from energy_core.formats import local_time, quantities
from energy_core.model import Commodity, Kind, Role

_GZIP = b"\x1f\x8b"
_DELIMITERS = (";", "\t", ",")
_MISSING = ("", "?", "-", "NA", "N/A", "nan", "NaN", "null")
_STAMP_COLUMN = r"time|date|datum|horodat|stamp|zeit|tijd|heure|\bts\b"
_DATE_COLUMN, _CLOCK_COLUMN = r"date|datum", r"time|heure|zeit|uhrzeit|tijd"
_ASSUMED_UNIT = "W"
_FALLS = 0.001  # share of steps that may fall in a register that was reset
_TALL = 10  # times its usual step that a register stands high
_REGISTER_WORD = r"total|index|stand|counter|compteur|cumul|register"
_LEVELS = ("", "%", "°C", "°F")
_POWERS = ("W", "kW")


@dataclass(frozen=True, slots=True)
class Series:
    """One column. stamps_us: µs UTC, rising; values: in `unit`; step_s: usual step, 0 if none.

    Of an interval register the stamp is the interval's start.
    """

    name: str
    unit: str
    kind: Kind
    role: Role
    commodity: Commodity
    stamps_us: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    step_s: float


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be taken as it stands: how many rows, of which column, and why."""

    column: str
    rows: int
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    series: tuple[Series, ...]
    issues: tuple[Issue, ...]


def read(data: bytes, timezone: str = "UTC") -> Table:
    """The table in `data` (CSV, may be gzipped); stamps without an offset are `timezone`'s."""
    issues: list[Issue] = []
    text = _cells(gzip.decompress(data) if data.startswith(_GZIP) else data, issues)
    if text.empty:
        return Table((), (*issues, Issue("", 0, "the file has no rows")))
    stamp_columns = _stamp_columns(list(text.columns))
    text, utc = _in_time(text, stamp_columns, timezone, issues)
    columns = [c for c in text.columns if c not in stamp_columns]
    series = [_series(c, text[c], utc, issues) for c in columns]
    return Table(tuple(s for s in series if s is not None), tuple(issues))


def _cells(data: bytes, issues: list[Issue]) -> pd.DataFrame:
    """Every cell as text, under names that differ; rows of another width are left out."""
    header, _, rest = _decoded(data).lstrip().partition("\n")
    delimiter = max(_DELIMITERS, key=header.count)
    names = _distinct(next(csv.reader([header.strip()], delimiter=delimiter), []))
    if not names or not rest.strip():
        return pd.DataFrame()
    odd: list[pacsv.InvalidRow] = []

    def skip(row: pacsv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    table = pacsv.read_csv(
        io.BytesIO(rest.encode()),
        pacsv.ReadOptions(column_names=names),
        pacsv.ParseOptions(delimiter=delimiter, invalid_row_handler=skip),
        pacsv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
    _note(issues, "", len(odd), "another number of cells than the header")
    cells = table.to_pandas()
    return cells if delimiter == "," else cells.apply(_pointed)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _distinct(names: list[str]) -> list[str]:
    """The names, a repeated or empty one with its column's number."""
    seen: set[str] = set()
    distinct = []
    for number, name in enumerate((n.strip() for n in names), 1):
        fresh = name if name and name not in seen else f"{name or 'column'} {number}"
        distinct.append(fresh)
        seen.add(fresh)
    return distinct


def _pointed(column: pd.Series) -> pd.Series:
    """A comma within a number is its decimal point where it does not part the cells."""
    return column.str.replace(r"^(-?\d+),(\d+)$", r"\1.\2", regex=True)


def _stamp_columns(names: list[str]) -> list[str]:
    """The column of stamps, or those of date and time where they stand apart."""
    found = [n for n in names if re.search(_STAMP_COLUMN, n.lower())] or names[:1]
    if len(found) > 1 and re.fullmatch(_DATE_COLUMN, found[0].lower()):
        return found[:2] if re.fullmatch(_CLOCK_COLUMN, found[1].lower()) else found[:1]
    return found[:1]


def _in_time(
    text: pd.DataFrame, columns: list[str], timezone: str, issues: list[Issue]
) -> tuple[pd.DataFrame, pd.Series]:
    """The rows in order of time and their UTC stamps, without those that have none."""
    written = text[columns[0]].str.cat([text[c] for c in columns[1:]], sep=" ")
    stamps = local_time.parse(written)
    known = stamps.dropna()
    if len(known) > 1 and known.iloc[-1] < known.iloc[0]:
        stamps = stamps[::-1]
    utc = local_time.to_utc(stamps, timezone)
    unread, unshown = stamps.isna().sum(), (stamps.notna() & utc.isna()).sum()
    _note(issues, columns[0], unread, "not a stamp")
    _note(issues, columns[0], unshown, f"an hour that no clock of {timezone} showed")
    utc = utc.dropna().sort_values(kind="stable")
    again = utc.duplicated()
    _note(issues, columns[0], again.sum(), "a stamp that was there before; the first is kept")
    utc = utc[~again]
    return text.loc[utc.index], utc


def _series(name: str, text: pd.Series, utc: pd.Series, issues: list[Issue]) -> Series | None:
    values = pd.to_numeric(text, errors="coerce").astype(float)
    given = text.notna() & ~text.str.strip().isin(_MISSING)
    usable = np.isfinite(values)
    if not usable.any():
        _note(issues, name, len(text), "a column without numbers")
        return None
    _note(issues, name, (given & ~usable).sum(), "not a number")
    unit = quantities.unit_of(name)
    if unit is None:
        unit = _ASSUMED_UNIT
        _note(issues, name, usable.sum(), f"no unit is told; taken for {unit}")
    stamps = utc[usable].astype("datetime64[us, UTC]").astype("int64").to_numpy()
    kept = values[usable].to_numpy()
    meaning = quantities.meaning_of(name, unit)
    kind = _kind(name, unit, kept)
    return Series(name, unit, kind, meaning.role, meaning.commodity, stamps, kept, _step_s(stamps))


def _kind(name: str, unit: str, values: npt.NDArray[np.float64]) -> Kind:
    if unit in _LEVELS:
        return Kind.LEVEL
    if unit in _POWERS:
        return Kind.POWER
    return Kind.COUNTER if _cumulates(name, values) else Kind.INTERVAL


def _cumulates(name: str, values: npt.NDArray[np.float64]) -> bool:
    """Whether the values only rise, from a height that single steps do not explain."""
    steps = np.diff(values)
    rises = steps[steps > 0]
    if (steps < 0).sum() > max(_FALLS * len(steps), 1):
        return False
    named = re.search(_REGISTER_WORD, name.lower()) is not None
    return named or (len(rises) > 0 and bool(np.median(values) > _TALL * np.median(rises)))


def _step_s(stamps_us: npt.NDArray[np.int64]) -> float:
    return float(np.median(np.diff(stamps_us))) / 1e6 if len(stamps_us) > 1 else 0.0


def _note(issues: list[Issue], column: str, rows: int, reason: str) -> None:
    if rows:
        issues.append(Issue(column, int(rows), reason))
