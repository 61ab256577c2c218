"""Clock time as a file writes it → UTC. The repeated hour is told apart by its order."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Flags = npt.NDArray[np.bool_]

STAMP_FORMATS = (
    "ISO8601",
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    "%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M",
)  # fmt: skip
_EPOCH_UNITS = ((1e8, 1e10, "s"), (1e11, 1e13, "ms"), (1e14, 1e16, "us"))


def parse(text: pd.Series) -> pd.Series:
    """Stamps as written: with a zone where they name an offset, without where they do not.

    The first of STAMP_FORMATS that reads the most rows is taken; what it cannot read is NaT.
    """
    best = pd.Series(pd.NaT, index=text.index)
    for style in STAMP_FORMATS:
        stamps = _read(text, style)
        if stamps.notna().sum() > best.notna().sum():
            best = stamps
        if best.notna().all():
            break
    return best if best.notna().any() else _epochs(text)


def _read(text: pd.Series, style: str) -> pd.Series:
    try:
        return pd.to_datetime(text, format=style, errors="coerce")
    except ValueError:  # offsets that change within the file
        return pd.to_datetime(text, format=style, errors="coerce", utc=True)


def _epochs(text: pd.Series) -> pd.Series:
    number = pd.to_numeric(text, errors="coerce")
    for low, high, unit in _EPOCH_UNITS:
        if number.dropna().between(low, high).all():
            return pd.to_datetime(number, unit=unit, utc=True)
    return pd.Series(pd.NaT, index=text.index)


def to_utc(stamps: pd.Series, timezone: str) -> pd.Series:
    """UTC stamps, NaT for an hour that no clock of `timezone` showed. Rows rise in time."""
    if stamps.dt.tz is not None:
        return stamps.dt.tz_convert("UTC")
    first = stamps.dt.tz_localize(timezone, ambiguous=np.ones(len(stamps), bool), nonexistent="NaT")
    twice = stamps.dt.tz_localize(timezone, ambiguous="NaT", nonexistent="shift_forward").isna()
    twice &= stamps.notna()
    if twice.any():
        winter = ~_second_pass(stamps, twice.to_numpy())
        first = stamps.dt.tz_localize(timezone, ambiguous=winter, nonexistent="NaT")
    return first.dt.tz_convert("UTC")


def _second_pass(stamps: pd.Series, twice: Flags) -> Flags:
    """True where a stamp of a repeated hour comes after the clock was seen to stand or fall."""
    fell = np.r_[False, np.diff(stamps.to_numpy()) <= np.timedelta64(0)] & twice
    falls = pd.Series(np.cumsum(fell) - fell, index=stamps.index)
    at_first = falls.where(twice).groupby(stamps.dt.date).transform("min")
    return twice & (np.cumsum(fell) > at_first.fillna(np.inf).to_numpy())
