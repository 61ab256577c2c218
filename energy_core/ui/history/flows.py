"""From where to where the house's energy flowed."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from energy_core.analysis import shapes
from energy_core.services.history import View
from energy_core.ui import charts
from energy_core.ui.history.balance import named_parts
from energy_core.ui.history.frame import as_table
from energy_core.ui.layout import section
from energy_core.ui.outlines import LEAST_KWH

LEAST_SHARE = 0.0005


def draw_flows(view: View) -> None:
    found = links(view)
    if found.empty:
        return
    said = charts.said.flows()
    section(said.title, said.measures)
    st.echarts_chart(
        charts.sankey(found), key="flows", renderer="svg", height=charts.flows_height(found),
        alt=f"{said.title}: {said.measures}",
    )  # fmt: skip
    as_table("flows", found, view.timezone)


def links(view: View) -> pd.DataFrame:
    """Columns source, target, kwh: what can be seen of it."""
    uses = {name: frame["amount"] for name, frame in named_parts(view).items()}
    return seen(shapes.flows(view.now.measured.house, uses))


def seen(links: pd.DataFrame) -> pd.DataFrame:
    """Without the hairlines of what rounding left over."""
    least = max(LEAST_KWH, LEAST_SHARE * float(links["kwh"].sum()))
    return links[links["kwh"] >= least].reset_index(drop=True)
