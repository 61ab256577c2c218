"""The page's first sentence: how much is stored, since when, and how much of it was measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import streamlit as st

from energy_core.model import Meter
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui.data.wording import date, plural
from energy_core.ui.layout import note
from energy_core.ui.numbers import number, share
from energy_core.ui.words import _

MILLION = 1_000_000
LEAST = timedelta(hours=1)  # of a meter's past, before one speaks of its share


def draw_summary(timezone: str) -> None:
    store = running().store
    counts = store.counts()
    meters = [meter for meter in store.meters() if meter.id in counts]
    if not meters:
        _draw_empty()
        return
    first = min(extent[0] for m in meters if (extent := store.extent(m)))
    told = _("{meters}, {readings} since {date}").format(
        meters=plural("{count} meter", "{count} meters", len(meters)),
        readings=amount_of_readings(sum(counts.values())),
        date=date(first, timezone),
    )
    measured = _measured(tuple(sorted(counts.items())), _hour())
    if measured is not None:
        told = _("{sentence}, {share} measured").format(sentence=told, share=share(measured))
    st.markdown(f"# {told}", anchors=False)
    note(_("From each meter's first reading to its last; the rest is missing or estimated."))


def _draw_empty() -> None:
    st.markdown("# " + _("Drop a first meter file"), anchors=False)
    note(
        _(
            "Nothing is stored before you have seen what was understood, and all of it can be"
            " taken back."
        )
    )


def amount_of_readings(readings: int) -> str:
    """ "3.4 million readings": nobody counts the last one."""
    if readings < MILLION:
        return plural("{count} reading", "{count} readings", readings)
    return _("{count} million readings").format(count=number(readings / MILLION, 1))


def _hour() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@st.cache_data(ttl=timedelta(minutes=30), show_spinner=False, max_entries=4)
def _measured(counts: tuple[tuple[int, int], ...], hour: datetime) -> float | None:
    """Of the time of all meters together; None where they have none. `counts` and `hour` say
    when it is to be reckoned anew."""
    meters = [m for m in running().store.meters() if m.measures_flow]
    parts = [part for meter in meters if (part := _seconds(meter))]
    whole = sum(whole for whole, _ in parts)
    return min(1.0, sum(seen for _, seen in parts) / whole) if whole else None


def _seconds(meter: Meter) -> tuple[float, float] | None:
    """(From the first reading to the last, of these measured.)"""
    extent = running().store.extent(meter)
    if extent is None or extent[1] - extent[0] < LEAST:
        return None
    frame = running().store.series(meter, *extent, Resolution.MONTH, "UTC")
    seen = frame["covered_s"].sum() - frame["estimated_s"].sum() - frame["corrected_s"].sum()
    return (extent[1] - extent[0]).total_seconds(), max(0.0, float(seen))
