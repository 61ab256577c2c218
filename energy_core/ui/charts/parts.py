"""The parts that a house's energy comes from and goes to: what they are called, and their colours."""

from __future__ import annotations

from energy_core.analysis.shapes.flows import HOME, REST
from energy_core.ui import outlines, palette
from energy_core.ui.words import _

SHADES = {
    "sun": palette.SUN, "battery": palette.BATTERY, "grid": palette.GRID,
    "charged": palette.INTO_BATTERY, "sold": palette.SOLD,
}  # fmt: skip


def part_names() -> dict[str, str]:
    """What a part is called; one that is not here is a use, by its own name."""
    return {
        "sun": _("sun"), "battery": _("battery"), "grid": _("bought"), HOME: _("house"),
        REST: _("other uses"), "charged": _("into the battery"), "sold": _("sold"),
        **outlines.names(),
    }  # fmt: skip
