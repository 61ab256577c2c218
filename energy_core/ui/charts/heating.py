"""How a building answers to the cold: each day's energy, and the line that the weather explains."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from energy_core.analysis.heating import Signature
from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.charts.clock import wall
from energy_core.ui.charts.units import Unit
from energy_core.ui.charts.words import NO_BREAK, amount_words, date_words
from energy_core.ui.words import _

HEIGHT = 260
MARGIN_C = 1.0  # beside the coldest and the warmest day
DOT, DOT_OPACITY = 28, 0.45  # square pixels


def heating_chart(
    points: pd.DataFrame, fitted: Signature, unit: Unit, timezone: str
) -> alt.LayerChart:
    """A dot a day: how much was used [unit] at which mean temperature outside [°C], and the fitted
    line, which bends where heating begins.

    `points`: columns start (UTC), temperature_c, amount, as `analysis.heating.Fit` has them.
    """
    edges = points["temperature_c"].min() - MARGIN_C, points["temperature_c"].max() + MARGIN_C
    scale = alt.Scale(domain=[float(edge) for edge in edges], nice=False, zero=False)
    x = alt.X("temperature_c:Q", scale=scale, axis=_axis())
    layers = [_dots(points, x, unit, timezone), _line(fitted, x, edges, unit)]
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def _axis() -> alt.Axis:
    return alt.Axis(
        title=None, tickCount=6, ticks=False, domain=False, grid=False, labelPadding=8,
        labelExpr=f"format(datum.value, '.0f') + '{NO_BREAK}°C'", labelFontSize=12,
        labelColor=themed(palette.MUTED), labelOverlap="greedy", labelSeparation=6,
    )  # fmt: skip


def _y() -> alt.Y:
    return alt.Y("amount:Q", axis=amount_axis(), scale=alt.Scale(zero=True))


def _dots(points: pd.DataFrame, x: alt.X, unit: Unit, timezone: str) -> alt.Chart:
    shown = pd.DataFrame(
        {
            "clock": wall(points["start"], timezone), "temperature_c": points["temperature_c"],
            "amount": points["amount"] / unit.size,
        }
    )  # fmt: skip
    return (
        alt.Chart(shown)
        .mark_point(filled=True, size=DOT, opacity=DOT_OPACITY, color=themed(palette.INK))
        .encode(
            x=x, y=_y(),
            tooltip=[
                alt.Tooltip("when:N", title=_("Day")), alt.Tooltip("cold:N", title=_("Outside")),
                alt.Tooltip("told:N", title=_("Used")),
            ],
        )
        .transform_calculate(
            when=date_words("datum.clock"), cold=amount_words("temperature_c", "°C", 1),
            told=amount_words("amount", unit.name, unit.decimals),
        )
    )  # fmt: skip


def _line(fitted: Signature, x: alt.X, edges: tuple[float, float], unit: Unit) -> alt.Chart:
    """From edge to edge over the bend."""
    bend = float(np.clip(fitted.balance_c, *edges))
    at = np.array(sorted({*edges, bend}))
    rows = pd.DataFrame({"temperature_c": at, "amount": fitted.expected(at) / unit.size})
    return alt.Chart(rows).mark_line(strokeWidth=2, color=themed(palette.INK)).encode(x=x, y=_y())
