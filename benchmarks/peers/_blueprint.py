"""Copy this file to add a peer: name the file as it is named; its class is PEER.

Say in the first line which version, from where, and what is set otherwise than it comes.
It runs in the folder it is given, on ports of `free_ports`, and reports to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.client import Client, post_all
from benchmarks.dataset import Dataset
from benchmarks.process import Server, disk_bytes, free_ports
from benchmarks.system import Feed, Question, debian_version, must_equal

BINARY = "peerd"


class Blueprint:
    name = "Blueprint"

    @staticmethod
    def version() -> str:
        return debian_version("peer", BINARY)

    def start(self, folder: Path) -> None:
        self._folder, port = folder, free_ports(1)[0]
        command = [BINARY, f"--data={folder}/data", f"--listen=127.0.0.1:{port}"]
        self._server = Server(command, port, "/health", folder / "log")
        self._server.wait_ready()
        self._client = Client(port)

    def stop(self) -> None:
        self._server.stop()

    def ingest(self, dataset: Dataset, feed: Feed) -> float:
        bodies = list(dataset.bodies(feed.lines))  # made before the clock starts
        return post_all(self._server.port, "/write", bodies, feed.connections)

    def check(self, dataset: Dataset) -> None:
        must_equal(self.name, self._client.get_json("/count"), dataset.rows)

    def question(self, question: Question) -> Callable[[], object]:
        path = f"/query?from={question.start}&to={question.end}&step={question.step_s}"
        return lambda: self._client.get(path)

    def read(self, answer: object) -> npt.NDArray[np.float64]:
        raise NotImplementedError

    def stored_bytes(self) -> int:
        self._server.stop()
        return disk_bytes(self._folder / "data")


PEER = Blueprint
