"""What a file comes to: facts of each series, and all of it as the JSON that `inspect` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """What the values of a series come to, in the file's unit and sign; None where there is none, or
    it is beyond any number. `amount`: what flowed, None where nothing can be summed."""

    sum: float | None
    first: float | None
    last: float | None
    min: float | None
    max: float | None
    amount: Amount | None

    @property
    def energy_kwh(self) -> float | None:
        """Positive whichever way it went."""
        if self.amount is None or self.amount.unit == units.VOLUME:
            return None
        return _finite(abs(self.amount.net) / WH_PER_KWH)


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


def series_facts(series: Series) -> SeriesFacts:
    value, made = series.value, amount(series)
    if len(value) == 0:
        return SeriesFacts(0.0, None, None, None, None, made)
    with np.errstate(over="ignore"):
        total = _finite(value.sum())
    ends = float(value[0]), float(value[-1])
    return SeriesFacts(total, *ends, float(value.min()), float(value.max()), made)


def of_series(series: Series) -> Facts:
    """Values in the file's unit and sign; times ISO 8601 in UTC; energies in kWh, positive."""
    facts = series_facts(series)
    values = asdict(facts)
    del values["amount"]
    return {
        "name": series.name,
        "meter": series.meter,
        "commodity": series.commodity.value,
        "direction": _direction(series, facts.amount),
        "kind": series.kind.value,
        "unit": series.unit,
        "step_s": series.step_s,
        "readings": len(series),
        "missing": series.missing,
        "repeated": series.repeated,
        "estimated": int(series.estimated.sum()),
        **_ends(series),
        **values,
        "energy_kwh": facts.energy_kwh,
        **_amounts(series, facts.amount),
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


def _direction(series: Series, made: Amount | None) -> str | None:
    role = series.repeats or series.role
    if role in SIGNED:
        along, against = SIGNED[role]
        return along if made is None or made.net >= 0 else against
    return DIRECTIONS.get(role)


def _amounts(series: Series, made: Amount | None) -> Facts:
    """A volume; of a meter with a sign both directions."""
    if made is None:
        return {}
    if made.unit == units.VOLUME:
        return {"volume_m3": _finite(abs(made.net))}
    both = zip(SIGNED.get(series.role, ()), (made.along, made.against), strict=False)
    return {f"{direction}_kwh": _finite(wh / WH_PER_KWH) for direction, wh in both}


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
