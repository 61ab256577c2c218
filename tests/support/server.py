"""The real app in a process of its own, as a person would start it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """`with Server(folder) as server:` starts it and waits until it is ready."""

    def __init__(self, folder: Path, port: int | None = None, **settings: str) -> None:
        self.db = folder / "energy.duckdb"
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self.environ = {
            **os.environ,
            "ENERGY_DB": str(self.db),
            "ENERGY_DEMO": "0",
            "ENERGY_TIMEZONE": "UTC",
            **settings,
        }
        self.before: list[str] = []  # a command that starts the app in its turn
        self.process: subprocess.Popen[bytes] | None = None
        self.http = httpx.Client(base_url=self.url, timeout=30)

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()
        if self.process and self.process.poll() is None:
            self.stop()

    def start(self, ready_s: float = 30.0) -> None:
        self.launch()
        self.wait_ready(ready_s)

    def launch(self) -> None:
        """Start it, and do not wait."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *self.before,
                    *(sys.executable, "-m", "streamlit", "run", "streamlit_app.py"),
                    *("--server.port", str(self.port), "--server.headless", "true"),
                ],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
            )

    def wait_ready(self, seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process is not None
            if self.process.poll() is not None:
                raise AssertionError(f"the app ended: {self.log.read_text()[-2000:]}")
            try:
                if self.http.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                self._breathe()
        raise AssertionError(f"not ready in {seconds} s: {self.log.read_text()[-2000:]}")

    def stop(self, seconds: float = 20.0) -> int:
        """SIGTERM, and its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def post(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        answer = self.http.post("/api/v1/readings", json=rows)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def write(self, lines: str, precision: str = "s") -> httpx.Response:
        return self.http.post("/api/v2/write", params={"precision": precision}, content=lines)

    def series(self, meter: str, start: str, end: str, resolution: str = "1d", **more: str) -> Any:
        answer = self.http.get(
            "/api/v1/series",
            params={"meter": meter, "from": start, "to": end, "resolution": resolution, **more},
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    @staticmethod
    def _breathe() -> None:
        """A refused connection has no event to wait for."""
        time.sleep(0.02)
