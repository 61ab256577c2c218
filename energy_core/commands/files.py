"""Files that a command was given by name."""

from __future__ import annotations

import errno
from pathlib import Path
from stat import S_ISREG


def check_is_file(path: Path) -> None:
    """Raises OSError where there is no file, or what may never end: a pipe, a device."""
    if not S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is a folder, a pipe or a device")
