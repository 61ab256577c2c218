"""Day by day as a calendar: a column a week, a row a weekday."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import finished, themed
from energy_core.ui.charts import cells, shades
from energy_core.ui.charts.clock import day_wall, naming
from energy_core.ui.charts.units import KWH, LEAST_SHARE, Unit, sized
from energy_core.ui.charts.words import amount_words, date_words, month_shorts, weekday_shorts
from energy_core.ui.words import _

HEIGHT, KEY_HEIGHT = 150, 29
WEEKS = 27  # of a half-year, so that two halves have cells of one size
HALF_MONTHS = 6
GAP = 0.12  # of a cell
LEAST_KWH = 1.0
NAME_WEEKS = 3  # as wide is the name of a month


def halves(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """`frame` (day, …) in parts of six calendar months, from its first day on."""
    if frame.empty:
        return []
    months = frame["day"].dt.year * 12 + frame["day"].dt.month
    number = (months - months.iloc[0]) // HALF_MONTHS
    return [part.reset_index(drop=True) for _number, part in frame.groupby(number)]


def greatest(frame: pd.DataFrame, unit: Unit = KWH) -> float:
    """Where the scale of all halves ends, in the unit."""
    known = sized(frame["kwh"].dropna(), unit)
    least = LEAST_KWH if unit == KWH else LEAST_SHARE
    return max(float(known.quantile(0.99)), least) if len(known) else least


def calendar_chart(
    frame: pd.DataFrame, top: float, with_key: bool = True, unit: Unit = KWH
) -> alt.LayerChart:
    """`frame` as `shapes.calendar` gives it: day, kwh, covered, estimated, missing; half a year at
    most, see `halves`. `top`: `greatest` of the whole, so that halves are coloured alike."""
    placed = _placed(frame.assign(kwh=sized(frame["kwh"], unit)))
    unknown = placed["missing"].astype(bool)
    layers = [_known(placed[~unknown], top, with_key, unit)] if (~unknown).any() else []
    if unknown.any():
        layers.append(cells.unmeasured_cells(placed[unknown], **_places(placed)))
    height = HEIGHT + (KEY_HEIGHT if with_key else 0)  # cells of one size, with a key and without
    return finished(alt.LayerChart(layer=layers or [_bare(placed)]), height)


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    """With the place of each day's cell: week and weekday and their ends."""
    weekday = frame["day"].dt.day_of_week
    monday = frame["day"] - pd.to_timedelta(weekday, unit="D")
    week = (monday - monday.min()).dt.days // 7 if len(frame) else weekday
    half = GAP / 2
    return frame.assign(
        clock=day_wall(frame["day"]), week=week + half, week_end=week + 1 - half,
        weekday=weekday + half, weekday_end=weekday + 1 - half,
    )  # fmt: skip


def _places(placed: pd.DataFrame) -> dict:
    return {
        "x": _x(placed), "x2": alt.X2("week_end:Q"), "y": _y(), "y2": alt.Y2("weekday_end:Q"),
    }  # fmt: skip


def _x(placed: pd.DataFrame) -> alt.X:
    """Months are named above the week of their first day, as far as there is room: what ends
    within a few weeks gives way to the one after it."""
    shorts = month_shorts()
    week = np.floor(placed["week"])
    firsts = week.groupby(placed["day"].dt.to_period("M")).min()
    firsts = firsts[(firsts.shift(-1) - firsts).fillna(NAME_WEEKS) >= NAME_WEEKS]
    places = [float(first) for first in firsts]
    names = [shorts[month.month - 1] for month in firsts.index]
    axis = alt.Axis(
        orient="top", title=None, values=places, labelExpr=naming(places, names), ticks=False,
        domain=False, grid=False, labelColor=themed(palette.MUTED), labelFontSize=12,
        labelPadding=4, labelAlign="left", labelOverlap="greedy", labelSeparation=4,
    )  # fmt: skip
    width = max(WEEKS, int(week.max()) + 1) if len(placed) else WEEKS
    return alt.X("week:Q", axis=axis, scale=alt.Scale(domain=[0, width], nice=False))


def _y() -> alt.Y:
    places = [0.5, 2.5, 4.5, 6.5]
    axis = alt.Axis(
        title=None, values=places, labelExpr=naming(places, weekday_shorts()[::2]), ticks=False,
        domain=False, grid=False, labelColor=themed(palette.MUTED), labelFontSize=12,
        labelPadding=8,
    )  # fmt: skip
    return alt.Y("weekday:Q", axis=axis, scale=alt.Scale(domain=[0, 7], reverse=True, nice=False))


def _known(shown: pd.DataFrame, top: float, with_key: bool, unit: Unit) -> alt.Chart:
    marks = shades.round_marks(top)
    key = shades.gradient_key(marks, "format(datum.value, ',~g')") if with_key else None
    if key is not None:
        key.orient = "bottom"
    columns = [
        "clock", "week", "week_end", "weekday", "weekday_end", "kwh", "covered", "estimated",
    ]  # fmt: skip
    return (
        alt.Chart(shown[columns])
        .mark_rect(**cells.cell_form(rounded=True, apart=False))
        .encode(
            **_places(shown),
            color=alt.Color("kwh:Q", scale=shades.sequential(top), legend=key),
            opacity=cells.opacity(),
            tooltip=[alt.Tooltip("when:N", title=_("Day")), alt.Tooltip("told:N", title=_("Energy"))],
        )
        .transform_calculate(
            when=date_words("datum.clock"),
            told=amount_words("kwh", unit.name, unit.decimals, columns),
        )
    )  # fmt: skip


def _bare(placed: pd.DataFrame) -> alt.Chart:
    return alt.Chart(placed).mark_rect(opacity=0).encode(y=_y())
