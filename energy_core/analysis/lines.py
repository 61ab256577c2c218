"""A line with no more points than a screen shows, and every extreme kept."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Positions = npt.NDArray[np.float64]


def thinned(frame: pd.DataFrame, pixels: int) -> pd.DataFrame:
    """At most two rows a pixel column: whole rows of `frame`, that of the column's least `min` and
    that of its greatest `max` (both are `mean` of raw readings), by rising start.

    Nothing measured for more than a pixel column is one row of NaN at its start, where the line
    breaks. `frame`: a series by rising start.
    """
    if frame.empty:
        return frame
    at, ends = _positions(frame, pixels)
    kept = frame.iloc[_extremes(frame, at, pixels)] if len(frame) > 2 * pixels else frame
    return _broken(kept, frame, at, ends)


def _positions(frame: pd.DataFrame, pixels: int) -> tuple[Positions, Positions]:
    """Where each row begins and ends, in pixels."""
    start = frame["start"].to_numpy("datetime64[us]").astype(np.int64) / 1e6
    end = start + frame["length_s"].to_numpy(float)
    pixel_s = (end[-1] - start[0]) / pixels
    return (start - start[0]) / pixel_s, (end - start[0]) / pixel_s


def _extremes(frame: pd.DataFrame, at: Positions, pixels: int) -> npt.NDArray[np.int64]:
    column = np.minimum(at.astype(np.int64), pixels - 1)
    mean = frame["mean"]
    low = frame["min"].fillna(mean).fillna(np.inf).to_numpy()
    high = frame["max"].fillna(mean).fillna(-np.inf).to_numpy()
    least, greatest = np.lexsort((low, column)), np.lexsort((-high, column))
    first = np.flatnonzero(np.append(True, column[1:] != column[:-1]))
    return np.unique(np.concatenate([least[first], greatest[first]]))


def _broken(
    kept: pd.DataFrame, frame: pd.DataFrame, at: Positions, ends: Positions
) -> pd.DataFrame:
    """A gap's row stands in a pixel column that is wholly empty."""
    gaps = np.flatnonzero(np.ceil(ends[:-1]) + 1 <= at[1:])
    if not len(gaps):
        return kept.reset_index(drop=True)
    begins = frame["start"].iloc[gaps] + pd.to_timedelta(frame["length_s"].iloc[gaps], unit="s")
    lengths = (frame["start"].iloc[gaps + 1].to_numpy() - begins).dt.total_seconds()
    holes = pd.DataFrame({"start": begins, "length_s": lengths})
    holes["start"] = holes["start"].astype(frame["start"].dtype)
    return pd.concat([kept, holes]).sort_values("start", ignore_index=True)[list(kept)]
