"""One function a view: frame → alt.Chart (of the flows: frame → ECharts' option).

Each takes the frame that `analysis.shapes` or `store.series` gives, and draws missing time as a
dotted outline, estimated energy at half its ink, and colours that follow the theme. Charts over
time take a `Window` and can be zoomed (see `zoom.chosen_span`) and annotated (`with_events`).
`said` has a picture's title and note, `table` its twin in words.
"""

from __future__ import annotations

from energy_core.ui.charts import said
from energy_core.ui.charts.balance import balance_chart, balance_parts
from energy_core.ui.charts.calendar import calendar_chart, greatest, halves
from energy_core.ui.charts.carpet import carpet_chart, exchange_chart
from energy_core.ui.charts.clock import Window
from energy_core.ui.charts.curves import cumulative_chart, duration_chart
from energy_core.ui.charts.day import HOURS, day_chart, peaks_chart, stacked, where_chart
from energy_core.ui.charts.energy import beside, energy_chart
from energy_core.ui.charts.events import chosen_event, with_events
from energy_core.ui.charts.heating import heating_chart
from energy_core.ui.charts.power import Line, power_chart
from energy_core.ui.charts.sankey import flows_height, sankey
from energy_core.ui.charts.shades import of_role
from energy_core.ui.charts.table import table
from energy_core.ui.charts.tops import top_chart
from energy_core.ui.charts.typical import typical_chart
from energy_core.ui.charts.units import Unit, of_energy, of_power
from energy_core.ui.charts.zoom import chosen_span

__all__ = [
    "HOURS", "Line", "Unit", "Window", "balance_chart", "balance_parts", "beside",
    "calendar_chart", "carpet_chart", "chosen_event", "chosen_span", "cumulative_chart",
    "day_chart", "duration_chart", "energy_chart", "exchange_chart", "flows_height", "greatest", "halves", "heating_chart",
    "of_energy", "of_power", "of_role", "peaks_chart", "power_chart", "said", "sankey", "stacked",
    "table", "top_chart", "typical_chart", "where_chart", "with_events",
]  # fmt: skip
