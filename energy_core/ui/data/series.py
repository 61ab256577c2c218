"""What was understood of each series: a table, and the first and last days of one."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from energy_core.formats.document import Series
from energy_core.formats.facts import Facts
from energy_core.metering.periods import instant
from energy_core.model import Kind, Role
from energy_core.ui.data.components import Cell, Column, Row, table
from energy_core.ui.data.pieces import Piece, ends_of, shared_domain
from energy_core.ui.data.traces import trace
from energy_core.ui.data.wording import (
    date,
    figure,
    measured_thing,
    plural,
    step,
    when_iso,
)
from energy_core.ui.layout import note
from energy_core.ui.numbers import number
from energy_core.ui.words import _

MOST_ROWS = 100  # of the table; a file of four hundred columns is no reading matter


def draw_table(facts: list[Facts], timezone: str, is_foreign: bool, key: str) -> None:
    """Times on the clock of `timezone`, the site's; it is named where the file's is another."""
    span = _("From, to ({zone})").format(zone=timezone) if is_foreign else _("From, to")
    columns = [
        Column(_("Series")),
        Column(span),
        Column(_("Step")),
        Column(_("Readings"), end=True),
        Column(_("Sum"), end=True, strong=True),
    ]
    rows = [_row(n, each, timezone) for n, each in enumerate(facts[:MOST_ROWS])]
    table(columns, rows, _("What the file holds"), key)
    if len(facts) > MOST_ROWS:
        note(_("and {count} more").format(count=number(len(facts) - MOST_ROWS)))


def _row(n: int, facts: Facts, timezone: str) -> Row:
    kind = Kind(facts["kind"])
    what = measured_thing(Role(facts["role"]), kind, facts["unit"])
    span = [when_iso(facts[end], timezone) for end in ("first_utc", "last_utc")]
    total, means = _total(facts, kind)
    return Row(
        str(n),
        [
            Cell(facts["name"], what),
            Cell("\n".join(filter(None, span))),
            Cell(step(facts["step_s"])),
            Cell(number(facts["readings"]), " · ".join(_counts(facts)), _tone(facts)),
            Cell(total, means),
        ],
    )


def _tone(facts: Facts) -> str:
    return "warning" if facts["missing"] else ""


def _counts(facts: Facts) -> Iterator[str]:
    """What is not simply a reading."""
    if facts["missing"]:
        yield plural("{count} missing", "{count} missing", facts["missing"])
    if facts["repeated"]:
        yield plural("{count} repeated", "{count} repeated", facts["repeated"])
    if facts["estimated"]:
        yield plural("{count} estimated", "{count} estimated", facts["estimated"])


def _total(facts: Facts, kind: Kind) -> tuple[str, str]:
    """The figure that one can check against a bill, and what it is."""
    if not facts["readings"]:
        return figure(None, ""), ""
    if kind is Kind.COUNTER:
        return figure(facts["last"] - facts["first"], facts["unit"]), _("last minus first")
    if kind is Kind.INTERVAL:
        return figure(facts["sum"], facts["unit"]), ""
    if kind is Kind.POWER and facts["energy_kwh"] is not None:
        return figure(facts["energy_kwh"], "kWh"), _("made of the power")
    mean = facts["sum"] / facts["readings"]
    return figure(mean, facts["unit"]), _("mean")


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
    first, last = (date(instant(int(part.ts[n])), timezone) for n in (0, -1))
    return _("from {start} to {end}").format(start=first, end=last) if last != first else first


def _measure(series: Series) -> str:
    unit = series.unit or _("without a unit")
    if series.kind is Kind.INTERVAL and series.step_s:
        return _("{unit} in {step}").format(unit=unit, step=step(series.step_s))
    return unit
