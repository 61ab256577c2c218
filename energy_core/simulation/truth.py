"""What is wrong with the simulated readings, written down for those who look for it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from energy_core.simulation.faults import Fault


class TruthFile:
    """JSON lines, a fault each, in the order in which they were sent; none is written twice.

    `prefix` stands before the meters' names in the app. Without a path nothing is written.
    """

    def __init__(self, path: Path | None, prefix: str = "") -> None:
        self._path, self._prefix = path, prefix
        known = path.read_text().splitlines() if path and path.exists() else []
        self._known = set(known)

    def note(self, faults: Iterable[Fault]) -> None:
        if self._path is None:
            return
        fresh = [line for line in map(self._line, faults) if line not in self._known]
        if fresh:
            with self._path.open("a") as file:
                file.writelines(f"{line}\n" for line in fresh)
            self._known.update(fresh)

    def _line(self, fault: Fault) -> str:
        span = {"start": _utc(fault.start), "end": _utc(fault.end)}
        return json.dumps(asdict(fault) | span | {"meter": self._prefix + fault.meter})


def _utc(t: int) -> str:
    return datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
