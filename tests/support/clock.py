"""A server's wall clock that a test may set."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

LIBRARIES = [
    Path(f"/usr/lib/{machine}/faketime/libfaketimeMT.so.1")
    for machine in (f"{os.uname().machine}-linux-gnu", "faketime")
]
"""Of Debian's package `faketime`."""


class FakeClock:
    """The wall clock of a server that was started with `settings`; the test may set it."""

    def __init__(self, folder: Path, library: Path) -> None:
        self._file = folder / "clock"
        self.off = 0.0
        self.set(0)
        self.settings = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, off: float) -> None:
        """Seconds by which it is ahead of ours, from now on."""
        self.off = off
        new = self._file.with_suffix(".new")
        new.write_text(f"{off:+.0f}\n")
        new.replace(self._file)

    def now(self) -> float:
        return time.time() + self.off


def fake_clock(folder: Path) -> FakeClock:
    """A clock to start a server with; the test is skipped where it cannot be had."""
    library = next((path for path in LIBRARIES if path.exists()), None)
    if library is None:
        pytest.skip("NO FAKETIME: install Debian's package `faketime` to step the clock")
    return FakeClock(folder, library)
