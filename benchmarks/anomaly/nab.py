"""The score of the Numenta Anomaly Benchmark, written from its definition, and its open files.

A. Lavin and S. Ahmad, "Evaluating Real-time Anomaly Detection Algorithms – the Numenta Anomaly
Benchmark", ICMLA 2015, arXiv:1510.03336; details (rows on trial, what counts behind a window) as in
version 1.1 of its software. In each window the first detection counts, the more the earlier it is;
a missed window costs; a detection outside costs the more the farther it is behind a window. The
sum over all files is scaled so that no detection at all is 0 and the perfect detector 100.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.meters import DATA, Ints, Meter
from energy_core.formats.reading import read

FOLDER = DATA / "nab_open"
TRIAL_SHARE, TRIAL_ROWS = 0.15, 5000
FAR = 3.0  # widths of a window behind which a detection is as wrong as it can be
_US = 1_000_000


@dataclass(frozen=True)
class Profile:
    found: float
    false: float
    missed: float


STANDARD = Profile(found=1.0, false=0.11, missed=1.0)
REWARD_FEW_MISSED = Profile(found=1.0, false=0.11, missed=2.0)


@dataclass(frozen=True)
class Window:
    """Rows `first` to `last`, both within."""

    first: int
    last: int

    @property
    def width(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Labelled:
    """A file of the benchmark: its readings, and where something is wrong, in order."""

    meter: Meter
    windows: tuple[Window, ...]

    @property
    def rows(self) -> int:
        return len(self.meter.t)

    @property
    def on_trial(self) -> int:
        """First rows, in which nothing counts."""
        return int(min(math.floor(TRIAL_SHARE * self.rows), TRIAL_SHARE * TRIAL_ROWS))

    @property
    def counted(self) -> list[Window]:
        return [window for window in self.windows if window.last >= self.on_trial]


def worth(position: float) -> float:
    """Of a detection at `position` widths behind the end of a window: 0.987 at its beginning
    (−1), 0 at its end, −1 far behind it."""
    return -1.0 if position >= FAR else 2 / (1 + math.exp(5 * position)) - 1


def raw(labelled: Labelled, detections: Iterable[int], profile: Profile = STANDARD) -> float:
    """The unscaled score of detections [rows] in one file."""
    rows = sorted(row for row in set(detections) if row >= labelled.on_trial)
    outside = [row for row in rows if not any(_in(w, row) for w in labelled.windows)]
    inside = sum(_of_window(window, rows, profile) for window in labelled.counted)
    return inside + sum(profile.false * worth(_behind(labelled, row)) for row in outside)


def _of_window(window: Window, rows: Sequence[int], profile: Profile) -> float:
    first = next((row for row in rows if _in(window, row)), None)
    if first is None:
        return -profile.missed
    position = -(window.last - first + 1) / window.width
    return profile.found * worth(position) / worth(-1.0)


def _in(window: Window, row: int) -> bool:
    return window.first <= row <= window.last


def _behind(labelled: Labelled, row: int) -> float:
    """Widths of the window before `row` that lie between them."""
    before = [window for window in labelled.windows if window.last < row]
    return (row - before[-1].last) / max(before[-1].width - 1, 1) if before else FAR


def score(
    detections: Mapping[str, Iterable[int]],
    corpus: Mapping[str, Labelled],
    profile: Profile = STANDARD,
) -> float:
    """0: as good as no detection at all; 100: perfect; may be negative."""
    windows = sum(len(labelled.counted) for labelled in corpus.values())
    total = sum(raw(corpus[name], detections.get(name, ()), profile) for name in corpus)
    nothing, perfect = -profile.missed * windows, profile.found * windows
    return 100 * (total - nothing) / (perfect - nothing)


def rows_of(alarms: Iterable[Alarm], labelled: Labelled, over: float = 1.0) -> list[int]:
    """The row with which each alarm of a score of at least `over` was raised."""
    raised = [alarm.detected for alarm in alarms if alarm.score >= over]
    return [max(0, int(row)) for row in np.searchsorted(labelled.meter.t, raised) - 1]


def best_threshold(
    alarms: Mapping[str, Sequence[Alarm]], corpus: Mapping[str, Labelled]
) -> tuple[float, float]:
    """The one threshold for all files with which the score is highest, and that score: how the
    figures that the benchmark publishes are made."""
    scores = {alarm.score for found in alarms.values() for alarm in found} | {1.0}
    tried = {
        over: score({n: rows_of(alarms[n], corpus[n], over) for n in corpus}, corpus)
        for over in scores
    }
    best = max(tried, key=lambda over: (tried[over], -over))
    return best, tried[best]


def windows_found(alarms: Sequence[Alarm], labelled: Labelled) -> int:
    rows = rows_of(alarms, labelled)
    return sum(any(_in(window, row) for row in rows) for window in labelled.windows)


def corpus() -> dict[str, Labelled]:
    """The open files, by their name in the benchmark."""
    labels = json.loads((FOLDER / "labels_windows.json").read_text())
    return {name: _labelled(name, windows) for name, windows in labels.items()}


def _labelled(name: str, windows: Sequence[tuple[str, str]]) -> Labelled:
    path = FOLDER / name.replace("/", "__")
    (document,) = read(path, path.name)
    (series,) = document.series
    t: Ints = series.ts // _US
    step_s = int(np.median(np.diff(t)))
    meter = Meter(name, t, series.value, step_s, series.kind, series.role, "UTC")
    return Labelled(meter, tuple(_window(t, *ends) for ends in windows))


def _window(t: Ints, start: str, end: str) -> Window:
    first, last = np.array([start, end], "datetime64[s]").astype(np.int64)
    return Window(int(np.searchsorted(t, first)), int(np.searchsorted(t, last, "right")) - 1)
