from __future__ import annotations

import math

from energy_core.services.thin import thinned


def test_few_points_stay_as_they_are() -> None:
    assert thinned([(0.0, 1.0), (1.0, 2.0)], 10) == [(0.0, 1.0), (1.0, 2.0)]


def test_a_spike_of_one_point_survives() -> None:
    line = [(float(n), math.sin(n / 50)) for n in range(50_000)]
    line[31_234] = (31_234.0, 99.0)
    thin = thinned(line, 600)
    assert len(thin) <= 602
    assert (31_234.0, 99.0) in thin
    assert thin == sorted(thin) and thin[-1] == line[-1]
