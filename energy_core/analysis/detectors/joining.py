"""Neighbouring marks of one family → one event, that closes after a day of quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from energy_core.analysis.detectors.event import STAYS, Anomaly, Event, Mark
from energy_core.analysis.detectors.severity import severity
from energy_core.metering.periods import DAY, instant

Energy = Callable[[int, int], float]
"""Of the day between two instants [µs UTC]: energy above what is usual [Wh]."""

QUIET = DAY


@dataclass(slots=True)
class Open:
    """An event that may still grow: the mark that raised it, how far it reaches, and its energy.
    seen: up to where its energy is counted. mean_w: of the meter when it began."""

    first: Mark
    end: int
    excess_wh: float | None
    seen: int
    mean_w: float = 0.0
    stayed: bool = False

    def take(self, mark: Mark, energy: Energy | None) -> None:
        """Hours that several marks touch are counted once."""
        begin = max(self.seen, mark.start)
        if mark.end > begin and mark.excess_wh is not None:
            if mark.layer == 2 and energy is not None:
                fresh = energy(begin, mark.end)
            else:
                fresh = mark.excess_wh * (mark.end - begin) / (mark.end - mark.start)
            self.excess_wh = (self.excess_wh or 0.0) + fresh
        self.end = max(self.end, mark.end)
        self.seen = max(self.seen, mark.end)

    def stays(self) -> None:
        """What it brought is the new normal: it is told no longer, but did not end."""
        self.stayed = self.first.layer == 3

    def event(self) -> Event:
        first = self.first
        return Event(
            first.kind, first.layer, severity(first, self.end, self.excess_wh, self.mean_w),
            instant(first.start), instant(self.end), instant(first.detected),
            round(first.score, 3), self.excess_wh, dict(first.facts),
            self.stayed or STAYS in first.facts,
        )  # fmt: skip

    def packed(self) -> list[Any]:
        mine = self.end, self.excess_wh, self.seen, self.mean_w, self.stayed
        return [*packed(self.first), *mine]

    @classmethod
    def unpacked(cls, row: list[Any]) -> Open:
        *mark, end, excess_wh, seen, mean_w, stayed = row
        return cls(unpacked(mark), end, excess_wh, seen, mean_w, stayed)


def packed(mark: Mark) -> list[Any]:
    return [
        mark.kind.value, mark.layer, mark.start, mark.end, mark.detected, mark.score, mark.side,
        mark.excess_wh, dict(mark.facts), mark.family, mark.whole_day,
    ]  # fmt: skip


def unpacked(row: list[Any]) -> Mark:
    return Mark(Anomaly(row[0]), *row[1:])


def join(open_: list[Open], marks: Iterable[Mark], mean_w: float, energy: Energy | None) -> None:
    """Take marks, in the order of their detection, into `open_`."""
    for mark in sorted(marks, key=lambda m: (m.detected, -m.layer, -m.score)):
        mate = next((o for o in reversed(open_) if together(o, mark)), None)
        if mate is None:
            mate = Open(replace(mark, excess_wh=None), mark.start, None, mark.start, mean_w)
            open_.append(mate)
        mate.take(mark, energy)


def together(event: Open, mark: Mark) -> bool:
    """Whether a mark that does not begin before an event is of it."""
    first = event.first
    if mark.start > event.end + QUIET:
        return False
    if (first.family or first.kind) == (mark.family or mark.kind):
        return True
    return _one_cause(first, mark)


def _one_cause(first: Mark, mark: Mark) -> bool:
    """Unusual hours within a lasting change of the same side are that change."""
    return (first.layer, mark.layer) == (3, 2) and first.side == mark.side


def quiet(open_: list[Open], now: int) -> list[Open]:
    """Those of `open_` that are over by `now`; they leave it. A mark that reaches
    further back than a day, such as one of a slow change, may begin another event then."""
    over = [o for o in open_ if o.end + 2 * QUIET < now]
    open_[:] = [o for o in open_ if o.end + 2 * QUIET >= now]
    return over
