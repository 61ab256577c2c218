"""What stands around every picture: heading and note, the picture's words, its twin as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from energy_core.ui import charts
from energy_core.ui.charts.said import Said
from energy_core.ui.layout import note, section

TABLES_KEY = "history_tables"
TABLE_HEIGHT = 260
HEIGHTS = {"height": "content"}
Act = Callable[[Mapping[str, Any]], None]
"""Called with what was selected in a picture."""


def picture(
    name: str,
    said: Said,
    chart: alt.LayerChart,
    twin: pd.DataFrame,
    timezone: str,
    act: Act | None = None,
    unit: str = "Wh",
    head: bool = True,
) -> None:
    """`name`: once on the page; where `act` is told of selections, of this view only. `head`: with
    heading and note."""
    if head:
        section(said.title, said.measures)
    alt_text = f"{said.title}: {said.measures}"
    if act is None:
        st.altair_chart(chart, key=name, alt=alt_text)
    else:
        st.altair_chart(
            chart, key=name, alt=alt_text,
            on_select=lambda: act(st.session_state[name].get("selection", {})),
        )  # fmt: skip
    as_table(name, twin, timezone, unit)


def as_table(name: str, frame: pd.DataFrame, timezone: str, unit: str = "Wh") -> None:
    """Where the visitor asked for tables, beside each picture the same in words and figures."""
    if st.session_state.get(TABLES_KEY):
        rows = charts.table(frame, timezone, unit)
        height = min(TABLE_HEIGHT, 38 + 36 * max(1, len(rows)))
        st.dataframe(rows, hide_index=True, height=height, key=f"table_{name}")


def instead(said: Said, words: str) -> None:
    """The heading of a picture that cannot be drawn, and why, or what to do."""
    section(said.title)
    note(words)
