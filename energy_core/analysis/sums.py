"""Several series as one: added, taken away, and what the house used. Frames as `store.series`
gives them, all of one resolution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from energy_core.analysis.balance import SIGNS
from energy_core.model import Role

COLUMNS = (
    "start", "length_s", "amount", "mean", "min", "max", "covered_s", "estimated_s", "corrected_s",
)  # fmt: skip
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
    parts = [frame.set_index("start") for frame in frames]
    starts = parts[0].index
    for part in parts[1:]:
        starts = starts.union(part.index)
    parts = [part.reindex(starts) for part in parts]
    length = pd.concat([part["length_s"] for part in parts], axis=1).max(axis=1)
    amount = sum(part["amount"].fillna(0.0) * s for part, s in zip(parts, signs, strict=True))
    covered = _over(parts, "covered_s").min(axis=1)
    shown = (covered >= WELL_MEASURED * length) & (covered > 0)
    out = pd.DataFrame(
        {
            "length_s": length,
            "amount": amount,
            "mean": (amount / covered.where(shown) * 3600),
            "min": np.nan,
            "max": np.nan,
            "covered_s": covered,
            "estimated_s": _over(parts, "estimated_s").max(axis=1),
            "corrected_s": _over(parts, "corrected_s").max(axis=1),
        }
    )
    return out.rename_axis("start").reset_index()


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


def _over(parts: Sequence[pd.DataFrame], column: str) -> pd.DataFrame:
    return pd.concat([part[column].fillna(0.0) for part in parts], axis=1)


def _empty(column: str) -> pd.Series:
    return pd.Series(dtype="datetime64[us, UTC]" if column == "start" else float)
