"""Files as vendors export them: every reading's time and value, unit, kind and direction; and that
what stands in a file twice counts once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from energy_core.formats.document import Answers, Document, Placement, Series
from energy_core.formats.facts import of_document, of_series
from energy_core.formats.reading import read
from energy_core.formats.vocabulary import vendors
from energy_core.formats.vocabulary.vendors import VENDORS, Vendor
from energy_core.model import Role
from tests import test_meter_files
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


HEADERS = {
    "Enedis, load curve": "Horodate,Valeur",
    "Enphase, report": "Date/Time,Energy Produced (Wh)",
    "Shelly EM, data": "Date/time UTC,Active energy Wh (A)",
    "SolarEdge": "Date,Value",
    "Moj elektro": "Časovna značka,Energija A+,Energija A-",
    "Shelly Pro, data": "timestamp,a_total_act_energy",
    "AEMO, price and demand": "SETTLEMENTDATE,TOTALDEMAND",
}
PLACED = [pytest.param(v, id=v.name) for v in VENDORS if v.placement]


def quarters(vendor: Vendor, first: str, folder: Path) -> tuple[Series, set[str]]:
    """The first series of a hundred quarter hours in the vendor's columns; the open questions."""
    header = HEADERS[vendor.name]
    stamps = [datetime.fromisoformat(first) + timedelta(minutes=15 * n) for n in range(100)]
    cells = ",".join(["{n}.5"] * header.count(","))
    rows = [f"{at:%Y-%m-%d %H:%M},{cells.format(n=n * 7 % 13 + 1)}" for n, at in enumerate(stamps)]
    path = folder / "dropped"
    path.write_text("\n".join([header, *rows]))
    (document,) = read(path, "solaredge.csv", Answers(timezone="UTC"))
    assert document.format == vendor.name
    return document.series[0], {q.name for q in document.questions}


def begins(series: Series) -> str:
    return f"{datetime.fromtimestamp(series.ts[0] / 1e6, UTC):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize("vendor", PLACED)
def test_a_vendors_placement_counts_where_no_row_tells(vendor: Vendor, tmp_path: Path) -> None:
    series, questions = quarters(vendor, "2024-03-01 07:15", tmp_path)
    ends = vendor.placement is Placement.END
    assert begins(series) == ("2024-03-01 07:00" if ends else "2024-03-01 07:15")
    assert "placement" not in questions


@pytest.mark.parametrize("vendor", PLACED)
def test_the_days_edges_overrule_a_vendors_placement(vendor: Vendor, tmp_path: Path) -> None:
    ends = vendor.placement is Placement.END
    series, _ = quarters(vendor, "2024-03-01 00:00" if ends else "2024-03-01 00:15", tmp_path)
    assert begins(series) == "2024-03-01 00:00"


def test_no_hint_of_a_vendor_is_idle(
    tmp_path: Path, meter_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without any one of them, some file that the vendor wrote is understood otherwise."""
    idle = {(v.name, pattern) for v in VENDORS for pattern in v.hints}
    for path, name, zone in every_file(tmp_path, meter_files):
        facts = understood(path, name, zone)
        for vendor in VENDORS:
            for pattern in vendor.hints if vendor.name == facts["format"] else ():
                less = {p: h for p, h in vendor.hints.items() if p != pattern}
                with monkeypatch.context() as without:
                    poorer = tuple(replace(v, hints=less) if v is vendor else v for v in VENDORS)
                    without.setattr(vendors, "VENDORS", poorer)
                    if understood(path, name, zone) != facts:
                        idle.discard((vendor.name, pattern))
    assert idle == set()


def every_file(folder: Path, meter_files: Path) -> Iterator[tuple[Path, str, str]]:
    for number, writer in enumerate(WRITERS):
        file = writer()
        path = folder / str(number)
        path.write_bytes(file.content)
        yield path, file.name, file.zone
    for case in test_meter_files.CASES:
        path = meter_files / case.path
        yield path, path.name, case.timezone


def understood(path: Path, name: str, zone: str) -> dict[str, Any]:
    (document,) = read(path, name, Answers(timezone=zone or None))
    return of_document(document)
