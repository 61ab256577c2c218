"""Any past period, explained."""

from __future__ import annotations

from energy_core.services import running
from energy_core.ui.history.page import draw

draw(running().store.site().timezone)
