"""Commands of the terminal that need neither a store nor an app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def without_a_store(command: str, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run it on a file, with a database's name that cannot be made."""
    environment = os.environ | {"ENERGY_DB": "/proc/none/energy.duckdb"}
    return subprocess.run(
        [sys.executable, "-m", "energy_core", command, str(file), *options],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
