"""What the page draws, read once a visit; without what was estimated where that is not to be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import pandas as pd

from energy_core.services import running
from energy_core.services.history import Side, View, view
from energy_core.ui.history.address import Shown

Key = TypeVar("Key")


def read(shown: Shown) -> View:
    start, _end = shown.period.bounds(shown.timezone)
    found = view(
        running().store, shown.period, shown.compare, shown.selection, shown.timezone,
        present(start), shown.other,
    )  # fmt: skip
    if shown.estimated:
        return found
    return replace(
        found, now=measured_side(found.now), before=found.before and measured_side(found.before)
    )


def present(start: datetime) -> datetime:
    """Now, for a period that begins at `start`: the last whole quarter hour, since of the one that
    goes on a part would always be missing."""
    now = datetime.now(UTC)
    whole = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    return whole if whole > start else now


def measured_side(side: Side) -> Side:
    """Its pictures without what was estimated; its figures stay what they are."""
    return replace(
        side,
        roles=_each(side.roles), parts=_each(side.parts), bars=measured_only(side.bars),
        rest=measured_only(side.rest), fine=measured_only(side.fine),
        exchange=measured_only(side.exchange),
    )  # fmt: skip


def _each(frames: Mapping[Key, pd.DataFrame]) -> dict[Key, pd.DataFrame]:
    return {key: measured_only(frame) for key, frame in frames.items()}


def measured_only(frame: pd.DataFrame | None) -> pd.DataFrame | None:
    """A series as though what was estimated were missing: of each row, the share of its time."""
    if frame is None:
        return None
    covered = frame["covered_s"].where(frame["covered_s"] > 0)
    kept = 1 - (frame["estimated_s"] / covered).clip(0, 1).fillna(0.0)
    thinner = frame.assign(
        amount=frame["amount"] * kept, covered_s=frame["covered_s"] * kept, estimated_s=0.0
    )
    return thinner[(kept > 0) | (frame["covered_s"] <= 0)].reset_index(drop=True)
