"""Meters, files and devices."""

from __future__ import annotations

from energy_core.ui.layout import promise
from energy_core.ui.words import _

promise(
    _("Data"),
    _("Your meters, the files you drop here, and the devices that send by themselves."),
    _("Devices can send already: see the address **/api/docs** of this server."),
)
