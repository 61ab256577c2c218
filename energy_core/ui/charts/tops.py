"""The days or hours with the most energy, the largest first."""

from __future__ import annotations

import altair as alt
import pandas as pd

from energy_core.store import Resolution
from energy_core.ui import numbers, palette
from energy_core.ui.axes import finished, name_axis, themed
from energy_core.ui.charts.words import ALL_OF_IT, weekday_names
from energy_core.ui.words import _

ROW = 30


def top_chart(frame: pd.DataFrame, timezone: str, step: Resolution) -> alt.LayerChart:
    """`frame` as `shapes.top` gives it: rank, start (UTC), length_s, kwh, covered; `step`: days or
    hours."""
    shown = frame.assign(
        name=names(frame["start"], timezone, step),
        told=[_told(kwh, covered) for kwh, covered in zip(frame["kwh"], frame["covered"], strict=True)],
        figure=[numbers.number(kwh, 1) for kwh in frame["kwh"]],
    )[["name", "kwh", "told", "figure"]]  # fmt: skip
    y = alt.Y("name:N", sort=list(shown["name"]), axis=_axis(), scale=alt.Scale(paddingInner=0.45))
    bars = (
        alt.Chart(shown)
        .mark_bar(cornerRadiusEnd=2, color=themed(palette.INK))
        .encode(
            x=alt.X("kwh:Q", axis=None), y=y,
            tooltip=[alt.Tooltip("name:N", title=_("When")), alt.Tooltip("told:N", title=_("Energy"))],
        )
    )  # fmt: skip
    ends = (
        alt.Chart(shown)
        .mark_text(align="left", dx=6, fontSize=12, fontWeight="bold", color=themed(palette.INK))
        .encode(x=alt.X("kwh:Q"), y=y, text=alt.Text("figure:N"))
    )
    return finished(alt.LayerChart(layer=[bars, ends]), ROW * max(1, len(shown)) + 16)


def names(starts: pd.Series, timezone: str, step: Resolution) -> list[str]:
    """ "Thu 28 May", "Thu 28 May, 18:00"; with the year where there are several, and the hour alone
    where all are of one day. An hour that the clock of autumn shows twice is told twice."""
    local = pd.DatetimeIndex(starts).tz_convert(timezone)
    with_year = local.year.nunique() > 1
    one_day = len(local) > 1 and local.normalize().nunique() == 1
    found = []
    for moment in local:
        words = f"{weekday_names()[moment.weekday()]} {numbers.day(moment.date())}"
        words += f" {moment.year}" if with_year else ""
        if step is Resolution.HOUR:
            hour = numbers.clock(moment.to_pydatetime(), timezone)
            words = hour if one_day else f"{words}, {hour}"
        again = moment.fold and step is Resolution.HOUR
        found.append(_("{hour}, the second").format(hour=words) if again else words)
    return found


def _axis() -> alt.Axis:
    axis = name_axis()
    axis.labelLimit = 220
    return axis


def _told(kwh: float, covered: float) -> str:
    """As the other tooltips do: "12.4 kWh (99 % measured)"."""
    share = "" if covered >= ALL_OF_IT else numbers.with_unit(str(int(100 * covered)), "%") + " "
    return f"{numbers.energy(1000 * kwh)} ({share}" + _("measured") + ")"
