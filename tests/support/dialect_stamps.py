"""How a file writes the time of a row: one to four cells, and what their headings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.support.dialect_data import Grid, told_by_order
from tests.support.dialect_words import LANGUAGES, MONTHS

DATES = {
    "iso T": "%Y-%m-%d",
    "iso space": "%Y-%m-%d",
    "d/m/y": "%d/%m/%Y",
    "m/d/y": "%m/%d/%Y",
    "d.m.y": "%d.%m.%Y",
    "d-m-y": "%d-%m-%Y",
    "y/m/d": "%Y/%m/%d",
    "d mon y": "",
    "epoch s": "",
    "epoch ms": "",
}
OPEN = ("d/m/y", "m/d/y", "d-m-y")
"""Dates that a day after the twelfth must tell."""


@dataclass(frozen=True)
class Stamps:
    """placement: see dialects.KINDS. parted: date and clock in cells of their own. offset: "+", "Z"
    or "" for local time. to_24: the midnight that ends a day is written 24:00 of that day."""

    placement: str
    date: str
    clock: str
    parted: bool
    offset: str
    to_24: bool
    language: str
    daily: bool
    matrix: bool

    def sensible(self) -> Stamps:
        """The nearest style that files have."""
        bare = self.daily or self.matrix  # a date and no clock
        epoch = self.date.startswith("epoch")
        if self.matrix and epoch:
            return replace(self, date="iso space").sensible()
        ends = self.placement in ("end word", "midnight")
        offset = "" if epoch or bare else self.offset
        twelve = "p" in self.clock and not self.date.startswith("iso")
        return replace(
            self,
            offset=offset,
            parted=self.parted and not (epoch or bare or offset),
            to_24=self.to_24 and ends and not (epoch or offset or self.daily or twelve),
            clock="%H:%M:%S" if "p" in self.clock and not twelve else self.clock,
        )

    @property
    def at_start(self) -> bool:
        return self.placement in ("start", "start word", "pair")

    @property
    def is_local(self) -> bool:
        return not self.offset and not self.date.startswith("epoch")

    def is_told(self, grid: Grid, shown: Sequence[bool]) -> bool:
        """Whether the file says all that a reader needs to know the instants."""
        if self.daily and not self.at_start and not self.is_local:
            return False  # the length of a day is told by its zone
        if self.placement == "midnight" and not (self.is_local or self.offset == "+"):
            return False  # nobody sees the midnights of another zone
        seen = [grid.local(s) for n, s in enumerate(grid.starts) if shown[n]]
        if self.date in OPEN and all(local.day <= 12 for local in seen):
            return False
        if self.placement == "start" and self._looks_ended(grid):
            return False
        if self.placement == "midnight" and self.offset == "+" and _looks_started(grid):
            return False
        return not self.is_local or self.daily or told_by_order(grid, shown)

    def _looks_ended(self, grid: Grid) -> bool:
        """A stretch from one step after midnight, or to midnight, looks stamped at the ends; on
        the clock that is written and on those that a reader may look at it by."""
        for clock in (grid.local, _in_utc, _in_paris):
            first, last = clock(grid.starts[0]), clock(grid.starts[-1])
            after = first.hour * 3600 + first.minute * 60 == grid.step_s % 86_400 != 0
            if after or (last.hour, last.minute) == (0, 0):
                return not self.daily
        return False

    def headings(self, word: int) -> list[str]:
        words = LANGUAGES[self.language]
        if self.placement == "pair":
            return [h for w in (words.start, words.end) for h in self._named(w)]
        if self.placement in ("start word", "end word"):
            return self._named(words.start if self.at_start else words.end)
        if self.parted:
            return [words.date, words.clock]
        return [words.date if self.daily else words.time[word % len(words.time)]]

    def _named(self, word: str) -> list[str]:
        words = LANGUAGES[self.language]
        return [f"{word} {words.date}", f"{word} {words.clock}"] if self.parted else [word]

    def cells(self, grid: Grid, place: int) -> list[str]:
        start, end = grid.starts[place], grid.end(grid.starts[place])
        if self.placement == "pair":
            return [*self._one(grid, start), *self._one(grid, end)]
        return self._one(grid, start if self.at_start else end)

    def _one(self, grid: Grid, at: datetime) -> list[str]:
        if self.date.startswith("epoch"):
            return [str(int(at.timestamp()) * (1000 if self.date == "epoch ms" else 1))]
        local = at if self.offset == "Z" else grid.local(at)
        clock = local.strftime(self.clock)
        if self.to_24 and (local.hour, local.minute) == (0, 0):
            local, clock = local - timedelta(hours=12), clock.replace("00", "24", 1)
        date = self.day(local)
        if self.daily:
            return [date]
        between = "T" if self.date == "iso T" else " "
        return [date, clock] if self.parted else [f"{date}{between}{clock}{self._offset(local)}"]

    def day(self, local: datetime) -> str:
        if self.date == "d mon y":
            return f"{local.day} {MONTHS[self.language][local.month - 1]} {local.year}"
        return local.strftime(DATES[self.date])

    def _offset(self, local: datetime) -> str:
        if self.offset != "+":
            return self.offset
        text = local.strftime("%z")
        return f"{text[:3]}:{text[3:]}"


def _looks_started(grid: Grid) -> bool:
    """Ends of a zone's whole days, one step off UTC, are the starts of UTC's whole days."""
    step = timedelta(seconds=grid.step_s)
    first, last = grid.end(grid.starts[0]), grid.end(grid.starts[-1])
    edges = [clock(at) for clock in (_in_utc, _in_paris) for at in (first, last + step)]
    return any((at.hour, at.minute) == (0, 0) for at in edges)


def _in_paris(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo("Europe/Paris"))


def _in_utc(at: datetime) -> datetime:
    return at
