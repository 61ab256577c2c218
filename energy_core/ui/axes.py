"""What all charts share: quiet axes, colours that follow the theme, the language's numbers."""

from __future__ import annotations

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from energy_core.ui import palette
from energy_core.ui.palette import Shade
from energy_core.ui.words import language

NUMBERS = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": "−"},
    "fr": {
        "decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", ""], "minus": "−",
    },
}  # fmt: skip
HOUR_LABELS = {
    "en": "(datum.value < 10 ? '0' : '') + datum.value + ':00'",
    "fr": "datum.value + '\u00a0h'",
}


def themed(shade: Shade) -> alt.ExprRef:
    """The colour that fits the chart's own ground: resolved in the browser, light or dark."""
    return alt.ExprRef(expr=f"luminance(background)>.5?'{shade.light}':'{shade.dark}'")


def amount_axis() -> alt.Axis:
    """Three to five hairlines and their numbers; quantity and unit stand in the note above."""
    return alt.Axis(
        title=None, tickCount=4, ticks=False, domain=False, grid=True,
        gridColor=themed(palette.HAIRLINE), labelColor=themed(palette.MUTED),
        labelFontSize=12, labelPadding=8,
    )  # fmt: skip


def hour_axis() -> alt.Axis:
    return alt.Axis(
        title=None, values=[0, 6, 12, 18, 24], ticks=False, domain=False, grid=False,
        labelExpr=HOUR_LABELS[language()], labelColor=themed(palette.MUTED),
        labelFontSize=12, labelPadding=8, labelFlush=True,
    )  # fmt: skip


def name_axis() -> alt.Axis:
    return alt.Axis(
        title=None, ticks=False, domain=False, grid=False, labelColor=themed(palette.MUTED),
        labelFontSize=13, labelPadding=8, labelLimit=150,
    )  # fmt: skip


def key_above(values: list[str]) -> alt.Legend:
    return alt.Legend(
        title=None, values=values, orient="top", symbolType="square", symbolSize=90, labelFontSize=13,
        labelColor=themed(palette.MUTED), offset=12, columnPadding=16,
    )  # fmt: skip


disable_debug_mode()  # a chart is checked once, as a whole, when it is written


def finished(chart: alt.LayerChart, height: int) -> alt.LayerChart:
    """With our height, no frame, and the language's numbers."""
    chart.height = height  # set, since each call of Altair's own would copy every layer
    chart.padding = {"left": 0, "right": 8, "top": 8, "bottom": 4}
    chart.config = alt.Config(
        locale=alt.Locale(number=NUMBERS[language()]),
        view=alt.ViewConfig(strokeWidth=0),
        mark=alt.MarkConfig(aria=False),  # the chart is described as a whole
    )
    return chart
