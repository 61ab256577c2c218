"""`run`: the app until Ctrl-C, with one line that says where it is."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from energy_core.errors import EnergyError
from energy_core.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
START_S = 60.0
STOP_S = 15.0


def run(settings: Settings) -> int:
    """Start, print the address, wait; returns the app's exit code."""
    _refuse_taken_port(settings.port)
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    app = _app(settings)
    try:
        _wait_until_ready(app, settings.url, lambda: stopping)
        print(f"\n  Energy is running: {settings.url}\n  Ctrl-C stops it.\n", flush=True)
        while not stopping and app.poll() is None:
            time.sleep(0.2)
    finally:
        _end(app)
    return 0 if stopping else app.returncode


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise EnergyError(
                f"port {port} is in use; stop what uses it, or set ENERGY_PORT to another one"
            )


def _app(settings: Settings) -> subprocess.Popen[bytes]:
    """The server, in a process group of its own, so that Ctrl-C reaches it through us alone."""
    options = {
        "server.port": settings.port,
        "server.address": settings.address,
        "server.headless": "true",
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    return subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "ENERGY_DB": str(settings.db.resolve())},
        stdout=subprocess.DEVNULL,  # its own greeting; what matters comes on stderr
        start_new_session=True,
    )


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, stopping) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and not stopping():
        if process.poll() is not None:
            raise EnergyError("the app did not start; the line above says why")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.1)
    if not stopping():
        raise EnergyError(f"the app was not ready at {url} within {START_S:.0f} s")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
