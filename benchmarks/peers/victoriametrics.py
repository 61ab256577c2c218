"""VictoriaMetrics (Debian `victoria-metrics`), as it comes; it keeps rows for a century."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt

from benchmarks.client import Client, post_all
from benchmarks.dataset import Dataset
from benchmarks.process import Server, disk_bytes, free_ports
from benchmarks.system import Feed, Question, debian_version, must_equal

BINARY = "victoria-metrics"


class VictoriaMetrics:
    name = "VictoriaMetrics"

    @staticmethod
    def version() -> str:
        return debian_version("victoria-metrics", BINARY)

    def start(self, folder: Path) -> None:
        self._data, port = folder / "data", free_ports(1)[0]
        options = [
            f"-storageDataPath={self._data}",
            f"-httpListenAddr=127.0.0.1:{port}",
        ]
        self._server = Server(
            [BINARY, *options, "-retentionPeriod=100y", "-loggerLevel=WARN"],
            port, "/health", folder / "log",
        )  # fmt: skip
        self._server.wait_ready()
        self._client = Client(port)

    def stop(self) -> None:
        self._server.stop()

    def ingest(self, dataset: Dataset, feed: Feed) -> float:
        bodies = list(dataset.bodies(feed.lines))
        sent = post_all(self._server.port, "/write?precision=ns", bodies, feed.connections)
        return sent + self._flush()

    def _flush(self) -> float:
        """It acknowledges what it holds in memory only; until here nothing can be asked for."""
        begun = time.perf_counter()
        self._client.get("/internal/force_flush")
        return time.perf_counter() - begun

    def check(self, dataset: Dataset) -> None:
        query = f"sum(count_over_time(power_value[{dataset.end - dataset.start}s]))"
        arguments = urlencode({"query": query, "time": dataset.end - 1, "nocache": 1})
        answer = self._client.get_json(f"/api/v1/query?{arguments}")
        must_equal(self.name, int(answer["data"]["result"][0]["value"][1]), dataset.rows)

    def question(self, question: Question) -> Callable[[], object]:
        path = f"/api/v1/query_range?{urlencode(_range(question))}"
        return lambda: self._client.get(path)

    def read(self, answer: object) -> npt.NDArray[np.float64]:
        found = json.loads(cast(bytes, answer))["data"]["result"][0]["values"]
        return np.array([float(value) for _, value in found])

    def stored_bytes(self) -> int:
        self._server.stop()
        return disk_bytes(self._data)


def _range(question: Question) -> dict[str, str | int]:
    """A window of VictoriaMetrics ends with its instant: one second before the next step."""
    one = question.meters[0] if len(question.meters) == 1 else ""
    selector = f'power_value{{meter="{one}"}}' if one else "power_value"
    return {
        "query": f"sum(avg_over_time({selector}[{question.step_s}s]))",
        "start": question.start + question.step_s - 1,
        "end": question.end - 1,
        "step": question.step_s,
        "nocache": 1,
    }


PEER = VictoriaMetrics
