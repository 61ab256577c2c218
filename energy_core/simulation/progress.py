"""A bar on a terminal, a line every tenth elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Self, TextIO

_WIDTH = 30


class Progress:
    """How far a span of time of length `total` is sent; readings are counted beside it."""

    def __init__(self, label: str, total: int, out: TextIO = sys.stderr) -> None:
        self._label, self._total, self._out = label, total, out
        self._done = self._rows = 0
        self._tenth = -1
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def advance(self, start: int, end: int, readings: int) -> None:
        """Another part of the span, with so many readings, is sent."""
        self._done, self._rows = self._done + end - start, self._rows + readings
        share = self._done / self._total if self._total else 1.0
        if self._out.isatty():
            bar = "█" * round(share * _WIDTH)
            self._out.write(f"\r{self._label} {bar:░<{_WIDTH}} {self._figures(share)} ")
        elif int(share * 10) > self._tenth:
            self._tenth = int(share * 10)
            self._out.write(f"{self._label}: {self._figures(share)}\n")
        self._out.flush()

    def __exit__(self, *_: object) -> None:
        if not self._total:
            self._out.write(f"{self._label}: nothing was missing\n")
        elif self._out.isatty():
            self._out.write("\n")

    def _figures(self, share: float) -> str:
        pace = self._rows / max(time.monotonic() - self._began, 1e-3)
        return f"{share:4.0%}, {self._rows:,} readings, {pace:,.0f}/s"
