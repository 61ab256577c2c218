"""Any past period, read once for a whole page."""

from energy_core.services.history.selection import Selection, What, chosen
from energy_core.services.history.shown import FORMATS, download
from energy_core.services.history.side import Looked, Side, looked
from energy_core.services.history.view import (
    Heating,
    Marks,
    View,
    everything,
    heating,
    held,
    line,
    marks,
    twelve_months,
    view,
)

__all__ = [
    "FORMATS", "Heating", "Looked", "Marks", "Selection", "Side", "View", "What",
    "chosen", "download", "everything", "heating", "held", "line", "looked", "marks", "twelve_months", "view",
]  # fmt: skip
