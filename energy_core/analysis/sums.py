"""Several series as one: added, taken away, and what the house used. Frames as `store.series`
gives them, all of one resolution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from energy_core.analysis.balance import SIGNS
from energy_core.model import Role

COLUMNS = (
    "start", "length_s", "amount", "mean", "min", "max", "covered_s", "estimated_s", "corrected_s",
)  # fmt: skip
SUMMED = ("length_s", "amount", "covered_s", "estimated_s", "corrected_s")
WELL_MEASURED = 0.98  # of a time: below it, a difference would be a guess

Series = Mapping[Role, pd.DataFrame]
"""Role → the sum of its meters."""


def added(frames: Sequence[pd.DataFrame], signs: Sequence[int] | None = None) -> pd.DataFrame:
    """The sum of the series, each with its sign (1 or −1). Columns as theirs, by rising start.

    A period is as covered as by its least measured series, and as estimated and corrected as by
    the most so; `mean` is NaN where one of them is not well measured, `min` and `max` always.
    """
    signs = signs or [1] * len(frames)
    if len(frames) == 1 and signs[0] == 1:
        return frames[0]
    if not frames:
        return pd.DataFrame({name: _empty(name) for name in COLUMNS})
    starts = pd.DatetimeIndex(frames[0]["start"])
    for frame in frames[1:]:
        starts = starts.union(pd.DatetimeIndex(frame["start"]))
    length, amount, covered, estimated, corrected = (
        np.stack(columns) for columns in zip(*(_laid(f, starts) for f in frames), strict=True)
    )
    least = covered.min(axis=0)
    total = np.asarray(signs) @ amount
    shown = (least >= WELL_MEASURED * length.max(axis=0)) & (least > 0)
    out = pd.DataFrame({"start": starts, "length_s": length.max(axis=0), "amount": total})
    return out.assign(
        mean=np.divide(total * 3600, least, out=np.full(len(starts), np.nan), where=shown),
        min=np.nan,
        max=np.nan,
        covered_s=least,
        estimated_s=estimated.max(axis=0),
        corrected_s=corrected.max(axis=0),
    )


def used(series: Series) -> pd.DataFrame | None:
    """What the house used: its own meter's, else what came in less what went out; None where the
    meters do not tell it."""
    if Role.CONSUMPTION in series:
        return series[Role.CONSUMPTION]
    if not tells_use(series):
        return None
    known = [role for role in SIGNS if role in series]
    return added([series[role] for role in known], [SIGNS[role] for role in known])


def tells_use(series: Series) -> bool:
    """Whether the use of the house follows from these meters (columns: `amount`).

    Without a meter of the house it takes one at the grid; and what was sold must come from
    something that has a meter too: behind solar panels without one, nobody knows.
    """
    if Role.CONSUMPTION in series or Role.GRID_IMPORT not in series:
        return Role.CONSUMPTION in series
    sold = Role.GRID_EXPORT in series and series[Role.GRID_EXPORT]["amount"].sum() > 0
    return not sold or any(role in series for role in (Role.PRODUCTION, Role.BATTERY_DISCHARGE))


def kilowatts(frame: pd.DataFrame) -> pd.Series:
    """Mean power [kW] of the time that was measured; NaN where nothing was."""
    covered = frame["covered_s"].where(frame["covered_s"] > 0)
    return frame["amount"] / covered * 3.6


def _laid(frame: pd.DataFrame, starts: pd.DatetimeIndex) -> list[npt.NDArray[np.float64]]:
    """The columns of SUMMED at these starts; 0 where the series has no row."""
    at = starts.get_indexer(pd.DatetimeIndex(frame["start"]))
    columns = []
    for name in SUMMED:
        column = np.zeros(len(starts))
        column[at] = frame[name].to_numpy(float)
        columns.append(column)
    return columns


def _empty(column: str) -> pd.Series:
    return pd.Series(dtype="datetime64[us, UTC]" if column == "start" else float)
