"""A picture of a view, apart from where it stands: the page shows it, the report prints it."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import pandas as pd

from energy_core import units
from energy_core.store import Resolution
from energy_core.ui.charts.said import Said


@dataclass(frozen=True, slots=True)
class Picture:
    """`name`: once on a page; `chart`: None where there is nothing to draw; `twin`: the same in
    rows, each of which stands for `step`, its amounts in `unit` as it is stored."""

    name: str
    said: Said
    chart: alt.LayerChart | None
    twin: pd.DataFrame
    unit: str = units.ENERGY
    step: Resolution = Resolution.QUARTER
