"""Readings as InfluxDB line protocol, the series' description in its tags."""

from __future__ import annotations

from collections.abc import Iterable

from energy_core.model import Commodity, Kind, Role

MEASUREMENT = "reading"  # names no quantity, so that nothing is guessed from it


def series_key(
    slug: str, unit: str, kind: Kind, role: Role, commodity: Commodity, step_s: float
) -> str:
    """What stands before the value. A tag cannot be empty, so a unit of nothing is left out."""
    tags = {
        "meter": slug,
        "unit": unit,
        "kind": kind,
        "role": role,
        "commodity": commodity,
        "step": f"{step_s:g}" if step_s else "",
    }
    return MEASUREMENT + "".join(f",{k}={_escaped(v)}" for k, v in tags.items() if v)


def _escaped(text: str) -> str:
    return text.replace(",", r"\,").replace("=", r"\=").replace(" ", r"\ ")


def body(key: str, stamps: Iterable[int], values: Iterable[str]) -> str:
    """One line a reading, in order; `stamps` in the request's precision."""
    return "".join(f"{key} value={v} {t}\n" for t, v in zip(stamps, values, strict=True))
