"""How far a sum over time can be trusted: what of its range was measured, estimated, corrected,
and what is missing. Frames only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import pandas as pd

NAMES = ("measured", "estimated", "corrected", "missing")
FEWEST = 0.0005  # a share below rounds to 0.0 % and is not worth a word
DAY, HOUR, MINUTE = 86_400.0, 3600.0, 60.0


class Part(NamedTuple):
    """One part of the sentence, its number rounded: `word` measured, estimated, corrected or
    missing; `unit` "%", "days", "hours" or "minutes"."""

    word: str
    number: float
    unit: str


@dataclass(frozen=True, slots=True)
class Trust:
    """Shares of the range, 0..1; together 1."""

    measured: float
    estimated: float
    corrected: float
    missing: float
    length_s: float

    @property
    def coverage(self) -> float:
        """The share that readings, or what people said of them, account for."""
        return 1.0 - self.missing

    def of_share(self, share: float) -> Trust:
        """Of a whole of which this is only so much, and nothing of the rest is known."""
        if share >= 1.0:
            return self
        return Trust(
            measured=self.measured * share,
            estimated=self.estimated * share,
            corrected=self.corrected * share,
            missing=1.0 - self.coverage * share,
            length_s=self.length_s,
        )

    def shares(self) -> dict[str, float]:
        """By name; together 1."""
        return {name: getattr(self, name) for name in NAMES}

    def parts(self) -> list[Part]:
        """What to say, e.g. "97 % measured · 3 days missing": never more than is so."""
        said = [Part("measured", _percent(self.measured), "%")]
        for word in ("estimated", "corrected"):
            if (share := getattr(self, word)) >= FEWEST:
                said.append(Part(word, max(round(100 * share), 1), "%"))
        if self.missing * self.length_s >= MINUTE / 2:
            said.append(Part("missing", *_length(self.missing * self.length_s)))
        return said


def trust(frame: pd.DataFrame, length: timedelta) -> Trust:
    """Of a series (columns as `store.series`) over a range of this length."""
    seconds = max(length.total_seconds(), 1e-6)
    covered = min(float(frame["covered_s"].sum()) / seconds, 1.0)
    corrected = min(float(frame["corrected_s"].sum()) / seconds, covered)
    estimated = min(float(frame["estimated_s"].sum()) / seconds, covered - corrected)
    return Trust(covered - corrected - estimated, estimated, corrected, 1.0 - covered, seconds)


def _percent(share: float) -> float:
    """Rounded, but 100 only for all, and 0 only for nothing."""
    if share >= 1.0 - 1e-9:
        return 100.0
    return float(min(max(round(100 * share), 1 if share >= FEWEST else 0), 99))


def _length(seconds: float) -> tuple[float, str]:
    for size, unit in ((DAY, "days"), (HOUR, "hours")):
        if seconds >= size:
            number = seconds / size
            return (
                float(round(number)) if number >= 10 else math.floor(10 * number + 0.5) / 10
            ), unit
    return float(max(round(seconds / MINUTE), 1)), "minutes"
