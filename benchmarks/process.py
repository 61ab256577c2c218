"""A server under test: started with its own log, awaited by its health page, measured, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from pathlib import Path

READY_TIMEOUT_S = 60
STOP_TIMEOUT_S = 60
POLL_S = 0.005
PORTS = range(
    int(os.environ.get("BENCH_PORTS_FROM", "8621")),
    int(os.environ.get("BENCH_PORTS_TO", "8649")) + 1,
)
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
BLOCK_BYTES = 512  # of st_blocks
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class DidNotStart(Exception):
    """The server did not become healthy; the text ends with its log."""


class Server:
    """A child process that speaks HTTP on `port`."""

    def __init__(
        self, command: Sequence[str], port: int, health: str, log: Path,
        cwd: Path | None = None, env: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.port, self._health, self._log = port, health, log
        with log.open("ab") as output:
            self._child = subprocess.Popen(
                command,
                cwd=cwd,
                env=env,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )

    def wait_ready(self) -> None:
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not is_healthy(self.port, self._health):
            if self._child.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise DidNotStart(self._log.read_text(errors="replace")[-2000:])
            time.sleep(POLL_S)

    def stop(self) -> None:
        """End it as an operator would, so that it writes down what it holds."""
        self._child.terminate()
        try:
            self._child.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            raise

    def cpu_s(self) -> float:
        """User and system time of the process and its children so far [s]."""
        return sum(_cpu_ticks(pid) for pid in _family(self._child.pid)) / TICKS_A_SECOND

    def resident_bytes(self) -> int:
        return sum(_resident_pages(pid) for pid in _family(self._child.pid)) * PAGE_BYTES


def free_ports(count: int) -> list[int]:
    """Ports of PORTS on which nothing listens."""
    free = [port for port in PORTS if not _is_taken(port)][:count]
    if len(free) < count:
        raise DidNotStart(f"not {count} free ports in {PORTS}")
    return free


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def is_healthy(port: int, path: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 300
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def disk_bytes(folder: Path) -> int:
    """Bytes that the files of `folder` take up; holes in them do not count."""
    blocks = (file.stat().st_blocks for file in folder.rglob("*") if file.is_file())
    return sum(blocks) * BLOCK_BYTES


def _family(pid: int) -> list[int]:
    """The process and its children's, whichever of its threads started them."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [child for task in tasks for child in _read(task).split()]
    return [pid, *(one for child in children for one in _family(int(child)))]


def _read(path: Path) -> str:
    """ "" where the process or thread has ended meanwhile."""
    try:
        return path.read_text()
    except OSError:
        return ""


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _resident_pages(pid: int) -> int:
    return int((_read(Path(f"/proc/{pid}/statm")) or "0 0").split()[1])
