"""AEMO's code lists and lines, shared by NEM12 (intervals) and NEM13 (register reads).

Source: AEMO, Meter Data File Format Specification NEM12 and NEM13, and the NMI suffixes of its
National Metering Identifier procedure.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from energy_core.errors import UnreadableFile
from energy_core.formats.registers import EARLIEST, LATEST
from energy_core.formats.unpack import Part
from energy_core.metering.readings import HOUR
from energy_core.model import Commodity, Role

NEM_OFFSET = 10 * HOUR
"""NEM time is UTC+10 all year, in every state."""
NEM_ZONE = "Australia/Brisbane"  # the zone of that time
EPOCH = date(1970, 1, 1).toordinal()
LONGEST_LINE = 1 << 16  # bytes; a day of minutes takes 15 KB

SUFFIX_ROLES: dict[str, Role] = {
    "E": Role.GRID_IMPORT, "D": Role.GRID_IMPORT,  # master and average: from the grid
    "B": Role.GRID_EXPORT, "A": Role.GRID_EXPORT,  # to the grid
    "N": Role.GRID, "X": Role.GRID,  # net
}  # fmt: skip
"""First letter of an NMI suffix → role; the others are check meters, reactive or apparent."""

UNITS: dict[str, str] = {
    "wh": "Wh", "kwh": "kWh", "mwh": "MWh", "varh": "VArh", "kvarh": "kVArh", "mvarh": "MVArh",
    "vah": "VAh", "kvah": "kVAh", "mvah": "MVAh", "w": "W", "kw": "kW", "mw": "MW",
    "var": "VAr", "kvar": "kVAr", "mvar": "MVAr", "va": "VA", "kva": "kVA", "mva": "MVA",
    "v": "V", "kv": "kV", "a": "A", "ka": "kA", "pf": "", "m3": "m³", "mj": "MJ", "gj": "GJ",
}  # fmt: skip
"""UOM in lower case → unit as we write it."""

POWER, ENERGY, VOLUME = {"W", "kW", "MW"}, {"Wh", "kWh", "MWh", "MJ", "GJ"}, {"m³"}
PER_INTERVAL = ENERGY | VOLUME | {"VArh", "kVArh", "MVArh", "VAh", "kVAh", "MVAh"}

ESTIMATED, NONE = frozenset("SFE"), "N"
"""First letter of a quality method: substituted, final substituted, estimated; null data."""


def role_of(suffix: str, unit: str) -> tuple[Role, Commodity]:
    if unit in VOLUME | {"MJ", "GJ"}:
        return Role.GAS, Commodity.GAS
    if unit not in ENERGY | POWER:
        return Role.OTHER, Commodity.ELECTRICITY
    return SUFFIX_ROLES.get(suffix[:1].upper(), Role.OTHER), Commodity.ELECTRICITY


def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """(line from 1, cells) of every line that is not blank; quotes and spaces around are dropped.

    Raises UnreadableFile for a line that no meter data file has.
    """
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE):
            number += 1
            if len(raw) == LONGEST_LINE:
                raise UnreadableFile(f"a line is longer than {LONGEST_LINE} bytes", number)
            text = raw.decode("utf-8", "replace").replace('"', "").strip().lstrip("\ufeff")
            if text.strip(","):
                yield number, text.split(",")


def first_records(part: Part, most: int = 3) -> list[list[str]]:
    """The first records of a file's head, for recognition."""
    text = part.head[:4096].decode("utf-8", "replace").replace('"', "").lstrip("\ufeff \r\n\t")
    return [[cell.strip() for cell in line.split(",")] for line in text.splitlines()[:most]]


def day_start(text: str) -> int | None:
    """µs UTC of the NEM midnight that YYYYMMDD names; None where it names none."""
    text = text.strip()
    if len(text) != 8 or not text.isdecimal() or not text.isascii():
        return None
    try:
        day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
    midnight = (day.toordinal() - EPOCH) * 24 * HOUR - NEM_OFFSET
    return midnight if EARLIEST <= midnight < LATEST else None


def instant(text: str) -> int | None:
    """µs UTC of the NEM time YYYYMMDDhhmmss (seconds and minutes may be left out)."""
    text = text.strip()
    midnight = day_start(text[:8])
    rest = text[8:].ljust(6, "0")
    if midnight is None or len(rest) != 6 or not rest.isdecimal() or not rest.isascii():
        return None
    hours, minutes, seconds = int(rest[:2]), int(rest[2:4]), int(rest[4:])
    if hours > 24 or minutes > 59 or seconds > 59:
        return None
    return midnight + ((hours * 60 + minutes) * 60 + seconds) * HOUR // 3600
