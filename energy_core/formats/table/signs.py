"""Which way a signed flow is written: told by the balance of the table's other flows.

production + grid + battery = consumption, where grid is bought and battery is discharge. Vendors
write either sign; the one that closes the balance over all rows is the file's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from energy_core.formats.document import Floats
from energy_core.model import Role

_SIGNED = (Role.GRID, Role.BATTERY)
_CLEARLY = 0.7  # of the residual that the other signs leave


def signs(roles: Sequence[Role], flows: Sequence[Floats]) -> Mapping[Role, int]:
    """Sign of the table's grid and battery, where the balance tells it; `flows` in one unit, row
    beside row, NaN where there is none. Of several of one role the first counts."""
    one = {role: flows[roles.index(role)] for role in roles}
    signed = [role for role in _SIGNED if role in one]
    if not signed or Role.CONSUMPTION not in one:
        return {}
    rest = one[Role.CONSUMPTION] - one.get(Role.PRODUCTION, np.zeros(len(flows[0])))
    ways = list(product((1, -1), repeat=len(signed)))
    left = [
        float(np.nanmean(np.abs(sum(s * one[r] for s, r in zip(way, signed, strict=True)) - rest)))
        for way in ways
    ]
    best, second = np.argsort(left)[:2]
    if not np.isfinite(left[best]) or left[best] > _CLEARLY * left[second]:
        return {}
    return dict(zip(signed, ways[best], strict=True))
