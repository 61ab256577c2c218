"""Layers over one time axis, in which a span can be chosen by drawing over it."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import amount_axis
from energy_core.ui.charts.clock import Window, time_x

ZOOM = "zoom"
FIELD = "start"
"""What is chosen comes as `{"zoom": {"start": [from, to]}}`, in milliseconds since 1970."""


def zoomable(layers: Sequence[alt.Chart], window: Window, centred: bool) -> alt.LayerChart:
    """`layers` over `same_x(window)`, the first with the names of the axis too; without a layer
    the axis alone. `centred`: days, months and years are named under their middle."""
    grey = palette.GREY.light  # between the two grounds: a brush takes no expression
    chosen = alt.selection_interval(
        name=ZOOM,
        encodings=["x"],
        mark=alt.BrushConfig(fill=grey, fillOpacity=0.2, stroke=grey),
    )
    first, *rest = layers or [_nothing()]
    named = first.add_params(chosen)
    named.encoding.x = time_x(window, centred)
    return alt.LayerChart(layer=[named, *rest])


def chosen_span(selection: dict) -> tuple[float, float] | None:
    """From and to of what was drawn over [s since 1970]; None where nothing is."""
    edges = selection.get(ZOOM, {}).get(FIELD)
    if not edges:
        return None
    low, high = sorted(float(edge) / 1000 for edge in edges)
    return (low, high) if high > low else None


def _nothing() -> alt.Chart:
    nowhere = pd.DataFrame({"start": [0.0], "high": [0.0]})
    return alt.Chart(nowhere).mark_point(opacity=0).encode(y=alt.Y("high:Q", axis=amount_axis()))
