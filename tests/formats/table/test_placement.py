"""Starts told from ends by the days' edges."""

from __future__ import annotations

import numpy as np
import pytest

from energy_core.formats.document import Placement
from energy_core.formats.table.placement import by_edges

MINUTE = 60_000_000
DAY = 1440 * MINUTE
JANUARY = 19_723 * DAY  # 2024-01-01


def _days(first: int, minutes: int, days: int = 3) -> np.ndarray:
    """Rows of whole days from `first` minutes after midnight."""
    return JANUARY + (first + np.arange(days * 1440 // minutes) * minutes) * MINUTE


@pytest.mark.parametrize("minutes", [1, 5, 15, 30, 60])
def test_days_from_midnight_to_the_last_step_are_of_starts(minutes: int) -> None:
    found = by_edges(_days(0, minutes), minutes * MINUTE)
    assert (found.placement, found.sure) == (Placement.START, True)


@pytest.mark.parametrize("minutes", [1, 5, 15, 30, 60])
def test_days_from_the_first_step_to_midnight_are_of_ends(minutes: int) -> None:
    found = by_edges(_days(minutes, minutes), minutes * MINUTE)
    assert (found.placement, found.sure) == (Placement.END, True)


def test_falling_rows_have_the_same_edges() -> None:
    found = by_edges(_days(15, 15)[::-1].copy(), 15 * MINUTE)
    assert (found.placement, found.sure) == (Placement.END, True)


def test_whole_days_that_are_missing_tell_where_the_file_begins_at_no_edge() -> None:
    rows = np.concatenate([_days(30, 30)[20:], _days(30, 30)[:50] + 10 * DAY])
    assert by_edges(rows, 30 * MINUTE).placement is Placement.END


def test_rows_from_midnight_to_midnight_tell_nothing() -> None:
    rows = np.append(_days(0, 15), JANUARY + 3 * DAY)
    assert not by_edges(rows, 15 * MINUTE).sure


def test_rows_that_touch_no_midnight_leave_a_guess() -> None:
    found = by_edges(_days(0, 15)[7:-9], 15 * MINUTE)
    assert (found.placement, found.sure) == (Placement.START, False)


@pytest.mark.parametrize("step", [None, 7 * MINUTE, 720 * MINUTE])
def test_a_step_that_cuts_no_day_into_many_leaves_a_guess(step: int | None) -> None:
    assert not by_edges(_days(0, 15), step).sure


def test_no_rows_leave_a_guess() -> None:
    assert not by_edges(np.zeros(0, np.int64), 15 * MINUTE).sure
