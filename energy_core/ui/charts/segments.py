"""Pieces that charts of bars are put together from: what was measured is full, what was estimated
is half as dark with a dotted edge, what was not measured is a dotted outline of unknown height."""

from __future__ import annotations

import altair as alt
import pandas as pd

from energy_core.analysis.sums import WELL_MEASURED
from energy_core.ui import outlines, palette
from energy_core.ui.axes import themed
from energy_core.ui.charts.clock import Window, gaps, placed, same_x
from energy_core.ui.words import _

FILLED = 0.72  # of its time's width; the rest is air
THIN_GAPS = 200  # more bars than this stand close together
LEAST_SHARE = 0.005  # of a bar: less is not drawn apart
HALF = 0.5


def filled(rows: int) -> float:
    """The share of its time that a bar of `rows` is wide."""
    return FILLED if rows <= THIN_GAPS else 1.0


def shares(frame: pd.DataFrame) -> pd.DataFrame:
    """A series (covered_s, estimated_s, length_s) with `covered` and `estimated`, 0..1."""
    length = frame["length_s"].where(frame["length_s"] > 0)
    return frame.assign(
        covered=(frame["covered_s"] / length).clip(0, 1).fillna(0.0),
        estimated=(frame["estimated_s"] / length).clip(0, 1).fillna(0.0),
    )


def stacked(frame: pd.DataFrame, value: str, within: list[str]) -> pd.DataFrame:
    """With `low` and `high`, where each row lies on the ones before it of the same `within`."""
    high = frame.groupby(within, sort=False)[value].cumsum()
    return frame.assign(low=high - frame[value], high=high)


def apart(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`frame` (low, high, covered, estimated) as what was measured and, on top of it, what was
    estimated; only rows that can be seen. Where the shares are not told, all is measured."""
    if not {"covered", "estimated"} <= set(frame):
        return frame[frame["high"] != frame["low"]], frame.iloc[:0]
    known = frame["covered"].where(frame["covered"] > 0)
    guessed = (frame["estimated"] / known).clip(0, 1).fillna(0.0)
    guessed = guessed.where(guessed >= LEAST_SHARE, 0.0)
    middle = frame["high"] - (frame["high"] - frame["low"]) * guessed
    sure, rest = frame.assign(high=middle), frame.assign(low=middle)
    return sure[sure["high"] != sure["low"]], rest[rest["high"] != rest["low"]]


def half_dark(chart: alt.Chart, **kept) -> alt.Chart:
    """The same bars at half their ink, with a dotted edge."""
    return chart.mark_bar(
        opacity=HALF, stroke=themed(palette.MUTED), strokeWidth=1, strokeDash=[1.5, 3], **kept
    )


def unmeasured(frame: pd.DataFrame, window: Window) -> list[alt.Chart]:
    """The dotted outlines of the window's parts without a row in `frame` (start, length_s,
    covered as a share), with an empty one, or with one that is not well measured; to be drawn
    under the bars."""
    nothing = gaps(frame[frame["covered"] > 0], window)
    partly = frame[(frame["covered"] > 0) & (frame["covered"] < WELL_MEASURED)]
    holes = pd.concat(
        [
            nothing.assign(told=_("Nothing was measured here")),
            partly[["start", "length_s"]].assign(told=_("Not all of it was measured")),
        ],
        ignore_index=True,
    )
    if holes.empty:
        return []
    return [
        alt.Chart(placed(holes, window.timezone)[["start", "end", "told"]])
        .mark_rect(fillOpacity=0, **outlines.edge("missing"))
        .encode(x=same_x(window), x2=alt.X2("end:Q"), tooltip=alt.Tooltip("told:N", title=" "))
    ]
