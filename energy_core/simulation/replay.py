"""A recorded file sent as if its meters were alive, stamps kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from energy_core import units
from energy_core.errors import NothingToReplay, UnreadableFile
from energy_core.formats import reading
from energy_core.formats.document import Answers, Floats, Issue, Series, Stamps
from energy_core.formats.energy import once
from energy_core.model import Kind, Role
from energy_core.simulation import lines
from energy_core.simulation.client import Client
from energy_core.simulation.feed import Pace, Sent

ROWS_A_REQUEST = 100_000
SECOND_US = 1_000_000
Named = tuple[str, Series]  # a series and the slug of its meter


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user knows better than the file; None leaves it to the file."""

    timezone: str = "UTC"
    prefix: str | None = None
    columns: tuple[str, ...] | None = None
    unit: str | None = None
    kind: Kind | None = None
    role: Role | None = None


def load(path: Path, wanted: Wanted) -> tuple[list[Named], tuple[Issue, ...]]:
    """The wanted series of a file under the slugs they will have, and what could not be read."""
    answers = Answers(timezone=wanted.timezone, unit=wanted.unit)
    try:
        read = reading.read(path, path.name, answers)
    except (OSError, UnreadableFile) as error:
        raise NothingToReplay(f"{path.name} cannot be read: {error}") from error
    there = {s.name: s for document in read for s in document.series}
    issues = [issue for document in read for issue in document.issues]
    names = wanted.columns or tuple(there)
    if missing := [n for n in names if n not in there]:
        raise NothingToReplay(f"{path.name} has no {', '.join(missing)}; it has {', '.join(there)}")
    if not any(len(there[name]) for name in names):
        raise NothingToReplay(f"{path.name} has no column of numbers")
    stem = wanted.prefix or path.name.partition(".")[0]
    chosen = [(slug(f"{stem}.{n}"), _as_wanted(there[n], wanted)) for n in names]
    return chosen, tuple(i for i in issues if i.column in names or i.column not in there)


def slug(text: str) -> str:
    """Lower case, and a dot for whatever is neither a letter nor a digit."""
    return re.sub(r"[\W_]+", ".", text.lower()).strip(".")


def _as_wanted(series: Series, wanted: Wanted) -> Series:
    known: dict[str, Any] = {"kind": wanted.kind, "role": wanted.role}
    return replace(series, **{name: value for name, value in known.items() if value is not None})


def send(series: Sequence[Named], client: Client, pace: Pace, sent: Sent) -> None:
    """Send all series in order of time. `sent` is told spans in µs."""
    keys = [_key(name, s) for name, s in series]
    rows = [_directed(s) for _, s in series]
    edges = _edges([s for _, s in series], pace.speed)
    pace.restart()
    for start, end in pairwise(edges):
        pace.until(start / SECOND_US)
        parts = [_part(*of_one, start, end) for of_one in rows]
        body = "".join(lines.body(k, *part) for k, part in zip(keys, parts, strict=True))
        if body:
            client.write(body, "us")
        sent(start, end, sum(len(stamps) for stamps, _ in parts))


def span_us(series: Sequence[Named]) -> int:
    first, last = _ends([s for _, s in series])
    return last - first


def _directed(s: Series) -> tuple[Stamps, Floats]:
    """Each stamp once, its values so that a positive one is what the role says."""
    stamps, values = once(s)
    return stamps, values * s.sign if s.sign < 0 else values


def _key(name: str, s: Series) -> str:
    unit = s.unit if units.find(s.unit) else units.OTHER  # volts and the like are no energy
    return lines.series_key(name, unit, s.kind, s.role, s.commodity, s.step_s or 0)


def _edges(series: Sequence[Series], speed: float) -> list[int]:
    """Stamps [µs] at which requests begin and end: a second of real time, or so many rows."""
    first, last = _ends(series)
    requests = -(-sum(map(len, series)) // ROWS_A_REQUEST)
    size = round(speed * SECOND_US) or -(-(last - first) // requests)
    return [*range(first, last, size), last]


def _ends(series: Sequence[Series]) -> tuple[int, int]:
    """First stamp and the one after the last [µs]."""
    return min(int(s.ts[0]) for s in series), max(int(s.ts[-1]) for s in series) + 1


def _part(stamps: Stamps, values: Floats, start: int, end: int) -> tuple[list[int], list[str]]:
    a, b = np.searchsorted(stamps, [start, end])
    return stamps[a:b].tolist(), [repr(v) for v in values[a:b].tolist()]
