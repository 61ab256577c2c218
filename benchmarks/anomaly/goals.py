"""The figures that are to be reached, as they were set before anything was measured."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchmarks.figure import MISSED, NOTED, REACHED, AtLeast, AtMost, Figure

Limit = AtLeast | AtMost
AIMED = "aim reached"


@dataclass(frozen=True)
class Goal:
    """`aim`: what is hoped for beyond what must be."""

    what: str
    unit: str = ""
    must: Limit | None = None
    aim: Limit | None = None

    def figure(self, reached: float, note: str = "") -> Figure:
        return Figure(self.what, reached, self.unit, self.must, note=note)

    def row(self, reached: float, note: str = "") -> dict[str, object]:
        """As it stands in docs/accuracy.json; a figure that could not be measured is None."""
        return {
            "what": self.what,
            "unit": self.unit,
            "must": str(self.must or ""),
            "aim": str(self.aim or ""),
            "reached": reached if math.isfinite(reached) else None,
            "verdict": self.verdict(reached),
            "note": note,
        }

    def verdict(self, reached: float) -> str:
        if self.must is None:
            return NOTED
        if self.figure(reached).verdict != REACHED:
            return MISSED
        aimed = self.aim and Figure("", reached, "", self.aim).verdict == REACHED
        return AIMED if aimed else REACHED


RECALL = Goal("recall, all kinds", "", AtLeast(0.62), AtLeast(0.80))
RECALL_HARD = Goal("recall without missing, negative, stuck", "", AtLeast(0.48), AtLeast(0.68))
RECALL_OBVIOUS = Goal("recall of missing, negative, stuck", "", AtLeast(1.0), AtLeast(1.0))
DELAY = Goal("delay of missing, negative, stuck, median", "h", AtMost(3), AtMost(1))
INCIDENTS = Goal("incidents a meter-month, clean series", "", AtMost(1.2))
FALSE = Goal("false alarms of layers 2–3 a meter-week, clean series", "", AtMost(0.2), AtMost(0.1))
BEYOND_CHANCE = Goal("recall, only faults that nothing tells on the clean series")
AHEAD = Goal("recall ahead of the best other detector", "", AtLeast(0.25))
HOLIDAYS = Goal("Dutch power demand 1997: holidays found", "of 9", AtLeast(7), AtLeast(9))
OTHER_DAYS = Goal("Dutch power demand 1997: other days flagged", "days", AtMost(6), AtMost(2))
NAB = Goal("NAB, open files, standard profile", "", AtLeast(55), AtLeast(73))
TAXI = Goal("NAB, windows of nyc_taxi found", "of 5", AtLeast(5))
SPEED = Goal("readings a second and core, causal", "", AtLeast(10_000), AtLeast(100_000))
CAUSAL = Goal("alarms found again in a file cut at their detection", "", AtLeast(1.0))
HINDSIGHT = Goal("recall, all kinds, with hindsight")
HINDSIGHT_INCIDENTS = Goal("incidents a meter-month, clean series, with hindsight")
DATED = Goal("with hindsight: days between a lasting change's date and the one found, median", "d")
NAB_BEST = Goal("NAB, at the one threshold that is best for all files")
SIMULATED = Goal("recall of the simulator's faults")
SIMULATED_QUIET = Goal("incidents a meter-month of the simulated home without faults")
