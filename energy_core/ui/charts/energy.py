"""Energy by hour, day or month as bars, beside another period's where one is compared."""

from __future__ import annotations

from datetime import date

import altair as alt
import numpy as np
import pandas as pd

from energy_core.store import Resolution
from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.charts import segments
from energy_core.ui.charts.clock import Window, placed, same_x
from energy_core.ui.charts.units import Unit
from energy_core.ui.charts.words import amount_words, span_words
from energy_core.ui.charts.zoom import zoomable
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 260


def energy_chart(
    frame: pd.DataFrame,
    window: Window,
    unit: Unit,
    before: pd.DataFrame | None = None,
    shade: Shade = palette.INK,
) -> alt.LayerChart:
    """One bar a row of a series (`start` UTC, length_s, amount, covered_s, estimated_s).

    `before`: another period's series as `beside` lays it under this one: a grey mark across each
    bar at the height that it had.
    """
    bars = _bars(frame, window, unit)
    sure, guessed = segments.apart(bars)
    drawn = [_drawn(part, window, unit).mark_bar(**_form(shade)) for part in (sure,) if len(part)]
    if len(guessed):
        drawn.append(segments.half_dark(_drawn(guessed, window, unit), color=themed(shade)))
    layers = [*segments.unmeasured(segments.shares(frame), window), *drawn]
    if before is not None and len(before):
        layers.append(_marks(before, window, unit))
    return finished(zoomable(layers, window, centred=True), HEIGHT)


def beside(
    before: pd.DataFrame, first: date, before_first: date, timezone: str, step: Resolution
) -> pd.DataFrame:
    """`before` laid over the period that begins with the local day `first`: `start` is the same
    day, hour or month of that period, counted from its first, and `was` where it really began.

    A row at an hour that the other clock skips falls on the next one that there is.
    """
    own = pd.DatetimeIndex(before["start"]).tz_convert(timezone).tz_localize(None)
    is_month = step is Resolution.MONTH
    moved = _months_on(own, first, before_first) if is_month else own + _days(first, before_first)
    starts = moved.tz_localize(
        timezone, ambiguous=np.ones(len(moved), bool), nonexistent="shift_forward"
    ).tz_convert("UTC")
    return before.assign(was=before["start"], start=starts)


def _days(first: date, before_first: date) -> pd.Timedelta:
    return pd.Timedelta(days=(first - before_first).days)


def _months_on(own: pd.DatetimeIndex, first: date, before_first: date) -> pd.DatetimeIndex:
    months = (first.year - before_first.year) * 12 + first.month - before_first.month
    return own + pd.DateOffset(months=months)


def _bars(frame: pd.DataFrame, window: Window, unit: Unit) -> pd.DataFrame:
    rows = segments.shares(frame[frame["covered_s"] > 0])
    size = rows["amount"] / unit.size
    return placed(rows, window.timezone, segments.filled(len(frame))).assign(low=0.0, high=size)


def _form(shade: Shade) -> dict:
    return {"color": themed(shade), "cornerRadiusEnd": 2}


def _drawn(bars: pd.DataFrame, window: Window, unit: Unit) -> alt.Chart:
    told = amount_words("amount", unit.name, unit.decimals, bars.columns, unit.size)
    columns = ["start", "end", "clock", "low", "high", "amount", "covered", "estimated"]
    return (
        alt.Chart(bars[columns])
        .encode(
            x=same_x(window), x2=alt.X2("end:Q"),
            y=alt.Y("low:Q", axis=amount_axis()), y2=alt.Y2("high:Q"),
            tooltip=[alt.Tooltip("when:N", title=_("When")), alt.Tooltip("told:N", title=_what(unit))],
        )
        .transform_calculate(when=span_words(window.step), told=told)
    )  # fmt: skip


def _what(unit: Unit) -> str:
    return _("Energy") if unit.name.endswith("Wh") else _("Amount")


def _marks(before: pd.DataFrame, window: Window, unit: Unit) -> alt.Chart:
    """Across the whole time of each bar, so that they are seen beside it too."""
    rows = before[before["covered_s"] > 0]
    shown = placed(rows.drop(columns="was"), window.timezone, 0.96).assign(
        amount=rows["amount"] / unit.size,
        clock=placed(rows.assign(start=rows["was"]), window.timezone)["clock"],
    )
    return (
        alt.Chart(shown[["start", "end", "clock", "amount"]])
        .mark_rule(strokeWidth=1.75, color=themed(palette.GREY))
        .encode(
            x=same_x(window), x2=alt.X2("end:Q"), y=alt.Y("amount:Q", axis=amount_axis()),
            tooltip=[alt.Tooltip("when:N", title=_("When")), alt.Tooltip("told:N", title=_what(unit))],
        )
        .transform_calculate(
            when=span_words(window.step),
            told=amount_words("amount", unit.name, unit.decimals),
        )
    )  # fmt: skip
