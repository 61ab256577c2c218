"""InfluxDB 1.6 (Debian `influxdb`), as it comes, without its reports and request log."""

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

BINARY = "influxd"
PACKED_TIMEOUT_S, PACKED_QUIET_S = 300, 10
CONFIG = """
reporting-enabled = false
bind-address = "127.0.0.1:{backup_port}"
[meta]
  dir = "{folder}/meta"
[data]
  dir = "{folder}/data"
  wal-dir = "{folder}/wal"
  cache-snapshot-write-cold-duration = "{cold}"
  compact-full-write-cold-duration = "{cold}"
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:{port}"
  log-enabled = false
[logging]
  level = "warn"
"""
USUAL_COLD, EAGER_COLD = "10m", "1s"


class InfluxDB:
    name = "InfluxDB"

    @staticmethod
    def version() -> str:
        return debian_version("influxdb", BINARY)

    def start(self, folder: Path) -> None:
        self._folder = folder
        self._serve(USUAL_COLD)
        self._client.post("/query?q=CREATE+DATABASE+energy", b"")

    def _serve(self, cold: str) -> None:
        port, backup_port = free_ports(2)
        config = self._folder / "influxdb.conf"
        settings = {
            "folder": self._folder,
            "port": port,
            "backup_port": backup_port,
            "cold": cold,
        }
        config.write_text(CONFIG.format(**settings))
        command = [BINARY, "run", "-config", str(config)]
        self._server = Server(command, port, "/ping", self._folder / "log")
        self._server.wait_ready()
        self._client = Client(port)

    def stop(self) -> None:
        self._server.stop()

    def ingest(self, dataset: Dataset, feed: Feed) -> float:
        path = "/write?db=energy&precision=ns"
        return post_all(self._server.port, path, list(dataset.bodies(feed.lines)), feed.connections)

    def check(self, dataset: Dataset) -> None:
        answer = self._client.get("/query?" + _query("SELECT count(value) FROM power"))
        must_equal(self.name, _values(answer)[0][1], dataset.rows)

    def question(self, question: Question) -> Callable[[], object]:
        path = "/query?" + _query(_means(question))
        return lambda: self._client.get(path)

    def read(self, answer: object) -> npt.NDArray[np.float64]:
        return np.array([value for _, value in _values(cast(bytes, answer))], dtype=np.float64)

    def stored_bytes(self) -> int:
        """Started again so that it packs at once what it would pack ten minutes later.

        Its WAL, which this leaves behind though all of it is packed, does not count.
        """
        self._server.stop()
        self._serve(EAGER_COLD)
        self._wait_packed()
        return disk_bytes(self._folder / "data")

    def _wait_packed(self) -> None:
        size, deadline = -1, time.monotonic() + PACKED_TIMEOUT_S
        while size != (size := disk_bytes(self._folder)) and time.monotonic() < deadline:
            time.sleep(PACKED_QUIET_S)


def _query(text: str) -> str:
    return urlencode({"db": "energy", "epoch": "s", "q": text})


def _means(question: Question) -> str:
    """The sum of all minutes over the minutes of a step: its subquery of means is far slower."""
    one = question.meters[0] if len(question.meters) == 1 else ""
    where = f"meter = '{one}' AND " if one else ""
    return (
        f"SELECT sum(value) / {question.step_s // 60} FROM power WHERE {where}"
        f"time >= {question.start}s AND time < {question.end}s "
        f"GROUP BY time({question.step_s}s, {question.start % question.step_s}s)"
    )


def _values(answer: bytes) -> list[tuple[int, float]]:
    values: list[tuple[int, float]] = json.loads(answer)["results"][0]["series"][0]["values"]
    return values


PEER = InfluxDB
