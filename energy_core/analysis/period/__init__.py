"""Which days are looked at, and which they are compared with."""

from energy_core.analysis.period.address import Asked, from_query, parsed, resolution, to_query
from energy_core.analysis.period.compare import Compare, compared, side_by_side
from energy_core.analysis.period.span import Bounds, Period, Span

__all__ = [
    "Asked",
    "Bounds",
    "Compare",
    "Period",
    "Span",
    "compared",
    "from_query",
    "parsed",
    "resolution",
    "side_by_side",
    "to_query",
]
