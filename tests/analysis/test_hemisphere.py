from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from energy_core.analysis.hemisphere import is_southern

TABLES = (Path("/usr/share/zoneinfo/zone.tab"), Path("/usr/share/lib/zoneinfo/tab/zone_sun.tab"))


def known_places() -> dict[str, bool]:
    """IANA's zones, and whether the latitude of each is written with a minus."""
    table = next((path for path in TABLES if path.is_file()), None)
    if table is None:
        try:
            text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
        except (ModuleNotFoundError, FileNotFoundError):
            pytest.skip("this machine has no zone.tab")
    else:
        text = table.read_text()
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return {row[2].strip(): row[1].startswith("-") for row in rows}


def test_every_zone_lies_where_iana_places_its_town() -> None:
    places = known_places()
    assert {zone: is_southern(zone) for zone in places} == places


def test_a_known_latitude_decides_over_the_zone() -> None:
    assert is_southern("Europe/Paris", -21.1)
    assert not is_southern("Australia/Sydney", 48.9)


@pytest.mark.parametrize("zone", ["Australia/NSW", "NZ", "Brazil/East", "America/Buenos_Aires"])
def test_an_older_name_of_a_southern_zone_is_known(zone: str) -> None:
    assert is_southern(zone)
