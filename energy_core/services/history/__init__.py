"""Any past period, read once for a whole page."""

from energy_core.services.history.heating import Heating, heating
from energy_core.services.history.looked import Looked, looked
from energy_core.services.history.marks import Marks, marks
from energy_core.services.history.selection import Selection, What, chosen
from energy_core.services.history.shown import FORMATS, download, file_name
from energy_core.services.history.side import Side
from energy_core.services.history.view import (
    View,
    everything,
    held,
    line,
    nearest,
    twelve_months,
    view,
)

__all__ = [
    "FORMATS", "Heating", "Looked", "Marks", "Selection", "Side", "View", "What", "chosen",
    "download", "everything", "file_name", "heating", "held", "line", "looked", "marks", "nearest",
    "twelve_months", "view",
]  # fmt: skip
