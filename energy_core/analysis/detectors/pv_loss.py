"""Part of the array is lost: even the day's best moments stay below what clear skies gave."""

from __future__ import annotations

import numpy as np

from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.cusum import lasting, spread
from energy_core.analysis.detectors.event import Anomaly, Mark
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.model import Role

LAYER = 3
ROLES = (Role.PRODUCTION,)
FEWEST = 10  # days
HIGH = 0.5  # of the peak: slots that tell
CLEAR = 21  # days whose best moments make the clear sky
NARROWEST = 0.06
KEY = "best of clear sky"


def judge(day: Day, past: Past, memory: dict[str, float]) -> list[Mark]:
    recent = past.clean[-CLEAR:]
    if np.count_nonzero(~np.isnan(recent).all(axis=1)) < FEWEST:
        return []
    clear = _clear_sky(recent)
    told = day.judged & (clear > HIGH * clear.max())
    if told.sum() < 0.8 * np.count_nonzero(clear > HIGH * clear.max()) or not told.any():
        return []
    best = _best(day.value[told] / clear[told])
    known = past.series(KEY)
    past.pending[KEY] = best
    wide = spread(known)
    if np.isnan(wide):
        return []
    usual = float(np.nanquantile(known, 0.6))
    expected = float(clear[told].mean())
    return lasting(
        day, past, memory, "pv loss", Anomaly.PV_LOSS, (best - usual) / max(wide, NARROWEST),
        slack=0.8, floor=5.0, sides=(-1,), family="pv",
        usual_w=usual * expected, value_w=best * expected,
    )  # fmt: skip


def _clear_sky(values: Floats32) -> Floats32:
    """Highest but one of each slot: one odd reading is no sky."""
    ordered = np.sort(np.nan_to_num(values), axis=0)
    return ordered[-2]


def _best(ratio: Floats32) -> float:
    """The second best moment of the day, capped: edges of clouds shine."""
    return min(float(np.sort(ratio)[-2 if len(ratio) > 1 else -1]), 1.2)
