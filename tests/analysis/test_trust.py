"""Shares of a range that are measured, estimated, corrected and missing, and how they are said."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from energy_core.analysis.trust import trust

MONTH = timedelta(days=30)
DAY_S = 86_400.0


def frame(covered: float, estimated: float = 0, corrected: float = 0) -> pd.DataFrame:
    """Two rows that come to these days together."""
    columns = {"covered_s": covered, "estimated_s": estimated, "corrected_s": corrected}
    return pd.DataFrame({name: [DAY_S * days / 2] * 2 for name, days in columns.items()})


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param((30,), "100 % measured", id="all of it"),
        pytest.param((27,), "90 % measured · 3 days missing", id="three days missing"),
        pytest.param(
            (30, 3, 6), "70 % measured · 10 % estimated · 20 % corrected", id="three kinds"
        ),
        pytest.param((29.99,), "99 % measured · 14 minutes missing", id="never rounded up to all"),
        pytest.param((29.9,), "99 % measured · 2.4 hours missing", id="hours"),
        pytest.param((0,), "0 % measured · 30 days missing", id="nothing"),
        pytest.param((30, 0, 0.1), "99 % measured · 1 % corrected", id="a little is not nothing"),
    ],
)
def test_a_month_says_how_far_it_can_be_trusted(days: tuple[float, ...], said: str) -> None:
    parts = trust(frame(*days), MONTH).parts()
    told = [
        f"{part.number:g} % {part.word}"
        if part.unit == "%"
        else f"{part.number:g} {part.unit} {part.word}"
        for part in parts
    ]
    assert " · ".join(told) == said


@pytest.mark.parametrize("days", [(30, 10, 25), (31, 0, 0), (12.5, 3, 4), (0, 0, 0)])
def test_the_shares_come_to_one_whatever_overlaps(days: tuple[float, ...]) -> None:
    shares = trust(frame(*days), MONTH).shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares.values())


def test_nothing_at_all_is_all_missing() -> None:
    empty = frame(0).iloc[:0]
    assert trust(empty, MONTH).missing == 1
    assert trust(empty, MONTH).coverage == 0
