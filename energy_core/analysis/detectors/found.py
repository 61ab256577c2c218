"""The detectors: every module of this folder that has a LAYER and a `judge`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from types import ModuleType

from energy_core.analysis import detectors
from energy_core.analysis.detectors.baseline import Past
from energy_core.analysis.detectors.character import Nature
from energy_core.analysis.detectors.event import Mark
from energy_core.analysis.detectors.slots import Day

Judge = Callable[[Day, Past, dict[str, float]], list[Mark]]


@dataclass(frozen=True)
class Detector:
    """A module's words, in lower case; `_blueprint.py` says what each means."""

    name: str
    layer: int
    judge: Judge
    natures: tuple[Nature, ...] = tuple(Nature)
    habit: bool | None = None
    searched: bool = False
    from_before: bool = False
    lasts: tuple[str, ...] = ()


@cache
def all_detectors() -> tuple[Detector, ...]:
    """Every detector, layer by layer."""
    names = [m.name for m in pkgutil.iter_modules(detectors.__path__) if not m.name.startswith("_")]
    modules = {n: importlib.import_module(f"{detectors.__name__}.{n}") for n in sorted(names)}
    found = [_detector(n, module) for n, module in modules.items() if hasattr(module, "LAYER")]
    return tuple(sorted(found, key=lambda one: (one.layer, one.name)))


def _detector(name: str, module: ModuleType) -> Detector:
    told = {one.name: getattr(module, one.name.upper()) for one in fields(Detector)
            if hasattr(module, one.name.upper())}  # fmt: skip
    return Detector(name=name, judge=module.judge, **told)
