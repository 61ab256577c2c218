"""What the page draws, read once a visit; without what was estimated where that is not to be seen."""

from __future__ import annotations

from datetime import UTC, datetime

from energy_core.services import running
from energy_core.services.history import View, view
from energy_core.ui.history.address import Shown


def read(shown: Shown) -> View:
    start, _end = shown.period.bounds(shown.timezone)
    return view(
        running().store, shown.period, shown.compare, shown.selection, shown.timezone,
        present(start), shown.other, shown.estimated,
    )  # fmt: skip


def present(start: datetime) -> datetime:
    """Now, for a period that begins at `start`: the last whole quarter hour, since of the one that
    goes on a part would always be missing."""
    now = datetime.now(UTC)
    whole = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    return whole if whole > start else now
