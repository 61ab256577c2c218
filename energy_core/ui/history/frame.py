"""What stands around every picture: heading and note, the picture's words, its twin as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import altair as alt
import pandas as pd
import streamlit as st

from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.charts.said import Said
from energy_core.ui.history.address import shows_tables
from energy_core.ui.history.picture import Picture
from energy_core.ui.layout import note, section

TABLE_HEIGHT = 260
Act = Callable[[Mapping[str, Any]], None]
"""Called with what was selected in a picture."""


def picture(one: Picture, timezone: str, act: Act | None = None) -> None:
    """With heading and note; where there is nothing to draw, that nothing was measured. Where `act`
    is told of selections, its name is of this view only."""
    if one.chart is None:
        instead(one.said, charts.said.nothing())
        return
    section(one.said.title, one.said.measures)
    bare(one, timezone, act)


def bare(one: Picture, timezone: str, act: Act | None = None) -> None:
    """Without them."""
    show_alone(one, act)
    as_table(one.name, one.twin, timezone, one.unit, one.step)


def show_alone(one: Picture, act: Act | None = None) -> None:
    """Without its table too."""
    if one.chart is not None:
        show(one.name, one.chart, f"{one.said.title}: {one.said.measures}", act)


def on_canvas(chart: alt.LayerChart) -> alt.LayerChart:
    """A key with a gradient names, as SVG, the page's address, and is gone when that changes; and
    the mark of what is drawn over would be a figure without words."""
    chart.usermeta = {"embedOptions": {"renderer": "canvas"}}
    return chart


class Unchecked:
    """A chart that Streamlit writes down as it is. The tests hold each against Vega-Lite's schema,
    which takes longer than all the rest of a page."""

    def __init__(self, chart: alt.LayerChart) -> None:
        self._chart = chart

    def to_dict(self) -> dict[str, Any]:
        return self._chart.to_dict(validate=False)


def show(name: str, chart: alt.LayerChart, words: str, act: Act | None = None) -> None:
    """The bare picture; `words` stand for it where it cannot be seen."""
    if act is None:
        st.altair_chart(cast(alt.LayerChart, Unchecked(chart)), key=name, alt=words)
        return
    st.altair_chart(
        cast(alt.LayerChart, Unchecked(on_canvas(chart))), key=name, alt=words,
        on_select=lambda: act(st.session_state[name].get("selection", {})),
    )  # fmt: skip


def as_table(
    name: str,
    frame: pd.DataFrame,
    timezone: str,
    unit: str = "Wh",
    step: Resolution = Resolution.QUARTER,
) -> None:
    """Where the visitor asked for tables, beside each picture the same in words and figures."""
    if shows_tables():
        rows = charts.table(frame, timezone, unit, step)
        height = min(TABLE_HEIGHT, 38 + 36 * max(1, len(rows)))
        st.dataframe(rows, hide_index=True, height=height, key=f"table_{name}")


def instead(said: Said, words: str) -> None:
    """The heading of a picture that cannot be drawn, and why, or what to do."""
    section(said.title)
    note(words)
