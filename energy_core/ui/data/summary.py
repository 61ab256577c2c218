"""The page's first sentence: how much is stored, since when, and how much of it was measured."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import streamlit as st

from energy_core.model import Meter
from energy_core.services import running
from energy_core.store import Resolution
from energy_core.ui.data.wording import date, plural
from energy_core.ui.layout import note
from energy_core.ui.numbers import NOTHING, number, share
from energy_core.ui.words import _

Times = tuple[float, float]
"""From a meter's first reading to its last, and how much of it was measured [s]."""

MILLION = 1_000_000
ROUNDING = 1e-6  # percent, of the sums
LEAST = timedelta(hours=1)  # of a meter's past, before one speaks of its share


def draw_summary(timezone: str) -> None:
    store = running().store
    counts = store.counts()
    extents = [e for m in store.meters() if m.id in counts and (e := store.extent(m))]
    if not extents:
        _draw_empty()
        return
    told = _("{meters}, {readings} since {date}").format(
        meters=plural("{count} meter", "{count} meters", len(extents)),
        readings=amount_of_readings(sum(counts.values())),
        date=date(min(first for first, _last in extents), timezone),
    )
    times = measured_times(tuple(sorted(counts.items())), this_hour())
    if times:
        told = _("{sentence}, {share} measured").format(
            sentence=told, share=measured_share(*times.values())
        )
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


def this_hour() -> datetime:
    return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)


@st.cache_data(ttl=timedelta(minutes=30), show_spinner=False, max_entries=4)
def measured_times(counts: tuple[tuple[int, int], ...], hour: datetime) -> dict[int, Times]:
    """Of each meter of a flow, by its id. `counts` and `hour` say when to reckon anew."""
    meters = [m for m in running().store.meters() if m.measures_flow]
    return {meter.id: times for meter in meters if (times := _times(meter))}


def measured_share(*times: Times) -> str:
    """Of these meters together, "52 %"; never "100 %" where anything is missing, "—" of none."""
    whole, seen = (sum(part) for part in zip(*times, strict=True)) if times else (0.0, 0.0)
    if not whole:
        return NOTHING
    return share(math.floor(min(1.0, seen / whole) * 100 + ROUNDING) / 100)


def _times(meter: Meter) -> Times | None:
    extent = running().store.extent(meter)
    if extent is None or extent[1] - extent[0] < LEAST:
        return None
    frame = running().store.series(meter, *extent, Resolution.MONTH, "UTC")
    seen = frame["covered_s"].sum() - frame["estimated_s"].sum() - frame["corrected_s"].sum()
    return (extent[1] - extent[0]).total_seconds(), max(0.0, float(seen))
