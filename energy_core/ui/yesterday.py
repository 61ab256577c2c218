"""What the live component compares with: yesterday's energy hour by hour, and today's peak."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from energy_core.analysis.balance import cumulated, used, used_energy
from energy_core.model import Role
from energy_core.ui import day as days

KEYS = {Role.PRODUCTION: "produced", Role.GRID_IMPORT: "bought", Role.GRID_EXPORT: "sold"}


@st.cache_data(ttl=days.PAST_KEPT, show_spinner=False)
def so_far(day: date, timezone: str) -> dict[str, list[list[float]]]:
    """used, produced, bought, sold → [[clock hour, Wh since midnight, share measured], …] of one
    past day; who compares decides whether enough of it was measured."""
    energies = days.past(day, timezone).energies
    parts = {KEYS[role]: energy for role, energy in energies.items() if role in KEYS}
    parts["used"] = used_energy(energies)
    return {key: cumulated(each, timezone) for key, each in parts.items() if any_measured(each)}


def any_measured(energy: pd.DataFrame) -> bool:
    return bool((energy["covered_s"] > 0).any())


@st.cache_data(ttl=timedelta(seconds=30), show_spinner=False)
def peak(day: date, timezone: str) -> dict[str, float] | None:
    """The highest quarter-hour of the house's power so far: watts, and when [epoch s]."""
    power = used(days.present(day, timezone).powers).dropna()
    if power.empty:
        return None
    return {"watts": float(power.max()), "ts": power.idxmax().timestamp()}


def comparison(today: date, timezone: str) -> dict[str, Any]:
    yesterday = so_far(today - timedelta(days=1), timezone)
    return {"day": today.isoformat(), "yesterday": yesterday, "peak": peak(today, timezone)}
