"""A line with no more points than a screen shows, and every extreme kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Columns = npt.NDArray[np.int64]


def thinned(frame: pd.DataFrame, pixels: int) -> pd.DataFrame:
    """At most two rows a pixel column: whole rows of `frame`, that of the column's least `min` and
    that of its greatest `max` (both are `mean` of raw readings), by rising start.

    Where nothing was measured for at least a whole pixel column, a row of NaN at the first such
    column's begin breaks the line.
    `frame`: a series by rising start.
    """
    if frame.empty:
        return frame
    begins, ends = _columns(frame, pixels)
    kept = frame.iloc[_extremes(frame, begins)]
    gaps = np.flatnonzero(ends[:-1] < begins[1:])
    return _broken(kept, frame, gaps, ends[gaps] / pixels)


def _columns(frame: pd.DataFrame, pixels: int) -> tuple[Columns, Columns]:
    """In which pixel column each row begins, and which is the first that begins after its end."""
    start = frame["start"].to_numpy("datetime64[ms]").astype(np.int64)
    end = start + np.ceil(frame["length_s"].to_numpy(float) * 1000).astype(np.int64)
    whole = max(end[-1] - start[0], 1)
    return (start - start[0]) * pixels // whole, -(-(end - start[0]) * pixels // whole)


def _extremes(frame: pd.DataFrame, column: Columns) -> Columns:
    """Places of the rows to keep."""
    mean = frame["mean"]
    low = frame["min"].fillna(mean).fillna(np.inf).to_numpy()
    high = frame["max"].fillna(mean).fillna(-np.inf).to_numpy()
    is_first = np.append(True, column[1:] != column[:-1])
    first, place = np.flatnonzero(is_first), np.cumsum(is_first) - 1
    least = _earliest(low == np.minimum.reduceat(low, first)[place], place)
    greatest = _earliest(high == np.maximum.reduceat(high, first)[place], place)
    return np.unique(np.concatenate([least, greatest]))


def _earliest(chosen: npt.NDArray[np.bool_], place: Columns) -> Columns:
    """Of the chosen rows the first at each place."""
    rows = np.flatnonzero(chosen)
    return rows[np.append(True, place[rows][1:] != place[rows][:-1])]


def _broken(
    kept: pd.DataFrame, frame: pd.DataFrame, gaps: Columns, places: npt.NDArray[np.float64]
) -> pd.DataFrame:
    """With a row of NaN for what is missing after each row of `gaps`; `places`: where to, as
    shares of the whole."""
    if not len(gaps):
        return kept.reset_index(drop=True)
    starts = pd.DatetimeIndex(frame["start"])
    whole = starts[-1] + pd.Timedelta(seconds=frame["length_s"].iloc[-1]) - starts[0]
    at = starts[0] + pd.to_timedelta(np.ceil(places * whole.total_seconds() * 1e6), unit="us")
    holes = pd.DataFrame({"start": at, "length_s": (starts[gaps + 1] - at).total_seconds()})
    holes = holes.astype({"start": frame["start"].dtype})
    return pd.concat([kept, holes]).sort_values("start", ignore_index=True)[list(kept)]
