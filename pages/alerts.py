"""What is not normal."""

from __future__ import annotations

from energy_core.ui.layout import promise
from energy_core.ui.words import _

promise(
    _("Alerts"),
    _("What is not normal: how much, since when, what it costs, and what to do."),
    _("No rule is active yet. A silent meter is already shown on the live page."),
)
