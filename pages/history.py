"""Any past period, explained."""

from __future__ import annotations

from energy_core.ui.layout import promise
from energy_core.ui.words import _

promise(
    _("History"),
    _(
        "Each day, month and year: what was used, where it came from, and how much of it was measured."
    ),
    _(
        "Your readings are being kept for it already: nothing is lost while this page is being made."
    ),
)
