"""Energy as the pictures of the history want it. Pure: frames in, frames out.

`kw` and `kwh` are the thousandth of W and Wh; of a series in m³ they are that of m³.
"""

from energy_core.analysis.shapes.cells import by_day, by_hour, calendar, carpet
from energy_core.analysis.shapes.curves import cumulative, duration, top
from energy_core.analysis.shapes.flows import flows
from energy_core.analysis.shapes.typical import typical_day

__all__ = [
    "by_day", "by_hour", "calendar", "carpet", "cumulative", "duration", "flows", "top",
    "typical_day",
]  # fmt: skip
