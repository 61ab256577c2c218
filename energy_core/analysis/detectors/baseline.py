"""What a meter's trailing weeks say is usual: the only memory that days are judged against.

Flagged slots stay out of it, until 8 of 10 days are flagged: then the new normal is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from energy_core.analysis.detectors.calendar import WORKDAY
from energy_core.analysis.detectors.character import days_alike
from energy_core.analysis.detectors.slots import Day, Floats32
from energy_core.metering.readings import Flags

if TYPE_CHECKING:
    from energy_core.analysis.detectors.usual import Profile

WEEKS = 35  # days of slots that are kept
LONG = 90  # days of daily figures that are kept
MOST = 6e4  # that a kept figure can be
LEARNING = 14  # days after which a meter is known
FEWEST = 4  # days of one type that make a profile
ACCEPT, OF = 8, 10  # flagged days of the last ones that make a new normal
FLAGGED_SHARE = 0.25  # of a day's slots that make it a flagged day
OUTRIGHT, LESSON = 1.5, 1.08
AGAIN, ALONE = 4, 1.25  # days of the last 35 that make a figure usual, and what is near them
SELDOM = 0.2  # of the highest: what is less tells nothing of it
MARGIN = 1.3  # above the highest score that an unflagged day ever gave


@dataclass(slots=True)
class Past:
    """Trailing days, the oldest first. value: W mean, (35, slots), NaN where unknown; flag: slots
    that stay out; type: of each day (-1: none yet). daily: figures of each day by name, (90,).
    profiles: by type of day, once asked for."""

    value: Floats32
    flag: Flags
    type: npt.NDArray[np.int8]
    daily: dict[str, npt.NDArray[np.float16]] = field(default_factory=dict)
    pending: dict[str, float] = field(default_factory=dict)
    days: int = 0
    profiles: dict[int, Profile | None] = field(default_factory=dict)
    _clean: Floats32 | None = None
    _habit: bool | None = None

    @classmethod
    def of(cls, slots: int) -> Past:
        shape = (WEEKS, slots)
        return cls(
            np.full(shape, np.nan, np.float32), np.zeros(shape, bool), np.full(WEEKS, -1, np.int8)
        )

    @property
    def clean(self) -> Floats32:
        """The slots that count as usual, NaN elsewhere."""
        if self._clean is None:
            self._clean = np.where(self.flag, np.float32(np.nan), self.value)
        return self._clean

    @property
    def habit(self) -> bool:
        """Whether this meter's days are alike."""
        if self._habit is None:
            self._habit = days_alike(self.clean, self.type)
        return self._habit

    def alike(self, type_: int) -> npt.NDArray[np.intp] | None:
        """Rows of days like one of this type: the same type, else any weekend; None where there
        are too few of them."""
        known = ~np.isnan(self.clean).all(axis=1)
        same = np.flatnonzero(known & (self.type == type_))
        if len(same) >= FEWEST:
            return same
        if type_ != WORKDAY:
            same = np.flatnonzero(known & (self.type > WORKDAY))
            if len(same) >= FEWEST:
                return same
        return None

    def series(self, name: str) -> Floats32:
        """A daily figure over the trailing days, the oldest first; NaN where unknown."""
        ring = self.daily.get(name)
        return np.full(LONG, np.nan, np.float32) if ring is None else ring.astype(np.float32)

    def record(self, name: str, but: int = 0) -> float:
        """The highest that the figure ever was, the last `but` days left out."""
        known = self.series(name)[: LONG - but]
        known = known[~np.isnan(known)]
        return float(known.max()) if len(known) else 0.0

    def highest(self, name: str) -> float:
        """The highest that the figure is now and again: what a day or two alone showed, far above
        all others, is not what a meter does, unless it rests on most days."""
        known = self.series(name)
        known = np.sort(known[~np.isnan(known)])
        lately = np.sort(np.nan_to_num(self.series(name)[-WEEKS:]))[-AGAIN]
        if not len(known):
            return 0.0
        top = float(known[-1])
        return min(top, ALONE * float(lately)) if lately > SELDOM * top else top

    def recurs(self, name: str) -> float:
        """What the figure came to on several days of the trailing weeks, days in a row counted
        once: that often, it is how this meter is."""
        lately = np.nan_to_num(self.series(name)[-WEEKS:])
        lately[1:] = np.where(lately[:-1] > lately[1:] / 2, 0, lately[1:])
        return float(np.sort(lately)[-AGAIN])

    def limit(self, name: str, floor: float, sample: float = 0.0, grows: int = 0) -> float:
        """Threshold of a score: above its floor, and above what this meter's days gave so far;
        `sample`: what those gave that are still at hand. `grows`: days over which the score builds
        up: they are no record that it would have to beat."""
        record = max(self.record(name, grows), sample)
        known = max(self.days, 1)
        return max(floor * (1 + 8 / known), MARGIN * (1 + 5 / known) * record)

    def note(self, name: str, score: float, floor: float) -> None:
        """Remember a day's highest score; what was little above the threshold teaches a little, an
        outright anomaly nothing."""
        record = self.record(name)
        outright = score > OUTRIGHT * max(floor, MARGIN * record)
        self.pending[name] = np.nan if outright else min(score, max(floor, LESSON * record))

    def close(self, day: Day, flags: Flags) -> bool:
        """Take the day in. True where it made a new normal."""
        for rows, new in ((self.value, coarse(day.value)), (self.flag, flags)):
            rows[:-1] = rows[1:]
            rows[-1] = new
        self.type[:-1] = self.type[1:]
        self.type[-1] = day.type
        for name in self.daily.keys() | self.pending.keys():
            ring = self.daily.setdefault(name, np.full(LONG, np.nan, np.float16))
            ring[:-1] = ring[1:]
            ring[-1] = np.clip(self.pending.get(name, np.nan), -MOST, MOST)
        self.pending = {}
        self.days += 1
        self.profiles = {}
        self._clean = self._habit = None
        return self._accepted()

    def _accepted(self) -> bool:
        last = self.flag[-OF:].mean(axis=1) >= FLAGGED_SHARE
        if last.sum() < ACCEPT:
            return False
        self.flag[:-OF] = True
        self.flag[-OF:] = False
        return True


def coarse(value: Floats32) -> Floats32:
    """To 1/4096 of itself: what is kept is the same before and after it was packed."""
    bits = value.view(np.uint32)
    return ((bits + np.uint32(0x400)) & np.uint32(0xFFFFF800)).view(np.float32)
