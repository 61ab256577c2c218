"""Modules found by the folder they lie in."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def names(package: str) -> list[str]:
    """Modules of `package` but the blueprint, in order."""
    folder = importlib.import_module(package).__path__
    return sorted(found.name for found in pkgutil.iter_modules(folder) if found.name[0] != "_")


def modules(package: str) -> list[ModuleType]:
    return [importlib.import_module(f"{package}.{name}") for name in names(package)]
