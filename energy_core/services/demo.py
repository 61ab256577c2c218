"""The simulated home as a visitor of this app: a process that sends readings over HTTP."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from energy_core.auth.owner import key_path
from energy_core.settings import Settings

SOURCE = "simulated home"
ROOT = Path(__file__).resolve().parents[2]
STOP_S = 10.0


class Demo:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Send the last 30 days, then what happens now; nothing if it does so already."""
        with self._lock:
            if not self.running:
                self._process = subprocess.Popen(
                    [
                        *(sys.executable, "simulator.py", "--backfill", "30d"),
                        *("--url", self._settings.url, "--source", SOURCE),
                        *("--token", f"@{key_path(self._settings.db).resolve()}"),
                    ],
                    cwd=ROOT,
                    stdout=sys.stderr,
                    start_new_session=True,
                )

    def stop(self) -> None:
        with self._lock:
            if self._process is None:
                return
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
