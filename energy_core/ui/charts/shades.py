"""Scales of colour that are resolved in the browser, so that a chart turns with the theme, and
reads the same in a printed report, where Streamlit's theme is not."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from energy_core.model import Role
from energy_core.ui import palette
from energy_core.ui.axes import themed
from energy_core.ui.palette import Shade

OF_ROLE = {
    Role.PRODUCTION: palette.SUN,
    Role.BATTERY_DISCHARGE: palette.BATTERY,
    Role.BATTERY_CHARGE: palette.INTO_BATTERY,
    Role.GRID_IMPORT: palette.GRID,
    Role.GRID_EXPORT: palette.SOLD,
}
USES = (palette.INK, palette.SECOND_USE, palette.THIRD_USE)
TEXTS = {
    palette.SUN: palette.SUN_TEXT, palette.BATTERY: palette.BATTERY_TEXT,
    palette.INTO_BATTERY: palette.BATTERY_TEXT, palette.GRID: palette.GRID_TEXT,
    palette.SOLD: palette.GRID_TEXT,
}  # fmt: skip
KEY_LENGTH, KEY_WIDTH = 150, 8


def of_role(role: Role) -> Shade:
    """Colour is where energy comes from; what is used is ink."""
    return OF_ROLE.get(role, palette.INK)


def text_of(shade: Shade) -> Shade:
    """The colour in which the name of what is drawn in `shade` reads."""
    return TEXTS.get(shade, shade)


def named(shades: dict[str, Shade]) -> alt.Scale:
    """Words, each with its colour."""
    return alt.Scale(domain=list(shades), range=_ranged(list(shades.values())))


def sequential(top: float) -> alt.Scale:
    """0 … `top` from the ground to ink, on a square root: standby is seen beside the car."""
    steps = len(palette.SEQUENTIAL) - 1
    domain = [top * (step / steps) ** 2 for step in range(steps + 1)]
    return alt.Scale(
        type="sqrt", domain=domain, range=_ranged(palette.SEQUENTIAL), interpolate="rgb", clamp=True
    )


def diverging(top: float) -> alt.Scale:
    """−`top` (sold, amber) … `top` (bought, blue) through the ground's grey."""
    shades = palette.DIVERGING[::-1]
    steps = len(shades) - 1
    domain = [top * (2 * step / steps - 1) for step in range(steps + 1)]
    return alt.Scale(domain=domain, range=_ranged(shades), interpolate="rgb", clamp=True)


def gradient_key(values: Sequence[float], expression: str) -> alt.Legend:
    """A small bar above at the left. `expression`: Vega, a value's word from `datum`."""
    return alt.Legend(
        title=None, orient="top", type="gradient", gradientLength=KEY_LENGTH,
        gradientThickness=KEY_WIDTH, values=list(values), labelExpr=expression,
        labelColor=themed(palette.MUTED), labelFontSize=12, offset=8, padding=0, gradientStrokeWidth=0,
    )  # fmt: skip


def round_marks(top: float) -> list[float]:
    """0, a round value in the middle of the root's scale, and the top."""
    return [0, float(f"{top / 4:.1g}"), float(f"{top:.2g}")]


def _ranged(shades: Sequence[Shade]) -> list[alt.ExprRef]:
    return [themed(shade) for shade in shades]
