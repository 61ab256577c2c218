"""On what the figures were measured."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import peers

PACKAGES = ("streamlit", "duckdb", "pyarrow", "fastapi", "pandas", "numpy")


def describe() -> dict[str, str]:
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_gib():.1f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "packages": ", ".join(f"{package} {version(package)}" for package in PACKAGES),
        "peers": ", ".join(f"{peer.name} {peer.version()}" for peer in peers.registered()),
    }


def load() -> float:
    """Processes that wanted a core in the last minute: over 0 means that others were at work."""
    return os.getloadavg()[0]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30


def _commit() -> str:
    answer = subprocess.run(
        ["git", "describe", "--always", "--exclude=*", "--dirty=, with changes"],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() or "not under version control"
