"""The palette by meaning, defined once, in light and dark.

`.streamlit/config.toml` gives the same colours to Streamlit under its own names (a test holds the
two together), components receive them from there as `--st-…` variables, and charts name them
(`SUN`, …) or take `DOMAIN`, so that the browser resolves light or dark and never the server.
Ink is what is used, colour is where it comes from: sun amber, battery teal, grid blue, and these
stay apart under deuteranopia, protanopia and tritanopia. Never by colour alone go warning and
critical (icon and word), battery and grey (never in one chart), and the tints (key and place).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shade:
    """One meaning's colour on the light ground and on the dark one."""

    light: str
    dark: str


GROUND = Shade("#FCFBF9", "#10161D")
SIDEBAR = Shade("#F6F4F0", "#0C1117")
WIDGET = Shade("#F4F2EE", "#19212A")
HAIRLINE = Shade("#E4E1DA", "#27313C")
INK = Shade("#16212E", "#E9EDF2")  # text, and what is used
MUTED = Shade("#5F6975", "#98A4B2")  # labels and notes
GREY = Shade("#6A7480", "#8D99A8")  # lines of yesterday and of the usual
SUN = Shade("#C78200", "#F6C02C")
SUN_TEXT = Shade("#855800", "#F6C02C")
BATTERY = Shade("#2AA096", "#51BEA6")
BATTERY_TEXT = Shade("#12706A", "#62CDB6")
GRID = Shade("#1F68D0", "#338FEF")
GRID_TEXT = Shade("#1F5FBD", "#7DBBFA")
SOLD = Shade("#93B8EF", "#2A5A8E")
INTO_BATTERY = Shade("#8FD0C7", "#29695C")
SECOND_USE = Shade("#4A5766", "#AEB9C5")
THIRD_USE = Shade("#8893A1", "#73808E")
WARNING = Shade("#B14003", "#EF9160")
WARNING_TEXT = Shade("#A03A03", "#F3A57C")
CRITICAL = Shade("#C8134C", "#FF8CA2")
CRITICAL_TEXT = Shade("#B30F43", "#F594A8")
FORECAST = Shade("#94459C", "#D29FD3")
ACCENT = Shade("#16212E", "#7093BE")

TEXTS = (INK, MUTED, SUN_TEXT, BATTERY_TEXT, GRID_TEXT, WARNING_TEXT, CRITICAL_TEXT)
"""The colours in which words are written; each reads at 4.5 : 1 on the ground and the sidebar."""

CATEGORIES = (
    SUN, BATTERY, GRID, SOLD, INTO_BATTERY, INK, SECOND_USE, THIRD_USE, FORECAST,
)  # fmt: skip
"""In the order of `chartCategoricalColors`: a colour scale with a fixed domain follows it."""

SEQUENTIAL = (
    Shade("#F3F1EC", "#18212B"), Shade("#E1E4E8", "#202C39"), Shade("#C8D0DB", "#2B3B4C"),
    Shade("#A9B6C8", "#3A4E63"), Shade("#899BB4", "#4C637C"), Shade("#69809F", "#627B96"),
    Shade("#4D6689", "#7D95AE"), Shade("#364E70", "#9DB1C6"), Shade("#233853", "#C2CFDD"),
    Shade("#16212E", "#E9EDF2"),
)  # fmt: skip
"""How much is used, from the ground to ink."""

DIVERGING = (
    Shade("#174A97", "#A9D0FC"), Shade("#1F68D0", "#6EB3F9"), Shade("#6FA1E8", "#338FEF"),
    Shade("#AFCBF2", "#2A6BB0"), Shade("#EAEFF5", "#1A2E45"), Shade("#F7F1E4", "#29261B"),
    Shade("#EFCF8D", "#7A601C"), Shade("#E0AC43", "#B98F22"), Shade("#C78200", "#F6C02C"),
    Shade("#8A5C00", "#FBE09A"),
)  # fmt: skip
"""What is exchanged with the grid, from bought blue to sold amber."""


def luminance(colour: str) -> float:
    """Relative luminance of `#RRGGBB`, 0 to 1 (WCAG 2.2)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
