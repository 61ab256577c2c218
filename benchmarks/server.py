"""Our own server under test: started from the repository as a user starts it, asked over HTTP."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt

from benchmarks.client import Client, post_all
from benchmarks.dataset import Dataset
from benchmarks.process import Server, disk_bytes, free_ports
from benchmarks.system import Feed, Incomplete, Question, must_equal
from energy_core.settings import Settings
from energy_core.store import Resolution, Store

REPOSITORY = Path(__file__).resolve().parent.parent
DATABASE = "energy.duckdb"
RESOLUTIONS = {60: "raw", 900: "15m", 3600: "1h", 86400: "1d"}
ROLES = {"mains": "consumption", "sun": "production"}
ENERGY_TOLERANCE = 1e-4


class Energy:
    """The server with its database in `folder`; readings stay there after it is stopped."""

    name = "this"

    def start(self, folder: Path) -> None:
        self._folder = folder
        self.begin(folder)
        self.process.wait_ready()

    def begin(self, folder: Path) -> None:
        """Start it without waiting until it is ready."""
        port = free_ports(1)[0]
        self.process = Server(
            _command(port), port, "/readyz", folder / "log", REPOSITORY, _environment(folder, port)
        )
        self.port, self.client = port, Client(port)

    def stop(self) -> None:
        self.process.stop()

    def ingest(self, dataset: Dataset, feed: Feed) -> float:
        bodies = list(dataset.bodies(feed.lines))
        self.introduce(dataset)
        return post_all(self.port, "/api/v2/write?precision=ns", bodies, feed.connections)

    def introduce(self, dataset: Dataset) -> None:
        """Make the meters known, with the first reading of each, so that lines can be short."""
        rows = [
            {"meter": meter, "ts": dataset.start, "value": float(value), **_description(meter)}
            for meter, value in zip(dataset.meters, dataset.watts[0], strict=True)
        ]
        answer = self.client.post_json("/api/v1/readings", rows)
        must_equal("meters introduced", answer["accepted"], len(rows))

    def check(self, dataset: Dataset) -> None:
        """No count is asked for: the energy of each meter and its coverage are stricter."""
        for meter in dataset.meters:
            window = {
                "from": dataset.start,
                "to": dataset.end,
                "resolution": "1d",
                "timezone": "UTC",
            }
            path = f"/api/v1/series?{urlencode({'meter': meter, **window})}"
            total = self.client.get_json(path)["total"]
            wanted = dataset.energy_wh([meter], dataset.start, dataset.end)
            must_equal(f"{meter} [Wh]", total["energy_wh"], wanted, ENERGY_TOLERANCE)
            if total["coverage"] < 1 - ENERGY_TOLERANCE:
                raise Incomplete(f"{meter}: coverage {total['coverage']}")

    def question(self, question: Question) -> Callable[[], object]:
        return self.asked(question, "UTC")

    def asked(self, question: Question, timezone: str) -> Callable[[], bytes]:
        path = f"/api/v1/series?{urlencode(_arguments(question, timezone), doseq=True)}"
        return lambda: self.client.get(path)

    def read(self, answer: object) -> npt.NDArray[np.float64]:
        points = json.loads(cast(bytes, answer))["points"]
        return np.array([point["mean_w"] for point in points], dtype=np.float64)

    def stored_bytes(self) -> int:
        self.stop()
        with opened(self._folder) as store:
            for stretch in store.to_compact():
                store.compact(stretch)
        return disk_bytes(self._folder) - (self._folder / "log").stat().st_blocks * 512


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The store of a stopped server, opened here, without HTTP."""
    with Store(replace(Settings(), db=folder / DATABASE)) as store:
        yield store


def ask_store(store: Store, question: Question) -> Callable[[], object]:
    meters = [store.meter(slug) for slug in question.meters]
    start, end = (datetime.fromtimestamp(at, UTC) for at in (question.start, question.end))
    resolution = Resolution(RESOLUTIONS[question.step_s])
    return lambda: store.series(meters, start, end, resolution, "UTC")


def _arguments(question: Question, timezone: str) -> dict[str, object]:
    several = {"sum": "true"} if len(question.meters) > 1 else {}
    return {
        "meter": question.meters,
        "from": question.start,
        "to": question.end,
        "resolution": RESOLUTIONS[question.step_s],
        "timezone": timezone,
        **several,
    }


def _description(meter: str) -> dict[str, str]:
    role = ROLES.get(meter.rpartition(".")[2], "submeter")
    return {"unit": "W", "kind": "power", "role": role}


def _command(port: int) -> list[str]:
    options = ["--server.port", str(port), "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *options]


def _environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENERGY_")}
    ours = {"DB": str(folder / DATABASE), "PORT": str(port), "DEMO": "0"}
    return kept | {f"ENERGY_{name}": value for name, value in ours.items()}
