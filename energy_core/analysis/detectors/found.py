"""The detectors: every module of this folder that has a LAYER and a `judge`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol

from energy_core.analysis import detectors
from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.event import Mark
from energy_core.analysis.detectors.slots import Day


class Detector(Protocol):
    """A module; see `_blueprint.py`."""

    __name__: str
    LAYER: int

    def judge(self, day: Day, past: Past, memory: dict[str, float]) -> list[Mark]: ...


@cache
def all_detectors() -> tuple[tuple[str, Detector], ...]:
    """(name, module) of every detector, layer by layer."""
    names = [m.name for m in pkgutil.iter_modules(detectors.__path__) if not m.name.startswith("_")]
    modules = [(n, importlib.import_module(f"{detectors.__name__}.{n}")) for n in sorted(names)]
    return tuple(
        sorted((m for m in modules if hasattr(m[1], "LAYER")), key=lambda m: (m[1].LAYER, m[0]))
    )
