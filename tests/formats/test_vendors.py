"""Files as vendors export them: every reading's time and value, unit, kind and direction; and that
what stands in a file twice counts once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from energy_core.formats.document import Answers, Document, Series
from energy_core.formats.facts import of_series
from energy_core.formats.reading import read
from energy_core.model import Role
from tests.support.vendors import WRITERS, Key, VendorFile

NO_FLOW = {Role.OTHER, Role.LEVEL, Role.TEMPERATURE}
"""Roles of what counts for nothing when all of a file is stored."""


def files() -> Iterator[Any]:
    for writer in WRITERS:
        file = writer()
        yield pytest.param(file, id=f"{file.vendor}: {file.habit[:70]}")


def found(document: Document, key: Key) -> Series:
    exact = [s for s in document.series if key.name == s.name]
    fits = exact or [s for s in document.series if key.name in s.name]
    assert len(fits) == 1, f"{key.name!r} is one of {[s.name for s in document.series]}"
    return fits[0]


def opened(file: VendorFile, folder: Path, vendors: bool = True) -> Document:
    path = folder / "dropped"
    path.write_bytes(file.content)
    (document,) = read(path, file.name, Answers(timezone=file.zone or None, vendors=vendors))
    return document


@pytest.mark.parametrize("file", list(files()))
def test_a_vendors_file_is_understood(file: VendorFile, tmp_path: Path) -> None:
    document = opened(file, tmp_path)
    for key in file.keys:
        check(found(document, key), key)
    listed = {found(document, key).name for key in file.keys if not key.aside}
    more = {s.name: s.role for s in document.series if s.name not in listed}
    assert {n: r for n, r in more.items() if r not in NO_FLOW} == {}


@pytest.mark.parametrize("file", list(files()))
def test_no_number_is_lost_where_the_vendor_is_not_known(file: VendorFile, tmp_path: Path) -> None:
    document = opened(file, tmp_path, vendors=False)
    for key in file.keys:
        series = found(document, key)
        given = [v for v in key.values if v is not None]
        factor = 1e10 if file.vendor == "Discovergy" else 1.0  # told by its name alone
        assert len(series) == len(given)
        assert series.value.sum() == pytest.approx(sum(given) * factor)


def check(series: Series, key: Key) -> None:
    given = [(at, v) for at, v in zip(key.at, key.values, strict=True) if v is not None]
    stamps = [round(at.timestamp() * 1e6) for at, _ in sorted(given)]
    assert series.kind is key.kind
    assert series.ts.tolist() == stamps
    assert series.value.tolist() == pytest.approx([v for _, v in sorted(given)])
    assert series.missing == len(key.values) - len(given)
    if key.unit is not None:
        assert series.unit == key.unit
    if key.aside:
        assert series.role in NO_FLOW
    elif key.direction is not None:
        assert of_series(series)["direction"] == key.direction
    assert np.all(np.isfinite(series.value))
