"""The live end of every meter, kept in memory by the writing thread.

A live reading needs the last few readings of its meter and the last quarter hours written:
to ask the file for them took half of the time of a commit. An entry is complete from
`since` on; what reaches further back is read from the file.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_core.metering.physics import REACH, SETTLE
from energy_core.metering.readings import QUARTER, Readings, Stamps
from energy_core.metering.rollup import Quarters
from energy_core.store.context import EVER, Run, Surroundings


@dataclass(frozen=True, slots=True)
class _End:
    """All stored readings of a meter from `since` on, all its quarters from `quarters_since` on."""

    since: int
    readings: Readings
    quarters_since: int
    quarters: Quarters


class Tail:
    def __init__(self) -> None:
        self._ends: dict[int, _End] = {}

    def clear(self) -> None:
        """Ask the file again, for what was remembered of every meter."""
        self._ends.clear()

    def forget(self, meter: int) -> None:
        self._ends.pop(meter, None)

    def readings(self, run: Run) -> Readings | None:
        """Stored readings within the run's since..until, or None if the file must be asked."""
        end = self._ends.get(run.meter)
        if end is None or run.since < end.since:
            return None
        a = int(np.searchsorted(end.readings.ts, run.since))
        b = int(np.searchsorted(end.readings.ts, run.until, "right"))
        held = end.readings.take(slice(a, b))
        return Readings(np.full(b - a, run.meter, np.int32), held.ts, held.value, held.quality)

    def since(self, run: Run) -> int | None:
        """From which stamp on the run's meter is remembered; None if it is not."""
        end = self._ends.get(run.meter)
        return None if end is None else end.since

    def quarters(self, run: Run) -> Quarters | None:
        """Stored quarters within the run's start..end, or None if the file must be asked."""
        end = self._ends.get(run.meter)
        if end is None or run.start < end.quarters_since:
            return None
        start = end.quarters.start
        return end.quarters.take((start >= run.start) & (start < run.end))

    def update(self, around: Surroundings, written: Quarters) -> None:
        """After a commit: `written` are the quarters of all runs, sorted by meter and start."""
        for run, known in zip(around.runs, around.by_run(), strict=True):
            if run.end < EVER:
                self._ends.pop(run.meter, None)
                continue
            a, b = np.searchsorted(written.meter, [run.meter, run.meter + 1])
            mine = written.take(slice(int(a), int(b)))
            kept = mine.take(mine.start >= run.start)
            first = _first_needed(run, known.ts)
            since = run.since if first == 0 else int(known.ts[first])
            self._ends[run.meter] = _End(since, known.take(slice(first, None)), run.start, kept)


def _first_needed(run: Run, ts: Stamps) -> int:
    """The first reading that a next one may look at: those of twice the usual look, and as many
    before their quarter hour as are counted on, so that an outage does not push them out."""
    count = 2 * (REACH[run.kind] + SETTLE[run.kind] + 2)
    near = ts[max(0, len(ts) - count)] // QUARTER * QUARTER
    counted = int(np.searchsorted(ts, near)) - count
    timed = int(np.searchsorted(ts, run.last - 2 * run.usual))
    return max(0, min(counted, timed))
