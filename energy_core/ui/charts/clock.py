"""Time in a chart: instants on the axis, the site's clock in every word.

An axis runs over real instants (milliseconds since 1970), so that the hour which spring leaves out
and the one which autumn repeats have their true width; its labels, and the wall clock that the
words are made from, are the site's. The browser's own zone plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import altair as alt
import numpy as np
import pandas as pd

from energy_core.store import Resolution
from energy_core.ui import palette
from energy_core.ui.axes import themed
from energy_core.ui.charts.ticks import ticks

MILLIS = 1000.0


@dataclass(frozen=True, slots=True)
class Window:
    """What the time axis spans, [start, end) UTC, the site's zone, and what a bar stands for."""

    start: datetime
    end: datetime
    timezone: str
    step: Resolution = Resolution.QUARTER

    @property
    def edges(self) -> tuple[float, float]:
        """Milliseconds since 1970."""
        return self.start.timestamp() * MILLIS, self.end.timestamp() * MILLIS


def instants(starts: pd.Series) -> pd.Series:
    """UTC stamps as milliseconds since 1970."""
    stamps = pd.DatetimeIndex(starts).as_unit("us").asi8
    return pd.Series(stamps / MILLIS, index=starts.index)


def wall(starts: pd.Series, timezone: str) -> pd.Series:
    """The site's wall clock at these UTC stamps, in milliseconds as though it were UTC."""
    local = pd.DatetimeIndex(starts).tz_convert(timezone).tz_localize(None)
    return pd.Series(local.as_unit("us").asi8 / MILLIS, index=starts.index)


def day_wall(days: pd.Series) -> pd.Series:
    """Local dates, in milliseconds as though they began in UTC."""
    stamps = pd.DatetimeIndex(pd.to_datetime(days)).as_unit("us").asi8
    return pd.Series(stamps / MILLIS, index=days.index)


def placed(frame: pd.DataFrame, timezone: str, inner: float = 1.0) -> pd.DataFrame:
    """`frame` (start UTC, length_s, …) with start and end as instants and `clock`, the wall clock
    of its start. `inner`: the share of its length that is drawn, in the middle."""
    start, length = instants(frame["start"]), frame["length_s"] * MILLIS
    margin = length * (1 - inner) / 2
    return frame.assign(
        start=start + margin,
        end=start + length - margin,
        clock=wall(frame["start"], timezone),
    )


def gaps(frame: pd.DataFrame, window: Window) -> pd.DataFrame:
    """Columns start, length_s: the parts of the window that no row of `frame` covers, a second
    or longer. The rows come in order and overlap nowhere."""
    first, last = window.edges
    begins = instants(frame["start"]).to_numpy()
    ends = begins + frame["length_s"].to_numpy() * MILLIS
    lows = np.clip(np.concatenate([[first], ends]), first, last)
    highs = np.clip(np.concatenate([begins, [last]]), first, last)
    seen = highs - lows >= MILLIS
    starts = pd.to_datetime(lows[seen].round().astype("int64"), unit="ms", utc=True)
    return pd.DataFrame({"start": starts, "length_s": (highs - lows)[seen] / MILLIS})


def time_x(window: Window, centred: bool = False) -> alt.X:
    """The axis of the window. `centred`: days, months and years are named under their middle."""
    return alt.X("start:Q", scale=_scale(window), axis=_axis(window, centred))


def same_x(window: Window) -> alt.X:
    """The same axis under another layer, whose names stand there already."""
    return alt.X("start:Q", scale=_scale(window))


def _scale(window: Window) -> alt.Scale:
    return alt.Scale(domain=list(window.edges), nice=False, zero=False, padding=0)


def _axis(window: Window, centred: bool) -> alt.Axis:
    marks = ticks(window.start, window.end, window.timezone, centred)
    places = [at.timestamp() * MILLIS for at, _name in marks]
    return alt.Axis(
        title=None, values=places, labelExpr=naming(places, [name for _at, name in marks]),
        ticks=False, domain=False, grid=False, labelColor=themed(palette.MUTED),
        labelFontSize=12, labelPadding=8, labelFlush=not centred, labelOverlap="greedy",
        labelSeparation=6,
    )  # fmt: skip


def naming(values: list[float], names: list[str]) -> str:
    """A Vega expression: the name of the tick `datum.value`."""
    return f"{names!r}[indexof({values!r}, datum.value)]"
