"""A telegram's stamps, YYMMDDhhmmss and S (summer time) or W (winter time) → UTC."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from energy_core.metering.periods import micros
from energy_core.metering.readings import SECOND

SHORTEST = 10  # digits: old gas meters leave out the seconds


class Clock:
    """In `zone`; the letter tells the repeated hour apart, and where it is missing the order."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._hours: dict[str, tuple[int, int] | None] = {}
        self._last = 0

    def utc(self, text: str) -> int | None:
        """µs UTC; None where the text is no stamp."""
        text = text.strip().upper()
        letter = text[-1:] if text[-1:] in ("S", "W") else ""
        digits = text.removesuffix(letter) if letter else text
        if not SHORTEST <= len(digits) <= 12 or not (digits.isdecimal() and digits.isascii()):
            return None
        within = _within(digits[8:].ljust(4, "0"))
        hour = self._hour(digits[:8], letter)
        if within is None or hour is None:
            return None
        first, second = hour[0] + within, hour[1] + within
        if letter:
            return first
        self._last = second if first < self._last <= second else first
        return self._last

    def _hour(self, text: str, letter: str) -> tuple[int, int] | None:
        """The instants at which the hour starts: the first time, and where it comes twice the
        second; with a letter, both the one that it names."""
        key = text + letter
        if key not in self._hours:
            self._hours[key] = self._instants(text, letter)
        return self._hours[key]

    def _instants(self, text: str, letter: str) -> tuple[int, int] | None:
        year, month, day, hour = (int(text[n : n + 2]) for n in (0, 2, 4, 6))
        try:
            local = datetime(2000 + year, month, day, hour, tzinfo=self._zone)
        except ValueError:
            return None
        both = [local, local.replace(fold=1)]
        named = [at for at in both if bool(at.dst()) == (letter == "S")]
        first, second = (named * 2)[:2] if letter and named else both
        return micros(first), micros(second)


def _within(text: str) -> int | None:
    minutes, seconds = int(text[:2]), int(text[2:])
    return (minutes * 60 + seconds) * SECOND if minutes < 60 and seconds < 60 else None
