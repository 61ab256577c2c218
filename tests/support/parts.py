"""Files on the disk as the formats get them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from energy_core.formats.unpack import Part


def part_of(folder: Path, text: str | bytes, name: str = "file.txt") -> Part:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return part_at(path)


def part_at(path: Path) -> Part:
    with path.open("rb") as file:
        return Part(path.name, path, file.read(64 << 10))


def at(text: str) -> int:
    """µs UTC of "2024-01-31 12:00"."""
    instant = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return round(instant.timestamp()) * 1_000_000
