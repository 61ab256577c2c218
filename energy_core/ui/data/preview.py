"""A range before and after a correction: two lines, and the sums with their trust."""

from __future__ import annotations

import streamlit as st

from energy_core.metering.readings import QUARTER
from energy_core.model import Meter
from energy_core.services.corrections import Preview, Side
from energy_core.ui.charts import of_energy, of_power
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.pieces import Piece, piece
from energy_core.ui.data.stored import micros_of
from energy_core.ui.data.traces import both
from energy_core.ui.data.wording import figure, when
from energy_core.ui.layout import note
from energy_core.ui.numbers import share
from energy_core.ui.words import _


def draw_preview(meter: Meter, preview: Preview, timezone: str) -> None:
    span = _("from {start} to {end}").format(
        start=when(preview.start, timezone), end=when(preview.end, timezone)
    )
    unit = "m³/h" if meter.unit == "m³" else of_power(meter.unit).name
    note(" · ".join([span, unit, _("thin: before, strong: after")]))
    lines = {_("before"): preview.before, _("after"): preview.after}
    parts = {name: _piece(side, meter) for name, side in lines.items()}
    if any(len(part.ts) for part in parts.values()):
        st.altair_chart(both(parts, timezone), key="correct_chart", alt=_("Before and after"))
    _draw_sums(lines, meter)


def _draw_sums(lines: dict[str, Side], meter: Meter) -> None:
    columns = [
        Column(""), Column(_("Sum"), end=True, strong=True), Column(_("Measured"), end=True),
        Column(_("Estimated"), end=True), Column(_("Corrected"), end=True),
        Column(_("Missing"), end=True),
    ]  # fmt: skip
    table(columns, [_sums(*line, meter) for line in lines.items()], _("Before and after"), "sums")


def _sums(name: str, side: Side, meter: Meter) -> Row:
    shown = of_energy(meter.unit)
    amount = None if side.amount is None else side.amount / shown.size
    shares = side.trust.shares()
    cells = [
        Cell(share(shares[each])) for each in ("measured", "estimated", "corrected", "missing")
    ]
    return Row(name, [Cell(name), Cell(figure(amount, shown.name)), *cells])


def _piece(side: Side, meter: Meter) -> Piece:
    """What is known of its mean power; the rest is a hole."""
    known = side.quarters[side.quarters["mean"].notna()]
    mean = known["mean"].to_numpy(float) / of_power(meter.unit).size
    return piece(micros_of(known["start"]), mean, QUARTER)
