"""What the charts of cells share: cells that were not measured are dotted outlines, and estimated
ones are half as dark."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from energy_core.ui import outlines, palette
from energy_core.ui.axes import themed
from energy_core.ui.charts.segments import HALF
from energy_core.ui.words import _

MOSTLY = 0.5  # of a cell


def opacity() -> alt.OpacityValue:
    half = {"test": f"datum.estimated > {MOSTLY}", "value": HALF}
    return alt.OpacityValue(1, condition=half)


def cell_form(rounded: bool, apart: bool) -> dict[str, Any]:
    """`apart`: a hairline of the ground between them."""
    edge = {"stroke": themed(palette.GROUND), "strokeWidth": 1} if apart else {"strokeWidth": 0}
    return {**edge, **({"cornerRadius": 2} if rounded else {})}


def unmeasured_cells(cells: pd.DataFrame, **places: alt.SchemaBase) -> alt.Chart:
    return (
        alt.Chart(cells.assign(told=_("Nothing was measured here")))
        .mark_rect(fillOpacity=0, **outlines.edge("missing"))
        .encode(tooltip=alt.Tooltip("told:N", title=" "), **places)
    )
