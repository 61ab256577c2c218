"""Document → the plain facts that `inspect` prints and the page shows: JSON values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC
from math import isfinite
from typing import Any

import numpy as np

from energy_core import units
from energy_core.formats.document import Document, Flags, Series, Stamps
from energy_core.formats.energy import WH_PER_KWH, Amount, amount, ends, once
from energy_core.metering.periods import instant
from energy_core.metering.readings import FAR, SECOND
from energy_core.metering.steps import is_gap, nominal_steps
from energy_core.model import Role

Facts = dict[str, Any]

DIRECTIONS: Mapping[Role, str] = {
    Role.GRID_IMPORT: "import",
    Role.GRID_EXPORT: "export",
    Role.PRODUCTION: "production",
    Role.CONSUMPTION: "consumption",
    Role.SUBMETER: "consumption",
    Role.EV: "consumption",
    Role.GAS: "consumption",
    Role.WATER: "consumption",
    Role.HEAT: "consumption",
    Role.BATTERY_CHARGE: "charge",
    Role.BATTERY_DISCHARGE: "discharge",
}
SIGNED: Mapping[Role, tuple[str, str]] = {
    Role.GRID: ("import", "export"),
    Role.BATTERY: ("discharge", "charge"),
}
"""Role with a sign → direction of a positive and of a negative sum."""
STEPS_TO_GAP = 1.5  # of a regular series; an irregular one has the physics' gaps


def of_file(name: str, documents: list[Document]) -> Facts:
    """The facts of one dropped file; those of each member where it is an archive of several."""
    if len(documents) == 1:
        return of_document(documents[0]) | {"file": name}
    return {"file": name, "files": [of_document(document) for document in documents]}


def of_document(document: Document) -> Facts:
    return {
        "file": document.file,
        "format": document.format,
        "dialect": asdict(document.dialect),
        "timezone": document.timezone,
        "questions": [asdict(question) for question in document.questions],
        "series": [of_series(series) for series in document.series],
        "issues": [asdict(issue) for issue in document.issues],
    }


def of_series(series: Series) -> Facts:
    """Values in the file's unit and sign; times ISO 8601 in UTC; energies in kWh, positive."""
    made = amount(series)
    return {
        "name": series.name,
        "meter": series.meter,
        "commodity": series.commodity.value,
        "direction": _direction(series, made),
        "kind": series.kind.value,
        "unit": series.unit,
        "step_s": series.step_s,
        "readings": len(series),
        "missing": series.missing,
        "repeated": series.repeated,
        "estimated": int(series.estimated.sum()),
        **_ends(series),
        **_values(series),
        **_amounts(series, made),
        "gaps": [[_iso(start), _iso(end)] for start, end in gaps(series)],
        "role": series.role.value,
        "guessed": sorted(series.guessed),
    }


def _ends(series: Series) -> Facts:
    first, last = (series.ts[0], series.ts[-1]) if len(series) else (None, None)
    return {
        "first_utc": None if first is None else _iso(int(first)),
        "last_utc": None if last is None else _iso(int(last)),
    }


def _values(series: Series) -> Facts:
    value = series.value
    if len(value) == 0:
        return {"sum": 0.0, "first": None, "last": None, "min": None, "max": None}
    with np.errstate(over="ignore"):
        total = value.sum()
    return {
        "sum": _finite(total),
        "first": float(value[0]),
        "last": float(value[-1]),
        "min": float(value.min()),
        "max": float(value.max()),
    }


def _direction(series: Series, made: Amount | None) -> str | None:
    role = series.repeats or series.role
    if role in SIGNED:
        along, against = SIGNED[role]
        return along if made is None or made.net >= 0 else against
    return DIRECTIONS.get(role)


def _amounts(series: Series, made: Amount | None) -> Facts:
    """Energy and volume; of a meter with a sign both directions beside their difference."""
    if made is None:
        return {"energy_kwh": None}
    if made.unit == units.VOLUME:
        return {"energy_kwh": None, "volume_m3": _finite(abs(made.net))}
    both = dict(zip(SIGNED.get(series.role, ()), (made.along, made.against), strict=False))
    return {
        "energy_kwh": _finite(abs(made.net) / WH_PER_KWH),
        **{f"{direction}_kwh": _finite(wh / WH_PER_KWH) for direction, wh in both.items()},
    }


def gaps(series: Series) -> list[tuple[int, int]]:
    """(end of what the reading before covers, next reading) of each stretch without readings
    [µs UTC]."""
    ts, _ = once(series)
    at = np.flatnonzero(_wide(np.diff(ts), series.step_s))
    return list(zip(ends(series, ts)[at].tolist(), ts[at + 1].tolist(), strict=True))


def _wide(between: Stamps, step_s: float | None) -> Flags:
    if step_s:
        return between > STEPS_TO_GAP * step_s * SECOND
    ahead = np.append(between, FAR)
    return is_gap(ahead, nominal_steps(ahead, np.zeros(len(ahead), np.int64)))[:-1]


def _finite(number: float) -> float | None:
    """JSON knows no infinity, which a sum of numbers near the greatest float reaches."""
    return float(number) if isfinite(number) else None


def _iso(us: int) -> str:
    return instant(us).astimezone(UTC).isoformat().replace("+00:00", "Z")
