"""Calendar fields → µs on the wall's clock, by table; what no calendar has is NAT."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Whole = Ints | int

NAT = int(np.iinfo(np.int64).min)
SECOND_US = 1_000_000
MINUTE_US, HOUR_US, DAY_US = 60 * SECOND_US, 3600 * SECOND_US, 86400 * SECOND_US
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Stamps outside are no stamps of a meter."""

_MONTHS = np.arange(f"{FIRST_YEAR}-01", f"{LAST_YEAR + 1}-02", dtype="datetime64[M]")
_FIRST_DAY = _MONTHS.astype("datetime64[D]").astype(np.int64)
_LENGTH = np.diff(_FIRST_DAY)


def full_year(year: Whole) -> Ints:
    """A year of two digits is of 1970–2069."""
    return np.asarray(year) + np.where(np.asarray(year) < 70, 2000, 1900)


def day_us(year: Whole, month: Whole, day: Whole) -> Ints:
    """Midnight of a date [µs since 1970 on the wall]."""
    full = np.asarray(year, dtype=np.int64)
    known = (full >= FIRST_YEAR) & (full <= LAST_YEAR)
    known &= (np.asarray(month) >= 1) & (np.asarray(month) <= 12)
    at = np.where(known, (full - FIRST_YEAR) * 12 + month - 1, 0)
    known &= (np.asarray(day) >= 1) & (np.asarray(day) <= _LENGTH[at])
    return np.where(known, (_FIRST_DAY[at] + day - 1) * DAY_US, NAT)


def within_us(hour: Whole, minute: Whole, second: Whole, fraction_us: Whole, last: int) -> Ints:
    """Time of day [µs after midnight]; `last` is the highest hour, which must be a full one where
    it is over 23."""
    whole = np.asarray(hour, dtype=np.int64)
    rest = np.asarray(minute) * MINUTE_US + np.asarray(second) * SECOND_US + fraction_us
    known = (whole < 24) | ((whole <= last) & ((whole < last) | (rest == 0)))
    known &= (np.asarray(minute) < 60) & (np.asarray(second) < 60)
    return np.where(known, whole * HOUR_US + rest, NAT)


def plus(us: Ints, more: Whole) -> Ints:
    """`us + more`, NAT where either is."""
    return np.where((us == NAT) | (np.asarray(more) == NAT), NAT, us + more)


def months_before(us: Ints, count: int = 1) -> Ints:
    """The same day and time `count` months earlier, for stamps of a month's first days."""
    known = us != NAT
    days = np.where(known, us, 0).astype("datetime64[us]")
    months = days.astype("datetime64[M]")
    moved = (months - count).astype("datetime64[us]") + (days - months.astype("datetime64[us]"))
    return np.where(known, moved.astype(np.int64), NAT)
