"""What is shown, as the address holds it: a view can be bookmarked and shared.

The address is the only state: every control is drawn from it, and changes it when it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import streamlit as st

from energy_core.analysis.period import Bounds, Compare, Period, Span, from_query, to_query
from energy_core.metering.local_days import local_date
from energy_core.model import Meter
from energy_core.services import running
from energy_core.services.history import Selection, held
from energy_core.ui.history import choices
from energy_core.ui.history.choices import HOUSE

WHAT, ESTIMATED, ZOOM, TABLES = "what", "estimated", "zoom", "tables"
KEYS = ("period", "compare", "other", WHAT, ESTIMATED, ZOOM, TABLES)
LAST_KEY = "history_last"


@dataclass(frozen=True, slots=True)
class Shown:
    """`today` is the site's; `held`: first and last local day of all that is stored; `zoom`: the
    part of the period [start, end) UTC that the line of power is drawn for; `tables`: whether each
    picture stands there as a table too."""

    period: Period
    compare: Compare
    other: date | None
    selection: Selection
    estimated: bool
    zoom: Bounds | None
    tables: bool
    today: date
    held: tuple[date, date] | None
    timezone: str

    def but(self, **changes: Any) -> Shown:
        """The same with changes; another period is seen whole."""
        if "period" in changes:
            changes.setdefault("zoom", None)
        return replace(self, **changes)

    @property
    def may_go_on(self) -> bool:
        """Whether a later period has begun."""
        return self.period.span is not Span.ALL and self.period.last < self.today

    @property
    def may_go_back(self) -> bool:
        """Whether anything is stored before this period."""
        begun = self.held is not None and self.held[0] < self.period.first
        return self.period.span is not Span.ALL and begun


def written(shown: Shown) -> dict[str, str]:
    """The query of this view; what is as it is by default is left out."""
    query = to_query(shown.period, shown.compare, shown.other)
    if shown.selection != HOUSE:
        query[WHAT] = shown.selection.written()
    if not shown.estimated:
        query[ESTIMATED] = "0"
    if shown.tables:
        query[TABLES] = "1"
    if shown.zoom:
        query[ZOOM] = "..".join(f"{edge:%Y-%m-%dT%H:%M:%SZ}" for edge in shown.zoom)
    return query


def read(
    query: Mapping[str, str],
    today: date,
    held: tuple[date, date] | None,
    timezone: str,
    meters: list[Meter],
) -> Shown:
    """What `written` wrote. Of what cannot be read the default is shown: this month, compared with
    the one before, of the whole house."""
    asked = from_query(query, today, held)
    return Shown(
        asked.period, asked.compare, asked.other, choices.read(query.get(WHAT, ""), meters),
        query.get(ESTIMATED) != "0", _zoom(query.get(ZOOM, ""), asked.period, timezone),
        query.get(TABLES) == "1", today, held, timezone,
    )  # fmt: skip


def _zoom(text: str, period: Period, timezone: str) -> Bounds | None:
    """Within the period; None of what is no part of it."""
    try:
        told = [datetime.fromisoformat(edge) for edge in text.split("..")]
        low, high = (edge.astimezone(UTC) for edge in told)
    except (ValueError, OverflowError):
        return None
    if any(edge.tzinfo is None for edge in told):
        return None
    start, end = period.bounds(timezone)
    low, high = max(low, start), min(high, end)
    return (low, high) if low < high else None


def now_shown(timezone: str) -> Shown:
    """Of this visit's address; of one without a view, what was last looked at in this session."""
    query = st.query_params.to_dict()
    if not any(key in query for key in KEYS):
        query = {**query, **st.session_state.get(LAST_KEY, {})}
    store = running().store
    today = local_date(datetime.now(UTC), timezone)
    shown = read(query, today, held(store, timezone), timezone, store.meters())
    if any(key in query for key in KEYS):
        go(shown)
    return shown


def shows_tables() -> bool:
    """Whether the address asks for each picture as a table too."""
    return st.query_params.get(TABLES) == "1"


def go(shown: Shown) -> None:
    """Look at another view; for callbacks of controls."""
    query = written(shown)
    st.session_state[LAST_KEY] = query
    others = {key: text for key, text in st.query_params.to_dict().items() if key not in KEYS}
    if st.query_params.to_dict() != {**others, **query}:
        st.query_params.from_dict({**others, **query})
