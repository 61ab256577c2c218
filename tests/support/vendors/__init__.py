"""Files as vendors really export them, with made-up numbers and their answer keys."""

from __future__ import annotations

from tests.support.vendors import (
    america,
    australia,
    benchmarks,
    britain,
    centre,
    france,
    hubs,
    inverters,
    low_countries,
    markets,
    north,
    odd,
    portals,
    south,
)
from tests.support.vendors.kit import WRITERS, Key, VendorFile

__all__ = [
    "WRITERS", "Key", "VendorFile", "america", "australia", "benchmarks", "britain", "centre",
    "france", "hubs", "inverters", "low_countries", "markets", "north", "odd", "portals", "south",
]  # fmt: skip
