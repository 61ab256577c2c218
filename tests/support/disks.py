"""Real file systems that a test fills up or may not write to. They need root."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OBEY_MODES = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Before a command: root, but held to the modes of files like anybody else."""


class Disk:
    """A file system of its own at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ballast = path / "ballast"

    @property
    def free(self) -> int:
        """Bytes that can still be written."""
        seen = os.statvfs(self.path)
        return seen.f_bavail * seen.f_frsize

    def fill(self, leave: int) -> None:
        """Take all but about `leave` bytes."""
        with self._ballast.open("ab") as ballast:
            ballast.write(b"\0" * max(self.free - leave, 0))

    def make_space(self) -> None:
        self._ballast.unlink()

    def make_read_only(self) -> None:
        _run("mount", "-o", "remount,ro", str(self.path))


@contextmanager
def small_disk(path: Path, mib: int) -> Iterator[Disk]:
    """A disk of `mib` MiB, in memory. Skips the test where mounting is not permitted."""
    path.mkdir()
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", str(path), check=False)
    if mounted.returncode:
        pytest.skip(f"NO MOUNT: a full disk needs root and mount(2): {mounted.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        _run("umount", "--lazy", str(path))


def obeying_modes() -> list[str]:
    """What to put before a command so that it is refused what a file's mode forbids."""
    if os.geteuid() != 0:
        return []
    if _run(*OBEY_MODES, "true", check=False).returncode:
        pytest.skip("root cannot give up its rights over file modes here (setpriv)")
    return OBEY_MODES


def _run(*command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=check, capture_output=True, text=True)
