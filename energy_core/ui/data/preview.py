"""A range before and after a correction: two lines, and the sums with their trust."""

from __future__ import annotations

import altair as alt
import streamlit as st

from energy_core.metering.readings import QUARTER
from energy_core.model import Meter
from energy_core.services.corrections import Preview, Side
from energy_core.ui import palette
from energy_core.ui.data import ends
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.stored import micros_of, shown_unit
from energy_core.ui.data.wording import figure, when
from energy_core.ui.layout import note
from energy_core.ui.numbers import share
from energy_core.ui.words import _

MOST_QUARTERS = 1500


def draw_preview(meter: Meter, preview: Preview, timezone: str) -> None:
    span = _("from {start} to {end}").format(
        start=when(preview.start, timezone), end=when(preview.end, timezone)
    )
    unit = {"W": "kW", "Wh": "kW", "m³": "m³/h"}.get(meter.unit, meter.unit)
    note(f"{span} · {unit}")
    lines = {_("before"): preview.before, _("after"): preview.after}
    if any(len(side.quarters) for side in lines.values()):
        st.altair_chart(
            _chart(lines, meter, timezone), key="correct_chart", alt=_("Before and after")
        )
    _draw_sums(lines, meter)


def _draw_sums(lines: dict[str, Side], meter: Meter) -> None:
    columns = [
        Column(""), Column(_("Sum"), end=True, strong=True), Column(_("Measured"), end=True),
        Column(_("Estimated"), end=True), Column(_("Corrected"), end=True),
        Column(_("Missing"), end=True),
    ]  # fmt: skip
    table(columns, [_sums(*line, meter) for line in lines.items()], _("Before and after"), "sums")


def _sums(name: str, side: Side, meter: Meter) -> Row:
    per = 1 if meter.unit == "m³" else 1000
    amount = None if side.amount is None else side.amount / per
    shares = side.trust.shares()
    cells = [
        Cell(share(shares[each])) for each in ("measured", "estimated", "corrected", "missing")
    ]
    unit = shown_unit("Wh") if per == 1000 else meter.unit
    return Row(name, [Cell(name), Cell(figure(amount, unit)), *cells])


def _chart(lines: dict[str, Side], meter: Meter, timezone: str) -> alt.LayerChart:
    shades = (palette.GREY, palette.INK)
    parts = [_piece(side, meter) for side in lines.values()]
    layers = [
        ends.line(part, name, timezone, shade, width)
        for part, name, shade, width in zip(parts, lines, shades, (1.25, 2), strict=True)
        if len(part.ts)
    ]
    return ends.complete(layers)


def _piece(side: Side, meter: Meter) -> ends.Piece:
    """Means of so many quarter hours together that no more than can be seen are drawn."""
    frame = side.quarters
    at, mean = micros_of(frame["start"]), frame["mean"].to_numpy(float)
    size = -(-len(at) // MOST_QUARTERS) or 1
    if size > 1:
        whole = len(at) // size * size
        at = at[:whole:size]
        mean = mean[:whole].reshape(-1, size).mean(axis=1)
    per = 1000 if meter.unit in ("W", "Wh") else 1
    return ends.piece(at, mean / per, size * QUARTER)
