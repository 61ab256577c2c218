"""What was understood of each series: a table, and the first and last days of one."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from energy_core.formats.document import Series
from energy_core.formats.facts import SeriesFacts
from energy_core.metering.periods import instant
from energy_core.model import Kind
from energy_core.ui.data.components import Cell, Column, Row, note_more, table
from energy_core.ui.data.dropped import Read
from energy_core.ui.data.pieces import Piece, ends_of, shared_domain
from energy_core.ui.data.traces import trace
from energy_core.ui.data.wording import (
    date,
    figure,
    measured_thing,
    plural,
    step,
    when_us,
)
from energy_core.ui.layout import note
from energy_core.ui.numbers import number
from energy_core.ui.words import _

MOST_ROWS = 100  # of the table; a file of four hundred columns is no reading matter


def draw_table(read: Read, timezone: str, is_foreign: bool, key: str) -> None:
    """Times on the clock of `timezone`, the site's; it is named where the file's is another."""
    span = _("From, to ({zone})").format(zone=timezone) if is_foreign else _("From, to")
    columns = [
        Column(_("Series")),
        Column(span),
        Column(_("Step")),
        Column(_("Readings"), end=True),
        Column(_("Sum"), end=True, strong=True),
    ]
    shown = read.document.series[:MOST_ROWS]
    rows = [
        _row(n, series, facts, timezone)
        for n, (series, facts) in enumerate(zip(shown, read.facts, strict=False))
    ]
    table(columns, rows, _("What the file holds"), key)
    note_more(len(read.document.series) - len(shown))


def _row(n: int, series: Series, facts: SeriesFacts, timezone: str) -> Row:
    what = measured_thing(series.role, series.kind, series.unit)
    ends = (series.ts[0], series.ts[-1]) if len(series) else ()
    span = dict.fromkeys(when_us(int(at), timezone) for at in ends)
    total, means = _total(series, facts)
    return Row(
        str(n),
        [
            Cell(series.name, what),
            Cell("\n".join(span)),
            Cell(step(series.step_s)),
            Cell(number(len(series)), " · ".join(_counts(series)), _tone(series)),
            Cell(total, means),
        ],
    )


def _tone(series: Series) -> str:
    return "warning" if series.missing else ""


def _counts(series: Series) -> Iterator[str]:
    """What is not simply a reading."""
    if series.missing:
        yield plural("{count} missing", "{count} missing", series.missing)
    if series.repeated:
        yield plural("{count} repeated", "{count} repeated", series.repeated)
    if estimated := int(series.estimated.sum()):
        yield plural("{count} estimated", "{count} estimated", estimated)


def _total(series: Series, facts: SeriesFacts) -> tuple[str, str]:
    """The figure that one can check against a bill, and what it is."""
    if facts.sum is None or facts.first is None or facts.last is None:
        return figure(None, ""), ""
    if series.kind is Kind.COUNTER:
        return figure(facts.last - facts.first, series.unit), _("last minus first")
    if series.kind is Kind.INTERVAL:
        return figure(facts.sum, series.unit), ""
    if series.kind is Kind.POWER and facts.energy_kwh is not None:
        return figure(facts.energy_kwh, "kWh"), _("made of the power")
    return figure(facts.sum / len(series), series.unit), _("mean")


def draw_ends(series: Series, timezone: str, key: str) -> None:
    """One chart, or two beside each other where the series is long."""
    parts = ends_of(series)
    if not parts:
        note(_("This series has no reading."))
        return
    domain = shared_domain(parts, series.kind)
    names = [_("First days"), _("Last days")] if len(parts) > 1 else [_("The whole series")]
    for n, (column, name, part) in enumerate(
        zip(st.columns(len(parts), gap="large"), names, parts, strict=True)
    ):
        with column:
            note(" · ".join([name, _span(part, timezone), _measure(series)]))
            chart = trace(part, series.kind, timezone, domain)
            st.altair_chart(chart, key=f"{key}_{n}", alt=f"{name}: {series.name}")


def _span(part: Piece, timezone: str) -> str:
    """Its days; what ends at midnight ends on the day before."""
    begin, end = int(part.ts[0]), int(part.ts[-1])
    first, last = (date(instant(at), timezone) for at in (begin, max(begin, end - 1)))
    return _("from {start} to {end}").format(start=first, end=last) if last != first else first


def _measure(series: Series) -> str:
    unit = series.unit or _("without a unit")
    if series.kind is Kind.INTERVAL and series.step_s:
        return _("{unit} in {step}").format(unit=unit, step=step(series.step_s))
    return unit
