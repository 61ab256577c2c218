"""The sandboxed reader and what it costs, from a process of its own: `python -m
tests.support.guarded_reader` answers a line of JSON for each line of JSON it is told.

Its own memory stays that of the reading half of a server, so that what readers take and what the
server keeps of them can be told apart.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MIB = 1 << 20


@dataclass(frozen=True)
class Outcome:
    """seconds: wall; child_mb: the largest of all readers so far; own_mb: of the process that
    waits for them; error: the message, or None; line: that it names; series: how many were read."""

    seconds: float
    child_mb: float
    own_mb: float
    error: str | None
    kind: str
    line: int | None
    series: int


class GuardedReader:
    """`with GuardedReader() as reader: reader.read(path, name)`."""

    def __enter__(self) -> GuardedReader:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, path: Path, name: str) -> Outcome:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(path), name]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"the process that reads ended on {name!r}"
        return Outcome(**json.loads(answer))


def main() -> None:
    for line in sys.stdin:
        path, name = json.loads(line)
        print(json.dumps(_outcome(Path(path), name)), flush=True)


def _outcome(path: Path, name: str) -> dict[str, Any]:
    from energy_core.errors import EnergyError
    from energy_core.formats import facts
    from energy_core.services import reading_apart

    begun = time.monotonic()
    told: dict[str, Any] = {"error": None, "kind": "", "line": None, "series": 0}
    try:
        documents = reading_apart.read(path, name)
        json.dumps(facts.of_file(name, documents), allow_nan=False)
        told["series"] = sum(len(document.series) for document in documents)
        del documents
    except EnergyError as error:
        told |= {"error": str(error), "kind": type(error).__name__}
        told["line"] = getattr(error, "line", None)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return told | {
        "seconds": time.monotonic() - begun,
        "child_mb": largest,
        "own_mb": _resident_mb(),
    }


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


if __name__ == "__main__":
    main()
