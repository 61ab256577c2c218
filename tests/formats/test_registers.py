"""Readings in any order and number → each said once, rising."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from energy_core.formats.registers import ordered, usual_step

rows = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 2), st.booleans()), min_size=0, max_size=40
)


@given(rows)
def test_each_pair_of_stamp_and_value_stands_once_in_the_order_of_stamps(
    written: list[tuple[int, int, bool]],
) -> None:
    ts, value, estimated = (np.array([row[n] for row in written]) for n in range(3))
    found = ordered(ts.astype(np.int64), value.astype(np.float64), estimated.astype(bool))
    pairs = list(zip(found.ts.tolist(), found.value.tolist(), strict=True))
    assert sorted(pairs) == sorted({(t, v) for t, v, _ in written})
    assert found.ts.tolist() == sorted(found.ts.tolist())
    assert found.repeated == len(written) - len(pairs)
    for (t, v), made_up in zip(pairs, found.estimated.tolist(), strict=True):
        assert made_up == all(e for at, of, e in written if (at, of) == (t, v))


def test_two_values_of_one_stamp_keep_the_files_order() -> None:
    found = ordered(np.array([5, 1, 5]), np.array([9.0, 1.0, 2.0]), np.zeros(3, bool))
    assert found.value.tolist() == [1.0, 9.0, 2.0]


@pytest.mark.parametrize(
    ("stamps", "step"),
    [
        pytest.param([0, 10, 20, 30], 10.0, id="regular"),
        pytest.param([0, 10, 20, 90, 100], 10.0, id="with-a-gap"),
        pytest.param([0, 10, 10, 20], 10.0, id="a-stamp-twice"),
        pytest.param([0, 1, 7, 20, 41], None, id="irregular"),
        pytest.param([5], None, id="alone"),
        pytest.param([], None, id="none"),
    ],
)
def test_the_usual_step_is_the_most_frequent_distance(
    stamps: list[int], step: float | None
) -> None:
    assert usual_step(np.array(stamps, np.int64) * 1_000_000) == step
