"""One palette: readable, and the same in Streamlit's theme."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from energy_core.ui import palette
from energy_core.ui.palette import Shade, contrast

CONFIG = tomllib.loads(
    (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
)["theme"]
SAME_MEANING = {
    "backgroundColor": palette.GROUND, "secondaryBackgroundColor": palette.WIDGET,
    "textColor": palette.INK, "borderColor": palette.HAIRLINE, "primaryColor": palette.ACCENT,
    "grayColor": palette.GREY, "grayTextColor": palette.MUTED,
    "yellowColor": palette.SUN, "yellowTextColor": palette.SUN_TEXT,
    "greenColor": palette.BATTERY, "greenTextColor": palette.BATTERY_TEXT,
    "blueColor": palette.GRID, "blueTextColor": palette.GRID_TEXT,
    "orangeColor": palette.WARNING, "orangeTextColor": palette.WARNING_TEXT,
    "redColor": palette.CRITICAL, "redTextColor": palette.CRITICAL_TEXT,
    "violetColor": palette.FORECAST,
}  # fmt: skip
BADGES = ("yellow", "green", "blue", "orange", "red", "gray")


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("text", palette.TEXTS)
@pytest.mark.parametrize("ground", [palette.GROUND, palette.SIDEBAR])
def test_every_text_reads_on_the_page_and_the_sidebar(
    text: Shade, ground: Shade, mode: str
) -> None:
    assert contrast(getattr(text, mode), getattr(ground, mode)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", BADGES)
def test_every_badge_reads(name: str, mode: str) -> None:
    theme = CONFIG[mode]
    assert contrast(theme[f"{name}TextColor"], theme[f"{name}BackgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_lines_and_areas_stand_out_from_the_ground(mode: str) -> None:
    for shade in (palette.SUN, palette.BATTERY, palette.GRID, palette.INK, palette.CRITICAL):
        assert contrast(getattr(shade, mode), getattr(palette.GROUND, mode)) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_on_the_accent_reads(mode: str) -> None:
    theme = CONFIG[mode]
    assert contrast(theme["violetTextColor"], theme["primaryColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_theme_says_the_same_colours(mode: str) -> None:
    theme = CONFIG[mode]
    assert {name: theme[name] for name in SAME_MEANING} == {
        name: getattr(shade, mode) for name, shade in SAME_MEANING.items()
    }
    assert theme["chartCategoricalColors"] == [getattr(s, mode) for s in palette.CATEGORIES]
    assert theme["chartSequentialColors"] == [getattr(s, mode) for s in palette.SEQUENTIAL]
    assert theme["chartDivergingColors"] == [getattr(s, mode) for s in palette.DIVERGING]
    assert theme["sidebar"]["backgroundColor"] == getattr(palette.SIDEBAR, mode)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", ["chartSequentialColors", "chartDivergingColors"])
def test_a_scale_has_the_ten_colours_that_streamlit_wants(mode: str, scale: str) -> None:
    assert len(CONFIG[mode][scale]) == 10


def test_the_font_is_served_beside_the_entry_with_its_licence() -> None:
    static = Path(__file__).parents[2] / "pages" / "static"
    assert CONFIG["fontFaces"][0]["url"] == "app/static/inter.woff2"
    assert (static / "inter.woff2").read_bytes()[:4] == b"wOF2"
    assert "SIL Open Font License" in (static / "INTER-LICENSE.txt").read_text(encoding="utf-8")
