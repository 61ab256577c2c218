"""What every system under test can do: ours and each peer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.dataset import Dataset

MISSING = "NOT INSTALLED"


@dataclass(frozen=True)
class Question:
    """Mean power per step from `start` (epoch seconds), of one meter or of several added up."""

    meters: list[str]
    start: int
    end: int
    step_s: int

    def energy_wh(self, mean_w: npt.NDArray[np.float64]) -> float:
        return float(mean_w.sum()) * self.step_s / 3600


@dataclass(frozen=True)
class Feed:
    """How the readings are sent: `lines` in a body, over `connections` at once."""

    lines: int
    connections: int

    def __str__(self) -> str:
        return f"{self.lines:,} lines, {self.connections} conn."


class Incomplete(Exception):
    """Readings that were acknowledged are not there, or not right."""


def must_equal(name: str, found: float, wanted: float, tolerance: float = 0.0) -> None:
    """Raise Incomplete unless `found` is `wanted` within the share `tolerance`."""
    if abs(found - wanted) > tolerance * abs(wanted):
        raise Incomplete(f"{name}: {found:,} instead of {wanted:,}")


class System(Protocol):
    """A store of readings in a folder of its own. Times are taken by who calls."""

    name: str

    def start(self, folder: Path) -> None: ...

    def stop(self) -> None: ...

    def ingest(self, dataset: Dataset, feed: Feed) -> float:
        """Seconds from the first byte until all is acknowledged and can be asked for."""
        ...

    def check(self, dataset: Dataset) -> None:
        """Raise Incomplete when not every reading of `dataset` can be asked for."""
        ...

    def question(self, question: Question) -> Callable[[], object]:
        """An action that asks and takes in the whole answer; `read` understands it."""
        ...

    def read(self, answer: object) -> npt.NDArray[np.float64]:
        """Mean power per step [W]."""
        ...

    def stored_bytes(self) -> int:
        """Bytes on disk once everything is written down and packed; may wait for that."""
        ...


class Peer(System, Protocol):
    @staticmethod
    def version() -> str: ...


def debian_version(package: str, binary: str) -> str:
    """Version of the installed package, or MISSING when its `binary` is not to be found."""
    if shutil.which(binary) is None:
        return MISSING
    command = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return answer.stdout or "of unknown version"
