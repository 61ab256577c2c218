"""The clock that a header or a column names: "Date (UTC)", "+01:00", "Europe/Paris"."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

import numpy as np
import pyarrow as pa

from energy_core.formats.table.stamp_cells import MAX_OFFSET, NO_OFFSET, Offsets
from energy_core.formats.table.stamp_templates import Order
from energy_core.formats.table.stamp_words import ZONES, plain, words

_OFFSET = re.compile(r"(?:utc|gmt|\(|^| )\s*([+-])(\d{1,2})(?::?(\d\d))?\s*\)?(?!\d)")
_IANA = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_/]+")
_REGIONS = {"west", "met"}
"""Clocks whose names are mostly something else."""
_FIXED = {"utc", "gmt", "zulu"}
"""Names that say one clock for all rows; CET in a header mostly means the local time of there."""

_LOCAL: dict[str, str] = {
    "cet": "Europe/Brussels", "cest": "Europe/Brussels", "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin", "aest": "Australia/Brisbane", "aedt": "Australia/Sydney",
    "eastern": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "pacific": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
}  # fmt: skip
"""Words of a header → the zone that is meant, as a guess."""


def header_offset(name: str) -> int | None:
    """Minutes of the one clock that a column's name says for all rows, as in "UTC+1"."""
    said = _OFFSET.search(plain(name))
    if said is not None:
        minutes = int(said[2]) * 60 + int(said[3] or 0)
        return minutes * (-1 if said[1] == "-" else 1) if minutes <= MAX_OFFSET else None
    return 0 if _FIXED & set(words(name)) else None


def header_timezone(name: str) -> str | None:
    """The zone that a column's name says or hints at."""
    for zone in _IANA.findall(name):
        if zone in _zones():
            return zone
    return next((_LOCAL[word] for word in words(name) if word in _LOCAL), None)


_DAY_FIRST = {"Sao_Paulo", "Mexico_City", "Bogota", "Lima", "Santiago", "Caracas", "Montevideo"}


def custom_of(timezone: str | None) -> Order | None:
    """The order of day and month that people write in a zone; None where it tells none."""
    area, _, place = (timezone or "").partition("/")
    if not place or area == "Etc":
        return None
    month_first = area in ("America", "US") and place not in _DAY_FIRST and "/" not in place
    return Order.MDY if month_first else Order.DMY


@cache
def _zones() -> set[str]:
    return available_timezones()


def clocks(column: pa.StringArray) -> Offsets:
    """Offset [min] of every cell of a column of clocks; NO_OFFSET where a cell is none."""
    coded = column.dictionary_encode()
    minutes = [_clock(text) for text in coded.dictionary.to_pylist()]
    return np.array(minutes, dtype=np.int16)[coded.indices.to_numpy()]


def are_clocks(sample: list[str]) -> bool:
    filled = {cell.strip() for cell in sample if cell.strip()}
    if {plain(cell) for cell in filled} <= _REGIONS:
        return False
    return 0 < len(filled) <= 4 and all(_clock(cell) != NO_OFFSET for cell in filled)


def _clock(text: str) -> int:
    word = plain(text).strip(" ()")
    if word in ZONES:
        return ZONES[word]
    said = re.fullmatch(r"(?:utc|gmt)? ?([+-])(\d{1,2})(?::?(\d\d))?", word)
    if said is None:
        return NO_OFFSET
    return (int(said[2]) * 60 + int(said[3] or 0)) * (-1 if said[1] == "-" else 1)
