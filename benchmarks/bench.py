"""What a benchmark is given: how much to do, the readings, folders, a database with a year."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from benchmarks import dataset
from benchmarks.dataset import Dataset
from benchmarks.server import Energy
from benchmarks.system import Feed, System

Value = TypeVar("Value")
AnySystem = TypeVar("AnySystem", bound=System)
LOADING = Feed(lines=200_000, connections=2)


@dataclass
class Bench:
    quick: bool
    folder: Path

    def choose(self, full: Value, quick: Value) -> Value:
        return quick if self.quick else full

    @cached_property
    def dataset(self) -> Dataset:
        return dataset.make(self.choose(dataset.YEAR_DAYS, dataset.QUICK_DAYS))

    def new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self.folder))

    @contextmanager
    def running(self, system: AnySystem, folder: Path | None = None) -> Iterator[AnySystem]:
        """`system`, started in `folder` or in an empty one, stopped at the end."""
        system.start(folder or self.new_folder())
        try:
            yield system
        finally:
            system.stop()

    @cached_property
    def _loaded(self) -> Path:
        folder = self.new_folder()
        say(f"loading {self.dataset.rows:,} readings")
        with self.running(Energy(), folder) as energy:
            energy.ingest(self.dataset, LOADING)
            energy.check(self.dataset)
        return folder

    def loaded_copy(self) -> Path:
        """A folder of one's own in which our server finds the whole dataset."""
        return Path(shutil.copytree(self._loaded, self.new_folder(), dirs_exist_ok=True))


def say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)
