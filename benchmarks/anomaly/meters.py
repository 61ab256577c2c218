"""The seven open meters, read as the product reads a file.

Nothing of what is told here reaches the detectors but what a person tells the product of a meter:
time zone, country, role and what the numbers are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from energy_core import units
from energy_core.formats.document import Answers, Series
from energy_core.formats.reading import read
from energy_core.model import Kind, Role

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
HOUR_S, DAY_S = 3600, 86_400
SLOT_S = 900
_US = 1_000_000


@dataclass(frozen=True)
class Meter:
    """t: starts of readings [epoch s], rising; value: mean power [W], energy of each step [Wh] or
    the register's own unit, as `kind` says."""

    name: str
    t: Ints
    value: Floats
    step_s: int
    kind: Kind
    role: Role
    timezone: str
    country: str | None = None

    @property
    def is_production(self) -> bool:
        return self.role is Role.PRODUCTION

    @property
    def span_s(self) -> int:
        return int(self.t[-1] - self.t[0]) + self.step_s

    @property
    def slot_s(self) -> int:
        return max(self.step_s, SLOT_S)


@dataclass(frozen=True)
class _Source:
    """`columns` of all `files`, one after the other, are added up. stamps: the zone in which the
    file writes them, where it is not the meter's own."""

    files: tuple[str, ...]
    columns: tuple[str, ...]
    role: Role
    timezone: str
    stamps: str = ""


_SOURCES = {
    "ausgrid load": _Source(
        ("ausgrid_customer12/data_2011-2012.csv",), ("GC",), Role.CONSUMPTION, "Australia/Sydney"
    ),
    "ausgrid PV": _Source(
        ("ausgrid_customer12/data_2011-2012.csv",), ("GG",), Role.PRODUCTION, "Australia/Sydney"
    ),
    "polito": _Source(
        ("polito_building_power/data.csv",), ("Total_Power",), Role.CONSUMPTION, "Europe/Rome"
    ),
    "ukdale": _Source(
        ("ukdale_house2_1min/UKDALE_House2_2013-06.csv.gz",
         "ukdale_house2_1min/UKDALE_House2_2013-07.csv.gz"),
        ("Aggregate",), Role.CONSUMPTION, "Europe/London", "UTC",
    ),
    "uci": _Source(
        ("uci_household_power/household_power_consumption_2007-04_05_uci_format.txt.gz",),
        ("Global_active_power",), Role.CONSUMPTION, "Europe/Paris",
    ),
    "dsmr": _Source(
        ("dsmr_reader_hourly/dsmrreader-data-export-hour.csv",),
        ("Electricity 1 (Dutch Users: Low Tariff)", "Electricity 2 (Dutch Users: Normal Tariff)"),
        Role.GRID_IMPORT, "Europe/Amsterdam",
    ),
    "enphase": _Source(
        ("enphase_report/9999998_custom_report.csv",), ("Energy Consumed (Wh)",),
        Role.CONSUMPTION, "Europe/Amsterdam",
    ),
}  # fmt: skip

NAMES = tuple(_SOURCES)


def check_are_here() -> None:
    """Ends the program where the open series are not on this machine."""
    if not DATA.is_dir():
        raise SystemExit(f"Nothing can be measured: the open series are not here ({DATA}).")


def meters(names: Iterable[str] = NAMES) -> list[Meter]:
    return [meter(name) for name in names]


@cache
def meter(name: str) -> Meter:
    source = _SOURCES[name]
    answers = Answers(timezone=source.stamps or source.timezone)
    series = [_columns(file, source.columns, answers) for file in source.files]
    t = np.concatenate([parts[0].ts // _US for parts in series])
    value = np.concatenate([sum(map(_converted, parts)) for parts in series])
    first = series[0][0]
    step_s = int(np.median(np.diff(t)))
    return Meter(name, t, value, step_s, first.kind, source.role, source.timezone)


def _columns(file: str, columns: tuple[str, ...], answers: Answers) -> list[Series]:
    (document,) = read(DATA / file, file, answers)
    by_name = {series.name: series for series in document.series}
    parts = [by_name[column] for column in columns]
    if not all(np.array_equal(parts[0].ts, part.ts) for part in parts):
        raise ValueError(f"{file}: the columns {columns} do not have the same stamps")
    return parts


def _converted(series: Series) -> Floats:
    unit = units.find(series.unit)
    if unit is None:
        raise ValueError(f"{series.name} is in {series.unit!r}, which is no unit")
    return units.to_stored(series.value, unit)
