"""The line of power: of the whole period, or of the part that was drawn over, as fine as stored."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from energy_core.model import Meter, Role
from energy_core.services import running
from energy_core.services.history import View, line
from energy_core.services.history.side import fineness
from energy_core.store import Resolution
from energy_core.ui import charts
from energy_core.ui.charts import Line, Window
from energy_core.ui.history import zoom
from energy_core.ui.history.address import Shown, go
from energy_core.ui.history.balance import distinct, key, window
from energy_core.ui.history.frame import as_table, instead, show
from energy_core.ui.history.marks import with_marks
from energy_core.ui.history.titles import dated
from energy_core.ui.layout import note, section
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import clock
from energy_core.ui.words import _

MOST_LINES = 4


def draw_power(view: View, shown: Shown) -> None:
    where, lines, resolution = _lines(view, shown)
    meters = view.looked.whole or view.looked.parts
    if not meters:
        return
    unit = charts.of_power(meters[0].unit)
    said = charts.said.power(unit.name)
    if not any(one.frame["mean"].notna().any() for one in lines):
        instead(said, charts.said.nothing())
        return
    section(said.title, said.measures)
    _tell_zoom(shown, resolution)
    chart = with_marks(charts.power_chart(lines, where, unit), view, where)
    name = key("power", shown)
    show(name, chart, f"{said.title}: {said.measures}", partial(zoom.act, shown, resolution))
    as_table(name, twin(lines), view.timezone, meters[0].unit, resolution)


def twin(lines: list[Line]) -> pd.DataFrame:
    """What is drawn, row by row; of several lines, each row with its name."""
    tables = []
    for one in lines:
        known = one.frame.loc[one.frame["mean"].notna(), ["start", "mean", "min", "max"]]
        tables.append(known.assign(meter=one.name) if len(lines) > 1 else known)
    return pd.concat(tables, ignore_index=True)


def _lines(view: View, shown: Shown) -> tuple[Window, list[Line], Resolution]:
    """What to draw, thinned to the picture's width."""
    looked = view.looked
    if not looked.whole:  # of different units, or levels: each by itself
        first = looked.parts[0].unit if looked.parts else ""
        alike = [meter for meter in looked.parts if meter.unit == first][:MOST_LINES]
        lines = [_line(name, view.now.parts[m.slug], m) for name, m in distinct(alike).items()]
        return window(view), lines, view.resolution
    resolution = fineness(view.now.start, view.now.end)
    frame, where = view.now.fine, window(view)
    if shown.zoom:
        frame, resolution = line(running().store, looked, *shown.zoom, view.timezone)
        where = Window(*shown.zoom, view.timezone)
    if frame is None:  # the meters do not tell it
        return where, [], resolution
    name = _("House") if looked.is_house else ", ".join(map(shown_name, looked.whole))
    return where, [_line(name, frame, None if looked.is_house else looked.whole[0])], resolution


def _line(name: str, frame: pd.DataFrame, meter: Meter | None) -> Line:
    role = Role.CONSUMPTION if meter is None else meter.role
    return Line.of(name, frame, charts.of_role(role))


def _tell_zoom(shown: Shown, resolution: Resolution) -> None:
    """What part is seen and how to see all; else that one may draw over the picture."""
    if shown.zoom is None:
        note(_("Draw over a picture to look closer."))
        return
    low, high = shown.zoom
    zone = shown.timezone
    told = f"{dated_clock(low, zone)} – {clock(high, zone)}"
    if resolution is Resolution.RAW:
        told = _("{span}, every single reading").format(span=told)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        note(told)
        st.button(
            _("See all of it"), key="history_unzoom", icon=":material/zoom_out:", type="tertiary",
            on_click=lambda: go(shown.but(zoom=None)),
        )  # fmt: skip


def dated_clock(moment: datetime, timezone: str) -> str:
    local = pd.Timestamp(moment).tz_convert(timezone)
    return f"{dated(local.date())}, {clock(moment, timezone)}"
