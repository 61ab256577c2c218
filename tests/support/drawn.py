"""A chart as it is drawn: the words in it, and what its Vega expressions say."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

TEXT = re.compile(r"<text[^>]*>([^<]*)</text>")


def words(chart: alt.LayerChart) -> list[str]:
    """Every text of the picture."""
    svg = vl_convert.vegalite_to_svg(chart.properties(width=600).to_dict())
    return [unescape(text) for text in TEXT.findall(svg)]


def said(expression: str, config: dict[str, Any] | None = None, **datum: float | None) -> str:
    """What a Vega expression over `datum` says."""
    chart = alt.Chart(pd.DataFrame([datum])).mark_text().encode(text="said:N")
    spec = chart.transform_calculate(said=expression).to_dict() | (
        {"config": config} if config else {}
    )
    return unescape(TEXT.findall(vl_convert.vegalite_to_svg(spec))[0])


def layers(chart: alt.LayerChart, mark: str) -> list[dict[str, Any]]:
    """Those of one mark's type, as specified, each with its rows as `rows`."""
    spec = chart.to_dict()
    common = spec.get("data", {})  # Altair lifts what all layers share
    return [
        layer | {"rows": spec["datasets"][layer.get("data", common)["name"]]}
        for layer in spec["layer"]
        if layer["mark"]["type"] == mark
    ]


def colours(layer: dict[str, Any]) -> dict[str, str]:
    """Word → the expression of its colour."""
    scale = layer["encoding"]["color"]["scale"]
    return {
        word: shade["expr"] for word, shade in zip(scale["domain"], scale["range"], strict=True)
    }
