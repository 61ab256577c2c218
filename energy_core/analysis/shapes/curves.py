"""Energy in order: the highest load first, the largest days and hours, and added up day by day."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_core.analysis.clock import Numbers, dates, day_numbers, midnights, wall
from energy_core.analysis.period import Period
from energy_core.analysis.sums import kilowatts

EPOCH_DAY = np.datetime64(0, "D")


def duration(frame: pd.DataFrame, pixels: int = 1000) -> pd.DataFrame:
    """Columns hours, share (0..1), kw: during how many hours, and which share of what was
    measured, the power was higher than this. Falling; at most two points a pixel, the highest and
    the lowest among them. A step lasts until the next point; the last one closes the curve."""
    kw = kilowatts(frame)
    order = np.argsort(-kw.to_numpy(), kind="stable")[: int(kw.notna().sum())]
    ends = frame["covered_s"].to_numpy()[order].cumsum() / 3600
    total = ends[-1] if len(ends) else 1.0
    hours = np.concatenate([[0.0], ends]) if len(ends) else ends
    heights = np.append(kw.to_numpy()[order], kw.min()) if len(ends) else ends
    curve = pd.DataFrame({"hours": hours, "share": hours / total, "kw": heights})
    return curve if len(curve) <= 2 * pixels else curve[_ends_of_columns(curve["share"], pixels)]


def _ends_of_columns(share: pd.Series, pixels: int) -> np.ndarray:
    """Which rows are the first or the last of their pixel column."""
    column = np.minimum((share.to_numpy() * pixels).astype(int), pixels - 1)
    changes = column[1:] != column[:-1]
    return np.append(True, changes) | np.append(changes, True)


def top(frame: pd.DataFrame, n: int = 10) -> pd.DataFrame:
    """Columns rank (from 1), start, length_s, kwh, covered (0..1): the `n` rows with the most
    energy, the earlier first among equals. `frame`: a series of days, or of hours."""
    chosen = frame[frame["covered_s"] > 0].nlargest(n, "amount")
    return pd.DataFrame(
        {
            "rank": np.arange(1, len(chosen) + 1),
            "start": chosen["start"].to_numpy(),
            "length_s": chosen["length_s"].to_numpy(),
            "kwh": chosen["amount"].to_numpy() / 1000,
            "covered": (chosen["covered_s"] / chosen["length_s"]).clip(0, 1).to_numpy(),
        }
    ).astype({"start": frame["start"].dtype})


def cumulative(
    frame: pd.DataFrame,
    period: Period,
    timezone: str,
    other: pd.DataFrame | None = None,
    before: Period | None = None,
) -> pd.DataFrame:
    """Columns number (days since the first, from 0), day (of `period`, a midnight without a zone),
    kwh, covered, before_kwh, before_covered: since the period's first day, at each day's end.

    `other` is the series of `before`, laid over it day by day. A line ends at its last row: what
    comes later is NaN. `frame`, `other`: series of days, or of anything finer.
    """
    days = np.arange(max(period.days, before.days if before else 0))
    first = int((np.datetime64(period.first) - EPOCH_DAY).astype(int))
    kwh, covered = _summed(frame, period, timezone, days)
    out = pd.DataFrame(
        {"number": days, "day": dates(days + first), "kwh": kwh, "covered": covered}
    ).assign(before_kwh=np.nan, before_covered=np.nan)
    if other is not None and before is not None:
        out["before_kwh"], out["before_covered"] = _summed(other, before, timezone, days)
    return out


def _summed(
    frame: pd.DataFrame, period: Period, timezone: str, days: Numbers
) -> tuple[np.ndarray, np.ndarray]:
    """kWh since the period's first day, and the share of that time which was measured."""
    start, end = period.bounds(timezone)
    rows = frame[(frame["start"] >= start) & (frame["start"] < end)]
    if rows.empty:
        return np.full(len(days), np.nan), np.full(len(days), np.nan)
    at = day_numbers(wall(rows["start"], timezone))
    at = at - (np.datetime64(period.first) - EPOCH_DAY).astype(int)
    amounts, covered = (
        np.bincount(at, rows[name].to_numpy(), len(days)).cumsum()
        for name in ("amount", "covered_s")
    )
    known = days <= at.max()
    share = np.clip(covered / _passed_s(period, timezone, len(days)), 0, 1)
    return np.where(known, amounts / 1000, np.nan), np.where(known, share, np.nan)


def _passed_s(period: Period, timezone: str, days: int) -> np.ndarray:
    """Seconds from the period's start to each day's end."""
    start = pd.Timestamp(period.bounds(timezone)[0])
    ends = midnights(np.datetime64(period.first) + np.arange(1, days + 1), timezone)
    return (ends - start).total_seconds().to_numpy()
