"""A dropped file → the parts it holds: itself, or what a .gz or .zip packs, within limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Part:
    """One plain file on the disk. `name` is what the person sees; `path` may be a temporary copy;
    `head` its first 64 KiB, for recognition."""

    name: str
    path: Path
    head: bytes
