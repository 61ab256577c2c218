"""What is not normal, and what people say of it."""

from __future__ import annotations

from energy_core.services import running
from energy_core.ui.alerts.page import draw

draw(running().store.site().timezone)
